import { expect, test } from "vitest";
import type { Catalog } from "../../engine/catalog/model";
import type { DesiredSource } from "../../engine/sources/desired";
import { orderItems } from "../../engine/sources/order";
import { readStatementsOf } from "../../engine/sources/read";
import { type Files, load } from "./support";

/** A schema whose every file needs others, in both directions. */
const files: Files = {
  "schema.sql": "CREATE SCHEMA IF NOT EXISTS app; CREATE EXTENSION IF NOT EXISTS citext SCHEMA app;",
  "types.sql": `
    CREATE SCHEMA IF NOT EXISTS app;
    CREATE TYPE app.status AS ENUM ('draft', 'sent');
    CREATE DOMAIN app.money_amount AS numeric(12,2) CHECK (app.is_amount(VALUE));
    CREATE TYPE app.line AS (product uuid, amount app.money_amount);`,
  "customers.sql": `
    SET search_path = app;
    CREATE TABLE customers (id uuid PRIMARY KEY, email citext UNIQUE, main_quote uuid, created_at timestamptz DEFAULT app.clock());
    ALTER TABLE customers ADD FOREIGN KEY (main_quote) REFERENCES quotes;
    CREATE INDEX ON customers (created_at);
    CREATE INDEX ON customers (created_at);
    COMMENT ON TABLE customers IS 'Who buys';`,
  "quotes.sql": `
    CREATE TABLE app.quotes (id uuid PRIMARY KEY, customer uuid REFERENCES app.customers, status app.status DEFAULT 'draft',
      lines app.line[], total app.money_amount GENERATED ALWAYS AS (app.zero()) STORED);
    ALTER TABLE app.quotes ENABLE ROW LEVEL SECURITY;
    CREATE POLICY tenant ON app.quotes TO shuffle_rw USING (customer = app.tenant());
    CREATE TRIGGER touch BEFORE UPDATE ON app.quotes FOR EACH ROW EXECUTE FUNCTION app.touch();
    ALTER TABLE app.quotes OWNER TO shuffle_owner;`,
  "more-columns.sql": "ALTER TABLE app.quotes ADD COLUMN sent_at timestamptz, ADD COLUMN note text;",
  "other-columns.sql": "ALTER TABLE app.quotes ADD COLUMN paid_at timestamptz;",
  "functions.sql": `
    CREATE FUNCTION app.clock() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now()';
    CREATE FUNCTION app.zero() RETURNS numeric LANGUAGE sql IMMUTABLE BEGIN ATOMIC SELECT CASE WHEN true THEN 0 END; END;
    CREATE FUNCTION app.is_amount(numeric) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT $1 >= 0';
    CREATE FUNCTION app.tenant() RETURNS uuid LANGUAGE sql STABLE AS $$ SELECT current_setting('app.org', true)::uuid $$;
    CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.sent_at := now(); RETURN NEW; END $$;`,
  "even.sql":
    "CREATE FUNCTION app.even(n int) RETURNS bool LANGUAGE sql AS 'SELECT n = 0 OR app.odd(n - 1)';",
  "odd.sql":
    "CREATE FUNCTION app.odd(n int) RETURNS bool LANGUAGE sql AS 'SELECT n <> 0 AND app.even(n - 1)';",
  "views.sql": `
    CREATE VIEW app.outer_view AS SELECT * FROM app.inner_view;
    CREATE VIEW app.inner_view AS SELECT * FROM app.quotes JOIN app.customers USING (id);
    CREATE MATERIALIZED VIEW app.counted AS SELECT count(*) FROM app.outer_view;
    CREATE RULE keep AS ON DELETE TO app.inner_view DO INSTEAD (SELECT 1; SELECT 2);`,
  "cycle.sql": `
    CREATE OR REPLACE VIEW app.turn AS SELECT NULL::int AS a;
    CREATE VIEW app.around AS SELECT a FROM app.turn;
    CREATE OR REPLACE VIEW app.turn AS SELECT note::int AS a FROM app.quotes;`,
  "names-a.sql": "CREATE TABLE app.a_b (c int UNIQUE);",
  "names-b.sql": "CREATE TABLE app.a (b_c int UNIQUE);",
  "grants.sql": `
    REVOKE ALL ON ALL TABLES IN SCHEMA app FROM shuffle_ro;
    GRANT USAGE ON SCHEMA app TO shuffle_ro, shuffle_rw;
    GRANT SELECT ON ALL TABLES IN SCHEMA app TO shuffle_ro;
    GRANT SELECT, INSERT ON app.quotes TO shuffle_rw;
    REVOKE INSERT ON app.quotes FROM shuffle_rw;`,
  "secrets.sql":
    "REVOKE SELECT ON app.customers FROM shuffle_ro; ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO shuffle_ro;",
};

