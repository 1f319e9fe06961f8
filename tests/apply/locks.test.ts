import { beforeEach, describe, expect, it } from "vitest";
import type { Target } from "../../engine/postgres";
import { sharedServer } from "../support/postgres";
import { id, planOf, step } from "../support/steps";
import { failure, messages, recorder, rows, run, session, until } from "./support";

let database: Target;

beforeEach(async () => {
  database = await (await sharedServer()).createDatabase();
  await rows(database, "CREATE TABLE a (v int); CREATE TABLE b (v int)");
});

const addColumn = planOf([
  step("CREATE TABLE made ()"),
  step("ALTER TABLE a ADD COLUMN w int", { lockTimeout: 600, object: id("column public.a.w") }),
]);

describe("a table locked by somebody", () => {
  it("is tried again until it is free, with the blocker named", async () => {
    const other = await session(database);
    await other.query("BEGIN; LOCK TABLE a IN ACCESS SHARE MODE");
    const { events, onEvent } = recorder();
    const running = run(database, addColumn, {
      onEvent: (event) => {
        onEvent(event);
        if (event.type === "retry") void other.query("ROLLBACK");
      },
    });
    expect(await running).toHaveLength(2);
    const [retry] = messages(events, "retry");
    expect(retry).toContain("attempt 1 of 10: canceling statement due to lock timeout");
    expect(retry).toMatch(
      /blocked by pid \d+, user \w+, application "somebody".*idle in transaction for \d+ s, last query: BEGIN; LOCK TABLE a/,
    );
    expect(events.filter((event) => event.type === "retry")).toEqual([
      expect.objectContaining({ index: 2, total: 2, step: addColumn.steps[1] }),
    ]);
  });

  it("ends the run after the last attempt: nothing is kept, the blocker is named", async () => {
    const other = await session(database);
    await other.query("BEGIN; SELECT * FROM a");
    const { pid } = (await other.query("SELECT pg_backend_pid() AS pid")).rows[0];
    const { events, onEvent } = recorder();
    const error = await failure(run(database, addColumn, { attempts: 2, onEvent }));
    expect(error.code).toBe("lock-timeout");
    expect(error.message).toContain("step 2/2 (column public.a.w) failed after 2 attempts");
    expect(error.message).toContain(`blocked by pid ${pid}, `);
    expect(error.message).toContain("End or await what holds the lock.");
    expect(messages(events, "retry")).toHaveLength(1);
    expect(await rows(database, "SELECT to_regclass('made') AS made")).toEqual([{ made: null }]);
  });

  it("hides a blocker's query that mentions a password", async () => {
    const other = await session(database);
    await other.query("BEGIN; LOCK TABLE a; SELECT 'password hunter2'");
    const error = await failure(run(database, addColumn, { attempts: 1 }));
    expect(error.message).toContain("(hidden: it mentions a password)");
    expect(error.message).not.toContain("hunter2");
  });

  it("takes a shorter lock timeout from the caller", async () => {
    const other = await session(database);
    await other.query("BEGIN; LOCK TABLE a");
    const patient = planOf([step("ALTER TABLE a ADD COLUMN w int", { lockTimeout: 0 })]);
    const error = await failure(run(database, patient, { attempts: 1, lockTimeout: 100 }));
    expect(error.code).toBe("lock-timeout");
  });

  it("stops being tried when the run is cancelled", async () => {
    const other = await session(database);
    await other.query("BEGIN; LOCK TABLE a");
    const abort = new AbortController();
    const running = run(database, addColumn, {
      signal: abort.signal,
      onEvent: (event) => event.type === "retry" && abort.abort(),
    });
    expect((await failure(running)).code).toBe("cancelled");
  });

  it("is not tried again by a step outside a transaction", async () => {
    await rows(database, "CREATE INDEX a_v ON a (v)");
    const other = await session(database);
    await other.query("BEGIN; LOCK TABLE a");
    const plan = planOf([step("DROP INDEX CONCURRENTLY a_v", { transactional: false, lockTimeout: 100 })]);
    const { events, onEvent } = recorder();
    const error = await failure(run(database, plan, { onEvent }));
    expect(error.code).toBe("lock-timeout");
    expect(messages(events, "retry")).toEqual([]);
  });

  it("is waited for without limit by a step that says so, and who blocks it is told", async () => {
    const other = await session(database);
    await other.query("BEGIN; INSERT INTO a VALUES (1)");
    const plan = planOf([
      step("CREATE INDEX CONCURRENTLY a_v ON a (v)", {
        transactional: false,
        lockTimeout: 0,
        object: id("index public.a_v"),
      }),
    ]);
    const { events, onEvent } = recorder();
    await run(database, plan, {
      onEvent: (event) => {
        onEvent(event);
        if (event.type === "waiting") void other.query("COMMIT");
      },
    });
    expect(messages(events, "waiting")).toEqual([
      expect.stringMatching(/^index public.a_v waits: blocked by pid \d+/),
    ]);
  });
});

