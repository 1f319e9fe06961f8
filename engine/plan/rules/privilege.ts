// Privileges: what a role may do with an object beyond what Postgres gives by itself.
import type { AttributesOf, Catalog, ObjectId } from "../../catalog/model";
import { ownerGrantee } from "../../catalog/model";
import { attachedId, quoteName } from "../../catalog/names";
import { roleText } from "../../catalog/roles";
import { type Draft, draft, type ObjectOf, type Rule, type RuleContext } from "../draft";
import { heldByDefault } from "../strategies/default-privileges";

type Privilege = ObjectOf<"privilege">;
type Privileges = AttributesOf["privilege"]["privileges"];

function granteeText(privilege: Privilege, context: RuleContext): string {
  const { grantee } = privilege.attributes;
  if (grantee !== ownerGrantee) return roleText(grantee);
  const owner = privilege.parent === null ? null : context.ownerOf(privilege.parent);
  return owner === null ? "CURRENT_USER" : quoteName(owner);
}

/** `SELECT (name), UPDATE (name)` for a column, `SELECT, UPDATE` for a whole object. */
function list(privilege: Privilege, names: readonly string[]): string {
  const { column } = privilege.attributes;
  return names.map((name) => (column === null ? name : `${name} (${quoteName(column)})`)).join(", ");
}

/** The statements that lead from one set of privileges to another. */
function grantStatements(
  privilege: Privilege,
  to: string,
  before: Privileges,
  after: Privileges,
): readonly string[] {
  const { on } = privilege.attributes;
  const revoked = Object.keys(before).filter((name) => !(name in after));
  const optionRevoked = Object.keys(before).filter((name) => before[name] === true && after[name] === false);
  const granted = Object.keys(after).filter((name) => after[name] === false && !(name in before));
  const withOption = Object.keys(after).filter((name) => after[name] === true && before[name] !== true);
  return [
    ...(revoked.length > 0 ? [`REVOKE ${list(privilege, revoked)} ON ${on} FROM ${to}`] : []),
    ...(optionRevoked.length > 0
      ? [`REVOKE GRANT OPTION FOR ${list(privilege, optionRevoked)} ON ${on} FROM ${to}`]
      : []),
    ...(granted.length > 0 ? [`GRANT ${list(privilege, granted)} ON ${on} TO ${to}`] : []),
    ...(withOption.length > 0
      ? [`GRANT ${list(privilege, withOption)} ON ${on} TO ${to} WITH GRANT OPTION`]
      : []),
  ];
}

const defaults = (privilege: Privilege): Privileges =>
  Object.fromEntries(privilege.attributes.byDefault.map((name) => [name, false]));

export const privilegeRule: Rule<"privilege"> = {
  create: (object, context) =>
    drafts(
      object,
      { ...defaults(object), ...heldByDefault(object, context) },
      object.attributes.privileges,
      context,
      { creates: [object.id] },
    ),
  drop: (object, context) =>
    drafts(object, object.attributes.privileges, defaults(object), context, { drops: [object.id] }),
  alter: (before, after, _attributes, context) =>
    drafts(after, before.attributes.privileges, after.attributes.privileges, context, { alters: [after.id] }),
};

function drafts(
  privilege: Privilege,
  before: Privileges,
  after: Privileges,
  context: RuleContext,
  effect: Partial<Draft>,
): readonly Draft[] {
  const statements = grantStatements(privilege, granteeText(privilege, context), before, after);
  const cause = context.cause(privilege.id);
  const revoked = Object.keys(before).filter((name) => !(name in after));
  const siblings = privilege.attributes.column === null ? columnSiblings(privilege, context) : [];
  // Of a new object nothing runs yet that could miss it.
  const isThere = context.live.objects.has(privilege.id);
  const own = statements.map((sql) =>
    draft(privilege.id, cause, sql, {
      ...effect,
      phase: isThere && sql.startsWith("REVOKE ") ? "contract" : "expand",
      after: [...wholeSibling(privilege, context), ...ownerChange(privilege, context)],
    }),
  );
  return [...own, ...siblings.flatMap((sibling) => grantAgain(sibling, revoked, context))];
}

/** Revoking on the whole table takes the same privilege from its columns too (manual, REVOKE): give back what stays. */
function grantAgain(column: Privilege, revoked: readonly string[], context: RuleContext): readonly Draft[] {
  const lost = Object.keys(column.attributes.privileges).filter((name) => revoked.includes(name));
  if (lost.length === 0 || !context.live.objects.has(column.id)) return [];
  const kept = Object.fromEntries(lost.map((name) => [name, column.attributes.privileges[name] === true]));
  return grantStatements(column, granteeText(column, context), {}, kept).map((sql) =>
    draft(column.id, "taken along by the REVOKE on the whole table", sql, { alters: [column.id] }),
  );
}

function columnSiblings(privilege: Privilege, context: RuleContext): readonly Privilege[] {
  return sameHolder(privilege, context.desired, context).filter(
    ({ attributes }) => attributes.column !== null,
  );
}

/** Grants on columns come after whatever happens to the same role's grants on the whole table. */
function wholeSibling(privilege: Privilege, context: RuleContext): readonly Privilege["id"][] {
  if (privilege.attributes.column === null) return [];
  const all = [
    ...sameHolder(privilege, context.live, context),
    ...sameHolder(privilege, context.desired, context),
  ];
  return all.filter(({ attributes }) => attributes.column === null).map(({ id }) => id);
}

/** A change of owner moves the owner's privileges, and merges those of the new one into them. */
function ownerChange(privilege: Privilege, context: RuleContext): readonly ObjectId[] {
  const { parent } = privilege;
  if (parent === null) return [];
  const holder = context.live.objects.get(parent) ?? context.desired.objects.get(parent);
  return [attachedId("owner", holder?.kind === "column" && holder.parent ? holder.parent : parent)];
}

function sameHolder(privilege: Privilege, catalog: Catalog, context: RuleContext): readonly Privilege[] {
  return context
    .privilegesOn(privilege.attributes.on, catalog)
    .filter(({ attributes }) => attributes.grantee === privilege.attributes.grantee);
}
