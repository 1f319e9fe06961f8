// The life of a local stack, through the real Pulumi engine: one stack, from nothing to destroyed, each test a day in it.
import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { connect, type Target } from "../../engine/index";
import type { PulumiStack } from "../support/pulumi";
import { appStack, customers, declare, query, settings, targetOf } from "./app";

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let stack: PulumiStack;
let target: Target;
const current = customers.replace("  fax text", "  phone text");

beforeAll(async () => {
  stack = await appStack(customers);
});

afterAll(() => stack.dispose());

describe("before the server exists", () => {
  test("preview shows the whole plan, and says what it is planned against", async () => {
    const { code, output } = await stack.preview();
    expect(output).toContain("the database does not exist yet: planned against an empty one of Postgres 17");
    expect(output).toContain("1. CREATE SCHEMA app;");
    expect(output).toContain("CREATE TABLE app.customers");
    expect(code).toBe(0);
  });

  test("preview --json carries the whole plan for machines", async () => {
    const { json } = await stack.previewJson();
    const schema = json.steps.find(({ urn }) => urn.endsWith("DatabaseSchema::app"));
    expect(schema?.newState?.inputs?.__plan).toMatchObject({
      version: 1,
      hasTarget: false,
      steps: expect.arrayContaining([expect.objectContaining({ object: "schema app" })]),
    });
  });
});

describe("the first up", () => {
  test("makes server, roles and schema, and tells which steps ran", async () => {
    const { code, output } = await stack.up();
    expect(output).toMatch(/app \[1\/\d+\] CREATE SCHEMA app/);
    expect(code).toBe(0);
    target = await targetOf(stack);
    expect(await query(target, "SELECT count(*)::int AS rows FROM app.customers")).toEqual([{ rows: 0 }]);
    const [resource] = resources("DatabaseSchema");
    expect(resource?.outputs.ran).toContainEqual(
      expect.objectContaining({ object: "schema app", startedAt: expect.any(String) }),
    );
  });

  test("leaves no password in the state that could be read", () => {
    expect(stack.stateText()).not.toContain(target.password);
  });
});

describe("with nothing to do", () => {
  test("preview prints no plan and says unchanged", async () => {
    const { code, output } = await stack.preview("--expect-no-changes");
    expect(output).toMatch(/\d unchanged/);
    expect(output).not.toContain("Diagnostics");
    expect(output).not.toContain(target.password);
    expect(code).toBe(0);
  });
});

describe("an edited source", () => {
  test("is previewed as SQL with locks and hazards, and with --diff as DDL line by line", async () => {
    declare(stack, customers.replace("  fax text", "  fax text,\n  phone text"));
    const { output } = await stack.preview("--diff");
    expect(output).toContain("ALTER TABLE app.customers ADD COLUMN phone text;");
    expect(output).toContain("-- ACCESS EXCLUSIVE on table app.customers");
    expect(output).toMatch(/^\s*\+ +phone text/m);
    expect(output).not.toContain("CREATE TABLE app.customers (\n");
  });

  test("is applied by up, and by nothing else", async () => {
    expect(await columns()).not.toContain("phone");
    expect(await stack.up()).toMatchObject({ code: 0 });
    expect(await columns()).toContain("phone");
  });

  test("that drops a column is blocked, until the printed command has consented", async () => {
    await query(target, "INSERT INTO app.customers VALUES (1, 'a', '555-1'), (2, 'b', NULL)");
    declare(stack, current);
    const blocked = await stack.preview();
    expect(blocked.code).not.toBe(0);
    expect(blocked.output).toContain("ALTER TABLE app.customers DROP COLUMN fax;");
    expect(blocked.output).toContain("1 non-null value");
    const command = /pulumi config set --stack local --path '(stackschema:consents\[0\])' '(.*)'/.exec(
      blocked.output,
    );
    const [, key = "", consent = ""] = command ?? [];
    expect(await stack.up()).not.toMatchObject({ code: 0 });
    expect(await columns()).toContain("fax");
    expect(await stack.pulumi("config", "set", "--stack", "local", "--path", key, consent)).toMatchObject({
      code: 0,
    });
    expect(await stack.up()).toMatchObject({ code: 0 });
    expect(await columns()).not.toContain("fax");
  });
});

