// The stack's configuration as one typed, validated object. The only reader of stack config: every key is declared in
// Pulumi.yaml with its type, default and description, and every mistake in one is told at once, with an example.
import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import {
  type BackupSetting,
  type GateChoice,
  gateChoices,
  gateIds,
  projectRoot,
  type ServerChoice,
  type ServiceArguments,
  type ServicePlace,
  type StoreChoice,
  urlRule,
} from "./components/index";
import { azure, azureArguments } from "./settings/azure";
import { type CredentialSettings, settleStore, storeShape } from "./settings/credentials";
import { existing, existingArguments, givenAddress } from "./settings/existing";
import { gcp, gcpArguments } from "./settings/gcp";
import {
  type Configuration,
  Mistakes,
  type Path,
  placeOf,
  prefix,
  type ServerKey,
} from "./settings/mistakes";
import { settleServices } from "./settings/place";
import { findOpenSecrets, refuseSecrets } from "./settings/secrets";
import { services } from "./settings/service";
import { exampleOf, isUnneeded, noSuchKey, oneOf, strict } from "./settings/shapes";

export type { Configuration } from "./settings/mistakes";

/** Its kind, its arguments, and the major version assumed as long as it cannot be asked. */
export type ServerSettings = ServerChoice & { readonly arguments: { readonly major: number } };

export interface Application {
  readonly name: string;
  /** Directory or file of SQL or Atlas HCL, relative to the project. */
  readonly source: string;
  /** Its own Postgres schema. */
  readonly schema: string;
  /** Group roles that the source grants to; made by the stack. */
  /** Role that owns it; made by the stack. */
  readonly owner: string;
  readonly groupRoles: { readonly readWrite: string; readonly readOnly: string };
  /** Hash of the only plan that may run, `none` for no plan; absent: the plan that the preview showed. */
  readonly approvedPlan?: string;
  /** Whether its seeds run in this stack. */
  readonly seeded: boolean;
  /** What is deployed after the schema, and where; absent: nothing. */
  readonly service?: ServiceSettings;
}

export interface ServiceSettings {
  readonly place: ServicePlace;
  readonly arguments: Omit<ServiceArguments, "databaseUrl">;
}

export interface Settings {
  readonly server: ServerSettings;
  readonly applications: readonly Application[];
  readonly credentials: CredentialSettings;
  /** Permissions for destructive changes, as blocked previews print them. */
  readonly consents: readonly string[];
  /** Also of an application that leaves the list. */
  readonly onDestroy: "retain" | "drop";
  readonly scratch: "auto" | "embedded" | "server";
  readonly online: "auto" | "always" | "never";
  readonly proof: "auto" | "never";
  /** Whether types of the tables are made: on a local server alone. */
  readonly types: boolean;
  /** How a backup is made before something is destroyed. */
  readonly backup: BackupSetting;
  /** By gate, what this stack says of it; others have their own level. */
  readonly gates: Readonly<Record<string, GateChoice>>;
}

const port = z
  .int()
  .min(0, "must be 0 (any free port) to 65535")
  .max(65_535, "must be 0 (any free port) to 65535");
const name = z.string().min(1, "must not be empty").max(63, "must have at most 63 characters");

const application = strict({
  name: z
    .string("must be a name")
    .regex(
      /^[a-z][a-z0-9-]{0,56}$/,
      // With _owner behind it, it is a role: of 63 bytes at most.
      "must be lower-case letters, digits and dashes, at most 57, a letter first",
    )
    .regex(
      /^(?!(pg|pg-.*|information-schema)$)/,
      "must not be a name that Postgres keeps: pg, information-schema, or one that begins with pg-",
    ),
  source: z.string().min(1, "must not be empty").optional(),
});

const gateLevels = z.record(z.string(), oneOf(gateChoices), "must be gates with their levels");

const serverKinds = ["local", "existing", "azure", "gcp"] as const;
const properties = z.record(z.string(), z.unknown(), "must be keys with values");

/** Every key with its shape, and how one sets it. */
const shapes = {
  server: z.enum(serverKinds, 'must be "local", "existing", "azure" or "gcp"'),
  port,
  major: z.int().min(14, "must be 14 to 18").max(18, "must be 14 to 18"),
  database: name,
  existing: properties,
  azure: properties,
  gcp: properties,
  adminGeneration: z.int("must be a whole number").min(1, "must be 1 or more"),
  applications: z.array(application).min(1, "must list at least one application"),
  consents: z.array(z.string().min(1, "must not be empty")),
  approvedPlan: z.record(
    z.string(),
    z.coerce.string().regex(/^([0-9a-f]{64}|none)$/, 'must be the hash that a preview printed, or "none"'),
  ),
  onDestroy: z.enum(["retain", "drop"]),
  scratch: z.enum(["auto", "embedded", "server"]),
  online: z.enum(["auto", "always", "never"]),
  proof: z.enum(["auto", "never"]),
  credentialGeneration: z.int("must be a whole number"),
  credentialRevokePrevious: z.boolean("must be true or false"),
  secretStore: storeShape,
  service: services,
  types: oneOf(["auto", "never"]),
  backup: oneOf(["auto", "copy", "never"]),
  gates: gateLevels,
  seeds: z.array(z.string("must be an application's name"), "must be a list of applications"),
};

