// What a step locks beyond the relation that its rule names: partitions, and the tables of foreign keys that go along. Pure.
// Facts: manual 13.3.1 and ALTER TABLE; every claim is compared with pg_locks by tests/claims.
import type { AnyObject, Kind, ObjectId } from "../catalog/model";
import { objectId } from "../catalog/names";
import type { Draft, RuleContext } from "./draft";
import { type Lock, type LockMode, lockModes } from "./model";
import { type Done, hasLeft, lockedByTies, partitionsOf, standsOn } from "./partition-locks";
import { inheritsNotNull, isInheritable } from "./rules/inherited";

/** What is said of these parts of a partitioned table goes on to its partitions, unless it is said of it ONLY. */
const handedDown: ReadonlySet<Kind> = new Set(["column", "default", "constraint", "index", "trigger"]);

/** One entry a relation that is there when the step runs, with the strongest mode; the one that the step is about comes first. */
export function lockedBy(draft: Draft, done: Done, context: RuleContext): readonly Lock[] {
  const { gone } = done;
  const toHeirs = heirsTouched(draft, gone, context);
  const down = (locks: readonly Lock[]): readonly Lock[] =>
    locks.flatMap(({ mode, relation }) =>
      partitionsOf(relation, done, context)
        .filter((partition) => !dropsKeyTo(relation, draft, context) || standsOn(partition, context))
        .map((partition) => ({ mode, relation: partition })),
    );
  const referenced = referencedBy(draft, done, context);
  const all = new Map<ObjectId, LockMode>();
  for (const { mode, relation } of [
    ...draft.locks,
    ...leftBy(draft, gone, context),
    ...lockedByTies(draft, done, context),
    ...referenced.filter(({ relation }) => standsOn(relation, context)),
    ...(goesDown(draft, context) ? down(draft.locks) : []),
    // A foreign key's triggers stand on every partition.
    ...down(referenced),
    ...draft.locks.flatMap(({ mode, relation }) =>
      toHeirs(relation).map((heir) => ({ mode, relation: heir })),
    ),
  ]) {
    const known = all.get(relation);
    if (gone.has(relation) || !context.isThere(relation)) continue;
    if (known === undefined || lockModes.indexOf(mode) > lockModes.indexOf(known)) all.set(relation, mode);
  }
  return [...all].map(([relation, mode]) => ({ mode, relation }));
}

function goesDown(draft: Draft, context: RuleContext): boolean {
  const object = context.desired.objects.get(draft.object) ?? context.live.objects.get(draft.object);
  if (object === undefined || isComment(draft)) return false;
  if (draft.sql.includes(" RENAME CONSTRAINT ")) return object.kind === "constraint" && isInheritable(object);
  return handedDown.has(object.kind) && !draft.sql.includes(" ONLY ");
}

const dropsKeyTo = (table: ObjectId, { drops }: Draft, context: RuleContext): boolean =>
  drops.some((id) => {
    const key = context.live.objects.get(id);
    return key?.kind === "constraint" && key.attributes.references === table && key.parent !== table;
  });

/** It is said of one relation, whatever stands below. */
const isComment = ({ sql }: Draft): boolean => sql.startsWith("COMMENT ON ");

/** The tables that inherit from one, as far down as the statement goes (manual, ALTER TABLE, Notes). */
function heirsTouched(
  draft: Draft,
  gone: ReadonlySet<ObjectId>,
  context: RuleContext,
): (table: ObjectId) => readonly ObjectId[] {
  const object = context.desired.objects.get(draft.object) ?? context.live.objects.get(draft.object);
  const goesOn =
    object?.kind === "column" ||
    object?.kind === "default" ||
    (object?.kind === "constraint" && isInheritable(object));
  if (!goesOn || isComment(draft)) return () => [];
  const isOnly = draft.sql.includes(" ONLY ");
  if (isOnly && draft.drops.length === 0 && !letsGoOfNotNull(draft, context)) return () => [];
  if (isRenamedAlone(draft, context)) return () => [];
  const made = new Set([...draft.creates, ...draft.drops]);
  const name = object.path.at(-1) ?? "";
  const isWhole = made.size === 0 || (draft.sql.includes(" ADD CONSTRAINT ") && keepsAllNames(context));
  // An heir that has the part already, or keeps it, is looked at, and no heir of its own.
  const goesThrough = (path: readonly string[]): boolean =>
    !isOnly && (isWhole || made.has(objectId(object.kind, [...path, name])));
  const below = (table: ObjectId): readonly ObjectId[] =>
    context
      .attachedTo(table)
      .filter(({ id, attributes }) => attributes.as === "child" && !gone.has(id))
      .flatMap(({ parent, path }) =>
        parent === null ? [] : [parent, ...(goesThrough(path) ? below(parent) : [])],
      );
  return below;
}

/** From Postgres 18 on NOT NULL is a constraint that heirs have from above. */
const keepsAllNames = (context: RuleContext): boolean => context.live.serverMajor >= 18;

function letsGoOfNotNull({ object: id, sql }: Draft, context: RuleContext): boolean {
  const before = context.live.objects.get(id);
  return (
    sql.endsWith(" DROP NOT NULL") &&
    keepsAllNames(context) &&
    before?.kind === "column" &&
    inheritsNotNull(before)
  );
}

/** A NOT NULL that heirs have no part in. */
function isRenamedAlone({ object: id, sql }: Draft, context: RuleContext): boolean {
  const before = context.live.objects.get(id);
  return sql.includes(" RENAME CONSTRAINT ") && before?.kind === "column" && !inheritsNotNull(before);
}

/** What goes with the tables that the draft drops. */
function partsOf(draft: Draft, gone: ReadonlySet<ObjectId>, context: RuleContext): readonly AnyObject[] {
  return draft.drops
    .filter((id) => id.startsWith("table "))
    .flatMap((table) => context.liveChildren(table))
    .filter(({ id }) => !gone.has(id));
}

/** The table that a dropped partition belongs to, and the DEFAULT partition beside it, whose bound grows. */
const leftBy = (draft: Draft, gone: ReadonlySet<ObjectId>, context: RuleContext): readonly Lock[] =>
  partsOf(draft, gone, context).flatMap((child): readonly Lock[] => {
    if (child.kind !== "attachment" || child.attributes.as !== "partition") return [];
    const { to } = child.attributes;
    return [{ mode: "ACCESS EXCLUSIVE", relation: to }, ...besideDefault(to, child.id, gone, context)];
  });

/** The DEFAULT partition of a table that another partition comes to or leaves. */
export function besideDefault(
  above: ObjectId,
  attachment: ObjectId,
  gone: ReadonlySet<ObjectId>,
  context: RuleContext,
): readonly Lock[] {
  return context
    .attachedTo(above)
    .filter(({ id, attributes }) => attributes.bound === "DEFAULT" && id !== attachment && !gone.has(id))
    .flatMap(({ parent }) => (parent === null ? [] : [{ mode: "ACCESS EXCLUSIVE", relation: parent }]));
}

/**
 * The tables that a dropped table's own foreign keys refer to; those of a partition are kept by the table above, until it has
 * left that.
 */
function referencedBy(draft: Draft, done: Done, context: RuleContext): readonly Lock[] {
  return partsOf(draft, done.gone, context).flatMap((child) =>
    child.kind === "constraint" &&
    child.attributes.references &&
    (child.attributes.inheritedFrom === null ||
      (hasLeft(child.parent, done, context) && standsOn(child.attributes.references, context)))
      ? [{ mode: "ACCESS EXCLUSIVE", relation: child.attributes.references }]
      : [],
  );
}
