// A role that owns what a stack makes: made and used by an administrator without superuser, on servers before and after the
// rules for CREATEROLE changed (16). What is another's stays another's.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import {
  type ApplyRequest,
  applySchema,
  ensureGroupRoles,
  ensureOwners,
  missingOwners,
  planSchema,
  planSql,
  type Target,
} from "../../engine/index";
import { rows } from "../apply/support";
import { load } from "../support/corpus-databases";
import { majors, startTestServer, type TestServer } from "../support/postgres";

const source = `CREATE SCHEMA app;
  CREATE EXTENSION citext SCHEMA public;
  GRANT USAGE ON SCHEMA app TO app_rw;
  ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO app_rw;
  CREATE TYPE app.state AS ENUM ('new', 'done');
  CREATE DOMAIN app.amount AS numeric CHECK (VALUE >= 0);
  CREATE FUNCTION app.watch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
  CREATE TABLE app.orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, state app.state, total app.amount, mail public.citext);
  CREATE TABLE app.lines (id serial PRIMARY KEY, order_id bigint REFERENCES app.orders);
  CREATE INDEX lines_order ON app.lines (order_id);
  CREATE STATISTICS app.both ON id, order_id FROM app.lines;
  CREATE VIEW app.open AS SELECT * FROM app.orders WHERE state = 'new';
  CREATE MATERIALIZED VIEW app.sums AS SELECT order_id, count(*) FROM app.lines GROUP BY 1;
  ALTER TABLE app.orders ENABLE ROW LEVEL SECURITY;
  CREATE POLICY mine ON app.orders USING (state = 'new');
  CREATE TRIGGER watch BEFORE UPDATE ON app.orders FOR EACH ROW EXECUTE FUNCTION app.watch();
  REVOKE ALL ON FUNCTION app.watch() FROM PUBLIC;
  GRANT SELECT, INSERT ON app.lines TO app_rw;`;

const ownersQuery = `
  SELECT DISTINCT pg_get_userbyid(owner)::text AS owner FROM (
    SELECT relowner AS owner FROM pg_class WHERE relnamespace = 'app'::regnamespace
    UNION ALL SELECT proowner FROM pg_proc WHERE pronamespace = 'app'::regnamespace
    UNION ALL SELECT typowner FROM pg_type WHERE typnamespace = 'app'::regnamespace
    UNION ALL SELECT stxowner FROM pg_statistic_ext WHERE stxnamespace = 'app'::regnamespace
    UNION ALL SELECT nspowner FROM pg_namespace WHERE nspname = 'app') o ORDER BY 1`;

