// Comments and owners: what is attached to an object of any kind.

import type { AnyObject } from "../../catalog/model";
import { isRelation, objectId, quoteName, quoteText } from "../../catalog/names";
import { type Draft, draft, lock, type ObjectOf, type Rule, type RuleContext } from "../draft";
import type { Lock } from "../model";
import { afterDefault, backfill, check, unfinishedBackfill } from "../strategies/data-steps";
import { multirangeOf } from "../strategies/type-swap";

/** `COMMENT ON TABLE app.items IS 'What there is'`. */
export function commentText({ attributes: { on, text } }: ObjectOf<"comment">): string {
  return `COMMENT ON ${on} IS ${quoteText(text)}`;
}

export const commentRule: Rule<"comment"> = {
  create: (object, context) => [
    draft(object.id, context.cause(object.id), commentText(object), {
      creates: [object.id],
      locks: commentLocks(object),
    }),
  ],
  drop: (object, context) => [
    ...goneOnWith(object, context),
    draft(
      object.id,
      context.cause(object.id),
      `COMMENT ON ${object.attributes.on} IS ${unset(object.attributes.on)}`,
      {
        drops: [object.id],
        locks: commentLocks(object),
      },
    ),
  ],
  // Where only the name of the commented has changed, the comment came along.
  alter: (before, after, attributes, context) =>
    attributes.has("text")
      ? [
          ...goneOnWith(before, context),
          draft(after.id, context.cause(after.id), commentText(after), {
            alters: [after.id],
            locks: commentLocks(after),
          }),
        ]
      : [],
};

/** A backfill that an earlier run did not finish, as the comment of its column says. */
function goneOnWith({ attributes, parent }: ObjectOf<"comment">, context: RuleContext): readonly Draft[] {
  const column = parent === null ? undefined : context.desired.objects.get(parent);
  if (attributes.text !== unfinishedBackfill || column?.kind !== "column") return [];
  return afterDefault([...backfill(column, context), ...check(column, context)], column, context);
}

/** Of a relation and its columns; other objects have no lock that a table's users feel. */
function commentLocks({ attributes: { on }, path, parent }: ObjectOf<"comment">): readonly Lock[] {
  if (on.startsWith("COLUMN ") && parent?.startsWith("column "))
    return lock("SHARE UPDATE EXCLUSIVE", objectId("table", path.slice(0, -1)));
  return parent !== null && isRelation(parent) ? lock("SHARE UPDATE EXCLUSIVE", parent) : [];
}

const ownerLocks = ({ parent }: ObjectOf<"owner">): readonly Lock[] =>
  parent !== null && isRelation(parent) ? lock("ACCESS EXCLUSIVE", parent) : [];

/** initdb comments the schema `public`, and a dump says so where that comment is missing. */
function unset(on: string): string {
  return on === "SCHEMA public" ? "'standard public schema'" : "NULL";
}

export const ownerRule: Rule<"owner"> = {
  create: (object, context) => handOver(object, { creates: [object.id] }, context),
  // The source stopped saying who owns it: it stays with whom it has.
  drop: () => [],
  alter: (_before, after, _attributes, context) => handOver(after, { alters: [after.id] }, context),
};

function handOver(owner: ObjectOf<"owner">, effect: Partial<Draft>, context: RuleContext): readonly Draft[] {
  const { id, parent, attributes } = owner;
  const of = parent === null ? undefined : context.desired.objects.get(parent);
  if (followsTable(of)) return [];
  const after = parent === null ? [] : rest(context.children(parent), id);
  // Up to Postgres 16 a range is given away without its multirange.
  const apart = of?.kind === "range" && context.live.serverMajor < 17 ? [`TYPE ${multirangeOf(of)}`] : [];
  return [attributes.of, ...apart].map((what) =>
    draft(id, context.cause(id), `ALTER ${what} OWNER TO ${quoteName(attributes.role)}`, {
      ...effect,
      locks: ownerLocks(owner),
      after,
    }),
  );
}

/** A sequence owned by a column has its table's owner, and Postgres refuses to give it another. */
function followsTable(object: AnyObject | undefined): boolean {
  return object?.kind === "sequence" && object.attributes.ownedBy !== null;
}

/** Whoever gives a table away may no longer alter it: everything else on it comes first. */
function rest(children: readonly AnyObject[], owner: AnyObject["id"]): readonly AnyObject["id"][] {
  return children.flatMap((child) => (child.id === owner || child.kind === "privilege" ? [] : [child.id]));
}
