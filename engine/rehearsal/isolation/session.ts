// Statements as an application role for one tenant, each in a transaction that is rolled back.
import { type Client, DatabaseError } from "pg";
import { quoteName, quoteText } from "../../catalog/names";

export interface Actor {
  readonly client: Client;
  readonly role: string;
  /** Settings of the session: who the tenant is. */
  readonly settings: Readonly<Record<string, string>>;
  /** Absent: nobody looks at what a statement does to rows of other tenants. */
  readonly watch?: Watch;
  /** Filled with the tables in which rows of other tenants were touched. */
  readonly touched?: Set<string>;
}

/** Looks at the rows of other tenants in the transaction of each statement, as a role that sees all of them. */
export interface Watch {
  readonly role: string;
  /** Gives each table (`name`) and a sum of the rows of other tenants in it (`state`). */
  readonly sql: string;
  /** As it is before anything is tried; null: not looked at yet. */
  baseline: ReadonlyMap<string, string> | null;
}

export type Tried =
  /** `count` is of the last statement, `rows` are of all. */
  | {
      readonly ok: true;
      readonly count: number;
      readonly rows: readonly Readonly<Record<string, unknown>>[];
      readonly touched: readonly string[];
    }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** Longer than that, and it is taken for a statement that never ends. */
const limit = "SET LOCAL statement_timeout = '60s'";

async function stateOf(client: Client, { role, sql }: Watch): Promise<ReadonlyMap<string, string>> {
  await client.query(`SET LOCAL ROLE ${quoteName(role)}`);
  const { rows } = await client.query<{ name: string; state: string }>(sql);
  return new Map(rows.map(({ name, state }) => [name, state]));
}

async function baselineOf(client: Client, watch: Watch): Promise<ReadonlyMap<string, string>> {
  await client.query("BEGIN");
  try {
    return await stateOf(client, watch);
  } finally {
    await client.query("ROLLBACK");
  }
}

/** Tables in which rows of other tenants are new, changed or gone. */
async function touchedBy(client: Client, watch: Watch | undefined): Promise<readonly string[]> {
  if (watch?.baseline == null) return [];
  const { baseline } = watch;
  const now = await stateOf(client, watch);
  return [...now].flatMap(([name, state]) => (baseline.get(name) === state ? [] : [name]));
}

/**
 * Runs statements in one transaction and gives their outcome, or the first failure.
 * @throws when the connection is lost
 */
export async function tryAs(
  { client, role, settings, watch, touched: seen }: Actor,
  ...statements: readonly string[]
): Promise<Tried> {
  const settled = Object.entries(settings).map(
    ([name, value]) => `SELECT pg_catalog.set_config(${quoteText(name)}, ${quoteText(value)}, true)`,
  );
  if (watch !== undefined) watch.baseline ??= await baselineOf(client, watch);
  await client.query(["BEGIN", limit, ...settled, `SET LOCAL ROLE ${quoteName(role)}`].join("; "));
  try {
    let count = 0;
    const all: Record<string, unknown>[] = [];
    for (const statement of statements) {
      const { rowCount, rows } = await client.query<Record<string, unknown>>(statement);
      count = rowCount ?? 0;
      all.push(...rows);
    }
    const touched = await touchedBy(client, watch);
    for (const table of touched) seen?.add(table);
    return { ok: true, count, rows: all, touched };
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code === undefined || error.severity === "FATAL")
      throw error;
    return { ok: false, code: error.code, message: error.message };
  } finally {
    await client.query("ROLLBACK");
  }
}
