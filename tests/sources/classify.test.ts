import { describe, expect, test } from "vitest";
import { readStatementsOf } from "../../engine/sources/read";

function read(files: Readonly<Record<string, string>>) {
  return readStatementsOf(Object.entries(files).map(([file, text]) => ({ file, bytes: Buffer.from(text) })));
}

function problems(text: string): readonly string[] {
  return read({ "a.sql": text }).problems.map(({ line, message }) => `${line}: ${message}`);
}

describe("refused, with what to do instead", () => {
  test.each([
    ["INSERT INTO app.t VALUES (1)", "seed"],
    ["UPDATE app.t SET a = 1", "seed"],
    ["DELETE FROM app.t", "seed"],
    ["MERGE INTO app.t USING s ON true WHEN MATCHED THEN DELETE", "seed"],
    ["TRUNCATE app.t", "seed"],
    ["COPY app.t FROM stdin;\n1\n\\.", "--schema-only"],
    ["SELECT setval('app.s', 1)", "declares nothing"],
    ["SELECT set_config('search_path', current_user, false)", "declares nothing"],
    ["WITH a AS (DELETE FROM t RETURNING 1) SELECT 1", "declares nothing"],
    ["CREATE ROLE x", "credentials"],
    ["CREATE USER x", "credentials"],
    ["ALTER ROLE x SUPERUSER", "credentials"],
    ["DROP ROLE IF EXISTS x", "credentials"],
    ["GRANT a TO b", "credentials"],
    ["REVOKE a FROM b", "credentials"],
    ["REASSIGN OWNED BY a TO b", "credentials"],
    ["COMMENT ON ROLE x IS 'y'", "credentials"],
    ["CREATE DATABASE x", "whole server"],
    ["ALTER DATABASE x SET a = 1", "whole server"],
    ["ALTER SYSTEM SET a = 1", "whole server"],
    ["CREATE TABLESPACE x LOCATION '/'", "whole server"],
    ["GRANT CONNECT ON DATABASE x TO y", "whole server"],
    ["GRANT SET ON PARAMETER log_statement TO y", "whole server"],
    ["LOAD 'x'", "whole server"],
    ["CHECKPOINT", "whole server"],
    ["CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p", "another server"],
    ["VACUUM", "how rows are stored"],
    ["CLUSTER app.t USING i", "CLUSTER ON"],
    ["CREATE TEMP TABLE t ()", "one session"],
    ["CREATE LOCAL TEMPORARY VIEW v AS SELECT 1", "one session"],
    ["CREATE OR REPLACE TEMP VIEW v AS SELECT 1", "one session"],
    ["DROP TABLE app.t", "Leave out what shall not be there"],
    ["ALTER TABLE app.t RENAME COLUMN a TO b", "-- rename:"],
    ["ALTER TABLE IF EXISTS ONLY app.t RENAME TO u", "-- rename:"],
    ["ALTER FUNCTION app.f(int) RENAME TO g", "-- rename:"],
    ["ALTER POLICY p ON app.t RENAME TO q", "-- rename:"],
    ["ALTER TABLE app.t SET SCHEMA other", "make the object in the schema"],
    ["ALTER EXTENSION citext UPDATE", "CREATE EXTENSION"],
    ["CREATE EXTENSION citext FROM unpackaged", "CREATE EXTENSION"],
    ["COMMENT ON EXTENSION citext IS 'a' || 'b'", "CREATE EXTENSION"],
    ["SET ROLE postgres", "cannot choose the role"],
    ["SET SESSION AUTHORIZATION postgres", "cannot choose the role"],
    ["SET LOCAL ROLE postgres", "cannot choose the role"],
    ["SET role = postgres", "cannot choose the role"],
    ["RESET ROLE", "cannot choose the role"],
    ["SELECT set_config('role', 'postgres', false)", "cannot choose the role"],
    ["SET standard_conforming_strings = off", "E'…'"],
    ["SET client_encoding = 'LATIN1'", "UTF-8"],
    ["ROLLBACK", "undo"],
    ["SAVEPOINT a", "one session"],
  ])("%s", (sql, advice) => {
    expect(problems(`-- first\n${sql};`)).toEqual([
      expect.stringMatching(new RegExp(`^2: .*${advice.replace(/[.*+?$()[\]\\]/g, "\\$&")}`)),
    ]);
  });
});

