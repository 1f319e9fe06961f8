// A database that was read, as those who look at it want it: without what its provider put there.
import { emptyLike } from "./catalog/empty";
import { sameValue } from "./catalog/equal";
import type { AnyObject, Catalog } from "./catalog/model";
import { objectId } from "./catalog/names";
import { creationSteps } from "./plan/describe";
import type { Step } from "./plan/model";
import { ownCatalog, providedObjects } from "./providers/provided";

export interface Inspected {
  readonly catalog: Catalog;
  /** They make it again, on a server like the one it was read from. */
  readonly steps: readonly Step[];
}

/** @param asked Postgres schemas that were asked for by name, whosever they are */
export function inspected(read: Catalog, asked: readonly string[] = []): Inspected {
  const { catalog, from } = creationStart(read, asked);
  return { catalog, steps: creationSteps(read, from) };
}

/** What was read without what is its provider's, and what a server like it has before any of that is made. */
export function creationStart(
  read: Catalog,
  asked: readonly string[] = [],
): { readonly catalog: Catalog; readonly from: Catalog } {
  const nothing = emptyLike(read);
  const fromStart = [...read.objects].filter(([, object]) => isFromStart(object, read));
  const objects = new Map([...nothing.objects, ...fromStart, ...providedObjects(read, asked)]);
  const from = {
    ...read,
    objects,
    outsideDependents: nothing.outsideDependents,
    estimates: nothing.estimates,
  };
  return { catalog: ownCatalog(read, asked), from };
}

/** PUBLIC may use the schema `public` of every new database, and before Postgres 15 make objects there (manual 5.9.6). */
function isFromStart(object: AnyObject, { serverMajor }: Catalog): boolean {
  if (object.kind !== "privilege" || object.parent !== objectId("schema", ["public"])) return false;
  const given = serverMajor < 15 ? { CREATE: false, USAGE: false } : { USAGE: false };
  const { grantee, privileges } = object.attributes;
  return grantee === "public" && sameValue(privileges, given);
}
