// What ties a partition to its table, a child to the one it inherits from, a typed table to its type. Attaching a partition takes a
// weak lock of the table above, so new partitions are made first and attached then.
import type { AnyObject, ObjectId } from "../../catalog/model";
import { quotePath } from "../../catalog/names";
import { type Draft, draft, lock, type ObjectOf, type Rule, type RuleContext } from "../draft";
import { blocksReads, mayFail } from "../hazards";
import { besideDefault } from "../locks";
import type { Lock } from "../model";
import { detachTable } from "./detach";
import { isElsewhere } from "./foreign";
import { isInheritable } from "./inherited";

type Attachment = ObjectOf<"attachment">;

const isPartition = (attachment: Attachment): boolean => attachment.attributes.as === "partition";

export const attachmentRule: Rule<"attachment"> = {
  create: (object, context) => (context.isInline(object.id) ? [] : [attach(object, context)]),
  drop: (object, context) => detach(object, context),
  // Another bound: the rows stay where they are while the partition is away.
  alter: () => "replace",
  // Bounds may not overlap: whatever leaves comes first. A table has one type.
  names: (object) => {
    if (isPartition(object)) return [`bounds of ${object.attributes.to}`];
    return object.attributes.as === "typed table" ? [`type of ${object.parent}`] : [];
  },
  takesAlong: (before, context) => {
    if (before.attributes.as !== "index" || isLetGo(before, context)) return null;
    // The index above does not let go of one that leaves: it is made anew without it.
    const stays = before.parent !== null && context.desired.objects.has(before.parent);
    return stays ? before.parent : before.attributes.to;
  },
};

function attach(attachment: Attachment, context: RuleContext): Draft {
  const to = nameOf(attachment.attributes.to);
  switch (attachment.attributes.as) {
    case "partition":
      return attachTable(attachment, context);
    case "index":
      return attachIndex(attachment, context);
    case "child":
      return tie(
        attachment,
        `INHERIT ${to}`,
        lock("SHARE UPDATE EXCLUSIVE", attachment.attributes.to),
        context,
      );
    case "typed table":
      return tie(attachment, `OF ${to}`, [], context);
  }
}

function detach(attachment: Attachment, context: RuleContext): readonly Draft[] {
  switch (attachment.attributes.as) {
    case "partition":
      return detachTable(attachment, context);
    case "index":
      return [];
    case "child":
      return [untie(attachment, `NO INHERIT ${nameOf(attachment.attributes.to)}`, context)];
    case "typed table":
      return [untie(attachment, "NOT OF", context)];
  }
}

/** Also of what is out of scope. */
export const nameOf = (id: ObjectId): string => id.replace(/^(table|composite) /, "");

/** Indexes, keys and foreign keys are each table's own. */
function isCompared(id: ObjectId, context: RuleContext): boolean {
  const object = context.desired.objects.get(id) ?? context.live.objects.get(id);
  return object?.kind === "column" || (object?.kind === "constraint" && isInheritable(object));
}

/** The rows stay where they are, and nothing is read: Postgres compares the definitions. */
function tie(attachment: Attachment, clause: string, far: readonly Lock[], context: RuleContext): Draft {
  const table = attachment.parent ?? attachment.id;
  const sql = `ALTER TABLE ${relationOf(table, context)} ${clause}`;
  return draft(attachment.id, context.cause(attachment.id), sql, {
    creates: [attachment.id],
    after: [
      ...neighbours(table, attachment.attributes.to, context).filter((id) => isCompared(id, context)),
      ...tiesBefore(attachment, context),
    ],
    locks: [...lock("ACCESS EXCLUSIVE", table), ...far],
  });
}

/** A table inherits from several in the order in which it is told so. */
function tiesBefore(
  { parent, attributes: { place } }: Attachment,
  context: RuleContext,
): readonly ObjectId[] {
  if (parent === null || place === null) return [];
  return context
    .ties(parent)
    .flatMap(({ id, attributes }) => (attributes.place !== null && attributes.place < place ? [id] : []));
}

