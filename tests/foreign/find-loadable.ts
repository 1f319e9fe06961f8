// Finds the foreign cases that load: each side by itself in an empty database, by plain SQL, in a transaction that is
// rolled back. Must never import the engine: what counts as loadable is not for it to say.
import { Client } from "pg";
import { type CorpusServer, ensureRoles, loadInto } from "../support/corpus-databases";
import type { ForeignCase, Loadable } from "./cases";
import { otherKindsIn } from "./kinds";

/** Kinds outside the engine's list by the cases that load on this server. */
export async function loadableOn(
  server: CorpusServer,
  cases: readonly ForeignCase[],
): Promise<Map<string, string[]>> {
  const loadable = new Map<string, string[]>();
  await ensureRoles(server.admin, [...new Set(cases.flatMap((entry) => entry.roles))]);
  const admin = clientOf(server, server.admin.database);
  await admin.connect();
  const database = `corpus_loadable_${process.pid}`;
  await admin.query(`CREATE DATABASE ${database} TEMPLATE template0`);
  const client = clientOf(server, database);
  await client.connect();
  for (const entry of cases) {
    const kinds = [
      await kindsOf(client, [entry.setup, entry.old]),
      await kindsOf(client, [entry.setup, entry.new]),
    ];
    const [old, next] = kinds;
    if (old && next) loadable.set(entry.id, [...new Set([...old, ...next])].sort());
  }
  await client.end();
  await admin.query(`DROP DATABASE ${database}`);
  await admin.end();
  return loadable;
}

function clientOf({ admin }: CorpusServer, database: string): Client {
  const { host, port, user, password } = admin;
  return new Client({ host, port, user, database, ...(password === undefined ? {} : { password }) });
}

/** null where the texts do not load. */
async function kindsOf(client: Client, texts: readonly string[]): Promise<string[] | null> {
  try {
    await client.query("BEGIN");
    await loadInto(client, texts.map(plainly));
    return await otherKindsIn(client);
  } catch {
    return null;
  } finally {
    await client.query("ROLLBACK");
    await client.query("RESET SESSION AUTHORIZATION; RESET ALL; DISCARD TEMP");
  }
}

/** An index built concurrently is the same index, and loads inside a transaction without the word. */
function plainly(text: string): string {
  return text.replace(/\bINDEX\s+CONCURRENTLY\b/gi, "INDEX");
}

/** The lists of all servers as one. */
export function mergeLoadable(
  byMajor: ReadonlyMap<number, ReadonlyMap<string, readonly string[]>>,
): Loadable[] {
  const ids = [...new Set([...byMajor.values()].flatMap((list) => [...list.keys()]))].sort();
  return ids.map((id) => {
    const on = [...byMajor].filter(([, list]) => list.has(id));
    const kinds = new Set(on.flatMap(([, list]) => list.get(id) ?? []));
    return { id, majors: on.map(([major]) => major).sort(), otherKinds: [...kinds].sort() };
  });
}
