// Objects of the database, which belong to no Postgres schema: which of them are compared (decision 21). Pure.
import type { AnyObject, Catalog, Kind, ObjectId } from "./model";
import { objectId, quoteName } from "./names";

/** Kinds whose objects are in no Postgres schema. Extensions have a rule of their own (decision 6). */
export const databaseKinds: ReadonlySet<Kind> = new Set<Kind>([
  "language",
  "foreign data wrapper",
  "server",
  "user mapping",
  "cast",
  "transform",
  "publication",
  "published table",
  "published schema",
  "event trigger",
]);

const attachedKinds: ReadonlySet<Kind> = new Set<Kind>(["comment", "owner", "privilege"]);

/**
 * The live catalog without the objects of the database that the source does not declare and that do not hang on its scope
 * entirely. What they depend on is known to be needed by them.
 */
export function withoutOthers(live: Catalog, desired: Catalog): Catalog {
  return without(live, (object) => !desired.objects.has(object.id) && !isOwn(object, live, desired));
}

/**
 * The catalog of a source without what it declares for other Postgres schemas: tables there, and event triggers that call what
 * is there.
 * @param stubs were there before the source was loaded
 */
export function withoutStrays(desired: Catalog, stubs: ReadonlySet<ObjectId>): Catalog {
  return without(desired, (object) => {
    if (stubs.has(object.id)) return true;
    if (object.kind === "event trigger") return !desired.dependencies.has(object.id);
    return object.kind.startsWith("published ") && !isPublishedInScope(object, desired);
  });
}

/** The catalog of some Postgres schemas, with what of the database belongs to them or is needed by them. */
export function ofScope(catalog: Catalog): Catalog {
  const needed = neededBy(catalog);
  return without(catalog, (object) => !needed.has(object.id) && !isOwn(object, catalog, catalog));
}

function without(catalog: Catalog, isOther: (object: AnyObject) => boolean): Catalog {
  const objects = new Map(catalog.objects);
  const outsideDependents = new Map(catalog.outsideDependents);
  for (const object of catalog.objects.values())
    if (databaseKinds.has(object.kind) && isOther(object)) objects.delete(object.id);
  if (objects.size === catalog.objects.size) return catalog;
  for (const object of catalog.objects.values()) {
    if (objects.has(object.id)) continue;
    for (const on of catalog.dependencies.get(object.id) ?? [])
      if (objects.has(on)) outsideDependents.set(on, [...(outsideDependents.get(on) ?? []), nameOf(object)]);
  }
  // Comments, owners and privileges go with what they are on.
  for (const object of catalog.objects.values())
    if (object.parent !== null && catalog.objects.has(object.parent) && !objects.has(object.parent))
      objects.delete(object.id);
  return { ...catalog, objects, outsideDependents };
}

/** A table of a publication says nothing to its reader without the publication. */
function nameOf({ kind, id, path }: AnyObject): string {
  return kind.startsWith("published ") ? `publication ${quoteName(path[0] ?? "")}` : id;
}

function isOwn(object: AnyObject, live: Catalog, desired: Catalog): boolean {
  switch (object.kind) {
    case "event trigger":
    case "cast":
    case "transform":
      return standsOnScope(object.id, live);
    case "publication":
      return !object.attributes.allTables && publishesScopeOnly(object.id, live);
    case "published table":
    case "published schema": {
      const publication = objectId("publication", object.path.slice(0, 1));
      const isDeclared = desired.objects.has(publication);
      return isDeclared ? isPublishedInScope(object, live) : publishesScopeOnly(publication, live);
    }
    default:
      return false;
  }
}

/** Extensions and other objects of the database are in nobody's scope. */
function standsOnScope(id: ObjectId, catalog: Catalog): boolean {
  return (catalog.dependencies.get(id) ?? []).some((on) => {
    const kind = catalog.objects.get(on)?.kind;
    return kind !== undefined && kind !== "extension" && !databaseKinds.has(kind);
  });
}

const isPublishedInScope = ({ path }: AnyObject, { scope }: Catalog): boolean =>
  scope.includes(path[1] ?? "");

function publishesScopeOnly(publication: ObjectId, catalog: Catalog): boolean {
  const published = [...catalog.objects.values()].filter(
    ({ kind, parent }) => parent === publication && kind.startsWith("published "),
  );
  return published.length > 0 && published.every((object) => isPublishedInScope(object, catalog));
}

function neededBy(catalog: Catalog): ReadonlySet<ObjectId> {
  const needed = new Set<ObjectId>();
  const visit = (id: ObjectId): void => {
    for (const on of catalog.dependencies.get(id) ?? []) {
      const kind = catalog.objects.get(on)?.kind;
      if (kind === undefined || !databaseKinds.has(kind) || needed.has(on)) continue;
      needed.add(on);
      visit(on);
    }
  };
  for (const { id, kind } of catalog.objects.values())
    if (!databaseKinds.has(kind) && !attachedKinds.has(kind)) visit(id);
  return needed;
}
