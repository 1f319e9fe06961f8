// How names are written: quoted identifiers, literals and object ids. Pure text.
import { createHash } from "node:crypto";
import { type Kind, kinds, type ObjectId } from "./model";
import { reservedWords } from "./reserved-words";

const plain = /^[a-z_][a-z0-9_$]*$/;

/** Quotes an identifier only where Postgres needs it (manual 4.1.1): capitals, odd characters, reserved words. */
export function quoteName(name: string): string {
  return plain.test(name) && !reservedWords.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** `["app", "Customers"]` → `app."Customers"`. */
export function quotePath(path: readonly string[]): string {
  return path.map(quoteName).join(".");
}

/** A string constant (manual 4.1.2.1), safe whatever `standard_conforming_strings` says. */
export function quoteText(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes("\\") ? `E${quoted.replaceAll("\\", "\\\\")}` : quoted;
}

/** Longest name that Postgres keeps, in bytes (manual 4.1.1). */
const longestName = 63;

const encoder = new TextEncoder();

/** Asked for every column: names are mostly plain, where a character is a byte. */
const bytesOf = (text: string): number => (/[^ -~]/.test(text) ? encoder.encode(text).length : text.length);

/** The beginning of a name, cut between two characters, that leaves room for `ending` bytes. */
export function clipName(name: string, ending: number): string {
  if (bytesOf(name) <= longestName - ending) return name;
  let clipped = "";
  for (const character of name) {
    if (bytesOf(clipped + character) > longestName - ending) break;
    clipped += character;
  }
  return clipped;
}

/**
 * The name with an ending. Of one that has to be cut a digest stays, so that two with the same beginning differ.
 * @param spare bytes to leave
 */
export function endedName(name: string, ending: string, spare = 0): string {
  if (bytesOf(name) + bytesOf(ending) + spare <= longestName) return `${name}${ending}`;
  const digest = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${clipName(name, ending.length + digest.length + 1 + spare)}_${digest}${ending}`;
}

/** The name that Postgres makes up for a part of a table or domain, `items_size_not_null`, shortened as `makeObjectName` does. */
export function chosenName(owner: string, column: string | null, label: string): string {
  if (column === null) return `${clipName(owner, label.length + 1)}_${label}`;
  const room = longestName - label.length - 2;
  let [first, second] = [bytesOf(owner), bytesOf(column)];
  while (first + second > room) {
    if (first > second) first -= 1;
    else second -= 1;
  }
  return `${clipName(owner, longestName - first)}_${clipName(column, longestName - second)}_${label}`;
}

const longestFirst = [...kinds].sort((a, b) => b.length - a.length);

/** The kind an object id begins with. */
export function kindOf(id: ObjectId): Kind | null {
  return longestFirst.find((kind) => id.startsWith(`${kind} `)) ?? null;
}

/** A relation that rows are read from: its locks are felt by whoever does. */
export const isRelation = (id: ObjectId): boolean => /^(table|view|materialized view) /.test(id);

/** Builds the id of an object; `signature` is a routine's argument types. */
export function objectId(kind: Kind, path: readonly string[], signature?: string): ObjectId {
  return `${kind} ${quotePath(path)}${signature === undefined ? "" : `(${signature})`}` as ObjectId;
}

/** `cast (app.size AS integer)`: types as `format_type` writes them. */
export function castId(source: string, target: string): ObjectId {
  return `cast (${source} AS ${target})` as ObjectId;
}

/** `transform for app.size language plpython3u`. */
export function transformId(type: string, language: string): ObjectId {
  return `transform for ${type} language ${quoteName(language)}` as ObjectId;
}

/** Id of something attached to another object: `comment on table app.t`, `privilege on table app.t to reader`. */
export function attachedId(
  kind: "comment" | "owner" | "privilege",
  target: string,
  grantee?: string,
): ObjectId {
  const preposition = kind === "owner" ? "of" : "on";
  return `${kind} ${preposition} ${target}${grantee === undefined ? "" : ` to ${quoteName(grantee)}`}` as ObjectId;
}

/** `default privilege for deployer in schema app on tables to reader`. */
export function defaultPrivilegeId(
  schema: ObjectId,
  role: string,
  objects: string,
  grantee: string,
): ObjectId {
  return `default privilege for ${quoteName(role)} in ${schema} on ${objects} to ${quoteName(grantee)}` as ObjectId;
}

/** `attachment of index app.items_2026_size_idx to index app.items_size_idx`. */
export function attachmentId(target: ObjectId, to: ObjectId): ObjectId {
  return `attachment of ${target} to ${to}` as ObjectId;
}

/** What grants and comments on the sequence behind an identity column are attached to; the column has its own. */
export function identityOf(column: ObjectId): string {
  return `identity of ${column}`;
}

/** What a comment on the constraint behind NOT NULL is attached to. */
export function notNullOf(object: ObjectId): string {
  return `not null of ${object}`;
}
