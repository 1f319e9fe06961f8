// A step outside a transaction that failed leaves something behind: it is not tried again blindly, and the next run deals with it.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { applySchema, type Target } from "../../engine/index";
import { sharedServer } from "../support/postgres";
import { rows, session, until } from "./support";

const place = mkdtempSync(path.join(tmpdir(), "stackschema-left-invalid-"));
const source = path.join(place, "schema.sql");
let database: Target;

beforeEach(async () => {
  database = await (await sharedServer()).createDatabase();
  await rows(database, "CREATE SCHEMA app; CREATE TABLE app.t (a int); INSERT INTO app.t VALUES (1), (2)");
});

afterAll(() => {
  rmSync(place, { recursive: true, force: true });
});

/** What a run to `sql` ran, or its error. */
async function apply(sql: string): Promise<readonly string[]> {
  writeFileSync(source, `CREATE SCHEMA app; ${sql}`);
  const { ran } = await applySchema({
    target: database,
    source: { kind: "sql", path: source },
    scratch: "server",
    consents: [],
    cacheDirectory: place,
  });
  return ran.map((step) => step.sql);
}

const invalid = () =>
  rows(database, "SELECT indexrelid::regclass::text AS name FROM pg_index WHERE NOT indisvalid");
const waiting =
  "SELECT a.pid FROM pg_stat_activity a JOIN pg_locks l USING (pid) WHERE a.query LIKE 'CREATE %INDEX CONCURRENTLY%' AND NOT l.granted AND a.datname = current_database()";

const withIndex = "CREATE TABLE app.t (a int); CREATE INDEX t_a ON app.t (a)";
const withKey = "CREATE TABLE app.t (a int, CONSTRAINT t_key UNIQUE (a))";
const forms: readonly [string, string, string, readonly string[]][] = [
  [
    "an index",
    withIndex,
    "app.t_a",
    ["DROP INDEX CONCURRENTLY app.t_a", "CREATE INDEX CONCURRENTLY t_a ON app.t USING btree (a)"],
  ],
  [
    "a key",
    withKey,
    "app.t_key__stackschema_new",
    [
      "DROP INDEX CONCURRENTLY app.t_key__stackschema_new",
      "CREATE UNIQUE INDEX CONCURRENTLY t_key__stackschema_new ON app.t (a)",
      "ALTER TABLE app.t ADD CONSTRAINT t_key UNIQUE USING INDEX t_key__stackschema_new",
    ],
  ],
];

describe.each(forms)("the build of %s", (_what, sql, left, next) => {
  it("that was cancelled is made good by the next run", async () => {
    const other = await session(database);
    await other.query("BEGIN; INSERT INTO app.t VALUES (3)");
    const running = apply(sql).catch((error: unknown) => error);
    const { pid } = await until(database, waiting);
    await rows(database, `SELECT pg_cancel_backend(${pid})`);
    expect(await running).toMatchObject({
      code: "statement-timeout",
      message: expect.stringContaining(
        "what it left, such as an invalid index, the next run finishes or removes",
      ),
    });
    expect(await invalid()).toEqual([{ name: left }]);
    await other.query("COMMIT");
    expect(await apply(sql)).toEqual(next);
    expect(await invalid()).toEqual([]);
    expect(await apply(sql)).toEqual([]);
  });

  it("that met a deadlock is made good by the next run", async () => {
    const other = await session(database);
    await other.query("SET deadlock_timeout = '60s'");
    await other.query("BEGIN; INSERT INTO app.t VALUES (3)");
    // A wait is looked at for a deadlock once, after this long: until then the other session has to close the circle.
    await rows(database, `ALTER DATABASE ${database.database} SET deadlock_timeout = '3s'`);
    const running = apply(sql).catch((error: unknown) => error);
    await until(database, waiting);
    await other.query("LOCK TABLE app.t IN SHARE UPDATE EXCLUSIVE MODE");
    await other.query("COMMIT");
    expect(await running).toMatchObject({ code: "deadlock" });
    expect(await invalid()).toEqual([{ name: left }]);
    expect(await apply(sql)).toEqual(next);
    expect(await invalid()).toEqual([]);
  });
});

describe("the build of a key", () => {
  it("that rows stood in the way of is made good once they are gone", async () => {
    await rows(database, "INSERT INTO app.t VALUES (2)");
    await expect(apply(withKey)).rejects.toMatchObject({ code: "step-failed" });
    expect(await invalid()).toEqual([{ name: "app.t_key__stackschema_new" }]);
    await rows(database, "DELETE FROM app.t WHERE a = 2");
    expect(await apply(withKey)).toHaveLength(3);
    expect(await invalid()).toEqual([]);
  });
});
