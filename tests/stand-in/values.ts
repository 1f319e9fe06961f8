// Property values as Pulumi sends them: secrets come wrapped, unknowns as a text of their own. Pure.
import { isDeepStrictEqual } from "node:util";
import type { Properties } from "./model";

/** pulumi/pulumi, sdk/nodejs/runtime/rpc: the key and value that mark a wrapped secret, and the text of an unknown. */
const signature = "4dabf18193072939515e22adb298388d";
const secretMark = "1b47061264138c4ac30d75fd1eb44270";
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSecret(value: unknown): value is { readonly value: unknown } {
  return isObject(value) && value[signature] === secretMark;
}

/** The value without its wrappings, at any depth; what is null is not there. */
function plain(value: unknown): unknown {
  if (isSecret(value)) return plain(value.value);
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined && inner !== null)
      .map(([key, inner]) => [key, plain(inner)]),
  );
}

export function plainProperties(value: Properties): Properties {
  const bare = plain(value);
  return isObject(bare) ? bare : {};
}

export function isEqual(one: unknown, other: unknown): boolean {
  return one !== unknown && other !== unknown && isDeepStrictEqual(plain(one), plain(other));
}

/** `now`, with every value wrapped that was a secret in `before`. */
export function keepSecrets(before: unknown, now: unknown): unknown {
  if (isSecret(before)) return { [signature]: secretMark, value: now };
  if (!isObject(before) || !isObject(now)) return now;
  return Object.fromEntries(
    Object.entries(now).map(([key, value]) => [key, keepSecrets(before[key], value)]),
  );
}

/** The value at a path: `network.delegatedSubnetResourceId`. */
export function valueAt(properties: Properties, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), plainProperties(properties));
}
