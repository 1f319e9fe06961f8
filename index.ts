// The stack: settings → server → credentials → plans → backup → schemas → types → services → what is left of
// the schemas' plans → outputs.
import { all } from "@pulumi/pulumi";
import {
  BackupBeforeDestruction,
  backupWayOf,
  Credentials,
  DatabaseSchema,
  GeneratedTypes,
  GroupRoles,
  makeSecretStore,
  makeServer,
  planService,
  SchemaContract,
  SchemaPlan,
  Seeds,
  urlOf,
} from "./components/index";
import { type Application, readSettings } from "./settings";

const settings = readSettings();

const server = makeServer("server", settings.server);

const roles = new GroupRoles(
  "roles",
  {
    server,
    names: settings.applications.flatMap(({ groupRoles }) => Object.values(groupRoles)),
    owners: settings.applications.map(({ owner }) => owner),
  },
  { dependsOn: server },
);

const { generation, revokePrevious, store: place } = settings.credentials;
const store = makeSecretStore("secrets", place);
const passwords = place.kind === "file" ? ("handler" as const) : ("provider" as const);
const backupWay = backupWayOf(server, settings.backup);
const noBackup = "none" in backupWay ? backupWay.none : undefined;

function schemaArguments({ source, schema, owner, approvedPlan, service }: Application) {
  // With a service, what its old revision does not tolerate waits until the new one is there.
  const phases = service === undefined ? ("together" as const) : ("apart" as const);
  return {
    server,
    phases,
    source,
    schema,
    owner,
    approvedPlan,
    neighbours: settings.applications.map((other) => other.schema).filter((other) => other !== schema),
    major: settings.server.arguments.major,
    consents: settings.consents,
    onDestroy: settings.onDestroy,
    scratch: settings.scratch,
    online: settings.online,
    proof: settings.proof,
    gates: settings.gates,
  };
}

const planned = settings.applications.map((application) => {
  const { name, service: wanted } = application;
  const service = wanted && planService(name, wanted.place, server);
  const readers = { ...place.readers, ...(service && { service: service.reader }) };
  const login = { server, store, readers, generation, revokePrevious, passwords };
  return { application, service, credentials: new Credentials(name, login, { dependsOn: roles }) };
});

const saved =
  "none" in backupWay
    ? undefined
    : new BackupBeforeDestruction("backup", {
        server,
        way: backupWay,
        plans: settings.applications.map(
          (application) =>
            new SchemaPlan(`${application.name}-plan`, schemaArguments(application), { dependsOn: roles }),
        ),
      });

/** What clients must verify the server by, where machines do not know it by themselves. */
const authority = server.authority === undefined ? {} : { DATABASE_CA: server.authority };

const schemas: (DatabaseSchema | SchemaContract | Seeds)[] = [];
const deployed = planned.map(({ application, service, credentials }) => {
  const { name } = application;
  // One after the other: they share the database, and a run holds its lock.
  const before = [roles, ...schemas];
  const dependsOn = saved === undefined ? before : saved.made.apply((made) => [...before, ...made]);
  const deletedWith = server.deletedWith === undefined ? {} : { deletedWith: server.deletedWith };
  const arguments_ = { ...schemaArguments(application), backedUp: saved?.covered, noBackup };
  const schema = new DatabaseSchema(name, arguments_, { dependsOn, ...deletedWith });
  schemas.push(schema);
  if (settings.types)
    new GeneratedTypes(
      `${name}-types`,
      {
        server,
        application: name,
        source: application.source,
        schema: application.schema,
        fingerprint: schema.fingerprint,
      },
      { dependsOn: schema },
    );
  const { source, seeded } = application;
  if (seeded) {
    const { scratch, server: known } = settings;
    const rows = { server, source, scratch, major: known.arguments.major };
    schemas.push(new Seeds(`${name}-seeds`, rows, { dependsOn: schema, ...deletedWith }));
  }
  const what = application.service && {
    ...application.service.arguments,
    environment: { ...authority, ...application.service.arguments.environment },
    databaseUrl: credentials.secret,
  };
  // After its schema: where that fails, the revision that runs goes on.
  const running = what && service?.deploy(what, { dependsOn: schema });
  // When all that uses a login has the one of now, a rotation is done.
  credentials.inUse(running === undefined ? {} : { dependsOn: running.ready });
  const rest =
    running &&
    new SchemaContract(`${name}-contract`, arguments_, { dependsOn: running.ready, ...deletedWith });
  if (rest !== undefined) schemas.push(rest);
  const fingerprint = all([schema.fingerprint, rest?.fingerprint ?? ""]).apply(
    ([first, last]) => first || last,
  );
  return { name, schema, fingerprint, running, credentials };
});

/** Connection URL of the administrator; secret. */
export const url = urlOf(server);

/** By application: fingerprint of its schema, and its last run. Each step that ran is in the resource's output `ran`. */
export const applications = Object.fromEntries(
  deployed.map(({ name, fingerprint, schema: { lastRun } }) => [name, { fingerprint, lastRun }]),
);

/** By application: where its connection URL is kept, and which login and generation that names. */
export const logins = Object.fromEntries(
  deployed.map(({ credentials: { application, login: role, generation: reached, secret } }) => [
    application,
    { role, generation: reached, secret: secret.reference, version: secret.version },
  ]),
);

/** By application: where its service answers, and the revision that does. */
export const services = Object.fromEntries(
  deployed.flatMap(({ name, running }) =>
    running === undefined ? [] : [[name, { url: running.url, revision: running.revision }]],
  ),
);

/** PEM text of who signs the server's certificate; empty where machines know the authority by themselves. */
export const certificateAuthority = server.authority ?? "";

/** Name of the last backup before something was destroyed. */
export const backup = saved?.backup ?? "";
