import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { buildSync } from "esbuild";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { SchemaError } from "../../engine/api";
import { executePlan } from "../../engine/apply/execute";
import { withDatabaseLock } from "../../engine/apply/lock";
import type { Target } from "../../engine/postgres";
import { loadedWhenUsed } from "../support/bundled";
import { sharedServer } from "../support/postgres";
import { planOf, step } from "../support/steps";
import { failure, messages, moment, recorder, rows, run, until } from "./support";

let database: Target;

beforeEach(async () => {
  database = await (await sharedServer()).createDatabase();
});

/** A run that holds the lock until it is told to go on. */
function holder() {
  const gate = moment();
  const holds = moment();
  const done = withDatabaseLock(database, {}, async (own) => {
    holds.reach();
    await gate.reached;
    return own;
  });
  return { holds: holds.reached, release: gate.reach, done };
}

describe("two runs at once", () => {
  it("take turns: the second is told who holds the database, waits, and goes on", async () => {
    const first = holder();
    await first.holds;
    const { events, onEvent } = recorder();
    const second = withDatabaseLock(
      database,
      {
        onEvent: (event) => {
          onEvent(event);
          first.release();
        },
      },
      async () => "second",
    );
    expect(await second).toBe("second");
    expect(messages(events, "waiting")).toEqual([
      expect.stringContaining(`another run holds database ${database.database}: pid `),
    ]);
    expect(messages(events, "waiting")[0]).toContain(`stackschema apply, pid ${process.pid} on `);
    await first.done;
  });

  it("let the second give up, naming the holder and the way to end it", async () => {
    const first = holder();
    await first.holds;
    const error: unknown = await withDatabaseLock(database, { wait: 100 }, async () => "second").catch(
      (e) => e,
    );
    const { pid } = await until(database, "SELECT pid FROM pg_locks WHERE locktype = 'advisory'");
    first.release();
    await first.done;
    if (!(error instanceof SchemaError)) throw error;
    expect(error.code).toBe("database-locked");
    expect(error.message).toContain(
      `held by pid ${pid}, user ${database.user}, application "stackschema apply, pid `,
    );
    expect(error.message).toContain(`SELECT pg_terminate_backend(${pid})`);
    expect(error.message).not.toContain(database.password ?? "-");
  });

  it("never run steps at the same time", async () => {
    const increments = planOf([
      step("CREATE TABLE IF NOT EXISTS counter (v int)"),
      step("INSERT INTO counter SELECT count(*) FROM counter", { transaction: 2 }),
      step("SELECT pg_sleep(0.02)", { transaction: 3 }),
    ]);
    await Promise.all([run(database, increments), run(database, increments), run(database, increments)]);
    expect(await rows(database, "SELECT v FROM counter ORDER BY 1")).toEqual([{ v: 0 }, { v: 1 }, { v: 2 }]);
  });

  it("do not hinder each other's concurrent index builds", async () => {
    const waiting = moment();
    const first = withDatabaseLock(database, {}, async (own) => {
      await waiting.reached;
      return executePlan(
        own,
        planOf([
          step("CREATE TABLE a (v int)"),
          step("CREATE INDEX CONCURRENTLY ON a (v)", { transactional: false }),
        ]),
      );
    });
    await until(database, "SELECT 1 AS held FROM pg_locks WHERE locktype = 'advisory'");
    const second = withDatabaseLock(database, { onEvent: () => waiting.reach() }, async () => "second");
    expect(await first).toHaveLength(2);
    expect(await second).toBe("second");
  });

  it("may be in two databases of one server", async () => {
    const first = holder();
    await first.holds;
    const elsewhere = await (await sharedServer()).createDatabase();
    expect(await withDatabaseLock(elsewhere, { wait: 0 }, async () => "elsewhere")).toBe("elsewhere");
    first.release();
    await first.done;
  });

  it("leave the lock free after a run that failed", async () => {
    await failure(run(database, planOf([step("nonsense")])));
    expect(await withDatabaseLock(database, { wait: 5000 }, async () => "free")).toBe("free");
  });

  it("tell the second that its connection was lost while it waited", async () => {
    const first = holder();
    await first.holds;
    const second = withDatabaseLock(database, {}, async () => "second").catch((error: unknown) => error);
    const { pid } = await until(
      database,
      "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'stackschema apply%' AND pid NOT IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory') AND query LIKE '%pg_try_advisory_lock%' AND datname = current_database()",
    );
    await rows(database, `SELECT pg_terminate_backend(${pid})`);
    expect(await second).toMatchObject({
      code: "connection-lost",
      message: expect.stringContaining("Nothing was changed"),
    });
    first.release();
    await first.done;
  });

  it("can be cancelled while waiting", async () => {
    const first = holder();
    await first.holds;
    const abort = new AbortController();
    const second = withDatabaseLock(
      database,
      { signal: abort.signal, onEvent: () => abort.abort() },
      async () => "second",
    );
    await expect(second).rejects.toMatchObject({ code: "cancelled" });
    first.release();
    await first.done;
  });
});

