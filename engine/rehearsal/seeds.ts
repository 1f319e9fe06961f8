// Seeds: the rows that every database of an application begins with, one `.sql` file after the other, each in a transaction
// of its own. A seed that is run twice must change no row the second time; that is tried in a scratch database, never assumed.
import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { type Client, DatabaseError, type QueryResult } from "pg";
import { SchemaError } from "../api";
import { decodeFile, seedFolder } from "../sources";

export interface SeedFile {
  /** Relative to the source: `seed/10-people.sql`. */
  readonly file: string;
  readonly text: string;
}

/** Of the seed folder: rows that only a rehearsal of isolation needs. No database of a user is given them. */
const rehearsalFolder = "isolation";

async function sqlFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return [];
    throw error;
  });
  return entries
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith(".") && /\.sql$/i.test(entry.name))
    .map(({ name }) => name)
    .sort((left, right) => (left < right ? -1 : 1));
}

async function readFolder(source: string, folder: string): Promise<readonly SeedFile[]> {
  // A source that is one file has no folder of its own.
  if (!(await stat(source).catch(() => null))?.isDirectory()) return [];
  const names = await sqlFiles(path.join(source, folder));
  return await Promise.all(
    names.map(async (name) => {
      const file = `${folder}/${name}`;
      const decoded = decodeFile({ file, bytes: await readFile(path.join(source, file)) });
      if ("text" in decoded) return { file, text: decoded.text };
      throw new SchemaError("seed-unreadable", `${file}, line ${decoded.line}: ${decoded.message}`);
    }),
  );
}

/** The seeds beside a source, in the order of their names: `<source>/seed/*.sql`. */
export const readSeeds = (source: string): Promise<readonly SeedFile[]> => readFolder(source, seedFolder);

/** What a rehearsal of isolation adds to them: `<source>/seed/isolation/*.sql`. */
export const readRehearsalRows = (source: string): Promise<readonly SeedFile[]> =>
  readFolder(source, `${seedFolder}/${rehearsalFolder}`);

/** The same text for the same files: whether they must run again. Empty where there are none. */
export function seedDigest(files: readonly SeedFile[]): string {
  if (files.length === 0) return "";
  const hash = createHash("sha256");
  for (const { file, text } of files) hash.update(`${file}\0${text.length}\0${text}`);
  return hash.digest("hex");
}

export interface RanSeed {
  readonly file: string;
  /** Rows that its statements inserted, updated or deleted. */
  readonly rows: number;
}

const writing = new Set(["INSERT", "UPDATE", "DELETE", "MERGE"]);

function rowsOf(result: QueryResult | readonly QueryResult[]): number {
  const results: readonly QueryResult[] = "command" in result ? [result] : result;
  return results.reduce(
    (sum, { command, rowCount }) => sum + (writing.has(command) ? (rowCount ?? 0) : 0),
    0,
  );
}

function lineOf(text: string, error: DatabaseError): number | null {
  const position = Number(error.position ?? "");
  return position > 0
    ? [...text].slice(0, position - 1).filter((letter) => letter === "\n").length + 1
    : null;
}

/** @param other what failed besides Postgres: passed on */
function failed({ file, text }: SeedFile, other: unknown): unknown {
  if (!(other instanceof DatabaseError)) return other;
  const line = lineOf(text, other);
  const place = line === null ? file : `${file}, line ${line}`;
  const detail = other.detail === undefined ? "" : ` (${other.detail})`;
  const hint = other.code === "42501" && /row-level security/.test(other.message) ? `\n${rowSecurity}` : "";
  return new SchemaError(
    "seed-failed",
    `${place}: ${other.message}${detail}. Nothing of this file stays.${hint}`,
    {
      cause: other,
    },
  );
}

const rowSecurity =
  "Seeds run under row security: name the tenant first, in the same file: SELECT set_config('app.org_id', '…', true);";

function ended(file: string): SchemaError {
  const message = `${file} ends the transaction that it is run in: take its COMMIT or ROLLBACK out. Each file is one transaction.`;
  return new SchemaError("seed-transaction", message);
}

const transactionQuery = "SELECT pg_catalog.pg_current_xact_id()::text AS id";

async function runFile(client: Client, seed: SeedFile): Promise<RanSeed> {
  try {
    await client.query("BEGIN");
    const begun = await client.query<{ id: string }>(transactionQuery);
    const result: QueryResult | readonly QueryResult[] = await client.query(seed.text);
    const now = await client.query<{ id: string }>(transactionQuery);
    if (begun.rows[0]?.id !== now.rows[0]?.id) throw ended(seed.file);
    await client.query("COMMIT");
    return { file: seed.file, rows: rowsOf(result) };
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw failed(seed, error);
  } finally {
    // What one file sets in the session never reaches the next.
    await client.query("DISCARD ALL").catch(() => undefined);
  }
}

/**
 * Runs seeds in their order. Row security holds for them as for whoever is logged in.
 * @param after told each file when it is committed
 * @throws SchemaError `seed-failed`, `seed-transaction`: files before stay
 */
export async function runFiles(
  client: Client,
  files: readonly SeedFile[],
  after?: (ran: RanSeed) => Promise<void> | void,
): Promise<readonly RanSeed[]> {
  const ran: RanSeed[] = [];
  for (const file of files) {
    const done = await runFile(client, file);
    ran.push(done);
    await after?.(done);
  }
  return ran;
}
