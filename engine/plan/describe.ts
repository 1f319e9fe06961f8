// A catalog as DDL: the plan that makes it from nothing, as one script or by top-level object. Pure.
import { emptyLike } from "../catalog/empty";
import type { Catalog, ObjectId } from "../catalog/model";
import { planChanges } from "./index";
import type { Step } from "./model";

/**
 * Steps that make the whole catalog.
 * @param from what is there before. @default nothing: an empty database
 */
export function creationSteps(catalog: Catalog, from = emptyLike(catalog)): readonly Step[] {
  return planChanges(from, catalog, { online: "never" }).steps;
}

/** Canonical DDL by top-level object: a table with its columns, constraints, indexes, triggers, policies, grants and comments. */
export function describeObjects(catalog: Catalog): Readonly<Record<ObjectId, string>> {
  const texts = new Map<ObjectId, string[]>();
  const placed = creationSteps(catalog).map((step) => ({ step, top: topOf(step.object, catalog) }));
  // What is said of the object itself comes first, so that nothing else moves when that changes.
  for (const isOwn of [true, false])
    for (const { step, top } of placed)
      if ((step.object === top) === isOwn) texts.set(top, [...(texts.get(top) ?? []), `${step.sql};`]);
  const entries = [...texts].sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([id, statements]) => [id, statements.join("\n")]));
}

/**
 * The live catalog in the same form, for reading drift: an object that no step of `steps` touches has the text it has in
 * `desired`, so that what Postgres cannot change (the order of columns) shows no difference.
 */
export function describeLive(
  live: Catalog,
  desired: Catalog,
  steps: readonly Step[],
): Readonly<Record<ObjectId, string>> {
  const touched = new Set(steps.flatMap((step) => [topOf(step.object, live), topOf(step.object, desired)]));
  const wanted = describeObjects(desired);
  const there = describeObjects(live);
  const ids = [...new Set([...Object.keys(wanted), ...Object.keys(there)])].sort() as ObjectId[];
  return Object.fromEntries(
    ids.flatMap((id): [ObjectId, string][] => {
      const text = touched.has(id) ? there[id] : (wanted[id] ?? there[id]);
      return text === undefined ? [] : [[id, text]];
    }),
  );
}

function topOf(id: ObjectId, catalog: Catalog): ObjectId {
  const parent = catalog.objects.get(id)?.parent;
  return parent ? topOf(parent, catalog) : id;
}
