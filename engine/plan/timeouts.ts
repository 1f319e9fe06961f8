// How long a step may wait for locks and run. Pure.
import type { ObjectId } from "../catalog/model";
import type { Draft } from "./draft";
import { type Lock, lockModes } from "./model";

/** Milliseconds. Long enough for a busy table, short enough that the queue behind it is not felt for long. */
const lockTimeout = 3_000;
/**
 * Milliseconds, where the transaction holds a lock already: less than Postgres's own deadlock_timeout (manual 20.12; 1 s), so that it
 * is this run that gives up and tries again, and not the application's transaction that is cancelled.
 */
const whileHolding = 800;
/** Milliseconds, for statements that only change the system catalogs. */
const quick = 30_000;
/** Milliseconds, for statements that read or write the rows: 20 minutes, and more where the table is so large. */
const long = 1_200_000;
/** Bytes in a millisecond (5 MB/s) that the slowest disk of a cloud reads and writes. */
const slowest = 5_000;
/** Milliseconds for a statement outside a transaction, its waiting included: 6 hours. */
const deadline = 21_600_000;

export interface Timeouts {
  readonly lockTimeout: number;
  readonly statementTimeout: number;
}

/** @param holding it may come to wait for a lock while its transaction holds another one */
export function stepTimeouts(draft: Draft, holding: boolean): Timeouts {
  // CREATE INDEX CONCURRENTLY waits without blocking anybody; a lock timeout would leave it invalid.
  if (!draft.transactional) return { lockTimeout: 0, statementTimeout: deadline };
  const atLength = Math.min(deadline, Math.max(long, Math.ceil((draft.estimate?.bytes ?? 0) / slowest)));
  // A batch waits for rows while it holds others.
  if (draft.inBatches !== null) return { lockTimeout: whileHolding, statementTimeout: long };
  return {
    lockTimeout: holding ? whileHolding : lockTimeout,
    statementTimeout:
      draft.scans ||
      draft.rewrites ||
      /^(CREATE (MATERIALIZED VIEW|(UNIQUE )?INDEX)|ANALYZE) /.test(draft.sql)
        ? atLength
        : quick,
  };
}

/**
 * For each step, whether it may come to wait for a lock while its transaction holds another one.
 * @param locks of each step, on relations that are there before it
 * @param numbers transaction of each step
 */
export function waitsWhileHolding(
  locks: readonly (readonly Lock[])[],
  numbers: readonly number[],
): readonly boolean[] {
  let held = new Map<ObjectId, number>();
  return locks.map((wanted, position) => {
    if (numbers[position] !== numbers[position - 1]) held = new Map();
    const missing = wanted.filter(
      ({ mode, relation }) => lockModes.indexOf(mode) > (held.get(relation) ?? -1),
    );
    const waits = missing.length > 0 && held.size + missing.length > 1;
    for (const { mode, relation } of missing) held.set(relation, lockModes.indexOf(mode));
    return waits;
  });
}
