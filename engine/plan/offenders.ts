// What only the data knows: queries that count the rows a change would fail on, and that list them. Pure text.
// A query is only made where it can run on the live database as it is: not where the plan itself makes what it asks about.

import { sameValue } from "../catalog/equal";
import type { ObjectId } from "../catalog/model";
import { quoteName, quotePath, quoteText } from "../catalog/names";
import type { ObjectOf, RuleContext } from "./draft";
import { isForeign } from "./rules/foreign";
import { isInheritable } from "./rules/inherited";

export interface Offenders {
  /** One row: how many there are. */
  readonly count: string;
  /** Some of them, for whoever has to correct them. */
  readonly list?: string;
}

const most = 20;

/** Before the name of a table whose heirs have nothing to do with it: rows of theirs do not count. */
export const ownRows = (table: ObjectId, context: RuleContext): "ONLY " | "" =>
  context.hasHeirs(table) ? "ONLY " : "";

const counted = (label: string, from: string): string => `SELECT count(*) AS "${label}" FROM ${from}`;

export function nulls(table: readonly string[], column: string): Offenders {
  const from = `${quotePath(table)} WHERE ${quoteName(column)} IS NULL`;
  return { count: counted("nulls", from), list: `SELECT * FROM ${from} LIMIT ${most}` };
}

export function anyRow(table: readonly string[]): Offenders {
  return {
    count: `SELECT CASE WHEN EXISTS (SELECT FROM ${quotePath(table)}) THEN 1 ELSE 0 END AS "row or more"`,
  };
}

/** @param condition over a row, which is true where the row is as it should be */
export function rowsAgainst(table: readonly string[], condition: string): Required<Offenders> {
  const from = `${quotePath(table)} WHERE (${condition}) IS NOT TRUE`;
  return { count: counted("rows", from), list: `SELECT * FROM ${from} LIMIT ${most}` };
}

/** Values that a conversion raises an error for; Postgres names the first. */
export function refusedBy(table: readonly string[], conversion: string): Offenders {
  return { count: `SELECT count(${conversion}) * 0 AS "values" FROM ${quotePath(table)}` };
}

/** Values that the type's input refuses (`pg_input_is_valid`, from Postgres 16). */
export function misfits(table: readonly string[], column: string, type: string): Offenders {
  const name = quoteName(column);
  const from = `${quotePath(table)} WHERE NOT pg_catalog.pg_input_is_valid(${name}::text, ${quoteText(type)})`;
  return { count: counted("values", from), list: `SELECT ${name} FROM ${from} LIMIT ${most}` };
}

/** Rows of whatever tables hold a label of the enum, in a column or in an array. */
export function holders(type: ObjectOf<"enum">, label: string, context: RuleContext): Offenders {
  const own = quotePath(type.path);
  const value = quoteText(label);
  const held = storedIn(new Set([own, `${own}[]`]), context).map(
    ({ table, column, type: stored }) =>
      `${table} WHERE ${stored === own ? `${column} = ${value}` : `${value} = ANY (${column})`}`,
  );
  return together("rows that hold it", held);
}

/** Values that a new check of the domain does not let pass: those of the domain, and of domains over it. */
function valuesAgainst(domain: ObjectId, condition: string, context: RuleContext): Offenders {
  const held = storedIn(typesOver(domain, context), context).map(
    // VALUE is a column then; that of a table may be called so, too.
    ({ table, column }) => `(SELECT ${column} AS value FROM ${table}) AS held WHERE NOT ${condition}`,
  );
  return together("values that violate it", held);
}

export function nullsOf(domain: ObjectId, context: RuleContext): Offenders {
  const held = storedIn(typesOver(domain, context), context).map(
    ({ table, column }) => `${table} WHERE ${column} IS NULL`,
  );
  return together("nulls", held);
}

/** @param sources each what stands after FROM */
function together(label: string, sources: readonly string[]): Offenders {
  const counts = sources.map((from) => `(SELECT count(*) FROM ${from})`);
  const [only, ...others] = sources;
  return {
    count: `SELECT ${counts.join(" + ") || "0"} AS "${label}"`,
    ...(only === undefined || others.length > 0 ? {} : { list: `SELECT * FROM ${only} LIMIT ${most}` }),
  };
}

