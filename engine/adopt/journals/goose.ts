// goose: goose_db_version, a row for each way up and, in some versions, for each way down. A file has its `-- +goose Up` part.
import { baseName, compareVersions, hasColumns, type JournalKind, textOf, upPart } from "./model";

const file = /^(\d+)_.*\.(sql|go)$/;

export const goose: JournalKind = {
  id: "goose",
  tool: "goose",
  isHistory: (table) => hasColumns(table, ["id", "version_id", "is_applied", "tstamp"]),
  order: ["id"],
  // The row of version 0 is there from the start.
  entries: (rows) =>
    rows
      .filter(({ version_id: version }) => version !== "0")
      .map(({ version_id: version, is_applied: applied }) => ({
        key: version ?? "",
        label: `version ${version}`,
        state: applied === "true" ? "applied" : "rolled back",
        checksum: null,
      })),
  migrations: (files) => {
    const found = files.flatMap((one) => {
      const name = baseName(one.path);
      const [, version, ending] = file.exec(name) ?? [];
      const text = textOf(one);
      if (version === undefined || (ending === "sql" && !/^--\s*\+goose\s+Up/im.test(text))) return [];
      const sql = ending === "sql" ? upPart(text, /^--\s*\+goose\s+Up.*$/im, /^--\s*\+goose\s+Down/im) : null;
      return [{ key: version.replace(/^0+(?=\d)/, ""), label: name, checksum: null, sql }];
    });
    return found.length === 0 ? null : found.sort((left, right) => compareVersions(left.key, right.key));
  },
  compare: compareVersions,
  retire: [
    "stop `goose up`, and `goose.Up()` at the start of the application",
    "remove the folder of migrations",
  ],
};