/** Everything that a catalog says, a line for each object, but for sizes and for the loader's name. */
function tell({ catalog }: DesiredSource): readonly string[] {
  const { objects, dependencies, unmodeled } = catalog satisfies Catalog;
  const lines = [...objects.values()].map(
    (object) => `${JSON.stringify(object)} needs ${dependencies.get(object.id)?.join()}`,
  );
  const rest = unmodeled.map(
    ({ kind, name }) => `${kind} ${name.replace(/stackschema_loader_\w+/, "loader")}`,
  );
  return [...lines, ...rest];
}

/** The same numbers at every run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const copy = [...list];
  for (let at = copy.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [copy[at], copy[other]] = [copy[other] as T, copy[at] as T];
  }
  return copy;
}

function renamed(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(texts.map((text, index) => [`${String(index).padStart(3, "0")}.sql`, text]));
}

const statementsOf = (texts: Readonly<Record<string, string>>): ReturnType<typeof readStatementsOf> =>
  readStatementsOf(Object.entries(texts).map(([file, text]) => ({ file, bytes: Buffer.from(text) })));

function plannedOrder(shuffle: Readonly<Record<string, string>>): readonly string[] {
  const { items } = statementsOf(shuffle);
  return orderItems(items).map(({ item, after }) => `${item.runner}: ${item.sql} after ${after?.item.sql}`);
}

test("a hundred shuffles of the files are loaded in one order", () => {
  const texts = Object.values(files).map(String);
  const expected = plannedOrder(renamed(texts));
  const random = randomNumbers(1);
  for (let round = 0; round < 100; round += 1) {
    expect(plannedOrder(renamed(shuffled(texts, random)))).toEqual(expected);
  }
});

test("and give one catalog", { timeout: 60_000 }, async () => {
  const texts = Object.values(files).map(String);
  const expected = tell(await load(renamed(texts)));
  expect(expected.length).toBeGreaterThan(60);
  const random = randomNumbers(2);
  for (let round = 0; round < 6; round += 1) {
    expect(tell(await load(renamed(shuffled(texts, random))))).toEqual(expected);
  }
});

test("what a statement names is made before it, as far as words tell, so that little is tried in vain", () => {
  const chain = [4, 0, 3, 1, 2].map((number): [string, string] => [
    `${number}.sql`,
    `CREATE TABLE app.t${number} (id int PRIMARY KEY${number === 0 ? "" : `, up int REFERENCES app.t${number - 1}`});`,
  ]);
  const { items } = statementsOf({
    ...Object.fromEntries(chain),
    "circle.sql":
      "CREATE TABLE app.a (id int REFERENCES app.b);CREATE TABLE app.b (id int REFERENCES app.a);",
    "elsewhere.sql": "CREATE TABLE other.t4 (id int REFERENCES other.t1);CREATE TABLE other.t1 (id int);",
  });
  const names = orderItems(items).map(({ item }) => item.key?.split(" ")[1]?.replace("\0", "."));
  expect(names.filter((name) => name?.startsWith("app.t"))).toEqual(
    [0, 1, 2, 3, 4].map((number) => `app.t${number}`),
  );
  expect(names.filter((name) => name?.startsWith("other."))).toEqual(["other.t1", "other.t4"]);
  expect(names).toHaveLength(9);
});