/** Live columns of these types; of those that are read through the table above, only the one there. */
export function columnsOf(types: ReadonlySet<string>, context: RuleContext): readonly ObjectOf<"column">[] {
  return columnsBy(types, context).filter((object) => {
    if (object.parent === null) return false;
    const name = object.path.at(-1) ?? "";
    const isCounted = context
      .liveChildren(object.parent)
      .some((tie) => tie.kind === "attachment" && hasColumn(tie.attributes.to, name, context));
    return !isCounted;
  });
}

const columnsBy = (types: ReadonlySet<string>, { live }: RuleContext): readonly ObjectOf<"column">[] =>
  [...live.objects.values()].flatMap((object) =>
    object.kind === "column" && object.parent !== null && types.has(object.attributes.type) ? [object] : [],
  );

/** Table and column as FROM and a condition write them; each table alone where one of them is foreign. */
function storedIn(types: ReadonlySet<string>, context: RuleContext) {
  const all = columnsBy(types, context);
  const isAlone = all.some(({ parent }) => parent !== null && isForeign(parent, context));
  const columns = isAlone
    ? all.filter(
        ({ parent }) => parent !== null && !isForeign(parent, context) && !context.isPartitioned(parent),
      )
    : columnsOf(types, context);
  return columns.map(({ path, attributes: { type } }) => ({
    table: `${isAlone ? "ONLY " : ""}${quotePath(path.slice(0, -1))}`,
    column: quoteName(path.at(-1) ?? ""),
    type,
  }));
}

/** The domain's name, and those of domains over it. */
function typesOver(domain: ObjectId, context: RuleContext): ReadonlySet<string> {
  const found = new Set([domain.slice("domain ".length)]);
  for (let size = 0; size < found.size; ) {
    size = found.size;
    for (const object of context.live.objects.values())
      if (object.kind === "domain" && found.has(object.attributes.type)) found.add(quotePath(object.path));
  }
  return found;
}

const hasColumn = (table: ObjectId, name: string, context: RuleContext): boolean =>
  context.liveChildren(table).some(({ kind, path }) => kind === "column" && path.at(-1) === name);

type Constraint = ObjectOf<"constraint">;

/** Of a constraint that is new to rows that are there; undefined where no query tells. */
export function violations(constraint: Constraint, context: RuleContext): Offenders | undefined {
  const on = context.desired.dependencies.get(constraint.id) ?? [];
  // The key that a foreign key refers to may be new: its columns are asked.
  const asked = isForeignKey(constraint) ? on.filter((id) => !id.startsWith("constraint ")) : on;
  if (!asked.every((id) => isAsItWas(id, context))) return undefined;
  switch (constraint.attributes.type) {
    case "primary key":
    case "unique":
      return overlaps(constraint, context) ?? duplicates(constraint, context);
    case "foreign key":
      return orphans(constraint, context);
    case "check":
      return exceptions(constraint, context);
    case "exclude":
      return overlaps(constraint, context);
  }
}

const isForeignKey = ({ attributes }: Constraint): boolean => attributes.type === "foreign key";

function isAsItWas(id: ObjectId, context: RuleContext): boolean {
  const [before, after] = [context.live.objects.get(id), context.desired.objects.get(id)];
  if (before?.kind !== "column" || after?.kind !== "column")
    return before !== undefined && !context.isChanged(id);
  const values = ({ attributes: { type, collation, generated } }: typeof before) => [
    type,
    collation,
    generated,
  ];
  return !context.isReplaced(id) && sameValue(values(before), values(after));
}

/** Pairs of rows that may not be together: no other row of the table is like them by its place. */
function overlaps(constraint: Constraint, context: RuleContext): Offenders | undefined {
  const exclusion = context.desired.server.exclusions.get(constraint.id);
  if (!exclusion) return undefined;
  const { elements, predicate } = exclusion;
  const table = fromTable(constraint, context);
  const keys = elements.map(({ key }, position) => `${key} AS k${position + 1}`).join(", ");
  const where = predicate === null ? "" : ` WHERE ${predicate}`;
  const rows = `(SELECT tableoid AS relation, ctid AS place, ${keys} FROM ${table}${where})`;
  const collide = elements.map(
    ({ operator }, position) => `a.k${position + 1} ${operator} b.k${position + 1}`,
  );
  const pairs = `${rows} AS a JOIN ${rows} AS b ON (a.relation, a.place) < (b.relation, b.place) AND ${collide.join(" AND ")}`;
  const both = elements.map((_, position) => `a.k${position + 1}, b.k${position + 1}`).join(", ");
  return {
    count: counted("colliding pairs", pairs),
    list: `SELECT ${both} FROM ${pairs} LIMIT ${most}`,
  };
}

