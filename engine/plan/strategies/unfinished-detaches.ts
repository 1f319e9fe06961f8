// A DETACH PARTITION … CONCURRENTLY that was interrupted is finished before anything else: until then Postgres refuses whatever
// else is to be done to the partition (manual, ALTER TABLE, DETACH PARTITION … FINALIZE). Pure.
import type { AnyObject, Catalog, ObjectId } from "../../catalog/model";
import { quotePath } from "../../catalog/names";
import { otherPartitions } from "../../catalog/other-partitions";
import { type Draft, draft, lock, type ObjectOf } from "../draft";

export interface Finished {
  /** The live catalog as it is once they are finished. */
  readonly live: Catalog;
  readonly drafts: readonly Draft[];
}

export function finishDetaches(live: Catalog, desired: Catalog): Finished {
  const others = otherPartitions(live, desired);
  const found = [...live.objects.values()].flatMap((object) =>
    object.kind === "attachment" &&
    object.attributes.detaching &&
    object.parent !== null &&
    !others.has(object.parent)
      ? [{ ...object, table: object.parent }]
      : [],
  );
  if (found.length === 0) return { live, drafts: [] };
  const tables = new Set(found.map(({ table }) => table));
  const objects = new Map(
    [...live.objects.values()].flatMap((object) => {
      const alone = onItsOwn(object, tables, live);
      return alone === null ? [] : [[alone.id, alone] as const];
    }),
  );
  return { live: { ...live, objects }, drafts: found.map((attachment) => finish(attachment, live)) };
}

function finish(attachment: ObjectOf<"attachment"> & { readonly table: ObjectId }, live: Catalog): Draft {
  const { to } = attachment.attributes;
  const name = (id: ObjectId): string => quotePath(live.objects.get(id)?.path ?? []);
  const sql = `ALTER TABLE ${name(to)} DETACH PARTITION ${name(attachment.table)} FINALIZE`;
  return draft(attachment.id, "DETACH PARTITION … CONCURRENTLY of it was interrupted", sql, {
    locks: [...lock("SHARE UPDATE EXCLUSIVE", to), ...lock("ACCESS EXCLUSIVE", attachment.table)],
  });
}

/** As it is when its table has left the table above; null for what tied it to that one. */
function onItsOwn(object: AnyObject, tables: ReadonlySet<ObjectId>, live: Catalog): AnyObject | null {
  if (object.parent === null) return object;
  if (object.kind === "attachment") {
    const owner = live.objects.get(object.parent)?.parent;
    return tables.has(object.parent) || (owner && tables.has(owner)) ? null : object;
  }
  if (object.kind !== "constraint" || !tables.has(object.parent)) return object;
  return { ...object, attributes: { ...object.attributes, inheritedFrom: null } };
}
