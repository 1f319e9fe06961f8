// Text search parsers and templates: pg_ts_parser, pg_ts_template (manual 12). They have no owner.
import { objectId } from "../../../catalog/names";
import { catalogKey } from "../builder";
import { pgTsParser, pgTsTemplate } from "../classes";
import { type CatalogQuery, inScope, notExtensionMember } from "../query";

interface Row {
  class: number;
  oid: number;
  kind: "text search parser" | "text search template";
  schema: string;
  name: string;
  options: string;
}

/** `START = name` where there is such a function. */
const option = (word: string, column: string): string =>
  `CASE WHEN x.${column} <> 0 THEN '${word} = ' || x.${column} END`;

export const textSearchPartQuery: CatalogQuery<Row> = {
  sql: (scope) => `
    SELECT ${pgTsParser} AS class, x.oid, 'text search parser' AS kind, n.nspname AS schema, x.prsname AS name,
      pg_catalog.concat_ws(', ', ${option("START", "prsstart")}, ${option("GETTOKEN", "prstoken")}, ${option("END", "prsend")},
        ${option("LEXTYPES", "prslextype")}, ${option("HEADLINE", "prsheadline")}) AS options
    FROM pg_catalog.pg_ts_parser x JOIN pg_catalog.pg_namespace n ON n.oid = x.prsnamespace
    WHERE ${inScope(scope)} AND ${notExtensionMember("pg_ts_parser", "x.oid")}
    UNION ALL
    SELECT ${pgTsTemplate}, x.oid, 'text search template', n.nspname, x.tmplname,
      pg_catalog.concat_ws(', ', ${option("INIT", "tmplinit")}, ${option("LEXIZE", "tmpllexize")})
    FROM pg_catalog.pg_ts_template x JOIN pg_catalog.pg_namespace n ON n.oid = x.tmplnamespace
    WHERE ${inScope(scope)} AND ${notExtensionMember("pg_ts_template", "x.oid")}`,
  read: (rows, builder) => {
    for (const { kind, class: classId, oid, schema, name, options } of rows) {
      const path = [schema, name];
      const object = { kind, id: objectId(kind, path), path, parent: null, attributes: { options } } as const;
      builder.add(object, catalogKey(classId, oid));
    }
  },
};
