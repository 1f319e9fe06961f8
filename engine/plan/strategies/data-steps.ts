// Data steps: what the source says of rows that are there (backfill, check), as drafts in their place. Pure.
// A backfill writes only where the column is null, so that an interrupted one is gone on with from the data.
import type { AnyObject, ObjectId } from "../../catalog/model";
import { attachedId, quotePath, quoteText } from "../../catalog/names";
import { type Draft, draft, lock, type ObjectOf, type RuleContext } from "../draft";
import { mayFail } from "../hazards";
import type { DataDirective } from "../model";
import { rowsAgainst } from "../offenders";
import { columnName, tableId, tablePath } from "../rules/column-names";

type Column = ObjectOf<"column">;

/** The comment of a nullable column until its backfill is done: nothing else would tell that it is not. */
export const unfinishedBackfill = "stackschema: its backfill is not finished";

/** As the cause of a step has it. */
export const placeOf = ({ verb, file, line }: DataDirective): string => `${verb} at ${file}:${line}`;

/** The rows that have no value yet get theirs. Empty where the source says nothing. */
export function backfill(column: Column, context: RuleContext): readonly Draft[] {
  const directive = context.directive("backfill", column.id);
  if (directive === undefined || !context.hasRows(tableId(column))) return [];
  const name = columnName(column);
  return rowsOf(column, context).map(({ id, table, from }) => {
    const sql = `UPDATE ${from} SET ${name} = (${directive.expression}) WHERE ${name} IS NULL`;
    return draft(column.id, placeOf(directive), sql, {
      alters: [column.id],
      additive: true,
      alone: true,
      later: true,
      inBatches: table,
      locks: lock("ROW EXCLUSIVE", id),
      scans: true,
      estimate: context.estimate(id),
      ...around(column, id, directive, context),
    });
  });
}

/**
 * The drafts once the column has the default that is new: rows that come meanwhile without a value have it, where they would be
 * refused. Unless what the default stands on needs the column itself.
 */
export function afterDefault(
  drafts: readonly Draft[],
  column: Column,
  context: RuleContext,
): readonly Draft[] {
  const defaults = context
    .children(column.id)
    .filter(({ id, kind }) => kind === "default" && context.isChanged(id) && !needs(id, column.id, context))
    .map(({ id }) => id);
  return defaults.length === 0
    ? drafts
    : drafts.map((made) => ({ ...made, after: [...made.after, ...defaults] }));
}

/** Whether it stands on the column, or on its table, through something else of the source. */
function needs(id: ObjectId, column: ObjectId, { desired }: RuleContext): boolean {
  const seen = new Set<ObjectId>();
  const parent = desired.objects.get(column)?.parent;
  const leads = (at: ObjectId): boolean =>
    (desired.dependencies.get(at) ?? []).some((on) => {
      if (on === column || on === parent) return at !== id;
      if (seen.has(on)) return false;
      seen.add(on);
      return leads(on);
    });
  return leads(id);
}

/** The column's table; where foreign tables are below it, each table that holds rows here by itself. */
function rowsOf(
  column: Column,
  context: RuleContext,
): readonly { readonly id: ObjectId; readonly table: string; readonly from: string }[] {
  const whole = quotePath(tablePath(column));
  if (!context.isAboveForeign(tableId(column))) return [{ id: tableId(column), table: whole, from: whole }];
  return context.localParts(tableId(column)).map(({ id, path }) => {
    const table = quotePath(path);
    return { id, table, from: `ONLY ${table}` };
  });
}

