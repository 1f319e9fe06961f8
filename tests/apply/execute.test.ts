import { beforeEach, describe, expect, it } from "vitest";
import type { Target } from "../../engine/postgres";
import { sharedServer } from "../support/postgres";
import { id, planOf, step } from "../support/steps";
import { failure, recorder, rows, run, session, until } from "./support";

let database: Target;

beforeEach(async () => {
  database = await (await sharedServer()).createDatabase();
});

const tables = async () =>
  (
    await rows(
      database,
      "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1",
    )
  ).map((row) => row.relname);

describe("a plan", () => {
  it("runs in its order and its transactions, telling each step", async () => {
    const plan = planOf([
      step("CREATE TABLE a (v int)"),
      step("INSERT INTO a SELECT pg_current_xact_id()::text::int8 % 1000000000", { lockTimeout: 1000 }),
      step("INSERT INTO a SELECT pg_current_xact_id()::text::int8 % 1000000000", { transaction: 2 }),
      step("CREATE INDEX CONCURRENTLY a_v ON a (v)", { transaction: 3, transactional: false }),
      step("DROP INDEX CONCURRENTLY a_v", { transaction: 4, transactional: false }),
      step("CREATE TABLE b ()", { transaction: 5 }),
    ]);
    const { events, onEvent } = recorder();
    const ran = await run(database, plan, { onEvent });
    expect(ran.map((one) => one.sql)).toEqual(plan.steps.map((one) => one.sql));
    expect(ran.every((one) => one.milliseconds >= 0 && !Number.isNaN(Date.parse(one.startedAt)))).toBe(true);
    expect(
      events.map((event) => ("index" in event ? `${event.type} ${event.index}/${event.total}` : event)),
    ).toEqual([1, 2, 3, 4, 5, 6].flatMap((index) => [`step ${index}/6`, `done ${index}/6`]));
    expect(await tables()).toEqual(["a", "b"]);
    expect(await rows(database, "SELECT count(DISTINCT v)::int AS n FROM a")).toEqual([{ n: 2 }]);
  });

  it("without steps does nothing", async () => {
    expect(await run(database, planOf([]))).toEqual([]);
  });

  it("gives each step its own timeouts, and the session none", async () => {
    const show =
      "INSERT INTO seen SELECT current_setting('lock_timeout') || ' ' || current_setting('statement_timeout')";
    await run(
      database,
      planOf([
        step("CREATE TABLE seen (v text)", { lockTimeout: 1000, statementTimeout: 5000 }),
        step(show, { lockTimeout: 1000, statementTimeout: 5000 }),
        step(show, { lockTimeout: 2000, statementTimeout: 6000 }),
        step(show, { lockTimeout: 2000, statementTimeout: 0 }),
        step(show, { transaction: 2, lockTimeout: 7000 }),
        step(show, { transaction: 3, transactional: false, lockTimeout: 0, statementTimeout: 8000 }),
        step(show, { transaction: 4, lockTimeout: 0 }),
      ]),
    );
    expect((await rows(database, "SELECT v FROM seen")).map((row) => row.v)).toEqual([
      "1s 5s",
      "2s 6s",
      "2s 0",
      "7s 0",
      "0 8s",
      "0 0",
    ]);
  });

  it("keeps semicolons, names without a schema and missing tables in function bodies", async () => {
    const body =
      "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ DELETE FROM later; SELECT v FROM later; $$";
    await run(database, planOf([step(body), step("CREATE TABLE later (v int)")]));
    expect(await rows(database, "SELECT f()")).toEqual([{ f: null }]);
    expect(await rows(database, "SELECT prosrc FROM pg_proc WHERE proname = 'f'")).toEqual([
      { prosrc: " DELETE FROM later; SELECT v FROM later; " },
    ]);
  });

  it("runs thousands of steps in one transaction", async () => {
    const many = Array.from({ length: 2000 }, (_, index) => step(`CREATE TYPE t${index} AS ENUM ('a')`));
    expect(await run(database, planOf(many))).toHaveLength(2000);
    expect(await rows(database, "SELECT count(*)::int AS n FROM pg_type WHERE typtype = 'e'")).toEqual([
      { n: 2000 },
    ]);
  });
});