describe("loaded", () => {
  test.each([
    "CREATE TABLE copy (select_ int)",
    'CREATE TABLE "select" (a int)',
    "CREATE INDEX CONCURRENTLY ON app.t (a)",
    "ALTER TABLE app.t ADD COLUMN rename text",
    "ALTER TABLE app.rename ADD COLUMN a text",
    "CREATE USER MAPPING FOR x SERVER s",
    "GRANT SELECT ON ALL TABLES IN SCHEMA app TO x",
    "GRANT SELECT (a, b) ON app.t TO x",
    'GRANT SELECT ON "database" TO x',
    "GRANT SELECT ON database TO x",
    "DO $$ BEGIN DELETE FROM app.t; END $$",
    "REFRESH MATERIALIZED VIEW app.m",
    "SOMETHING NEW",
  ])("%s", (sql) => {
    const { items, problems } = read({ "a.sql": sql });
    expect(problems).toEqual([]);
    expect(items).toHaveLength(1);
  });

  test.each([
    "BEGIN; COMMIT;",
    "BEGIN ISOLATION LEVEL SERIALIZABLE; END;",
    "SET statement_timeout = 0; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on;",
    "SELECT pg_catalog.set_config('search_path', '', false);",
    "CREATE SCHEMA public;",
    "ALTER TABLE app.t OWNER TO CURRENT_USER;",
  ])("passed over without a word: %s", (sql) => {
    const { items, problems, findings } = read({ "a.sql": sql });
    expect({ items, problems, findings }).toEqual({ items: [], problems: [], findings: [] });
  });
});

test("CREATE INDEX CONCURRENTLY is run plainly, with every position in it kept", () => {
  const { items } = read({ "a.sql": "CREATE UNIQUE INDEX CONCURRENTLY i ON app.t (a);" });
  expect(items[0]?.sql).toBe("CREATE UNIQUE INDEX              i ON app.t (a)");
});

test("DROP … IF EXISTS before the making is told and passed over; after it, it is a problem", () => {
  const before = read({ "a.sql": "DROP VIEW IF EXISTS app.v;\nCREATE VIEW app.v AS SELECT 1;" });
  expect(before.problems).toEqual([]);
  expect(before.findings.map(({ message }) => message)).toEqual([
    "a.sql:1: `DROP VIEW IF EXISTS app.v` is passed over: nothing is dropped by a source.",
  ]);
  expect(problems("CREATE VIEW app.v AS SELECT 1;\nDROP VIEW IF EXISTS app.v;")).toEqual([
    "2: It drops what line 1 makes. Keep one of the two.",
  ]);
});

test("default privileges of the whole database are told: they hold for what the source makes", () => {
  const told = (sql: string): readonly string[] =>
    read({ "a.sql": sql }).findings.map(({ message }) => message.split(";")[0] ?? "");
  expect(told("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO a_ro;")).toEqual([
    "a.sql:1: `ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO a_ro`: it holds for what this source makes, and no default privileges of the whole database are changed",
  ]);
  expect(told("ALTER DEFAULT PRIVILEGES FOR ROLE a GRANT SELECT ON TABLES TO a_ro;")).toEqual([
    "a.sql:1: `ALTER DEFAULT PRIVILEGES FOR ROLE a GRANT SELECT ON TABLES TO a_ro`: no default privileges of the whole database are changed",
  ]);
  expect(told("ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO a_ro;")).toEqual([]);
  expect(told("ALTER DEFAULT PRIVILEGES FOR USER a IN SCHEMA b GRANT SELECT ON TABLES TO c;")).toEqual([]);
});

test("settings hold for what follows in the same file, until they are reset", () => {
  const { items } = read({
    "a.sql":
      "CREATE TABLE a (); SET search_path = app, public; CREATE TABLE b (); RESET search_path; CREATE TABLE c ();",
    "b.sql":
      "CREATE TABLE d (); BEGIN; SET LOCAL search_path TO other; CREATE TABLE e (); COMMIT; CREATE TABLE f ();",
    "c.sql": "SELECT set_config('search_path', '', false); CREATE TABLE g (); RESET ALL; CREATE TABLE h ();",
  });
  expect(items.map(({ key, settings }) => [key?.replace("\0", "."), settings.map(({ sql }) => sql)])).toEqual(
    [
      ["relation public.a", []],
      ["relation app.b", ["SET search_path = app, public"]],
      ["relation public.c", []],
      ["relation public.d", []],
      ["relation other.e", ["SET search_path TO other"]],
      ["relation public.f", []],
      ["relation ?.g", ["SELECT pg_catalog.set_config('search_path', '', false)"]],
      ["relation public.h", []],
    ],
  );
});

test("the roles a statement names are found by its words", () => {
  const { items } = read({
    "a.sql": `
      GRANT SELECT ON app.t TO a, GROUP b, "C D", PUBLIC, CURRENT_USER;
      REVOKE ALL PRIVILEGES ON FUNCTION app.f(x int, y text), app.g() FROM e;
      CREATE POLICY p ON app.t AS RESTRICTIVE FOR SELECT TO f, public USING (a IN (SELECT 1));
      ALTER POLICY p ON app.t TO g;
      ALTER DEFAULT PRIVILEGES FOR ROLE h IN SCHEMA app GRANT SELECT ON TABLES TO i;
      CREATE SCHEMA AUTHORIZATION j;
      CREATE SCHEMA k AUTHORIZATION l;
      ALTER FUNCTION app.f(x int) OWNER TO "M";
      REVOKE GRANT OPTION FOR SELECT ON app.t FROM n CASCADE;
    `,
  });
  expect(items.map(({ roles }) => roles)).toEqual([
    ["a", "b", "C D"],
    ["e"],
    ["f"],
    ["g"],
    ["h", "i"],
    ["j"],
    ["j"],
    ["l"],
    ["l"],
    ["M"],
    ["n"],
  ]);
});