describe.each(majors.filter((major) => major === 14 || major === 17))("an owner on Postgres %i", (major) => {
  let server: TestServer;
  let admin: Target;
  let databases = 0;

  beforeAll(async () => {
    server = await startTestServer({ major });
    await rows(server.target, "CREATE ROLE admin LOGIN CREATEROLE CREATEDB PASSWORD 'a'");
    admin = { ...server.target, user: "admin", password: "a" };
    await ensureGroupRoles(admin, ["app_rw"]);
    return () => server.stop();
  });

  async function database(): Promise<Target> {
    const name = `d${++databases}`;
    await rows(admin, `CREATE DATABASE ${name}`);
    return { ...admin, database: name };
  }

  function request(target: Target, sql: string, rest: Partial<ApplyRequest> = {}): ApplyRequest {
    const directory = mkdtempSync(path.join(tmpdir(), "stackschema-owner-"));
    writeFileSync(path.join(directory, "app.sql"), sql);
    return {
      target,
      source: { kind: "sql", path: path.join(directory, "app.sql") },
      scope: ["app"],
      owner: "app_owner",
      scratch: { target: server.target },
      consents: [],
      consentAll: true,
      cacheDirectory: path.join(directory, "cache"),
      ...rest,
    };
  }

  test("has all that is made, then and later, and the login goes on changing it", async () => {
    const target = await database();
    expect(await missingOwners(target, ["app_owner"])).not.toEqual([]);
    await ensureOwners(target, ["app_owner"]);
    expect(await missingOwners(target, ["app_owner"])).toEqual([]);
    expect(await ensureOwners(target, ["app_owner"])).toEqual([]);
    await applySchema(request(target, source));
    expect(await rows(target, ownersQuery)).toEqual([{ owner: "app_owner" }]);
    expect((await planSchema(request(target, source))).plan.steps).toEqual([]);
    const narrowed = source.replace("SELECT * FROM app.orders WHERE", "SELECT id FROM app.orders WHERE");
    const counted = narrowed.replace("count(*) FROM", "count(*), max(id) FROM");
    const edited = `${counted.replace("'done'", "'done', 'void'")}
      ALTER TABLE app.lines ADD COLUMN note text; CREATE TABLE app.notes (id integer PRIMARY KEY);`;
    await applySchema(request(target, edited));
    expect(await rows(target, ownersQuery)).toEqual([{ owner: "app_owner" }]);
    // What the default privileges give is foreseen as those of the role that makes it.
    expect(await rows(target, "SELECT has_table_privilege('app_rw', 'app.notes', 'SELECT') AS may")).toEqual([
      { may: true },
    ]);
    expect((await planSchema(request(target, edited))).plan.steps).toEqual([]);
    await applySchema(request(target, "CREATE SCHEMA app;"));
    expect(await rows(target, ownersQuery)).toEqual([{ owner: "app_owner" }]);
  });

  test("is said in the script, whose run makes the same", async () => {
    const target = await database();
    await ensureOwners(target, ["app_owner"]);
    const planned = await planSchema(request(target, source));
    await load(target, planSql(planned));
    expect(await rows(target, ownersQuery)).toEqual([{ owner: "app_owner" }]);
    expect((await planSchema(request(target, source))).plan.steps).toEqual([]);
  });

  test("does not get what is made in another's schema, and a finding says whose it is", async () => {
    const target = await database();
    await ensureOwners(target, ["app_owner"]);
    await rows(target, "CREATE SCHEMA app");
    const planned = await planSchema(request(target, source));
    expect(planned.plan.findings.map(({ id, message }) => `${id}: ${message}`).join()).toMatch(
      /owned-by-another: schema app belongs to admin and not to app_owner/,
    );
    await applySchema(request(target, source));
    expect(await rows(target, ownersQuery)).toEqual([{ owner: "admin" }]);
  });

  test("does not get what hangs on another's table, which it could not read", async () => {
    const target = await database();
    await ensureOwners(target, ["app_owner"]);
    const table = "CREATE SCHEMA app; CREATE TABLE app.theirs (id integer);";
    await applySchema(request(target, "CREATE SCHEMA app;"));
    await rows(target, "CREATE TABLE app.theirs (id integer)");
    await applySchema(request(target, `${table} CREATE VIEW app.seen AS SELECT * FROM app.theirs;`));
    expect(
      await rows(target, "SELECT relowner::regrole::text AS owner FROM pg_class WHERE relname = 'seen'"),
    ).toEqual([{ owner: "admin" }]);
  });

  test("must be there, or be about to be", async () => {
    const target = await database();
    const asked = request(target, source, { owner: "nobody_owner" });
    await expect(planSchema(asked)).rejects.toMatchObject({
      code: "owner-missing",
      message: expect.stringContaining("CREATE ROLE nobody_owner NOLOGIN"),
    });
    const planned = await planSchema({ ...asked, rolesToCome: ["nobody_owner"] });
    expect(planned.plan.steps[0]).toMatchObject({ as: "nobody_owner" });
    const nothing = await planSchema({
      ...asked,
      target: null,
      rolesToCome: ["nobody_owner"],
      scratch: "embedded",
    });
    expect(nothing.plan.steps[0]).toMatchObject({ as: "nobody_owner" });
  });

  test("cannot be prepared by a login without the right to, which is told with the statement", async () => {
    const target = await database();
    await rows(server.target, "CREATE ROLE locked_owner NOLOGIN; CREATE ROLE plain LOGIN PASSWORD 'p'");
    await expect(
      ensureOwners({ ...target, user: "plain", password: "p" }, ["locked_owner"]),
    ).rejects.toMatchObject({
      code: "owner-not-granted",
      message: expect.stringContaining("GRANT locked_owner TO plain"),
    });
  });
});
