// Compares two catalogs object by object. It knows no kind: attributes are data, equal or not.

import { sameValue } from "../catalog/equal";
import type { AnyObject, Catalog, ObjectId } from "../catalog/model";
import { rememberPairs } from "../catalog/pairs";

/** One difference between two catalogs. */
export type Change =
  | { readonly type: "create"; readonly id: ObjectId; readonly after: AnyObject }
  | { readonly type: "drop"; readonly id: ObjectId; readonly before: AnyObject }
  | {
      readonly type: "alter";
      readonly id: ObjectId;
      readonly before: AnyObject;
      readonly after: AnyObject;
      /** Names of the attributes that differ, sorted. */
      readonly attributes: readonly string[];
    };

/** Changes that turn `live` into `desired`, in the catalogs' own order: drops and alterations first, then what is new. */
export const diffCatalogs: (live: Catalog, desired: Catalog) => readonly Change[] = rememberPairs(diffPair);

function diffPair(live: Catalog, desired: Catalog): readonly Change[] {
  const changes: Change[] = [];
  for (const [id, before] of live.objects) {
    const after = desired.objects.get(id);
    if (!after) changes.push({ type: "drop", id, before });
    else {
      const attributes = changedAttributes(before, after);
      if (attributes.length > 0) changes.push({ type: "alter", id, before, after, attributes });
    }
  }
  for (const [id, after] of desired.objects) {
    if (!live.objects.has(id)) changes.push({ type: "create", id, after });
  }
  return changes;
}

function changedAttributes(before: AnyObject, after: AnyObject): readonly string[] {
  if (sameValue(before.attributes, after.attributes)) return [];
  const left: Readonly<Record<string, unknown>> = { ...before.attributes };
  const right: Readonly<Record<string, unknown>> = { ...after.attributes };
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].filter((name) => !sameValue(left[name], right[name])).sort();
}