/** Stops the run where a row does not keep what the source says of it; stands before whatever relies on it. */
export function check(column: Column, context: RuleContext): readonly Draft[] {
  const directive = context.directive("check", column.id);
  const table = tableId(column);
  if (directive === undefined || !context.hasRows(table)) return [];
  const message = `rows of ${quotePath(tablePath(column))} are not as the ${placeOf(directive)} says`;
  const offenders = rowsAgainst(tablePath(column), directive.expression);
  const isProbed = context.children(table).every(({ id }) => !context.isFilled(id));
  return rowsOf(column, context).map(({ id, from }) =>
    draft(column.id, placeOf(directive), demand(from, `(${directive.expression}) IS NOT TRUE`, message), {
      alters: [column.id],
      additive: true,
      later: true,
      locks: lock("ACCESS SHARE", id),
      scans: true,
      estimate: context.estimate(id),
      hazards: [mayFail(`fails where a row is not as it says`, isProbed ? offenders : undefined)],
      ...around(column, id, directive, context),
    }),
  );
}

/** A statement that fails where a row of the table meets the condition. */
export function demand(table: string, offending: string, message: string): string {
  const body = [
    "BEGIN",
    // Postgres refuses then rather than hides rows from it.
    "  SET LOCAL row_security = off;",
    `  IF EXISTS (SELECT FROM ${table} WHERE ${offending}) THEN`,
    `    RAISE check_violation USING MESSAGE = ${quoteText(message)};`,
    "  END IF;",
    "END",
  ].join("\n");
  return `DO ${dollarQuote(body)}`;
}

/** Readable, unless the text itself has such a mark. */
const dollarQuote = (text: string): string =>
  text.includes("$check$") ? quoteText(text) : `$check$${text}$check$`;

/** Before the first batch of a new nullable column, and after the last. */
export function markUnfinished(column: Column, context: RuleContext): Draft {
  return comment(column, quoteText(unfinishedBackfill), context);
}

export function unmarkUnfinished(column: Column, context: RuleContext): readonly Draft[] {
  const isCommented = context.desired.objects.has(attachedId("comment", column.id));
  return isCommented ? [] : [comment(column, "NULL", context)];
}

function comment(column: Column, text: string, context: RuleContext): Draft {
  return draft(
    column.id,
    context.cause(column.id),
    `COMMENT ON COLUMN ${quotePath(column.path)} IS ${text}`,
    { alters: [column.id], locks: lock("SHARE UPDATE EXCLUSIVE", tableId(column)) },
  );
}

/** A partition that goes is still there. */
function around(column: Column, part: ObjectId, directive: DataDirective, context: RuleContext) {
  const { after, before } = neighbours(column, directive, context);
  return { after, before: part === tableId(column) ? before : [...before, part] };
}

/** The expression is not understood, but what it names is made before it and goes after it. */
export function neighbours(
  column: Column,
  { expression }: DataDirective,
  context: RuleContext,
): Pick<Draft, "after" | "before"> {
  const words = new Set(
    [...expression.matchAll(/"((?:[^"]|"")+)"|[\p{L}_][\p{L}\p{N}_$]*/gu)].map(
      ([whole, quoted]) => quoted?.replaceAll('""', '"') ?? whole.toLowerCase(),
    ),
  );
  const isNamed = ({ id, kind, path }: AnyObject): boolean =>
    id !== column.id &&
    words.has(path.at(-1) ?? "") &&
    (kind === "column"
      ? quotePath(path.slice(0, -1)) === quotePath(tablePath(column)) && !isMutual(id, column, context)
      : ["function", "table", "view", "enum", "domain", "composite"].includes(kind)) &&
    id !== tableId(column);
  const named = (objects: Iterable<AnyObject>): readonly ObjectId[] =>
    [...objects].filter(isNamed).map(({ id }) => id);
  return {
    after: named(context.desired.objects.values()),
    before: [
      ...named(context.live.objects.values()).filter((id) => !context.desired.objects.has(id)),
      attachedId("comment", column.id),
    ],
  };
}

/** Two backfills that read each other's column: neither can be first, and each sees what is there. */
function isMutual(other: ObjectId, column: Column, context: RuleContext): boolean {
  const theirs = context.directive("backfill", other)?.expression ?? "";
  return theirs.includes(column.path.at(-1) ?? "");
}
