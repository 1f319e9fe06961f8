// What of the live catalog is compared at all: properties that a source leaves open are not differences. Pure.
import { alignMaintain } from "./maintain";
import { type AnyObject, type Catalog, type ObjectId, ownerGrantee } from "./model";
import { attachedId, objectId } from "./names";
import { keepsNotNull } from "./not-null";
import { otherPartitions, withoutTables } from "./other-partitions";
import { rememberPairs } from "./pairs";

/**
 * The live catalog without what `desired` leaves open: owners it does not set, whether a materialized view is filled,
 * grants to a role that turns out to own the object, names of NOT NULL and MAINTAIN where one of the servers has none, such
 * names where they are inherited, which parts of a table that inherits are its own, too, whether what comes from a NOT VALID
 * constraint is valid below it, and partitions that others make.
 */
export const align: (live: Catalog, desired: Catalog) => Aligned = rememberPairs(alignPair);

interface Aligned {
  readonly live: Catalog;
  readonly desired: Catalog;
}

function alignPair(one: Catalog, other: Catalog): Aligned {
  const [live, desired] = alignMaintain(one, other);
  const liveObjects = new Map<ObjectId, AnyObject>();
  const attached = attachedInBoth(live, desired);
  for (const [id, object] of withoutTables(live.objects, otherPartitions(live, desired))) {
    if (object.kind === "owner" && !desired.objects.has(id)) continue;
    if (isGrantToOwner(object, live, desired)) continue;
    const filled = alignMapping(alignPopulated(object, desired), desired);
    const aligned = alignTie(alignNotNull(filled, desired.serverMajor), live, desired);
    liveObjects.set(id, attached.size === 0 ? aligned : alignInherited(aligned, live, desired, attached));
  }
  const parts = partitionsIn(live, desired);
  const desiredObjects = new Map<ObjectId, AnyObject>();
  for (const [id, object] of desired.objects) {
    if (isGrantToOwner(object, live, desired)) continue;
    const tied = alignTie(alignNotNull(object, live.serverMajor), live, desired);
    desiredObjects.set(id, alignOpen(alignOrigin(tied, live, parts), live, desired));
  }
  return { live: withObjects(live, liveObjects), desired: withObjects(desired, desiredObjects) };
}

/** The catalog itself where they are its own: a copy of all is large. */
function withObjects(catalog: Catalog, objects: ReadonlyMap<ObjectId, AnyObject>): Catalog {
  for (const [id, object] of catalog.objects) if (objects.get(id) !== object) return { ...catalog, objects };
  return catalog;
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

function partitionsIn(...catalogs: readonly Catalog[]): ReadonlySet<ObjectId | null> {
  const found = new Set<ObjectId | null>();
  for (const { objects } of catalogs)
    for (const object of objects.values())
      if (object.kind === "attachment" && object.attributes.as === "partition") found.add(object.parent);
  return found;
}

/** Nothing takes back that a child defines a column itself: only of a column that is new does it count. */
function alignTie(object: AnyObject, live: Catalog, desired: Catalog): AnyObject {
  const [there, wanted] = [live.objects.get(object.id), desired.objects.get(object.id)];
  if (object.kind !== "attachment" || there?.kind !== "attachment" || wanted?.kind !== "attachment")
    return object;
  const isNew = (name: string): boolean => !live.objects.has(objectId("column", [...object.path, name]));
  const { place, given } = there.attributes;
  const more = wanted.attributes.given.filter((name) => isNew(name) && !given.includes(name));
  return { ...object, attributes: { ...object.attributes, place, given: [...given, ...more] } };
}

/** The same of a check. */
function alignOrigin(object: AnyObject, live: Catalog, partitions: ReadonlySet<ObjectId | null>): AnyObject {
  const there = live.objects.get(object.id);
  if (object.kind !== "constraint" || there?.kind !== "constraint" || partitions.has(object.parent))
    return object;
  const { inheritedFrom } = there.attributes;
  return inheritedFrom === object.attributes.inheritedFrom
    ? object
    : { ...object, attributes: { ...object.attributes, inheritedFrom } };
}

/** A table that comes below one whose check is left NOT VALID has a valid one; nothing takes that back while that one stays. */
function alignOpen(object: AnyObject, live: Catalog, desired: Catalog): AnyObject {
  const there = live.objects.get(object.id);
  if (object.kind !== "constraint" || there?.kind !== "constraint") return object;
  const { inheritedFrom, definition, validated } = object.attributes;
  if (validated || inheritedFrom === null || there.attributes.definition !== definition) return object;
  const isOpen = [live, desired].every(({ objects }) => {
    const above = objects.get(inheritedFrom);
    return above?.kind === "constraint" && above.attributes.enforced && !above.attributes.validated;
  });
  return isOpen
    ? { ...object, attributes: { ...object.attributes, validated: there.attributes.validated } }
    : object;
}

/** Partition or child → the tables above it, on both sides. */
function attachedInBoth(live: Catalog, desired: Catalog): ReadonlyMap<ObjectId, readonly AnyObject[]> {
  const found = new Map<ObjectId, readonly AnyObject[]>();
  for (const [id, object] of desired.objects) {
    if (object.kind !== "attachment" || !object.parent || !live.objects.has(id)) continue;
    const above = desired.objects.get(object.attributes.to);
    if (above?.kind === "table") found.set(object.parent, [...(found.get(object.parent) ?? []), above]);
  }
  return found;
}

/** The constraint behind an inherited NOT NULL cannot be renamed: it keeps the name it had when it was attached. */
function alignInherited(
  object: AnyObject,
  live: Catalog,
  desired: Catalog,
  attached: ReadonlyMap<ObjectId, readonly AnyObject[]>,
): AnyObject {
  if (object.kind !== "column" || !object.attributes.notNull) return object;
  if (!keepsNotNull(object, live.serverMajor)) return object;
  const above = attached.get(object.parent ?? object.id) ?? [];
  const wanted = desired.objects.get(object.id);
  if (wanted?.kind !== "column" || !wanted.attributes.notNull) return object;
  const isInherited = above.some(({ path }) => {
    const theirs = desired.objects.get(objectId("column", [...path, object.path.at(-1) ?? ""]));
    return theirs?.kind === "column" && theirs.attributes.notNull;
  });
  if (!isInherited) return object;
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
