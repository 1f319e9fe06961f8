// What a diagram needs to know of one catalog: its relations with their columns, keys and foreign keys, partitions folded
// into their table. Pure.
import { groupBy } from "../../catalog/group";
import type { AnyObject, Catalog, CatalogObject, ObjectId } from "../../catalog/model";
import { referencedColumns } from "./types";

export type Relation = CatalogObject<"table" | "view" | "materialized view">;

export interface Parts {
  readonly catalog: Catalog;
  /** Tables that are no partitions, views and enums, in the catalog's order. */
  readonly boxes: readonly (AnyObject & { readonly kind: "table" | "view" | "materialized view" | "enum" })[];
  /** Object → what goes with it when it is dropped. */
  readonly children: ReadonlyMap<ObjectId, readonly AnyObject[]>;
  /** A partition → the table at the top. */
  readonly top: (table: ObjectId) => ObjectId;
  /** Table → number of tables below it that hold its rows. */
  readonly partitions: ReadonlyMap<ObjectId, number>;
}

export function partsOf(catalog: Catalog): Parts {
  const objects = [...catalog.objects.values()];
  const children = groupBy(objects, ({ parent }) => parent);
  const above = new Map<ObjectId, ObjectId>();
  for (const object of objects) {
    if (object.kind !== "attachment" || object.attributes.as !== "partition") continue;
    if (object.parent !== null) above.set(object.parent, object.attributes.to);
  }
  const top = (table: ObjectId): ObjectId => {
    let found = table;
    for (let next = above.get(found); next !== undefined; next = above.get(found)) found = next;
    return found;
  };
  const partitions = new Map<ObjectId, number>();
  for (const table of above.keys()) partitions.set(top(table), (partitions.get(top(table)) ?? 0) + 1);
  const boxes = objects.filter((object): object is Parts["boxes"][number] => {
    if (object.kind === "table") return !above.has(object.id);
    return object.kind === "view" || object.kind === "materialized view" || object.kind === "enum";
  });
  return { catalog, boxes, children, top, partitions };
}

export function childrenOf<K extends AnyObject["kind"]>(
  parts: Parts,
  id: ObjectId,
  kind: K,
): readonly Extract<AnyObject, { readonly kind: K }>[] {
  const isOfKind = (object: AnyObject): object is Extract<AnyObject, { readonly kind: K }> =>
    object.kind === kind;
  return (parts.children.get(id) ?? []).filter(isOfKind);
}

/** An object and everything below it. */
export function* familyOf(parts: Parts, id: ObjectId): Generator<AnyObject> {
  for (const child of parts.children.get(id) ?? []) {
    yield child;
    yield* familyOf(parts, child.id);
  }
}

/** The foreign keys of a table that are its own, and not those that Postgres made on partitions. */
export function foreignKeysOf(parts: Parts, table: ObjectId): readonly CatalogObject<"constraint">[] {
  return childrenOf(parts, table, "constraint").filter(
    ({ attributes }) => attributes.type === "foreign key" && attributes.references !== null,
  );
}

/** The relations that a view reads, by the edges that Postgres keeps. */
export function readBy(parts: Parts, view: ObjectId): readonly Relation[] {
  const { catalog } = parts;
  const found = new Set<ObjectId>();
  for (const needed of catalog.dependencies.get(view) ?? []) {
    const object = catalog.objects.get(needed);
    const owner = object?.kind === "column" ? object.parent : needed;
    if (owner !== null) found.add(parts.top(owner));
  }
  const isRelation = (object: AnyObject | undefined): object is AnyObject & Relation =>
    object !== undefined && ["table", "view", "materialized view"].includes(object.kind);
  return [...found].map((id) => catalog.objects.get(id)).filter(isRelation);
}

/**
 * The column of a foreign key at which its line begins: in a schema of tenants every key begins with the tenant, so it is one
 * that few other keys have, and where there are more of them, one that refers to the primary key.
 */
export function tellingColumn(
  parts: Parts,
  key: CatalogObject<"constraint">,
  all: readonly CatalogObject<"constraint">[],
): string {
  const { columns, references } = key.attributes;
  const referred = referencedColumns(key);
  const primary = references === null ? [] : primaryKey(parts, references);
  const weight = (column: string, position: number): number => {
    const uses = all.filter(({ attributes }) => attributes.columns.includes(column)).length;
    return 2 * uses + (primary.includes(referred[position] ?? "") ? 0 : 1);
  };
  let [best = "", least] = [columns[0], Number.POSITIVE_INFINITY];
  for (const [position, column] of columns.entries()) {
    const own = weight(column, position);
    if (own <= least) [best, least] = [column, own];
  }
  return best;
}

function primaryKey(parts: Parts, table: ObjectId): readonly string[] {
  const key = childrenOf(parts, table, "constraint").find(
    ({ attributes }) => attributes.type === "primary key",
  );
  return key?.attributes.columns ?? [];
}
