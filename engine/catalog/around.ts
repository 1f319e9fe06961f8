// The part of a catalog that some of its objects can be made in by themselves: what they need, and what that needs. Pure.
import { groupBy } from "./group";
import type { AnyObject, Catalog, Kind, ObjectId } from "./model";

/** What says nothing about how Postgres writes another object's definition. */
const beside: ReadonlySet<Kind> = new Set<Kind>([
  "index",
  "trigger",
  "policy",
  "rule",
  "privilege",
  "default",
  "statistics",
]);

/** A foreign key is needed by nothing but itself, and would bring half of the schema along. */
const isNeeded = (child: AnyObject): boolean =>
  !beside.has(child.kind) && !(child.kind === "constraint" && child.attributes.type === "foreign key");

export function partAround(catalog: Catalog, ids: readonly ObjectId[]): Catalog {
  const children = groupBy(catalog.objects.values(), ({ parent }) => parent);
  const taken = new Set<ObjectId>();
  const open = [...ids, ...[...catalog.objects.keys()].filter((id) => id.startsWith("schema "))];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const object = catalog.objects.get(id);
    if (object === undefined || taken.has(id)) continue;
    taken.add(id);
    if (object.parent !== null) open.push(object.parent);
    if (object.kind === "attachment") open.push(object.attributes.to);
    open.push(...(catalog.dependencies.get(id) ?? []));
    if (object.kind !== "schema")
      open.push(...(children.get(id) ?? []).filter(isNeeded).map((child) => child.id));
  }
  const objects = new Map([...catalog.objects].filter(([id]) => taken.has(id)));
  return { ...catalog, objects };
}
