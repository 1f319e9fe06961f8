// A statement that Postgres refused → a problem with its place, Postgres's words, and which failure it only follows from.
import type { DatabaseError } from "pg";
import { type Item, ranks } from "./item";
import { excerptOf, type Problem, placeOf } from "./problem";
import type { Setting } from "./settings";
import { Lines, type SourceFile, type Statement } from "./split";

export interface Failure {
  readonly item: Item;
  readonly error: DatabaseError;
}

/** Postgres counts characters, JavaScript halves of them. */
function offsetOf(text: string, position: number): number {
  let offset = 0;
  for (let left = position - 1; left > 0 && offset < text.length; left -= 1) {
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  return offset;
}

function placeIn(
  statement: Statement,
  sql: string,
  error: DatabaseError,
  file: SourceFile | undefined,
): { line: number; column?: number } {
  const position = Number(error.position);
  const pointsIntoText = Number.isInteger(position) && position > 0 && sql.length === statement.text.length;
  if (!pointsIntoText || file === undefined) return { line: statement.line };
  return new Lines(file.text).at(statement.start + offsetOf(sql, position));
}

const unavailableExtension = "0A000";
const insufficientPrivilege = "42501";

function advice(item: Item, error: DatabaseError): string | null {
  if (
    item.key?.startsWith("extension ") === true &&
    (error.code === unavailableExtension || error.code === "58P01")
  ) {
    return (
      "The scratch server does not have this extension. Load the source where it is installed: `scratch: server` " +
      "(--scratch server) takes a temporary database on the target's server."
    );
  }
  if (error.code === insufficientPrivilege && item.rank >= ranks.owner) {
    return (
      "The administrator of the scratch server may not do this. An embedded scratch server has no such limits: " +
      "`scratch: embedded` (--scratch embedded)."
    );
  }
  if (error.code === insufficientPrivilege) {
    return "Sources are loaded by an owner without SUPERUSER and CREATEROLE: what needs more has no place in a source.";
  }
  return null;
}

function words(item: Item | null, error: DatabaseError): string {
  const lines = [error.message];
  if (error.detail !== undefined) lines.push(error.detail);
  if (error.hint !== undefined) lines.push(`Hint: ${error.hint}`);
  if (error.where !== undefined && error.where !== "") lines.push(`Context: ${error.where}`);
  const more = item === null ? null : advice(item, error);
  if (more !== null) lines.push(more);
  return lines.join("\n");
}

/** Classes of errors that say that something is not there. */
const missingCodes = new Set(["42P01", "42704", "42883", "42703", "3F000", "42P17"]);

/** Names in Postgres's message, without arguments: `relation "app.t"`, `function app.f(integer)`. */
function missingNames(error: DatabaseError): readonly string[] {
  if (error.code === undefined || !missingCodes.has(error.code)) return [];
  const quoted = [...error.message.matchAll(/"([^"]+)"/g)].map((found) => found[1] ?? "");
  const routine = /\b([^\s"(]+)\(/.exec(error.message)?.[1];
  return routine === undefined ? quoted : [...quoted, routine];
}

/** The failed makers by the names they would have made, qualified and not. */
function makersByName(failures: readonly Failure[]): ReadonlyMap<string, Item> {
  const makers = new Map<string, Item>();
  for (const { item } of failures) {
    if (!item.makes || item.key === null) continue;
    const parts = item.key.slice(item.key.indexOf(" ") + 1).split("\0");
    for (const name of [parts.join("."), parts.at(-1) ?? ""]) if (!makers.has(name)) makers.set(name, item);
  }
  return makers;
}

export function failureProblems(
  failures: readonly Failure[],
  files: ReadonlyMap<string, SourceFile>,
): readonly Problem[] {
  const makers = makersByName(failures);
  return failures.map(({ item, error }): Problem => {
    const { statement } = item;
    const place = placeIn(statement, item.sql, error, files.get(statement.file));
    const cause = missingNames(error)
      .map((name) => makers.get(name))
      .find((maker) => maker !== undefined && maker.statement !== statement);
    const base = {
      file: statement.file,
      ...place,
      id: "statement-failed",
      excerpt: excerptOf(statement.text),
    };
    if (cause === undefined) return { ...base, message: words(item, error) };
    const follows = placeOf(cause.statement);
    return {
      ...base,
      follows,
      message: `${error.message}\nIt would be made at ${follows}, which fails too.`,
    };
  });
}

export function settingProblems(failed: ReadonlyMap<Setting, DatabaseError>): readonly Problem[] {
  return [...failed].map(([{ statement }, error]) => ({
    file: statement.file,
    line: statement.line,
    id: "statement-failed",
    excerpt: excerptOf(statement.text),
    message: words(null, error),
  }));
}
