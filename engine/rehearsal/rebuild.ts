// Projections made anew: a table that is derived from others is emptied, its rebuild function is called, and the rows must be
// those that were there. All of it is rolled back.
import { type Client, DatabaseError } from "pg";
import { quoteName } from "../catalog/names";
import { connected, type Rehearsal } from "./open";
import { ownSchema, unbound } from "./rows";

export interface Projection {
  /** Quoted, with its schema. */
  readonly table: string;
  /** As SQL calls it: `ledger.rebuild_stock_balances()`. */
  readonly rebuild: string;
}

export interface Rebuilt extends Projection {
  /** Rows that were compared: 0 proves nothing. */
  readonly rows: number;
  /** Columns that are given anew with each row, and not compared: `DEFAULT gen_random_uuid()`, `DEFAULT now()`. */
  readonly ignored: readonly string[];
  /** Rows that are there only before, and only after; or why it could not be made anew. */
  readonly lost: readonly string[];
  readonly added: readonly string[];
  readonly failure: string | null;
}

const projectionsQuery = `
  SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) AS table,
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident('rebuild_' || c.relname) || '()' AS usual,
    pg_catalog.obj_description(c.oid, 'pg_class') AS comment
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND ${ownSchema("n")} ORDER BY 1`;

/** The tag in a table's comment that names its rebuild function. */
const rebuildTag = /@rebuild\s+((?:"(?:[^"]|"")+"|[\w$]+)\.(?:"(?:[^"]|"")+"|[\w$]+)\(\))/;

/** The tag that makes a table a projection. */
const projectionTag = /@class\s+projection\b/;

/** Tables whose comment says `@rebuild schema.function()`, or `@class projection`: then it is `rebuild_<table>` beside it. */
export async function projectionsIn(client: Client): Promise<readonly Projection[]> {
  const { rows } = await client.query<{ table: string; usual: string; comment: string | null }>(
    projectionsQuery,
  );
  return rows.flatMap(({ table, usual, comment }) => {
    const rebuild =
      rebuildTag.exec(comment ?? "")?.[1] ?? (projectionTag.test(comment ?? "") ? usual : undefined);
    return rebuild === undefined ? [] : [{ table, rebuild }];
  });
}

const defaultsQuery = `
  SELECT a.attname::text AS name, pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS expression
  FROM pg_catalog.pg_attribute a LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attrelid = $1::pg_catalog.regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  ORDER BY a.attnum`;

/** Columns whose default is another one each time it is asked for: Postgres is asked twice, in two transactions. */
async function columnsOf(client: Client, table: string): Promise<{ steady: string[]; ignored: string[] }> {
  const { rows } = await client.query<{ name: string; expression: string | null }>(defaultsQuery, [table]);
  const given = rows.filter(({ expression }) => expression !== null);
  const values = async (): Promise<readonly unknown[]> => {
    if (given.length === 0) return [];
    const list = given.map(({ expression }, at) => `(${expression})::text AS v${at}`);
    const { rows: answer } = await client.query<Record<string, unknown>>(`SELECT ${list.join(", ")}`);
    return given.map((_, at) => answer[0]?.[`v${at}`]);
  };
  const [first, second] = [await values(), await values()];
  const moving = new Set(given.flatMap(({ name }, at) => (first[at] === second[at] ? [] : [name])));
  const names = rows.map(({ name }) => name);
  return {
    steady: names.filter((name) => !moving.has(name)),
    ignored: names.filter((name) => moving.has(name)),
  };
}

async function rowsOf(client: Client, table: string, columns: readonly string[]): Promise<readonly string[]> {
  const list = columns.map(quoteName).join(", ");
  const { rows } = await client.query<{ row: string }>(
    `SELECT ROW(${list})::text AS row FROM ${table} ORDER BY 1`,
  );
  return rows.map(({ row }) => row);
}

function without(rows: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others];
  return rows.filter((row) => {
    const at = left.indexOf(row);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

async function rebuildOne(client: Client, projection: Projection): Promise<Rebuilt> {
  const { table, rebuild } = projection;
  const { steady, ignored } = await columnsOf(client, table);
  const none = { ...projection, rows: 0, ignored, lost: [], added: [], failure: null };
  try {
    return await unbound(client, "rolled back", async () => {
      const before = await rowsOf(client, table, steady);
      await client.query(`TRUNCATE ${table}`);
      await client.query(`SELECT ${rebuild}`);
      const after = await rowsOf(client, table, steady);
      return { ...none, rows: before.length, lost: without(before, after), added: without(after, before) };
    });
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return { ...none, failure: error.message };
  }
}

/**
 * Makes projections anew in a rehearsal that holds its rows, as an owner whom row security does not bind.
 * @param projections @default those that comments name
 */
export function rebuildIn(
  { owner }: Pick<Rehearsal, "owner">,
  projections?: readonly Projection[],
): Promise<readonly Rebuilt[]> {
  return connected(owner, async (client) => {
    const rebuilt: Rebuilt[] = [];
    for (const projection of projections ?? (await projectionsIn(client)))
      rebuilt.push(await rebuildOne(client, projection));
    return rebuilt;
  });
}

/** What is wrong with it in one line, or null. */
export function rebuildProblem({ table, rebuild, rows, lost, added, failure }: Rebuilt): string | null {
  if (failure !== null) return `${table}: ${rebuild} cannot make it anew: ${failure}`;
  if (lost.length + added.length > 0)
    return `${table}: ${rebuild} does not give the same rows: ${lost.length} of ${rows} are lost (${lost[0] ?? "none"}), ${added.length} are new (${added[0] ?? "none"})`;
  return rows === 0
    ? `${table}: no row is there to compare: write some into the seeds, or into seed/isolation`
    : null;
}
