// Applications that come, go and come back, and a stack that moves to another database, through the real Pulumi engine:
// what an edit of the settings leaves in the database.
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Target } from "../../engine/index";
import type { PulumiStack } from "../support/pulumi";
import { appStack, customers, query, targetOf } from "./app";

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let stack: PulumiStack;
let target: Target;
const one = [{ name: "app" }];
const two = [{ name: "app" }, { name: "desk" }];

beforeAll(async () => {
  stack = await appStack(customers, { config: { applications: two } });
  stack.edit("schema/desk/desk.sql", () => "CREATE SCHEMA desk; CREATE TABLE desk.orders (id integer);");
  expect(await stack.up()).toMatchObject({ code: 0 });
  target = await targetOf(stack);
  await query(target, "INSERT INTO desk.orders VALUES (1), (2), (3)");
});

afterAll(() => stack.dispose());

describe("an application that leaves the list", () => {
  test("leaves its schema and its rows in the database, and its run says so", async () => {
    stack.configure({ applications: one });
    const { code, output } = await stack.up();
    expect(code).toBe(0);
    expect(output).toContain("desk: schema desk and its data stay in the database");
    expect(await query(target, "SELECT count(*)::int AS rows FROM desk.orders")).toEqual([{ rows: 3 }]);
  });

  test("finds them again when it comes back", async () => {
    stack.configure({ applications: two });
    const { code, output } = await stack.up();
    expect(code).toBe(0);
    expect(output).not.toMatch(/desk \[1\//);
    expect(await query(target, "SELECT count(*)::int AS rows FROM desk.orders")).toEqual([{ rows: 3 }]);
  });

  test("is dropped where onDestroy says so, and the run tells which tables and how many rows went", async () => {
    stack.configure({ applications: two, onDestroy: "drop" });
    expect(await stack.up()).toMatchObject({ code: 0 });
    stack.configure({ applications: one, onDestroy: "drop" });
    const { code, output } = await stack.up();
    expect(code).toBe(0);
    expect(output).toContain("desk: drop table desk.orders (3 rows)");
    expect(await query(target, "SELECT to_regnamespace('desk') AS desk")).toEqual([{ desk: null }]);
  });
});

describe("another name of the database", () => {
  test("is previewed as the whole plan for a new one, which up runs; the old one and its rows stay", async () => {
    await query(target, "INSERT INTO app.customers VALUES (1, 'a', NULL)");
    stack.configure({ applications: one, database: "next" });
    const preview = await stack.preview();
    expect(preview.output).toContain('the database is "next" from now on; "app" and its data stay behind');
    expect(preview.output).toContain("CREATE TABLE app.customers");
    expect(await stack.up()).toMatchObject({ code: 0 });
    const next = await targetOf(stack);
    expect(next.database).toBe("next");
    expect(await query(next, "SELECT count(*)::int AS rows FROM app.customers")).toEqual([{ rows: 0 }]);
    expect(await query(target, "SELECT count(*)::int AS rows FROM app.customers")).toEqual([{ rows: 1 }]);
  });
});
