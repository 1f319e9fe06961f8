// Reading the properties that Pulumi hands to a handler: untyped JSON in which a value may be unknown still.
// No value is ever repeated in an error: it may be a secret.
import { parseWay, SchemaError, type Target, type TlsSettings } from "../engine/index";
import { isUnreadable, passwordIn, urlRule } from "./servers/environment";

export type Properties = Readonly<Record<string, unknown>>;

/** What an unknown value arrives as in a dynamic provider, whatever its type (pulumi/pulumi, sdk/nodejs/runtime/rpc). */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What a handler answers where inputs are wrong. */
export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

export interface CheckResult {
  readonly inputs: Properties;
  readonly failures?: readonly CheckFailure[];
}

const connectionKeys = [
  "host",
  "port",
  "database",
  "user",
  "password",
  "passwordVariable",
  "tls",
  "token",
  "via",
] as const;

/** The way to the database, as every resource that talks to one has it among its inputs. */
export function connectionOf(properties: Properties): Properties {
  return pick(properties, connectionKeys);
}

/** Whether some part of the way to the database is not known in this preview. */
export function isConnectionUnknown(properties: Properties): boolean {
  return connectionKeys.some((key) => holdsUnknown(properties[key]));
}

function holdsUnknown(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value === unknownValue;
  return Object.values(value).some(holdsUnknown);
}

export function targetOf(properties: Properties): Target {
  const password = passwordNow(properties) ?? optionalText(properties, "password");
  const via = optionalText(properties, "via");
  return {
    host: text(properties, "host"),
    port: Number(properties.port),
    database: text(properties, "database"),
    user: text(properties, "user"),
    // An empty one means that the server wants none.
    ...(password === undefined || password === "" ? {} : { password }),
    tls: tlsOf(record(properties.tls)),
    ...(properties.token === "entra" ? { token: "entra" } : {}),
    ...(via === undefined ? {} : { via: parseWay(via, { environment: process.env }) }),
  };
}

/** What the environment of this run says comes before what is stored: that may be the password before a rotation. */
function passwordNow(properties: Properties): string | undefined {
  const variable = optionalText(properties, "passwordVariable");
  if (variable === undefined) return undefined;
  if (isUnreadable(variable, process.env))
    throw new SchemaError("connection-setting-invalid", `${variable} ${urlRule}`);
  return passwordIn(variable, process.env);
}

const tlsModes: readonly TlsSettings["mode"][] = [
  "disable",
  "allow",
  "prefer",
  "require",
  "verify-ca",
  "verify-full",
];

function tlsOf(tls: Properties): TlsSettings {
  const mode = tlsModes.find((known) => known === tls.mode);
  if (mode === undefined) throw new Error("property tls has no mode that is known");
  const ca = optionalText(tls, "ca");
  const certificate = optionalText(tls, "certificate");
  const key = optionalText(tls, "key");
  return {
    mode,
    ...(ca === undefined ? {} : { ca }),
    ...(certificate === undefined ? {} : { certificate }),
    ...(key === undefined ? {} : { key }),
  };
}

export function text(properties: Properties, key: string): string {
  const value = properties[key];
  if (typeof value === "string" && value !== unknownValue) return value;
  if (value !== unknownValue) throw new Error(`property ${key} is not text`);
  throw new SchemaError(
    "unknown-input",
    `${key} is not known before the run: nothing can be planned. Give it as plain text.`,
  );
}

function optionalText(properties: Properties, key: string): string | undefined {
  return properties[key] === undefined ? undefined : text(properties, key);
}

export function texts(properties: Properties, key: string): readonly string[] {
  const value = properties[key];
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === "string") : [];
}

export function record(value: unknown): Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

export function pick(properties: Properties, keys: readonly string[]): Properties {
  return Object.fromEntries(
    keys.filter((key) => properties[key] !== undefined).map((key) => [key, properties[key]]),
  );
}

/** Equality of JSON values, whatever the order of their keys. */
export function isEqual(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const left = record(Array.isArray(one) ? { ...one } : one);
  const right = record(Array.isArray(other) ? { ...other } : other);
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => key in right && isEqual(left[key], right[key]))
  );
}

/**
 * A number that check raises by one whenever it finds something to do. Where it differs between the state and the
 * checked inputs, work is pending; the same work found twice is told apart by it.
 */
export function revisionOf(properties: Properties): number {
  return Number(properties.__revision ?? 0);
}
