// A column that is written again beside itself, while others insert, update and delete: what they write is converted, whenever it is.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { applySchema, planSchema, type Target } from "../../engine/index";
import { sharedServer } from "../support/postgres";
import { failure, rows, session } from "./support";

const folder = mkdtempSync(path.join(tmpdir(), "stackschema-expand-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let database: Target;
beforeEach(async () => {
  database = await (await sharedServer()).createDatabase();
});

let sources = 0;

function request(sql: string) {
  sources += 1;
  const file = path.join(folder, `${sources}.sql`);
  writeFileSync(file, sql);
  return {
    target: database,
    source: { kind: "sql" as const, path: file },
    scratch: { target: database },
    consents: [],
    cacheDirectory: folder,
  };
}

const orders = (id: string, amount: string, directives = ""): string => `CREATE SCHEMA app; ${directives}
  CREATE TABLE app.orders (id ${id} GENERATED ALWAYS AS IDENTITY PRIMARY KEY, amount ${amount} NOT NULL, copy text);
  CREATE INDEX orders_amount ON app.orders (amount);
  CREATE TABLE app.lines (order_id integer REFERENCES app.orders, line integer);`;
const asked = `
-- expand-contract: column app.orders.id
-- expand-contract: column app.orders.amount
-- check: column app.orders.id = id > 0 AND amount <> ''
-- using: column app.orders.amount from text = replace(amount, ',', '.')::numeric
`;
const before = orders("integer", "text");
const after = orders("bigint", "numeric(12,2)", asked);
const many =
  "INSERT INTO app.orders (amount, copy) SELECT n || ',50', n || '.50' FROM generate_series(1, 20000) n; INSERT INTO app.lines SELECT n, 1 FROM generate_series(10001, 20000) n; ANALYZE app.orders, app.lines";

async function prepare(...statements: readonly string[]): Promise<void> {
  const client = await session(database);
  for (const sql of statements) await client.query(sql);
}

const wrong = "SELECT * FROM app.orders WHERE amount::text IS DISTINCT FROM copy";
const left =
  "SELECT attname FROM pg_attribute WHERE attrelid = 'app.orders'::regclass AND attname LIKE '%stackschema%'";

describe("a column that is written again beside itself", () => {
  it("has every row that others write meanwhile, converted", async () => {
    await prepare(before, many);
    const other = await session(database);
    let writes: Promise<unknown> = Promise.resolve();
    let count = 0;
    /** The old form, until the column has another type. */
    const write = (): Promise<unknown> => {
      count += 1;
      const value = `${count},25`;
      const text = `${count}.25`;
      return other.query(
        `DO $$ DECLARE mark text;
         BEGIN
           LOCK TABLE app.orders IN ROW EXCLUSIVE MODE;
           mark := CASE WHEN (SELECT atttypid = 'text'::regtype FROM pg_attribute
             WHERE attrelid = 'app.orders'::regclass AND attname = 'amount') THEN '${value}' ELSE '${text}' END;
           EXECUTE format('INSERT INTO app.orders (amount, copy) VALUES (%L, %L)', mark, '${text}');
           EXECUTE format('UPDATE app.orders SET amount = %L, copy = %L WHERE id = ${count * 7}', mark, '${text}');
           DELETE FROM app.orders WHERE id = ${count * 11 + 1};
         END $$`,
      );
    };
    await applySchema({
      ...request(after),
      onEvent: (event) => {
        if (event.type === "step" || event.type === "done" || event.type === "progress")
          writes = writes.then(write);
      },
    });
    await writes;
    expect(count).toBeGreaterThan(50);
    expect(await rows(database, wrong)).toEqual([]);
    expect(await rows(database, left)).toEqual([]);
    const [{ next, largest } = {}] = await rows(
      database,
      "SELECT nextval('app.orders_id_seq')::int AS next, (SELECT max(id)::int FROM app.orders) AS largest FROM app.orders LIMIT 1",
    );
    expect(largest).toBe(20_000 + count);
    expect(next).toBe(20_001 + count);
    expect((await planSchema(request(after))).plan.steps).toEqual([]);
  });

  it("is gone on with after a run that was stopped, without a row that is converted twice", async () => {
    await prepare(before, many);
    const other = await session(database);
    const stop = new AbortController();
    const { code } = await failure(
      applySchema({
        ...request(after),
        signal: stop.signal,
        onEvent: (event) => {
          if (event.type === "step" && event.step.sql.includes("CONCURRENTLY orders_amount__")) stop.abort();
        },
      }),
    );
    expect(code).toBe("cancelled");
    await other.query("INSERT INTO app.orders (amount, copy) VALUES ('7,75', '7.75')");
    const [mark] = await rows(database, "SELECT ctid::text, xmin::text FROM app.orders WHERE id = 77");
    await applySchema(request(after));
    expect(await rows(database, "SELECT ctid::text, xmin::text FROM app.orders WHERE id = 77")).toEqual([
      mark,
    ]);
    expect(await rows(database, wrong)).toEqual([]);
    expect(await rows(database, left)).toEqual([]);
  });

  it("is tried on a copy, and written by one statement where the table is empty", async () => {
    await prepare(before, "ANALYZE app.orders, app.lines");
    const empty = await planSchema(request(after));
    expect(empty.plan.steps.map(({ sql }) => sql).join()).toContain("ALTER COLUMN id TYPE bigint");
    await prepare(many);
    const { plan, verdict } = await planSchema(request(after));
    expect(plan.findings.filter(({ level }) => level === "error")).toEqual([]);
    expect(verdict.blocked).toEqual([]);
    expect(plan.steps.some(({ rewrites }) => rewrites)).toBe(false);
    const plain = await planSchema({ ...request(after), online: "never" });
    expect(plain.plan.steps.some(({ rewrites }) => rewrites)).toBe(true);
  });

  it("is told of where the rewrite would be", async () => {
    await prepare(before, many);
    const { plan } = await planSchema(request(orders("bigint", "text")));
    expect(plan.steps.flatMap(({ hazards }) => hazards)).toMatchObject([
      {
        kind: "rewrites the table",
        remedy: "write beside it: -- expand-contract: column app.orders.id",
      },
      { kind: "blocks reads" },
    ]);
  });

  it("stops before the exchange where it is not in step", async () => {
    await prepare(before, many);
    const other = await session(database);
    const error = await failure(
      applySchema({
        ...request(orders("integer", "numeric(12,2)", asked.replace(/.*orders\.id\n/, ""))),
        onEvent: (event) => {
          if (event.type === "done" && event.step.inBatches !== undefined)
            void other.query(
              "ALTER TABLE app.orders DISABLE TRIGGER \"~amount__stackschema_new\"; UPDATE app.orders SET amount = '1,00' WHERE id = 5",
            );
        },
      }),
    );
    expect(error.message).toContain("is not in step with");
    const [column] = await rows(
      database,
      "SELECT format_type(atttypid, atttypmod) AS type FROM pg_attribute WHERE attrelid = 'app.orders'::regclass AND attname = 'amount'",
    );
    expect(column).toEqual({ type: "text" });
  });
});

it("says which triggers its backfill fires", async () => {
  const touch = `CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    CREATE TRIGGER touch BEFORE UPDATE ON app.orders FOR EACH ROW EXECUTE FUNCTION app.touch();
    CREATE TRIGGER never BEFORE UPDATE OF copy ON app.orders FOR EACH ROW EXECUTE FUNCTION app.touch();`;
  await prepare(before, touch, many);
  const { plan } = await planSchema(request(`${after} ${touch}`));
  const told = plan.findings.filter(({ id }) => id === "triggers-fire");
  expect(told.map(({ object }) => object)).toEqual(["column app.orders.id", "column app.orders.amount"]);
  expect(told[0]?.message).toContain("fires touch as any other");
});

it("leaves what is new beside it to its own steps", async () => {
  await prepare(before, many);
  const target = orders("bigint", "text", "-- expand-contract: column app.orders.id\n");
  const { plan } = await planSchema(
    request(`${target} CREATE INDEX fresh ON app.orders (id, copy); ALTER TABLE app.orders ADD seen date;
      CREATE TABLE app.parts (order_id bigint REFERENCES app.orders);`),
  );
  expect(plan.findings.filter(({ level }) => level === "error")).toEqual([]);
  const exchange = plan.steps.find(({ sql }) => sql.includes("DROP COLUMN"))?.transaction;
  const inside = plan.steps.filter(({ transaction }) => transaction === exchange);
  expect(inside.some(({ sql, scans }) => scans || sql.includes("fresh"))).toBe(false);
});

describe("what a column written beside itself cannot carry", () => {
  it.each([
    [
      "CREATE TABLE app.a (id integer, twice integer GENERATED ALWAYS AS (id * 2) STORED);",
      "column app.a.twice",
    ],
    ["CREATE TABLE app.a (id integer); CREATE INDEX a_less ON app.a (id) WHERE id > 5;", "index app.a_less"],
    [
      "CREATE TABLE app.a (id integer); CREATE MATERIALIZED VIEW app.m AS SELECT id FROM app.a;",
      "materialized view app.m",
    ],
    ["CREATE TABLE app.a (id integer, EXCLUDE USING btree (id WITH =));", "constraint app.a.a_id_excl"],
    [
      "CREATE TABLE app.a (id integer) PARTITION BY RANGE (id); CREATE TABLE app.b PARTITION OF app.a DEFAULT;",
      "partitioned",
    ],
  ])("%s", async (table, named) => {
    await prepare(`CREATE SCHEMA app; ${table}`, "INSERT INTO app.a (id) VALUES (1); ANALYZE app.a");
    const { plan } = await planSchema(
      request(
        `CREATE SCHEMA app; -- expand-contract: column app.a.id\n${table.replace("id integer", "id bigint")}`,
      ),
    );
    const errors = plan.findings.filter(({ level }) => level === "error");
    expect(errors).toMatchObject([{ id: "expand-contract-refused", object: "column app.a.id" }]);
    expect(errors[0]?.message).toContain(named);
    expect(errors[0]?.message).toContain("Remove the directive");
  });
});
