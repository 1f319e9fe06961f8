// What is hard to write down: names that no file system takes, partitions, heirs, circles, and what belongs into no source.
import * as path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { formatTarget, type Target } from "../../engine/index";
import { sharedServer } from "../support/postgres";
import { type Adopted, adopt, filesIn, folder, run, stackschema } from "./support";

const odd = `
  CREATE SCHEMA "Sales"; CREATE SCHEMA seed; CREATE SCHEMA app; CREATE SCHEMA con;
  CREATE EXTENSION postgres_fdw SCHEMA app;
  DROP ROLE IF EXISTS adopt_owner; CREATE ROLE adopt_owner; DROP ROLE IF EXISTS adopt_readers; CREATE ROLE adopt_readers;
  CREATE TYPE app.status AS ENUM ('new', 'it''s');
  CREATE DOMAIN app.email AS text CHECK (VALUE ~ '@');
  CREATE TABLE app.users (id serial PRIMARY KEY, name varchar(40) NOT NULL DEFAULT 'x', s app.status NOT NULL DEFAULT 'new',
    at timestamptz(3) DEFAULT now(), mail app.email, e text DEFAULT 'a\\b', CONSTRAINT c CHECK (name <> ')' AND (id > 0 OR id < 9)));
  COMMENT ON COLUMN app.users.name IS 'called'; COMMENT ON TABLE app.users IS 'people'; COMMENT ON INDEX app.users_pkey IS 'key';
  CREATE TABLE app."Users" (id bigint GENERATED ALWAYS AS IDENTITY, "user Id" int REFERENCES app.users);
  CREATE TABLE app."USERS" (id smallserial NOT NULL);
  CREATE TABLE "Sales"."a/b:c" (id int); CREATE TABLE "Sales"."-rf" (id int);
  CREATE TABLE con."nul" (id int); CREATE TABLE con."schema" (id int); CREATE TABLE con."日本" (id int); CREATE TABLE con.".hidden" (id int);
  CREATE TABLE seed.rows (id int);
  CREATE TABLE app.events (id bigserial, at date NOT NULL, v int, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
  CREATE TABLE app.events_2025 PARTITION OF app.events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
  CREATE TABLE app.events_2026 PARTITION OF app.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY RANGE (at);
  CREATE TABLE app.events_2026_q1 PARTITION OF app.events_2026 FOR VALUES FROM ('2026-01-01') TO ('2026-04-01');
  CREATE INDEX ON app.events (v); CREATE INDEX only_here ON app.events_2025 (v, at);
  CREATE TABLE app.logs (id int, note text) PARTITION BY LIST (id); CREATE TABLE app.logs_1 (id int, note text DEFAULT 'own');
  CREATE INDEX logs_by_note ON app.logs (note); ALTER TABLE app.logs ATTACH PARTITION app.logs_1 FOR VALUES IN (1);
  CREATE INDEX logs_alone ON ONLY app.logs (id); ALTER TABLE app.users OWNER TO adopt_owner;
  CREATE TABLE app.base (a int NOT NULL, b text); CREATE TABLE app.heir (c int) INHERITS (app.base);
  CREATE FUNCTION app.f(n int) RETURNS int LANGUAGE sql AS 'SELECT 1';
  CREATE FUNCTION app.g(n int) RETURNS int LANGUAGE sql AS 'SELECT app.f(n)';
  CREATE OR REPLACE FUNCTION app.f(n int) RETURNS int LANGUAGE sql AS 'SELECT CASE WHEN n > 0 THEN app.g(n - 1) ELSE 0 END';
  CREATE FUNCTION app.f(n text) RETURNS text LANGUAGE sql RETURN n || '!';
  CREATE FUNCTION app.size(t app.users) RETURNS int LANGUAGE sql AS 'SELECT 1';
  CREATE VIEW "Sales".v AS SELECT u.id, app.f(u.id) AS f, app.size(u) FROM app.users u;
  CREATE VIEW "Sales".w AS SELECT * FROM "Sales".v WHERE f > 0;
  CREATE FUNCTION app.on_user() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; REVOKE ALL ON FUNCTION app.on_user() FROM PUBLIC;
  CREATE TRIGGER t BEFORE INSERT ON app.users FOR EACH ROW WHEN (NEW.name = ' EXECUTE FUNCTION ') EXECUTE FUNCTION app.on_user();
  CREATE SEQUENCE app.numbers START 100;
  GRANT USAGE ON SEQUENCE app.users_id_seq TO adopt_readers; GRANT SELECT ON app.users TO adopt_readers;
  ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO adopt_readers;
  ALTER TABLE app.base OWNER TO adopt_owner;
  CREATE PUBLICATION p FOR TABLE app.users;
  CREATE AGGREGATE app.total(int) (sfunc = int4pl, stype = int, initcond = '0');
  CREATE RULE r AS ON DELETE TO app.users DO INSTEAD NOTHING;
  ALTER TABLE app.users ENABLE ROW LEVEL SECURITY;
  CREATE POLICY p1 ON app.users FOR SELECT TO adopt_readers USING ((id > 0) OR (id < 0));
  CREATE POLICY p2 ON app.users AS RESTRICTIVE FOR INSERT WITH CHECK (name <> '(');
  CREATE TABLE app.a1 (id int PRIMARY KEY, b_id int); CREATE TABLE app.b1 (id int PRIMARY KEY, a_id int REFERENCES app.a1);
  ALTER TABLE app.a1 ADD FOREIGN KEY (b_id) REFERENCES app.b1;
  CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'db.example.com');
  CREATE USER MAPPING FOR PUBLIC SERVER far OPTIONS (user 'app', password 'hunter2-of-the-mapping');
  CREATE FOREIGN TABLE app.far_rows (id int) SERVER far;
  CREATE SUBSCRIPTION sub CONNECTION 'host=example.com password=hunter2-of-the-subscription' PUBLICATION p WITH (connect = false);
  ALTER DATABASE odd SET work_mem = '8MB';
  INSERT INTO app.users (name) VALUES ('a-row-of-somebody');`;

