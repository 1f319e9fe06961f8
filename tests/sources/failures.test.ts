// What a source that cannot be loaded is told: roots in full, what only follows from them by its place, nothing hidden.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { failure } from "./support";

const directory = path.join(import.meta.dirname, "../../schema/ledger");
const ledger: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(directory)
    .filter((name) => name.endsWith(".sql"))
    .map((name) => [name, readFileSync(path.join(directory, name), "utf8")]),
);

const headline = (message: string): string => message.split("\n")[0] ?? "";

/** Places that are told in full, and places that are only named. */
function places(message: string): {
  readonly roots: readonly string[];
  readonly followers: readonly string[];
} {
  const [full = "", named = ""] = message.split(/^ {2}and \d+ statements? that needs? what fails above:$/m);
  const roots = [...full.matchAll(/^ {2}(\S+?:\d+)(?::\d+)? {2}/gm)].map((found) => found[1] ?? "");
  const followers = named
    .replaceAll(/\s+/g, " ")
    .split("; ")
    .flatMap((text) => {
      const [file, lines = ""] = text.trim().split(":");
      return lines === "" ? [] : lines.split(", ").map((line) => `${file}:${line}`);
    });
  return { roots, followers };
}

describe("one typo", () => {
  test("in a table that many others need is one problem, and every follower is named once", async () => {
    const customers = (ledger["customers.sql"] ?? "").replace("  fax text,", "  website texxt,");
    const message = await failure({ ...ledger, "customers.sql": customers });
    expect(headline(message)).toMatch(/cannot be loaded: 1 problem, and 125 statements that need it\.$/);
    const { roots, followers } = places(message);
    expect(roots).toEqual(["customers.sql:9"]);
    expect(message).toContain('type "texxt" does not exist');
    expect(new Set(followers).size).toBe(125);
    expect(followers).toContain("documents.sql:3");
    expect(message.split("\n").length).toBeLessThan(20);
    expect(
      Math.max(
        ...message
          .split("\n")
          .slice(1)
          .map((line) => line.length),
      ),
    ).toBeLessThan(110);
  });

  test("does not hide another in a statement that does not need the first", async () => {
    const message = await failure({
      "a.sql": "CREATE SCHEMA app;\nCREATE TABLE app.one (id intt);\nCREATE TABLE app.two (id int);",
      "b.sql": "CREATE INDEX ON app.two (idd);\nCREATE VIEW app.v AS SELECT app.nothing(id) FROM app.two;",
      "c.sql": "COMMENT ON TABLE app.one IS 'x';\nCOMMENT ON TABLE app.onne IS 'x';",
    });
    expect(places(message)).toEqual({
      roots: ["a.sql:2", "b.sql:1", "b.sql:2", "c.sql:2"],
      followers: ["c.sql:1"],
    });
    expect(headline(message)).toContain("4 problems, and 1 statement that needs them.");
  });

  test("a column of the name of a failing table is no follower of it", async () => {
    const message = await failure({
      "a.sql":
        "CREATE SCHEMA app;\nCREATE TABLE app.fax (id intt);\nCREATE TABLE app.t (id int);\nCREATE INDEX ON app.t (fax);",
    });
    expect(places(message)).toEqual({ roots: ["a.sql:2", "a.sql:4"], followers: [] });
  });
});

describe("what only follows", () => {
  test.each([
    ["a row type", "CREATE FUNCTION app.f(t app.t) RETURNS int LANGUAGE sql AS 'SELECT 1';"],
    ["a body", "CREATE FUNCTION app.f() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM app.t';"],
    ["a name found by the search path", "SET search_path = app;CREATE VIEW v AS SELECT 1 FROM t;"],
    ["the sequence of a serial column", "GRANT USAGE ON SEQUENCE app.t_id_seq TO reader;"],
    ["the index of a key", "COMMENT ON INDEX app.t_pkey IS 'x';"],
    ["the index of a named constraint", "COMMENT ON INDEX app.t_n IS 'x';"],
    ["a policy", "COMMENT ON POLICY p ON app.t IS 'x';"],
    ["a foreign key", "CREATE TABLE app.u (t int REFERENCES app.t);"],
    ["an owner", "ALTER TABLE app.t OWNER TO somebody;"],
  ])("%s", async (_what, sql) => {
    const table =
      "CREATE SCHEMA app;\nCREATE TABLE app.t (id serial PRIMARY KEY, n int CONSTRAINT t_n UNIQUE, x intt);";
    const { roots, followers } = places(await failure({ "a.sql": table, "b.sql": sql }));
    expect({ roots, followers }).toEqual({ roots: ["a.sql:2"], followers: ["b.sql:1"] });
  });

  test.each([
    ["a column", "ADD COLUMN c intt", "COMMENT ON COLUMN app.t.c IS 'x';"],
    ["a column without its table", "ADD COLUMN c intt", "CREATE INDEX ON app.t (c);"],
    ["a constraint", "ADD CONSTRAINT k CHECK (nothing)", "COMMENT ON CONSTRAINT k ON app.t IS 'x';"],
    ["a key", "ADD UNIQUE (id, nothing)", "CREATE TABLE app.u (t int REFERENCES app.t (id));"],
  ])("%s that an ALTER TABLE would add", async (_what, alteration, sql) => {
    const table = `CREATE SCHEMA app; CREATE TABLE app.t (id int);\nALTER TABLE app.t ${alteration};`;
    const { roots, followers } = places(await failure({ "a.sql": table, "b.sql": sql }));
    expect({ roots, followers }).toEqual({ roots: ["a.sql:2"], followers: ["b.sql:1"] });
  });

  test("also over several statements", async () => {
    const message = await failure({
      "a.sql":
        "CREATE SCHEMA app;\nCREATE VIEW app.c AS SELECT * FROM app.b;\nCREATE VIEW app.b AS SELECT * FROM app.a;",
      "b.sql": "CREATE TABLE app.a (id intt);",
    });
    expect(places(message)).toEqual({ roots: ["b.sql:1"], followers: ["a.sql:2", "a.sql:3"] });
  });
});

