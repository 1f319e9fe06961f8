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
  "security label": "SELECT FROM pg_seclabel",
  subscription:
    "SELECT FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid AND d.datname = current_database()",
};

/** The kinds of the list that a database has, sorted. */
export async function otherKindsIn(client: Client): Promise<string[]> {
  const parts = Object.entries(otherKinds).map(
    ([kind, query]) => `SELECT '${kind}' AS kind WHERE EXISTS (${query})`,
  );
  const { rows } = await client.query<{ kind: string }>(parts.join("\nUNION ALL\n"));
  return rows.map((row) => row.kind).sort();
}
