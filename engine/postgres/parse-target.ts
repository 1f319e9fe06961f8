// The text a user gives for a database (postgres:// URL, or libpq's "key=value" string) as a Target, with libpq's
// meanings and the defaults of the PG* variables that are handed in. It must never read the environment itself,
// and no error of it repeats the text, which may hold a password.
import { readFileSync } from "node:fs";
import { homedir, userInfo } from "node:os";
import path from "node:path";
import { SchemaError } from "../api";
import { passwordFrom } from "./passfile";
import { parseKeyValues, parseUrl, type Settings } from "./settings-text";
import type { Target, TlsSettings } from "./target";

export interface ParseTargetOptions {
  /** Variables such as PGHOST and PGPASSWORD. @default {} */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** File of passwords, where neither text nor environment names one. @default "~/.pgpass" */
  readonly passfile?: string;
}

/** libpq's keywords that this project understands, with the variable that gives the default. */
const keywords: Readonly<Record<string, string | undefined>> = {
  host: "PGHOST",
  hostaddr: "PGHOSTADDR",
  port: "PGPORT",
  dbname: "PGDATABASE",
  user: "PGUSER",
  password: "PGPASSWORD",
  passfile: "PGPASSFILE",
  sslmode: "PGSSLMODE",
  sslrootcert: "PGSSLROOTCERT",
  sslcert: "PGSSLCERT",
  sslkey: "PGSSLKEY",
  connect_timeout: "PGCONNECT_TIMEOUT",
  options: "PGOPTIONS",
};

/** Keywords whose absence changes neither the server nor the safety of the connection. */
const ignored: ReadonlySet<string> = new Set([
  "application_name",
  "fallback_application_name",
  "client_encoding",
  "keepalives",
  "keepalives_idle",
  "keepalives_interval",
  "keepalives_count",
  "tcp_user_timeout",
  "sslcompression",
  "sslsni",
  "sslnegotiation",
  "gssencmode",
  "gsslib",
  "krbsrvname",
  "load_balance_hosts",
]);

/** Settings that are refused unless they ask for what is done anyway: ignoring them would weaken a promise. */
const harmlessValues: ReadonlyMap<string, readonly string[]> = new Map([
  ["channel_binding", ["disable", "prefer"]],
  ["target_session_attrs", ["any"]],
  ["requiressl", ["0"]],
]);

function invalid(message: string): SchemaError {
  return new SchemaError("connection-setting-invalid", `The database address is not usable: ${message}`);
}

function checkKeywords(settings: Settings): void {
  for (const [name, value] of settings) {
    if (Object.hasOwn(keywords, name) || ignored.has(name)) continue;
    const harmless = harmlessValues.get(name);
    if (harmless?.includes(value)) continue;
    if (harmless !== undefined) {
      throw invalid(
        `${name}=${value} is not supported. Leave it out; sslmode=verify-full proves the server.`,
      );
    }
    throw invalid(
      `it has the unknown setting ${JSON.stringify(name)}. Known: ${Object.keys(keywords).join(", ")}.`,
    );
  }
}

function withDefaults(given: Settings, environment: Readonly<Record<string, string | undefined>>): Settings {
  const settings = new Map(given);
  for (const [name, variable] of Object.entries(keywords)) {
    const value = variable === undefined ? undefined : environment[variable];
    if (!settings.has(name) && value !== undefined && value !== "") settings.set(name, value);
  }
  return settings;
}

/** Values given but empty count as not given, as in libpq. */
function get(settings: Settings, name: string): string | undefined {
  const value = settings.get(name);
  return value === "" ? undefined : value;
}

function wholeNumber(settings: Settings, name: string): number | undefined {
  const text = get(settings, name);
  if (text === undefined) return undefined;
  if (!/^-?\d+$/.test(text.trim())) throw invalid(`${name} must be a whole number.`);
  return Number(text);
}

const sslModes: readonly TlsSettings["mode"][] = [
  "disable",
  "allow",
  "prefer",
  "require",
  "verify-ca",
  "verify-full",
];

function readPem(settings: Settings, name: string): string | undefined {
  const file = get(settings, name);
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    throw new SchemaError(
      "connection-setting-invalid",
      `The file ${file} that ${name} names cannot be read (${reason}). Correct the path or its permissions.`,
    );
  }
}

/** libpq's default authority, used where it exists. */
function defaultAuthority(): string | undefined {
  try {
    return readFileSync(path.join(homedir(), ".postgresql", "root.crt"), "utf8");
  } catch {
    return undefined;
  }
}

