// Whether a database is what it should be after a run that was stopped and gone on with: asked of pg_dump and Postgres, never of the engine.
import type { Target } from "../../../engine/postgres";
import { compareDumps, dumpObjects, pgDumpSchema } from "../../support/pgdump";
import { rows } from "../support";

/** What pg_dump does not show, or shows without saying whose it is. */
const leftovers = `
  SELECT 'invalid index ' || indexrelid::regclass AS left FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE NOT indisvalid AND c.relkind = 'i'
  UNION ALL SELECT 'unvalidated ' || conname FROM pg_constraint WHERE NOT convalidated
  UNION ALL SELECT 'helper ' || conname FROM pg_constraint WHERE conname LIKE '%stackschema%'
  UNION ALL SELECT 'helper ' || relname FROM pg_class WHERE relname LIKE '%stackschema%'
  UNION ALL SELECT 'helper ' || typname FROM pg_type WHERE typname LIKE '%stackschema%'
  UNION ALL SELECT 'pending detach of ' || inhrelid::regclass FROM pg_inherits WHERE inhdetachpending
  UNION ALL SELECT 'prepared transaction ' || gid FROM pg_prepared_xacts`;

/** Of each table the rows, by the columns that both sides have. */
const kept = ["customers (id, email, name, mood, fax)", "orders (id, customer_id, total, placed)"]
  .concat(["events_2025", "events_2026", "events_2027"].map((table) => `${table} (id, at)`))
  .map((text) => {
    const [, table, columns] = /^(\S+) \((.*)\)$/.exec(text) ?? [];
    return `SELECT '${table}' AS table, count(*)::integer, md5(string_agg(format('%s', ROW(${columns})), ',' ORDER BY id, ctid)) FROM app.${table}`;
  })
  .join(" UNION ALL ");

export interface Wanted {
  readonly major: number;
  readonly dump: ReadonlyMap<string, string>;
  readonly rows: string;
}

export const storedRows = async (target: Target): Promise<string> =>
  JSON.stringify(await rows(target, `${kept} ORDER BY 1`));

export const dumped = async (target: Target, major: number): Promise<ReadonlyMap<string, string>> =>
  dumpObjects(await pgDumpSchema(target, { major }));

/** What is not as wanted, one line each. */
export async function complaints(target: Target, wanted: Wanted): Promise<readonly string[]> {
  const differences = compareDumps(await dumped(target, wanted.major), wanted.dump);
  const left = await rows(target, leftovers);
  const stored = await storedRows(target);
  return [
    ...differences.map(
      ({ object, left: is, right }) => `${object}: ${is ?? "absent"}, wanted: ${right ?? "absent"}`,
    ),
    ...left.map((row) => String(row.left)),
    ...(stored === wanted.rows ? [] : [`rows: ${stored}, wanted: ${wanted.rows}`]),
  ];
}
