// What each kind of journal claims, row by row and file by file: checksums as the tools make them, orders as they keep them.
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { compareClaims } from "../../engine/adopt/compare";
import { findJournals } from "../../engine/adopt/journals";
import { crc32 } from "../../engine/adopt/journals/crc32";
import type { Row, TableShape } from "../../engine/adopt/journals/model";

const shape = (name: string, columns: Readonly<Record<string, string>>, schema = "public"): TableShape => ({
  schema,
  name,
  columns,
});

const typed = (type: string, ...names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [name, type]));

const tables: Readonly<Record<string, readonly TableShape[]>> = {
  Flyway: [
    shape(
      "flyway_schema_history",
      typed(
        "text",
        ...["installed_rank", "version", "description", "type", "script", "checksum", "installed_by"],
        ...["installed_on", "execution_time", "success"],
      ),
    ),
  ],
  Liquibase: [
    shape(
      "databasechangelog",
      typed("text", "id", "author", "filename", "dateexecuted", "orderexecuted", "exectype", "md5sum"),
    ),
    shape("databasechangeloglock", typed("text", "id", "locked", "lockgranted", "lockedby")),
  ],
  Atlas: [
    shape(
      "atlas_schema_revisions",
      typed(
        "text",
        ...["version", "description", "type", "applied", "total", "executed_at", "execution_time", "error"],
        ...["error_stmt", "hash", "partial_hashes", "operator_version"],
      ),
    ),
  ],
  Knex: [
    shape("knex_migrations", typed("text", "id", "name", "batch", "migration_time")),
    shape("knex_migrations_lock", typed("integer", "index", "is_locked")),
  ],
  Rails: [
    shape("schema_migrations", { version: "character varying" }),
    shape("ar_internal_metadata", typed("text", "key", "value", "created_at", "updated_at")),
  ],
  Alembic: [shape("alembic_version", { version_num: "character varying(32)" })],
  "golang-migrate": [shape("schema_migrations", { version: "bigint", dirty: "boolean" })],
  dbmate: [shape("schema_migrations", { version: "character varying(128)" })],
  goose: [shape("goose_db_version", typed("text", "id", "version_id", "is_applied", "tstamp"))],
  "node-pg-migrate": [shape("pgmigrations", typed("text", "id", "name", "run_on"))],
};

const kindOf = (tool: string) => {
  const [found] = findJournals(tables[tool] ?? []);
  if (found === undefined) throw new Error(`no journal of ${tool} is recognised`);
  return found.kind;
};

function claims(tool: string, rows: readonly Row[], files: Readonly<Record<string, string>> | null = null) {
  const kind = kindOf(tool);
  const folder = files && Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text) }));
  return compareClaims(kind, kind.entries(rows), folder);
}

const said = (...asked: Parameters<typeof claims>): readonly string[] =>
  claims(...asked).findings.map(({ id, message }) => `${id}: ${message}`);

describe("a journal", () => {
  test.each(Object.keys(tables))("of %s is recognised by its columns", (tool) => {
    expect(findJournals(tables[tool] ?? []).map(({ kind }) => kind.tool)).toEqual([tool]);
  });

  test("has its lock and its settings beside it", () => {
    for (const tool of ["Liquibase", "Knex", "Rails"])
      expect(findJournals(tables[tool] ?? [])[0]?.companions).toHaveLength(1);
  });

  test("is nothing that only has the name of one", () => {
    const namesakes = [
      shape("schema_migrations", { version: "integer", note: "text" }),
      shape("knex_migrations", { id: "integer" }),
      shape("__drizzle_migrations", { id: "integer", hash: "bytea", created_at: "bigint" }),
      shape("flyway_schema_history", { version: "text", checksum: "integer" }),
    ];
    expect(findJournals(namesakes)).toEqual([]);
  });
});

