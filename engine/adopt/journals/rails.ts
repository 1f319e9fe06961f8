// Rails: schema_migrations with a version each, and ar_internal_metadata. The folder is db/migrate. It keeps no checksum.
import { baseName, compareVersions, hasOnlyColumns, type JournalKind, type TableShape } from "./model";

const file = /^(\d+)_([a-z0-9_]+)\.rb$/;

export const isRailsMetadata = (table: TableShape): boolean =>
  hasOnlyColumns(table, ["key", "value", "created_at", "updated_at"]) &&
  /ar_internal_metadata$/.test(table.name);

/** Others keep a table of that name and that one column, too. */
export const hasVersionOnly = (table: TableShape): boolean =>
  hasOnlyColumns(table, ["version"]) && /^character varying/.test(table.columns.version ?? "");

export const rails: JournalKind = {
  id: "rails",
  tool: "Rails",
  isHistory: (table, others) =>
    hasVersionOnly(table) &&
    /schema_migrations$/.test(table.name) &&
    (others.some(isRailsMetadata) || table.columns.version !== "character varying(128)"),
  isCompanion: isRailsMetadata,
  order: ["version"],
  entries: (rows) =>
    rows.map(({ version }) => ({
      key: version ?? "",
      label: version ?? "",
      state: "applied",
      checksum: null,
    })),
  migrations: (files) => {
    const found = files.flatMap(({ path }) => {
      const [, version] = file.exec(baseName(path)) ?? [];
      return version === undefined
        ? []
        : [{ key: version, label: baseName(path), checksum: null, sql: null }];
    });
    return found.length === 0 ? null : found.sort((left, right) => compareVersions(left.key, right.key));
  },
  compare: compareVersions,
  retire: [
    "stop `bin/rails db:migrate` and `db:prepare`, and set `config.active_record.migration_error = false` where development asks for pending migrations",
    "remove db/migrate; db/schema.rb or db/structure.sql is then written by `db:schema:dump` from the database, for tests that load it",
    "Rails reads schema_migrations and ar_internal_metadata as long as anything calls db:migrate, db:schema:load or `maintain_test_schema`: drop them last",
  ],
  note: "Rows have no order of their own, so what was applied out of order cannot be told.",
};
