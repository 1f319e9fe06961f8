// The stack's configuration as one typed, validated object. The only reader of stack config: every key is declared in
// Pulumi.yaml with its type, default and description, and every mistake in one is told at once, with an example.
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { ExistingServerArgs, LocalServerArgs } from "./components/index";

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
  /** Permissions for destructive changes, as blocked previews print them. */
  readonly consents: readonly string[];
  readonly onDestroy: "retain" | "drop";
  readonly scratch: "auto" | "embedded" | "server";
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
  server: z.enum(serverKinds),
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
  onDestroy: z.enum(["auto", "retain", "drop"]),
  scratch: z.enum(["auto", "embedded", "server"]),
};

type Key = keyof typeof shapes;
type Values = { readonly [K in Key]: z.output<(typeof shapes)[K]> };

const examples: Readonly<Record<Key, string>> = {
  server: "pulumi config set stackschema:server existing",
  port: "pulumi config set stackschema:port 5433",
  major: "pulumi config set stackschema:major 17",
  database: "pulumi config set stackschema:database app",
  existing: "pulumi config set --path stackschema:existing.host db.example.com",
  applications: "pulumi config set --path 'stackschema:applications[0].name' ledger",
  consents: "pulumi config set --path 'stackschema:consents[0]' 'drop column ledger.customers.fax 3f2a1b9c'",
  approvedPlan: "pulumi config set --path stackschema:approvedPlan.ledger none",
  onDestroy: "pulumi config set stackschema:onDestroy retain",
  scratch: "pulumi config set stackschema:scratch server",
};

const prefix = "stackschema:";

/** What Pulumi hands the program. */
export interface Configuration {
  /** By full key; objects and arrays are JSON text. */
  readonly values: Readonly<Record<string, string>>;
  /** Full keys of values that are secret, or hold a secret. */
  readonly secretKeys: readonly string[];
}

function pulumiConfiguration(): Configuration {
  const secretKeys = z.array(z.string()).safeParse(JSON.parse(process.env.PULUMI_CONFIG_SECRET_KEYS ?? "[]"));
  return { values: pulumi.runtime.allConfig(), secretKeys: secretKeys.data ?? [] };
}

/** @throws pulumi.RunError that names every mistake */
export function readSettings({ values: texts, secretKeys }: Configuration = pulumiConfiguration()): Settings {
  const mistakes = [...unknownKeys(texts), ...openSecrets(texts, secretKeys)];
  const values = readValues(texts, mistakes);
  const settings = values === null ? null : settle(values, mistakes);
  if (settings !== null && mistakes.length === 0) return settings;
  const lines = mistakes.map((mistake) => `  ${mistake}`);
  throw new pulumi.RunError(`the stack's configuration has mistakes:\n${lines.join("\n")}`);
}

/** A password in plain text would stand in the stack's file and in its state, for anyone to read. */
function openSecrets(texts: Readonly<Record<string, string>>, secretKeys: readonly string[]): string[] {
  const key = `${prefix}existing`;
  const existing = z.record(z.string(), z.unknown()).safeParse(parseText("existing", texts[key]));
  if (!existing.success || secretKeys.includes(key)) return [];
  return ["password", "key"]
    .filter((name) => existing.data[name] !== undefined)
    .map((name) => `${key}.${name}: must be a secret: pulumi config set --path --secret ${key}.${name}`);
}

function isKey(text: string): text is Key {
  return text in shapes;
}

function unknownKeys(config: Readonly<Record<string, string>>): string[] {
  return Object.keys(config)
    .filter((full) => full.startsWith(prefix) && !isKey(full.slice(prefix.length)))
    .map((full) => `${full}: there is no such key; the keys are ${Object.keys(shapes).join(", ")}`);
}

function readValues(config: Readonly<Record<string, string>>, mistakes: string[]): Values | null {
  const raw = Object.fromEntries(
    Object.keys(shapes)
      .filter(isKey)
      .map((key) => [key, parseText(key, config[`${prefix}${key}`])] as const),
  );
  const result = z.object(shapes).safeParse(raw);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const [key, ...rest] = issue.path;
    if (typeof key === "string" && isKey(key)) mistakes.push(mistake(key, rest, issue.message));
  }
  return null;
}

const textKeys: ReadonlySet<Key> = new Set(["server", "database", "onDestroy", "scratch"]);

/** Numbers, objects and arrays arrive as JSON. */
function parseText(key: Key, text: string | undefined): unknown {
  if (text === undefined || textKeys.has(key)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Never repeats the value: it may be a secret. */
function mistake(key: Key, rest: readonly PropertyKey[], message: string): string {
  const place = rest.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
  return `${prefix}${key}${place}: ${message}; for example: ${examples[key]}`;
}

function settle(values: Values, mistakes: string[]): Settings | null {
  const names = values.applications.map((entry) => entry.name);
  for (const [index, entry] of names.entries()) {
    if (names.indexOf(entry) === index) continue;
    mistakes.push(mistake("applications", [index, "name"], `"${entry}" is listed twice`));
  }
  for (const approved of Object.keys(values.approvedPlan)) {
    if (names.includes(approved)) continue;
    mistakes.push(
      mistake("approvedPlan", [approved], `no application is called so (${[...new Set(names)].join(", ")})`),
    );
  }
  const server = settleServer(values, mistakes);
  if (server === null) return null;
  return {
    server,
    applications: values.applications.map((entry) => settleApplication(entry, values.approvedPlan)),
    consents: values.consents,
    onDestroy: values.onDestroy === "auto" ? (server.kind === "local" ? "drop" : "retain") : values.onDestroy,
    scratch: values.scratch,
  };
}

function settleServer(
  { server, port, major, database, existing }: Values,
  mistakes: string[],
): ServerSettings | null {
  if (server === "local") return { kind: "local", arguments: { port, major, database } };
  if (server !== "existing") {
    mistakes.push(
      mistake(
        "server",
        [],
        `${server} is not in this version yet; until then make the server yourself and use it as "existing"`,
      ),
    );
    return null;
  }
  const result = address.safeParse(existing);
  if (result.success) return existingServer(result.data, { major, database });
  for (const issue of result.error.issues) mistakes.push(mistake("existing", issue.path, issue.message));
  return null;
}

function existingServer(
  { host, port, user, password, sslmode, ...tls }: z.output<typeof address>,
  rest: { readonly major: number; readonly database: string },
): ServerSettings {
  const secret = password === undefined ? {} : { password: pulumi.secret(password) };
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
