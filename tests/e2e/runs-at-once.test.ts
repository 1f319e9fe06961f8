// Runs that meet at one database: one stack from two checkouts with two states, and two applications of one stack.
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { connect, type Target } from "../../engine/index";
import { startTestServer, type TestServer } from "../support/postgres";
import type { PulumiStack } from "../support/pulumi";
import {
  appStack,
  columnsOf,
  customers,
  declare,
  holdUpdate,
  letUpdateGo,
  query,
  updateWaits,
  useServer,
} from "./app";

vi.setConfig({ testTimeout: 900_000, hookTimeout: 480_000 });

let server: TestServer;
let one: PulumiStack;
let other: PulumiStack;
let target: Target;

beforeAll(async () => {
  server = await startTestServer();
  await query(server.target, "CREATE ROLE keeper LOGIN CREATEROLE CREATEDB PASSWORD 'k33per'");
});

beforeEach(async () => {
  // Those of the test before are logins of another database.
  await query(server.target, "DROP ROLE IF EXISTS app_a, app_b, desk_a, desk_b");
  const { database } = await server.createDatabase();
  await query(server.target, `ALTER DATABASE ${database} OWNER TO keeper`);
  target = { ...server.target, database, user: "keeper", password: "k33per" };
  // One stack with two states that know nothing of each other: their logins are the same.
  one = await appStack(customers, { stack: "live" });
  other = await appStack(customers, { stack: "live" });
  await useServer(one, target);
  await useServer(other, target);
  return async () => {
    await one.dispose();
    await other.dispose();
  };
});

afterAll(() => server.stop());

const having = (column: string): string => customers.replace("  fax text", `  fax text,\n  ${column} text`);

/** Keeps every change of the table waiting. */
async function hold(table: string): Promise<() => Promise<void>> {
  const blocker = await connect(target);
  await blocker.query(`BEGIN; LOCK TABLE ${table} IN ACCESS SHARE MODE`);
  return () => blocker.end();
}

async function isWaitedFor(table: string): Promise<void> {
  const waiting = `SELECT 1 FROM pg_locks WHERE NOT granted AND relation = '${table}'::regclass`;
  await vi.waitFor(async () => expect(await query(target, waiting)).not.toEqual([]), { timeout: 240_000 });
}

describe("two stacks that want different schemas of one application", () => {
  test("brought up at the same moment: one wins, the other is told that the database changed", async () => {
    declare(one, having("town"));
    declare(other, having("phone"));
    const [first, second] = await Promise.all([one.up(), other.up()]);
    const [winner, loser] = first.code === 0 ? [one, second] : [other, first];
    expect([first.code, second.code].filter((code) => code === 0)).toHaveLength(1);
    expect(loser.output).toMatch(/is not the one that was read|no longer what the preview|1 step is blocked/);
    expect(await winner.preview("--expect-no-changes")).toMatchObject({ code: 0 });
    expect(await columnsOf(target, "app.customers")).toEqual([
      "id",
      "name",
      "fax",
      winner === one ? "town" : "phone",
    ]);
  });

  test("the second waits, names the holder, and runs no plan that was made for another database", async () => {
    expect(await one.up()).toMatchObject({ code: 0 });
    expect(await other.up()).toMatchObject({ code: 0 });
    declare(one, having("town"));
    declare(other, having("phone"));
    // Its preview comes first: the other run can be kept waiting for a minute only.
    holdUpdate(other);
    const second = other.begin("up", "--yes");
    await updateWaits(other);
    const release = await hold("app.customers");
    const first = one.begin("up", "--yes");
    await isWaitedFor("app.customers");
    letUpdateGo(other);
    await second.seen(
      /another run holds database \w+: pid \d+, user keeper, application "stackschema apply, pid \d+ on /,
    );
    await release();
    expect(await first.finished).toMatchObject({ code: 0 });
    const stopped = await second.finished;
    expect(stopped.code).not.toBe(0);
    expect(stopped.output).toContain("the plan is not the one that was read");
    expect(stopped.output).toContain("DROP COLUMN town");
    expect(await columnsOf(target, "app.customers")).toEqual(["id", "name", "fax", "town"]);
    // The other state has taken its turn with the logins meanwhile; of the schema there is nothing to do.
    const again = await one.preview();
    expect(again).toMatchObject({ code: 0 });
    expect(again.output).not.toMatch(/ALTER TABLE|DatabaseSchema app update/);
    declare(other, having("town text,\n  phone"));
    expect(await other.up()).toMatchObject({ code: 0 });
    expect(await columnsOf(target, "app.customers")).toEqual(["id", "name", "fax", "town", "phone"]);
  });
});

describe("two applications of one stack", () => {
  test("are applied one after the other, however long the first takes", async () => {
    const desk = "CREATE SCHEMA desk; CREATE TABLE desk.calls (id integer);";
    await useServer(one, target, { applications: [{ name: "app" }, { name: "desk" }] });
    one.edit("schema/desk/desk.sql", () => desk);
    expect(await one.up()).toMatchObject({ code: 0 });
    const release = await hold("app.customers");
    declare(one, having("town"));
    one.edit("schema/desk/desk.sql", () => desk.replace("id integer", "id integer, note text"));
    const running = one.begin("up", "--yes");
    await isWaitedFor("app.customers");
    await sleep(5000);
    expect(await columnsOf(target, "desk.calls")).toEqual(["id"]);
    await release();
    const { code, output } = await running.finished;
    expect(code).toBe(0);
    expect(output).not.toContain("another run holds");
    expect(await columnsOf(target, "app.customers")).toContain("town");
    expect(await columnsOf(target, "desk.calls")).toEqual(["id", "note"]);
  });
});
