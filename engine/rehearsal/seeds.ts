// Seeds: the rows that every database of an application begins with, one `.sql` file after the other, each in a transaction
// of its own. A seed that is run twice must change no row the second time; that is tried in a scratch database, never assumed.
import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { type Client, DatabaseError } from "pg";
import { SchemaError } from "../api";
import { decodeFile, type Statement, seedFolder, splitFile } from "../sources";
import { type Standing, standing, touched } from "./untouched";

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

/** Words of the server's answer to statements that write rows. */
const writing = new Set(["INSERT", "UPDATE", "DELETE", "MERGE"]);

/** @param at line of the file that the failure belongs to */
function failed({ file }: SeedFile, at: number | null, other: unknown): unknown {
  if (!(other instanceof DatabaseError)) return other;
  const place = at === null ? file : `${file}, line ${at}`;
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

/** Where in the file Postgres found the fault, else where the statement begins. */
function lineOf({ text, line }: Statement, error: unknown): number {
  const position = error instanceof DatabaseError ? Number(error.position ?? "") : 0;
  const before = position > 0 ? [...text].slice(0, position - 1) : [];
  return line + before.filter((letter) => letter === "\n").length;
}

const rowSecurity =
  "Seeds run under row security: name the tenant first, in the same file: SELECT set_config('app.org_id', '…', true);";

function ended(file: string): SchemaError {
  const message = `${file} ends the transaction that it is run in: take its COMMIT or ROLLBACK out. Each file is one transaction.`;
  return new SchemaError("seed-transaction", message);
}

const transactionQuery = "SELECT pg_catalog.pg_current_xact_id()::text AS id";

const words = ({ tokens }: Statement): readonly string[] =>
  tokens.map(({ kind, value }) => (kind === "word" ? value : ""));

function endsTransaction(statement: Statement): boolean {
  const [first = "", ...more] = words(statement);
  if (first === "rollback") return !more.includes("to");
  return ["commit", "end", "abort"].includes(first) || (first === "prepare" && more[0] === "transaction");
}

/** The statements of a file, where all of them can be run as a seed. */
function statementsOf(seed: SeedFile): readonly Statement[] {
  const { statements, problems } = splitFile(seed);
  const copy = statements.find((statement) => {
    const all = words(statement);
    return all[0] === "copy" && all.includes("stdin");
  });
  if (copy !== undefined)
    throw new SchemaError(
      "seed-copy",
      `${seed.file}, line ${copy.line}: COPY FROM stdin reads rows that only psql sends. Write them as INSERT … VALUES … ON CONFLICT DO NOTHING.`,
    );
  const [problem] = problems;
  if (problem !== undefined)
    throw new SchemaError("seed-unreadable", `${seed.file}, line ${problem.line}: ${problem.message}`);
  if (statements.some(endsTransaction)) throw ended(seed.file);
  return statements;
}

const listed = (lines: readonly string[]): string => lines.map((line) => `  ${line}`).join("\n");

/** @throws SchemaError `seed-declares`, `seed-deletes`, `seed-uncounted` */
async function refuseTouched(client: Client, { file }: SeedFile, before: Standing): Promise<void> {
  const { declared, deleted, isCounted } = await touched(client, before);
  if (deleted.length > 0)
    throw new SchemaError(
      "seed-deletes",
      `${file} deletes rows, and seeds add and update only. Nothing of this file stays.\n${listed(deleted)}`,
    );
  if (declared.length > 0)
    throw new SchemaError(
      "seed-declares",
      `${file} changes what is declared, past plan, gates and consents. Nothing of this file stays. Declare it in the source.\n${listed(declared)}`,
    );
  if (!isCounted)
    throw new SchemaError(
      "seed-uncounted",
      `${file}: nobody can tell whether it deletes rows, because the server does not count them: set track_counts = on. Nothing of this file stays.`,
    );
}

async function runFile(client: Client, seed: SeedFile): Promise<RanSeed> {
  const statements = statementsOf(seed);
  let line: number | null = null;
  let rows = 0;
  try {
    await client.query("BEGIN");
    const begun = await client.query<{ id: string }>(transactionQuery);
    const before = await standing(client);
    for (const statement of statements) {
      ({ line } = statement);
      const { command, rowCount } = await client.query(statement.text).catch((error: unknown) => {
        line = lineOf(statement, error);
        throw error;
      });
      rows += writing.has(command) ? (rowCount ?? 0) : 0;
    }
    line = null;
    const now = await client.query<{ id: string }>(transactionQuery);
    if (begun.rows[0]?.id !== now.rows[0]?.id) throw ended(seed.file);
    // What waits for the end may write as well.
    await client.query("SET CONSTRAINTS ALL IMMEDIATE");
    await refuseTouched(client, seed, before);
    await client.query("COMMIT");
    return { file: seed.file, rows };
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw failed(seed, line, error);
  } finally {
    // What one file sets in the session never reaches the next.
    await client.query("DISCARD ALL").catch(() => undefined);
  }
}

/**
 * Runs seeds in their order. Row security holds for them as for whoever is logged in.
 * @param after told each file when it is committed
 * @throws SchemaError `seed-failed`, `seed-transaction`, `seed-declares`, `seed-deletes`, `seed-copy`: files before stay
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
