// What ties partitions and children to their tables, indexes to the indexes above them, typed tables to their types, and
// inherited constraints to theirs: pg_inherits, pg_class.reloftype.
import { groupBy } from "../../../catalog/group";
import type { AnyObject, ObjectId } from "../../../catalog/model";
import { attachmentId, objectId } from "../../../catalog/names";
import { type CatalogBuilder, catalogKey } from "../builder";
import { pgClass, pgConstraint, pgType } from "../classes";
import { type CatalogQuery, inScope } from "../query";

interface Row {
  /** `constraint`: oids of pg_constraint; `typed table`: one of pg_class and one of pg_type; otherwise of pg_class. */
  what: "partition" | "index" | "child" | "typed table" | "constraint";
  oid: number;
  above: number;
  /** The table above, which may be out of scope. */
  schema: string;
  name: string;
  bound: string | null;
  detaching: boolean;
  place: number | null;
  given: string[] | null;
}

export const attachmentQuery: CatalogQuery<Row> = {
  // A check has no conparentid: it came from the constraint of the same name, unless it was declared here, too.
  sql: (scope) => `
    SELECT CASE WHEN c.relkind IN ('i', 'I') THEN 'index' WHEN c.relispartition THEN 'partition' ELSE 'child' END AS what, c.oid,
      i.inhparent AS above, pn.nspname AS schema, p.relname AS name, pg_catalog.pg_get_expr(c.relpartbound, c.oid) AS bound,
      i.inhdetachpending AS detaching,
      CASE WHEN c.relkind IN ('r', 'f') AND NOT c.relispartition THEN i.inhseqno END AS place,
      CASE WHEN c.relkind IN ('r', 'f') AND NOT c.relispartition THEN ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_attribute b ON b.attrelid = i.inhparent AND b.attname = a.attname AND NOT b.attisdropped
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND NOT a.attislocal ORDER BY a.attnum) END AS given
    FROM pg_catalog.pg_inherits i
    JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
    JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
    WHERE ${inScope(scope)}
    UNION ALL
    SELECT 'typed table', c.oid, c.reloftype, tn.nspname, t.typname, NULL, false, NULL, NULL
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_type t ON t.oid = c.reloftype
    JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace
    WHERE ${inScope(scope)}
    UNION ALL
    SELECT 'constraint', k.oid, a.oid, n.nspname, k.conname, NULL, false, i.inhseqno, NULL
    FROM pg_catalog.pg_constraint k
    JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
    JOIN pg_catalog.pg_inherits i ON i.inhrelid = k.conrelid
    JOIN pg_catalog.pg_constraint a ON a.conrelid = i.inhparent
      AND (a.oid = k.conparentid OR (k.contype = 'c' AND a.contype = 'c' AND a.conname = k.conname))
    WHERE k.contype IN ('c', 'f') AND k.coninhcount > 0 AND NOT k.conislocal AND ${inScope(scope)}
    ORDER BY 1, 2, 7`,
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
  const isTyped = row.what === "typed table";
  const known = builder.keys.get(catalogKey(isTyped ? pgType : pgClass, row.above));
  // Out of scope, or of a kind that is not modelled.
  const stranger =
    row.what === "index" ? undefined : objectId(isTyped ? "composite" : "table", [row.schema, row.name]);
  const to = known ?? stranger;
  if (!object || !to || row.what === "constraint") return;
  const id = attachmentId(object.id, to);
  const { what: as, bound, detaching, place, given } = row;
  const attributes = { to, as, bound, detaching, place, given: given ?? [] };
  builder.add({ kind: "attachment", id, path: object.path, parent: object.id, attributes }, null);
  if (known) builder.depend(id, to);
}

function markInherited(row: Row, builder: CatalogBuilder): void {
  const id = builder.keys.get(catalogKey(pgConstraint, row.oid));
  const from = builder.keys.get(catalogKey(pgConstraint, row.above));
  const object = id === undefined ? undefined : builder.objects.get(id);
  // Of a check that came from several tables, the first counts.
  if (!id || !from || object?.kind !== "constraint" || object.attributes.inheritedFrom !== null) return;
  builder.objects.set(id, { ...object, attributes: { ...object.attributes, inheritedFrom: from } });
}

/** A partitioned table is as large as its partitions; Postgres counts none of its rows as its own. */
function sumUp(builder: CatalogBuilder): void {
  const partitions = [...builder.objects.values()].flatMap((object) =>
    object.kind === "attachment" && object.attributes.as === "partition" ? [object] : [],
  );
  const parts = groupBy(partitions, ({ attributes }) => attributes.to);
  const isPartitioned = (object: AnyObject | undefined): boolean =>
    object?.kind === "table" && object.attributes.partitionKey !== null;
  const sum = (id: ObjectId): { rows: number | null; bytes: number } => {
    if (!isPartitioned(builder.objects.get(id))) return builder.estimates.get(id) ?? { rows: null, bytes: 0 };
    const below = (parts.get(id) ?? []).flatMap(({ parent }) => parent ?? []);
    return below.map(sum).reduce(
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
