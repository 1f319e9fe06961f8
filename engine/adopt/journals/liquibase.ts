// Liquibase: databasechangelog and databasechangeloglock. A change set is known by author and id; its MD5 is of a form that
// Liquibase makes up from the parsed change, so it cannot be compared here.
import { baseName, type FolderFile, hasColumns, type JournalKind, type Migration, textOf } from "./model";

const states: Readonly<Record<string, "applied" | "failed" | "baseline">> = {
  EXECUTED: "applied",
  RERAN: "applied",
  MARK_RAN: "baseline",
  SKIPPED: "baseline",
  FAILED: "failed",
};

export const liquibase: JournalKind = {
  id: "liquibase",
  tool: "Liquibase",
  isHistory: (table) =>
    hasColumns(table, ["id", "author", "filename", "dateexecuted", "orderexecuted", "exectype", "md5sum"]),
  isCompanion: (table) => hasColumns(table, ["id", "locked", "lockgranted", "lockedby"]),
  order: ["orderexecuted", "dateexecuted"],
  entries: (rows) =>
    rows.map(({ id, author, filename, exectype }) => ({
      key: keyOf(author ?? "", id ?? "", filename ?? ""),
      label: `${author}:${id} in ${filename}`,
      state: states[exectype ?? ""] ?? "applied",
      checksum: null,
    })),
  warnings: (rows) =>
    rows
      .filter(({ locked }) => locked === "true")
      .map(({ lockedby }) => `its lock is held by ${lockedby}: Liquibase runs now, or a run was killed`),
  migrations: (files) => {
    const found = files.flatMap(changeSets);
    return found.length === 0 ? null : found;
  },
  retire: [
    "stop `liquibase update` in the pipeline, the plugin of Maven or Gradle, and what the application does at its start (`spring.liquibase.enabled=false`)",
    "remove the changelogs; databasechangeloglock goes together with databasechangelog",
  ],
  note: "Change sets are read from XML and from formatted SQL; those in YAML and JSON are not.",
};

const keyOf = (author: string, id: string, file: string): string => `${author}:${id} in ${baseName(file)}`;

function changeSets(file: FolderFile): Migration[] {
  const text = textOf(file);
  if (/\.xml$/i.test(file.path)) {
    return [...text.replaceAll(/<!--[\s\S]*?-->/g, "").matchAll(/<changeSet\b([^>]*)>/g)].flatMap(
      ([, attributes = ""]) =>
        changeSet(attribute(attributes, "author"), attribute(attributes, "id"), file.path),
    );
  }
  if (!/\.sql$/i.test(file.path) || !/^\s*--\s*liquibase formatted sql/i.test(text)) return [];
  return [...text.matchAll(/^\s*--\s*changeset\s+([^\s:]+):(\S+)/gim)].flatMap(([, author, id]) =>
    changeSet(author, id, file.path),
  );
}

function attribute(text: string, name: string): string | undefined {
  const [, double, single] = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(text) ?? [];
  return double ?? single;
}

function changeSet(author: string | undefined, id: string | undefined, path: string): Migration[] {
  if (author === undefined || id === undefined) return [];
  return [{ key: keyOf(author, id, path), label: `${author}:${id} in ${path}`, checksum: null, sql: null }];
}
