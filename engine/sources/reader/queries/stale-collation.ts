// Indexes that were built by the rules of another version of their collation (manual, 23.2.2 and ALTER COLLATION): facts, never compared.
import type { ObjectId } from "../../../catalog/model";
import { catalogKey } from "../builder";
import { pgClass } from "../classes";
import { type CatalogQuery, inScope } from "../query";

interface Row {
  /** Qualified; null for the database's own. */
  collation: string | null;
  recorded: string;
  actual: string;
  index: number;
}

/** Of the database itself Postgres keeps a version since 15. */
const ofDatabase = `
  UNION ALL SELECT 100, NULL, datcollversion, pg_catalog.pg_database_collation_actual_version(oid)
  FROM pg_catalog.pg_database WHERE datname = current_database()`;

export const staleCollationQuery: CatalogQuery<Row> = {
  // Only collations in use are asked for their version: each has to be opened for it.
  sql: (scope) => `
    WITH used AS MATERIALIZED (
      SELECT DISTINCT i.indexrelid, k.used FROM pg_catalog.pg_index i
      JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      CROSS JOIN LATERAL unnest(i.indcollation::oid[]) AS k(used)
      WHERE c.relkind = 'i' AND k.used <> 0 AND ${inScope(scope)}
    ), versions AS MATERIALIZED (
      SELECT l.oid, pg_catalog.format('%I.%I', ln.nspname, l.collname) AS name, l.collversion AS recorded,
        pg_catalog.pg_collation_actual_version(l.oid) AS actual
      FROM pg_catalog.pg_collation l JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace
      WHERE l.oid IN (SELECT used.used FROM used) AND l.collprovider <> 'd' AND l.collversion IS NOT NULL
      ${scope.serverMajor >= 15 ? ofDatabase : ""}
    )
    SELECT v.name AS "collation", v.recorded, v.actual, u.indexrelid AS index
    FROM versions v JOIN used u ON u.used = v.oid WHERE v.recorded <> v.actual ORDER BY 1 NULLS FIRST, u.indexrelid::regclass::text`,
  read: (rows, builder) => {
    const found = new Map<string | null, { recorded: string; actual: string; indexes: ObjectId[] }>();
    for (const { collation, recorded, actual, index } of rows) {
      const id = builder.keys.get(catalogKey(pgClass, index));
      if (id === undefined) continue;
      const known = found.get(collation) ?? { recorded, actual, indexes: [] };
      known.indexes.push(id);
      found.set(collation, known);
    }
    for (const [collation, rest] of found) builder.staleCollations.push({ collation, ...rest });
  },
};