function parseTls(settings: Settings): TlsSettings {
  const system = get(settings, "sslrootcert") === "system";
  const wanted = get(settings, "sslmode") ?? (system ? "verify-full" : "prefer");
  const mode = sslModes.find((candidate) => candidate === wanted);
  if (mode === undefined) {
    throw invalid(`sslmode=${wanted} does not exist. Use one of ${sslModes.join(", ")}.`);
  }
  if (system && mode !== "verify-full") throw invalid("sslrootcert=system needs sslmode=verify-full.");
  const named = system ? undefined : readPem(settings, "sslrootcert");
  const ca = named ?? (system || mode === "disable" ? undefined : defaultAuthority());
  const certificate = readPem(settings, "sslcert");
  const key = readPem(settings, "sslkey");
  return {
    mode,
    ...(ca === undefined ? {} : { ca }),
    ...(certificate === undefined ? {} : { certificate }),
    ...(key === undefined ? {} : { key }),
  };
}

function parseHost(settings: Settings, mode: TlsSettings["mode"]): string {
  const name = get(settings, "host");
  const address = get(settings, "hostaddr");
  if (address !== undefined && name !== undefined && mode === "verify-full") {
    throw invalid("hostaddr together with sslmode=verify-full is not supported. Leave hostaddr out.");
  }
  const host = address ?? name ?? "localhost";
  if (host.includes(",")) throw invalid("it names several hosts. Name the one that takes writes.");
  return host;
}

function parsePort(settings: Settings): number {
  const port = wholeNumber(settings, "port") ?? 5432;
  if (port < 1 || port > 65_535) throw invalid(`port ${port} does not exist.`);
  return port;
}

/** libpq: 0, negative or absent is for ever, and 1 is taken for 2; we do not wait for ever. */
function parseTimeout(settings: Settings): number | undefined {
  const seconds = wholeNumber(settings, "connect_timeout");
  return seconds === undefined || seconds <= 0 ? undefined : Math.max(2, seconds) * 1000;
}

/**
 * @param text a `postgres://` URL, or libpq's `host=… dbname=…`; empty where the environment says it all
 * @throws SchemaError `connection-setting-invalid`
 * @example parseTarget("postgres://app:secret@db.example.com/ledger?sslmode=verify-full")
 */
export function parseTarget(text: string, options: ParseTargetOptions = {}): Target {
  const environment = options.environment ?? {};
  const given = /^postgres(ql)?:\/\//i.test(text) ? parseUrl(text) : parseKeyValues(text);
  checkKeywords(given);
  if (environment.PGSERVICE !== undefined && given.size === 0) {
    throw invalid("PGSERVICE is not supported. Give the address itself.");
  }
  const settings = withDefaults(given, environment);
  const tls = parseTls(settings);
  const host = parseHost(settings, tls.mode);
  const port = parsePort(settings);
  const user = get(settings, "user") ?? userInfo().username;
  const database = get(settings, "dbname") ?? user;
  const passfile = get(settings, "passfile") ?? options.passfile ?? path.join(homedir(), ".pgpass");
  const password = get(settings, "password") ?? passwordFrom(passfile, { host, port, database, user });
  const connectTimeout = parseTimeout(settings);
  const sessionOptions = get(settings, "options");
  return {
    host,
    port,
    database,
    user,
    tls,
    ...(password === undefined ? {} : { password }),
    ...(connectTimeout === undefined ? {} : { connectTimeout }),
    ...(sessionOptions === undefined ? {} : { options: sessionOptions }),
  };
}

const authority = (host: string): string => {
  if (host.startsWith("/")) return encodeURIComponent(host);
  return host.includes(":") ? `[${host}]` : host;
};

/** The target for people to read: `postgres://user:***@host:5432/database`. */
export function maskTarget(target: Target): string {
  const secret = target.password === undefined ? "" : ":***";
  const user = encodeURIComponent(target.user);
  return `postgres://${user}${secret}@${authority(target.host)}:${target.port}/${encodeURIComponent(target.database)}`;
}

/** The target as a URL with its password, for programs. Never print it. */
export function formatTarget(target: Target): string {
  const { password, tls } = target;
  const secret = password === undefined ? "" : `:${encodeURIComponent(password)}`;
  const user = encodeURIComponent(target.user);
  const base = `postgres://${user}${secret}@${authority(target.host)}:${target.port}`;
  return `${base}/${encodeURIComponent(target.database)}?sslmode=${tls.mode}`;
}
