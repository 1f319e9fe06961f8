// Defaults of columns, of tables and of views.
import type { ObjectId } from "../../catalog/model";
import { type Draft, draft, lock, type ObjectOf, type Rule, type RuleContext } from "../draft";
import { alterOnly, columnName, tableId } from "./column-names";

export const defaultRule: Rule<"default"> = {
  create: (object, context) =>
    context.isInline(object.id) ? [] : [setDefault(object, context, { creates: [object.id] })],
  drop: (object, context) => [
    draft(
      object.id,
      context.cause(object.id),
      alterOnly(object, `ALTER COLUMN ${columnName(object)} DROP DEFAULT`, context),
      {
        drops: [object.id],
        phase: "contract",
        locks: lock("ACCESS EXCLUSIVE", relationOf(object)),
      },
    ),
  ],
  alter: (_before, after, _attributes, context) => [setDefault(after, context, { alters: [after.id] })],
};

function setDefault(object: ObjectOf<"default">, context: RuleContext, effect: Partial<Draft>): Draft {
  const sql = alterOnly(
    object,
    `ALTER COLUMN ${columnName(object)} SET DEFAULT ${object.attributes.expression}`,
    context,
  );
  return draft(object.id, context.cause(object.id), sql, {
    ...effect,
    locks: lock("ACCESS EXCLUSIVE", relationOf(object)),
  });
}

/** The default of a view's column hangs on the view. */
function relationOf(object: ObjectOf<"default">): ObjectId {
  return object.parent?.startsWith("view ") ? object.parent : tableId(object);
}
