// Enums and domains: pg_type, pg_enum. Composite types are relations and are read with them.
import { objectId } from "../../../catalog/names";
import { catalogKey } from "../builder";
import { pgType } from "../classes";
import { type CatalogQuery, inScope, notExtensionMember } from "../query";

interface Row {
  oid: number;
  arrayOid: number;
  schema: string;
  name: string;
  kind: "e" | "d";
  owner: string;
  labels: string[] | null;
  baseType: string | null;
  collation: string | null;
  notNull: boolean;
  default: string | null;
}

export const typeQuery: CatalogQuery<Row> = {
  sql: (scope) => `
    SELECT t.oid, t.typarray AS "arrayOid", n.nspname AS schema, t.typname AS name, t.typtype AS kind,
      pg_catalog.pg_get_userbyid(t.typowner) AS owner,
      CASE t.typtype WHEN 'e' THEN ARRAY(SELECT e.enumlabel::text FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) END AS labels,
      CASE t.typtype WHEN 'd' THEN pg_catalog.format_type(t.typbasetype, t.typtypmod) END AS "baseType",
      CASE WHEN t.typtype = 'd' AND t.typcollation <> b.typcollation THEN t.typcollation::regcollation::text END AS collation,
      t.typnotnull AS "notNull",
      CASE t.typtype WHEN 'd' THEN coalesce(pg_catalog.pg_get_expr(t.typdefaultbin, 0), t.typdefault) END AS "default"
    FROM pg_catalog.pg_type t
    JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
    LEFT JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
    WHERE t.typtype IN ('e', 'd') AND ${inScope(scope)} AND ${notExtensionMember("pg_type", "t.oid")}`,
  read: (rows, builder) => {
    for (const row of rows) {
      const path = [row.schema, row.name];
      const key = catalogKey(pgType, row.oid);
      if (row.kind === "e") {
        const id = objectId("enum", path);
        builder.add(
          { kind: "enum", id, path, parent: null, attributes: { labels: row.labels ?? [] } },
          key,
          row.owner,
        );
      } else {
        const id = objectId("domain", path);
        const attributes = {
          type: row.baseType ?? "",
          collation: row.collation,
          notNull: row.notNull,
          notNullConstraint: null,
          default: row.default,
        };
        builder.add({ kind: "domain", id, path, parent: null, attributes }, key, row.owner);
      }
      const id = builder.keys.get(key);
      if (id && row.arrayOid) builder.keys.set(catalogKey(pgType, row.arrayOid), id);
    }
  },
};
