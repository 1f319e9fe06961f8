// Where a source declares what: for those who point at its lines. Reads files, talks to no Postgres.
import { quotePath } from "../catalog/names";
import { readSource, rootOf } from "./files";
import { madeOf } from "./item";
import { translate } from "./languages";
import { readStatementsOf } from "./read";

export interface Place {
  /** Relative to the source's directory. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/**
 * By Postgres schema and name, `app.customers`, the statement that makes it.
 * @param place absolute directory or file of the source
 * @throws SchemaError `source-missing`, `source-empty`, `source-unreadable`
 */
export async function sourcePlaces(place: string): Promise<ReadonlyMap<string, Place>> {
  const inSql = await translate(await rootOf(place), await readSource(place));
  const found = new Map<string, Place>();
  for (const item of readStatementsOf(inSql.written, inSql).items) {
    const made = item.makes ? madeOf(item) : null;
    const { file, line } = item.statement;
    if (made !== null && !found.has(quotePath(made.path))) found.set(quotePath(made.path), { file, line });
  }
  return found;
}
