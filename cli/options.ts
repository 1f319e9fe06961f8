// What the commands have in common: the options that say which database, which schema and where to try things out,
// and how they become a request to the engine. Knows nothing of plans.
import * as os from "node:os";
import * as path from "node:path";
import { type Command, Option } from "commander";
import {
  maskTarget,
  type OnlineMode,
  parseTarget,
  parseWay,
  SchemaError,
  type SchemaRequest,
  type ScratchSpec,
  type Target,
} from "../engine/index";
import type { Terminal } from "./terminal";

export interface DatabaseOptions {
  readonly database?: string;
  readonly via?: string;
  readonly entra?: boolean;
}

/** Of every command that loads a schema. */
export interface SourceOptions {
  readonly schema: string;
  readonly scratch: string;
}

export interface SchemaOptions extends DatabaseOptions, SourceOptions {
  readonly scope?: readonly string[];
  readonly consent?: readonly string[];
  readonly consentAll?: boolean;
  readonly online: OnlineMode;
  readonly proof: "auto" | "never";
}

type Environment = Terminal["environment"];

const url = /^postgres(ql)?:\/\//;

export function addDatabaseOption(command: Command): Command {
  return command
    .option(
      "--database <url>",
      "the database, as a URL or key=value pairs (default: DATABASE_URL, else DATABASE_HOST and its like, else PG* variables)",
    )
    .option(
      "--via <way>",
      "a jump host or Cloud SQL's connector: ssh://user@host?host-key=SHA256:… or cloud-sql:project:region:instance",
    )
    .option("--entra", "a token of Microsoft Entra in place of a password");
}

export function addScopeOption(command: Command): Command {
  return command.addOption(
    new Option("--scope <schemas>", "Postgres schemas to look at, separated by commas").argParser(parseScope),
  );
}

export function addSourceOptions(command: Command): Command {
  return command
    .requiredOption(
      "--schema <source>",
      "the desired schema: a directory or file of SQL, or the URL of a database",
    )
    .option(
      "--scratch <where>",
      "where sources are loaded: embedded, server, or the URL of an empty database",
      "auto",
    );
}

/** Options of every command that compares a database with a desired schema. */
export function addSchemaOptions(command: Command): Command {
  addSourceOptions(addDatabaseOption(command));
  addScopeOption(command);
  command.addOption(
    new Option("--online <when>", "steps that do not block writers; auto: where a table may hold rows")
      .choices(["auto", "always", "never"])
      .default("auto"),
  );
  command.addOption(
    new Option("--proof <when>", "tries the plan on a copy of the schema before it is shown")
      .choices(["auto", "never"])
      .default("auto"),
  );
  command.option(
    "--consent <change>",
    "consents to one destructive change, as a blocked plan prints it (repeatable)",
    append,
  );
  return command.option(
    "--consent-all",
    "consents to every destructive change: for disposable databases only",
  );
}

/** Where the command connects; announced on the terminal, password masked. */
export function targetOf(options: DatabaseOptions, terminal: Terminal): Target {
  const { environment } = terminal;
  const target = parseTarget(databaseText(options.database, environment), { environment });
  const { via, entra } = options;
  const way = via === undefined ? {} : { via: parseWay(via, { environment }) };
  terminal.note(`database: ${maskTarget(target)}${via === undefined ? "" : ` via ${via}`}\n`);
  return { ...target, ...way, ...(entra === true ? { token: "entra" } : {}) };
}

/**
 * An empty address would be whatever server this machine has. An option that is given and empty is a variable that was
 * not set: another database must not take its place.
 */
function databaseText(option: string | undefined, environment: Environment): string {
  if (isGiven(option)) return option;
  if (option === undefined) {
    if (isGiven(environment.DATABASE_URL)) return environment.DATABASE_URL;
    if (isGiven(environment.DATABASE_HOST)) return fromParts(environment);
    if ([environment.PGHOST, environment.PGHOSTADDR, environment.PGDATABASE].some(isGiven)) return "";
  }
  throw new SchemaError(
    "no-database",
    `which database?${option === undefined ? "" : " --database is empty."} Pass --database postgres://user@host:5432/name, or set DATABASE_URL, DATABASE_HOST and its like, or the PG* variables`,
  );
}

/** Variables as the file of a secret has them, and libpq's keywords for them. */
const parts = {
  host: "DATABASE_HOST",
  port: "DATABASE_PORT",
  dbname: "DATABASE_NAME",
  user: "DATABASE_USER",
  password: "DATABASE_PASSWORD",
  sslmode: "DATABASE_SSLMODE",
};

function fromParts(environment: Environment): string {
  return Object.entries(parts)
    .map(([keyword, variable]) => [keyword, environment[variable] ?? ""] as const)
    .filter(([, value]) => value !== "")
    .map(([keyword, value]) => `${keyword}='${value.replaceAll(/[\\']/g, "\\$&")}'`)
    .join(" ");
}

function isGiven(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== "";
}

/** Where the source is, and where it is loaded. */
export function sourceRequestOf(
  options: SourceOptions,
  { environment }: Terminal,
): Required<Pick<SchemaRequest, "source" | "scratch" | "cacheDirectory">> {
  if (!isGiven(options.schema)) {
    throw new SchemaError(
      "bad-option",
      "which schema? --schema is empty. Pass a directory or file of SQL, or the URL of a database",
    );
  }
  return {
    source: url.test(options.schema)
      ? { kind: "database", target: parseTarget(options.schema, { environment }) }
      : { kind: "sql", path: path.resolve(options.schema) },
    scratch: scratchOf(options.scratch, environment),
    cacheDirectory: cacheDirectory(environment),
  };
}

export function requestOf(
  options: SchemaOptions,
  terminal: Terminal,
): SchemaRequest & { readonly target: Target } {
  return {
    ...sourceRequestOf(options, terminal),
    target: targetOf(options, terminal),
    ...(options.scope === undefined ? {} : { scope: options.scope }),
    consents: options.consent ?? [],
    consentAll: options.consentAll ?? false,
    online: options.online,
    proof: options.proof,
  };
}

function scratchOf(text: string, environment: Environment): ScratchSpec {
  if (text === "auto" || text === "embedded" || text === "server") return text;
  if (url.test(text)) return { target: parseTarget(text, { environment }) };
  throw new SchemaError(
    "bad-option",
    `--scratch ${text}: say embedded, server, or the URL of an empty database`,
  );
}

function parseScope(text: string): readonly string[] {
  return text.split(",").map((name) => name.trim());
}

export function append(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

/** The user's own cache: desired catalogs and templates of scratch servers are shared by all projects. */
function cacheDirectory(environment: Environment): string {
  if (environment.STACKSCHEMA_CACHE) return path.resolve(environment.STACKSCHEMA_CACHE);
  return path.join(systemCache(environment), "stackschema");
}

function systemCache(environment: Environment): string {
  if (process.platform === "win32") {
    return environment.LOCALAPPDATA ?? path.join(os.homedir(), "AppData", "Local");
  }
  if (process.platform === "darwin") return path.join(os.homedir(), "Library", "Caches");
  return environment.XDG_CACHE_HOME || path.join(os.homedir(), ".cache");
}