function untie(attachment: Attachment, clause: string, context: RuleContext): Draft {
  const table = attachment.parent ?? attachment.id;
  const sql = `ALTER TABLE ${relationOf(table, context)} ${clause}`;
  const taken = takenForInherited(table, attachment.attributes.to, context);
  return draft(attachment.id, context.cause(attachment.id), sql, {
    drops: [attachment.id],
    before: neighbours(table, attachment.attributes.to, context).filter(
      (id) => isCompared(id, context) && !taken.includes(id),
    ),
    afterEnd: taken,
    beforeStart: taken,
    locks: lock("ACCESS EXCLUSIVE", table),
  });
}

/** Checks NO INHERIT above, which NO INHERIT of the table takes for the source of one that is the table's own, and fails. */
function takenForInherited(table: ObjectId, above: ObjectId, context: RuleContext): readonly ObjectId[] {
  const isCheck = (child: AnyObject): child is ObjectOf<"constraint"> =>
    child.kind === "constraint" && child.attributes.type === "check";
  const names = context
    .liveChildren(table)
    .filter(isCheck)
    .map(({ path }) => path.at(-1));
  // With its column it goes once the table has let go of that.
  const goesAlone = ({ id }: AnyObject): boolean =>
    (context.live.dependencies.get(id) ?? []).every((on) => context.desired.objects.has(on));
  return context
    .liveChildren(above)
    .filter(isCheck)
    .filter((check) => !isInheritable(check) && names.includes(check.path.at(-1)) && goesAlone(check))
    .map(({ id }) => id);
}

/** The index goes on alone when its table leaves the table above, or is dropped. */
function isLetGo(attachment: Attachment, context: RuleContext): boolean {
  const index = context.live.objects.get(attachment.parent ?? attachment.id);
  const above = context.live.objects.get(attachment.attributes.to)?.parent;
  if (!index?.parent || !above) return true;
  const tie = context
    .liveChildren(index.parent)
    .find((child) => child.kind === "attachment" && child.attributes.to === above);
  return tie === undefined || !staysAttached(tie.id, context);
}

/** Attached before and after, to a table that is there all the time, and not let go of for another change. */
export function staysAttached(id: ObjectId, context: RuleContext): boolean {
  const before = context.live.objects.get(id);
  const after = context.desired.objects.get(id);
  if (before?.kind !== "attachment" || after?.kind !== "attachment" || !after.parent) return false;
  if (context.isForced(id)) return false;
  const isSame = (table: ObjectId): boolean => {
    const [was, will] = [context.live.objects.get(table), context.desired.objects.get(table)];
    return (
      was?.kind === "table" &&
      will?.kind === "table" &&
      was.attributes.partitionKey === will.attributes.partitionKey &&
      !isElsewhere(was, will)
    );
  };
  return isSame(after.parent) && isSame(after.attributes.to);
}

const pathOf = (id: ObjectId, context: RuleContext): readonly string[] => {
  const object = context.desired.objects.get(id) ?? context.live.objects.get(id);
  return object?.path ?? [];
};

/** Of the index behind a key, the name is its constraint's. */
export const relationOf = (id: ObjectId, context: RuleContext): string => {
  const path = pathOf(id, context);
  return quotePath([path[0] ?? "", path.at(-1) ?? ""]);
};

function attachTable(attachment: Attachment, context: RuleContext): Draft {
  const { to, bound } = attachment.attributes;
  const table = attachment.parent ?? attachment.id;
  const full = context.hasRows(table);
  const gone = partitionsNow(to, context).flatMap(({ id }) => (context.desired.objects.has(id) ? [] : [id]));
  const others = besideDefault(to, attachment.id, new Set(gone), context);
  const searched = others.map(({ relation }) => relation).filter((id) => context.hasRows(id));
  const unshared = indexesWithout(table, to, context);
  const sql = `ALTER TABLE ${relationOf(to, context)} ATTACH PARTITION ${relationOf(table, context)} ${bound}`;
  return draft(attachment.id, context.cause(attachment.id), sql, {
    creates: [attachment.id],
    after: staysAttached(attachment.id, context)
      ? []
      : neighbours(table, to, context).filter((id) => !unshared.includes(id)),
    before: unshared,
    locks: [...lock("SHARE UPDATE EXCLUSIVE", to), ...lock("ACCESS EXCLUSIVE", table), ...others],
    scans: full || searched.length > 0,
    estimate: context.estimate(full ? table : (searched[0] ?? table)),
    hazards: [
      ...(full
        ? [
            mayFail(`fails where a row of ${table} is out of the bounds`),
            blocksReads(`readers and writers of ${table} wait for the scan`),
          ]
        : []),
      ...searched.flatMap((id) => [
        mayFail(`fails where a row of ${id} belongs in the new partition`),
        blocksReads(
          `readers and writers of ${id} wait while it is searched for such rows; a valid check that excludes them saves the search`,
        ),
      ]),
    ],
  });
}

