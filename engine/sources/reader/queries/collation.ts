// Collations: pg_collation (manual 23.2). Its columns differ between majors, so they are asked for by name as JSON.
import { objectId } from "../../../catalog/names";
import { catalogKey } from "../builder";
import { pgCollation } from "../classes";
import { type CatalogQuery, inScope, notExtensionMember } from "../query";

interface Row {
  oid: number;
  schema: string;
  name: string;
  owner: string;
  options: string;
}

export const collationQuery: CatalogQuery<Row> = {
  // The locale of an ICU collation is in collcollate on PG14, in colliculocale on PG15 and 16, in colllocale from then on.
  sql: (scope) => `
    SELECT c.oid, n.nspname AS schema, c.collname AS name, pg_catalog.pg_get_userbyid(c.collowner) AS owner,
      pg_catalog.concat_ws(', ', 'PROVIDER = ' || CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END,
        'LOCALE = ' || pg_catalog.quote_literal(coalesce(j->>'colllocale', j->>'colliculocale',
          CASE WHEN c.collprovider = 'i' OR c.collcollate = c.collctype THEN c.collcollate::text END)),
        CASE WHEN c.collprovider = 'c' AND c.collcollate <> c.collctype THEN
          pg_catalog.format('LC_COLLATE = %L, LC_CTYPE = %L', c.collcollate, c.collctype) END,
        'RULES = ' || pg_catalog.quote_literal(j->>'collicurules'),
        CASE WHEN NOT c.collisdeterministic THEN 'DETERMINISTIC = false' END) AS options
    FROM pg_catalog.pg_collation c JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace
    CROSS JOIN LATERAL pg_catalog.to_jsonb(c) j
    WHERE ${inScope(scope)} AND ${notExtensionMember("pg_collation", "c.oid")}`,
  read: (rows, builder) => {
    for (const row of rows) {
      const path = [row.schema, row.name];
      const id = objectId("collation", path);
      const attributes = { options: row.options };
      builder.add(
        { kind: "collation", id, path, parent: null, attributes },
        catalogKey(pgCollation, row.oid),
        row.owner,
      );
    }
  },
};
