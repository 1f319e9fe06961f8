// Drizzle: drizzle.__drizzle_migrations, and meta/_journal.json in the folder of its migrations. A migration is known by its
// time, and is applied when that is later than the last row's (drizzle-orm, pg-core/dialect: migrate).
import { createHash } from "node:crypto";
import { SchemaError } from "../../api";
import { compareVersions, hasColumns, type JournalKind, type Migration, textOf } from "./model";

interface DrizzleJournal {
  readonly entries: readonly { readonly when: number; readonly tag: string }[];
}

function isJournal(value: unknown): value is DrizzleJournal {
  const entries = (value as Partial<DrizzleJournal> | null)?.entries;
  return (
    Array.isArray(entries) &&
    entries.every((entry) => Number.isFinite(entry?.when) && typeof entry.tag === "string")
  );
}

function parse(text: string): DrizzleJournal {
  let value: unknown = null;
  try {
    value = JSON.parse(text);
  } catch {
    // Said below.
  }
  if (isJournal(value)) return value;
  throw new SchemaError(
    "journal-unreadable",
    "meta/_journal.json of the folder of migrations is not as drizzle-kit writes it. Correct it, or leave --migrations out.",
  );
}

export const drizzle: JournalKind = {
  id: "drizzle",
  tool: "Drizzle",
  isHistory: (table) =>
    hasColumns(table, ["id", "hash", "created_at"]) &&
    table.columns.hash === "text" &&
    table.columns.created_at === "bigint" &&
    /drizzle|migration/i.test(`${table.schema}.${table.name}`),
  order: ["id"],
  entries: (rows) =>
    rows.map(({ created_at: at, hash }) => ({
      key: at ?? "",
      label: labelOf(at),
      state: "applied",
      checksum: hash ?? null,
    })),
  migrations: (files) => {
    const journal = files.find(({ path }) => path === "meta/_journal.json");
    if (journal === undefined) return null;
    return parse(textOf(journal)).entries.flatMap(({ when, tag }): Migration[] => {
      const file = files.find(({ path }) => path === `${tag}.sql`);
      if (file === undefined) return [];
      const sql = file.bytes.toString("utf8");
      const checksum = createHash("sha256").update(sql).digest("hex");
      return [{ key: String(when), label: tag, checksum, sql }];
    });
  },
  compare: compareVersions,
  retire: [
    "stop `drizzle-kit migrate`, `push` and `generate`, and calls of `migrate()` from drizzle-orm/*/migrator at the start of the application",
    "drizzle-orm itself stays: it reads and writes rows, and its schema file no longer decides what the tables are",
    "remove the folder of migrations with its meta folder, and `out` in drizzle.config.ts",
  ],
};

/** The journal has no names: the time says which it was. */
function labelOf(at: string | null | undefined): string {
  const time = Number(at);
  return at && Number.isFinite(time)
    ? `${at} (${new Date(time).toISOString().slice(0, 19)}Z)`
    : "a row without time";
}
