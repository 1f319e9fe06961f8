// Triggers and row security policies.
import { quoteName, quotePath } from "../../catalog/names";
import { roleText } from "../../catalog/roles";
import { type Draft, draft, lock, type ObjectOf, type Rule, type RuleContext } from "../draft";
import { breaksOldCode } from "../hazards";

type Trigger = ObjectOf<"trigger">;
type Policy = ObjectOf<"policy">;

const relation = (object: Trigger | Policy): string => quotePath(object.path.slice(0, -1));
const name = (object: Trigger | Policy): string => quoteName(object.path.at(-1) ?? "");

/** Words of ALTER TABLE … TRIGGER and … RULE. */
export const enabling = {
  origin: "ENABLE",
  disabled: "DISABLE",
  replica: "ENABLE REPLICA",
  always: "ENABLE ALWAYS",
} as const;

function setEnabled(trigger: Trigger, context: RuleContext): Draft {
  const sql = `ALTER TABLE ${relation(trigger)} ${enabling[trigger.attributes.enabled]} TRIGGER ${name(trigger)}`;
  return draft(trigger.id, context.cause(trigger.id), sql, {
    alters: [trigger.id],
    locks: trigger.parent ? lock("SHARE ROW EXCLUSIVE", trigger.parent) : [],
  });
}

export const triggerRule: Rule<"trigger"> = {
  create: (object, context) => [
    draft(object.id, context.cause(object.id), object.attributes.definition, {
      creates: [object.id],
      locks: object.parent ? lock("SHARE ROW EXCLUSIVE", object.parent) : [],
    }),
    ...(object.attributes.enabled === "origin" ? [] : [setEnabled(object, context)]),
  ],
  drop: (object, context) => [
    draft(object.id, context.cause(object.id), `DROP TRIGGER ${name(object)} ON ${relation(object)}`, {
      drops: [object.id],
      locks: object.parent ? lock("ACCESS EXCLUSIVE", object.parent) : [],
    }),
  ],
  alter: (before, after, attributes, context) => {
    if (attributes.has("isConstraint") || (attributes.has("definition") && after.attributes.isConstraint))
      return "replace";
    const replaced = after.attributes.definition.replace(/^CREATE TRIGGER/, "CREATE OR REPLACE TRIGGER");
    const resets = attributes.has("definition") && before.attributes.enabled !== "origin";
    return [
      ...(attributes.has("definition")
        ? [
            draft(after.id, context.cause(after.id), replaced, {
              alters: [after.id],
              locks: after.parent ? lock("SHARE ROW EXCLUSIVE", after.parent) : [],
            }),
          ]
        : []),
      ...(attributes.has("enabled") || resets ? [setEnabled(after, context)] : []),
    ];
  },
};

function clauses(policy: Policy, before?: Policy): readonly string[] {
  const { roles, using, check } = policy.attributes;
  const was = before?.attributes;
  const names = roles.map(roleText).join(", ");
  return [
    ...((was?.roles ?? ["public"]).join() === roles.join() ? [] : [`TO ${names}`]),
    ...(using === null || using === was?.using ? [] : [`USING ${parenthesised(using)}`]),
    ...(check === null || check === was?.check ? [] : [`WITH CHECK ${parenthesised(check)}`]),
  ];
}

const parenthesised = (expression: string): string =>
  expression.startsWith("(") && expression.endsWith(")") ? expression : `(${expression})`;

export const policyRule: Rule<"policy"> = {
  create: (object, context) => {
    const { permissive, command } = object.attributes;
    const sql = [
      `CREATE POLICY ${name(object)} ON ${relation(object)}`,
      ...(permissive ? [] : ["AS RESTRICTIVE"]),
      ...(command === "ALL" ? [] : [`FOR ${command}`]),
      ...clauses(object),
    ].join(" ");
    return [
      draft(object.id, context.cause(object.id), sql, {
        creates: [object.id],
        phase: permissive ? "expand" : "contract",
        locks: object.parent ? lock("ACCESS EXCLUSIVE", object.parent) : [],
      }),
    ];
  },
  drop: (object, context) => [
    draft(object.id, context.cause(object.id), `DROP POLICY ${name(object)} ON ${relation(object)}`, {
      drops: [object.id],
      locks: object.parent ? lock("ACCESS EXCLUSIVE", object.parent) : [],
      hazards: context.isReplaced(object.id)
        ? []
        : [breaksOldCode(`who may see the rows of ${relation(object)} changes`)],
    }),
  ],
  alter: (before, after, attributes, context) => {
    const removed = (["using", "check"] as const).some(
      (part) => attributes.has(part) && after.attributes[part] === null,
    );
    if (attributes.has("permissive") || attributes.has("command") || removed) return "replace";
    return [
      draft(
        after.id,
        context.cause(after.id),
        `ALTER POLICY ${name(after)} ON ${relation(after)} ${clauses(after, before).join(" ")}`,
        {
          alters: [after.id],
          phase: "contract",
          locks: after.parent ? lock("ACCESS EXCLUSIVE", after.parent) : [],
        },
      ),
    ];
  },
};
