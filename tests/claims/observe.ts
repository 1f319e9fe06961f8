// Runs the steps of a plan one by one and asks Postgres what each did: the locks its backend held at the end, the tables
// whose file is another one, and the tables that were scanned. Must never ask the engine.
import type { Client } from "pg";
import { type LockMode, lockModes, type Step } from "../../engine/plan/model";
import type { Target } from "../../engine/postgres/target";
import { connected } from "../support/corpus-databases";

/** What one step did to one relation that was there before the plan, by its oid. */
export interface Effect {
  readonly oid: number;
  /** An index or a sequence: its locks are claimed where it is altered by itself, and left out where its table is locked. */
  readonly minor: boolean;
  /** Qualified and quoted, as it was called before the step. */
  readonly name: string;
  /** Of the step's own transaction; null where none was seen. */
  readonly strongest: LockMode | null;
  readonly hadRows: boolean;
  readonly rewritten: boolean;
  readonly scanned: boolean;
}

export interface Observation {
  readonly step: Step;
  readonly effects: readonly Effect[];
}

export interface Observed {
  readonly observations: readonly Observation[];
  /** Name → oid: of what is there in the end, and of what was there before and is gone. */
  readonly names: ReadonlyMap<string, number>;
}

interface State {
  readonly oid: number;
  readonly minor: boolean;
  readonly name: string;
  readonly file: number;
  readonly bytes: number;
  readonly scans: number;
}

interface Held {
  readonly oid: number;
  readonly modes: readonly string[];
}

/** Counters are those of the asking backend's own transaction. */
const stateQuery = `
  SELECT c.oid, c.relkind IN ('i', 'I', 'S') AS minor, pg_catalog.format('%I.%I', n.nspname, c.relname) AS name, c.relfilenode::integer AS file,
    pg_catalog.pg_relation_size(c.oid)::integer AS bytes,
    (pg_catalog.pg_stat_get_xact_numscans(c.oid) + coalesce((SELECT sum(pg_catalog.pg_stat_get_xact_numscans(i.indexrelid))
      FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid), 0))::integer AS scans
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'i', 'I', 'S') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`;

const heldQuery = `
  SELECT l.relation AS oid, array_agg(l.mode) AS modes FROM pg_catalog.pg_locks l
  WHERE l.pid = $1 AND l.locktype = 'relation'
    AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())
  GROUP BY l.relation`;

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Runs all steps, each in a transaction of its own, and hands in what each did to the relations of before. */
export async function observe(target: Target, steps: readonly Step[]): Promise<Observed> {
  return connected(target, (runner) =>
    connected(target, (writer) =>
      connected(target, (reader) => observeWith(runner, { writer, reader }, steps)),
    ),
  );
}

interface Watchers {
  readonly writer: Client;
  readonly reader: Client;
}

async function observeWith(runner: Client, watchers: Watchers, steps: readonly Step[]): Promise<Observed> {
  await runner.query("SET check_function_bodies = off");
  const pid = await processOf(runner);
  const start = await stateOf(runner);
  const known = new Set(start.map(({ oid }) => oid));
  const observations: Observation[] = [];
  for (const step of steps) {
    const run = await (step.transactional
      ? runInside(runner, pid, step)
      : runOutside(runner, watchers, pid, step));
    observations.push({ step, effects: effectsOf(run).filter(({ oid }) => known.has(oid)) });
  }
  const end = (await stateOf(runner)).filter(({ oid }) => known.has(oid));
  const names = [...start, ...end].map(({ name, oid }): [string, number] => [name, oid]);
  return { observations, names: new Map(names) };
}

async function processOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  return rows[0]?.pid ?? 0;
}

async function stateOf(client: Client): Promise<readonly State[]> {
  const { rows } = await client.query<State>(stateQuery);
  return rows;
}

async function heldBy(client: Client, pid: number): Promise<readonly Held[]> {
  const { rows } = await client.query<Held>(heldQuery, [pid]);
  return rows;
}

interface Run {
  readonly before: readonly State[];
  readonly after: readonly State[];
  readonly held: readonly Held[];
}

async function runInside(runner: Client, pid: number, step: Step): Promise<Run> {
  await runner.query("BEGIN");
  try {
    const before = await stateOf(runner);
    await runner.query(step.sql);
    const [after, held] = [await stateOf(runner), await heldBy(runner, pid)];
    await runner.query("COMMIT");
    return { before, after, held };
  } catch (error) {
    await runner.query("ROLLBACK").catch(() => undefined);
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n  in ${step.sql}`);
  }
}

/**
 * A statement that may not run in a transaction is made to wait for a writer of every table, and looked at while it waits;
 * then once more for a reader who came later. What it asks for counts as held.
 */
async function runOutside(
  runner: Client,
  { writer, reader }: Watchers,
  pid: number,
  step: Step,
): Promise<Run> {
  const before = await stateOf(runner);
  // With a partitioned table its foreign partitions are locked, which LOCK TABLE does not take by themselves.
  const tables = before.filter(({ minor }) => !minor).map(({ name }) => name);
  await lockAll(writer, tables, "ROW EXCLUSIVE");
  const run = { ended: false };
  const running = runner.query(step.sql).finally(() => {
    run.ended = true;
  });
  running.catch(() => undefined);
  const held: Held[] = [];
  if (await waits(writer, pid, run)) {
    held.push(...(await heldBy(writer, pid)));
    await lockAll(reader, tables, "ACCESS SHARE");
  }
  await writer.query("COMMIT");
  // It goes on, or waits again for what the reader holds.
  if (await waits(reader, pid, run)) held.push(...(await heldBy(reader, pid)));
  await reader.query("COMMIT");
  await running;
  return { before, after: before, held };
}

async function lockAll(client: Client, tables: readonly string[], mode: string): Promise<void> {
  await client.query("BEGIN");
  for (const name of tables)
    await client.query(`SAVEPOINT one; LOCK TABLE ${name} IN ${mode} MODE NOWAIT`).catch(async () => {
      await client.query("ROLLBACK TO one");
    });
}

async function waits(client: Client, pid: number, run: { readonly ended: boolean }): Promise<boolean> {
  while (!run.ended) {
    const { rows } = await client.query<{ waits: boolean }>(
      "SELECT EXISTS (SELECT FROM pg_catalog.pg_locks WHERE pid = $1 AND NOT granted) AS waits",
      [pid],
    );
    if (rows[0]?.waits) return true;
    await pause(5);
  }
  return false;
}

const modeName = (mode: string): string =>
  mode
    .replace(/Lock$/, "")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toUpperCase();

function strongestOf(modes: readonly string[]): LockMode | null {
  const names = new Set(modes.map(modeName));
  return lockModes.findLast((mode) => names.has(mode)) ?? null;
}

function effectsOf({ before, after, held }: Run): readonly Effect[] {
  const later = new Map(after.map((state) => [state.oid, state]));
  const locks = new Map<number, readonly string[]>();
  for (const { oid, modes } of held) locks.set(oid, [...(locks.get(oid) ?? []), ...modes]);
  return before.map(({ oid, minor, name, file, bytes, scans }) => {
    const now = later.get(oid);
    return {
      oid,
      minor,
      name,
      strongest: strongestOf(locks.get(oid) ?? []),
      hadRows: bytes > 0,
      rewritten: now !== undefined && now.file !== file,
      scanned: now !== undefined && now.scans > scans,
    };
  });
}
