// What of the live catalog is compared at all: properties that a source leaves open are not differences. Pure.
import { type AnyObject, type Catalog, type ObjectId, ownerGrantee } from "./model";
import { attachedId } from "./names";
import { keepsNotNull, notNullOn } from "./not-null";

/**
 * The live catalog without what `desired` leaves open: owners it does not set, whether a materialized view is filled,
 * grants to a role that turns out to own the object, names of NOT NULL where one of the servers has none.
 */
export function align(
  live: Catalog,
  desired: Catalog,
): { readonly live: Catalog; readonly desired: Catalog } {
  const liveObjects = new Map<ObjectId, AnyObject>();
  for (const [id, object] of live.objects) {
    if (object.kind === "owner" && !desired.objects.has(id)) continue;
    if (isGrantToOwner(object, live, desired)) continue;
    liveObjects.set(id, alignNotNull(alignPopulated(object, desired), desired.serverMajor));
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

/** Where the other server has no names for NOT NULL, it is always validated all the same. */
function alignNotNull(object: AnyObject, otherMajor: number): AnyObject {
  if (keepsNotNull(object, otherMajor) || !notNullOn(object)?.validated) return object;
  if (object.kind === "column")
    return { ...object, attributes: { ...object.attributes, notNullConstraint: null } };
  if (object.kind === "domain")
    return { ...object, attributes: { ...object.attributes, notNullConstraint: null } };
  return object;
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
