// What ties partitions to their tables, indexes to the indexes above them, and inherited constraints to theirs: pg_inherits.
import type { AnyObject, ObjectId } from "../../../catalog/model";
import { attachmentId, objectId } from "../../../catalog/names";
import { type CatalogBuilder, catalogKey } from "../builder";
import { pgClass, pgConstraint } from "../classes";
import { type CatalogQuery, inScope } from "../query";

interface Row {
  /** `table`, `index`: oids of pg_class; `constraint`: of pg_constraint. */
  what: "table" | "index" | "constraint";
  oid: number;
  above: number;
  /** The table above, which may be out of scope. */
  schema: string;
  name: string;
  bound: string | null;
  detaching: boolean;
}

export const attachmentQuery: CatalogQuery<Row> = {
  // A check has no conparentid: it came from the constraint of the same name, unless it was declared here, too.
  sql: (scope) => `
    SELECT CASE WHEN c.relkind IN ('i', 'I') THEN 'index' ELSE 'table' END AS what, c.oid, i.inhparent AS above,
      pn.nspname AS schema, p.relname AS name, pg_catalog.pg_get_expr(c.relpartbound, c.oid) AS bound,
      i.inhdetachpending AS detaching
    FROM pg_catalog.pg_inherits i
    JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
    JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
    WHERE (c.relispartition OR c.relkind IN ('i', 'I')) AND c.relkind <> 'f' AND ${inScope(scope)}
    UNION ALL
    SELECT 'constraint', k.oid, a.oid, n.nspname, k.conname, NULL, false
    FROM pg_catalog.pg_constraint k
    JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
    JOIN pg_catalog.pg_inherits i ON i.inhrelid = k.conrelid
    JOIN pg_catalog.pg_constraint a ON a.conrelid = i.inhparent
      AND (a.oid = k.conparentid OR (k.contype = 'c' AND a.contype = 'c' AND a.conname = k.conname))
    WHERE k.contype IN ('c', 'f') AND k.coninhcount > 0 AND NOT k.conislocal AND ${inScope(scope)}`,
  read: (rows, builder) => {
    for (const row of rows) {
      if (row.what === "constraint") markInherited(row, builder);
      else attach(row, builder);
    }
    sumUp(builder);
  },
};

function attach(row: Row, builder: CatalogBuilder): void {
  const object = builder.objects.get(builder.keys.get(catalogKey(pgClass, row.oid)) ?? ("" as ObjectId));
  const known = builder.keys.get(catalogKey(pgClass, row.above));
  const to = known ?? (row.what === "table" ? objectId("table", [row.schema, row.name]) : undefined);
  if (!object || !to) return;
  const id = attachmentId(object.id, to);
  const attributes = { to, bound: row.bound, detaching: row.detaching };
  builder.add({ kind: "attachment", id, path: object.path, parent: object.id, attributes }, null);
  if (known) builder.depend(id, to);
}

function markInherited(row: Row, builder: CatalogBuilder): void {
  const id = builder.keys.get(catalogKey(pgConstraint, row.oid));
  const from = builder.keys.get(catalogKey(pgConstraint, row.above));
  const object = id === undefined ? undefined : builder.objects.get(id);
  if (!id || !from || object?.kind !== "constraint") return;
  builder.objects.set(id, { ...object, attributes: { ...object.attributes, inheritedFrom: from } });
}

/** A partitioned table is as large as its partitions; Postgres counts none of its rows as its own. */
function sumUp(builder: CatalogBuilder): void {
  const parts = new Map<ObjectId, ObjectId[]>();
  const isPartitioned = (object: AnyObject | undefined): boolean =>
    object?.kind === "table" && object.attributes.partitionKey !== null;
  for (const object of builder.objects.values()) {
    if (object.kind !== "attachment" || !object.parent || object.attributes.bound === null) continue;
    const list = parts.get(object.attributes.to);
    if (list) list.push(object.parent);
    else parts.set(object.attributes.to, [object.parent]);
  }
  const sum = (id: ObjectId): { rows: number | null; bytes: number } => {
    if (!isPartitioned(builder.objects.get(id))) return builder.estimates.get(id) ?? { rows: null, bytes: 0 };
    return (parts.get(id) ?? []).map(sum).reduce(
      (all, { rows, bytes }) => ({
        rows: all.rows === null || rows === null ? null : all.rows + rows,
        bytes: all.bytes + bytes,
      }),
      { rows: 0 as number | null, bytes: 0 },
    );
  };
  for (const object of builder.objects.values())
    if (isPartitioned(object)) builder.estimates.set(object.id, sum(object.id));
}
