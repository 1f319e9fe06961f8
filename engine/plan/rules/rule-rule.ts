// Rewrite rules. CREATE OR REPLACE RULE keeps the rule and its comment (manual, CREATE RULE).
import { quoteName, quotePath } from "../../catalog/names";
import { type Draft, draft, lock, type ObjectOf, type Rule, type RuleContext } from "../draft";
import { enabling } from "./trigger";

type Rewrite = ObjectOf<"rule">;

const relation = (object: Rewrite): string => quotePath(object.path.slice(0, -1));
const name = (object: Rewrite): string => quoteName(object.path.at(-1) ?? "");

function setEnabled(object: Rewrite, context: RuleContext): Draft {
  const sql = `ALTER TABLE ${relation(object)} ${enabling[object.attributes.enabled]} RULE ${name(object)}`;
  return draft(object.id, context.cause(object.id), sql, {
    alters: [object.id],
    locks: object.parent ? lock("ACCESS EXCLUSIVE", object.parent) : [],
  });
}

export const rewriteRule: Rule<"rule"> = {
  create: (object, context) => [
    draft(object.id, context.cause(object.id), object.attributes.definition, {
      creates: [object.id],
      locks: object.parent ? lock("ACCESS EXCLUSIVE", object.parent) : [],
    }),
    ...(object.attributes.enabled === "origin" ? [] : [setEnabled(object, context)]),
  ],
  drop: (object, context) => [
    draft(object.id, context.cause(object.id), `DROP RULE ${name(object)} ON ${relation(object)}`, {
      drops: [object.id],
      locks: object.parent ? lock("ACCESS EXCLUSIVE", object.parent) : [],
    }),
  ],
  alter: (_before, after, attributes, context) => {
    const replaced = after.attributes.definition.replace(/^CREATE RULE/, "CREATE OR REPLACE RULE");
    return [
      ...(attributes.has("definition")
        ? [
            draft(after.id, context.cause(after.id), replaced, {
              alters: [after.id],
              locks: after.parent ? lock("ACCESS EXCLUSIVE", after.parent) : [],
            }),
          ]
        : []),
      ...(attributes.has("enabled") ? [setEnabled(after, context)] : []),
    ];
  },
};
