// What a table gets from the tables it inherits from when it is made, and what must be said of it beside that. Part of the table's rule.

import { sameValue } from "../../catalog/equal";
import type { AnyObject, Catalog, ObjectId } from "../../catalog/model";
import { objectId, quoteName } from "../../catalog/names";
import { keepsNotNull, notNullOn } from "../../catalog/not-null";
import { type Draft, draft, lock, type ObjectOf, type RuleContext } from "../draft";
import { columnSettings, settingsLock } from "./column";
import { columnName, tableId, tablePath } from "./column-names";

type Column = ObjectOf<"column">;
type Tie = ObjectOf<"attachment">;

/** Whether ALTER TABLE goes on to heirs with the constraint. */
export const isInheritable = ({ attributes }: ObjectOf<"constraint">): boolean =>
  attributes.type === "check" && !attributes.definition.endsWith(" NO INHERIT");

export const inheritsNotNull = ({ attributes }: Column): boolean =>
  attributes.notNull && attributes.notNullConstraint?.noInherit !== true;

/** What CREATE TABLE says of the table's ties, in the order of the tables above. */
export function inlineTies(
  table: ObjectId,
  as: Tie["attributes"]["as"],
  context: RuleContext,
): readonly Tie[] {
  return context
    .ties(table)
    .filter(({ id, attributes }) => attributes.as === as && context.isInline(id))
    .sort((left, right) => (left.attributes.place ?? 0) - (right.attributes.place ?? 0));
}

/** What must be as it will be before INHERITS takes it over: parts of the table above. */
export function partsAbove({ parent, attributes: { to } }: Tie, context: RuleContext): readonly ObjectId[] {
  const parts = [...context.children(to), ...context.liveChildren(to)].filter(
    (part) => part.kind === "column" || (part.kind === "constraint" && isInheritable(part)),
  );
  const open = context
    .children(parent ?? to)
    .flatMap((part) =>
      part.kind === "constraint" && comesOpen(part, context)
        ? [objectId("constraint", [...(context.desired.objects.get(to)?.path ?? []), part.path.at(-1) ?? ""])]
        : [],
    );
  const defaults = parts.flatMap(({ id }) => context.children(id).filter(({ kind }) => kind === "default"));
  return [...new Set([...parts, ...defaults].map(({ id }) => id))].filter((id) => !open.includes(id));
}

/** Whether INHERITS alone gives a new table this column or check. */
export function isGiven(part: AnyObject, context: RuleContext): boolean {
  if (part.parent === null) return false;
  const ties = inlineTies(part.parent, "child", context);
  if (part.kind === "column") {
    const from = ties.filter(({ attributes: { given } }) => given.includes(part.path.at(-1) ?? ""));
    const above = columnsAbove(part, from, context.desired);
    const isSame = (column: Column): boolean =>
      sameValue(column.attributes.generated, part.attributes.generated);
    // Of a table out of scope nothing else is known.
    return from.length > 0 && (above.length === 0 || above.some(isSame));
  }
  if (part.kind !== "constraint" || part.attributes.inheritedFrom === null) return false;
  const above = context.desired.objects.get(part.attributes.inheritedFrom)?.parent;
  return ties.some(({ attributes }) => attributes.to === above);
}

/** A check NOT VALID that a new table gets when it is added above; told inside CREATE TABLE, it would be valid. */
export function comesOpen(part: AnyObject, context: RuleContext): boolean {
  if (part.kind !== "constraint" || part.attributes.validated || !part.attributes.enforced) return false;
  const above = part.attributes.inheritedFrom;
  if (above === null || !isInheritable(part) || !isGiven(part, context)) return false;
  return !context.live.objects.has(above) || context.isReplaced(above);
}

/** Those that come with this one, at any depth. */
export function openBelow(
  { id }: ObjectOf<"constraint">,
  context: RuleContext,
): readonly ObjectOf<"constraint">[] {
  const below = [...context.desired.objects.values()].flatMap((part) =>
    part.kind === "constraint" && part.attributes.inheritedFrom === id && comesOpen(part, context)
      ? [part]
      : [],
  );
  return below.flatMap((part) => [part, ...openBelow(part, context)]);
}

function columnsAbove(column: Column, ties: readonly Tie[], { objects }: Catalog): readonly Column[] {
  return ties.flatMap(({ attributes: { to } }) => {
    const table = objects.get(to);
    const above = table && objects.get(objectId("column", [...table.path, column.path.at(-1) ?? ""]));
    return above?.kind === "column" ? [above] : [];
  });
}

/** A NOT NULL beside what is inherited, from Postgres 18 on: a constraint that does not make the column the table's own. */
export function notNullLines(table: ObjectOf<"table">, context: RuleContext): readonly string[] {
  const ties = inlineTies(table.id, "child", context);
  return context.children(table.id).flatMap((column) => {
    if (column.kind !== "column" || !keepsNotNull(column, context.live.serverMajor)) return [];
    const own = notNullOn(column);
    if (own === null || !own.validated || !isGiven(column, context)) return [];
    const names = columnsAbove(column, ties, context.desired).filter(inheritsNotNull).map(notNullOn);
    if (names.some((above) => above?.name === own.name)) return [];
    return [
      `CONSTRAINT ${quoteName(own.name)} NOT NULL ${columnName(column)}${own.noInherit ? " NO INHERIT" : ""}`,
    ];
  });
}

