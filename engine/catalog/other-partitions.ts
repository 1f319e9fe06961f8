// Partitions that the source leaves to others: a table whose partitions it does not declare has them made at run time. Pure.
import type { AnyObject, Catalog, ObjectId } from "./model";

/**
 * Partitions in `live` of tables that are in both catalogs by the same key and for which `desired` declares no partition, or
 * the DEFAULT one alone: somebody else makes and drops them (pg_partman, a job), and dropping them would lose rows. A DEFAULT
 * one is not left to others where `desired` declares its own: there can be no second.
 */
export function otherPartitions(live: Catalog, desired: Catalog): ReadonlySet<ObjectId> {
  const declared = new Set<ObjectId>();
  const withDefault = new Set<ObjectId>();
  for (const object of desired.objects.values())
    if (object.kind === "attachment" && object.attributes.bound !== null)
      (object.attributes.bound === "DEFAULT" ? withDefault : declared).add(object.attributes.to);
  const found = new Set<ObjectId>();
  for (const object of live.objects.values()) {
    if (object.kind !== "attachment" || object.attributes.bound === null || !object.parent) continue;
    const { to, bound } = object.attributes;
    if (bound === "DEFAULT" && withDefault.has(to)) continue;
    const isOpen = keyOf(live.objects.get(to)) === keyOf(desired.objects.get(to)) && !declared.has(to);
    if (isOpen && desired.objects.has(to) && !desired.objects.has(object.parent)) found.add(object.parent);
  }
  // What hangs on such a partition that is partitioned itself is as little ours.
  for (let before = 0; before !== found.size; ) {
    before = found.size;
    for (const object of live.objects.values())
      if (object.kind === "attachment" && object.parent && found.has(object.attributes.to))
        found.add(object.parent);
  }
  return found;
}

/** The catalog without these tables and all their parts. */
export function withoutTables(
  objects: ReadonlyMap<ObjectId, AnyObject>,
  tables: ReadonlySet<ObjectId>,
): ReadonlyMap<ObjectId, AnyObject> {
  if (tables.size === 0) return objects;
  const isPart = (id: ObjectId | null): boolean => {
    if (id === null) return false;
    return tables.has(id) || isPart(objects.get(id)?.parent ?? null);
  };
  return new Map([...objects].filter(([id]) => !isPart(id)));
}

const keyOf = (object: AnyObject | undefined): string | null =>
  object?.kind === "table" ? object.attributes.partitionKey : null;
