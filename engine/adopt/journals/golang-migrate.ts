// golang-migrate: schema_migrations with the current version and whether it is dirty. What lies below the version is claimed
// to be applied. It keeps no checksum.
import { baseName, compareVersions, hasOnlyColumns, type JournalKind, textOf } from "./model";

const file = /^(\d+)_(.*)\.up\.(\w+)$/;

export const golangMigrate: JournalKind = {
  id: "golang-migrate",
  tool: "golang-migrate",
  isHistory: (table) => hasOnlyColumns(table, ["version", "dirty"]) && table.columns.dirty === "boolean",
  order: ["version"],
  entries: (rows) =>
    rows.map(({ version, dirty }) => ({
      key: plain(version ?? ""),
      label: `version ${version}`,
      state: dirty === "true" ? "failed" : "applied",
      checksum: null,
    })),
  migrations: (files) => {
    const found = files.flatMap((one) => {
      const name = baseName(one.path);
      const [, version, , ending] = file.exec(name) ?? [];
      if (version === undefined) return [];
      return [
        { key: plain(version), label: name, checksum: null, sql: ending === "sql" ? textOf(one) : null },
      ];
    });
    return found.length === 0 ? null : found.sort((left, right) => compareVersions(left.key, right.key));
  },
  implied: (entries, migrations) => {
    const [last] = entries;
    if (last === undefined) return [];
    const below = migrations.filter(({ key }) => compareVersions(key, last.key) < 0);
    return [
      ...below.map(({ key, label }) => ({ key, label, state: "applied" as const, checksum: null })),
      last,
    ];
  },
  compare: compareVersions,
  retire: [
    "stop `migrate up`, and `m.Up()` at the start of the application",
    "remove the folder of .up.sql and .down.sql files",
  ],
  note: "The table holds the current version only: a migration that came later with a lower version was passed over unseen.",
};

/** `000003` and `3` are one version. */
const plain = (version: string): string => version.replace(/^0+(?=\d)/, "");
