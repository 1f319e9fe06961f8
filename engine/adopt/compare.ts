// What a journal claims against the files of its folder: missing, doubled, out of order, failed, changed. Pure; knows no kind.
import type { Entry, FolderFile, JournalKind, Migration } from "./journals/model";

export interface JournalFinding {
  readonly id:
    | "failed"
    | "unfinished"
    | "doubled"
    | "out-of-order"
    | "file-missing"
    | "file-doubled"
    | "changed"
    | "not-applied"
    | "passed-over"
    | "locked"
    | "folder-not-recognised";
  readonly message: string;
}

export interface Claims {
  /** How many migrations count as applied. */
  readonly applied: number;
  /** The last of them, as a person calls it. */
  readonly last: string | null;
  /** How many the folder has; null where none was given, or it is not this tool's. */
  readonly files: number | null;
  readonly findings: readonly JournalFinding[];
}

/** @param files of the folder of migrations, or null where none was given */
export function compareClaims(
  kind: JournalKind,
  written: readonly Entry[],
  files: readonly FolderFile[] | null,
): Claims {
  const migrations = files === null ? null : kind.migrations(files);
  const claimed =
    kind.implied && migrations !== null ? kind.implied(written, migrations, files ?? []) : written;
  const labels = new Map(migrations?.map(({ key, label }) => [key, label]));
  const entries = claimed.map((entry) => ({ ...entry, label: labels.get(entry.key) ?? entry.label }));
  const current = currentEntries(entries);
  const applied = [...current.values()].filter(({ state }) => state === "applied");
  const last = latest(applied, kind);
  return {
    applied: applied.length,
    last: last?.label ?? null,
    files: migrations?.length ?? null,
    findings: [
      ...endings(current),
      ...doubledEntries(entries),
      ...outOfOrder(kind.implied ? [] : entries, kind),
      ...(migrations === null ? [] : againstFiles(kind, current, migrations)),
      ...(files !== null && migrations === null ? [notRecognised(kind)] : []),
    ],
  };
}

/** The last word on each migration. */
function currentEntries(entries: readonly Entry[]): ReadonlyMap<string, Entry> {
  const current = new Map<string, Entry>();
  for (const entry of entries) {
    const before = current.get(entry.key);
    // A row that was marked as taken back may stand before or after the one that did it again.
    const isWord = before === undefined || before.state !== "applied" || entry.state !== "failed";
    if (isWord && !(before?.state === "applied" && entry.state === "unfinished"))
      current.set(entry.key, entry);
  }
  return current;
}

function latest(entries: readonly Entry[], { compare }: JournalKind): Entry | undefined {
  return entries.reduce<Entry | undefined>(
    (found, entry) => (found !== undefined && compare && compare(entry.key, found.key) < 0 ? found : entry),
    undefined,
  );
}

function endings(current: ReadonlyMap<string, Entry>): readonly JournalFinding[] {
  return [...current.values()].flatMap(({ state, label }): JournalFinding[] => {
    if (state === "failed")
      return [{ id: "failed", message: `${label} failed: what of it is in the database is not known` }];
    if (state === "unfinished")
      return [{ id: "unfinished", message: `${label} was begun, and nothing says that it ended` }];
    return [];
  });
}

function doubledEntries(entries: readonly Entry[]): readonly JournalFinding[] {
  const counts = new Map<string, number>();
  const found = new Map<string, string>();
  for (const { key, label, state } of entries) {
    // What was taken back may be done again.
    if (state === "rolled back") counts.delete(key);
    if (state !== "applied" || key.startsWith("R ")) continue;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if ((counts.get(key) ?? 0) > 1) found.set(key, label);
  }
  return [...found].map(([key, label]) => ({
    id: "doubled",
    message: `${label} stands in the journal ${counts.get(key) ?? 2} times`,
  }));
}

function outOfOrder(entries: readonly Entry[], { compare }: JournalKind): readonly JournalFinding[] {
  if (!compare) return [];
  const findings: JournalFinding[] = [];
  let highest: Entry | undefined;
  for (const entry of entries) {
    if (entry.state !== "applied") continue;
    if (highest !== undefined && compare(entry.key, highest.key) < 0)
      findings.push({
        id: "out-of-order",
        message: `${entry.label} was applied after ${highest.label}, which comes later`,
      });
    else highest = entry;
  }
  return findings;
}

function againstFiles(
  kind: JournalKind,
  current: ReadonlyMap<string, Entry>,
  migrations: readonly Migration[],
): readonly JournalFinding[] {
  const findings: JournalFinding[] = [];
  const files = new Map<string, Migration>();
  for (const migration of migrations) {
    const twin = files.get(migration.key);
    if (twin === undefined) files.set(migration.key, migration);
    else
      findings.push({
        id: "file-doubled",
        message: `${twin.label} and ${migration.label} are one migration to ${kind.tool}`,
      });
  }
  for (const { key, label, state, checksum } of current.values()) {
    const file = files.get(key);
    if (file === undefined && state === "applied")
      findings.push({
        id: "file-missing",
        message: `${label} is applied as the journal has it, and the folder has no such file`,
      });
    if (file !== undefined && state === "applied" && checksum && file.checksum && checksum !== file.checksum)
      findings.push({
        id: "changed",
        message: `${file.label} is not the file that was applied: its checksum differs`,
      });
  }
  const last = latest([...current.values()].filter(isThere), kind);
  for (const [key, { label }] of files) {
    const entry = current.get(key);
    if (entry !== undefined && entry.state !== "rolled back") continue;
    if (isBelowBaseline(key, current, kind)) continue;
    const isEarlier = last !== undefined && kind.compare !== undefined && kind.compare(key, last.key) < 0;
    const message = isEarlier
      ? `${label} is in the folder and was never applied, though ${last.label}, which comes later, was`
      : `${label} is in the folder and is not applied`;
    findings.push({ id: isEarlier ? "passed-over" : "not-applied", message });
  }
  return findings;
}

const isThere = ({ state }: Entry): boolean => state === "applied" || state === "baseline";

function isBelowBaseline(
  key: string,
  current: ReadonlyMap<string, Entry>,
  { compare }: JournalKind,
): boolean {
  if (!compare) return false;
  return [...current.values()].some((entry) => entry.state === "baseline" && compare(key, entry.key) <= 0);
}

function notRecognised({ tool }: JournalKind): JournalFinding {
  return {
    id: "folder-not-recognised",
    message: `the folder of migrations is not one of ${tool}'s, so no file was compared`,
  };
}
