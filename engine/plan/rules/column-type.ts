// A column's change of type: the conversion, its dangers, and what must stand aside for it. Part of the column's rule.
import type { AnyObject, ObjectId } from "../../catalog/model";
import { quotePath } from "../../catalog/names";
import { convertsByInput, statedChange, type TypeChange, typeChange } from "../casts";
import { conversion, isReadable } from "../conversions";
import { type Draft, draft, lock, type ObjectOf, type RuleContext } from "../draft";
import { blocksReads, columnValuesProbe, dataLoss, mayFail, rewrites } from "../hazards";
import type { Hazard, Lock } from "../model";
import { misfits, type Offenders, refusedBy } from "../offenders";
import { check } from "../strategies/data-steps";
import { alterTable, columnName, tableId } from "./column-names";
import { isForeign, isNowhere } from "./foreign";

type Column = ObjectOf<"column">;

/** Of a foreign table only what is known here changes: it has no values, and takes no USING. */
const elsewhere = { using: null, rewrites: false, losesData: false, mayFail: false };

/** Whether its values are converted by an expression, for which there is no place on a foreign table. */
function takesUsing(before: Column, after: Column, context: RuleContext): boolean {
  if (isSwapped(before, after, context)) return true;
  return conversionOf(after, before.attributes.type, context).using !== null;
}

/** The type or collation keeps its name, and is another. */
const isSwapped = (before: Column, after: Column, context: RuleContext): boolean =>
  before.attributes.type === after.attributes.type &&
  before.attributes.collation === after.attributes.collation &&
  !context.isReplaced(`collation ${after.attributes.collation}` as ObjectId);

/** Ties between a table here and a foreign one: USING would go on to that, and Postgres refuses it. */
export function foreignInTheWay(before: Column, context: RuleContext): readonly ObjectId[] {
  const after = context.desired.objects.get(before.id);
  const table = tableId(before);
  if (after?.kind !== "column" || !takesUsing(before, after, context)) return [];
  return context
    .attachedTo(table)
    .flatMap(({ id, parent }) =>
      parent !== null && isForeign(parent, context) !== isForeign(table, context) ? [id] : [],
    );
}

/** Also for a column whose type was swapped for another of the same name. */
export function retypeColumn(
  before: Column,
  after: Column,
  context: RuleContext,
  swapped = before.attributes.type,
): readonly Draft[] {
  const table = tableId(after);
  const name = columnName(after);
  const isThere =
    !isForeign(table, context) || (isFollowed(table, context) && !takesUsing(before, after, context));
  const change = isThere ? conversionOf(after, swapped, context) : elsewhere;
  const isKept =
    before.attributes.type === after.attributes.type &&
    before.attributes.collation === after.attributes.collation;
  const isSwap = isSwapped(before, after, context);
  const using = isSwap && isThere ? conversion(name, after.attributes.type, context) : change.using;
  const collate = after.attributes.collation === null ? "" : ` COLLATE ${after.attributes.collation}`;
  const clause = `ALTER COLUMN ${name} TYPE ${after.attributes.type}${collate}${using === null ? "" : ` USING ${using}`}`;
  const rewrite = change.rewrites || (isSwap && isThere);
  const unreadable =
    isSwap && after.attributes.type.endsWith("[]") && !isReadable(after.attributes.type, context);
  return [
    ...(isKept ? [] : check(after, context)),
    draft(after.id, context.cause(after.id), alterTable(after, clause), {
      alters: [after.id],
      locks: [...lock("ACCESS EXCLUSIVE", table), ...foreignTables(after, context)],
      // Values that are kept as they are take what code writes that knows the old type.
      phase: rewrite || change.mayFail || change.losesData ? "contract" : "expand",
      rewrites: rewrite,
      scans:
        change.mayFail ||
        (before.attributes.collation !== after.attributes.collation && isIndexed(after, context)),
      estimate: context.estimate(table, "heirs too"),
      hazards: retypeHazards(
        before,
        after,
        { ...change, rewrites: rewrite, mayFail: change.mayFail || unreadable },
        context,
      ),
    }),
  ];
}

/** Heirs with rows here change with the foreign table. */
const isFollowed = (table: ObjectId, context: RuleContext): boolean =>
  !isNowhere(table, context) && context.attachedTo(table).some(({ id }) => !context.isForced(id));

/** As the source says it, or as Postgres would. */
function conversionOf(after: Column, from: string, context: RuleContext): TypeChange {
  const own = context.directive("using", after.id);
  if (own?.from === from && from !== after.attributes.type) return statedChange(own.expression);
  return typeChange(columnName(after), from, after.attributes.type, context.live, context.desired);
}

