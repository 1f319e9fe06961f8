// Prisma: _prisma_migrations, and a folder with one folder for each migration. Its checksum is the SHA-256 of migration.sql.
import { createHash } from "node:crypto";
import { compareText, type Entry, hasColumns, type JournalKind, type Row, textOf } from "./model";

const file = /^([^/]+)\/migration\.sql$/;

export const prisma: JournalKind = {
  id: "prisma",
  tool: "Prisma",
  isHistory: (table) =>
    hasColumns(table, [
      "id",
      "checksum",
      "migration_name",
      "started_at",
      "finished_at",
      "rolled_back_at",
      "applied_steps_count",
    ]),
  order: ["started_at", "finished_at"],
  entries: (rows) =>
    rows.map((row) => ({
      key: row.migration_name ?? "",
      label: row.migration_name ?? "",
      state: stateOf(row),
      checksum: row.checksum ?? null,
    })),
  migrations: (files) => {
    const found = files.flatMap((one) => {
      const [, name] = file.exec(one.path) ?? [];
      if (name === undefined) return [];
      const checksum = createHash("sha256").update(one.bytes).digest("hex");
      return [{ key: name, label: name, checksum, sql: textOf(one) }];
    });
    return found.length === 0 ? null : found.sort((left, right) => compareText(left.key, right.key));
  },
  compare: compareText,
  retire: [
    "stop `prisma migrate deploy`, `migrate dev` and `db push`; `prisma generate` and `prisma db pull` go on, the latter after each `up`",
    "remove prisma/migrations; schema.prisma stays for the client",
  ],
};

function stateOf({ finished_at: finished, rolled_back_at: rolledBack, logs }: Row): Entry["state"] {
  if (rolledBack) return "rolled back";
  if (finished) return "applied";
  return logs ? "failed" : "unfinished";
}
