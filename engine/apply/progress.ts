// How far the server is with an index (manual, pg_stat_progress_create_index), and when that is worth a line. Postgres tells
// of no other statement of a plan how far it is.
import type { Client } from "pg";

export interface Progress {
  /** Postgres's own words: `building index: scanning table`. */
  readonly phase: string;
  /** Of the phase: blocks or rows; 0 of 0 where Postgres does not say. */
  readonly done: number;
  readonly total: number;
  readonly unit: "blocks" | "rows";
  /** Of a partitioned table's index, else 0. */
  readonly partitionsDone: number;
  readonly partitionsTotal: number;
}

/** What the backend builds; null where it builds nothing. Counters of another phase are left standing by Postgres, and left out. */
export async function progressOf(client: Client, pid: number): Promise<Progress | null> {
  const { rows } = await client.query<Progress>(
    `SELECT phase, CASE unit WHEN 'blocks' THEN blocks_done WHEN 'rows' THEN tuples_done ELSE 0 END::float8 AS done,
       CASE unit WHEN 'blocks' THEN blocks_total WHEN 'rows' THEN tuples_total ELSE 0 END::float8 AS total,
       coalesce(unit, 'rows') AS unit, partitions_done::float8 AS "partitionsDone", partitions_total::float8 AS "partitionsTotal"
     FROM (SELECT *, CASE WHEN phase ~ 'scanning' THEN 'blocks' WHEN phase ~ 'loading' THEN 'rows' END AS unit
       FROM pg_catalog.pg_stat_progress_create_index WHERE pid = $1) AS p WHERE phase IS NOT NULL`,
    [pid],
  );
  return rows[0] ?? null;
}

const percentOf = ({ done, total }: Progress): number | null =>
  total > 0 ? Math.min(100, Math.floor((100 * done) / total)) : null;

/** `building index: scanning table, 40 % (1200 of 3000 blocks), partition 2 of 5`. */
export function describeProgress(progress: Progress): string {
  const { phase, done, total, unit, partitionsDone, partitionsTotal } = progress;
  const percent = percentOf(progress);
  const parts = [phase];
  if (percent !== null) parts.push(`${percent} % (${done} of ${total} ${unit})`);
  if (partitionsTotal > 0)
    parts.push(`partition ${Math.min(partitionsDone + 1, partitionsTotal)} of ${partitionsTotal}`);
  return parts.join(", ");
}

/** Percent that are worth a line at once, and milliseconds after which any are. */
const leap = 10;
const pause = 10_000;

/**
 * Whether there is something to tell: another phase or partition, a good part more, or a little more after a while.
 * @param told what was told last, `since` milliseconds ago
 */
export function isNews(told: Progress | null, now: Progress, since: number): boolean {
  if (told === null || told.phase !== now.phase || told.partitionsDone !== now.partitionsDone) return true;
  const more = (percentOf(now) ?? 0) - (percentOf(told) ?? 0);
  return more >= leap || (more > 0 && since >= pause);
}
