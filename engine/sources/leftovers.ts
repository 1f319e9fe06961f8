// Scratch databases and roles that a killed run left on a server. Known as ours by their comment and as abandoned by
// the lock that a living run holds; everything else is left alone.
import type { Client } from "pg";
import { quoteName } from "../catalog/names";
import { databasePrefix, ownComment } from "./scratch-database";

/** First key of the advisory lock that a living run holds; the second is its id. */
const lockClass = 0x73_63_72_61;

/** Held until the connection ends: says that this run is alive, to runs on whatever database of the server. */
export async function holdLock(client: Client, id: string): Promise<void> {
  await client.query("SELECT pg_catalog.pg_advisory_lock($1, $2)", [lockClass, Number.parseInt(id, 16)]);
}

async function livingIds(client: Client): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ id: string }>(
    "SELECT objid::text AS id FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND classid::text = $1",
    [String(lockClass)],
  );
  return new Set(rows.map(({ id }) => Number(id).toString(16).padStart(8, "0")));
}

const pattern = `^${ownComment("([0-9a-f]{8})")}$`;

async function marked(
  client: Client,
  catalog: string,
  name: string,
): Promise<readonly { name: string; id: string }[]> {
  const comment = `pg_catalog.shobj_description(oid, '${catalog === "pg_roles" ? "pg_authid" : catalog}')`;
  const { rows } = await client.query<{ name: string; id: string }>(
    `SELECT ${name} AS name, pg_catalog.substring(${comment}, $1) AS id FROM pg_catalog.${catalog} WHERE ${comment} ~ $1`,
    [pattern],
  );
  return rows;
}

/** Drops what runs that are no more left behind; what cannot be dropped now is left for the next run. */
export async function cleanLeftovers(client: Client): Promise<void> {
  const databases = await marked(client, "pg_database", "datname");
  const roles = await marked(client, "pg_roles", "rolname");
  // Asked last: a run holds its lock before it makes anything, so what was seen above has a living run or none.
  const living = await livingIds(client);
  const abandoned = ({ id }: { id: string }): boolean => !living.has(id);
  const attempt = (sql: string): Promise<unknown> => client.query(sql).catch(() => undefined);
  for (const { name } of databases.filter(abandoned)) {
    if (name.startsWith(databasePrefix)) await attempt(`DROP DATABASE ${quoteName(name)} WITH (FORCE)`);
  }
  for (const { name } of roles.filter(abandoned)) await attempt(`DROP ROLE ${quoteName(name)}`);
}
