// Seeds and isolation as a user runs them: rehearsed in scratch, then run on a database, with row security in force.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { database, declare, server, source, sql, stackschema, url } from "../cli/support";

function seed(files: Readonly<Record<string, string>>): void {
  rmSync(path.join(source, "seed"), { recursive: true, force: true });
  mkdirSync(path.join(source, "seed"), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(source, "seed", name), text);
}

const run = (target = database, schema = source) =>
  stackschema(["seed", "--schema", schema, "--database", url(target)]);

const schema = `CREATE SCHEMA app;
  CREATE TABLE app.things (id serial PRIMARY KEY, name text UNIQUE, size int);`;

async function prepared(files: Readonly<Record<string, string>>): Promise<void> {
  declare(schema);
  seed(files);
  await stackschema(["apply", "--schema", source, "--database", url(database), "--yes", "--proof", "never"]);
}

describe("seed", () => {
  test("runs the files in the order of their names, and again without a change", async () => {
    await prepared({
      "20-more.sql":
        "INSERT INTO app.things (name, size) SELECT 'b', size FROM app.things WHERE name = 'a' ON CONFLICT DO NOTHING;",
      "10-first.sql": "INSERT INTO app.things (name, size) VALUES ('a', 7) ON CONFLICT DO NOTHING;",
    });
    const first = await run();
    expect(first).toMatchObject({ code: 0, out: "2 seeds run: 2 rows written\n" });
    expect(first.notes).toContain("seed/10-first.sql: 1 row");
    expect(await run()).toMatchObject({ code: 0, out: "2 seeds run: every row was there\n" });
    expect(await sql(database, "SELECT name, size FROM app.things ORDER BY name")).toEqual([
      { name: "a", size: 7 },
      { name: "b", size: 7 },
    ]);
  });

  test.each([
    [
      "adds a row",
      "INSERT INTO app.things (size) VALUES (1);",
      /seed\/20\.sql: table app\.things: 1 row added/,
    ],
    [
      "writes the same values again",
      "INSERT INTO app.things (id, name) VALUES (1, 'a') ON CONFLICT (id) DO UPDATE SET name = excluded.name;",
      /seed\/20\.sql: table app\.things: 1 row written again/,
    ],
  ])("refuses, and runs nothing, where a second run %s", async (_what, text, message) => {
    await prepared({
      "10.sql": "INSERT INTO app.things (name) VALUES ('x') ON CONFLICT DO NOTHING;",
      "20.sql": text,
    });
    const { code, notes } = await run();
    expect(code).toBe(1);
    expect(notes).toMatch(message);
    expect(await sql(database, "SELECT FROM app.things")).toEqual([]);
  });

  test.each([
    [
      "ALTER TABLE app.things ADD COLUMN IF NOT EXISTS extra int",
      /changes what is declared[\s\S]*table app\.things/,
    ],
    ["DROP TABLE IF EXISTS app.things CASCADE", /changes what is declared[\s\S]*table app\.things/],
    ["GRANT SELECT ON app.things TO PUBLIC", /changes what is declared[\s\S]*table app\.things/],
    [
      "COMMENT ON COLUMN app.things.size IS 'x'",
      /changes what is declared[\s\S]*table column app\.things\.size/,
    ],
    [
      "DO $$ BEGIN ALTER TABLE app.things RENAME size TO big; EXCEPTION WHEN division_by_zero THEN NULL; END $$",
      /changes what is declared[\s\S]*table app\.things/,
    ],
    [
      "DELETE FROM app.things WHERE name = 'x'",
      /seed\/20\.sql deletes rows[\s\S]*table app\.things: 1 row deleted/,
    ],
    ["TRUNCATE app.things", /deletes rows[\s\S]*table app\.things: emptied/],
    ["COPY app.things (id) FROM stdin;\n1\n\\.", /seed\/20\.sql, line 2: COPY FROM stdin/],
    ["INSERT INTO app.things\n  VALUES (1/0)", /seed\/20\.sql, line 2: division by zero/],
  ])("refuses %s", async (text, message) => {
    declare(schema);
    seed({
      "10.sql": "INSERT INTO app.things (name) VALUES ('x') ON CONFLICT DO NOTHING;",
      "20.sql": `SELECT 1;\n${text};`,
    });
    const { code, notes } = await run();
    expect(notes).toMatch(message);
    expect(code).toBe(1);
  });

  test("refuses on a database what a branch on its rows hid from the rehearsal, and takes it back", async () => {
    const branch = (then: string): string =>
      `DO $$ BEGIN IF (SELECT count(*) FROM app.things) > 1 THEN ${then}; END IF; END $$;`;
    const left = "SELECT (SELECT count(*)::int FROM app.things) AS rows, to_regclass('app.other') AS other";
    for (const [then, message] of [
      ["DELETE FROM app.things", /table app\.things: 2 rows deleted/],
      ["CREATE TABLE app.other ()", /table app\.other/],
    ] as const) {
      await prepared({ "10.sql": branch(then) });
      await sql(database, "INSERT INTO app.things (name) VALUES ('a'), ('b') ON CONFLICT DO NOTHING");
      expect((await run()).notes).toMatch(message);
      expect(await sql(database, left)).toEqual([{ rows: 2, other: null }]);
    }
  });

  test("leaves temporary tables, sequences and materialized views to a seed", async () => {
    declare(
      `${schema} CREATE MATERIALIZED VIEW app.sizes AS SELECT size FROM app.things; CREATE INDEX ON app.sizes (size);`,
    );
    seed({
      "10.sql": `CREATE TEMP TABLE rows (id int PRIMARY KEY, name text DEFAULT 'x'); INSERT INTO rows VALUES (7); DELETE FROM rows WHERE id = 1;
        INSERT INTO app.things (id, name) SELECT id, name FROM rows ON CONFLICT DO NOTHING; DELETE FROM rows;
        SELECT setval('app.things_id_seq', 7); REFRESH MATERIALIZED VIEW app.sizes; ANALYZE app.things;`,
    });
    await stackschema([
      "apply",
      "--schema",
      source,
      "--database",
      url(database),
      "--yes",
      "--proof",
      "never",
    ]);
    expect(await run()).toMatchObject({ code: 0, out: "1 seed run: 3 rows written\n" });
  });

  test("names the file and the line of what Postgres refuses, and keeps a file from ending its transaction", async () => {
    await prepared({ "10.sql": "SELECT 1;\nINSERT INTO app.nothing VALUES (1);" });
    const failed = await run();
    expect(failed.notes).toContain('seed/10.sql, line 2: relation "app.nothing" does not exist');
    seed({ "10.sql": "INSERT INTO app.things (name) VALUES ('x') ON CONFLICT DO NOTHING; COMMIT;" });
    expect((await run()).notes).toContain("take its COMMIT or ROLLBACK out");
  });

  test("says where seeds are put when there are none", async () => {
    declare(schema);
    expect(await run()).toMatchObject({ code: 1 });
    expect((await run()).notes).toContain("seed/10-first.sql");
  });

  test("seeds the ledger as an administrator who is no superuser, under forced row security", async () => {
    const ledger = path.resolve(__dirname, "..", "..", "schema", "ledger");
    for (const text of [
      "CREATE ROLE seed_admin LOGIN CREATEDB CREATEROLE PASSWORD 'x'",
      "CREATE ROLE ledger_rw",
      "CREATE ROLE ledger_ro",
      "CREATE DATABASE seeded OWNER seed_admin",
    ])
      await sql(server.target, text);
    const target = { ...server.target, database: "seeded", user: "seed_admin", password: "x" };
    await stackschema(["apply", "--schema", ledger, "--database", url(target), "--yes", "--proof", "never"]);
    const { notes, out } = await run(target, ledger);
    expect(`${out}${notes}`).toMatch(/^3 seeds run: \d+ rows written\n/);
    expect(await run(target, ledger)).toMatchObject({ code: 0, out: "3 seeds run: every row was there\n" });
    const counts = `SELECT (SELECT count(*)::int FROM ledger.customers) AS customers, (SELECT count(*)::int FROM ledger.projects) AS projects,
      (SELECT count(*)::int FROM ledger.quote_lines) AS lines`;
    expect(await sql({ ...server.target, database: "seeded" }, counts)).toEqual([
      { customers: 2, projects: 2, lines: 2 },
    ]);
  });
});

describe("isolation", () => {
  test.each(["ledger", "quotes"])("%s isolates its tenants, in all that is there", async (application) => {
    const source = path.resolve(__dirname, "..", "..", "schema", application);
    const { code, out } = await stackschema(["isolation", "--schema", source, "--complete"]);
    expect(out).toContain("no leak: ");
    expect(out).not.toMatch(/LEAK|not proved/);
    expect(code).toBe(0);
  });
});
