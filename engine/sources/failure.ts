// A statement that Postgres refused → a problem with its place, Postgres's words, and the next step; or, where it lacks
// only what another failing statement would make, its place alone.
import type { DatabaseError } from "pg";
import { quoteName } from "../catalog/names";
import { type Item, ranks } from "./item";
import { madeAlsoAt, rivalsIn } from "./order";
import { excerptOf, type Problem, placeOf } from "./problem";
import { type Failure, missingSchema, standingsOf } from "./roots";
import { excerptWithoutValues, withoutValues } from "./secrets";
import type { Setting } from "./settings";
import { Lines, type SourceFile, type Statement } from "./split";

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
  const place = new Lines(file.text, file.origin).at(statement.start + offsetOf(sql, position));
  // The column is one of the SQL, which nobody wrote where a text was made of another.
  return file.origin === undefined ? place : { line: place.line };
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
  if (item.statement.file.endsWith(".ts") && ["42P01", "3F000", "42704"].includes(error.code ?? ""))
    return "Where the file declares it, export it: what is not exported is not seen.";
  if (error.code === insufficientPrivilege && (item.rank >= ranks.owner || item.runner === "admin")) {
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

/** Classes of errors that say that something is there already. */
const duplicateCodes = new Set(["42P06", "42P07", "42710", "42723"]);

/** Whether Postgres refused it because the very object that it makes is there. */
function isDuplicate({ item, error }: Failure): boolean {
  const name = item.key?.split(/[\0 ]/).at(-1) ?? "";
  return item.makes && duplicateCodes.has(error.code ?? "") && error.message.includes(`"${name}"`);
}

function otherMaker(failure: Failure, items: readonly Item[]): Item | undefined {
  const { item } = failure;
  if (!isDuplicate(failure)) return undefined;
  return items.find(
    (other) =>
      other.makes &&
      other.key === item.key &&
      other.variant === item.variant &&
      other.statement !== item.statement,
  );
}

function schemaAdvice(name: string, items: readonly Item[]): string {
  const made = items.flatMap(({ key, makes }) =>
    makes && key?.startsWith("schema ") ? [key.slice("schema ".length)] : [],
  );
  const others = [...new Set(made)].sort().join(", ");
  const orName = others === "" ? "" : ` Or correct the name: the source makes ${others}.`;
  return `Add CREATE SCHEMA ${quoteName(name)}; to the source.${orName}`;
}

/** What to do, where the other statements of the source tell it. */
function nextStep(failure: Failure, items: readonly Item[], circle: Item | undefined): string | null {
  if (circle !== undefined) {
    const place = placeOf(circle.statement);
    return `It would be made at ${place}, which in turn needs this statement. Break the circle: a foreign key, for example, can be added by ALTER TABLE.`;
  }
  const schema = missingSchema(failure);
  if (schema !== null) return schemaAdvice(schema, items);
  const other = otherMaker(failure, items);
  return other === undefined ? null : `${madeAlsoAt(other)}.`;
}

/** @param items everything that was to be loaded, failed or not */
export function failureProblems(
  failures: readonly Failure[],
  items: readonly Item[],
  files: ReadonlyMap<string, SourceFile>,
): readonly Problem[] {
  const rivals = rivalsIn(items).flatMap(({ first, second }) => [first, second]);
  const saidAlready = (failure: Failure): boolean => rivals.includes(failure.item) && isDuplicate(failure);
  const standings = standingsOf(failures, rivals);
  return [...standings].flatMap(([failure, standing]): readonly Problem[] => {
    if (saidAlready(failure)) return [];
    const { item, error } = failure;
    const { statement } = item;
    const base = { file: statement.file, id: "statement-failed", excerpt: excerptWithoutValues(statement) };
    if (standing === "follows")
      return [
        { ...base, line: statement.line, message: withoutValues(statement, error.message), follows: true },
      ];
    const place = placeIn(statement, item.sql, error, files.get(statement.file));
    const step = nextStep(failure, items, standing === "root" ? undefined : standing.circle);
    const message = [withoutValues(statement, words(item, error)), ...(step === null ? [] : [step])].join(
      "\n",
    );
    return [{ ...base, ...place, message }];
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
