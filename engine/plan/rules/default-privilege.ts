// Default privileges in a schema. What exists already keeps what it has (manual, ALTER DEFAULT PRIVILEGES).
import { quotePath } from "../../catalog/names";
import { roleText } from "../../catalog/roles";
import { type Draft, draft, type ObjectOf, type Rule, type RuleContext } from "../draft";

type DefaultPrivilege = ObjectOf<"default privilege">;
type Effect = Pick<Partial<Draft>, "creates" | "alters" | "drops">;

function change(
  object: DefaultPrivilege,
  verb: string,
  names: readonly string[],
  tail: string,
  effect: Effect,
  context: RuleContext,
): readonly Draft[] {
  if (names.length === 0) return [];
  const { role, objects, grantee } = object.attributes;
  const direction = verb === "GRANT" ? "TO" : "FROM";
  const sql = `ALTER DEFAULT PRIVILEGES FOR ROLE ${roleText(role)} IN SCHEMA ${quotePath(object.path)} ${verb} ${names.join(", ")} ON ${objects.toUpperCase()} ${direction} ${roleText(grantee)}${tail}`;
  return [draft(object.id, context.cause(object.id), sql, effect)];
}

/** Privileges that `after` has and `before` has not, without or with the option to grant them on. */
function grants(
  before: DefaultPrivilege["attributes"]["privileges"],
  after: DefaultPrivilege,
  effect: Effect,
  context: RuleContext,
): readonly Draft[] {
  const wanted = Object.entries(after.attributes.privileges);
  const missing = (option: boolean): readonly string[] =>
    wanted
      .filter(
        ([name, grantable]) => grantable === option && (option ? before[name] !== true : !(name in before)),
      )
      .map(([name]) => name)
      .sort();
  return [
    ...change(after, "GRANT", missing(false), "", effect, context),
    ...change(after, "GRANT", missing(true), " WITH GRANT OPTION", effect, context),
  ];
}

export const defaultPrivilegeRule: Rule<"default privilege"> = {
  create: (object, context) => grants({}, object, { creates: [object.id] }, context),
  drop: (object, context) =>
    change(
      object,
      "REVOKE",
      Object.keys(object.attributes.privileges).sort(),
      "",
      { drops: [object.id] },
      context,
    ),
  alter: (before, after, _attributes, context) => {
    const effect = { alters: [after.id] };
    const was = before.attributes.privileges;
    const will = after.attributes.privileges;
    const gone = Object.keys(was).filter((name) => !(name in will));
    const lessened = Object.keys(was).filter((name) => was[name] === true && will[name] === false);
    return [
      ...change(after, "REVOKE", gone.sort(), "", effect, context),
      ...change(after, "REVOKE GRANT OPTION FOR", lessened.sort(), "", effect, context),
      ...grants(was, after, effect, context),
    ];
  },
};
