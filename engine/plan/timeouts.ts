// How long a step may wait for locks and run. Pure.
import type { Draft } from "./draft";

/** Milliseconds. Long enough for a busy table, short enough that the queue behind it is not felt for long. */
const lockTimeout = 3_000;
/** Milliseconds, for a wait for a row while others are held: less than `deadlock_timeout`, so that it is we who give way. */
const shortLock = 500;
/** Milliseconds, for statements that only change the system catalogs. */
const quick = 30_000;
/** Milliseconds, for statements that read or write the rows: 20 minutes. */
const long = 1_200_000;
/** Milliseconds for a statement outside a transaction, its waiting included: 6 hours. */
const deadline = 21_600_000;

export function stepTimeouts(draft: Draft): {
  readonly lockTimeout: number;
  readonly statementTimeout: number;
} {
  if (draft.inBatches !== null) return { lockTimeout: shortLock, statementTimeout: long };
  // CREATE INDEX CONCURRENTLY waits without blocking anybody; a lock timeout would leave it invalid.
  if (!draft.transactional) return { lockTimeout: 0, statementTimeout: deadline };
  return {
    lockTimeout,
    statementTimeout:
      draft.scans || draft.rewrites || /^(CREATE MATERIALIZED|ANALYZE) /.test(draft.sql) ? long : quick,
  };
}
