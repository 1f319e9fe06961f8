// How names are written: quoted identifiers, literals and object ids. Pure text.
import type { Kind, ObjectId } from "./model";
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

/** Builds the id of an object; `signature` is a routine's argument types. */
export function objectId(kind: Kind, path: readonly string[], signature?: string): ObjectId {
  return `${kind} ${quotePath(path)}${signature === undefined ? "" : `(${signature})`}` as ObjectId;
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

/** `attachment of index app.items_2026_size_idx to index app.items_size_idx`. */
export function attachmentId(target: ObjectId, to: ObjectId): ObjectId {
  return `attachment of ${target} to ${to}` as ObjectId;
}

/** What grants and comments on the sequence behind an identity column are attached to; the column has its own. */
export function identityOf(column: ObjectId): string {
  return `identity of ${column}`;
}
