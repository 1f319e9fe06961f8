// One run at a time per database: a session-level advisory lock, held by the session that runs the steps.
// Waits by asking again and again, never inside a statement: a waiting statement holds a snapshot, and the CREATE INDEX
// CONCURRENTLY of the run that is waited for would wait for that snapshot in turn.
import { setTimeout as sleep } from "node:timers/promises";
import { type ApplyEvent, SchemaError } from "../api";
import { addressOf } from "../postgres/errors";
import type { Target } from "../postgres/target";
import { type Activity, describeActivity, describeAge, holderOf } from "./activity";
import { closeSession, deadRun, openSession, type Session } from "./session";

/** ASCII of `stac` and `ksch`; advisory locks are per database already. */
const classId = 0x73_74_61_63;
const objectId = 0x6b_73_63_68;

interface LockOptions {
  /** Milliseconds another run may hold the lock. @default 60000 */
  readonly wait?: number;
  /** Milliseconds between two `waiting` events. @default 10000 */
  readonly remindEvery?: number;
  readonly onEvent?: (event: ApplyEvent) => void;
  /** Stops the wait. */
  readonly signal?: AbortSignal;
}

/** Opens a session, waits until it holds the database's lock, does the work in it, and closes it. */
export async function withDatabaseLock<T>(
  target: Target,
  options: LockOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await openSession(target);
  try {
    await acquire(session, options).catch((error: unknown) => {
      throw error instanceof SchemaError ? error : lostWaiting(error, target);
    });
    return await work(session);
  } finally {
    await closeSession(session);
  }
}

async function acquire(session: Session, options: LockOptions): Promise<void> {
  const started = performance.now();
  const deadline = started + (options.wait ?? 60_000);
  let remindAt = started;
  for (let pause = 50; !(await tryLock(session)); pause = Math.min(pause * 2, 1000)) {
    if (options.signal?.aborted) throw cancelled(session.target);
    const now = performance.now();
    const holder =
      now >= remindAt || now >= deadline ? await holderOf(session.client, classId, objectId) : null;
    if (holder !== null && (await endOrphan(session, holder, options))) continue;
    if (now >= deadline) throw locked(session.target, holder, (now - started) / 1000);
    if (now >= remindAt) {
      const who = holder === null ? "" : `: ${describeActivity(holder)}`;
      options.onEvent?.({
        type: "waiting",
        message: `another run holds database ${session.target.database}${who}`,
      });
      remindAt = now + (options.remindEvery ?? 10_000);
    }
    await sleep(Math.min(pause * (0.5 + Math.random() / 2), Math.max(1, deadline - performance.now())));
  }
}

async function tryLock(session: Session): Promise<boolean> {
  const result = await session.client.query<{ got: boolean }>(
    `SELECT pg_catalog.pg_try_advisory_lock(${classId}, ${objectId}) AS got`,
  );
  return result.rows[0]?.got === true;
}

/**
 * Ends the backend of a run that was killed. The server notices a dead client by itself within a second
 * (`client_connection_check_interval`), but not on every platform; and only a run whose process is provably gone is ended.
 */
async function endOrphan(session: Session, holder: Activity, options: LockOptions): Promise<boolean> {
  const dead = deadRun(holder.application);
  if (dead === null) return false;
  const done = await session.client
    .query(`SELECT pg_catalog.pg_terminate_backend(${holder.pid})`)
    .then(() => true)
    .catch(() => false);
  if (!done) return false;
  options.onEvent?.({
    type: "waiting",
    message: `a run on this machine (process ${dead}) was killed; ended what it left in the database, ${describeActivity(holder)}`,
  });
  await sleep(50);
  return true;
}

function locked(target: Target, holder: Activity | null, seconds: number): SchemaError {
  const since = holder?.sessionAge == null ? "" : `, connected for ${describeAge(holder.sessionAge)}`;
  const who = holder === null ? "by a session that just ended" : `by ${describeActivity(holder)}${since}`;
  const end = holder === null ? "" : `, or end it: SELECT pg_terminate_backend(${holder.pid})`;
  return new SchemaError(
    "database-locked",
    [
      `database ${target.database} on ${addressOf(target)} is held by another run, after a wait of ${describeAge(seconds)}:`,
      `  held ${who}`,
      `Wait for it to finish and run again${end}`,
    ].join("\n"),
  );
}

function lostWaiting(error: unknown, target: Target): SchemaError {
  const reason = error instanceof Error ? error.message : String(error);
  return new SchemaError(
    "connection-lost",
    `the connection to ${addressOf(target)} was lost before the run had the lock of database ${target.database}: ${reason}\nNothing was changed. Run it again.`,
    { cause: error },
  );
}

function cancelled(target: Target): SchemaError {
  return new SchemaError(
    "cancelled",
    `cancelled while waiting for the lock of database ${target.database}; nothing was changed`,
  );
}
