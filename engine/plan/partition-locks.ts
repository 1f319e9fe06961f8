// What attaching and detaching a partition locks: all that is below it, and the tables of foreign keys, which stand on every partition
// of both their tables. Pure.
// Facts: every claim is compared with pg_locks by tests/claims; Postgres 14 differs.
import type { AnyObject, Catalog, ObjectId } from "../catalog/model";
import type { Draft, ObjectOf, RuleContext } from "./draft";
import type { Lock, LockMode } from "./model";

type Attachment = ObjectOf<"attachment">;
type Constraint = ObjectOf<"constraint">;

/** What the steps before one have done. */
export interface Done {
  /** Dropped, and not tied again. */
  readonly gone: ReadonlySet<ObjectId>;
  readonly made: ReadonlySet<ObjectId>;
}

export function lockedByTies(draft: Draft, done: Done, context: RuleContext): readonly Lock[] {
  return [
    ...partitionTies(draft.creates, context.desired).flatMap((tie) => [
      ...everyPart("ACCESS EXCLUSIVE", tie.parent ?? tie.id, done, context),
      ...keysFromAbove(tie, done, context),
      ...keysToAbove(tie, done, context),
    ]),
    ...partitionTies(draft.drops, context.live)
      .filter(({ parent }) => parent !== null && !draft.drops.includes(parent))
      .flatMap((tie) => [
        ...everyPart("ACCESS EXCLUSIVE", tie.parent ?? tie.id, done, context),
        ...keysLetGo(tie, done, context),
      ]),
  ];
}

const partitionTies = (ids: readonly ObjectId[], { objects }: Catalog): readonly Attachment[] =>
  ids.flatMap((id) => {
    const tie = objects.get(id);
    return tie?.kind === "attachment" && isPartition(tie) ? [tie] : [];
  });

const isPartition = ({ attributes }: Attachment): boolean => attributes.as === "partition";

/** The partition gets the foreign keys of the table above, or its own become theirs. */
function keysFromAbove(
  { parent, attributes }: Attachment,
  done: Done,
  context: RuleContext,
): readonly Lock[] {
  const own = (parent === null ? [] : context.liveChildren(parent)).flatMap(referredBy);
  return context
    .children(attributes.to)
    .flatMap(referredBy)
    .flatMap((referred) =>
      everyPart("SHARE ROW EXCLUSIVE", referred, done, context).map(({ mode, relation }) => ({
        // The triggers of its own go.
        mode: own.includes(referred) && standsOn(relation, context) ? "ACCESS EXCLUSIVE" : mode,
        relation,
      })),
    );
}

const referredBy = (child: AnyObject): readonly ObjectId[] =>
  child.kind === "constraint" ? [child.attributes.references ?? []].flat() : [];

/** Foreign keys to the tables above come to refer to the partition, too. */
function keysToAbove({ attributes: { to } }: Attachment, done: Done, context: RuleContext): readonly Lock[] {
  // Their tables are not locked then.
  if (context.live.serverMajor < 15) return [];
  return users(to, done, context).map((relation) => ({ mode: "SHARE ROW EXCLUSIVE", relation }));
}

/** The partition lets go of the foreign keys to the tables above, and those that it had from there become its own. */
function keysLetGo(
  { parent, attributes: { to } }: Attachment,
  done: Done,
  context: RuleContext,
): readonly Lock[] {
  const kept = (parent === null ? [] : context.liveChildren(parent))
    .filter((child) => child.kind === "constraint" && child.attributes.inheritedFrom !== null)
    .filter(({ id }) => !done.gone.has(id))
    .flatMap(referredBy)
    .filter((referred) => standsOn(referred, context));
  return [
    ...users(to, done, context).map((relation): Lock => ({ mode: "ACCESS EXCLUSIVE", relation })),
    ...kept.flatMap((referred) => everyPart("SHARE ROW EXCLUSIVE", referred, done, context)),
  ];
}

/** Tables whose foreign keys refer to this one, or to one that it is a partition of now. */
function users(table: ObjectId, done: Done, context: RuleContext): readonly ObjectId[] {
  const { live, desired } = context;
  const line = (below: ObjectId): readonly ObjectId[] => [
    below,
    ...[...context.liveChildren(below), ...context.ties(below)].flatMap((tie) =>
      tie.kind === "attachment" && isPartition(tie) && isTied(tie, done, context)
        ? line(tie.attributes.to)
        : [],
    ),
  ];
  const keys = (above: ObjectId): readonly Constraint[] => [
    ...context.foreignKeysAt(above, live).filter(({ id }) => !done.gone.has(id)),
    ...context.foreignKeysAt(above, desired).filter(({ id }) => done.made.has(id)),
  ];
  return line(table).flatMap((above) =>
    keys(above).flatMap((key) =>
      key.attributes.references === above &&
      isOwn(key, done, context) &&
      key.parent !== null &&
      key.parent !== above
        ? [key.parent]
        : [],
    ),
  );
}

/** Not that of a table above, or not any more. */
function isOwn(key: Constraint, done: Done, context: RuleContext): boolean {
  const { parent, attributes } = key;
  const after = context.desired.objects.get(key.id);
  if (attributes.inheritedFrom !== null)
    return hasLeft(parent, done, context) && standsOn(attributes.references ?? key.id, context);
  const becomesTheirs = after?.kind === "constraint" && after.attributes.inheritedFrom !== null;
  return !becomesTheirs || parent === null || !context.ties(parent).some(({ id }) => done.made.has(id));
}

/** It was a partition, and what it had from the table above is its own now. */
export const hasLeft = (table: ObjectId | null, { gone }: Done, context: RuleContext): boolean =>
  table !== null && context.liveChildren(table).some(({ id, kind }) => kind === "attachment" && gone.has(id));

const isTied = ({ id }: Attachment, { gone, made }: Done, context: RuleContext): boolean =>
  made.has(id) || (context.live.objects.has(id) && !gone.has(id));

const everyPart = (mode: LockMode, table: ObjectId, done: Done, context: RuleContext): readonly Lock[] =>
  [table, ...partitionsOf(table, done, context)].map((relation) => ({ mode, relation }));

/** At any depth, as they are tied now. */
export function partitionsOf(table: ObjectId, done: Done, context: RuleContext): readonly ObjectId[] {
  const ties = [
    ...context.attachedTo(table).filter(({ id }) => !done.gone.has(id)),
    ...context.tiedTo(table).filter(({ id }) => done.made.has(id)),
  ];
  return [
    ...new Set(
      ties.flatMap(({ parent, attributes }) =>
        attributes.bound === null || parent === null ? [] : [parent, ...partitionsOf(parent, done, context)],
      ),
    ),
  ];
}

/** Postgres 14 has no trigger on the partitioned table itself, and makes none for a partition that has left. */
export const standsOn = (table: ObjectId, context: RuleContext): boolean =>
  context.live.serverMajor > 14 || !context.isPartitioned(table);