describe("Flyway", () => {
  const row = (rank: number, version: string | null, script: string, more: Row = {}): Row => ({
    installed_rank: String(rank),
    version,
    script,
    description: script.replace(/^[VR][^_]*__|\.sql$/g, "").replaceAll("_", " "),
    type: "SQL",
    success: "true",
    checksum: null,
    ...more,
  });

  test("sums the lines, whatever ends them", () => {
    // The check value of CRC-32 is that of the digits 1 to 9.
    expect(crc32(["123456789"])).toBe(0xcbf43926 | 0);
    const checksum = String(0xcbf43926 | 0);
    const rows = [row(1, "1", "V1__a.sql", { checksum })];
    expect(said("Flyway", rows, { "V1__a.sql": "\uFEFF12345\r\n6789\n" })).toEqual([]);
    expect(said("Flyway", rows, { "V1__a.sql": "12345 6789" })).toEqual([
      "changed: V1__a.sql is not the file that was applied: its checksum differs",
    ]);
  });

  test("knows versions by number, what failed, what is repeatable and what a baseline covers", () => {
    const rows = [
      row(1, "1.5", "<< Flyway Baseline >>", { type: "BASELINE" }),
      row(2, "1.10", "V1.10__b.sql"),
      row(3, "1.9", "V1.9__c.sql"),
      row(4, null, "R__views.sql"),
      row(5, null, "R__views.sql"),
      row(6, "2", "V2__d.sql", { success: "false" }),
    ];
    const files = {
      "V1__a.sql": "",
      "V1_09__c.sql": "",
      "sub/V1.10.0__b.sql": "",
      "R__views.sql": "",
      "V2__d.sql": "",
      "V1.11__e.sql": "",
      "V3__f.sql": "",
    };
    expect(said("Flyway", rows, files)).toEqual([
      "failed: V2__d.sql failed: what of it is in the database is not known",
      "out-of-order: V1_09__c.sql was applied after V1.10.0__b.sql, which comes later",
      "not-applied: V1.11__e.sql is in the folder and is not applied",
      "not-applied: V3__f.sql is in the folder and is not applied",
    ]);
  });
});

describe("Atlas", () => {
  test("sums all files up to each", () => {
    const files = { "atlas.sum": "", "1_a.sql": "one", "2_b.sql": "two" };
    const sum = (...parts: readonly string[]): string =>
      createHash("sha256").update(parts.join("")).digest("base64");
    const row = (version: string, hash: string, more: Row = {}): Row => ({
      version,
      description: "x",
      type: "2",
      applied: "1",
      total: "1",
      error: null,
      hash,
      ...more,
    });
    const hashes = [sum("1_a.sql", "one"), sum("1_a.sql", "one", "2_b.sql", "two")];
    const rows = [row(".atlas_cloud_identifier", ""), row("1", hashes[0] ?? ""), row("2", hashes[1] ?? "")];
    expect(claims("Atlas", rows, files)).toMatchObject({ applied: 2, last: "2_b.sql", findings: [] });
    expect(said("Atlas", rows, { ...files, "1_a.sql": "changed" })).toHaveLength(2);
    expect(
      said("Atlas", [row("1", "", { applied: "1", total: "3" }), row("2", "", { error: "no" })]),
    ).toEqual([
      "unfinished: 1 x was begun, and nothing says that it ended",
      "failed: 2 x failed: what of it is in the database is not known",
    ]);
  });
});

test("Liquibase knows a change set by author and id, in XML and formatted SQL", () => {
  const row = (id: string, filename: string, exectype = "EXECUTED"): Row => ({
    id,
    author: "ann",
    filename,
    exectype,
  });
  const files = {
    "db/main.xml": `<databaseChangeLog><!-- <changeSet id="0" author="ann"> --><changeSet id="1" author="ann"/><changeSet author='ann' id='2'></changeSet></databaseChangeLog>`,
    "db/more.sql": "--liquibase formatted sql\n\n--changeset ann:3 splitStatements:false\nSELECT 1;\n",
  };
  const rows = [
    row("1", "db/main.xml"),
    row("3", "classpath:db/more.sql"),
    row("9", "db/gone.xml"),
    row("1", "db/main.xml"),
  ];
  expect(said("Liquibase", rows, files)).toEqual([
    "doubled: ann:1 in db/main.xml stands in the journal 2 times",
    "file-missing: ann:9 in db/gone.xml is applied as the journal has it, and the folder has no such file",
    "not-applied: ann:2 in db/main.xml is in the folder and is not applied",
  ]);
  expect(kindOf("Liquibase").warnings?.([{ locked: "true", lockedby: "ci (10.0.0.1)" }])).toEqual([
    "its lock is held by ci (10.0.0.1): Liquibase runs now, or a run was killed",
  ]);
});

