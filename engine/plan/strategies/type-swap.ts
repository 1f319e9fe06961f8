// A type in use that Postgres cannot alter: the old one gives up its name, the new one is made, columns are converted, the old one goes. Pure.
import type { AnyObject, ObjectId } from "../../catalog/model";
import { clipName, quoteName, quotePath, quoteText } from "../../catalog/names";
import { type Draft, draft, type RuleContext } from "../draft";
import { dataLoss } from "../hazards";
import type { Hazard } from "../model";
import { retypeColumn } from "../rules/column-type";

/** Marks a type that waits for its end; a plan after an interruption sees it as not in the source and drops it. */
const suffix = "__stackschema_old";

const bundleOf = (type: AnyObject): string => `swap ${type.id}`;

function retiredPath(type: AnyObject): readonly string[] {
  return [type.path[0] ?? "", `${clipName(type.path[1] ?? "", suffix.length)}${suffix}`];
}

/** `creation` is what the type's rule makes of the desired version. */
export function swapType(
  before: AnyObject,
  after: AnyObject,
  creation: readonly Draft[],
  context: RuleContext,
): readonly (readonly Draft[])[] {
  const bundle = bundleOf(after);
  const cause = context.cause(after.id);
  const word = before.kind === "domain" ? "DOMAIN" : "TYPE";
  const [, retired = ""] = retiredPath(before);
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
  const end = draft(after.id, cause, `DROP ${word} ${quotePath(retiredPath(before))}`, {
    drops: [before.id],
    bundle,
  });
  return [[rename, ...creation.map((made) => ({ ...made, bundle }))], [end]];
}

/** Converts a column to the new type of the same name. */
export function swapColumn(
  before: AnyObject,
  after: AnyObject,
  types: readonly AnyObject[],
  context: RuleContext,
): readonly Draft[] {
  if (before.kind !== "column" || after.kind !== "column") return [];
  const type = types.find(({ path }) => after.attributes.type.startsWith(quotePath(path)));
  return retypeColumn(before, after, context).map((made) => ({
    ...made,
    bundle: type ? bundleOf(type) : null,
  }));
}

function lossOf(before: AnyObject, after: AnyObject, context: RuleContext): readonly Hazard[] {
  if (before.kind === "enum" && after.kind === "enum") {
    const removed = before.attributes.labels.filter((label) => !after.attributes.labels.includes(label));
    return removed.map((label) =>
      dataLoss(
        `drop value ${quoteText(label)} of ${before.id}`,
        `rows that hold ${quoteText(label)} make the conversion fail; change them first`,
        before.id,
        context,
      ),
    );
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
  replaced: ReadonlySet<ObjectId>,
  retyped: ReadonlySet<ObjectId>,
  context: RuleContext,
): ReadonlySet<ObjectId> {
  if (retyped.size === 0) return new Set();
  return new Set(
    [...replaced].filter((id) =>
      ["enum", "domain", "composite"].includes(context.live.objects.get(id)?.kind ?? ""),
    ),
  );
}
