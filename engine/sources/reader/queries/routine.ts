// Functions and procedures: pg_proc, but for those that Postgres makes along with a type.
import { objectId } from "../../../catalog/names";
import { catalogKey } from "../builder";
import { pgProc, pgType } from "../classes";
import { type CatalogQuery, inScope, notExtensionMember } from "../query";

interface Row {
  oid: number;
  schema: string;
  name: string;
  kind: "f" | "p" | "w";
  owner: string;
  definition: string;
  identity: string;
  returns: string | null;
  argumentNames: string[] | null;
  argumentModes: string | null;
  defaultsCount: number;
  language: string;
}

export const routineQuery: CatalogQuery<Row> = {
  sql: (scope) => `
    SELECT p.oid, n.nspname AS schema, p.proname AS name, p.prokind AS kind, pg_catalog.pg_get_userbyid(p.proowner) AS owner,
      pg_catalog.pg_get_functiondef(p.oid) AS definition, pg_catalog.oidvectortypes(p.proargtypes) AS identity,
      pg_catalog.pg_get_function_result(p.oid) AS returns, p.proargnames AS "argumentNames",
      array_to_string(p.proargmodes, '') AS "argumentModes", p.pronargdefaults AS "defaultsCount", l.lanname AS language
    FROM pg_catalog.pg_proc p
    JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
    JOIN pg_catalog.pg_language l ON l.oid = p.prolang
    WHERE p.prokind IN ('f', 'p', 'w') AND p.oid NOT IN (SELECT d.objid FROM pg_catalog.pg_depend d
        WHERE d.classid = ${pgProc} AND d.refclassid = ${pgType} AND d.deptype = 'i') AND ${inScope(scope)} AND ${notExtensionMember("pg_proc", "p.oid")}`,
  read: (rows, builder) => {
    for (const row of rows) {
      const path = [row.schema, row.name];
      const kind = row.kind === "p" ? "procedure" : "function";
      const attributes = {
        definition: row.definition.trimEnd(),
        identity: row.identity,
        returns: row.returns,
        argumentNames: row.argumentNames ?? [],
        argumentModes: row.argumentModes ?? "",
        defaultsCount: row.defaultsCount,
        language: row.language,
      };
      const id = objectId(kind, path, row.identity);
      builder.add({ kind, id, path, parent: null, attributes }, catalogKey(pgProc, row.oid), row.owner);
    }
  },
};