describe("a deadlock", () => {
  it("is tried again as a whole", async () => {
    const other = await session(database);
    await other.query("SET deadlock_timeout = '60s'");
    await rows(database, `ALTER DATABASE ${database.database} SET deadlock_timeout = '50ms'`);
    await other.query("BEGIN; LOCK TABLE b");
    const { events, onEvent } = recorder();
    const plan = planOf([
      step("LOCK TABLE a"),
      // Holds a until the other session waits for it, as long as that one holds b.
      step(`DO $$ BEGIN
        WHILE EXISTS (SELECT FROM pg_locks WHERE relation = 'b'::regclass)
          AND NOT EXISTS (SELECT FROM pg_locks WHERE relation = 'a'::regclass AND NOT granted)
        LOOP PERFORM pg_sleep(0.01); END LOOP;
      END $$`),
      step("ALTER TABLE b ADD COLUMN w int"),
    ]);
    const running = run(database, plan, { onEvent });
    await until(
      database,
      "SELECT 1 FROM pg_locks WHERE relation = 'a'::regclass AND mode = 'AccessExclusiveLock' AND granted",
    );
    await other.query("LOCK TABLE a");
    await other.query("COMMIT");
    expect(await running).toHaveLength(3);
    expect(messages(events, "retry")).toEqual([expect.stringContaining("deadlock detected")]);
  });
});

describe("a run that holds a lock", () => {
  it("gives up waiting for another before Postgres cancels the application's transaction", async () => {
    const other = await session(database);
    await other.query("BEGIN; LOCK TABLE b");
    const { events, onEvent } = recorder();
    const running = run(
      database,
      planOf([step("LOCK TABLE a"), step("ALTER TABLE b ADD COLUMN w int", { lockTimeout: 800 })]),
      { onEvent },
    );
    await until(database, "SELECT 1 FROM pg_locks WHERE relation = 'b'::regclass AND NOT granted");
    // Closes the circle, and waits: Postgres would look for it after a second.
    await other.query("LOCK TABLE a");
    await other.query("COMMIT");
    expect(await running).toHaveLength(2);
    expect(messages(events, "retry")).toEqual([expect.stringContaining("lock timeout")]);
  });
});

describe("two changes of one catalog row at once", () => {
  it("are tried again", async () => {
    await rows(database, "CREATE ROLE grantee");
    const other = await session(database);
    await other.query("BEGIN; GRANT SELECT ON a TO grantee");
    const { events, onEvent } = recorder();
    const running = run(database, planOf([step("GRANT INSERT ON a TO grantee")]), { onEvent });
    await until(database, "SELECT 1 FROM pg_locks WHERE NOT granted");
    await other.query("COMMIT");
    expect(await running).toHaveLength(1);
    expect(messages(events, "retry")).toEqual([expect.stringContaining("tuple concurrently updated")]);
    expect(
      await rows(
        database,
        "SELECT has_table_privilege('grantee', 'a', 'SELECT') AND has_table_privilege('grantee', 'a', 'INSERT') AS both",
      ),
    ).toEqual([{ both: true }]);
  });
});
