// The reader on real servers of every major version: it sees everything that is modelled, the same way on all of them.
import type { Client } from "pg";
import { beforeAll, describe, expect, it } from "vitest";
import { fingerprint } from "../../engine/catalog/fingerprint";
import { type Catalog, kinds } from "../../engine/catalog/model";
import type { Target } from "../../engine/postgres/target";
import { readCatalog } from "../../engine/sources/reader";
import { connected, ensureRoles, load } from "../support/corpus-databases";
import { type Major, majors, sharedServer } from "../support/postgres";
import { everything } from "./fixture";

const databases = new Map<Major, Promise<Target>>();

/** A database with everything in it, one for each major. */
function fixture(major: Major): Promise<Target> {
  const known = databases.get(major);
  if (known !== undefined) return known;
  const made = sharedServer(major).then(async (server) => {
    await ensureRoles(server.target, ["catalog_reader"]);
    const target = await server.createDatabase("everything");
    await load(target, everything);
    return target;
  });
  databases.set(major, made);
  return made;
}

const read = (target: Target, before = ""): Promise<Catalog> =>
  connected(target, async (client) => {
    if (before !== "") await client.query(before);
    return readCatalog(client, { scope: ["app"], unsetOwner: target.user });
  });

async function database(setup: string, major: Major = 17): Promise<Target> {
  const server = await sharedServer(major);
  const target = await server.createDatabase();
  await load(target, setup);
  return target;
}

/** Before Postgres 16 a view over one table is written with the table's name before each column. */
const attributes = (catalog: Catalog): Record<string, unknown> =>
  Object.fromEntries(
    [...catalog.objects].map(([id, { attributes: data }]) => [
      id,
      "query" in data ? { ...data, query: data.query.replace(/\bcustomers\./g, "") } : data,
    ]),
  );

describe.each(majors)("Postgres %i", (major) => {
  it("is read like every other one", async () => {
    const [catalog, other] = [await read(await fixture(major)), await read(await fixture(17))];
    expect(attributes(catalog)).toEqual(attributes(other));
    expect(catalog.serverMajor).toBe(major);
    expect(catalog.unmodeled).toEqual([]);
  });

  it("is read to the same catalog whatever the session is set to", async () => {
    const target = await fixture(major);
    const odd = await read(
      target,
      `SET search_path = app, public; SET quote_all_identifiers = on; SET DateStyle = 'SQL, DMY'; SET IntervalStyle = sql_standard;
       SET TimeZone = 'Asia/Kolkata'; SET extra_float_digits = -2; SET bytea_output = escape; SET standard_conforming_strings = off`,
    );
    expect(fingerprint(odd)).toBe(fingerprint(await read(target)));
  });
});

