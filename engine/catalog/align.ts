// What of the live catalog is compared at all: properties that a source leaves open are not differences. Pure.
import { type AnyObject, type Catalog, type ObjectId, ownerGrantee } from "./model";
import { attachedId, objectId } from "./names";
import { keepsNotNull } from "./not-null";
import { otherPartitions, withoutTables } from "./other-partitions";
import { rememberPairs } from "./pairs";

/**
 * The live catalog without what `desired` leaves open: owners it does not set, whether a materialized view is filled,
 * grants to a role that turns out to own the object, names of NOT NULL where one of the servers has none, and where
 * they are inherited, and partitions that others make.
 */
export const align: (live: Catalog, desired: Catalog) => Aligned = rememberPairs(alignPair);

interface Aligned {
  readonly live: Catalog;
  readonly desired: Catalog;
}

function alignPair(live: Catalog, desired: Catalog): Aligned {
  const liveObjects = new Map<ObjectId, AnyObject>();
  const partitions = attachedInBoth(live, desired);
  for (const [id, object] of withoutTables(live.objects, otherPartitions(live, desired))) {
    if (object.kind === "owner" && !desired.objects.has(id)) continue;
    if (isGrantToOwner(object, live, desired)) continue;
    const aligned = alignNotNull(alignMapping(alignPopulated(object, desired), desired), desired.serverMajor);
    liveObjects.set(id, partitions.size === 0 ? aligned : alignInherited(aligned, desired, partitions));
  }
  const desiredObjects = new Map(
    [...desired.objects]
      .filter(([, object]) => !isGrantToOwner(object, live, desired))
      .map(([id, object]) => [id, alignNotNull(object, live.serverMajor)]),
  );
  return { live: { ...live, objects: liveObjects }, desired: { ...desired, objects: desiredObjects } };
}

function alignPopulated(object: AnyObject, desired: Catalog): AnyObject {
  if (object.kind !== "materialized view") return object;
  const wanted = desired.objects.get(object.id);
  if (wanted?.kind !== "materialized view") return object;
  return { ...object, attributes: { ...object.attributes, populated: wanted.attributes.populated } };
}

/** What the reader may not see of a user mapping is taken for what is wanted. */
function alignMapping(object: AnyObject, desired: Catalog): AnyObject {
  if (object.kind !== "user mapping") return object;
  const wanted = desired.objects.get(object.id);
  if (wanted?.kind !== "user mapping") return object;
  const isSeen = object.attributes.options !== null && wanted.attributes.options !== null;
  return isSeen ? object : wanted;
}

/** Where the other server has no names for NOT NULL, it is always validated all the same. */
function alignNotNull(object: AnyObject, otherMajor: number): AnyObject {
  if (object.kind !== "column" && object.kind !== "domain") return object;
  if (keepsNotNull(object, otherMajor) || !object.attributes.notNullConstraint?.validated) return object;
  return object.kind === "column"
    ? { ...object, attributes: { ...object.attributes, notNullConstraint: null } }
    : { ...object, attributes: { ...object.attributes, notNullConstraint: null } };
}

/** Partition → the table above it, on both sides. */
function attachedInBoth(live: Catalog, desired: Catalog): ReadonlyMap<ObjectId, AnyObject> {
  const found = new Map<ObjectId, AnyObject>();
  for (const [id, object] of desired.objects) {
    if (object.kind !== "attachment" || object.attributes.bound === null || !live.objects.has(id)) continue;
    const above = desired.objects.get(object.attributes.to);
    if (object.parent && above) found.set(object.parent, above);
  }
  return found;
}

/** The constraint behind an inherited NOT NULL cannot be renamed: it keeps the name it had when it was attached. */
function alignInherited(
  object: AnyObject,
  desired: Catalog,
  partitions: ReadonlyMap<ObjectId, AnyObject>,
): AnyObject {
  if (object.kind !== "column" || !object.attributes.notNull) return object;
  const above = partitions.get(object.parent ?? object.id);
  const wanted = desired.objects.get(object.id);
  if (!above || wanted?.kind !== "column" || !wanted.attributes.notNull) return object;
  const theirs = desired.objects.get(objectId("column", [...above.path, object.path.at(-1) ?? ""]));
  if (theirs?.kind !== "column" || !theirs.attributes.notNull) return object;
  const { notNullConstraint } = wanted.attributes;
  return { ...object, attributes: { ...object.attributes, notNullConstraint } };
}

/** Postgres merges grants to the owner, whoever that is in the end, into the owner's own privileges. */
function isGrantToOwner(object: AnyObject, live: Catalog, desired: Catalog): boolean {
  if (object.kind !== "privilege" || !object.parent || object.attributes.grantee === ownerGrantee)
    return false;
  const holder = live.objects.get(object.parent) ?? desired.objects.get(object.parent);
  const id = attachedId("owner", holder?.kind === "column" && holder.parent ? holder.parent : object.parent);
  const owner = desired.objects.get(id) ?? live.objects.get(id);
  return owner?.kind === "owner" && owner.attributes.role === object.attributes.grantee;
}