describe("what only an order between files could decide is a problem", () => {
  test.each<[string, string, string]>([
    [
      "OR REPLACE of one function",
      "CREATE OR REPLACE FUNCTION app.f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'",
      "CREATE OR REPLACE FUNCTION app.f(a int) RETURNS int LANGUAGE sql AS 'SELECT 2'",
    ],
    ["IF NOT EXISTS of one table", "CREATE TABLE app.t (a int)", "CREATE TABLE IF NOT EXISTS app.t (a text)"],
    [
      "one view by two spellings",
      "CREATE OR REPLACE VIEW app.v AS SELECT 1",
      'SET search_path = app; CREATE OR REPLACE VIEW "v" AS SELECT 2',
    ],
    [
      "OR REPLACE of one trigger",
      "CREATE OR REPLACE TRIGGER a BEFORE INSERT ON app.t EXECUTE FUNCTION f()",
      "CREATE OR REPLACE TRIGGER a AFTER INSERT ON app.t EXECUTE FUNCTION f()",
    ],
    ["two comments", "COMMENT ON TABLE app.t IS 'a'", "COMMENT ON TABLE app.t IS 'b'"],
    ["two owners", "ALTER TABLE app.t OWNER TO a", "ALTER TABLE app.t OWNER TO b"],
    ["GRANT and REVOKE", "GRANT SELECT ON app.t TO a", "REVOKE ALL ON TABLE app.t FROM a"],
    [
      "GRANT and REVOKE on all tables",
      "GRANT SELECT ON ALL TABLES IN SCHEMA app TO a",
      "REVOKE SELECT ON ALL TABLES IN SCHEMA app FROM a, b",
    ],
  ])("%s", (_name, one, other) => {
    const { problems } = read({ "one.sql": `${one};`, "two.sql": `${other};` });
    expect(problems).toEqual([
      expect.objectContaining({ file: "two.sql", message: expect.stringContaining("one.sql:1") }),
    ]);
    // In one file the written order says which is meant.
    expect(read({ "both.sql": `${one}; ${other};` }).problems).toEqual([]);
  });

  test.each<[string, string, string]>([
    ["the same schema in every file", "CREATE SCHEMA IF NOT EXISTS app", "CREATE SCHEMA app"],
    [
      "overloaded functions",
      "CREATE OR REPLACE FUNCTION app.f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'",
      "CREATE OR REPLACE FUNCTION app.f(a text) RETURNS int LANGUAGE sql AS 'SELECT 2'",
    ],
    [
      "one name in two schemas",
      "CREATE OR REPLACE VIEW app.v AS SELECT 1",
      "CREATE OR REPLACE VIEW other.v AS SELECT 2",
    ],
    [
      "the same trigger on two tables",
      "CREATE OR REPLACE TRIGGER a BEFORE INSERT ON app.t EXECUTE FUNCTION f()",
      "CREATE OR REPLACE TRIGGER a BEFORE INSERT ON app.u EXECUTE FUNCTION f()",
    ],
    ["the same comment twice", "COMMENT ON TABLE app.t IS 'a'", "COMMENT ON TABLE app.t IS 'a'"],
    ["comments on two columns", "COMMENT ON COLUMN app.t.a IS 'a'", "COMMENT ON COLUMN app.t.b IS 'b'"],
    [
      "privileges of all tables and of one",
      "GRANT SELECT ON ALL TABLES IN SCHEMA app TO a",
      "REVOKE SELECT ON app.t FROM a",
    ],
    ["privileges of two roles", "GRANT SELECT ON app.t TO a", "REVOKE ALL ON app.t FROM b"],
    ["different privileges", "GRANT SELECT ON app.t TO a", "REVOKE UPDATE, DELETE ON app.t FROM a"],
  ])("but not %s", (_name, one, other) => {
    expect(read({ "one.sql": `${one};`, "two.sql": `${other};` }).problems).toEqual([]);
  });

  test("privileges of all tables cannot follow those of one in the same file", () => {
    expect(problems("GRANT SELECT ON app.t TO a;\nREVOKE ALL ON ALL TABLES IN SCHEMA app FROM a;")).toEqual([
      expect.stringContaining("2: It would undo a.sql:1"),
    ]);
    expect(problems("REVOKE ALL ON ALL TABLES IN SCHEMA app FROM a;\nGRANT SELECT ON app.t TO a;")).toEqual(
      [],
    );
  });
});