describe("a catalog", () => {
  it("holds objects of every kind that the fixture has", async () => {
    const catalog = await read(await fixture(17));
    const seen = new Set([...catalog.objects.values()].map(({ kind }) => kind));
    expect(kinds.filter((kind) => !seen.has(kind))).toEqual([
      "extension",
      "user mapping",
      "published schema",
      "owner",
    ]);
  });

  it("is the same for a login that may do nothing", async () => {
    const target = await fixture(17);
    await ensureRoles(target, ["catalog_nobody"]);
    const asNobody = async (client: Client): Promise<Catalog> => {
      await client.query("SET ROLE catalog_nobody");
      return readCatalog(client, { scope: ["app"], unsetOwner: target.user });
    };
    expect(fingerprint(await connected(target, asNobody))).toBe(fingerprint(await read(target)));
  });

  it("tells a column from the sequence behind its identity", async () => {
    const { objects } = await read(await fixture(17));
    const attached = [...objects.values()].filter(({ parent }) => parent === "column app.customers.id");
    expect(
      attached.map(({ kind, attributes: data }) => `${kind} ${"on" in data ? data.on : ""}`).sort(),
    ).toEqual([
      "comment COLUMN app.customers.id",
      "comment SEQUENCE app.customers_id_seq",
      "privilege SEQUENCE app.customers_id_seq",
      "privilege TABLE app.customers",
    ]);
  });

  it("has no edge to an object that it does not hold, and no circle", async () => {
    const { objects, dependencies } = await read(await fixture(17));
    const open = new Set<string>();
    const done = new Set<string>();
    const visit = (id: string): void => {
      if (done.has(id)) return;
      expect(open.has(id), `circle through ${id}`).toBe(false);
      open.add(id);
      for (const on of dependencies.get(id as never) ?? []) {
        expect(objects.has(on), `${id} needs ${on}`).toBe(true);
        visit(on);
      }
      open.delete(id);
      done.add(id);
    };
    for (const id of objects.keys()) visit(id);
    expect(done.size).toBe(objects.size);
  });

  it("covers the schemas asked for and no others", async () => {
    const target = await database(
      "CREATE SCHEMA a; CREATE SCHEMA b; CREATE TABLE a.t (x int); CREATE TABLE b.t (x int)",
    );
    const only = (scope: readonly string[] | "all"): Promise<Catalog> =>
      connected(target, (client) => readCatalog(client, { scope }));
    const tables = ({ objects }: Catalog): readonly string[] =>
      [...objects.keys()].filter((id) => id.startsWith("table "));
    expect(tables(await only(["b"]))).toEqual(["table b.t"]);
    expect(tables(await only("all"))).toEqual(["table a.t", "table b.t"]);
    expect((await only("all")).scope).toEqual(["a", "b", "public"]);
    expect((await only([])).objects.size).toBe(0);
  });

  it("leaves out what an extension made", async () => {
    const target = await database(
      "CREATE SCHEMA app; CREATE EXTENSION hstore SCHEMA app; CREATE TABLE app.t (h app.hstore)",
    );
    const { objects, dependencies } = await read(target);
    expect([...objects.keys()].filter((id) => !id.startsWith("owner "))).toEqual([
      "schema app",
      "extension hstore",
      "table app.t",
      "column app.t.h",
    ]);
    expect(dependencies.get("column app.t.h" as never)).toContain("extension hstore");
  });

  it("names what it does not model", async () => {
    const target = await database(`CREATE SCHEMA app;
      CREATE TYPE app.to_come`);
    expect((await read(target)).unmodeled).toEqual([{ kind: "shell type", name: "app.to_come" }]);
  });

  it.each([...majors])(
    "names labels and subscriptions, without their connections, on Postgres %i",
    async (major) => {
      // As modules and table synchronisation write them: neither is to be had without a library or another server.
      const target = await database(
        `CREATE SCHEMA app; CREATE SCHEMA other;
      CREATE TABLE app.customers (email text); CREATE TABLE app."Lines" (); CREATE TABLE other.t ();
      CREATE SUBSCRIPTION feed CONNECTION 'password=hidden' PUBLICATION p WITH (connect = false);
      INSERT INTO pg_subscription_rel SELECT s.oid, c, 'r', NULL FROM pg_subscription s,
        unnest(ARRAY['app.customers', 'app."Lines"', 'other.t']::regclass[]) c
        WHERE s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database());
      INSERT INTO pg_seclabel VALUES ('app.customers'::regclass, 1259, 1, 'anon', 'MASKED'),
        ('app'::regnamespace, 2615, 0, 'anon', 'TRUSTED'), ('other.t'::regclass, 1259, 0, 'anon', 'MASKED')`,
        major,
      );
      try {
        expect((await read(target, "SET ROLE pg_monitor")).unmodeled).toEqual([
          { kind: "security label", name: "app (anon)" },
          { kind: "security label", name: "app.customers.email (anon)" },
          { kind: "subscription", name: 'feed (app."Lines", app.customers)' },
        ]);
      } finally {
        // A database with a subscription cannot be dropped.
        await load(
          target,
          "ALTER SUBSCRIPTION feed DISABLE; ALTER SUBSCRIPTION feed SET (slot_name = NONE); DROP SUBSCRIPTION feed",
        );
      }
    },
  );

  it("ties tables to those they inherit from, and to their types", async () => {
    const target = await database(`CREATE SCHEMA app; CREATE SCHEMA other;
      CREATE TYPE app.pair AS (x int, y int);
      CREATE TABLE app.typed OF app.pair;
      CREATE TABLE app.b (x int, CONSTRAINT positive CHECK (x > 0));
      CREATE TABLE app.a (x int, y int);
      CREATE TABLE other.c (z int);
      CREATE TABLE app.d (y int) INHERITS (app.b, app.a, other.c)`);
    const { objects, dependencies } = await read(target);
    const tie = (table: string, to: string): unknown =>
      objects.get(`attachment of table ${table} to ${to}` as never)?.attributes;
    expect(tie("app.typed", "composite app.pair")).toMatchObject({
      as: "typed table",
      place: null,
      given: [],
    });
    expect(tie("app.d", "table app.b")).toMatchObject({ as: "child", place: 1, given: ["x"] });
    expect(tie("app.d", "table app.a")).toMatchObject({ as: "child", place: 2, given: ["x"] });
    expect(tie("app.d", "table other.c")).toMatchObject({ as: "child", place: 3, given: ["z"] });
    expect(objects.get("constraint app.d.positive" as never)?.attributes).toMatchObject({
      inheritedFrom: "constraint app.b.positive",
    });
    expect(dependencies.get("table app.d" as never)).toEqual(["schema app"]);
  });

  it("names what hangs on it from outside", async () => {
    const target = await database(`CREATE SCHEMA app; CREATE SCHEMA other;
      CREATE TABLE app.t (x int PRIMARY KEY, y int);
      CREATE VIEW other.v AS SELECT y FROM app.t;
      CREATE TABLE other.u (x int REFERENCES app.t)`);
    const outside = Object.fromEntries((await read(target)).outsideDependents);
    expect(Object.keys(outside).sort()).toEqual([
      "column app.t.x",
      "column app.t.y",
      "constraint app.t.t_pkey",
    ]);
    expect(outside["column app.t.y"]?.join()).toContain("view other.v");
  });

  it("sees what an interrupted run left unfinished", async () => {
    const target =
      await database(`CREATE SCHEMA app; CREATE TABLE app.t (x int); INSERT INTO app.t VALUES (1), (1);
      ALTER TABLE app.t ADD CONSTRAINT later CHECK (x > 1) NOT VALID`);
    await connected(target, (client) =>
      client.query("CREATE UNIQUE INDEX CONCURRENTLY half ON app.t (x)"),
    ).catch(() => undefined);
    const { objects } = await read(target);
    expect(objects.get("index app.half" as never)?.attributes).toMatchObject({ valid: false });
    expect(objects.get("constraint app.t.later" as never)?.attributes).toMatchObject({ validated: false });
  });

  it.each(majors)("sees indexes built by another version of a collation on Postgres %i", async (major) => {
    const target = await database(
      `CREATE SCHEMA app;
       CREATE COLLATION app.german (PROVIDER = icu, LOCALE = 'de');
       CREATE TABLE app.t (a text COLLATE app.german, b text, c integer, CONSTRAINT t_b UNIQUE (b));
       CREATE INDEX t_a ON app.t (a, c);
       CREATE INDEX t_c ON app.t (c);
       SET allow_system_table_mods = on;
       UPDATE pg_collation SET collversion = 'old' WHERE collname = 'german'`,
      major,
    );
    const german = { collation: "app.german", recorded: "old", actual: expect.stringMatching(/^\d/) };
    expect((await read(target)).server.staleCollations).toEqual([{ ...german, indexes: ["index app.t_a"] }]);
    if (major < 15) return;
    const { rows } = await connected(target, (client) =>
      client
        .query(`SET allow_system_table_mods = on;
        UPDATE pg_database SET datcollversion = 'old' WHERE datname = current_database()`)
        .then(() =>
          client.query<{ actual: string | null }>(
            "SELECT pg_database_collation_actual_version(oid) AS actual FROM pg_database WHERE datname = current_database()",
          ),
        ),
    );
    // A locale such as C has no versions.
    const actual = rows[0]?.actual ?? null;
    const own = { collation: null, recorded: "old", actual, indexes: ["constraint app.t.t_b"] };
    const found = (await read(target)).server.staleCollations;
    expect(found).toEqual([...(actual === null ? [] : [own]), { ...german, indexes: ["index app.t_a"] }]);
  });
});

beforeAll(() => fixture(17));