/** What a new table is to have otherwise than INHERITS gives it. */
export function givenOtherwise(table: ObjectOf<"table">, context: RuleContext): readonly Draft[] {
  const ties = inlineTies(table.id, "child", context);
  return context.children(table.id).flatMap((column) => {
    if (column.kind !== "column") return [];
    const above = columnsAbove(column, ties, context.desired);
    return isGiven(column, context) ? otherwise(column, above, context) : merged(column, above, context);
  });
}

/** A column of the table's own gets what it does not have itself, a default and NOT NULL, from the column it is merged with. */
function merged(column: Column, above: readonly Column[], context: RuleContext): readonly Draft[] {
  const hasDefault = ({ id }: Column): boolean => context.children(id).some(({ kind }) => kind === "default");
  if (!context.isInline(column.id)) return [];
  const clauses = [
    ...(column.attributes.notNull ? [] : nullClauses(column, above, context)),
    ...(hasDefault(column) || !above.some(hasDefault) ? [] : ["DROP DEFAULT"]),
  ].map((clause) => `ALTER COLUMN ${columnName(column)} ${clause}`);
  return clauses.length === 0 ? [] : [onlyColumn(column, clauses, context)];
}

/** @param above the columns that it came from, the first first */
export function otherwise(column: Column, above: readonly Column[], context: RuleContext): readonly Draft[] {
  const name = columnName(column);
  const clauses = [
    ...nullClauses(column, above, context).map((clause) => `ALTER COLUMN ${name} ${clause}`),
    ...defaultClauses(column, above, context).map((clause) => `ALTER COLUMN ${name} ${clause}`),
    ...columnSettings(column, context.live.serverMajor, asGiven(column, above)),
  ];
  return clauses.length === 0 ? [] : [onlyColumn(column, clauses, context)];
}

function onlyColumn(column: Column, clauses: readonly string[], context: RuleContext): Draft {
  const sql = `ALTER TABLE ONLY ${tablePath(column).map(quoteName).join(".")} ${clauses.join(", ")}`;
  return draft(column.id, context.cause(column.id), sql, {
    after: [column.id, tableId(column)],
    locks: lock(settingsLock(clauses), tableId(column)),
  });
}

/** Before Postgres 18 each table of a tree says for itself whether a column may be null. */
function nullClauses(column: Column, above: readonly Column[], context: RuleContext): readonly string[] {
  if (keepsNotNull(column, context.live.serverMajor)) return [];
  const given = above.some(({ attributes }) => attributes.notNull);
  if (given === column.attributes.notNull) return [];
  return [column.attributes.notNull ? "SET NOT NULL" : "DROP NOT NULL"];
}

function defaultClauses(column: Column, above: readonly Column[], context: RuleContext): readonly string[] {
  const defaultOf = (id: ObjectId): ObjectOf<"default"> | undefined =>
    context.children(id).find((child) => child.kind === "default");
  const own = defaultOf(column.id);
  const given = above.map(({ id }) => defaultOf(id)).find((found) => found !== undefined);
  if (!own) return given ? ["DROP DEFAULT"] : [];
  // One that is not written inside has a statement of its own.
  if (!context.isInline(own.id) || (given && sameValue(given.attributes, own.attributes))) return [];
  return [`SET DEFAULT ${own.attributes.expression}`];
}

/** Whether the table above had its settings by then is not known: where it has any, they are said. */
function asGiven(column: Column, above: readonly Column[]): Column {
  const unlike = (name: "storage" | "compression"): string | null =>
    [column, ...above].some(({ attributes }) => attributes[name] !== null) ? "?" : null;
  const [storage, compression] = [unlike("storage"), unlike("compression")];
  return {
    ...column,
    attributes: { ...column.attributes, storage, compression, statistics: null, options: {} },
  };
}

/**
 * Ties to heirs that Postgres refuses to change the type with: those that have the column from elsewhere, too (cannot alter
 * inherited column), and those whose NOT NULL has a name of its own (cannot create not-null constraint).
 */
export function tiesInTheWay(column: Column, context: RuleContext): readonly ObjectId[] {
  const stays = ({ id }: Tie): boolean => context.desired.objects.has(id);
  return context.attachedTo(tableId(column)).flatMap(({ id, attributes, path }) => {
    const heir = context.live.objects.get(objectId("column", [...path, column.path.at(-1) ?? ""]));
    if (attributes.as !== "child" || heir?.kind !== "column") return [];
    // What leaves may leave before, and then an heir of two tables that inherited from one has it from both.
    const isMore = [rootsOf(heir, () => true, context), rootsOf(heir, stays, context)].some(
      ({ size }) => size > 1,
    );
    return isMore || isNamedOtherwise(column, heir, context) ? [id] : [];
  });
}

/** Postgres makes each NOT NULL again with the type, and by then the heir has got that of the table above. */
function isNamedOtherwise(column: Column, heir: Column, context: RuleContext): boolean {
  const [above, below] = [context.asFound(column.id), context.asFound(heir.id)];
  if (!above || !below || !keepsNotNull(above, context.live.serverMajor) || !inheritsNotNull(above))
    return false;
  return notNullOn(above)?.name !== notNullOn(below)?.name;
}

/** The columns at the top that a column comes from in the end; a change of one of them reaches all below it. */
function rootsOf(column: Column, counts: (tie: Tie) => boolean, context: RuleContext): ReadonlySet<ObjectId> {
  const ties = context
    .liveChildren(tableId(column))
    .flatMap((child) =>
      child.kind === "attachment" && child.attributes.as === "child" && counts(child) ? [child] : [],
    );
  const sources = columnsAbove(column, ties, context.live);
  return sources.length === 0
    ? new Set([column.id])
    : new Set(sources.flatMap((source) => [...rootsOf(source, counts, context)]));
}