test("statements in a circle are told in full, each with the one it waits for; what needs them follows", async () => {
  const message = await failure({
    "a.sql":
      "CREATE SCHEMA app;\nCREATE TABLE app.a (id int PRIMARY KEY, b int REFERENCES app.b);\nCOMMENT ON TABLE app.a IS 'x';",
    "b.sql": "CREATE TABLE app.b (id int PRIMARY KEY, a int REFERENCES app.a);",
  });
  expect(places(message)).toEqual({ roots: ["a.sql:2", "b.sql:1"], followers: ["a.sql:3"] });
  expect(message).toContain(
    "It would be made at b.sql:1, which in turn needs this statement. Break the circle",
  );
});

describe("an object made twice", () => {
  test("is told first, and once, before what only fails for it", async () => {
    const copy = "CREATE TABLE ledger.users (email text, id uuid PRIMARY KEY);";
    const message = await failure({ ...ledger, "a_copy.sql": copy });
    expect(message.split("\n").slice(1, 3)).toEqual([
      expect.stringMatching(/^ {2}users\.sql:3 {2}CREATE TABLE ledger\.users/),
      "    The same object is made at a_copy.sql:1. Keep one of the two: between files there is no order.",
    ]);
    const { roots, followers } = places(message);
    expect(roots).toEqual(["users.sql:3"]);
    expect(followers).toContain("users.sql:25");
  });

  test("does not hide a column that neither of the two has", async () => {
    const message = await failure({
      "a.sql": "CREATE SCHEMA app;\nCREATE TABLE app.t (id int, name text);\nCREATE INDEX ON app.t (nam);",
      "b.sql": "CREATE TABLE app.t (id int);",
    });
    expect(places(message).roots).toEqual(["b.sql:1", "a.sql:3"]);
  });

  test("in one file is told with the other place", async () => {
    const message = await failure({
      "a.sql": "CREATE SCHEMA app;\nCREATE TABLE app.t (id int);\nCREATE TABLE app.t (id int);",
    });
    expect(message).toContain(
      'relation "t" already exists\n    The same object is made at a.sql:2. Keep one of the two.',
    );
    expect(headline(message)).toMatch(/: 1 problem\.$/);
  });
});

describe("a schema that nobody makes", () => {
  test("is one problem with the statement that is missing, however many need it", async () => {
    const message = await failure({
      "a.sql": "GRANT USAGE ON SCHEMA time_sheets TO reader;",
      "b.sql": "CREATE TABLE time_sheets.entries (id int);\nCREATE INDEX ON time_sheets.entries (id);",
      "c.sql": "CREATE TABLE time_sheets.days (id int);",
    });
    expect(message).toMatchInlineSnapshot(`
      "source-failed: The source cannot be loaded: 1 problem, and 3 statements that need it.
        b.sql:1:14  CREATE TABLE time_sheets.entries (id int)
          schema "time_sheets" does not exist
          Add CREATE SCHEMA time_sheets; to the source.
        and 3 statements that need what fails above:
          a.sql:1; b.sql:2; c.sql:1"
    `);
  });

  test("is quoted where it must be, and may be a name that is misspelt", async () => {
    const message = await failure({
      "a.sql": 'CREATE SCHEMA app;CREATE TABLE "Time Sheets".t ();\nCREATE TABLE ap.t ();',
    });
    expect(message).toContain(
      'Add CREATE SCHEMA "Time Sheets"; to the source. Or correct the name: the source makes app.',
    );
    expect(message).toContain("Add CREATE SCHEMA ap; to the source.");
  });

  test("is told where only the search path names it", async () => {
    const message = await failure({
      "a.sql": "SET search_path = time_sheets;\nCREATE TABLE entries (id int);",
    });
    expect(message).toContain("Add CREATE SCHEMA time_sheets; to the source.");
  });
});
