// Text search configurations and dictionaries: pg_ts_config, pg_ts_dict (manual 12).
import { objectId } from "../../../catalog/names";
import { catalogKey } from "../builder";
import { pgTsConfig, pgTsDict } from "../classes";
import { type CatalogQuery, inScope, notExtensionMember } from "../query";

interface Row {
  oid: number;
  schema: string;
  name: string;
  owner: string;
  kind: "configuration" | "dictionary";
  /** Quoted and qualified: the parser of a configuration, the template of a dictionary. */
  of: string;
  options: string | null;
  mappings: Record<string, string[]> | null;
}

export const textSearchQuery: CatalogQuery<Row> = {
  sql: (scope) => `
    SELECT d.oid, n.nspname AS schema, d.dictname AS name, pg_catalog.pg_get_userbyid(d.dictowner) AS owner, 'dictionary' AS kind,
      pg_catalog.format('%I.%I', tn.nspname, t.tmplname) AS of, d.dictinitoption AS options, NULL::jsonb AS mappings
    FROM pg_catalog.pg_ts_dict d JOIN pg_catalog.pg_namespace n ON n.oid = d.dictnamespace
    JOIN pg_catalog.pg_ts_template t ON t.oid = d.dicttemplate JOIN pg_catalog.pg_namespace tn ON tn.oid = t.tmplnamespace
    WHERE ${inScope(scope)} AND ${notExtensionMember("pg_ts_dict", "d.oid")}
    UNION ALL
    SELECT c.oid, n.nspname, c.cfgname, pg_catalog.pg_get_userbyid(c.cfgowner), 'configuration',
      pg_catalog.format('%I.%I', pn.nspname, p.prsname), NULL,
      (SELECT pg_catalog.jsonb_object_agg(m.token, m.dicts) FROM (
        SELECT k.alias AS token, pg_catalog.jsonb_agg(pg_catalog.format('%I.%I', dn.nspname, d.dictname) ORDER BY x.mapseqno) AS dicts
        FROM pg_catalog.pg_ts_config_map x JOIN pg_catalog.pg_ts_dict d ON d.oid = x.mapdict
        JOIN pg_catalog.pg_namespace dn ON dn.oid = d.dictnamespace
        JOIN LATERAL pg_catalog.ts_token_type(c.cfgparser) k ON k.tokid = x.maptokentype
        WHERE x.mapcfg = c.oid GROUP BY k.alias) m)
    FROM pg_catalog.pg_ts_config c JOIN pg_catalog.pg_namespace n ON n.oid = c.cfgnamespace
    JOIN pg_catalog.pg_ts_parser p ON p.oid = c.cfgparser JOIN pg_catalog.pg_namespace pn ON pn.oid = p.prsnamespace
    WHERE ${inScope(scope)} AND ${notExtensionMember("pg_ts_config", "c.oid")}`,
  read: (rows, builder) => {
    for (const row of rows) {
      const path = [row.schema, row.name];
      if (row.kind === "dictionary") {
        const kind = "text search dictionary";
        const attributes = { template: row.of, options: row.options };
        const object = { kind, id: objectId(kind, path), path, parent: null, attributes } as const;
        builder.add(object, catalogKey(pgTsDict, row.oid), row.owner);
      } else {
        const kind = "text search configuration";
        const attributes = { parser: row.of, mappings: row.mappings ?? {} };
        const object = { kind, id: objectId(kind, path), path, parent: null, attributes } as const;
        builder.add(object, catalogKey(pgTsConfig, row.oid), row.owner);
      }
    }
  },
};
