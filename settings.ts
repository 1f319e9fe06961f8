// The stack's configuration as one typed, validated object. The only reader of stack config: every key is declared in
// Pulumi.yaml with its type, default and description, and every mistake in one is told at once, with an example.
import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import {
  type ExistingServerArgs,
  fileCommand,
  type LocalServerArgs,
  projectRoot,
  readEnvironment,
  removeCommand,
  type StoreChoice,
  secretCommand,
  setCommand,
  variablesOf,
} from "./components/index";
import { type CredentialSettings, settleStore, storeExamples, storeShape } from "./settings/credentials";

export type ServerSettings =
  | { readonly kind: "local"; readonly arguments: LocalServerArgs & { readonly major: number } }
  | { readonly kind: "existing"; readonly arguments: ExistingServerArgs & { readonly major: number } };

export interface Application {
  readonly name: string;
  /** Directory or file of SQL, relative to the project. */
  readonly source: string;
  /** Its own Postgres schema. */
  readonly schema: string;
  /** Group roles that the source grants to; made by the stack. */
  readonly groupRoles: { readonly readWrite: string; readonly readOnly: string };
  /** Hash of the only plan that may run, `none` for no plan; absent: the plan that the preview showed. */
  readonly approvedPlan?: string;
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
}

const sslModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"] as const;
const port = z
  .int()
  .min(0, "must be 0 (any free port) to 65535")
  .max(65_535, "must be 0 (any free port) to 65535");
const name = z.string().min(1, "must not be empty").max(63, "must have at most 63 characters");

const address = z.strictObject({
  host: z.string("must name the server's host").min(1, "must not be empty"),
  port: port.min(1).default(5432),
  user: name.default("postgres"),
  // Pulumi stores what looks like a number as one.
  password: z.union([z.string(), z.number().transform(String)]).optional(),
  sslmode: z.enum(sslModes).default("require"),
  ca: z.string().optional(),
  certificate: z.string().optional(),
  key: z.string().optional(),
});

const application = z.strictObject({
  name: z
    .string("must be a name")
    .regex(
      /^[a-z][a-z0-9-]{0,59}$/,
      "must be lower-case letters, digits and dashes, at most 60, a letter first",
    ),
  source: z.string().min(1, "must not be empty").optional(),
});

const serverKinds = ["local", "existing", "azure", "gcp"] as const;

/** Every key with its shape, and how one sets it. */
const shapes = {
  server: z.enum(serverKinds, 'must be "local" or "existing"'),
  port,
  major: z.int().min(14, "must be 14 to 18").max(18, "must be 14 to 18"),
  database: name,
  existing: z.record(z.string(), z.unknown()),
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
};

type Key = keyof typeof shapes;
type Values = { readonly [K in Key]: z.output<(typeof shapes)[K]> };

const examples: Readonly<Record<Key, string>> = {
  server: "existing",
  port: "5433",
  major: "17",
  database: "app",
  existing: "db.example.com",
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
};

/** Properties of an address that are given as the text of a file, or asked for so that nobody sees them. */
const files: ReadonlySet<string> = new Set(["ca", "certificate"]);
const secrets: ReadonlySet<string> = new Set(["password", "key"]);
const addressExamples: Readonly<Record<string, string>> = {
  port: "5432",
  user: "postgres",
  sslmode: "require",
};

const prefix = "stackschema:";

/** What Pulumi hands the program. */
export interface Configuration {
  /** By full key; objects and arrays are JSON text. */
  readonly values: Readonly<Record<string, string>>;
  /** Full keys of values that are secret, or hold a secret. */
  readonly secretKeys: readonly string[];
  readonly stack: string;
  /** Text of the stack's own file: a value that is not in it is the default of Pulumi.yaml. */
  readonly stackFile: string;
  /** Of the run: PG_<STACK>_PASSWORD and its like. @default {} */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

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
  const mistakes = new Mistakes(configuration);
  findUnknownKeys(configuration, mistakes);
  findOpenSecrets(configuration, mistakes);
  const values = readValues(configuration.values, mistakes);
  const settings = values === null ? null : settle(values, mistakes);
  if (settings !== null && mistakes.lines.length === 0) return settings;
  const lines = mistakes.lines.map((line) => `  ${line}`);
  throw new pulumi.RunError(`the stack's configuration has mistakes:\n${lines.join("\n")}`);
}

