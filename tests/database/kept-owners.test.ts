// What a plan makes again belongs to whom it belonged before, where the source leaves that open: applied by a superuser, and by a
// member of the owner who is none.
import { beforeAll, describe, expect, test } from "vitest";
import { planBack, type Target } from "../../engine/index";
import { rows } from "../apply/support";
import { load } from "../support/corpus-databases";
import { majors, sharedServer } from "../support/postgres";
import { complaints, type Place, place, statements } from "./support";

const own = `CREATE TYPE app.state AS ENUM ('new', 'done', 'void');
  CREATE TYPE app.pair AS (a integer, b text);
  CREATE TYPE app.span AS RANGE (subtype = integer);
  CREATE DOMAIN app.amount AS integer;
  CREATE COLLATION app.plain (locale = 'C');
  CREATE TABLE app.orders (id integer PRIMARY KEY, state app.state, size integer, total app.amount);
  CREATE STATISTICS app.both ON id, size FROM app.orders;
  CREATE FUNCTION app.definer() RETURNS integer LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT 1';
  CREATE FUNCTION app.rank(one app.state) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
  CREATE FUNCTION app.same(integer, integer) RETURNS boolean LANGUAGE sql AS 'SELECT $1 = $2';
  CREATE PROCEDURE app.tidy(number integer) LANGUAGE sql AS 'SELECT 1';
  CREATE AGGREGATE app.top(integer) (sfunc = int4larger, stype = integer);
  CREATE OPERATOR app.=== (function = app.same, leftarg = integer, rightarg = integer);
  CREATE CONVERSION app.turned FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
  CREATE TEXT SEARCH DICTIONARY app.words (template = simple);
  CREATE MATERIALIZED VIEW app.sums AS SELECT state, count(*) AS orders FROM app.orders GROUP BY 1;
  CREATE MATERIALIZED VIEW app.sizes AS SELECT id, size FROM app.orders;
  CREATE UNIQUE INDEX sizes_id ON app.sizes (id);
  CREATE VIEW app.large AS SELECT * FROM app.sizes WHERE size > 9;
  CREATE VIEW app.open AS SELECT id, state FROM app.orders WHERE state = 'new';
  COMMENT ON VIEW app.open IS 'To do';
  GRANT SELECT ON app.sums, app.sizes, app.open TO kept_reader;
  GRANT SELECT (id) ON app.large TO kept_reader;
  GRANT UPDATE ON app.open TO kept_reader WITH GRANT OPTION;
  REVOKE ALL ON FUNCTION app.definer() FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION app.definer() TO kept_reader;
  GRANT EXECUTE ON PROCEDURE app.tidy(integer) TO kept_reader WITH GRANT OPTION;
  REVOKE ALL ON TYPE app.state FROM PUBLIC;
  GRANT USAGE ON TYPE app.state, app.pair TO kept_reader;`;

const edits: readonly (readonly [string, string])[] = [
  ["'done', 'void'", "'done'"],
  ["(a integer, b text)", "(b text, a integer)"],
  ["subtype = integer", "subtype = bigint"],
  ["app.amount AS integer", "app.amount AS bigint"],
  ["locale = 'C'", "locale = 'POSIX'"],
  ["ON id, size FROM", "ON size, total FROM"],
  ["app.definer() RETURNS integer", "app.definer() RETURNS bigint"],
  ["int4larger", "int4smaller"],
  ["number integer", "amount integer"],
  ["app.same(integer, integer)", "app.same(one integer, integer)"],
  ["'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8", "'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1"],
  ["template = simple", "template = snowball, language = 'english'"],
  ["SELECT id, size FROM", "SELECT id, size + 1 AS size FROM"],
];

const begun = `CREATE SCHEMA app; ${own}`;
const edited = edits.reduce((text, [was, will]) => text.replace(was, will), begun);

/** Every object of the schema with an owner: who that is, and who may what by whose grant. */
const rights = `
  SELECT o.name, pg_get_userbyid(o.owner)::text AS owner, (SELECT string_agg(a::text, ' ' ORDER BY a::text) FROM unnest(o.acl) a) AS acl
  FROM (SELECT relname::text AS name, relowner AS owner, relacl AS acl FROM pg_class WHERE relnamespace = 'app'::regnamespace
    UNION ALL SELECT c.relname || '.' || attname, relowner, attacl FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid
      WHERE relnamespace = 'app'::regnamespace AND attacl IS NOT NULL
    UNION ALL SELECT proname || '()', proowner, proacl FROM pg_proc WHERE pronamespace = 'app'::regnamespace AND proname !~ '^span'
    UNION ALL SELECT 'type ' || typname, typowner, typacl FROM pg_type WHERE typnamespace = 'app'::regnamespace
    UNION ALL SELECT 'statistics', stxowner, NULL FROM pg_statistic_ext WHERE stxnamespace = 'app'::regnamespace
    UNION ALL SELECT 'operator', oprowner, NULL FROM pg_operator WHERE oprnamespace = 'app'::regnamespace
    UNION ALL SELECT 'collation', collowner, NULL FROM pg_collation WHERE collnamespace = 'app'::regnamespace
    UNION ALL SELECT 'conversion', conowner, NULL FROM pg_conversion WHERE connamespace = 'app'::regnamespace
    UNION ALL SELECT 'dictionary', dictowner, NULL FROM pg_ts_dict WHERE dictnamespace = 'app'::regnamespace) o
  ORDER BY 1, 2`;

