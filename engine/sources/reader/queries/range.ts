// Range types: pg_range (manual, CREATE TYPE). Postgres makes constructor functions and a multirange type along with each.
import { objectId } from "../../../catalog/names";
import { type CatalogKey, catalogKey } from "../builder";
import { pgType } from "../classes";
import { type CatalogQuery, inScope, notExtensionMember } from "../query";

interface Row {
  oid: number;
  schema: string;
  name: string;
  owner: string;
  options: string;
  /** Array type, multirange type and its array type. */
  types: number[];
  /** `class:oid` of the constructors and casts that Postgres made along. */
  parts: string[];
}

export const rangeQuery: CatalogQuery<Row> = {
  sql: (scope) => `
    SELECT t.oid, n.nspname AS schema, t.typname AS name, pg_catalog.pg_get_userbyid(t.typowner) AS owner,
      pg_catalog.concat_ws(', ', 'SUBTYPE = ' || pg_catalog.format_type(r.rngsubtype, NULL),
        CASE WHEN NOT o.opcdefault THEN 'SUBTYPE_OPCLASS = ' || pg_catalog.format('%I.%I', os.nspname, o.opcname) END,
        CASE WHEN r.rngcollation <> s.typcollation THEN 'COLLATION = ' || r.rngcollation::pg_catalog.regcollation END,
        CASE WHEN r.rngcanonical <> 0 THEN 'CANONICAL = ' || r.rngcanonical END,
        CASE WHEN r.rngsubdiff <> 0 THEN 'SUBTYPE_DIFF = ' || r.rngsubdiff END,
        CASE WHEN m.typname <> CASE WHEN t.typname LIKE '%range%' THEN pg_catalog.regexp_replace(t.typname, 'range', 'multirange')
          ELSE t.typname || '_multirange' END THEN 'MULTIRANGE_TYPE_NAME = ' || pg_catalog.format('%I.%I', mn.nspname, m.typname) END) AS options,
      ARRAY[t.typarray, m.oid, m.typarray]::int8[]::int[] AS types,
      ARRAY(SELECT d.classid::int8 || ':' || d.objid::int8 FROM pg_catalog.pg_depend d WHERE d.classid <> ${pgType} AND d.deptype = 'i'
        AND d.refclassid = ${pgType} AND d.refobjid IN (t.oid, m.oid)) AS parts
    FROM pg_catalog.pg_range r
    JOIN pg_catalog.pg_type t ON t.oid = r.rngtypid
    JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
    JOIN pg_catalog.pg_type s ON s.oid = r.rngsubtype
    JOIN pg_catalog.pg_type m ON m.oid = r.rngmultitypid
    JOIN pg_catalog.pg_namespace mn ON mn.oid = m.typnamespace
    JOIN pg_catalog.pg_opclass o ON o.oid = r.rngsubopc
    JOIN pg_catalog.pg_namespace os ON os.oid = o.opcnamespace
    WHERE ${inScope(scope)} AND ${notExtensionMember("pg_type", "t.oid")}`,
  read: (rows, builder) => {
    for (const row of rows) {
      const path = [row.schema, row.name];
      const id = objectId("range", path);
      const attributes = { options: row.options };
      builder.add(
        { kind: "range", id, path, parent: null, attributes },
        catalogKey(pgType, row.oid),
        row.owner,
      );
      for (const type of row.types) builder.keys.set(catalogKey(pgType, type), id);
      for (const part of row.parts) builder.keys.set(`${part}:0` as CatalogKey, id);
    }
  },
};
