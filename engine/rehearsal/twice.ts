// Seeds run twice in a scratch database: the second time must change no row. And seeds run on a database, once they have.
import { SchemaError } from "../api";
import { withDatabaseLock } from "../apply/lock";
import type { Target } from "../postgres/target";
import { connected, type Rehearsal, type RehearsalRequest, rehearse } from "./open";
import { changedRows, snapshot, type TableChange, tablesOf } from "./rows";
import { type RanSeed, readSeeds, runFiles, type SeedFile, seedDigest } from "./seeds";

export interface SeedChange extends TableChange {
  readonly file: string;
}

export interface RehearsedSeeds {
  readonly files: readonly RanSeed[];
  /** Of the files: other files have another. Empty where there are none. */
  readonly digest: string;
  /** What the second run changed: nothing, or the seeds must not run. */
  readonly changes: readonly SeedChange[];
}

/** Longest text of a row that is shown. */
const shownLength = 160;

const shown = (row: string): string => (row.length > shownLength ? `${row.slice(0, shownLength - 1)}…` : row);

function changeText({ file, table, added, gone, rewritten }: SeedChange): string {
  const rows = (count: number): string => (count === 1 ? "1 row" : `${count} rows`);
  const parts = [
    ...(rewritten > 0 ? [`${rows(rewritten)} written again with the values already there`] : []),
    ...(added.length > 0 ? [`${rows(added.length)} added or changed, now ${shown(added[0] ?? "")}`] : []),
    ...(gone.length > 0 ? [`${rows(gone.length)} gone or changed, before ${shown(gone[0] ?? "")}`] : []),
  ];
  return `  ${file}: table ${table}: ${parts.join("; ")}`;
}

/** One error for all that a second run of the seeds would change. */
export function notIdempotent(changes: readonly SeedChange[]): SchemaError {
  const message = [
    "The seeds are not idempotent: run a second time in a scratch database, they changed rows.",
    ...changes.map(changeText),
    "Insert with ON CONFLICT DO NOTHING and fixed keys, and update only what differs (WHERE … IS DISTINCT FROM …).",
  ];
  return new SchemaError("seed-not-idempotent", message.join("\n"));
}

/** Runs the seeds in a rehearsal twice. */
export function runTwice(
  { owner }: Pick<Rehearsal, "owner">,
  files: readonly SeedFile[],
): Promise<RehearsedSeeds> {
  return connected(owner, (client) =>
    connected(owner, async (looker) => {
      const first = await runFiles(client, files);
      const tables = await tablesOf(looker);
      const changes: SeedChange[] = [];
      let before = await snapshot(looker, tables);
      await runFiles(client, files, async ({ file }) => {
        const now = await snapshot(looker, tables);
        changes.push(...changedRows(before, now).map((change) => ({ file, ...change })));
        before = now;
      });
      return { files: first, digest: seedDigest(files), changes };
    }),
  );
}

/**
 * Runs the seeds of a source twice in a scratch database.
 * @throws SchemaError `seed-not-idempotent`, `seed-failed`, and those of the source and the scratch
 */
export async function rehearseSeeds(request: RehearsalRequest): Promise<RehearsedSeeds> {
  const { source } = request;
  const files = source.kind === "sql" ? await readSeeds(source.path) : [];
  if (files.length === 0) return { files: [], digest: "", changes: [] };
  const rehearsed = await rehearse(request, (rehearsal) => runTwice(rehearsal, files));
  if (rehearsed.changes.length > 0) throw notIdempotent(rehearsed.changes);
  return rehearsed;
}

export interface SeedRequest extends RehearsalRequest {
  readonly target: Target;
  /** Told each file when it is committed, and who keeps the run waiting. */
  readonly onEvent?: (message: string) => void;
}

/**
 * Runs the seeds of a source on a database, after they were rehearsed, under the lock that runs of a schema take.
 * @throws SchemaError those of `rehearseSeeds`, `seed-none`, `database-locked`
 */
export async function seedDatabase(request: SeedRequest): Promise<RehearsedSeeds> {
  const { source, target, onEvent } = request;
  const files = source.kind === "sql" ? await readSeeds(source.path) : [];
  if (files.length === 0) {
    const place = source.kind === "sql" ? source.path : "a database";
    throw new SchemaError(
      "seed-none",
      `The source ${place} has no seeds. Put them into its folder seed: seed/10-first.sql`,
    );
  }
  const { digest } = await rehearseSeeds(request);
  const options = {
    onEvent: (event: { readonly type: string; readonly message?: string }) =>
      onEvent?.(event.message ?? event.type),
  };
  const ran = await withDatabaseLock(target, options, () =>
    connected(target, (client) =>
      runFiles(client, files, ({ file, rows }) =>
        onEvent?.(`${file}: ${rows === 1 ? "1 row" : `${rows} rows`}`),
      ),
    ),
  );
  return { files: ran, digest, changes: [] };
}