describe("drift made by hand", () => {
  test("is shown by refresh, by the next preview as the SQL that undoes it, and undone by up", async () => {
    await query(target, "ALTER TABLE app.customers ALTER COLUMN name DROP NOT NULL");
    const seen = await stack.pulumi("refresh", "--preview-only", "--diff");
    expect(seen.output).toMatch(/^\s*- +name text NOT NULL/m);
    await stack.refresh();
    const preview = await stack.preview();
    expect(preview.output).toContain("ALTER COLUMN name SET NOT NULL");
    await stack.up();
    expect(
      await query(
        target,
        `SELECT attnotnull FROM pg_attribute WHERE attrelid = 'app.customers'::regclass AND attname = 'name'`,
      ),
    ).toEqual([{ attnotnull: true }]);
  });

  test("is found by preview without any refresh", async () => {
    await query(target, "REVOKE SELECT ON app.customers FROM app_ro");
    const { output } = await stack.preview();
    expect(output).toContain("GRANT SELECT ON TABLE app.customers TO app_ro");
    await stack.up();
  });

  test("that there is none is found by refresh", async () => {
    const { output } = await stack.refresh("--expect-no-changes");
    expect(output).not.toContain("updated");
  });
});

describe("a run that is killed", () => {
  test("leaves nothing broken: the next up finishes the job by itself", async () => {
    const blocker = await connect(target);
    await blocker.query("BEGIN; LOCK TABLE app.customers IN ACCESS SHARE MODE");
    declare(stack, current.replace("phone text", "phone text,\n  street text"));
    const running = stack.begin("up", "--yes");
    const isWaiting = `SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'app.customers'::regclass`;
    await vi.waitFor(async () => expect(await query(target, isWaiting)).not.toEqual([]), {
      timeout: 120_000,
    });
    await running.kill("everything");
    await blocker.query("ROLLBACK");
    await blocker.end();
    const next = await stack.up();
    expect(next).toMatchObject({ code: 0 });
    expect(await columns()).toContain("street");
    expect(await stack.preview("--expect-no-changes")).toMatchObject({ code: 0 });
  });
});

describe("a server whose address will change", () => {
  test("is no reason to plan anything: the preview asks the server as it is", async () => {
    const port = await freePort();
    stack.configure({ ...settings, port });
    const preview = await stack.preview();
    expect(preview.code).toBe(0);
    expect(preview.output).not.toContain("CREATE");
    await stack.up();
    target = await targetOf(stack);
    expect(target.port).toBe(port);
    expect(await query(target, "SELECT count(*)::int AS rows FROM app.customers")).toEqual([{ rows: 2 }]);
  });
});

describe("destroy", () => {
  test("ends the server and removes its data: a local stack is disposable", async () => {
    expect(await stack.destroy()).toMatchObject({ code: 0 });
    await expect(query(target, "SELECT 1")).rejects.toThrow(/nothing listens there/);
    const again = await stack.preview();
    expect(again.output).toContain("the database does not exist yet");
  });
});

interface Resource {
  readonly type: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

function resources(type: string): readonly Resource[] {
  const all: readonly Resource[] = JSON.parse(stack.stateText()).checkpoint.latest.resources;
  return all.filter((resource) => resource.type.endsWith(`:${type}`));
}

async function columns(): Promise<readonly unknown[]> {
  const rows = await query(
    target,
    "SELECT attname::text FROM pg_attribute WHERE attrelid = 'app.customers'::regclass AND attnum > 0",
  );
  return rows.map((row) => row.attname);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
