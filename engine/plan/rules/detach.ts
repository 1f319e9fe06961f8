// A partition leaves its table: CONCURRENTLY where the table holds data, so that nobody who uses it waits. Part of the attachment's rule.
// Facts: manual, ALTER TABLE (DETACH PARTITION): what CONCURRENTLY cannot do, and the CHECK that it adds.
import type { ObjectId } from "../../catalog/model";
import { chosenName, quoteName } from "../../catalog/names";
import { type Draft, draft, lock, type ObjectOf, type RuleContext } from "../draft";
import { blocksReads, mayFail } from "../hazards";
import { besideDefault } from "../locks";
import { isTiedAlone, neighbours, relationOf, staysAttached, tiesBelow } from "./attachment";

type Attachment = ObjectOf<"attachment">;

/** A foreign key to a partitioned table stands on each of its partitions, so that none can be dropped before it has left. */
export function leavesFirst({ attributes: { as, to } }: Attachment, context: RuleContext): boolean {
  if (as !== "partition" || goes(to, context)) return false;
  return keysFromAbove(to, context).some(({ id }) => !goes(id, context));
}

/** For good, or until it is made anew. */
const goes = (id: ObjectId, context: RuleContext): boolean =>
  !context.desired.objects.has(id) || context.isReplaced(id);

/** Foreign keys to a table, or to one that it is a partition of; its own, too. */
const keysFromAbove = (table: ObjectId, context: RuleContext): readonly ObjectOf<"constraint">[] =>
  [table, ...tablesAbove(table, context)].flatMap((above) =>
    context
      .foreignKeysAt(above, context.live)
      .filter(({ attributes }) => attributes.references === above && attributes.inheritedFrom === null),
  );

const tablesAbove = (table: ObjectId, context: RuleContext): readonly ObjectId[] =>
  context
    .liveChildren(table)
    .flatMap((child) =>
      child.kind === "attachment" && child.attributes.as === "partition"
        ? [child.attributes.to, ...tablesAbove(child.attributes.to, context)]
        : [],
    );

const tablesBelow = (table: ObjectId, context: RuleContext): readonly ObjectId[] =>
  context
    .attachedTo(table)
    .flatMap(({ parent, attributes }) =>
      attributes.as === "partition" && parent ? [parent, ...tablesBelow(parent, context)] : [],
    );

/** Foreign keys to the tables above that a partition leaves without: they are let go of first. */
export const keysLetGo = (table: ObjectId, context: RuleContext): readonly ObjectId[] =>
  tablesAbove(table, context)
    .flatMap((above) => keysFromAbove(above, context))
    // What belongs to the table above goes on with the partition, by itself.
    .filter(({ parent }) => !tablesAbove(table, context).includes(parent ?? table))
    .flatMap(({ id }) => (goes(id, context) ? [id] : []));

export function detachTable(attachment: Attachment, context: RuleContext): readonly Draft[] {
  const { to } = attachment.attributes;
  const table = attachment.parent ?? attachment.id;
  const sql = `ALTER TABLE ${relationOf(to, context)} DETACH PARTITION ${relationOf(table, context)}`;
  const before = staysAttached(attachment.id, context) ? [] : neighbours(table, to, context);
  const check = checkAdded(attachment, context);
  if (check === null) return [plainDetach(attachment, sql, before, context)];
  const dropCheck = `ALTER TABLE ${relationOf(table, context)} DROP CONSTRAINT ${quoteName(check)}`;
  return [
    draft(attachment.id, context.cause(attachment.id), `${sql} CONCURRENTLY`, {
      drops: [attachment.id],
      before,
      transactional: false,
      locks: [...lock("SHARE UPDATE EXCLUSIVE", to), ...lock("ACCESS EXCLUSIVE", table)],
    }),
    draft(table, `added by DETACH PARTITION ${relationOf(table, context)} CONCURRENTLY`, dropCheck, {
      before,
      locks: lock("ACCESS EXCLUSIVE", table),
    }),
  ];
}