function duplicates(constraint: Constraint, context: RuleContext): Offenders {
  const { columns, definition } = constraint.attributes;
  const isNullEqual = definition.includes(" NULLS NOT DISTINCT");
  return duplicatesIn(fromTable(constraint, context), columns.map(quoteName), { isNullEqual });
}

/** Of a unique index that is new to rows that are there; undefined where no query tells. */
export function indexDuplicates(index: ObjectOf<"index">, context: RuleContext): Offenders | undefined {
  const { definition, predicate } = index.attributes;
  const keys = context.desired.server.indexKeys.get(index.id);
  const table = index.parent === null ? undefined : context.live.objects.get(index.parent);
  const on = context.desired.dependencies.get(index.id) ?? [];
  if (!keys || !table || !on.every((id) => isAsItWas(id, context))) return undefined;
  const isNullEqual = definition.includes(" NULLS NOT DISTINCT");
  const from = `${ownRows(table.id, context)}${quotePath(table.path)}`;
  return duplicatesIn(from, keys, { isNullEqual, ...(predicate === null ? {} : { predicate }) });
}

/** Rows with a null never collide, unless nulls are told not to be distinct (manual 5.5.3). */
function duplicatesIn(
  table: string,
  names: readonly string[],
  { isNullEqual, predicate }: { readonly isNullEqual: boolean; readonly predicate?: string },
): Offenders {
  const filled = isNullEqual ? [] : names.map((name) => `${name} IS NOT NULL`);
  const conditions = [...filled, ...(predicate === undefined ? [] : [predicate])];
  const where = conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
  const keys = names.join(", ");
  const groups = `FROM ${table}${where} GROUP BY ${keys} HAVING count(*) > 1`;
  return {
    count: counted("duplicate keys", `(SELECT ${groups}) AS duplicates`),
    list: `SELECT ${keys}, count(*) ${groups} LIMIT ${most}`,
  };
}

/** Keys, foreign keys and checks with NO INHERIT hold for the table's own rows. */
function fromTable(constraint: Constraint, context: RuleContext): string {
  const only =
    constraint.parent === null || isInheritable(constraint) ? "" : ownRows(constraint.parent, context);
  return `${only}${quotePath(constraint.path.slice(0, -1))}`;
}

function exceptions(constraint: Constraint, context: RuleContext): Offenders | undefined {
  const { path, attributes } = constraint;
  const [, condition] = /^CHECK (\(.*\))( NO INHERIT)?$/s.exec(attributes.definition) ?? [];
  if (condition === undefined || path.length < 3) return undefined;
  if (constraint.parent?.startsWith("domain ")) return valuesAgainst(constraint.parent, condition, context);
  const from = `${fromTable(constraint, context)} WHERE NOT ${condition}`;
  return { count: counted("rows that violate it", from), list: `SELECT * FROM ${from} LIMIT ${most}` };
}

function orphans(constraint: Constraint, context: RuleContext): Offenders | undefined {
  const { columns, definition, references } = constraint.attributes;
  const above = references === null ? undefined : context.live.objects.get(references);
  const [, list = ""] = /\) REFERENCES [^()]*\(([^()]*)\)/.exec(definition) ?? [];
  const targets = list.split(", ");
  if (!above || targets.length !== columns.length || / MATCH FULL|PERIOD /.test(definition)) return undefined;
  const filled = columns.map((name) => `a.${quoteName(name)} IS NOT NULL`);
  const equal = columns
    .map((name, position) => `b.${targets[position]} = a.${quoteName(name)}`)
    .join(" AND ");
  const missing = `NOT EXISTS (SELECT FROM ${ownRows(above.id, context)}${quotePath(above.path)} AS b WHERE ${equal})`;
  const from = `${fromTable(constraint, context)} AS a WHERE ${[...filled, missing].join(" AND ")}`;
  return {
    count: counted("rows without a counterpart", from),
    list: `SELECT ${columns.map((name) => `a.${quoteName(name)}`).join(", ")} FROM ${from} LIMIT ${most}`,
  };
}
