import { expect, test } from "vitest";
import { failure, ids, load } from "./support";

test("statements are loaded in whatever order works, from any layout", async () => {
  const desired = await load({
    "views/totals.sql": "CREATE VIEW app.totals AS SELECT sum(app.twice(amount)) AS total FROM app.lines;",
    "a.sql": "CREATE TABLE app.lines (id int PRIMARY KEY, note app.note, amount int REFERENCES app.amounts);",
    "deep/er/fn.sql": "CREATE FUNCTION app.twice(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2';",
    "z.sql":
      "CREATE TABLE app.amounts (id int PRIMARY KEY);\nCREATE DOMAIN app.note AS text;\nCREATE SCHEMA app;",
    "notes.md": "not SQL",
    "seed/rows.sql": "INSERT INTO app.amounts VALUES (1);",
  });
  expect(desired.declaredSchemas).toEqual(["app"]);
  expect(ids(desired, "table", "view", "domain", "function")).toEqual([
    "domain app.note",
    "function app.twice(integer)",
    "table app.amounts",
    "table app.lines",
    "view app.totals",
  ]);
});

test("every failing statement is named, with its place and Postgres's words; consequences come last", async () => {
  const message = await failure({
    "a.sql":
      "CREATE SCHEMA app;\nCREATE TABLE app.ok (id int);\nCREATE TABLE app.bad (\n  id int,\n  x nonsense\n);",
    "b.sql":
      "CREATE VIEW app.v AS SELECT x FROM app.bad;\n\nCREATE TABEL app.t ();\nINSERT INTO app.ok VALUES (1);",
  });
  expect(message).toMatchInlineSnapshot(`
    "source-failed: The source cannot be loaded: 3 problems, and 1 statement that needs them.
      a.sql:5:5  CREATE TABLE app.bad ( id int, x nonsense )
        type "nonsense" does not exist
      b.sql:3:8  CREATE TABEL app.t ()
        syntax error at or near "TABEL"
      b.sql:4  INSERT INTO app.ok VALUES (1)
        A source declares the schema, not rows. Move it to a .sql file in the folder \`seed\` directly below the source, which the schema does not read.
      and 1 statement that needs what fails above:
        b.sql:1"
  `);
});

test("functions that call each other are made, and their bodies are still checked", async () => {
  const schema = "CREATE SCHEMA app;";
  const even =
    "CREATE FUNCTION app.even(n int) RETURNS bool LANGUAGE sql AS 'SELECT n = 0 OR app.odd(n - 1)';";
  const odd =
    "CREATE FUNCTION app.odd(n int) RETURNS bool LANGUAGE sql AS 'SELECT n <> 0 AND app.even(n - 1)';";
  const desired = await load({ "a.sql": schema + even, "b.sql": odd });
  expect(ids(desired, "function")).toEqual(["function app.even(integer)", "function app.odd(integer)"]);
  const wrong = "CREATE FUNCTION app.wrong(n int) RETURNS bool LANGUAGE sql AS 'SELECT app.nowhere(n)';";
  expect(await failure({ "a.sql": schema + even, "b.sql": `${odd}\n${wrong}` })).toMatchInlineSnapshot(`
    "source-failed: The source cannot be loaded: 1 problem.
      b.sql:2  CREATE FUNCTION app.wrong(n int) RETURNS bool LANGUAGE sql AS 'SELECT a…
        function app.nowhere(integer) does not exist
        Hint: No function matches the given name and argument types. You might need to add explicit type casts."
  `);
});