function plainDetach(
  attachment: Attachment,
  sql: string,
  before: readonly ObjectId[],
  context: RuleContext,
): Draft {
  const { to } = attachment.attributes;
  const table = attachment.parent ?? attachment.id;
  const letGo = keysLetGo(table, context);
  const keys = keysFromAbove(to, context).filter(({ id }) => !letGo.includes(id));
  const users = [...new Set(keys.flatMap(({ parent }) => parent ?? []))];
  // Rows that others refer to may not leave: they are looked for.
  const searched = users.filter((user) => context.hasRows(user) || context.hasRows(table));
  return draft(attachment.id, context.cause(attachment.id), sql, {
    drops: [attachment.id],
    after: staysAttached(attachment.id, context) ? newIndexes(to, context) : [],
    before: [...before, ...(goes(table, context) ? tablesBelow(table, context) : [])],
    between: [...(staysAttached(attachment.id, context) ? indexesAbove(table, context) : []), ...letGo],
    locks: [
      ...lock("ACCESS EXCLUSIVE", to),
      ...lock("ACCESS EXCLUSIVE", table),
      ...besideDefault(to, attachment.id, new Set(), context),
    ],
    scans: searched.length > 0,
    estimate: searched.length > 0 ? context.estimate(table) : null,
    hazards: searched.flatMap((user) => [
      mayFail(`fails where a row of ${user} refers to one of ${table}`),
      blocksReads(`readers and writers of ${user} and ${to} wait while such rows are looked for`),
    ]),
  });
}

/** Of partitions that are away for a moment: they are built before, while all their rows can be reached. */
const newIndexes = (above: ObjectId, context: RuleContext): readonly ObjectId[] =>
  context
    .attachedTo(above)
    .filter(({ id }) => context.isReplaced(id) && staysAttached(id, context))
    .flatMap(({ parent }) => (parent === null ? [] : [parent, ...tablesBelow(parent, context)]))
    .flatMap((part) => context.children(part))
    .filter(({ id, kind, path }) => kind === "index" && !isTaken(id, path, context))
    .flatMap(({ id }) => [
      id,
      ...tiesBelow(id, context).flatMap((tie) => (isTiedAlone(tie, context) ? [tie.id] : [])),
    ]);

/** What has its name must go first, and that may wait for the partition. */
const isTaken = (id: ObjectId, path: readonly string[], context: RuleContext): boolean =>
  context.live.objects.has(id) ||
  context.constraintsNamed([path[0] ?? "", path.at(-1) ?? ""]).some((other) => other !== id);

/** One that goes takes those of the partition along only while they are attached. */
const indexesAbove = (table: ObjectId, context: RuleContext): readonly ObjectId[] =>
  context
    .liveChildren(table)
    .flatMap(({ id }) => context.liveChildren(id))
    .flatMap((tie) => (tie.kind === "attachment" ? [tie.attributes.to] : []));

/**
 * Name of the CHECK on the bounds that DETACH … CONCURRENTLY leaves on the partition; null where that form will not do, or
 * where it is not certain that Postgres adds one and which name it takes.
 */
function checkAdded(attachment: Attachment, context: RuleContext): string | null {
  const { to } = attachment.attributes;
  const [above, table] = [context.live.objects.get(to), context.live.objects.get(attachment.parent ?? to)];
  if (above?.kind !== "table" || table?.kind !== "table") return null;
  if (!context.holdsData(to) || !context.isInUse(table.id) || context.isReplaced(attachment.id)) return null;
  const siblingBounds = context.attachedTo(to).map(({ attributes }) => attributes.bound);
  const isBelow = context.liveChildren(to).some(({ kind }) => kind === "attachment");
  if (siblingBounds.includes("DEFAULT") || isBelow || table.attributes.partitionKey !== null) return null;
  // Of a foreign key the other table is locked too, and nothing says for how long that is waited for.
  if ([to, table.id].some((id) => context.foreignKeysAt(id, context.live).length > 0)) return null;
  const columns = keyColumns(above, context);
  if (columns === null || hasCheckOn(columns, table.id, context)) return null;
  const [only] = columns;
  const name = chosenName(
    table.path.at(-1) ?? "",
    columns.length === 1 && only !== undefined ? only : null,
    "check",
  );
  const isTaken = context.constraintsNamed([table.path[0] ?? "", name]).length > 0;
  return isTaken ? null : name;
}

/** Of RANGE and LIST over plain columns; a partition by HASH gets no check, or one that cannot stay. */
function keyColumns(above: ObjectOf<"table">, context: RuleContext): readonly string[] | null {
  const [, list = ""] = /^(?:RANGE|LIST) \((.*)\)$/.exec(above.attributes.partitionKey ?? "") ?? [];
  const names = new Map(
    context
      .liveChildren(above.id)
      .flatMap(({ kind, path }) =>
        kind === "column" ? [[quoteName(path.at(-1) ?? ""), path.at(-1) ?? ""]] : [],
      ),
  );
  const columns = list.split(", ").map((name) => names.get(name) ?? null);
  return columns.every((name) => name !== null) ? columns : null;
}

/** Postgres adds none where those that are there say the same. */
const hasCheckOn = (columns: readonly string[], table: ObjectId, context: RuleContext): boolean =>
  context
    .liveChildren(table)
    .some(
      (child) =>
        child.kind === "constraint" &&
        child.attributes.type === "check" &&
        child.attributes.columns.some((name) => columns.includes(name)),
    );
