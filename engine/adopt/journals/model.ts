// What every kind of journal answers: which tables are its own, what their rows claim, what its folder of migrations holds.
// Pure: rows and files come in as text.

/** A table as it stands in the database. */
export interface TableShape {
  readonly schema: string;
  readonly name: string;
  /** Column → type, as `format_type` writes it. */
  readonly columns: Readonly<Record<string, string>>;
}

/** One row, every value as text. */
export type Row = Readonly<Record<string, string | null>>;

export type EntryState =
  | "applied"
  /** The journal says that it failed. */
  | "failed"
  /** Begun, and nothing says that it ended. */
  | "unfinished"
  /** Taken back after it had been applied, or marked so after a failure. */
  | "rolled back"
  /** Everything up to here was there before the journal: no file is asked for. */
  | "baseline";

/** What one row claims. */
export interface Entry {
  /** What a file is matched by. */
  readonly key: string;
  /** As a person calls it. */
  readonly label: string;
  readonly state: EntryState;
  /** null where the journal keeps none, or none that can be computed. */
  readonly checksum: string | null;
}

/** A file of a folder of migrations. */
export interface FolderFile {
  /** Below the folder, with slashes. */
  readonly path: string;
  readonly bytes: Buffer;
}

export interface Migration {
  readonly key: string;
  readonly label: string;
  readonly checksum: string | null;
  /** What it runs; null where it is no SQL. */
  readonly sql: string | null;
}

export interface JournalKind {
  /** File name of the kind. */
  readonly id: string;
  /** As its makers write it. */
  readonly tool: string;
  /** @param others tables of the same Postgres schema */
  isHistory(table: TableShape, others: readonly TableShape[]): boolean;
  /** A table that the tool keeps beside its history: a lock, its settings. */
  isCompanion?(table: TableShape, history: TableShape): boolean;
  /** Columns that the rows are ordered by: the order in which they were written. */
  readonly order: readonly string[];
  entries(rows: readonly Row[]): readonly Entry[];
  /** What else the rows of a companion say: a lock that is held. */
  warnings?(companion: readonly Row[]): readonly string[];
  /** The migrations of a folder in the order of the tool; null where the folder is not one of this tool. */
  migrations(files: readonly FolderFile[]): readonly Migration[] | null;
  /** Of a journal that keeps the last version only: what it thereby claims. */
  implied?(
    entries: readonly Entry[],
    migrations: readonly Migration[],
    files: readonly FolderFile[],
  ): readonly Entry[];
  /** Which of two keys comes first. Absent: the tool has no order of its own. */
  compare?(left: string, right: string): number;
  /** What to stop, in which files it is found, and what may be removed then. */
  readonly retire: readonly string[];
  /** A fact of the tool that the comparison cannot see. */
  readonly note?: string;
}

/** Whether the table has all of these columns. */
export function hasColumns({ columns }: TableShape, names: readonly string[]): boolean {
  return names.every((name) => Object.hasOwn(columns, name));
}

/** Whether these are its columns, and no others. */
export function hasOnlyColumns(table: TableShape, names: readonly string[]): boolean {
  return Object.keys(table.columns).length === names.length && hasColumns(table, names);
}

export const textOf = ({ bytes }: FolderFile): string => bytes.toString("utf8").replace(/^\uFEFF/, "");

export const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** By the numbers in them, `2.10` after `2.9`; otherwise as text. */
export function compareVersions(left: string, right: string): number {
  const [first, second] = [left, right].map((text) => text.split(/[._]/));
  for (let at = 0; at < Math.max(first?.length ?? 0, second?.length ?? 0); at += 1) {
    const [one, other] = [first?.[at] ?? "0", second?.[at] ?? "0"];
    const areNumbers = /^\d+$/.test(one) && /^\d+$/.test(other);
    const order = areNumbers ? compareNumbers(one, other) : compareText(one, other);
    if (order !== 0) return order;
  }
  return 0;
}

/** Versions are longer than what a number holds exactly. */
function compareNumbers(left: string, right: string): number {
  const difference = BigInt(left) - BigInt(right);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The part of an annotated file between `-- word up` and `-- word down`: goose, dbmate. */
export function upPart(text: string, up: RegExp, down: RegExp): string {
  const begin = up.exec(text);
  if (begin === null) return text;
  const rest = text.slice(begin.index + begin[0].length);
  const end = down.exec(rest);
  return end === null ? rest : rest.slice(0, end.index);
}
