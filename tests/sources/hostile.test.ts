// A source is somebody's text: it must change neither the server that it is loaded on, nor what is loaded after it.
import { existsSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { connect } from "../../engine/postgres";
import { sharedServer } from "../support/postgres";
import { failure, ids, load, temporaryDirectory } from "./support";

/** Everything on the server that is not inside of one database. */
async function cluster(): Promise<unknown> {
  const { target } = await sharedServer();
  const client = await connect(target);
  try {
    const ask = async (sql: string) => (await client.query(sql)).rows;
    return [
      await ask("SELECT datname, datdba, datacl, datconnlimit FROM pg_database ORDER BY 1"),
      await ask(
        "SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolcanlogin, rolconfig FROM pg_roles WHERE rolname !~ '^hostile_' ORDER BY 1",
      ),
      await ask("SELECT roleid::regrole, member::regrole FROM pg_auth_members ORDER BY 1, 2"),
      await ask("SELECT setdatabase, setrole, setconfig FROM pg_db_role_setting ORDER BY 1, 2"),
      await ask("SELECT name, setting FROM pg_file_settings ORDER BY 1"),
    ];
  } finally {
    await client.end();
  }
}

const attempts: readonly [string, string][] = [
  ["a superuser made by a block", "DO $$ BEGIN CREATE ROLE hostile_a SUPERUSER; END $$"],
  ["its own role raised", "DO $$ BEGIN EXECUTE format('ALTER ROLE %I SUPERUSER', current_user); END $$"],
  ["the role changed in a block", "DO $$ BEGIN SET ROLE postgres; END $$"],
  ["the session's user changed", "DO $$ BEGIN SET SESSION AUTHORIZATION postgres; END $$"],
  ["a file written", "DO $$ BEGIN COPY (SELECT 1) TO '/tmp/hostile'; END $$"],
  ["a program run", "DO $$ BEGIN COPY (SELECT 1) TO PROGRAM 'touch /tmp/hostile'; END $$"],
  ["a file read", "CREATE TABLE a AS SELECT pg_read_file('/etc/passwd')"],
  ["another database's settings", "DO $$ BEGIN ALTER DATABASE postgres SET search_path = hostile; END $$"],
  ["the server's settings", "DO $$ BEGIN PERFORM set_config('log_statement', 'all', false); END $$"],
  ["code in C", "CREATE FUNCTION a() RETURNS int LANGUAGE c AS 'libc', 'system'"],
  [
    "an untrusted language",
    "CREATE EXTENSION plpython3u; CREATE FUNCTION a() RETURNS int LANGUAGE plpython3u AS 'return 1'",
  ],
  [
    "a role granted to the loader",
    "DO $$ BEGIN EXECUTE format('GRANT postgres TO %I', current_user); END $$",
  ],
  ["a second statement smuggled in", "CREATE EXTENSION citext VERSION '1.6; ALTER ROLE hostile_b SUPERUSER'"],
  [
    "a function run while an operator class is made",
    `CREATE FUNCTION a() RETURNS int LANGUAGE plpgsql AS 'BEGIN CREATE ROLE hostile_d SUPERUSER; RETURN 1; END';
     CREATE DOMAIN b AS int DEFAULT a() CHECK (a() > 0);
     CREATE OPERATOR CLASS c FOR TYPE b USING btree AS OPERATOR 1 <, FUNCTION 1 btint4cmp(int, int); CREATE TABLE d (x b PRIMARY KEY DEFAULT a())`,
  ],
  [
    "an operator class with another statement behind it",
    "CREATE OPERATOR CLASS c FOR TYPE int USING btree AS OPERATOR 1 < $$; ALTER ROLE hostile_b SUPERUSER; --$$",
  ],
  [
    "an owner in an expression",
    "ALTER TABLE a OWNER TO postgres, ADD COLUMN b int DEFAULT pg_sleep(0)::text::int",
  ],
];

test.each(attempts)("%s does not succeed", async (_name, sql) => {
  const before = await cluster();
  expect(await failure({ "a.sql": sql })).toMatch(/^source-failed: /);
  expect(await cluster()).toEqual(before);
  expect(existsSync("/tmp/hostile")).toBe(false);
});

test("code that a source runs changes nothing for the statements after it", async () => {
  const desired = await load({
    "a.sql": `
      CREATE SCHEMA app;
      CREATE FUNCTION public.spoil() RETURNS int LANGUAGE plpgsql AS $$ BEGIN
        PERFORM set_config('search_path', 'app', false), set_config('check_function_bodies', 'off', false);
        RETURN 1; END $$;
      CREATE MATERIALIZED VIEW app.m AS SELECT public.spoil();
      CREATE TABLE app.c AS SELECT public.spoil();
      DO $$ BEGIN PERFORM public.spoil(); END $$;
      CREATE VIEW v1 AS SELECT 1;`,
    "b.sql": "CREATE VIEW v2 AS SELECT 1;",
  });
  expect(ids(desired, "view")).toEqual(["view public.v1", "view public.v2"]);
});

test("a function given to a superuser is never run as one", async () => {
  const before = await cluster();
  const file = path.join(temporaryDirectory(), "proof");
  const desired = await load({
    "a.sql": `
      CREATE SCHEMA app;
      CREATE FUNCTION app.f() RETURNS int LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
        IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
          EXECUTE 'CREATE ROLE hostile_owner SUPERUSER; COPY (SELECT 1) TO ''${file}''';
        END IF;
        RETURN 1; END $$;
      ALTER FUNCTION app.f() OWNER TO postgres;
      CREATE MATERIALIZED VIEW app.m AS SELECT app.f();
      CREATE TABLE app.t (a int DEFAULT app.f());
      ALTER TABLE app.t ADD COLUMN b int DEFAULT app.f(), ADD CHECK (app.f() > 0);
      REFRESH MATERIALIZED VIEW app.m;
      COMMENT ON FUNCTION app.f() IS 'x';`,
  });
  expect(ids(desired, "owner")).toEqual(["owner of function app.f()"]);
  expect(existsSync(file)).toBe(false);
  const server = await sharedServer();
  const client = await connect(server.target);
  const { rowCount } = await client.query("SELECT FROM pg_roles WHERE rolname = 'hostile_owner'");
  await client.end();
  expect(rowCount).toBe(0);
  expect(await cluster()).toEqual(before);
});

test("what the administrator makes for a source runs none of its code", async () => {
  const before = await cluster();
  const raise = `BEGIN
        IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN EXECUTE 'CREATE ROLE hostile_event SUPERUSER'; END IF;`;
  const desired = await load({
    "a.sql": `
      CREATE SCHEMA app;
      CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION app.fired();
      CREATE EVENT TRIGGER l ON login EXECUTE FUNCTION app.fired();
      CREATE FUNCTION app.fired() RETURNS event_trigger LANGUAGE plpgsql AS $$ ${raise} END $$;
      CREATE FUNCTION app.valid(text[], oid) RETURNS boolean LANGUAGE plpgsql AS $$ ${raise} RETURN true; END $$;
      CREATE FOREIGN DATA WRAPPER w VALIDATOR app.valid OPTIONS (a 'b');
      CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (a 'b');
      CREATE TABLE app.t (a int);
      ALTER TABLE app.t OWNER TO hostile_nobody;
      CREATE PUBLICATION p FOR TABLE app.t WHERE (a > 1);
      ALTER EVENT TRIGGER e ENABLE ALWAYS;
      COMMENT ON EVENT TRIGGER e IS 'x';
      COMMENT ON PUBLICATION p IS 'x';`,
  });
  expect(ids(desired, "event trigger")).toEqual(["event trigger e", "event trigger l"]);
  expect(desired.catalog.objects.get("foreign data wrapper w" as never)?.attributes).toMatchObject({
    validator: "app.valid",
  });
  const { target } = await sharedServer();
  const client = await connect(target);
  const { rowCount } = await client.query("SELECT FROM pg_roles WHERE rolname = 'hostile_event'");
  await client.end();
  expect(rowCount).toBe(0);
  expect(await cluster()).toEqual(before);
});
