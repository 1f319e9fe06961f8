// The two spellings of a connection string, as libpq reads them, taken apart into settings. Pure.
// No error of it repeats the text, which may hold a password.
import { SchemaError } from "../api";

/** libpq's keywords and their values, in the order given. */
export type Settings = ReadonlyMap<string, string>;

function malformed(message: string): SchemaError {
  return new SchemaError("connection-setting-invalid", `The database address is not usable: ${message}`);
}

function decode(text: string, part: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw malformed(
      `its ${part} has a % that is not followed by two hexadecimal digits. Write a plain % as %25.`,
    );
  }
}

interface UrlParts {
  readonly user: string | undefined;
  readonly hosts: string;
  readonly database: string;
  readonly query: string;
}

function splitUrl(text: string): UrlParts {
  const rest = text.slice(text.indexOf("//") + 2);
  const queryAt = rest.indexOf("?");
  const beforeQuery = queryAt < 0 ? rest : rest.slice(0, queryAt);
  const slashAt = beforeQuery.indexOf("/");
  const place = slashAt < 0 ? beforeQuery : beforeQuery.slice(0, slashAt);
  const at = place.lastIndexOf("@");
  if (slashAt >= 0 && beforeQuery.slice(slashAt).includes("@") && at < 0) {
    throw malformed("its user or password holds a plain slash. Write / as %2F.");
  }
  return {
    user: at < 0 ? undefined : place.slice(0, at),
    hosts: at < 0 ? place : place.slice(at + 1),
    database: slashAt < 0 ? "" : beforeQuery.slice(slashAt + 1),
    query: queryAt < 0 ? "" : rest.slice(queryAt + 1),
  };
}

function addUser(settings: Map<string, string>, text: string): void {
  const colon = text.indexOf(":");
  settings.set("user", decode(colon < 0 ? text : text.slice(0, colon), "user"));
  if (colon >= 0) settings.set("password", decode(text.slice(colon + 1), "password"));
}

function addHost(settings: Map<string, string>, text: string): void {
  const found = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d*))?$/.exec(text);
  if (found === null) {
    throw malformed(
      text.includes(",")
        ? "it names several hosts. Name the one that takes writes."
        : "its host and port cannot be told apart. Write an IPv6 address in brackets: [::1]:5432.",
    );
  }
  const [, bracketed, plain, port] = found;
  const host = bracketed ?? decode(plain ?? "", "host");
  if (host !== "") settings.set("host", host);
  if (port !== undefined && port !== "") settings.set("port", port);
}

function addParameter(settings: Map<string, string>, text: string): void {
  const equals = text.indexOf("=");
  if (equals < 0) throw malformed("a setting after the ? has no value.");
  const name = decode(text.slice(0, equals), "settings");
  const value = decode(text.slice(equals + 1), "settings");
  if (name === "ssl" && value === "true") settings.set("sslmode", "require");
  else settings.set(name, value);
}

/** `postgres://user:password@host:port/database?setting=value` */
export function parseUrl(text: string): Settings {
  const settings = new Map<string, string>();
  const { user, hosts, database, query } = splitUrl(text.trim());
  if (user !== undefined) addUser(settings, user);
  if (hosts !== "") addHost(settings, hosts);
  if (database !== "") settings.set("dbname", decode(database, "database name"));
  for (const parameter of query.split("&")) {
    if (parameter !== "") addParameter(settings, parameter);
  }
  return settings;
}

/** One `key = value`; a value may be quoted, and a backslash takes the next character as it is. */
const pair =
  /\s*([^\s=]+)\s*=\s*(?:'((?:[^'\\]|\\[\s\S])*)'|((?:[^\s'\\]|\\[\s\S])(?:[^\s\\]|\\[\s\S])*)?)(?=\s|$)/y;

/** `host=localhost port=5432 password='it''s'` as libpq reads it: quotes around, backslashes before. */
export function parseKeyValues(text: string): Settings {
  const settings = new Map<string, string>();
  const trimmed = text.trim();
  pair.lastIndex = 0;
  while (pair.lastIndex < trimmed.length) {
    const found = pair.exec(trimmed);
    const name = found?.[1];
    if (found === null || name === undefined) {
      throw malformed(
        "it is neither a postgres:// URL nor libpq's key=value pairs. Example: postgres://user:password@host:5432/database",
      );
    }
    const value = found[2] ?? found[3] ?? "";
    settings.set(name, value.replace(/\\([\s\S])/g, "$1"));
  }
  return settings;
}
