// What a plan does to each object, for its diagram: the two catalogs compared as they are planned. Pure.
import { align } from "../../catalog/align";
import { sameValue } from "../../catalog/equal";
import type { AnyObject, Catalog, ObjectId } from "../../catalog/model";
import type { Step } from "../../plan/model";
import type { Mark } from "./model";
import { familyOf, type Parts, partsOf } from "./parts";

export interface Sides {
  /** The live side; null for the diagram of one schema. */
  readonly before: Parts | null;
  readonly after: Parts;
  /** Of an object alone, without what belongs to it. */
  markOf(id: ObjectId): Mark;
  /** `changed` also where something that belongs to it is not the same. */
  markWithin(id: ObjectId): Mark;
  /** The id that an object had before the plan renames it; null for all others. */
  formerly(id: ObjectId): string | null;
}

export function oneSide(catalog: Catalog): Sides {
  const same = (): Mark => "same";
  return { before: null, after: partsOf(catalog), markOf: same, markWithin: same, formerly: () => null };
}

/** @param live under the names that the plan's renames give, as `PlannedSchema` has it */
export function bothSides(live: Catalog, desired: Catalog, steps: readonly Step[]): Sides {
  const aligned = align(live, desired);
  const [before, after] = [partsOf(aligned.live), partsOf(aligned.desired)];
  const renamed = new Map<ObjectId, string>();
  for (const { object, cause } of steps) {
    const from = /^renamed in the source from (.+)$/s.exec(cause)?.[1];
    if (from !== undefined) renamed.set(object, from);
  }
  const markOf = (id: ObjectId): Mark => {
    const [old, wanted] = [aligned.live.objects.get(id), aligned.desired.objects.get(id)];
    if (old === undefined) return wanted === undefined ? "same" : "added";
    if (wanted === undefined) return "dropped";
    return renamed.has(id) || !sameValue(old.attributes, wanted.attributes) ? "changed" : "same";
  };
  const markWithin = (id: ObjectId): Mark => {
    const own = markOf(id);
    if (own !== "same") return own;
    const differs = ({ id: below }: AnyObject): boolean => markOf(below) !== "same";
    return [...familyOf(before, id), ...familyOf(after, id)].some(differs) ? "changed" : "same";
  };
  return { before, after, markOf, markWithin, formerly: (id) => renamed.get(id) ?? null };
}
