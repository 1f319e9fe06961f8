// ALTER DEFAULT PRIVILEGES of the database gives to new objects, or takes from them, what the source does not say: that is undone. Pure.
import type { AnyObject, DefaultPrivilege, Kind, ObjectId } from "../../catalog/model";
import { attachedId, identityOf, quotePath } from "../../catalog/names";
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
  return entriesFor(group, object.path, context).flatMap((entry) =>
    undo(object, entry, on, attachedId("privilege", object.id, entry.grantee), context),
  );
}

/** The same for the sequence that comes with an identity column. */
export function revokeIdentityDefaults(column: ObjectOf<"column">, context: RuleContext): readonly Draft[] {
  const sequence = column.attributes.identity?.sequence;
  if (!sequence) return [];
  return entriesFor("sequences", sequence, context).flatMap((entry) =>
    undo(
      column,
      entry,
      `SEQUENCE ${quotePath(sequence)}`,
      attachedId("privilege", identityOf(column.id), entry.grantee),
      context,
    ),
  );
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
