// The rehearsal's database taken apart, step by step, so that nothing but row security answers: first triggers and
// constraints go, then the rows of the other tenants. Scratch only.
import type { Client } from "pg";
import { quoteName } from "../../catalog/names";
import { ownSchema, type Table, tablesOf, unbound } from "../rows";
import { foreignRows, type Tenancy } from "./ground";

const bareQuery = `
  SELECT pg_catalog.format('ALTER TABLE %s DISABLE TRIGGER USER', c.oid::pg_catalog.regclass) AS sql, 0 AS rank
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND ${ownSchema("n")}
  UNION ALL SELECT pg_catalog.format('ALTER TABLE %s DROP CONSTRAINT %I', k.conrelid::pg_catalog.regclass, k.conname), 1
  FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE k.contype IN ('f', 'c') AND k.coninhcount = 0 AND k.conparentid = 0 AND ${ownSchema("n")} ORDER BY rank`;

/** Disables triggers, drops foreign keys and checks. @param client of an owner of all tables */
export async function takeGuardsAway(client: Client): Promise<void> {
  const { rows } = await client.query<{ sql: string }>(bareQuery);
  await client.query("BEGIN");
  for (const { sql } of rows) await client.query(sql);
  await client.query("COMMIT");
}

/** Takes out every row of another tenant. @param client of an owner of all tables, without guards */
export async function takeOthersOut(client: Client, { own, grounds }: Tenancy): Promise<void> {
  await unbound(client, "kept", async () => {
    for (const ground of grounds) {
      const { relation } = ground;
      const where = foreignRows(ground, own);
      if (relation.kind !== "table" || where === null) continue;
      await client.query(`DELETE FROM ${relation.sql} WHERE ${where}`);
    }
  });
  await refreshAll(client);
}

const storedColumns = `
  SELECT a.attname::text AS name FROM pg_catalog.pg_attribute a
  WHERE a.attrelid = $1::pg_catalog.regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum`;

/** Keeps every row beside the tables, and gives what puts them back. @param client of an owner, without guards */
export async function keepRows(client: Client): Promise<() => Promise<void>> {
  const tables = await tablesOf(client);
  const kept = (at: number): string => `pg_temp.stackschema_kept_${at}`;
  const columns = async ({ sql }: Table): Promise<string> => {
    const { rows } = await client.query<{ name: string }>(storedColumns, [sql]);
    return rows.map(({ name }) => quoteName(name)).join(", ");
  };
  await unbound(client, "kept", async () => {
    for (const [at, table] of tables.entries())
      await client.query(`CREATE TABLE ${kept(at)} AS SELECT ${await columns(table)} FROM ONLY ${table.sql}`);
  });
  return async () => {
    await unbound(client, "kept", async () => {
      for (const [at, table] of tables.entries()) {
        const list = await columns(table);
        await client.query(`DELETE FROM ONLY ${table.sql}`);
        if (list === "") continue;
        await client.query(
          `INSERT INTO ${table.sql} (${list}) OVERRIDING SYSTEM VALUE SELECT ${list} FROM ${kept(at)}`,
        );
      }
    });
    await refreshAll(client);
  };
}

const materializedQuery = `
  SELECT c.oid::pg_catalog.regclass::text AS name FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'm' AND ${ownSchema("n")} ORDER BY c.oid`;

/** Materialized views with the rows of all tenants, as whoever is exempt from row security fills them. */
export async function refreshAll(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(materializedQuery);
  if (rows.length === 0) return;
  await unbound(client, "kept", async () => {
    for (const { name } of rows) await client.query(`REFRESH MATERIALIZED VIEW ${name}`);
  });
}
