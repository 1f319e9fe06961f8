// The stack: settings → server → credentials → schemas → outputs.
import {
  Credentials,
  DatabaseSchema,
  ExistingServer,
  GroupRoles,
  LocalServer,
  makeSecretStore,
  urlOf,
} from "./components/index";
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

const { generation, revokePrevious, store: place } = settings.credentials;
const login = {
  server,
  store: makeSecretStore("secrets", place),
  readers: place.readers,
  generation,
  revokePrevious,
  passwords: place.kind === "file" ? ("handler" as const) : ("provider" as const),
};
const credentials = settings.applications.map(
  ({ name }) => new Credentials(name, login, { dependsOn: roles }),
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

// When all that uses a login has the one of now, a rotation is done: services that read a secret come into `dependsOn`.
for (const application of credentials) application.inUse();

/** Connection URL of the administrator; secret. */
export const url = urlOf(server);

/** By application: fingerprint of its schema, and its last run. Each step that ran is in the resource's output `ran`. */
export const applications = Object.fromEntries(
  schemas.map(({ name, schema: { fingerprint, lastRun } }) => [name, { fingerprint, lastRun }]),
);

/** By application: where its connection URL is kept, and which login and generation that names. */
export const logins = Object.fromEntries(
  credentials.map(({ application, login: role, generation: reached, secret: { reference, version } }) => [
    application,
    { role, generation: reached, secret: reference, version },
  ]),
);
