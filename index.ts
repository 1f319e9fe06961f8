// The stack: settings → server → credentials → schemas → outputs.
import { DatabaseSchema, GroupRoles, makeServer, urlOf } from "./components/index";
import { readSettings } from "./settings";

const settings = readSettings();

const server = makeServer("server", settings.server);

const roles = new GroupRoles(
  "roles",
  { server, names: settings.applications.flatMap(({ groupRoles }) => Object.values(groupRoles)) },
  { dependsOn: server },
);

const schemas: { readonly name: string; readonly schema: DatabaseSchema }[] = [];
for (const { name, source, schema, approvedPlan } of settings.applications) {
  const arguments_ = {
    server,
    source,
    schema,
    approvedPlan,
    neighbours: settings.applications.map((other) => other.schema).filter((other) => other !== schema),
    major: settings.server.arguments.major,
    consents: settings.consents,
    onDestroy: settings.onDestroy,
    scratch: settings.scratch,
    online: settings.online,
    proof: settings.proof,
  };
  // One after the other: they share the database, and a run holds its lock.
  const dependsOn = [roles, ...schemas.map((before) => before.schema)];
  const deletedWith = server.deletedWith === undefined ? {} : { deletedWith: server.deletedWith };
  schemas.push({ name, schema: new DatabaseSchema(name, arguments_, { dependsOn, ...deletedWith }) });
}

/** Connection URL of the administrator; secret. */
export const url = urlOf(server);

/** By application: fingerprint of its schema, and its last run. Each step that ran is in the resource's output `ran`. */
export const applications = Object.fromEntries(
  schemas.map(({ name, schema: { fingerprint, lastRun } }) => [name, { fingerprint, lastRun }]),
);