test("roles that the source names are there, however they are written, and owners are seen", async () => {
  const desired = await load({
    "a.sql": `
      CREATE SCHEMA app AUTHORIZATION "App Owner";
      CREATE TABLE app.t (id int);
      ALTER TABLE app.t OWNER TO postgres;
      GRANT SELECT ON app.t TO "Mixed ""Case""", reader, PUBLIC;
      ALTER TABLE app.t ENABLE ROW LEVEL SECURITY;
      CREATE POLICY p ON app.t TO policy_role USING (true);
    `,
  });
  expect(ids(desired, "owner", "privilege", "policy")).toMatchInlineSnapshot(`
    [
      "policy app.t.p",
      "privilege on table app.t to "Mixed ""Case"""",
      "privilege on table app.t to public",
      "privilege on table app.t to reader",
      "owner of schema app",
      "owner of table app.t",
    ]
  `);
});

test("LEAKPROOF, which only a superuser may say, is seen", async () => {
  const desired = await load({
    "a.sql": `
      CREATE SCHEMA app;
      CREATE FUNCTION app.a(leakproof int) RETURNS int LANGUAGE sql IMMUTABLE LEAKPROOF AS 'SELECT 1';
      CREATE FUNCTION app.b() RETURNS int AS 'SELECT 1' LANGUAGE sql LEAKPROOF;
      CREATE FUNCTION app.c() RETURNS int LANGUAGE sql NOT LEAKPROOF AS 'SELECT 1';
      CREATE FUNCTION app.d(leakproof int) RETURNS int LANGUAGE sql RETURN leakproof;
      ALTER FUNCTION app.b() OWNER TO load_owner;`,
  });
  const definitions = [...desired.catalog.objects.values()].flatMap((object) =>
    object.kind === "function"
      ? [`${object.path[1]} ${object.attributes.definition.includes("LEAKPROOF")}`]
      : [],
  );
  expect(definitions).toEqual(["a true", "b true", "c false", "d false"]);
});

test("what only a superuser may make is made, and belongs to whoever applies", async () => {
  const desired = await load({
    "a.sql": `
      CREATE INDEX t_x ON app.t (x app.ops);
      ALTER OPERATOR FAMILY app.loose USING btree ADD OPERATOR 1 < (integer, bigint);`,
    "b.sql": `
      CREATE SCHEMA app;
      CREATE TABLE app.t (x integer);
      CREATE OPERATOR CLASS app.ops FOR TYPE integer USING btree AS OPERATOR 1 <, FUNCTION 1 btint4cmp(integer, integer);
      CREATE OPERATOR FAMILY app.loose USING btree;
      ALTER OPERATOR FAMILY app.loose USING btree OWNER TO load_owner;
      CREATE TEXT SEARCH TEMPLATE app.plain (LEXIZE = dsimple_lexize);
      COMMENT ON TEXT SEARCH TEMPLATE app.plain IS 'plain';
      CREATE TEXT SEARCH PARSER app.words (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);`,
  });
  expect(
    ids(
      desired,
      "operator family",
      "operator class",
      "text search parser",
      "text search template",
      "owner",
      "comment",
    ),
  ).toEqual([
    "operator family app.loose(btree)",
    "operator family app.ops(btree)",
    "operator class app.ops(btree)",
    "text search parser app.words",
    "text search template app.plain",
    "comment on text search template app.plain",
    "owner of operator family app.loose(btree)",
  ]);
});

test("a block that makes a role unless it is there finds it there", async () => {
  const block = (role: string) =>
    `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role.replaceAll('"', "")}') THEN CREATE ROLE ${role}; END IF; END $$;`;
  const desired = await load({
    "a.sql": `${block("block_role")} ${block('"Block Role"')} CREATE TABLE t ();`,
  });
  expect(ids(desired, "table")).toEqual(["table public.t"]);
});

test("text search objects of several files are told apart by their names", async () => {
  const configuration = (name: string) => `CREATE TEXT SEARCH CONFIGURATION app.${name} (COPY = simple);`;
  const schema = "CREATE SCHEMA app;";
  await load({ "a.sql": schema + configuration("one"), "b.sql": configuration("two") });
  expect(await failure({ "a.sql": schema + configuration("one"), "b.sql": configuration("one") })).toContain(
    "The same object is made at",
  );
});