/** Another collation is another order: Postgres builds the indexes that stay again. */
function isIndexed(column: Column, context: RuleContext): boolean {
  const table = tableId(column);
  return (
    context.hasRows(table) &&
    context
      .liveChildren(table)
      .some(
        ({ id, kind }) =>
          (kind === "index" || kind === "constraint") &&
          !context.isReplaced(id) &&
          context.live.dependencies.get(id)?.includes(column.id),
      )
  );
}

/** Postgres makes the foreign keys of the column again, from either side, and locks the other table for it. */
function foreignTables(column: Column, context: RuleContext): readonly Lock[] {
  const table = tableId(column);
  return context.foreignKeysAt(table, context.live).flatMap(({ id, parent, attributes }) => {
    if (context.isReplaced(id) || !context.live.dependencies.get(id)?.includes(column.id)) return [];
    return lock("ACCESS EXCLUSIVE", (parent === table ? attributes.references : parent) ?? table);
  });
}

function retypeHazards(
  before: Column,
  after: Column,
  change: ReturnType<typeof typeChange>,
  context: RuleContext,
): readonly Hazard[] {
  const table = tableId(after);
  const hazards: Hazard[] = [];
  const what = `${before.attributes.type} -> ${after.attributes.type}`;
  if (change.losesData)
    hazards.push(
      dataLoss(
        `retype ${after.id}`,
        `${what} may lose part of the values of ${after.id}`,
        after.id,
        context,
        columnValuesProbe(after.path),
      ),
    );
  if (!context.holdsData(table, "heirs too")) return hazards;
  if (change.rewrites)
    hazards.push(
      rewrites(`every row of ${table} is written again (${what})`, besideRemedy(before, after, context)),
      blocksReads("readers and writers wait"),
    );
  if (change.mayFail) hazards.push(valuesRefused(before, after, change.using, context));
  return hazards;
}

/** Not offered where it would be refused at once. */
function besideRemedy(before: Column, after: Column, context: RuleContext): string | undefined {
  const table = tableId(after);
  const isPart = context.liveChildren(table).some(({ kind }) => kind === "attachment");
  const isGenerated = before.attributes.generated !== null || after.attributes.generated !== null;
  const isSame = before.attributes.type === after.attributes.type;
  const isElsewhere = context.isPartitioned(table) || isForeign(table, context);
  if (isElsewhere || isPart || isGenerated || isSame) return undefined;
  return `write beside it: -- expand-contract: column ${quotePath(after.path)}`;
}

/** Values that are there and have no counterpart in the new type. */
export function valuesRefused(
  before: Column,
  after: Column,
  using: string | null,
  context: RuleContext,
): Hazard {
  return mayFail(
    `fails where a value of ${after.id} does not fit ${after.attributes.type}`,
    refused(before, after, using, context),
    `say how they are converted: -- using: column ${quotePath(after.path)} from ${before.attributes.type} = <expression>`,
  );
}

/** Where the conversion is the input of the new type, the new type's own input tells which values it refuses. */
function refused(
  before: Column,
  after: Column,
  using: string | null,
  context: RuleContext,
): Offenders | undefined {
  const will = after.attributes.type;
  const table = after.path.slice(0, -1);
  if (will.includes(".")) return undefined;
  if (context.live.serverMajor >= 16 && convertsByInput(before.attributes.type, will, using))
    return misfits(table, after.path.at(-1) ?? "", will);
  // Without USING a value that does not fit is refused, and with a cast it may be cut.
  return using === null ? undefined : refusedBy(table, `(${using})::${will}`);
}

/** Whether a live dependent must be dropped before the type changes and made again after. */
export function typeBreaks(
  before: Column,
  after: Column,
  dependent: AnyObject,
  context: RuleContext,
): boolean {
  const change = conversionOf(after, before.attributes.type, context);
  switch (dependent.kind) {
    case "view":
    case "materialized view":
    case "policy":
    case "trigger":
    case "function":
    case "procedure":
    case "column":
      return true;
    // A column list goes along; a row filter does not (manual, ALTER TABLE).
    case "published table":
      return dependent.attributes.where !== null;
    case "default":
      return change.using !== null;
    case "constraint":
      return dependent.attributes.type === "foreign key"
        ? !isWithinFamily(before.attributes.type, after.attributes.type)
        : dependent.attributes.type === "check" && change.using !== null;
    case "index":
      return (
        change.using !== null &&
        (dependent.attributes.predicate !== null || dependent.attributes.definition.includes("(("))
      );
    default:
      return false;
  }
}

const families = [new Set(["smallint", "integer", "bigint"]), new Set(["text", "character varying"])];

/** Types whose values are compared across without a cast, so that a foreign key survives the change of one side. */
function isWithinFamily(before: string, after: string): boolean {
  const base = (type: string): string => type.replace(/\(.*\)/, "");
  return families.some((family) => family.has(base(before)) && family.has(base(after)));
}