describe("a run that was killed", () => {
  const directory = mkdtempSync(path.join(tmpdir(), "stackschema-killed-"));
  const script = path.join(directory, "killed-run.cjs");
  const asleep =
    "SELECT pid FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%' AND state = 'active' AND pid <> pg_backend_pid() AND datname = current_database()";

  beforeAll(() => {
    buildSync({
      entryPoints: [path.join(__dirname, "killed-run.ts")],
      outfile: script,
      bundle: true,
      platform: "node",
      external: ["pg-native", ...loadedWhenUsed],
      logLevel: "error",
    });
  });

  afterAll(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  async function kill(steps: readonly { sql: string; transaction: number; transactional: boolean }[]) {
    const child = spawn(process.execPath, [script], { stdio: ["pipe", "inherit", "inherit"] });
    child.stdin.end(JSON.stringify({ target: database, steps }));
    await until(database, asleep);
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  }

  it("in a transaction leaves only what was committed, and the next run gets the lock by itself", async () => {
    await kill([
      { sql: "CREATE TABLE committed ()", transaction: 1, transactional: true },
      { sql: "CREATE TABLE undone ()", transaction: 2, transactional: true },
      { sql: "SELECT pg_sleep(600)", transaction: 2, transactional: true },
      { sql: "CREATE TABLE never ()", transaction: 2, transactional: true },
    ]);
    await run(database, planOf([step("CREATE TABLE undone ()"), step("CREATE TABLE never ()")]));
    expect(
      await rows(
        database,
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1",
      ),
    ).toEqual(["committed", "never", "undone"].map((relname) => ({ relname })));
    expect(await rows(database, asleep)).toEqual([]);
  });

  it("is noticed by the server alone, though the statement goes on", async () => {
    await kill([{ sql: "SELECT pg_sleep(600)", transaction: 1, transactional: false }]);
    await until(database, `SELECT 1 AS over WHERE NOT EXISTS (${asleep})`);
  });

  it("while its server still worked is over before the next run begins", async () => {
    await kill([{ sql: "SELECT pg_sleep(600)", transaction: 1, transactional: false }]);
    const still = await withDatabaseLock(database, {}, async (own) => (await own.client.query(asleep)).rows);
    expect(still).toEqual([]);
  });
});

describe("what a killed run left in the database", () => {
  const gone = spawnSync(process.execPath, ["-e", ""]).pid;
  const application = /stackschema apply, pid (\d+) on (\S+) \((\w+)\)/;

  /** A session that holds the lock and calls itself as told. */
  async function pretend(rename: (name: string) => string) {
    const first = holder();
    await first.holds;
    const [row] = await rows(
      database,
      "SELECT application_name AS name FROM pg_stat_activity JOIN pg_locks USING (pid) WHERE locktype = 'advisory'",
    );
    const name = String(row?.name);
    expect(name).toMatch(application);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63);
    expect(name).toContain(hostname().slice(0, 10));
    first.release();
    await first.done;
    const gate = moment();
    const named = moment();
    const done = withDatabaseLock(database, {}, async (own) => {
      await own.client.query(`SET application_name = '${rename(name)}'`);
      named.reach();
      await gate.reached;
      await own.client.query("SELECT 1");
    }).catch((error: unknown) => error);
    await named.reached;
    return { done, release: gate.reach };
  }

  it("is ended where its process provably lives no more", async () => {
    const orphan = await pretend((name) => name.replace(`pid ${process.pid} `, `pid ${gone} `));
    const { events, onEvent } = recorder();
    expect(await withDatabaseLock(database, { onEvent }, async () => "mine")).toBe("mine");
    expect(messages(events, "waiting")).toEqual([
      expect.stringContaining(
        `a run on this machine (process ${gone}) was killed; ended what it left in the database, pid `,
      ),
    ]);
    orphan.release();
    expect(await orphan.done).toBeInstanceOf(Error);
  });

  it.each([
    ["its process lives", (name: string) => name],
    [
      "it is from another machine",
      (name: string) => name.replace(/pid \d+ /, `pid ${gone} `).replace(/\(\w+\)/, "(00000000)"),
    ],
    ["it is not one of ours", () => `psql, pid ${gone}`],
  ])("is left alone where %s", async (_why, rename) => {
    const other = await pretend(rename);
    await expect(withDatabaseLock(database, { wait: 50 }, async () => "mine")).rejects.toMatchObject({
      code: "database-locked",
    });
    other.release();
    expect(await other.done).toBeUndefined();
  });
});