type Path = readonly PropertyKey[];

function placeOf(key: Key, rest: Path): string {
  const parts = rest.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`));
  return `${prefix}${key}${parts.join("")}`;
}

/** Each with its key and a command that works as it is; never repeats a value, which may be a secret. */
class Mistakes {
  readonly lines: string[] = [];

  constructor(readonly configuration: Configuration) {}

  /** @param example value instead of the usual one */
  add(key: Key, rest: Path, message: string, example?: string): void {
    this.lines.push(`${placeOf(key, rest)}: ${message}; ${this.#remedy(key, rest, example)}`);
  }

  /** One that means nothing, and is best removed. */
  unneeded(way: "key" | "path", place: string, message: string): void {
    const key = way === "key" ? place : place.replace(/[.[].*$/, "");
    const remedy = this.#isDefault(key)
      ? "it stands in Pulumi.yaml: remove it there"
      : `to remove it: ${removeCommand(this.configuration.stack, way, place)}`;
    this.lines.push(`${place}: ${message}; ${remedy}`);
  }

  /** No command where the value is a default: it would put one entry in the place of the whole list. */
  #remedy(key: Key, rest: Path, example?: string): string {
    if (key !== "existing" && this.#isDefault(`${prefix}${key}`))
      return "it stands in Pulumi.yaml: correct it there";
    return `for example: ${this.#command(key, rest, example)}`;
  }

  #isDefault(fullKey: string): boolean {
    return !new RegExp(`^\\s+["']?${fullKey}["']?:`, "m").test(this.configuration.stackFile);
  }

  #command(key: Key, rest: Path, example = examples[key]): string {
    const { stack } = this.configuration;
    if (key === "existing") return this.#addressCommand(String(rest[0] ?? "host"));
    if (key === "applications" && rest.length < 2)
      return setCommand(stack, placeOf(key, [rest[0] ?? 0, "name"]), example);
    if (key === "secretStore") return this.#storeCommand(rest);
    if (key === "consents") return setCommand(stack, placeOf(key, [rest[0] ?? 0]), example);
    return setCommand(stack, placeOf(key, rest), rest[1] === "source" ? "schema/ledger" : example);
  }

  #storeCommand([property = "kind", ...inside]: Path): string {
    const entry = property === "readers" ? [inside[0] ?? "run"] : property === "regions" ? [0] : [];
    const place = placeOf("secretStore", [property, ...entry]);
    return setCommand(this.configuration.stack, place, storeExamples[String(property)] ?? "gcp");
  }

  #addressCommand(property: string): string {
    const { stack } = this.configuration;
    const place = placeOf("existing", [property]);
    if (secrets.has(property)) return secretCommand(stack, place);
    if (files.has(property)) return fileCommand(stack, place, `${property}.pem`);
    return setCommand(stack, place, addressExamples[property] ?? examples.existing);
  }
}

