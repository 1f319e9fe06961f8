// ALTER DEFAULT PRIVILEGES of the database gives to new objects, or takes from them, what the source does not say: that is undone. Pure.

import { sameValue } from "../../catalog/equal";
import type { AnyObject, DefaultPrivilege, Kind, ObjectId } from "../../catalog/model";
import { attachedId, defaultPrivilegeId, identityOf, objectId, quotePath } from "../../catalog/names";
import { roleText } from "../../catalog/roles";
import { spell } from "../../catalog/spelling";
import { type Draft, draft, type ObjectOf, type RuleContext } from "../draft";

const classes: Partial<Readonly<Record<Kind, DefaultPrivilege["objects"]>>> = {
  table: "tables",
  view: "tables",
  "materialized view": "tables",
  sequence: "sequences",
  function: "functions",
  procedure: "functions",
  enum: "types",
  domain: "types",
  composite: "types",
  schema: "schemas",
};

/** REVOKEs and GRANTs for a new object, to run between its creation and its own grants. */
export function revokeDefaults(object: AnyObject, context: RuleContext): readonly Draft[] {
  const group = classes[object.kind];
  if (!group) return [];
  const on = group === "tables" ? `TABLE ${quotePath(object.path)}` : spell(object);
  return othersEntries(group, object.id, object.path, context).flatMap((entry) =>
    undo(object, entry, on, attachedId("privilege", object.id, entry.grantee), context),
  );
}

/** The same for the sequence that comes with an identity column. */
export function revokeIdentityDefaults(column: ObjectOf<"column">, context: RuleContext): readonly Draft[] {
  const sequence = column.attributes.identity?.sequence;
  if (!sequence) return [];
  return othersEntries("sequences", column.parent ?? column.id, sequence, context).flatMap((entry) =>
    undo(
      column,
      entry,
      `SEQUENCE ${quotePath(sequence)}`,
      attachedId("privilege", identityOf(column.id), entry.grantee),
      context,
    ),
  );
}

/**
 * What a new object's grantee has without being given it: the reader's default privileges, where the plan leaves them as they are.
 * Only of a provider's server is it known whose they are.
 */
export function heldByDefault(
  privilege: ObjectOf<"privilege">,
  context: RuleContext,
): Readonly<Record<string, boolean>> {
  const { parent, path, attributes } = privilege;
  const reader = context.live.server.provider?.reader;
  const isNew = parent !== null && (!context.isThere(parent) || context.isReplaced(parent));
  if (reader === undefined || !isNew || attributes.column !== null) return {};
  const holder = context.desired.objects.get(parent);
  const group = holder && (holder.kind === "column" ? "sequences" : classes[holder.kind]);
  if (!group) return {};
  const held = entriesFor(group, path, context).filter(({ schema, grantee }) => {
    if (schema === null || grantee !== attributes.grantee) return false;
    const id = defaultPrivilegeId(objectId("schema", [schema]), reader, group, grantee);
    const [before, after] = [context.live.objects.get(id), context.desired.objects.get(id)];
    return before !== undefined && sameValue(before.attributes, after?.attributes);
  });
  const given = held.flatMap(({ privileges }) => Object.entries(privileges));
  return Object.fromEntries(given.filter(([name]) => name in attributes.privileges));
}

/** Without those for the role that the object will belong to: an owner has everything, and a REVOKE would take it away. */
function othersEntries(
  group: DefaultPrivilege["objects"],
  id: ObjectId,
  path: readonly string[],
  context: RuleContext,
): readonly DefaultPrivilege[] {
  const owner = context.ownerOf(id);
  return entriesFor(group, path, context).filter(({ grantee }) => grantee !== owner);
}

function entriesFor(
  group: DefaultPrivilege["objects"],
  path: readonly string[],
  context: RuleContext,
): readonly DefaultPrivilege[] {
  return context.live.server.defaultPrivileges.filter(
    (entry) => entry.objects === group && (entry.schema === null || entry.schema === path[0]),
  );
}

/** @param wantedId the desired grant to the same grantee, if there is one */
function undo(
  object: AnyObject,
  entry: DefaultPrivilege,
  on: string,
  wantedId: ObjectId,
  context: RuleContext,
): readonly Draft[] {
  const wanted = context.desired.objects.get(wantedId);
  const kept = wanted?.kind === "privilege" ? wanted.attributes.privileges : {};
  const natural = entry.grantee === "public" ? naturalPublic[object.kind] : undefined;
  const extra = Object.keys(entry.privileges).filter((name) => !(name in kept) && name !== natural);
  const isTakenAway =
    entry.schema === null && natural !== undefined && wanted === undefined && !(natural in entry.privileges);
  const grantee = roleText(entry.grantee);
  const statement = (cause: string, sql: string): Draft =>
    draft(object.id, cause, sql, { alters: [object.id] });
  return [
    ...(extra.length === 0
      ? []
      : [
          statement(
            "granted by the database's default privileges, not by the source",
            `REVOKE ${extra.join(", ")} ON ${on} FROM ${grantee}`,
          ),
        ]),
    ...(isTakenAway
      ? [
          statement(
            "taken away by the database's default privileges, not by the source",
            `GRANT ${natural} ON ${on} TO ${grantee}`,
          ),
        ]
      : []),
  ];
}

/** What PUBLIC has anyway (manual 5.8, table 5.2). */
const naturalPublic: Partial<Readonly<Record<Kind, string>>> = {
  function: "EXECUTE",
  procedure: "EXECUTE",
  enum: "USAGE",
  domain: "USAGE",
  composite: "USAGE",
};
