// A backfill over a large table: piece by piece, in ranges of its blocks, so that no row is locked for long and a run that is
// interrupted loses the last piece only. Decides what the next piece is; sends nothing but the question how large the table is.
import type { Client } from "pg";

/** Milliseconds a piece should take: its rows are locked for so long. */
const wanted = 250;
const firstBlocks = 64;
const mostBlocks = 16_384;
/** Rows that are written move to the end of the table, and others arrive there: it is looked at again so often. */
const mostRounds = 3;

/** The largest number of blocks of the table or of a table below it. */
export async function blocksOf(client: Client, table: string): Promise<number> {
  const { rows } = await client.query<{ blocks: number }>(
    `WITH RECURSIVE part(oid) AS (
       SELECT $1::pg_catalog.regclass::oid
       UNION SELECT inhrelid FROM pg_catalog.pg_inherits JOIN part ON inhparent = part.oid)
     SELECT pg_catalog.max(pg_catalog.pg_relation_size(oid))::float8
       / pg_catalog.current_setting('block_size')::float8 AS blocks FROM part`,
    [table],
  );
  return Math.ceil(rows[0]?.blocks ?? 0);
}

export interface Piece {
  readonly sql: string;
  /** How much of the table is behind it, from 0 to 1. */
  readonly share: number;
}

export class Batches {
  #from = 0;
  #size = firstBlocks;
  #rounds = 1;

  /**
   * @param sql a statement that ends in a condition
   * @param blocks of the table at the start
   */
  constructor(
    private readonly sql: string,
    private blocks: number,
  ) {}

  /** null: the end of what was known of the table is reached. */
  next(): Piece | null {
    if (this.#from >= this.blocks) return null;
    const until = Math.min(this.#from + this.#size, this.blocks);
    return {
      sql: `${this.sql} AND ctid >= '(${this.#from},0)' AND ctid < '(${until},0)'`,
      share: until / this.blocks,
    };
  }

  /** The piece was committed. Returns the milliseconds to leave to others before the next. */
  took(milliseconds: number): number {
    this.#from = Math.min(this.#from + this.#size, this.blocks);
    const factor = Math.min(2, Math.max(0.25, wanted / Math.max(milliseconds, 1)));
    this.#size = Math.min(mostBlocks, Math.max(1, Math.round(this.#size * factor)));
    return Math.min(wanted, milliseconds) / 2;
  }

  /** @param blocks the table has now. @returns whether there is more to go through */
  goOn(blocks: number): boolean {
    this.#rounds += 1;
    if (this.#rounds > mostRounds || blocks <= this.blocks) return false;
    this.blocks = blocks;
    return true;
  }
}