/** A password in plain text would stand in the stack's file and in its state, for anyone to read. */
function findOpenSecrets({ values, secretKeys }: Configuration, mistakes: Mistakes): void {
  const key = `${prefix}existing`;
  const existing = z.record(z.string(), z.unknown()).safeParse(parseText("existing", values[key]));
  if (!existing.success || secretKeys.includes(key)) return;
  for (const name of secrets)
    if (existing.data[name] !== undefined) mistakes.add("existing", [name], "must be a secret");
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

function noSuchKey(shape: object): string {
  return `there is no such key; the keys are ${Object.keys(shape).join(", ")}`;
}

function addIssue(mistakes: Mistakes, key: Key, rest: Path, issue: z.core.$ZodIssue): void {
  const { shape } = key === "existing" ? address : key === "secretStore" ? storeShape : application;
  if (issue.code !== "unrecognized_keys") mistakes.add(key, rest, issue.message);
  else
    for (const name of issue.keys) mistakes.unneeded("path", placeOf(key, [...rest, name]), noSuchKey(shape));
}

const textKeys: ReadonlySet<Key> = new Set(["server", "database", "onDestroy", "scratch", "online", "proof"]);

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
  const server = settleServer(values, mistakes);
  const store = settleStoreSetting(values, mistakes);
  if (server === null || store === null) return null;
  return {
    server,
    credentials: {
      generation: values.credentialGeneration,
      revokePrevious: values.credentialRevokePrevious,
      store,
    },
    applications: values.applications.map((entry) => settleApplication(entry, values.approvedPlan)),
    consents: values.consents,
    onDestroy: values.onDestroy,
    scratch: values.scratch,
    online: values.online,
    proof: values.proof,
  };
}

function settleServer(
  { server, port, major, database, existing }: Values,
  mistakes: Mistakes,
): ServerSettings | null {
  if (server === "local") return { kind: "local", arguments: { port, major, database } };
  if (server !== "existing") {
    const message = `${server} is not in this version yet; until then make the server yourself and use it as "existing"`;
    mistakes.add("server", [], message);
    return null;
  }
  const { environment = {}, stack } = mistakes.configuration;
  const given = readEnvironment(environment, stack, existing.host !== undefined);
  const { database: other = database, port: number, ...said } = given.address;
  const result = address.safeParse({ ...existing, ...said, ...(number && { port: Number(number) }) });
  const passwordVariable = given.passwordVariable ?? `${variablesOf(stack)}_PASSWORD`;
  const isPasswordGiven = given.passwordVariable !== undefined;
  if (result.success)
    return existingServer(result.data, { major, database: other, passwordVariable }, isPasswordGiven);
  for (const issue of result.error.issues) addIssue(mistakes, "existing", issue.path, issue);
  return null;
}

function settleStoreSetting({ server, secretStore }: Values, mistakes: Mistakes): StoreChoice | null {
  const { store, mistakes: found } = settleStore(secretStore, server);
  for (const { key, message, isUnneeded } of found)
    if (isUnneeded) mistakes.unneeded("path", placeOf("secretStore", [key]), message);
    else mistakes.add("secretStore", [key], message);
  return store;
}

function existingServer(
  { host, port, user, password, sslmode, ...tls }: z.output<typeof address>,
  rest: { readonly major: number; readonly database: string; readonly passwordVariable: string },
  isPasswordGiven: boolean,
): ServerSettings {
  // One of the environment is read by who needs it, and stored nowhere.
  const secret = password === undefined || isPasswordGiven ? {} : { password: pulumi.secret(password) };
  const tlsSettings = { mode: sslmode, ...certificates(tls) };
  return {
    kind: "existing",
    arguments: { host, port, adminUser: user, ...secret, tls: tlsSettings, ...rest },
  };
}

function certificates({
  ca,
  certificate,
  key,
}: Pick<z.output<typeof address>, "ca" | "certificate" | "key">) {
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(certificate === undefined ? {} : { certificate }),
    ...(key === undefined ? {} : { key }),
  };
}

function settleApplication(
  { name, source }: z.output<typeof application>,
  approvedPlans: Readonly<Record<string, string>>,
): Application {
  const schema = name.replaceAll("-", "_");
  const approvedPlan = approvedPlans[name];
  return {
    name,
    source: source ?? `schema/${name}`,
    schema,
    groupRoles: { readWrite: `${schema}_rw`, readOnly: `${schema}_ro` },
    ...(approvedPlan === undefined ? {} : { approvedPlan }),
  };
}