describe("a failing step", () => {
  const failing = planOf([
    step("CREATE TABLE a (v int)"),
    step("INSERT INTO a VALUES (1), (1)"),
    step("CREATE TABLE b ()", { transaction: 2 }),
    step("CREATE UNIQUE INDEX a_v\n  ON a (v)", { transaction: 2, object: id("index public.a_v") }),
    step("CREATE TABLE c ()", { transaction: 2 }),
    step("CREATE TABLE d ()", { transaction: 3 }),
  ]);

  it("undoes its transaction, keeps what was committed before, and stops everything after", async () => {
    const error = await failure(run(database, failing));
    expect(await tables()).toEqual(["a"]);
    expect(error.ran.map((one) => one.sql)).toEqual(failing.steps.slice(0, 2).map((one) => one.sql));
  });

  it("is told with its place, Postgres's words, its SQL, what stays and what is next", async () => {
    const error = await failure(run(database, failing));
    expect(error.code).toBe("step-failed");
    expect(error.message.split("\n")).toEqual([
      'step 4/6 (index public.a_v) failed: could not create unique index "a_v"',
      "  DETAIL: Key (v)=(1) is duplicated.",
      "    CREATE UNIQUE INDEX a_v",
      "      ON a (v)",
      "Steps 1 to 2 of 6 are committed.",
      "Step 3 was undone with it.",
      "Correct the source, or the data that stands in the way. Run it again: it goes on from what is there.",
    ]);
  });

  it("is marked where Postgres points, whatever was sent before it", async () => {
    const sql = "CREATE TABLE x (\n  a int,\n  ö noSuchType\n)";
    const error = await failure(
      run(database, planOf([step("CREATE TABLE a ()"), step(sql, { lockTimeout: 5 })])),
    );
    expect(error.message).toContain("      ö noSuchType\n        ^\n");
    const alone = await failure(run(database, planOf([step(sql)])));
    expect(alone.message).toContain("      ö noSuchType\n        ^\n");
    expect(alone.message).toContain("Nothing was committed.");
  });

  it("never lets a later step of its transaction run by itself, not even after a syntax error in the first", async () => {
    const plan = planOf([step("CREATE TABEL a ()"), step("CREATE TABLE b ()"), step("CREATE TABLE c ()")]);
    const error = await failure(run(database, plan));
    expect(error.message).toContain("step 1/3");
    expect(await tables()).toEqual([]);
  });

  it("is found at COMMIT where a constraint is deferred", async () => {
    const plan = planOf([
      step("CREATE TABLE a (v int PRIMARY KEY)"),
      step("CREATE TABLE b (v int REFERENCES a DEFERRABLE INITIALLY DEFERRED)"),
      step("INSERT INTO b VALUES (1)"),
    ]);
    const error = await failure(run(database, plan));
    expect(error.message).toMatch(/^COMMIT of steps 1-3 of 3 failed: .*violates foreign key/);
    expect(error.message).toContain("Steps 1 to 3 were undone with it.");
    expect(await tables()).toEqual([]);
    expect(error.ran).toEqual([]);
  });

  it("outside a transaction is not tried again: what it left is for the next plan", async () => {
    const { events, onEvent } = recorder();
    const plan = planOf([
      step("CREATE TABLE a (v int)"),
      step("INSERT INTO a VALUES (1), (1)"),
      step("CREATE UNIQUE INDEX CONCURRENTLY a_v ON a (v)", { transaction: 2, transactional: false }),
    ]);
    const error = await failure(run(database, plan, { onEvent }));
    expect(error.message).toContain("ran outside a transaction: what it left, such as an invalid index");
    expect(events.filter((event) => event.type === "retry")).toEqual([]);
    expect(
      await rows(database, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_v'::regclass"),
    ).toEqual([{ indisvalid: false }]);
  });

  it("that runs into its time limit says so", async () => {
    const error = await failure(
      run(database, planOf([step("SELECT pg_sleep(60)", { statementTimeout: 50 })])),
    );
    expect(error.code).toBe("statement-timeout");
    expect(error.message).toContain("ran into its time limit");
  });

  it("on an extension that Azure does not allow says where it is allowed", async () => {
    await rows(
      database,
      `CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
         RAISE 'extension "pgcrypto" is not allow-listed for "azure_pg_admin" users in Azure Database for PostgreSQL'
           USING ERRCODE = '0A000';
       END $$;
       CREATE EVENT TRIGGER azure ON ddl_command_start WHEN TAG IN ('CREATE EXTENSION') EXECUTE FUNCTION refuse()`,
    );
    const error = await failure(run(database, planOf([step("CREATE EXTENSION pgcrypto")])));
    expect(error.code).toBe("extension-not-allowed");
    expect(error.message).toContain("Add pgcrypto to it: where a stack makes the server, by its setting");
    expect(error.message).toContain("stackschema:azure.extensions");
  });

  it("for want of a privilege says whom to ask", async () => {
    await rows(database, "CREATE TABLE public.theirs ()");
    const { target } = await sharedServer();
    await rows(target, "CREATE ROLE stranger LOGIN PASSWORD 's'");
    const stranger = { ...database, user: "stranger", password: "s" };
    const error = await failure(run(stranger, planOf([step("ALTER TABLE public.theirs ADD c int")])));
    expect(error.code).toBe("permission-denied");
    expect(error.message).toContain("must be owner of table theirs");
  });
});

describe("a lost or stopped run", () => {
  const sleeping = planOf([
    step("CREATE TABLE a ()"),
    step("CREATE TABLE b ()", { transaction: 2 }),
    step("SELECT pg_sleep(60)", { transaction: 2 }),
    step("CREATE TABLE c ()", { transaction: 2 }),
  ]);
  const asleep =
    "SELECT pid FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND query NOT LIKE '%pg_stat%' AND state = 'active' AND datname = current_database()";

  it("is told which steps are committed when its connection breaks", async () => {
    const running = failure(run(database, sleeping));
    const { pid } = await until(database, asleep);
    await rows(database, `SELECT pg_terminate_backend(${pid})`);
    const error = await running;
    expect(error.code).toBe("connection-lost");
    expect(error.message).toContain("the connection was lost in step 3/4");
    expect(error.message).toContain("Step 1 of 4 is committed.");
    expect(error.message).toContain("Run it again");
    expect(await tables()).toEqual(["a"]);
  });

  it("stops the running statement when it is cancelled, and undoes its transaction", async () => {
    const abort = new AbortController();
    const running = failure(run(database, sleeping, { signal: abort.signal }));
    await until(database, asleep);
    abort.abort();
    const error = await running;
    expect(error.code).toBe("cancelled");
    expect(error.message).toContain("step 3/4 (table app.t) was cancelled");
    expect(await tables()).toEqual(["a"]);
  });

  it("starts nothing once it is cancelled", async () => {
    const error = await failure(run(database, sleeping, { signal: AbortSignal.abort() }));
    expect(error.message).toContain("cancelled before step 1/4");
    expect(await tables()).toEqual([]);
  });
});

describe("a session of apply", () => {
  it("keeps the role's own search path, whatever limits the role has", async () => {
    const { target } = await sharedServer();
    await rows(
      target,
      "CREATE ROLE limited LOGIN PASSWORD 'l'; ALTER ROLE limited SET search_path = odd, public; ALTER ROLE limited SET statement_timeout = '5ms'; ALTER ROLE limited SET default_transaction_isolation = 'serializable'",
    );
    const limited = { ...database, user: "limited", password: "l" };
    await rows(database, "CREATE SCHEMA odd AUTHORIZATION limited");
    await run(
      limited,
      planOf([
        step(
          "CREATE TABLE seen AS SELECT current_setting('search_path') AS path, current_setting('transaction_isolation') AS isolation",
        ),
        step("SELECT pg_sleep(0.05)"),
      ]),
    );
    expect(await rows(database, "SELECT * FROM odd.seen")).toEqual([
      { path: "odd, public", isolation: "read committed" },
    ]);
  });

  it("leaves no session behind, neither after success nor after failure", async () => {
    const other = await session(database);
    await run(database, planOf([step("CREATE TABLE a ()")]));
    await failure(run(database, planOf([step("nonsense")])));
    await until(
      database,
      "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'stackschema apply%' OR application_name = 'stackschema watch')",
    );
    expect((await other.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  });
});
