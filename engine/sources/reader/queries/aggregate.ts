// Aggregates: pg_aggregate. Postgres prints no definition of them, so it is put together here (manual, CREATE AGGREGATE).
import { objectId } from "../../../catalog/names";
import { catalogKey } from "../builder";
import { pgProc } from "../classes";
import { type CatalogQuery, inScope, notExtensionMember } from "../query";

interface Row {
  oid: number;
  schema: string;
  name: string;
  owner: string;
  arguments: string;
  /** Types alone, as an object id has them. */
  types: string;
  /** As DROP AGGREGATE names it. */
  identity: string;
  returns: string;
  options: string;
}

/** `SFUNC = name` where there is such a function. */
const optional = (word: string, column: string): string =>
  `CASE WHEN a.${column} <> 0 THEN '${word} = ' || a.${column}::pg_catalog.regproc END`;
const modify = (word: string, column: string): string =>
  `CASE WHEN a.${column} <> CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END
        THEN '${word} = ' || CASE a.${column} WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END`;

export const aggregateQuery: CatalogQuery<Row> = {
  sql: (scope) => `
    SELECT p.oid, n.nspname AS schema, p.proname AS name, pg_catalog.pg_get_userbyid(p.proowner) AS owner,
      pg_catalog.pg_get_function_arguments(p.oid) AS arguments, pg_catalog.oidvectortypes(p.proargtypes) AS types,
      pg_catalog.pg_get_function_identity_arguments(p.oid) AS identity, pg_catalog.pg_get_function_result(p.oid) AS returns,
      pg_catalog.concat_ws(', ', ${optional("SFUNC", "aggtransfn")}, 'STYPE = ' || pg_catalog.format_type(a.aggtranstype, NULL),
        CASE WHEN a.aggtransspace > 0 THEN 'SSPACE = ' || a.aggtransspace END,
        ${optional("FINALFUNC", "aggfinalfn")}, CASE WHEN a.aggfinalextra THEN 'FINALFUNC_EXTRA' END, ${modify("FINALFUNC_MODIFY", "aggfinalmodify")},
        ${optional("COMBINEFUNC", "aggcombinefn")}, ${optional("SERIALFUNC", "aggserialfn")}, ${optional("DESERIALFUNC", "aggdeserialfn")},
        'INITCOND = ' || pg_catalog.quote_literal(a.agginitval),
        ${optional("MSFUNC", "aggmtransfn")}, ${optional("MINVFUNC", "aggminvtransfn")},
        CASE WHEN a.aggmtranstype <> 0 THEN 'MSTYPE = ' || pg_catalog.format_type(a.aggmtranstype, NULL) END,
        CASE WHEN a.aggmtransspace > 0 THEN 'MSSPACE = ' || a.aggmtransspace END,
        ${optional("MFINALFUNC", "aggmfinalfn")}, CASE WHEN a.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
        CASE WHEN a.aggmtransfn <> 0 THEN ${modify("MFINALFUNC_MODIFY", "aggmfinalmodify")} END,
        'MINITCOND = ' || pg_catalog.quote_literal(a.aggminitval),
        (SELECT pg_catalog.format('SORTOP = OPERATOR(%I.%s)', sn.nspname, so.oprname) FROM pg_catalog.pg_operator so
          JOIN pg_catalog.pg_namespace sn ON sn.oid = so.oprnamespace WHERE so.oid = a.aggsortop),
        CASE p.proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' THEN 'PARALLEL = RESTRICTED' END,
        CASE a.aggkind WHEN 'h' THEN 'HYPOTHETICAL' END) AS options
    FROM pg_catalog.pg_aggregate a
    JOIN pg_catalog.pg_proc p ON p.oid = a.aggfnoid
    JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
    WHERE ${inScope(scope)} AND ${notExtensionMember("pg_proc", "p.oid")}`,
  read: (rows, builder) => {
    for (const row of rows) {
      const path = [row.schema, row.name];
      const id = objectId("aggregate", path, row.types);
      const attributes = {
        arguments: row.arguments === "" ? "*" : row.arguments,
        identity: row.identity === "" ? "*" : row.identity,
        returns: row.returns,
        options: row.options,
      };
      builder.add(
        { kind: "aggregate", id, path, parent: null, attributes },
        catalogKey(pgProc, row.oid),
        row.owner,
      );
    }
  },
};
