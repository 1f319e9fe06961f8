// Views. CREATE OR REPLACE keeps a view's dependents; it can only add columns at the end.
import type { AttributesOf, ObjectId } from "../../catalog/model";
import { quoteName, quotePath } from "../../catalog/names";
import { type Draft, draft, lock, type ObjectOf, type Rule, type RuleContext } from "../draft";
import { breaksOldCode } from "../hazards";
import type { Hazard } from "../model";
import { optionClauses, withOptions } from "./table";

export const relationNames = (object: { readonly path: readonly string[] }): readonly string[] => [
  `relation ${quotePath(object.path)}`,
  `type ${quotePath(object.path)}`,
];

/** Whether the query comes, through whatever views and functions, to such a table or materialized view. */
export function readsAny(
  id: ObjectId,
  isSuch: (relation: ObjectId) => boolean,
  context: RuleContext,
  seen = new Set<ObjectId>(),
): boolean {
  return (context.desired.dependencies.get(id) ?? []).some((on) => {
    if (seen.has(on)) return false;
    seen.add(on);
    if (/^(table|materialized view) /.test(on)) return isSuch(on);
    return readsAny(on, isSuch, context, seen);
  });
}

function createView(
  view: ObjectOf<"view">,
  context: RuleContext,
  mode: "CREATE" | "CREATE OR REPLACE",
): Draft {
  const { query, options, checkOption } = view.attributes;
  const sql = [
    `${mode} VIEW ${quotePath(view.path)}`,
    ...withOptions(options),
    `AS\n${query}`,
    ...(checkOption === null ? [] : [`WITH ${checkOption.toUpperCase()} CHECK OPTION`]),
  ].join(" ");
  const effect =
    mode === "CREATE"
      ? { creates: [view.id] }
      : { alters: [view.id], locks: lock("ACCESS EXCLUSIVE", view.id) };
  return draft(view.id, context.cause(view.id), sql, effect);
}

type View = ObjectOf<"view"> | ObjectOf<"materialized view">;

/** The whole of it, or columns that the new one has no more. */
export function goesAway(before: View, context: RuleContext): readonly Hazard[] {
  const after = context.desired.objects.get(before.id);
  const name = quotePath(before.path);
  if (after?.kind !== before.kind) return [breaksOldCode(`code that says ${name} stops working`)];
  const kept = new Set(after.attributes.columns.map((column) => column.name));
  const lost = before.attributes.columns.filter((column) => !kept.has(column.name));
  if (lost.length === 0) return [];
  const columns = lost.map((column) => quoteName(column.name)).join(", ");
  return [breaksOldCode(`code that reads ${columns} of ${name} stops working`)];
}

export const viewRule: Rule<"view"> = {
  create: (object, context) => [createView(object, context, "CREATE")],
  drop: (object, context) => [
    draft(object.id, context.cause(object.id), `DROP VIEW ${quotePath(object.path)}`, {
      drops: [object.id],
      phase: "contract",
      locks: lock("ACCESS EXCLUSIVE", object.id),
      hazards: goesAway(object, context),
    }),
  ],
  alter: (before, after, attributes, context) => {
    if (!attributes.has("query") && !attributes.has("columns") && !attributes.has("checkOption")) {
      return optionClauses(before.attributes.options, after.attributes.options).map((clause) =>
        draft(after.id, context.cause(after.id), `ALTER VIEW ${quotePath(after.path)} ${clause}`, {
          alters: [after.id],
          locks: lock("ACCESS EXCLUSIVE", after.id),
        }),
      );
    }
    return extendsColumns(before.attributes.columns, after.attributes.columns)
      ? [createView(after, context, "CREATE OR REPLACE")]
      : "replace";
  },
  names: relationNames,
};

type Columns = AttributesOf["view"]["columns"];

function extendsColumns(before: Columns, after: Columns): boolean {
  return before.every((column, position) => {
    const now = after[position];
    return now?.name === column.name && now.type === column.type && now.collation === column.collation;
  });
}