test("Knex and node-pg-migrate know names, in the order of names", () => {
  const rows = [{ name: "2024_b.js" }, { name: "2023_a.js" }];
  expect(said("Knex", rows, { "2024_b.js": "", "2025_c.js": "", "2023_0.js": "" })).toEqual([
    "out-of-order: 2023_a.js was applied after 2024_b.js, which comes later",
    "file-missing: 2023_a.js is applied as the journal has it, and the folder has no such file",
    "passed-over: 2023_0.js is in the folder and was never applied, though 2024_b.js, which comes later, was",
    "not-applied: 2025_c.js is in the folder and is not applied",
  ]);
  expect(said("node-pg-migrate", [{ name: "1700_first" }], { "1700_first.ts": "" })).toEqual([]);
});

test("Alembic and golang-migrate keep the last version, and claim what is below it", () => {
  const revision = (id: string, below: string): string =>
    `"""x"""\nrevision: str = '${id}'\ndown_revision: Union[str, None] = ${below}\n`;
  const files = {
    "versions/1_a.py": revision("aa", "None"),
    "versions/2_b.py": revision("bb", "'aa'"),
    "versions/3_c.py": revision("cc", "'aa'"),
    "versions/4_d.py": revision("dd", "('bb', 'cc')"),
    "versions/5_e.py": revision("ee", "'dd'"),
  };
  expect(claims("Alembic", [{ version_num: "dd" }], files)).toMatchObject({ applied: 4, files: 5 });
  expect(said("Alembic", [{ version_num: "dd" }], files)).toEqual([
    "not-applied: 5_e.py is in the folder and is not applied",
  ]);
  expect(said("Alembic", [{ version_num: "zz" }], files)[0]).toMatch(/^file-missing: zz/);
  const steps = {
    "000001_a.up.sql": "",
    "000001_a.down.sql": "",
    "000002_b.up.sql": "",
    "000003_c.up.sql": "",
  };
  expect(claims("golang-migrate", [{ version: "2", dirty: "false" }], steps)).toMatchObject({
    applied: 2,
    last: "000002_b.up.sql",
  });
  expect(said("golang-migrate", [{ version: "3", dirty: "true" }], steps)).toEqual([
    "failed: 000003_c.up.sql failed: what of it is in the database is not known",
  ]);
});

test("goose and dbmate run the part of a file that leads up", () => {
  const up = "-- +goose Up\nCREATE TABLE a ();\n-- +goose Down\nDROP TABLE a;\n";
  const goose = kindOf("goose").migrations([{ path: "00001_a.sql", bytes: Buffer.from(up) }]);
  expect(goose).toMatchObject([{ key: "1", sql: "\nCREATE TABLE a ();\n" }]);
  const rows = ["1:true", "1:false", "1:true", "2:true", "2:false"].map((text): Row => {
    const [version_id = "", is_applied = ""] = text.split(":");
    return { version_id, is_applied };
  });
  expect(claims("goose", rows)).toMatchObject({ applied: 1, findings: [] });
  const text = "-- migrate:up\nSELECT 1;\n\n-- migrate:down\nSELECT 2;\n";
  expect(kindOf("dbmate").migrations([{ path: "20240101_a.sql", bytes: Buffer.from(text) }])).toMatchObject([
    { sql: "\nSELECT 1;\n\n" },
  ]);
});
