// What a plan makes again goes on belonging to whom it belonged, where the source says nothing of it: to a superuser who applies it, and
// to a login that is a member of the owner.
import { describe, expect, test } from "vitest";
import { applySchema, planBack, planSchema } from "../../engine/index";
import { rows } from "../apply/support";
import { majors } from "../support/postgres";
import { place, statements } from "./support";

const before = `CREATE SCHEMA app;
  CREATE TYPE app.state AS ENUM ('new', 'done', 'void');
  CREATE TYPE app.pair AS (a integer, b integer);
  CREATE FUNCTION app.size(integer) RETURNS integer LANGUAGE sql IMMUTABLE SECURITY DEFINER AS 'SELECT $1';
  CREATE AGGREGATE app.total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
  CREATE TABLE app.items (id integer PRIMARY KEY, state app.state, size integer);
  CREATE VIEW app.sizes AS SELECT id, size FROM app.items;
  CREATE VIEW app.above AS SELECT id FROM app.sizes;
  CREATE MATERIALIZED VIEW app.sums AS SELECT state, sum(size) AS size FROM app.items GROUP BY state;
  CREATE VIEW app.large AS SELECT state FROM app.sums WHERE size > 10;
  GRANT SELECT ON app.sizes, app.above, app.sums, app.large TO kept_reader;
  REVOKE EXECUTE ON FUNCTION app.size(integer) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION app.size(integer) TO kept_reader;`;

const after = before
  .replace("'new', 'done', 'void'", "'new', 'done'")
  .replace("RETURNS integer LANGUAGE sql IMMUTABLE", "RETURNS bigint LANGUAGE sql IMMUTABLE")
  .replace("INITCOND = '0'", "INITCOND = '1'")
  .replace("state app.state, size integer", "state app.state, size bigint")
  .replace("sum(size) AS size", "max(size) AS size");

const given = `ALTER SCHEMA app OWNER TO kept_owner; ALTER TYPE app.state OWNER TO kept_owner; ALTER TYPE app.pair OWNER TO kept_owner;
  ALTER FUNCTION app.size(integer) OWNER TO kept_owner; ALTER AGGREGATE app.total(integer) OWNER TO kept_owner;
  ALTER TABLE app.items OWNER TO kept_owner; ALTER VIEW app.sizes OWNER TO kept_owner; ALTER VIEW app.above OWNER TO kept_owner;
  ALTER MATERIALIZED VIEW app.sums OWNER TO kept_owner; ALTER VIEW app.large OWNER TO kept_owner;
  INSERT INTO app.items SELECT n, 'new', n FROM generate_series(1, 50) n; REFRESH MATERIALIZED VIEW app.sums; ANALYZE;`;

const rights = `
  SELECT relname::text AS name, pg_get_userbyid(relowner)::text AS owner, relacl::text AS acl FROM pg_class WHERE relnamespace = 'app'::regnamespace
  UNION ALL SELECT proname, pg_get_userbyid(proowner), proacl::text FROM pg_proc WHERE pronamespace = 'app'::regnamespace
  UNION ALL SELECT typname, pg_get_userbyid(typowner), typacl::text FROM pg_type WHERE typnamespace = 'app'::regnamespace
  UNION ALL SELECT nspname, pg_get_userbyid(nspowner), nspacl::text FROM pg_namespace WHERE nspname = 'app' ORDER BY 1, 2, 3`;

const role = (name: string, rest: string): string =>
  `DO $$ BEGIN CREATE ROLE ${name} ${rest}; EXCEPTION WHEN duplicate_object THEN NULL; END $$;`;
const roles =
  role("kept_owner", "NOLOGIN") +
  role("kept_reader", "NOLOGIN") +
  role("kept_login", "LOGIN PASSWORD 'kept'") +
  "GRANT kept_owner TO kept_login;";

const tested = majors.filter((major) => [14, 17, 18].includes(major));

describe.each(tested)("what another owns on Postgres %i", (major) => {
  test.each(["a superuser", "a member"])("stays the other's when %s makes it again", async (who) => {
    const { target, request, run } = await place(roles + before + given, major);
    const login = { ...target, user: "kept_login", password: "kept" };
    const as = who === "a member" ? { target: login } : {};
    const found = await rows(target, rights);
    expect([...new Set(found.map(({ owner }) => owner))]).toEqual(["kept_owner"]);
    const planned = await planSchema(request(after, as));
    expect(statements(planned)).toContain("ALTER VIEW app.large OWNER TO kept_owner");
    await applySchema(request(after, { ...as, consentAll: true }));
    expect(await rows(target, rights)).toEqual(found);
    expect(statements(await planSchema(request(after, as)))).toEqual([]);
    // The way back says so, too.
    expect(statements(planBack(planned, request(after, as)))).toContain(
      "ALTER VIEW app.large OWNER TO kept_owner",
    );
    await run("DROP SCHEMA app CASCADE");
  });

  test("stays the other's in the exchange of a materialized view, in one transaction", async () => {
    const { target, request } = await place(roles + before + given, major);
    const filledBeside = request(before.replace("sum(size) AS size", "sum(size) + 0 AS size"));
    const found = await rows(target, rights);
    const { steps } = (await planSchema(filledBeside)).plan;
    const views = ["MATERIALIZED VIEW app.sums", "VIEW app.large"];
    const exchange = steps.find(({ sql }) => sql.startsWith("DROP MATERIALIZED VIEW app.sums"));
    expect(steps.some(({ sql }) => sql.startsWith("CREATE MATERIALIZED VIEW app.sums__stackschema_"))).toBe(
      true,
    );
    for (const view of views) {
      const given = steps.find(({ sql }) => sql === `ALTER ${view} OWNER TO kept_owner`);
      expect(given?.transaction).toBe(exchange?.transaction);
    }
    await applySchema(filledBeside);
    expect(await rows(target, rights)).toEqual(found);
    expect(statements(await planSchema(filledBeside))).toEqual([]);
  });

  test("is refused, with what to do, where it could not be given back", async () => {
    const { target, request, run } = await place(roles + before + given, major);
    const login = { target: { ...target, user: "kept_login", password: "kept" } };
    const granted = `${before} GRANT USAGE, CREATE ON SCHEMA app TO kept_owner;`;
    const larger = request(granted.replace("SELECT id, size FROM", "SELECT size, id FROM"), login);
    await run("ALTER SCHEMA app OWNER TO kept_login; GRANT USAGE ON SCHEMA app TO kept_owner;");
    const { findings } = (await planSchema(larger)).plan;
    const errors = findings.filter(({ level }) => level === "error");
    expect(errors.map(({ id, message }) => `${id}: ${message}`).join()).toMatch(
      /^owner-not-kept: .*view app\.sizes.*kept_owner may not create in schema app.*GRANT CREATE ON SCHEMA app TO kept_owner/,
    );
    await run("GRANT CREATE ON SCHEMA app TO kept_owner");
    const found = await rows(target, rights);
    await applySchema({ ...larger, consentAll: true });
    expect(await rows(target, rights)).toEqual(found);
  });

  test("is not mentioned where it is the login's own", async () => {
    const { plan } = await place(`${roles}${before} INSERT INTO app.items VALUES (1, 'new', 1);`, major);
    expect(statements(await plan(after)).filter((sql) => sql.includes("OWNER TO"))).toEqual([]);
  });
});