/** New indexes of the table above that the partition shall have no part of: attached under them, it would get one. */
function indexesWithout(table: ObjectId, above: ObjectId, context: RuleContext): readonly ObjectId[] {
  const ties = context
    .children(table)
    .flatMap(({ id }) => context.children(id))
    .flatMap((child) => (child.kind === "attachment" ? [child.attributes.to] : []));
  return context.children(above).flatMap(({ id, kind }) => {
    const isNew = !context.isThere(id) || context.isReplaced(id);
    return kind === "index" && isNew && !ties.includes(id) ? [id] : [];
  });
}

/** What must fit before tables are tied together, and is changed by itself once they are not. */
export function neighbours(table: ObjectId, above: ObjectId, context: RuleContext): readonly ObjectId[] {
  const parts = (children: readonly AnyObject[]): readonly ObjectId[] =>
    children.flatMap((child) => (["column", "constraint", "index"].includes(child.kind) ? [child.id] : []));
  return [table, above].flatMap((id) => [
    ...new Set([...parts(context.children(id)), ...parts(context.liveChildren(id))]),
  ]);
}

function attachIndex(attachment: Attachment, context: RuleContext): Draft {
  const index = attachment.parent ?? attachment.id;
  const sql = `ALTER INDEX ${relationOf(attachment.attributes.to, context)} ATTACH PARTITION ${relationOf(index, context)}`;
  return draft(attachment.id, context.cause(attachment.id), sql, {
    creates: [attachment.id],
    after: leavingPartitions(attachment.attributes.to, context),
  });
}

/** What is attached to a table or an index, or to what is attached to it, as desired. */
export const tiesBelow = (id: ObjectId, context: RuleContext): readonly Attachment[] =>
  context.tiedTo(id).flatMap((tie) => {
    const isBelow = isPartition(tie) || tie.attributes.as === "index";
    return isBelow ? [tie, ...(tie.parent === null ? [] : tiesBelow(tie.parent, context))] : [];
  });

/** The index of a partition that stays where it is: no ATTACH PARTITION takes it along. */
export function isTiedAlone({ parent }: Attachment, context: RuleContext): boolean {
  const table = parent === null ? null : context.desired.objects.get(parent)?.parent;
  return table ? context.ties(table).every(({ id }) => staysAttached(id, context)) : false;
}

/** The index above is valid once each partition has its own, which Postgres looks at when one is attached and never again. */
function leavingPartitions(indexAbove: ObjectId, context: RuleContext): readonly ObjectId[] {
  const table = context.desired.objects.get(indexAbove)?.parent;
  if (!table) return [];
  return partitionsNow(table, context)
    .filter((tie) => leaves(tie, context))
    .map(({ id }) => id);
}

const partitionsNow = (table: ObjectId, context: RuleContext): readonly Attachment[] =>
  context.attachedTo(table).filter((tie) => isPartition(tie) && context.live.objects.has(tie.id));

/** For good, or until it is attached again. */
const leaves = ({ id }: Attachment, context: RuleContext): boolean =>
  context.isReplaced(id) || !staysAttached(id, context);

/**
 * Where no partition stays, none has an index that is attached by itself, so that an index ONLY on the table is valid only if it is
 * made while there are none.
 */
export function whileEmpty(table: ObjectId, context: RuleContext): readonly ObjectId[] {
  const ties = partitionsNow(table, context);
  return ties.every((tie) => leaves(tie, context)) ? ties.map(({ id }) => id) : [];
}
