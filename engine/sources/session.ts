// Runs statements of a source one after the other on one connection, each in a transaction of its own and under the
// settings of its file, many on their way at once. What a statement leaves behind in the session never reaches the next.
import { type Client, DatabaseError, type QueryResult } from "pg";
import { SchemaError } from "../api";
import { quoteName } from "../catalog/names";
import type { Item } from "./item";
import type { Setting } from "./settings";

export type Outcome =
  | { readonly ok: true; readonly results: readonly QueryResult[] }
  | { readonly ok: false; readonly error: DatabaseError };

/** What holds before the settings of a file; the time limit guards against a source that never ends. */
const ground = [
  "RESET ROLE",
  "RESET ALL",
  'SET search_path TO "$user", public',
  "SET check_function_bodies TO on",
  "SET client_min_messages TO error",
  "SET synchronous_commit TO off",
  "SET statement_timeout TO '5min'",
].join("; ");

/** Sent along with a routine about which more is to be done later: which one it is, and how its body is checked. */
const whatWasMade =
  "SELECT p.oid::text AS oid, CASE WHEN l.lanvalidator <> 0 THEN " +
  "(SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(v.proname) FROM pg_catalog.pg_proc v " +
  "JOIN pg_catalog.pg_namespace n ON n.oid = v.pronamespace WHERE v.oid = l.lanvalidator) END AS validator " +
  "FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_language l ON l.oid = p.prolang " +
  "WHERE p.xmin = pg_catalog.pg_current_xact_id()::pg_catalog.xid";

interface Made {
  readonly oid: string;
  readonly validator: string | null;
}

export function madeBy(outcome: Outcome): Made | null {
  const row: unknown = outcome.ok ? outcome.results.at(-1)?.rows[0] : undefined;
  if (typeof row !== "object" || row === null || !("oid" in row) || !("validator" in row)) return null;
  return { oid: String(row.oid), validator: row.validator === null ? null : String(row.validator) };
}

/** So many statements are on their way before their answers are awaited. */
const windowSize = 100;

/** The server or the connection is gone: nothing that follows could be told apart. */
function isLoss(error: DatabaseError): boolean {
  return error.code === undefined || error.code.startsWith("08") || error.code.startsWith("57P");
}

export function asDatabaseError(error: unknown): DatabaseError {
  if (error instanceof DatabaseError && !isLoss(error)) return error;
  const reason = error instanceof Error ? error.message : String(error);
  throw new SchemaError(
    "scratch-lost",
    `The scratch database was lost while the source was loaded: ${reason}. Run it again.`,
    {
      cause: error,
    },
  );
}

export class Session {
  private active: readonly Setting[] | null = null;
  /** The first failure of each setting. */
  readonly failedSettings = new Map<Setting, DatabaseError>();

  constructor(private readonly client: Client) {}

  /** Runs the items in order; the outcomes are in the same order. `before` is run before each statement. */
  async run(items: readonly Item[], before?: string): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (let start = 0; start < items.length; start += windowSize) {
      const sent: Promise<Outcome>[] = [];
      const prepared: Promise<void>[] = [];
      for (const item of items.slice(start, start + windowSize)) {
        prepared.push(...(await this.prepare(item, before)));
        const tells = item.isLeakproof || (item.isRoutine && before !== undefined);
        const outcome = this.send(tells ? `${item.sql}\n;${whatWasMade}` : item.sql);
        await this.inTurn(outcome);
        sent.push(outcome);
        // What ran may have changed the session.
        if (item.runsCode || before !== undefined) this.active = null;
      }
      await Promise.all(prepared);
      outcomes.push(...(await Promise.all(sent)));
    }
    return outcomes;
  }

  private send(text: string): Promise<Outcome> {
    return this.client.query(text).then(
      (result): Outcome => ({ ok: true, results: [result].flat() }),
      (error: unknown): Outcome => ({ ok: false, error: asDatabaseError(error) }),
    );
  }

  /** Without pipelining, one statement is over before the next is sent. */
  private async inTurn(sent: Promise<unknown>): Promise<void> {
    if (!this.client.pipeline) await sent;
  }

  private async prepare(item: Item, before: string | undefined): Promise<readonly Promise<void>[]> {
    // Most files have none: what holds then is the same for all of them.
    const isNone = this.active?.length === 0 && item.settings.length === 0;
    if ((this.active === item.settings || isNone) && before === undefined) return [];
    this.active = item.settings;
    const prepared: Promise<void>[] = [];
    const send = async (text: string, setting?: Setting): Promise<void> => {
      const done = this.send(text).then((outcome) => {
        if (outcome.ok) return;
        if (setting === undefined) throw outcome.error;
        if (!this.failedSettings.has(setting)) this.failedSettings.set(setting, outcome.error);
      });
      prepared.push(done);
      await this.inTurn(done);
    };
    await send(ground);
    for (const setting of item.settings) await send(setting.sql, setting);
    if (before !== undefined) await send(before);
    return prepared;
  }
}

/** Gives an administrator's session the search path of a file and nothing else of it. */
export async function adoptSearchPath(client: Client, settings: readonly Setting[]): Promise<void> {
  const setting = settings.find(({ name }) => name === "search_path");
  const path = setting === undefined ? '"$user", public' : setting.schemas.map(quoteName).join(", ");
  await client.query("SELECT pg_catalog.set_config('search_path', $1, false)", [path]);
}
