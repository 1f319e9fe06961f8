// node-pg-migrate: pgmigrations. A migration is known by the name of its file without its ending. It keeps no checksum.
import { baseName, compareText, hasOnlyColumns, type JournalKind } from "./model";

const file = /^(\d+[-_].*?)\.(?:js|cjs|mjs|ts|cts|mts|sql)$/;

export const nodePgMigrate: JournalKind = {
  id: "node-pg-migrate",
  tool: "node-pg-migrate",
  isHistory: (table) => hasOnlyColumns(table, ["id", "name", "run_on"]),
  order: ["run_on", "id"],
  entries: (rows) =>
    rows.map(({ name }) => ({ key: name ?? "", label: name ?? "", state: "applied", checksum: null })),
  migrations: (files) => {
    const found = files.flatMap(({ path }) => {
      const [, name] = path.includes("/") ? [] : (file.exec(baseName(path)) ?? []);
      return name === undefined ? [] : [{ key: name, label: path, checksum: null, sql: null }];
    });
    return found.length === 0 ? null : found.sort((left, right) => compareText(left.key, right.key));
  },
  compare: compareText,
  retire: [
    "stop `node-pg-migrate up`, and `runner()` at the start of the application",
    "remove the folder of migrations",
  ],
};
