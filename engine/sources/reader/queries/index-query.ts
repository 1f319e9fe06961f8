// Indexes that no constraint owns: pg_index.
import { objectId } from "../../../catalog/names";
import { catalogKey } from "../builder";
import { pgClass } from "../classes";
import { type CatalogQuery, inScope, notExtensionMember, parseOptions } from "../query";

interface Row {
  oid: number;
  relation: number;
  schema: string;
  name: string;
  /** After the table's name: ` USING btree (id) WITH (fillfactor='70') WHERE (…)`. */
  definition: string;
  unique: boolean;
  valid: boolean;
  /** Somebody else holds what a concurrent build of it would hold. */
  building: boolean;
  predicate: string | null;
  options: string[] | null;
  tablespace: string | null;
  /** Of a unique one, each column or expression of its key. */
  keys: string[] | null;
  /** `position=target` of columns with a statistics target. */
  statistics: string[] | null;
}

export const indexQuery: CatalogQuery<Row> = {
  sql: (scope) => `
    SELECT c.oid, i.indrelid AS relation, n.nspname AS schema, c.relname AS name, i.indisunique AS unique,
      i.indisvalid OR c.relkind = 'I' AS valid,
      CASE WHEN i.indisvalid OR c.relkind = 'I' THEN false ELSE EXISTS (SELECT FROM pg_catalog.pg_locks l WHERE l.relation = i.indrelid AND l.granted
        AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
        AND l.mode = 'ShareUpdateExclusiveLock' AND l.pid <> pg_catalog.pg_backend_pid()) END AS building,
      substr(pg_catalog.pg_get_indexdef(i.indexrelid), length(pg_catalog.format('CREATE %sINDEX %I ON %s%I.%I ',
        CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END, c.relname, CASE WHEN c.relkind = 'I' THEN 'ONLY ' ELSE '' END, tn.nspname, t.relname)) + 1) AS definition,
      pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS predicate, c.reloptions AS options, ts.spcname AS tablespace,
      CASE WHEN i.indisunique THEN ARRAY(SELECT pg_catalog.pg_get_indexdef(i.indexrelid, k, false)
        FROM pg_catalog.generate_series(1, i.indnkeyatts) k) END AS keys,
      (SELECT pg_catalog.array_agg(a.attnum || '=' || a.attstattarget) FROM pg_catalog.pg_attribute a
        WHERE i.indexprs IS NOT NULL AND a.attrelid = c.oid AND a.attstattarget >= 0) AS statistics
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
    JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
    LEFT JOIN pg_catalog.pg_tablespace ts ON ts.oid = c.reltablespace
    WHERE c.relkind IN ('i', 'I') AND t.relkind IN ('r', 'p', 'm') AND ${inScope(scope)} AND ${notExtensionMember("pg_class", "c.oid")}
      AND i.indexrelid NOT IN (SELECT k.conindid FROM pg_catalog.pg_constraint k WHERE k.contype IN ('p', 'u', 'x'))`,
  read: (rows, builder) => {
    for (const row of rows) {
      const relation = builder.relations.get(row.relation);
      if (!relation) continue;
      const path = [row.schema, row.name];
      const attributes = {
        definition: columnsOnly(row),
        predicate: row.predicate,
        options: parseOptions(row.options),
        unique: row.unique,
        valid: row.valid,
        tablespace: row.tablespace,
        statistics: Object.fromEntries(
          (row.statistics ?? []).map((entry): [string, number] => {
            const [position = "", target = ""] = entry.split("=");
            return [position, Number(target)];
          }),
        ),
      };
      const id = objectId("index", path);
      builder.add({ kind: "index", id, path, parent: relation.id, attributes }, catalogKey(pgClass, row.oid));
      if (row.keys) builder.indexKeys.set(id, row.keys);
      if (row.building) builder.indexBuilds.add(id);
    }
  },
};

/** Cuts WITH and WHERE, which are attributes of their own, off the end. */
function columnsOnly(row: Row): string {
  let text = row.definition.trimStart();
  const where = ` WHERE ${row.predicate ?? ""}`;
  if (row.predicate !== null && text.endsWith(where)) text = text.slice(0, -where.length);
  return row.options === null ? text : text.slice(0, text.lastIndexOf(" WITH ("));
}
