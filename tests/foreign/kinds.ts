// Which kinds of objects a database holds that the engine does not model yet, by plain catalog queries.
// When the engine learns a kind, its line goes; must never use the engine's reader, which is what is judged.
import type { Client } from "pg";

const inUserSchema = (column: string): string =>
  `EXISTS (SELECT FROM pg_namespace n WHERE n.oid = ${column} AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')`;
const ours = (catalog: string, alias: string): string =>
  `${alias}.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_depend x
     WHERE x.classid = '${catalog}'::regclass AND x.objid = ${alias}.oid AND x.deptype = 'e')`;

/** Kind → condition that is true where a database has an object of it. */
const otherKinds: Readonly<Record<string, string>> = {
  "access method": `SELECT FROM pg_am o WHERE ${ours("pg_am", "o")}`,
  "base type": `SELECT FROM pg_type o WHERE o.typtype IN ('b', 'p') AND o.typcategory <> 'A' AND o.typelem = 0
                  AND ${inUserSchema("o.typnamespace")} AND ${ours("pg_type", "o")}`,
  cast: `SELECT FROM pg_cast o WHERE ${ours("pg_cast", "o")}`,
  conversion: `SELECT FROM pg_conversion o WHERE ${ours("pg_conversion", "o")}`,
  "event trigger": `SELECT FROM pg_event_trigger o WHERE ${ours("pg_event_trigger", "o")}`,
  "foreign data": `SELECT FROM pg_foreign_data_wrapper o WHERE ${ours("pg_foreign_data_wrapper", "o")}`,
  "foreign table": `SELECT FROM pg_class o WHERE o.relkind = 'f' AND ${ours("pg_class", "o")}`,
  language: `SELECT FROM pg_language o WHERE ${ours("pg_language", "o")}`,
  "operator class": `SELECT FROM pg_opclass o WHERE ${ours("pg_opclass", "o")}`,
  "operator family": `SELECT FROM pg_opfamily o WHERE ${ours("pg_opfamily", "o")}`,
  publication: "SELECT FROM pg_publication",
  "security label": "SELECT FROM pg_seclabel",
  subscription:
    "SELECT FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid AND d.datname = current_database()",
  "text search": `SELECT FROM pg_ts_config o WHERE ${ours("pg_ts_config", "o")}
                  UNION ALL SELECT FROM pg_ts_dict o WHERE ${ours("pg_ts_dict", "o")}
                  UNION ALL SELECT FROM pg_ts_parser o WHERE ${ours("pg_ts_parser", "o")}
                  UNION ALL SELECT FROM pg_ts_template o WHERE ${ours("pg_ts_template", "o")}`,
  transform: `SELECT FROM pg_transform o WHERE ${ours("pg_transform", "o")}`,
};

/** The kinds of the list that a database has, sorted. */
export async function otherKindsIn(client: Client): Promise<string[]> {
  const parts = Object.entries(otherKinds).map(
    ([kind, query]) => `SELECT '${kind}' AS kind WHERE EXISTS (${query})`,
  );
  const { rows } = await client.query<{ kind: string }>(parts.join("\nUNION ALL\n"));
  return rows.map((row) => row.kind).sort();
}
