// The stack: settings → server → credentials → schemas → outputs.
import { DatabaseSchema, ExistingServer, GroupRoles, LocalServer, urlOf } from "./components/index";
import { readSettings } from "./settings";

const settings = readSettings();

const server =
  settings.server.kind === "local"
    ? new LocalServer("server", settings.server.arguments)
    : new ExistingServer("server", settings.server.arguments);

const roles = new GroupRoles(
  "roles",
  { server, names: settings.applications.flatMap(({ groupRoles }) => Object.values(groupRoles)) },
  { dependsOn: server },
);

const schemas = settings.applications.map(({ name, source, schema, approvedPlan }) => ({
  name,
  schema: new DatabaseSchema(
    name,
    {
      server,
      source,
      schema,
      approvedPlan,
      major: settings.server.arguments.major,
      consents: settings.consents,
      onDestroy: settings.onDestroy,
      scratch: settings.scratch,
    },
    { dependsOn: roles, ...(server.deletedWith === undefined ? {} : { deletedWith: server.deletedWith }) },
  ),
}));

/** Connection URL of the administrator; secret. */
export const url = urlOf(server);

/** By application: fingerprint of its schema, and its last run. Each step that ran is in the resource's output `ran`. */
export const applications = Object.fromEntries(
  schemas.map(({ name, schema: { fingerprint, lastRun } }) => [name, { fingerprint, lastRun }]),
);
