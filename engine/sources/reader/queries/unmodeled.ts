// What stands in scope and has no query of its own: named, so that it is never dropped and never silently skipped.
import { type CatalogQuery, inScope, notExtensionMember, type Scope } from "../query";

interface Row {
  class: number;
  oid: number;
  kind: string;
  name: string;
}

const relations = (scope: Scope): string => `
    SELECT 1259 AS class, c.oid, 'foreign partition' AS kind,
      pg_catalog.format('%I.%I', n.nspname, c.relname) AS name
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE ${inScope(scope)} AND ${notExtensionMember("pg_class", "c.oid")} AND c.relkind = 'f'
      AND c.oid IN (SELECT inhrelid FROM pg_catalog.pg_inherits UNION ALL SELECT inhparent FROM pg_catalog.pg_inherits)`;

/** One `SELECT` for a catalog whose rows carry a name and a schema. */
const named = (
  scope: Scope,
  classId: number,
  kind: string,
  catalog: string,
  prefix: string,
  where = "true",
): string => `
    SELECT ${classId}, x.oid, ${kind}, pg_catalog.format('%I.%I', n.nspname, x.${prefix}name)
    FROM pg_catalog.${catalog} x JOIN pg_catalog.pg_namespace n ON n.oid = x.${prefix}namespace
    WHERE ${where} AND ${inScope(scope)} AND ${notExtensionMember(catalog, "x.oid")}`;

export const unmodeledQuery: CatalogQuery<Row> = {
  sql: (scope) =>
    [
      relations(scope),
      named(
        scope,
        1247,
        "CASE x.typtype WHEN 'b' THEN 'base type' ELSE 'shell type' END",
        "pg_type",
        "typ",
        "(x.typtype = 'p' OR (x.typtype = 'b' AND x.typelem = 0))",
      ),
    ].join("\n    UNION ALL"),
  read: (rows, builder) => {
    for (const row of rows) builder.unmodeled.push({ kind: row.kind, name: row.name });
  },
};
