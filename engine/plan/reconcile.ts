// Objects whose definitions differ in the text that Postgres gives, and agree once both went through Postgres again, are equal. Pure.

import { align } from "../catalog/align";
import type { AnyObject, Catalog, ObjectId } from "../catalog/model";
import { diffCatalogs } from "../diff";

/** Attributes that hold SQL which Postgres deparses: only these can differ without a difference. */
const deparsed: ReadonlySet<string> = new Set([
  "definition",
  "query",
  "using",
  "check",
  "predicate",
  "expression",
  "default",
  "generated",
  "where",
]);

/** Objects that differ in nothing but deparsed SQL. */
export function suspects(live: Catalog, desired: Catalog): readonly ObjectId[] {
  const aligned = align(live, desired);
  return diffCatalogs(aligned.live, aligned.desired).flatMap((change) =>
    change.type === "alter" && change.attributes.every((name) => deparsed.has(name)) ? [change.id] : [],
  );
}

/**
 * `desired` with the live form of every object that proved equal.
 * @param liveAgain `live` after a round trip through scratch
 * @param desiredAgain `desired` after a round trip through scratch
 */
export function reconcile(
  live: Catalog,
  desired: Catalog,
  liveAgain: Catalog,
  desiredAgain: Catalog,
): Catalog {
  const objects = new Map(desired.objects);
  const aligned = align(liveAgain, desiredAgain);
  const differs = new Set(diffCatalogs(aligned.live, aligned.desired).map(({ id }) => id));
  for (const id of suspects(live, desired)) {
    const form: AnyObject | undefined = live.objects.get(id);
    if (form && !differs.has(id) && liveAgain.objects.has(id)) objects.set(id, form);
  }
  return { ...desired, objects };
}