/** Those that the edits make again. */
const remade = `
  SELECT relname::text AS name, oid::text FROM pg_class WHERE relname IN ('sums', 'sizes', 'large', 'open', 'pair')
  UNION ALL SELECT proname, oid::text FROM pg_proc WHERE pronamespace = 'app'::regnamespace AND proname IN ('definer', 'tidy')
  UNION ALL SELECT typname, oid::text FROM pg_type WHERE typname IN ('state', 'span', 'amount')
  UNION ALL SELECT 'statistics', oid::text FROM pg_statistic_ext
  UNION ALL SELECT 'collation', oid::text FROM pg_collation WHERE collnamespace = 'app'::regnamespace
  UNION ALL SELECT 'conversion', oid::text FROM pg_conversion WHERE connamespace = 'app'::regnamespace
  UNION ALL SELECT 'dictionary', oid::text FROM pg_ts_dict WHERE dictnamespace = 'app'::regnamespace ORDER BY 1`;

const given = (planned: Parameters<typeof statements>[0]): readonly string[] =>
  statements(planned).filter((sql) => sql.includes(" OWNER TO "));

describe.each(majors.filter((major) => [14, 18].includes(major)))("owners on Postgres %i", (major) => {
  beforeAll(async () => {
    const { target } = await sharedServer(major);
    await load(
      target,
      `CREATE ROLE kept_owner; CREATE ROLE kept_other; CREATE ROLE kept_reader;
       CREATE ROLE kept_member LOGIN PASSWORD 'm'; GRANT kept_owner, kept_other TO kept_member;`,
    );
  });

  /** A database in which another role than the one that applies has made everything. */
  const owned = (sql = own): Promise<Place> =>
    place(
      `CREATE SCHEMA app; GRANT CREATE, USAGE ON SCHEMA app TO kept_owner; SET ROLE kept_owner; ${sql}`,
      major,
    );

  const asMember = ({ target }: Place): { readonly target: Target } => ({
    target: { ...target, user: "kept_member", password: "m" },
  });

  test.each(["a superuser", "a member of the owner"])("stay where %s applies", async (login) => {
    const made = await owned();
    const rest = { consentAll: true, ...(login === "a superuser" ? {} : asMember(made)) };
    await load(made.target, "GRANT CREATE ON SCHEMA app TO kept_member");
    const [before, objects] = [await rows(made.target, rights), await rows(made.target, remade)];
    const source = `${edited} GRANT CREATE, USAGE ON SCHEMA app TO kept_owner; GRANT CREATE ON SCHEMA app TO kept_member;`;
    const planned = await made.plan(source, rest);
    expect(complaints(planned)).toEqual([]);
    expect(planned.proof).not.toBeNull();
    expect(statements(planned).join("\n")).toContain("sizes__stackschema_new");
    await made.apply(source, rest);
    expect(await rows(made.target, rights)).toEqual(before);
    expect(before.filter(({ owner }) => owner !== "kept_owner")).toEqual([]);
    const after = await rows(made.target, remade);
    const oids = new Map(after.map(({ name, oid }) => [name, oid]));
    expect(objects.filter(({ name, oid }) => oids.get(name) === oid)).toEqual([]);
    expect(statements(await made.plan(source, rest))).toEqual([]);
  });

  test("come back in the transaction that makes the objects again, and on the way back", async () => {
    const made = await owned();
    await load(
      made.target,
      "INSERT INTO app.orders VALUES (1); REFRESH MATERIALIZED VIEW app.sizes; ANALYZE",
    );
    const grants = "GRANT CREATE, USAGE ON SCHEMA app TO kept_owner;";
    const source = `${begun.replace("SELECT id, size FROM", "SELECT id, size + 1 AS size FROM")} ${grants}`;
    const planned = await made.plan(source);
    const { steps } = planned.plan;
    const exchange = steps.find(({ sql }) => sql.startsWith("DROP MATERIALIZED VIEW app.sizes"));
    expect(steps.some(({ sql }) => sql.startsWith("CREATE MATERIALIZED VIEW app.sizes__stackschema_"))).toBe(
      true,
    );
    const wanted = ["MATERIALIZED VIEW app.sizes", "VIEW app.large"].map(
      (of) => `ALTER ${of} OWNER TO kept_owner`,
    );
    for (const sql of wanted)
      expect(steps.find((step) => step.sql === sql)?.transaction).toBe(exchange?.transaction);
    expect([...given(planBack(planned, made.request(source)))].sort()).toEqual(wanted);
  });

  test("are the new one's where an object has another name by then", async () => {
    const made = await owned("CREATE VIEW app.was AS SELECT 1 AS a");
    const source = `-- rename: view app.was -> app.now
      CREATE SCHEMA app; GRANT CREATE, USAGE ON SCHEMA app TO kept_owner; CREATE VIEW app.now AS SELECT 'b'::text AS b;`;
    expect(given(await made.plan(source))).toEqual(["ALTER VIEW app.now OWNER TO kept_owner"]);
    await made.apply(source, { consentAll: true });
    expect(await rows(made.target, rights)).toContainEqual({ name: "now", owner: "kept_owner", acl: null });
  });

  test("are asked for nothing where the login is the owner, or the source names one", async () => {
    const source = "CREATE SCHEMA app; CREATE VIEW app.v AS SELECT 1 AS a;";
    const mine = await place(source, major);
    expect(given(await mine.plan(source.replace("1 AS a", "1 AS b")))).toEqual([]);
    const theirs = await owned("CREATE VIEW app.v AS SELECT 1 AS a");
    const named = `${source.replace("1 AS a", "1 AS b")} ALTER VIEW app.v OWNER TO kept_other;`;
    expect(given(await theirs.plan(named))).toEqual(["ALTER VIEW app.v OWNER TO kept_other"]);
  });

  test("stay beside the role that owns what is made", async () => {
    const made = await place(
      `CREATE SCHEMA app AUTHORIZATION kept_owner; GRANT CREATE, USAGE ON SCHEMA app TO kept_other;
       SET ROLE kept_other; CREATE TABLE app.theirs (a integer); GRANT SELECT ON app.theirs TO kept_owner;
       CREATE VIEW app.other AS SELECT 1 AS a;
       SET ROLE kept_owner; CREATE VIEW app.own AS SELECT 1 AS a; CREATE VIEW app.over AS SELECT a FROM app.theirs;`,
      major,
    );
    const source = `CREATE SCHEMA app; GRANT CREATE, USAGE ON SCHEMA app TO kept_other; CREATE TABLE app.theirs (a integer);
      GRANT SELECT ON app.theirs TO kept_owner; CREATE VIEW app.other AS SELECT 1 AS b;
      CREATE VIEW app.own AS SELECT 1 AS b; CREATE VIEW app.over AS SELECT a AS b FROM app.theirs;`;
    const before = await rows(made.target, rights);
    const rest = { ...asMember(made), owner: "kept_owner", consentAll: true };
    expect(given(await made.plan(source, rest))).toEqual([
      "ALTER VIEW app.other OWNER TO kept_other",
      "ALTER VIEW app.over OWNER TO kept_owner",
    ]);
    await made.apply(source, rest);
    expect(await rows(made.target, rights)).toEqual(before);
  });

  test("that Postgres would refuse end the preview, with what to do", async () => {
    const made = await owned("CREATE VIEW app.v AS SELECT 1 AS a");
    await load(
      made.target,
      "REVOKE CREATE ON SCHEMA app FROM kept_owner; GRANT USAGE, CREATE ON SCHEMA app TO kept_member;",
    );
    const source = `CREATE SCHEMA app; GRANT USAGE ON SCHEMA app TO kept_owner; GRANT USAGE, CREATE ON SCHEMA app TO kept_member;
      CREATE VIEW app.v AS SELECT 1 AS b;`;
    const rest = { ...asMember(made), consentAll: true };
    expect(complaints(await made.plan(source, rest)).join()).toMatch(
      /^owner-not-kept: made again by this plan .* kept_owner, .*: view app\.v: kept_owner may not create in schema app.*GRANT CREATE ON SCHEMA app TO kept_owner before/,
    );
    await expect(made.apply(source, rest)).rejects.toMatchObject({ code: "plan-has-errors" });
    expect(complaints(await made.plan(source))).toEqual([]);
    if (major < 16) return;
    await load(
      made.target,
      "GRANT CREATE ON SCHEMA app TO kept_owner; CREATE ROLE kept_bound LOGIN PASSWORD 'm'; GRANT kept_owner TO kept_bound WITH SET FALSE, INHERIT TRUE",
    );
    const bound = { ...rest, target: { ...rest.target, user: "kept_bound" } };
    expect(complaints(await made.plan(source, bound)).join()).toMatch(
      /kept_bound may not become kept_owner.*GRANT kept_owner TO kept_bound WITH SET TRUE before/,
    );
  });
});
