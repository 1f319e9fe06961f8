// Statements as an application role for one tenant, each in a transaction that is rolled back.
import { type Client, DatabaseError } from "pg";
import { quoteName, quoteText } from "../../catalog/names";

export interface Actor {
  readonly client: Client;
  readonly role: string;
  /** Settings of the session: who the tenant is. */
  readonly settings: Readonly<Record<string, string>>;
}

export type Tried =
  /** `count` is of the last statement, `rows` are of all. */
  | { readonly ok: true; readonly count: number; readonly rows: readonly Readonly<Record<string, unknown>>[] }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** Longer than that, and it is taken for a statement that never ends. */
const limit = "SET LOCAL statement_timeout = '60s'";

/**
 * Runs statements in one transaction and gives their outcome, or the first failure.
 * @throws when the connection is lost
 */
export async function tryAs(
  { client, role, settings }: Actor,
  ...statements: readonly string[]
): Promise<Tried> {
  const settled = Object.entries(settings).map(
    ([name, value]) => `SELECT pg_catalog.set_config(${quoteText(name)}, ${quoteText(value)}, true)`,
  );
  await client.query(["BEGIN", limit, ...settled, `SET LOCAL ROLE ${quoteName(role)}`].join("; "));
  try {
    let count = 0;
    const all: Record<string, unknown>[] = [];
    for (const statement of statements) {
      const { rowCount, rows } = await client.query<Record<string, unknown>>(statement);
      count = rowCount ?? 0;
      all.push(...rows);
    }
    return { ok: true, count, rows: all };
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code === undefined || error.severity === "FATAL")
      throw error;
    return { ok: false, code: error.code, message: error.message };
  } finally {
    await client.query("ROLLBACK");
  }
}