/** In place of names: every application, on the local server alone. */
const onLocal = "local";

type Key = keyof typeof shapes;
type Values = { readonly [K in Key]: z.output<(typeof shapes)[K]> };

const examples: Readonly<Record<Key, string>> = {
  server: "existing",
  port: "5433",
  major: "17",
  database: "app",
  existing: "db.example.com",
  azure: "westeurope",
  gcp: "europe-west3",
  adminGeneration: "2",
  applications: "ledger",
  consents: "'drop column ledger.customers.fax 3f2a1b9c'",
  approvedPlan: "none",
  onDestroy: "retain",
  scratch: "server",
  online: "always",
  proof: "never",
  credentialGeneration: "2",
  credentialRevokePrevious: "true",
  secretStore: "gcp",
  service: "",
  types: "never",
  backup: "copy",
  gates: "mandatory",
  seeds: "ledger",
};

function pulumiConfiguration(): Configuration {
  const secretKeys = z.array(z.string()).safeParse(JSON.parse(process.env.PULUMI_CONFIG_SECRET_KEYS ?? "[]"));
  const stack = pulumi.getStack();
  const file = path.join(projectRoot(), `Pulumi.${stack}.yaml`);
  return {
    values: pulumi.runtime.allConfig(),
    secretKeys: secretKeys.data ?? [],
    stack,
    stackFile: existsSync(file) ? readFileSync(file, "utf8") : "",
    environment: process.env,
  };
}

/** @throws pulumi.RunError that names every mistake */
export function readSettings(configuration: Configuration = pulumiConfiguration()): Settings {
  const mistakes = new Mistakes(configuration, examples);
  findUnknownKeys(configuration, mistakes);
  const given = properties.safeParse(parseText("existing", configuration.values[`${prefix}existing`]));
  if (given.success) findOpenSecrets(given.data, configuration, mistakes);
  refuseSecrets(Object.keys(shapes), configuration, mistakes);
  const values = readValues(configuration.values, mistakes);
  const settings = values === null ? null : settle(values, mistakes);
  if (settings !== null && mistakes.lines.length === 0) return settings;
  const lines = mistakes.lines.map((line) => `  ${line}`);
  throw new pulumi.RunError(`the stack's configuration has mistakes:\n${lines.join("\n")}`);
}

function isKey(text: string): text is Key {
  return text in shapes;
}

function findUnknownKeys({ values }: Configuration, mistakes: Mistakes): void {
  for (const full of Object.keys(values))
    if (full.startsWith(prefix) && !isKey(full.slice(prefix.length)))
      mistakes.unneeded("key", full, noSuchKey(shapes));
}

function readValues(config: Readonly<Record<string, string>>, mistakes: Mistakes): Values | null {
  const raw = Object.fromEntries(
    Object.keys(shapes)
      .filter(isKey)
      .map((key) => [key, parseText(key, config[`${prefix}${key}`])] as const),
  );
  const result = z.object(shapes).safeParse(raw);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const [key, ...rest] = issue.path;
    if (typeof key === "string" && isKey(key)) addIssue(mistakes, key, rest, issue);
  }
  return null;
}

function addIssue(mistakes: Mistakes, key: Key, rest: Path, issue: z.core.$ZodIssue): void {
  const message = key === "secretStore" ? noSuchKey(storeShape.shape) : issue.message;
  if (isUnneeded(issue)) mistakes.unneeded("path", placeOf(key, rest), issue.message);
  else if (issue.code !== "unrecognized_keys") mistakes.add(key, rest, issue.message, exampleOf(issue));
  else for (const name of issue.keys) mistakes.unneeded("path", placeOf(key, [...rest, name]), message);
}

const textKeys: ReadonlySet<Key> = new Set([
  "server",
  "database",
  "onDestroy",
  "scratch",
  "online",
  "proof",
  "types",
  "backup",
]);

