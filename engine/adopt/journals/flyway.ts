// Flyway: flyway_schema_history. Its checksum is the CRC-32 of the lines without their ends, in UTF-8, as a signed number.
import { crc32 } from "./crc32";
import {
  baseName,
  compareVersions,
  type Entry,
  type FolderFile,
  hasColumns,
  type JournalKind,
  type Migration,
  type Row,
  textOf,
} from "./model";

/** Default prefixes, separator and ending; `V` is run once, `R` whenever it changed. */
const file = /^(?:V([0-9][0-9._]*)|R)__(.+)\.sql$/;

/** Types of rows that no file is behind. */
const withoutFile = new Set(["BASELINE", "SCHEMA"]);

export const flyway: JournalKind = {
  id: "flyway",
  tool: "Flyway",
  isHistory: (table) =>
    hasColumns(table, ["installed_rank", "version", "description", "type", "script", "checksum", "success"]),
  order: ["installed_rank"],
  entries: (rows) => rows.map(entryOf),
  migrations: (files) => {
    const found = files.flatMap(migrationOf);
    const order = (left: Migration, right: Migration): number =>
      Number(isRepeatable(left.key)) - Number(isRepeatable(right.key)) ||
      compareVersions(left.key, right.key);
    return found.length === 0 ? null : found.sort(order);
  },
  compare: (left, right) => (isRepeatable(left) || isRepeatable(right) ? 0 : compareVersions(left, right)),
  retire: [
    "stop `flyway migrate` in the pipeline, the plugin of Maven or Gradle, and what the application does at its start (`spring.flyway.enabled=false`)",
    "remove the folders in `locations`, mostly db/migration",
  ],
  note: "Java migrations, callbacks and placeholders are not seen in the folder.",
};

const isRepeatable = (key: string): boolean => key.startsWith("R ");

function entryOf(row: Row): Entry {
  const { version, description, script, checksum, type } = row;
  const isDelete = type === "DELETE" || type?.startsWith("UNDO") === true;
  const state = withoutFile.has(type ?? "")
    ? "baseline"
    : row.success !== "true"
      ? "failed"
      : isDelete
        ? "rolled back"
        : "applied";
  const key = version ? canonical(version) : `R ${description ?? ""}`;
  return { key, label: script || description || key, state, checksum: checksum ?? null };
}

function migrationOf(one: FolderFile): Migration[] {
  const name = baseName(one.path);
  const found = file.exec(name);
  if (found === null) return [];
  const [, version, description = ""] = found;
  const key = version === undefined ? `R ${description.replaceAll("_", " ")}` : canonical(version);
  const sql = textOf(one);
  return [{ key, label: name, checksum: String(crc32(sql.split(/\r\n|\r|\n/))), sql }];
}

/** `1_0` and `1.0` are one version, and `1`, too. */
function canonical(version: string): string {
  return version
    .replaceAll("_", ".")
    .replaceAll(/(^|\.)0+(?=\d)/g, "$1")
    .replace(/(\.0)+$/, "");
}
