// The rows of a scratch database as they are, whatever row security says. The owner looks, with row security lifted in a
// transaction that is rolled back: no superuser is needed, and nothing that is looked at changes.
import type { Client } from "pg";
import { quoteName } from "../catalog/names";

export interface Table {
  readonly schema: string;
  readonly name: string;
  /** Quoted, with its schema. */
  readonly sql: string;
}

/** A schema that is no system schema and no extension's. */
export const ownSchema = (
  schema: string,
): string => `${schema}.nspname !~ '^pg_' AND ${schema}.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
    AND e.objid = ${schema}.oid AND e.deptype = 'e')`;

/** Tables that hold rows themselves: a partitioned table's are in its partitions. */
const tablesQuery = `
  SELECT n.nspname::text AS schema, c.relname::text AS name FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND ${ownSchema("n")}
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
      AND e.objid = c.oid AND e.deptype = 'e')
  ORDER BY 1, 2`;

export async function tablesOf(client: Client): Promise<readonly Table[]> {
  const { rows } = await client.query<{ schema: string; name: string }>(tablesQuery);
  return rows.map(({ schema, name }) => ({ schema, name, sql: `${quoteName(schema)}.${quoteName(name)}` }));
}

const forcedQuery = `
  SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) AS sql
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relforcerowsecurity AND c.relkind IN ('r', 'p') AND ${ownSchema("n")} ORDER BY 1`;

/**
 * Does `work` as the owner whom row security does not hold; what it wrote stays only where it is `kept`.
 * @param client of an owner of all tables
 */
export async function unbound<T>(
  client: Client,
  outcome: "kept" | "rolled back",
  work: () => Promise<T>,
): Promise<T> {
  await client.query("BEGIN");
  try {
    await client.query("SET LOCAL client_min_messages = error");
    const { rows } = await client.query<{ sql: string }>(forcedQuery);
    for (const { sql } of rows) await client.query(`ALTER TABLE ${sql} NO FORCE ROW LEVEL SECURITY`);
    const result = await work();
    if (outcome === "kept")
      for (const { sql } of rows) await client.query(`ALTER TABLE ${sql} FORCE ROW LEVEL SECURITY`);
    await client.query(outcome === "kept" ? "COMMIT" : "ROLLBACK");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

/** By version of a row, the row as text: a row that is written again, even with the same values, is another version. */
type Versions = ReadonlyMap<string, string>;

/** By table. */
export type Snapshot = ReadonlyMap<string, Versions>;

/** Every row of every table. Counters of sequences are no rows. */
export function snapshot(client: Client, tables: readonly Table[]): Promise<Snapshot> {
  return unbound(client, "rolled back", async () => {
    const all = new Map<string, Versions>();
    for (const { sql } of tables) {
      const { rows } = await client.query<{ version: string; row: string }>(
        `SELECT t.ctid::text || ' ' || t.xmin::text AS version, (t.*)::text AS row FROM ONLY ${sql} t`,
      );
      all.set(sql, new Map(rows.map(({ version, row }) => [version, row])));
    }
    return all;
  });
}

export interface TableChange {
  /** Quoted, with its schema. */
  readonly table: string;
  /** Rows that are new; gone; or written again with the values they had. */
  readonly added: readonly string[];
  readonly gone: readonly string[];
  readonly rewritten: number;
}

/** What is not the same, by table. */
export function changedRows(before: Snapshot, after: Snapshot): readonly TableChange[] {
  return [...after].flatMap(([table, now]) => {
    const then = before.get(table) ?? new Map<string, string>();
    const added = [...now].flatMap(([version, row]) => (then.has(version) ? [] : [row]));
    const gone = [...then].flatMap(([version, row]) => (now.has(version) ? [] : [row]));
    if (added.length + gone.length === 0) return [];
    const left = [...gone];
    const really = added.filter((row) => {
      const at = left.indexOf(row);
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    });
    return [{ table, added: really, gone: left, rewritten: added.length - really.length }];
  });
}