let target: Target;

beforeAll(async () => {
  target = await (await sharedServer()).createDatabase("odd");
  await run(target, odd);
});

describe("an odd database", () => {
  let adopted: Adopted;

  beforeAll(async () => {
    adopted = await adopt(target);
  });

  test("is written as a source that plans empty", () => {
    expect({ ...adopted.adoption.proof, findings: [] }).toEqual({
      empty: true,
      steps: [],
      findings: [],
      failure: null,
    });
  });

  test("gets file names that every system takes, and no two the same without capitals", () => {
    const names = Object.keys(adopted.files);
    expect(names).toEqual(
      expect.arrayContaining([
        ...["Sales/_rf.sql", "Sales/a_b_c.sql", "app/users.sql", "app/USERS-2.sql", "app/Users-3.sql"],
        ...["con_/_hidden.sql", "con_/nul_.sql", "con_/schema-2.sql", "con_/schema.sql", "con_/日本.sql"],
        ...[
          "app/functions/f.sql",
          "app/types/status.sql",
          "database.sql",
          "extensions.sql",
          "seed_/rows.sql",
        ],
      ]),
    );
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
  });

  test("has a table with all that hangs on it in one file, in reading order", () => {
    const order = [
      ...[
        "CREATE TABLE app.users (\n  id serial NOT NULL",
        "COMMENT ON TABLE",
        "COMMENT ON COLUMN",
        "ENABLE ROW",
      ],
      ...["CREATE POLICY", "CREATE FUNCTION app.on_user", "CREATE TRIGGER", "GRANT"],
    ];
    const text = adopted.files["app/users.sql"] ?? "";
    const places = order.map((part) => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((left, right) => left - right));
    expect(text).toContain("GRANT USAGE ON SEQUENCE app.users_id_seq TO adopt_readers;");
  });

  test("has a line for each partition, and one that is different in anything written out", () => {
    const text = adopted.files["app/events.sql"] ?? "";
    const year = "FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');";
    expect(text).toContain(`CREATE TABLE app.events_2025 PARTITION OF app.events ${year}`);
    expect(text).toContain("CREATE INDEX only_here ON app.events_2025 (v, at);");
    expect(text).toContain("TO ('2027-01-01') PARTITION BY RANGE (at);");
    expect(text).toContain("CREATE INDEX events_v_idx ON app.events (v);");
    expect(text.match(/CREATE TABLE/g)).toHaveLength(4);
    expect(adopted.files["app/logs.sql"]).toMatch(
      /CREATE TABLE app\.logs_1 \([\s\S]*ATTACH PARTITION app\.logs_1/,
    );
  });

  test("gives away no row and no secret, and says what is left out", () => {
    const everything = JSON.stringify([adopted.files, adopted.adoption]);
    expect(everything).not.toMatch(/hunter2|a-row-of-somebody/);
    expect(adopted.adoption.leftOut.map(({ what }) => what)).toEqual(
      expect.arrayContaining([
        ...["options of user mapping far.public", "subscription sub", "settings of the database"],
        expect.stringMatching(/^\d+ objects of extension postgres_fdw$/),
      ]),
    );
    expect(adopted.adoption.roles).toEqual(expect.arrayContaining(["adopt_owner", "adopt_readers"]));
  });

  test("is never written over what is there", async () => {
    const taken = folder({ "mine.sql": "-- mine" });
    const arguments_ = ["adopt", "--database", formatTarget(target), "--scratch", "server", "--out"];
    for (const out of [taken, path.join(taken, "mine.sql")]) {
      const { code, notes } = await stackschema([...arguments_, out]);
      expect(notes).toMatch(/nothing is written over\. Pass another --out/);
      expect(code).toBe(1);
    }
    expect(filesIn(taken)).toEqual({ "mine.sql": "-- mine" });
  });
});

test("--scope adopts a part, says what is left out, and prints the proof", async () => {
  const out = path.join(folder(), "source");
  const { code, out: text } = await stackschema([
    ...["adopt", "--database", formatTarget(target), "--out", out, "--scope", "con", "--scratch", "server"],
  ]);
  expect(Object.keys(filesIn(out))).toEqual([
    "_hidden.sql",
    "nul_.sql",
    "schema-2.sql",
    "schema.sql",
    "日本.sql",
  ]);
  expect(text).toContain("schema app: it is not in the scope that was asked for");
  expect(text).toContain("proved: the written source plans empty against the database");
  expect(code).toBe(0);
});

test("a database with nothing in it is taken for a mistake", async () => {
  const empty = await (await sharedServer()).createDatabase("empty");
  const { code, notes } = await stackschema([
    "adopt",
    "--database",
    formatTarget(empty),
    "--out",
    path.join(folder(), "x"),
  ]);
  expect(notes).toContain("the database empty has nothing to adopt");
  expect(code).toBe(1);
});

test("bodies that name things without their schema are checked where they find them", async () => {
  const loose = await (await sharedServer()).createDatabase("loose");
  await run(
    loose,
    `CREATE SCHEMA app; SET search_path = app; CREATE TABLE items (id int PRIMARY KEY);
     CREATE FUNCTION all_items() RETURNS SETOF items LANGUAGE sql AS 'SELECT * FROM items';
     CREATE FUNCTION twice() RETURNS bigint LANGUAGE plpgsql AS $$ DECLARE r items; BEGIN RETURN 2; END $$;`,
  );
  const adopted = await adopt(loose);
  expect(adopted.adoption.proof).toMatchObject({ empty: true, steps: [], failure: null });
  expect(adopted.files["functions/twice.sql"]).toMatch(
    /^SET search_path = app, public;\n\nCREATE FUNCTION app\.twice/,
  );
  expect(adopted.files["items.sql"]).not.toContain("search_path");
});

test("a journal in a schema out of the scope says nothing of what else is in that schema", async () => {
  const server = await sharedServer(17);
  const target = await server.createDatabase();
  await run(
    target,
    `CREATE TABLE public.mine (id int); CREATE SCHEMA theirs; CREATE TABLE theirs.kept (id int);
      CREATE TABLE theirs.schema_migrations (version varchar PRIMARY KEY); CREATE TABLE theirs.ar_internal_metadata (key varchar PRIMARY KEY,
        value varchar, created_at timestamp(6) NOT NULL, updated_at timestamp(6) NOT NULL);`,
  );
  const out = path.join(folder(), "source");
  const { out: text } = await stackschema([
    "adopt",
    "--database",
    formatTarget(target),
    "--scope",
    "public",
    "--out",
    out,
  ]);
  expect(text).toContain("schema theirs: it is not in the scope that was asked for");
  expect(text).not.toContain("dropped by hand");
});

test("default privileges for the role that owns what is there take nothing from it", async () => {
  const target = await (await sharedServer()).createDatabase("given");
  await run(
    target,
    `CREATE ROLE odd_keeper; CREATE SCHEMA b; CREATE TABLE b.t (a int GENERATED ALWAYS AS IDENTITY); CREATE SEQUENCE b.s;
     ALTER TABLE b.t OWNER TO odd_keeper; ALTER SEQUENCE b.s OWNER TO odd_keeper;
     ALTER DEFAULT PRIVILEGES IN SCHEMA b GRANT SELECT ON TABLES TO odd_keeper;
     ALTER DEFAULT PRIVILEGES IN SCHEMA b GRANT USAGE ON SEQUENCES TO odd_keeper;`,
  );
  const { adoption, files } = await adopt(target);
  expect(adoption.proof).toMatchObject({ empty: true, steps: [], failure: null });
  expect(Object.values(files).join("\n")).not.toContain("REVOKE");
});
