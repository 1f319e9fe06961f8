// Atlas: atlas_schema_revisions, mostly in a Postgres schema of that name. A file's hash is the SHA-256 of all names and
// contents up to and with it, in base64, as atlas.sum has it.
import { createHash } from "node:crypto";
import {
  compareText,
  type Entry,
  type FolderFile,
  hasColumns,
  type JournalKind,
  type Row,
  textOf,
} from "./model";

const file = /^([^/_]+)(?:_([^/]*))?\.sql$/;

export const atlas: JournalKind = {
  id: "atlas",
  tool: "Atlas",
  isHistory: (table) =>
    hasColumns(table, [
      "version",
      "description",
      "applied",
      "total",
      "executed_at",
      "hash",
      "operator_version",
    ]),
  order: ["executed_at", "version"],
  // Rows whose version begins with a dot are Atlas's own.
  entries: (rows) =>
    rows
      .filter(({ version }) => !version?.startsWith("."))
      .map((row) => ({
        key: row.version ?? "",
        label: [row.version, row.description].filter(Boolean).join(" "),
        state: stateOf(row),
        checksum: row.hash ? row.hash : null,
      })),
  migrations: (files) => {
    if (!files.some(({ path }) => path === "atlas.sum")) return null;
    const own = files
      .filter(({ path }) => file.test(path))
      .sort((left, right) => compareText(left.path, right.path));
    const hashes = hashesOf(own);
    return own.map((one) => {
      const [, version = ""] = file.exec(one.path) ?? [];
      return { key: version, label: one.path, checksum: hashes.get(one.path) ?? null, sql: textOf(one) };
    });
  },
  compare: compareText,
  retire: [
    "stop `atlas migrate apply` and `atlas schema apply`, in the pipeline and in the Kubernetes operator or Terraform provider",
    "remove the folder of migrations with atlas.sum, and the `migration` block of atlas.hcl; a schema.hcl may become the source instead",
  ],
};

/** Bits of the column `type`: 1 a baseline, 2 executed, 4 resolved by hand (Atlas, migrate.RevisionType). */
function stateOf({ type, applied, total, error }: Row): Entry["state"] {
  if (type === "1") return "baseline";
  if (error) return "failed";
  return Number(applied ?? 0) < Number(total ?? 0) ? "unfinished" : "applied";
}

function hashesOf(files: readonly FolderFile[]): ReadonlyMap<string, string> {
  const hashes = new Map<string, string>();
  const hash = createHash("sha256");
  for (const { path, bytes } of files) {
    hash.update(path);
    if (/^-- ?atlas:sum ignore/m.test(bytes.toString("utf8"))) continue;
    hash.update(bytes);
    hashes.set(path, hash.copy().digest("base64"));
  }
  return hashes;
}
