import type { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { measureLosses } from "../../engine/judge/probes";
import { connect, type Target } from "../../engine/postgres";
import { sharedServer } from "../support/postgres";
import { loss, planOf, step } from "../support/steps";

let database: Target;
let admin: Client;
let reader: Client;

const planWith = (...probes: string[]) =>
  planOf(probes.map((probe, index) => step(`-- ${index}`, { hazards: [loss("drop", "aaaaaaaa", probe)] })));

beforeAll(async () => {
  database = await (await sharedServer()).createDatabase("probes");
  admin = await connect(database);
  await admin.query(`
    CREATE ROLE probes_reader LOGIN PASSWORD 'r'; CREATE ROLE probes_owner;
    CREATE SCHEMA app;
    GRANT USAGE ON SCHEMA app TO PUBLIC;
    CREATE TABLE app.customers (fax text);
    INSERT INTO app.customers SELECT CASE WHEN i <= 3100 THEN 'x' END FROM generate_series(1, 12408) i;
    CREATE TABLE app.one (v int); INSERT INTO app.one VALUES (1);
    CREATE TABLE app.hidden (v int); INSERT INTO app.hidden VALUES (1);
    ALTER TABLE app.hidden ENABLE ROW LEVEL SECURITY;
    GRANT SELECT ON app.hidden TO probes_reader;
  `);
  reader = await connect({ ...database, user: "probes_reader", password: "r" });
});

afterAll(async () => {
  await Promise.all([admin?.end(), reader?.end()]);
});

describe("a probe", () => {
  it("says in words what it counted", async () => {
    const customers = 'SELECT count(*) AS "rows", count(fax) AS "non-null values" FROM app.customers';
    const one = 'SELECT count(*) AS "rows" FROM app.one';
    expect(await measureLosses(admin, planWith(customers, one, one))).toEqual({
      [customers]: "3,100 non-null values in 12,408 rows",
      [one]: "1 row",
    });
  });

  it("finds the answer unknown where row security hides rows, and goes on with the next", async () => {
    const hidden = 'SELECT count(*) AS "rows" FROM app.hidden';
    const one = "SELECT 2 AS rows";
    const measured = await measureLosses(reader, planWith(hidden, one));
    expect(measured[hidden]).toMatch(/^unknown: .*row-level security/);
    expect(measured[one]).toBe("2 rows");
  });

  it("finds the answer unknown for want of a privilege", async () => {
    const probe = 'SELECT count(*) AS "rows" FROM app.one';
    expect((await measureLosses(reader, planWith(probe)))[probe]).toBe(
      "unknown: permission denied for table one",
    );
  });

  it("gives up on a long count, on a locked table, and when all probes together take too long", async () => {
    const slow = "SELECT count(*) AS rows FROM pg_sleep(30)";
    expect((await measureLosses(admin, planWith(slow), { timeout: 50 }))[slow]).toMatch(
      /^unknown: counting takes/,
    );
    const locked = 'SELECT count(*) AS "rows" FROM app.one';
    await admin.query("BEGIN; LOCK TABLE app.one");
    const other = await connect(database);
    try {
      const measured = await measureLosses(other, planWith(locked), { timeout: 50 });
      expect(measured[locked]).toMatch(/^unknown: /);
    } finally {
      await other.end();
      await admin.query("ROLLBACK");
    }
    expect((await measureLosses(admin, planWith(locked), { budget: 0 }))[locked]).toMatch(
      /^unknown: no time left/,
    );
  });

  it("cannot write", async () => {
    const probe = "DELETE FROM app.one RETURNING v";
    expect((await measureLosses(admin, planWith(probe)))[probe]).toMatch(/^unknown: .*read-only transaction/);
    expect((await admin.query("SELECT * FROM app.one")).rows).toHaveLength(1);
  });

  it("leaves the session as it found it, outside a transaction", async () => {
    await measureLosses(reader, planWith("SELECT 1 AS rows", "SELECT nonsense"));
    expect((await reader.query("SHOW row_security")).rows).toEqual([{ row_security: "on" }]);
    expect(reader.getTransactionStatus()).toBe("I");
  });
});
