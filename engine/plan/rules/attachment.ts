// What ties a partition to its table. Attaching takes a weak lock of the table above, so new partitions are made first and attached then.
import type { AnyObject, ObjectId } from "../../catalog/model";
import { quotePath } from "../../catalog/names";
import { type Draft, draft, lock, type ObjectOf, type Rule, type RuleContext } from "../draft";
import { blocksReads, mayFail } from "../hazards";
import { besideDefault } from "../locks";
import type { Lock } from "../model";

type Attachment = ObjectOf<"attachment">;

const isOfTable = (attachment: Attachment): boolean => attachment.attributes.bound !== null;

export const attachmentRule: Rule<"attachment"> = {
  create: (object, context) => [
    isOfTable(object) ? attachTable(object, context) : attachIndex(object, context),
  ],
  drop: (object, context) => (isOfTable(object) ? [detachTable(object, context)] : []),
  // Another bound: the rows stay where they are while the partition is away.
  alter: () => "replace",
  // Bounds may not overlap: whatever leaves comes first.
  names: (object) => (isOfTable(object) ? [`bounds of ${object.attributes.to}`] : []),
  takesAlong: (before, context) => {
    if (isOfTable(before) || isLetGo(before, context)) return null;
    // The index above does not let go of one that leaves: it is made anew without it.
    const stays = before.parent !== null && context.desired.objects.has(before.parent);
    return stays ? before.parent : before.attributes.to;
  },
};

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

/** Attached before and after, to a table that is there all the time. */
export function staysAttached(id: ObjectId, context: RuleContext): boolean {
  const before = context.live.objects.get(id);
  const after = context.desired.objects.get(id);
  if (before?.kind !== "attachment" || after?.kind !== "attachment" || !after.parent) return false;
  const isSame = (table: ObjectId): boolean => {
    const [was, will] = [context.live.objects.get(table), context.desired.objects.get(table)];
    return (
      was?.kind === "table" &&
      will?.kind === "table" &&
      was.attributes.partitionKey === will.attributes.partitionKey
    );
  };
  return isSame(after.parent) && isSame(after.attributes.to);
}

const pathOf = (id: ObjectId, context: RuleContext): readonly string[] => {
  const object = context.desired.objects.get(id) ?? context.live.objects.get(id);
  return object?.path ?? [];
};

/** Of the index behind a key, the name is its constraint's. */
const relationOf = (id: ObjectId, context: RuleContext): string => {
  const path = pathOf(id, context);
  return quotePath([path[0] ?? "", path.at(-1) ?? ""]);
};

function attachTable(attachment: Attachment, context: RuleContext): Draft {
  const { to, bound } = attachment.attributes;
  const table = attachment.parent ?? attachment.id;
  const full = context.hasRows(table);
  const others = besideDefault(to, attachment.id, new Set(), context);
  const searched = others.map(({ relation }) => relation).filter((id) => context.hasRows(id));
  const sql = `ALTER TABLE ${relationOf(to, context)} ATTACH PARTITION ${relationOf(table, context)} ${bound}`;
  const only = indexesWithout(table, to, context);
  return draft(attachment.id, context.cause(attachment.id), sql, {
    creates: [attachment.id],
    after: staysAttached(attachment.id, context)
      ? []
      : neighbours(table, to, context).filter((id) => !only.includes(id)),
    before: only,
    locks: [
      ...lock("SHARE UPDATE EXCLUSIVE", to),
      ...lock("ACCESS EXCLUSIVE", table),
      ...others,
      ...references(to, context),
    ],
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

/** New indexes of the table above that no index of the partition belongs to: ATTACH PARTITION would build one. */
function indexesWithout(table: ObjectId, above: ObjectId, context: RuleContext): readonly ObjectId[] {
  const attached = context
    .children(table)
    .flatMap(({ id }) => context.children(id))
    .flatMap((object) => (object.kind === "attachment" ? [object.attributes.to] : []));
  return context.children(above).flatMap(({ kind, id }) => {
    const isNew = !context.live.objects.has(id) || context.isReplaced(id);
    return kind === "index" && isNew && !attached.includes(id) ? [id] : [];
  });
}

/** The partition gets the foreign keys of the table above. */
function references(above: ObjectId, context: RuleContext): readonly Lock[] {
  return context
    .children(above)
    .flatMap((child) =>
      child.kind === "constraint" && child.attributes.references
        ? lock("SHARE ROW EXCLUSIVE", child.attributes.references)
        : [],
    );
}

function detachTable(attachment: Attachment, context: RuleContext): Draft {
  const { to } = attachment.attributes;
  const table = attachment.parent ?? attachment.id;
  const sql = `ALTER TABLE ${relationOf(to, context)} DETACH PARTITION ${relationOf(table, context)}`;
  return draft(attachment.id, context.cause(attachment.id), sql, {
    drops: [attachment.id],
    before: staysAttached(attachment.id, context) ? [] : neighbours(table, to, context),
    locks: [
      ...lock("ACCESS EXCLUSIVE", to),
      ...lock("ACCESS EXCLUSIVE", table),
      ...besideDefault(to, attachment.id, new Set(), context),
    ],
  });
}

/** What must fit before tables are tied together, and is changed by itself once they are not. */
function neighbours(table: ObjectId, above: ObjectId, context: RuleContext): readonly ObjectId[] {
  const parts = (children: readonly AnyObject[]): readonly ObjectId[] =>
    children.flatMap((child) => (["column", "constraint", "index"].includes(child.kind) ? [child.id] : []));
  return [table, above].flatMap((id) => [
    ...new Set([...parts(context.children(id)), ...parts(context.liveChildren(id))]),
  ]);
}

function attachIndex(attachment: Attachment, context: RuleContext): Draft {
  const index = attachment.parent ?? attachment.id;
  const sql = `ALTER INDEX ${relationOf(attachment.attributes.to, context)} ATTACH PARTITION ${relationOf(index, context)}`;
  return draft(attachment.id, context.cause(attachment.id), sql, { creates: [attachment.id] });
}
