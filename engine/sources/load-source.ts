// A source of files loaded into a scratch database that stays open, for what is tried there afterwards: seeds, isolation.
// It reads no catalog and remembers nothing.
import { readSource, rootOf } from "./files";
import { translate } from "./languages";
import { loadItems } from "./load";
import { sourceError } from "./problem";
import { readStatementsOf } from "./read";
import type { ScratchDatabase } from "./scratch-database";

/**
 * Loads all that the source declares, with the roles it names. Objects of other schemas that it refers to are not there.
 * @param place directory or file
 * @throws SchemaError `source-missing`, `source-empty`, `source-failed`
 */
export async function loadSource(database: ScratchDatabase, place: string): Promise<void> {
  const inSql = await translate(await rootOf(place), await readSource(place));
  const reading = readStatementsOf(inSql.written, inSql);
  if (reading.incomplete) throw sourceError(place, reading.problems);
  const problems = [...reading.problems, ...(await loadItems(database, reading.items, reading.files))];
  if (problems.length > 0) throw sourceError(place, problems);
}
