// Names what depends on objects in scope without being one: a drop that it hangs on is blocked, never cascaded.
import type { Client } from "pg";
import type { ObjectId } from "../../catalog/model";
import type { CatalogBuilder } from "./builder";
import { pgClass, pgNamespace, pgType } from "./classes";

/** Asks only when there are such rows; most databases have none. */
export async function outsideDependents(
  client: Client,
  builder: CatalogBuilder,
): Promise<ReadonlyMap<ObjectId, readonly string[]>> {
  const found = new Map<ObjectId, string[]>();
  const strangers = builder.strangers.filter(({ key }) => !builder.internal.has(key));
  if (strangers.length === 0) return found;
  const values = strangers
    .map(({ key }, position) => `(${position}, ${key.split(":").join(", ")})`)
    .join(", ");
  const { rows } = await client.query<{ position: number; name: string }>(`
    SELECT v.position, pg_catalog.pg_describe_object(v.class::oid, v.id::oid, v.sub) AS name
    FROM (VALUES ${values}) v (position, class, id, sub)
    LEFT JOIN pg_catalog.pg_class c ON v.class = ${pgClass} AND c.oid = v.id::oid
    LEFT JOIN pg_catalog.pg_type t ON v.class = ${pgType} AND t.oid = v.id::oid
    LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE v.class <> ${pgNamespace} AND coalesce(n.nspname, '') NOT LIKE 'pg_toast%' AND coalesce(n.nspname, '') NOT LIKE 'pg_temp%'
      AND coalesce(t.typtype, '') <> 'm'
    ORDER BY 2`);
  for (const { position, name } of rows) {
    const on = strangers[position]?.on;
    if (on === undefined || name === null) continue;
    found.set(on, [...(found.get(on) ?? []), name]);
  }
  return found;
}
