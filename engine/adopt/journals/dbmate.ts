// dbmate: schema_migrations with a version each, of 128 characters. A file has its `-- migrate:up` part.
import { baseName, compareVersions, type JournalKind, textOf, upPart } from "./model";
import { hasVersionOnly, isRailsMetadata } from "./rails";

const file = /^(\d+)_.*\.sql$/;

export const dbmate: JournalKind = {
  id: "dbmate",
  tool: "dbmate",
  isHistory: (table, others) =>
    hasVersionOnly(table) &&
    table.columns.version === "character varying(128)" &&
    !others.some(isRailsMetadata),
  order: ["version"],
  entries: (rows) =>
    rows.map(({ version }) => ({
      key: version ?? "",
      label: version ?? "",
      state: "applied",
      checksum: null,
    })),
  migrations: (files) => {
    const found = files.flatMap((one) => {
      const name = baseName(one.path);
      const [, version] = file.exec(name) ?? [];
      const text = textOf(one);
      if (version === undefined || !/^--\s*migrate:up/m.test(text)) return [];
      const sql = upPart(text, /^--\s*migrate:up.*$/m, /^--\s*migrate:down/m);
      return [{ key: version, label: name, checksum: null, sql }];
    });
    return found.length === 0 ? null : found.sort((left, right) => compareVersions(left.key, right.key));
  },
  compare: compareVersions,
  retire: [
    "stop `dbmate up` and `dbmate migrate`",
    "remove db/migrations, and db/schema.sql, which it writes",
  ],
  note: "Rows have no order of their own, so what was applied out of order cannot be told.",
};
