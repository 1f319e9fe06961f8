// A type in use that Postgres cannot alter: the old one gives up its name, the new one is made, columns are converted, the old one goes. Pure.
import type { AnyObject, ObjectId } from "../../catalog/model";
import { clipName, quoteName, quotePath, quoteText } from "../../catalog/names";
import { spell } from "../../catalog/spelling";
import { type Draft, draft, lock, type ObjectOf, type RuleContext } from "../draft";
import { blocksReads, dataLoss, mayFail, rewrites } from "../hazards";
import type { Hazard } from "../model";
import { columnsOf, holders } from "../offenders";
import type { Rebuild } from "../rebuild";
import { columnName, tableId, tablePath } from "../rules/column-names";
import { retypeColumn } from "../rules/column-type";

/** Marks a type that waits for its end; a plan after an interruption sees it as not in the source and drops it. */
const suffix = "__stackschema_old";

const bundleOf = (type: AnyObject): string => `swap ${type.id}`;

/** The name that what stands at `path` has meanwhile. */
export function retiredPath(path: readonly string[]): readonly string[] {
  return [...path.slice(0, -1), `${clipName(path.at(-1) ?? "", suffix.length)}${suffix}`];
}

/** `creation` is what the type's rule makes of the desired version. */
export function swapType(
  before: AnyObject,
  after: AnyObject,
  creation: readonly Draft[],
  context: RuleContext,
): readonly (readonly Draft[])[] {
  if (before.kind === "range" && after.kind === "range" && multirangeOf(before) === multirangeOf(after))
    return [throughText(before, creation, context)];
  const bundle = bundleOf(after);
  const cause = context.cause(after.id);
  const [word] = spell(before).split(" ", 1);
  const [, retired = ""] = retiredPath(before.path);
  const rename = draft(
    after.id,
    cause,
    `ALTER ${word} ${quotePath(before.path)} RENAME TO ${quoteName(retired)}`,
    {
      retires: [before.id],
      bundle,
      hazards: lossOf(before, after, context),
    },
  );
  const end = draft(after.id, cause, `DROP ${word} ${quotePath(retiredPath(before.path))}`, {
    drops: [before.id],
    bundle,
  });
  const freed = freeNames(before, after, context).map((sql) => draft(after.id, cause, sql, { bundle }));
  return [[rename, ...freed, ...creation.map((made) => ({ ...made, bundle }))], [end]];
}

/** Qualified; where none is given, the name that Postgres makes up (manual, CREATE TYPE). */
export function multirangeOf({ path, attributes }: ObjectOf<"range">): string {
  const [, given] = /MULTIRANGE_TYPE_NAME = (.+)$/.exec(attributes.options) ?? [];
  const name = path.at(-1) ?? "";
  const made = name.includes("range") ? name.replace("range", "multirange") : `${name}_multirange`;
  return given ?? quotePath([...path.slice(0, -1), clipName(made, 0)]);
}

/**
 * The constructors of a multirange belong to Postgres's own superuser and keep their names when it is renamed: two of one name
 * cannot be there at once. Its columns are text for as long as there is none.
 */
function throughText(
  range: ObjectOf<"range">,
  creation: readonly Draft[],
  context: RuleContext,
): readonly Draft[] {
  const bundle = bundleOf(range);
  const type = quotePath(range.path);
  const away = columnsOf(new Set([type, `${type}[]`]), context).map((column) => {
    const text = column.attributes.type === type ? "text" : "text[]";
    const name = columnName(column);
    const table = tableId(column);
    const sql = `ALTER TABLE ${quotePath(tablePath(column))} ALTER COLUMN ${name} TYPE ${text} USING ${name}::${text}`;
    return draft(column.id, context.cause(range.id), sql, {
      bundle,
      between: [...context.live.dependencies].flatMap(([id, on]) => (on.includes(column.id) ? [id] : [])),
      locks: lock("ACCESS EXCLUSIVE", table),
      rewrites: true,
      estimate: context.estimate(table, "heirs too"),
      hazards: [
        rewrites(`every row of ${table} is written again (${column.attributes.type} -> ${text})`),
        blocksReads("readers and writers wait"),
      ],
    });
  });
  const drop = draft(range.id, context.cause(range.id), `DROP TYPE ${type}`, {
    retires: [range.id],
    bundle,
  });
  return [...away, drop, ...creation.map((made) => ({ ...made, bundle }))];
}

/** From PG17 on NOT NULL of a domain is a constraint, and its name is one that no other domain of the schema is given. */
function freeNames(before: AnyObject, after: AnyObject, context: RuleContext): readonly string[] {
  const areNotNull = [before, after].every(
    ({ kind, attributes }) => kind === "domain" && "notNull" in attributes && attributes.notNull,
  );
  return areNotNull && context.live.serverMajor >= 17
    ? [`ALTER DOMAIN ${quotePath(retiredPath(before.path))} DROP NOT NULL`]
    : [];
}

/** Converts a column to the new type of the same name. */
export function swapColumn(
  before: AnyObject,
  after: AnyObject,
  types: readonly AnyObject[],
  context: RuleContext,
): readonly Draft[] {
  if (before.kind !== "column" || after.kind !== "column") return [];
  const { type: name, collation } = after.attributes;
  const type = types.find(({ kind, path }) =>
    kind === "collation" ? collation === quotePath(path) : name.startsWith(quotePath(path)),
  );
  return retypeColumn(before, after, context).map((made) => ({
    ...made,
    bundle: type ? bundleOf(type) : null,
  }));
}

function lossOf(before: AnyObject, after: AnyObject, context: RuleContext): readonly Hazard[] {
  if (before.kind === "enum" && after.kind === "enum") {
    const removed = before.attributes.labels.filter((label) => !after.attributes.labels.includes(label));
    return removed.flatMap((label) => {
      const held = holders(before, label, context);
      const change = `drop value ${quoteText(label)} of ${before.id}`;
      return [
        dataLoss(change, `no row can hold ${quoteText(label)} any more`, before.id, context, held.count),
        mayFail(`fails where a row holds ${quoteText(label)}`, held),
      ];
    });
  }
  if (before.kind === "composite" && after.kind === "composite") {
    const removed = before.attributes.fields.filter(
      ({ name }) => !after.attributes.fields.some((field) => field.name === name),
    );
    return removed.map(({ name }) =>
      dataLoss(
        `drop attribute ${quoteName(name)} of ${before.id}`,
        `attribute ${quoteName(name)} is lost in every value`,
        before.id,
        context,
      ),
    );
  }
  return [];
}

/** Types among the replaced objects, when columns hold them. */
export function swappedTypes(
  { replaced, swaps }: Pick<Rebuild, "replaced" | "swaps">,
  context: RuleContext,
): ReadonlySet<ObjectId> {
  if (!swaps) return new Set();
  return new Set(
    [...replaced].filter((id) =>
      ["enum", "domain", "composite", "range", "collation"].includes(
        context.live.objects.get(id)?.kind ?? "",
      ),
    ),
  );
}