/** Numbers, objects and arrays arrive as JSON. */
function parseText(key: Key, text: string | undefined): unknown {
  if (text === undefined || textKeys.has(key)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function settle(values: Values, mistakes: Mistakes): Settings | null {
  const names = values.applications.map((entry) => entry.name);
  for (const [index, entry] of names.entries()) {
    if (names.indexOf(entry) === index) continue;
    mistakes.add("applications", [index, "name"], `"${entry}" is listed twice`, `${entry}-2`);
  }
  for (const approved of Object.keys(values.approvedPlan)) {
    if (names.includes(approved)) continue;
    const known = [...new Set(names)].join(", ");
    mistakes.unneeded("path", `${prefix}approvedPlan.${approved}`, `no application is called so (${known})`);
  }
  refuseUnknownGates(values, mistakes);
  for (const [index, seeded] of values.seeds.entries())
    if (seeded !== onLocal && !names.includes(seeded))
      mistakes.unneeded(
        "path",
        `${prefix}seeds[${index}]`,
        `no application is called so (${[...new Set(names)].join(", ")})`,
      );
  const server = settleServer(values, mistakes);
  const store = settleStoreSetting(values, mistakes);
  if (server === null || store === null) return null;
  const deployed = settleServices(values.service, { names, server, store: store.kind }, mistakes);
  return {
    server,
    credentials: {
      generation: values.credentialGeneration,
      revokePrevious: values.credentialRevokePrevious,
      store,
    },
    applications: values.applications.map((entry) => ({
      ...settleApplication(entry, values),
      ...deployed[entry.name],
    })),
    consents: values.consents,
    onDestroy: values.onDestroy,
    scratch: values.scratch,
    online: values.online,
    proof: values.proof,
    types: server.kind === "local" && values.types === "auto",
    backup: values.backup,
    gates: values.gates,
  };
}

function refuseUnknownGates({ gates }: Values, mistakes: Mistakes): void {
  for (const gate of Object.keys(gates)) {
    if (gateIds.some((id) => id === gate)) continue;
    const message = `no gate is called so (${gateIds.join(", ")})`;
    mistakes.unneeded("path", placeOf("gates", [gate]), message);
  }
}

function settleServer(values: Values, mistakes: Mistakes): ServerSettings | null {
  const { server, port, major, database, adminGeneration } = values;
  if (server === "local") return { kind: "local", arguments: { port, major, database } };
  if (server === "existing") {
    const given = givenAddress(values.existing, mistakes.configuration);
    if (given.unreadable !== undefined) mistakes.lines.push(`${given.unreadable}: ${urlRule}`);
    const found = parseServer("existing", existing, given.properties, mistakes);
    const rest = { major, database: given.database ?? database };
    return found && { kind: "existing", arguments: { ...existingArguments(found, given), ...rest } };
  }
  refuseTakenName(values, mistakes);
  const made = { major, database, adminGeneration };
  if (server === "azure") {
    const found = parseServer("azure", azure, values.azure, mistakes);
    return found && { kind: "azure", arguments: { ...azureArguments(found), ...made } };
  }
  const found = parseServer("gcp", gcp, values.gcp, mistakes);
  return found && { kind: "gcp", arguments: { ...gcpArguments(found), ...made } };
}

function parseServer<T extends z.ZodType>(
  key: ServerKey,
  shape: T,
  values: Readonly<Record<string, unknown>>,
  mistakes: Mistakes,
): z.output<T> | null {
  const result = shape.safeParse(values);
  if (result.success) return result.data;
  for (const issue of result.error.issues) addIssue(mistakes, key, issue.path, issue);
  return null;
}

function settleStoreSetting({ server, secretStore }: Values, mistakes: Mistakes): StoreChoice | null {
  const { store, mistakes: found } = settleStore(secretStore, server);
  for (const { path: place, message, isUnneeded, example } of found)
    if (isUnneeded) mistakes.unneeded("path", placeOf("secretStore", place), message);
    else mistakes.add("secretStore", place, message, example);
  return store;
}

/** Databases that a new server of a cloud comes with: they cannot be made. */
const takenNames = ["postgres", "template0", "template1", "azure_maintenance", "azure_sys", "cloudsqladmin"];

function refuseTakenName({ database }: Values, mistakes: Mistakes): void {
  if (takenNames.includes(database))
    mistakes.add("database", [], "must be a name of your own: a new server has that database already");
}

function settleApplication(
  { name, source }: z.output<typeof application>,
  { approvedPlan: approvedPlans, seeds, server }: Values,
): Application {
  const schema = name.replaceAll("-", "_");
  const approvedPlan = approvedPlans[name];
  return {
    name,
    source: source ?? `schema/${name}`,
    schema,
    owner: `${schema}_owner`,
    groupRoles: { readWrite: `${schema}_rw`, readOnly: `${schema}_ro` },
    seeded: seeds.includes(onLocal) ? server === "local" : seeds.includes(name),
    ...(approvedPlan === undefined ? {} : { approvedPlan }),
  };
}
