// What the type of a variable says of its default. A number in quotes is a number where one is wanted, and the other way round,
// as HCL converts between scalars. Pure.
import { describe, type Value } from "./value";

const scalars: Readonly<Record<string, (value: Value) => Value | null>> = {
  any: (value) => value,
  string: (value) => {
    if (value.kind === "number") return { kind: "text", text: value.text };
    if (value.kind === "bool") return { kind: "text", text: String(value.isTrue) };
    return value.kind === "text" ? value : null;
  },
  number: (value) => {
    if (value.kind === "text" && /^-?\d+(\.\d+)?$/.test(value.text))
      return { kind: "number", text: value.text };
    return value.kind === "number" ? value : null;
  },
  bool: (value) => {
    if (value.kind === "text" && /^(true|false)$/.test(value.text))
      return { kind: "bool", isTrue: value.text === "true" };
    return value.kind === "bool" ? value : null;
  },
};

/** As far as every part of a value converts. */
function all<K>(parts: Iterable<readonly [K, Value | null]>): ReadonlyMap<K, Value> | null {
  const converted = new Map<K, Value>();
  for (const [key, value] of parts) {
    if (value === null) return null;
    converted.set(key, value);
  }
  return converted;
}

function collection(name: string, [inner]: readonly Value[], value: Value): Value | null {
  if (inner === undefined) return null;
  if (name === "map") {
    if (value.kind !== "object") return null;
    const entries = all([...value.entries].map(([key, entry]) => [key, asType(inner, entry)]));
    return entries === null ? null : { kind: "object", entries };
  }
  const items = value.kind === "call" && value.name === "toset" ? value.values[0] : value;
  if (items?.kind !== "list") return null;
  const converted = all([...items.items.entries()].map(([index, item]) => [index, asType(inner, item)]));
  return converted === null ? null : { kind: "list", items: [...converted.values()] };
}

function structure(fields: Value | undefined, value: Value): Value | null {
  if (fields?.kind !== "object" || value.kind !== "object") return null;
  const entries = all(
    [...fields.entries].map(([name, type]) => {
      const entry = value.entries.get(name);
      return [name, entry === undefined ? null : asType(type, entry)];
    }),
  );
  return entries === null ? null : { kind: "object", entries };
}

/**
 * A value as a type has it.
 * @param type as written: `number`, `list(string)`; in quotes as older files have it
 * @returns null where it is not of that type
 * @throws Error for what is no type, with what there is
 */
export function asType(type: Value, value: Value): Value | null {
  if (value.kind === "null") return value;
  const scalar =
    type.kind === "text" ? type.text : type.kind === "name" && type.path.length === 1 ? type.path[0] : "";
  const convert = Object.hasOwn(scalars, scalar ?? "") ? scalars[scalar ?? ""] : undefined;
  if (convert !== undefined) return convert(value);
  if (type.kind === "call" && ["list", "set", "map"].includes(type.name))
    return collection(type.name, type.values, value);
  if (type.kind === "call" && type.name === "object") return structure(type.values[0], value);
  throw new TypeError(
    `${describe(type)} is no type of a variable: there are string, number, bool, any, list(…), set(…), map(…) and object({ … }).`,
  );
}
