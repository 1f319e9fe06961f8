// Knex: knex_migrations and knex_migrations_lock. A migration is known by the name of its file, and the folder's order is
// that of the names. It keeps no checksum.
import { baseName, compareText, hasColumns, type JournalKind } from "./model";

const file = /\.(?:js|cjs|mjs|ts|cts|mts|coffee|sql)$/;

export const knex: JournalKind = {
  id: "knex",
  tool: "Knex",
  isHistory: (table) => hasColumns(table, ["id", "name", "batch", "migration_time"]),
  isCompanion: (table, history) =>
    hasColumns(table, ["index", "is_locked"]) && table.name === `${history.name}_lock`,
  order: ["id"],
  entries: (rows) =>
    rows.map(({ name }) => ({ key: name ?? "", label: name ?? "", state: "applied", checksum: null })),
  warnings: (rows) =>
    rows
      .filter(({ is_locked: locked }) => locked === "1")
      .map(() => "its lock is held: knex runs now, or a run was killed"),
  migrations: (files) => {
    const found = files.filter(
      ({ path }) => !path.includes("/") && file.test(path) && /\d/.test(baseName(path)),
    );
    if (found.length === 0) return null;
    return found
      .map(({ path }) => ({ key: path, label: path, checksum: null, sql: null }))
      .sort((left, right) => compareText(left.key, right.key));
  },
  compare: compareText,
  retire: [
    "stop `knex migrate:latest`, and `knex.migrate.latest()` in the application and its tests",
    "remove the folder of migrations, and `migrations` in the knexfile; queries stay as they are",
  ],
};
