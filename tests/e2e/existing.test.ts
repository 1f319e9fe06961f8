// A stack on a server that is there already, through the real Pulumi engine, as an administrator without SUPERUSER:
// what goes wrong in the life of a database that matters, and that nothing is lost by it.
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { main } from "../../cli/main";
import { connect, formatTarget, type Target } from "../../engine/index";
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

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let server: TestServer;
let stack: PulumiStack;
let target: Target;
let password = "first-p4ssword";

beforeAll(async () => {
  server = await startTestServer();
  await query(server.target, `CREATE ROLE keeper LOGIN CREATEROLE CREATEDB PASSWORD '${password}'`);
  const { database } = await server.createDatabase("kept");
  await query(server.target, `ALTER DATABASE ${database} OWNER TO keeper`);
  target = { ...server.target, database, user: "keeper", password };
  stack = await appStack(customers, { stack: "kept" });
  await configure();
});

afterAll(async () => {
  await stack.dispose();
  await server.stop();
});

/** Replaces the settings by those for the server as the administrator reaches it now. */
function configure(more: Readonly<Record<string, unknown>> = {}, secret = password): Promise<void> {
  return useServer(stack, { ...target, password: secret }, more);
}

function columns(table = "app.customers"): Promise<readonly unknown[]> {
  return columnsOf(target, table);
}

const withPhone = customers.replace("  fax text", "  fax text,\n  phone text");

describe("adoption", () => {
  test("of a database that has objects already drops nothing, and leaves other schemas alone", async () => {
    await query(
      target,
      "CREATE SCHEMA app; CREATE TABLE app.found (id int); CREATE TABLE public.other (id int)",
    );
    const { code, output } = await stack.up();
    expect(code).not.toBe(0);
    expect(output).toContain("DROP TABLE app.found");
    expect(output).not.toContain("public.other");
    await query(target, "DROP TABLE app.found");
    expect(await stack.up()).toMatchObject({ code: 0 });
    expect(await columns()).toEqual(["id", "name", "fax"]);
  });
});

describe("an update", () => {
  test("stops when someone changes the database after its preview", async () => {
    holdUpdate(stack);
    declare(stack, withPhone);
    const running = stack.begin("up", "--yes");
    await updateWaits(stack);
    await query(target, "ALTER TABLE app.customers DROP COLUMN fax");
    letUpdateGo(stack);
    const { code, output } = await running.finished;
    expect(code).not.toBe(0);
    expect(output).toContain("the database is no longer what the preview");
    expect(output).toContain("ADD COLUMN fax text");
    expect(await columns()).toEqual(["id", "name"]);
    expect(await stack.up()).toMatchObject({ code: 0 });
    expect(await columns()).toContain("phone");
  });

  test("with a saved Pulumi plan runs that plan alone", async () => {
    declare(stack, withPhone.replace("  phone text", "  phone text,\n  town text"));
    expect(await stack.preview("--save-plan", "plan.json")).toMatchObject({ code: 0 });
    await query(target, "ALTER TABLE app.customers DROP COLUMN phone");
    const changed = await stack.up("--plan", "plan.json");
    expect(changed.code).not.toBe(0);
    expect(await columns()).not.toContain("town");
    await query(target, "ALTER TABLE app.customers ADD COLUMN phone text");
    await stack.preview("--save-plan", "plan.json");
    expect(await stack.up("--plan", "plan.json")).toMatchObject({ code: 0 });
    expect(await columns()).toContain("town");
  });

  test("bound to an approved plan runs nothing else, and the preview prints the command that approves", async () => {
    declare(stack, withPhone);
    declare(stack, withPhone.replace("  phone text", "  phone text,\n  town text,\n  note text"));
    await configure({ approvedPlan: { app: "none" } });
    const preview = await stack.preview();
    const approval = /config set --stack kept --path 'stackschema:approvedPlan\.app' '([0-9a-f]+)'/.exec(
      preview.output,
    )?.[1];
    expect(await stack.up()).not.toMatchObject({ code: 0 });
    expect(await columns()).not.toContain("note");
    await configure({ approvedPlan: { app: approval } });
    expect(await stack.up()).toMatchObject({ code: 0 });
    expect(await columns()).toContain("note");
    await configure();
  });
});

const grown = withPhone.replace("  phone text", "  phone text,\n  town text,\n  note text");

// What no preview can foresee: it does not compute what a backfill would.
const filled = "  share integer NOT NULL\n-- backfill: column app.customers.share = 1 / (id - 2)\n";
const named = `${grown.replace("  note text\n", `  note text,\n${filled}`)} CREATE TABLE app.branches (id integer);`;

describe("a run that fails half-way", () => {
  test("is gone on with by the next up", async () => {
    await query(target, "INSERT INTO app.customers (id, name) VALUES (1, 'same'), (2, 'same')");
    declare(stack, named);
    const failed = await stack.up();
    expect(failed.code).not.toBe(0);
    expect(failed.output).toContain("division by zero");
    expect(failed.output).not.toMatch(/^\s+at .*\.(ts|js|cjs):\d+/m);
    await query(target, "DELETE FROM app.customers WHERE id = 2");
    expect(await stack.up()).toMatchObject({ code: 0 });
    expect(await query(target, "SELECT id, share FROM app.customers")).toEqual([{ id: 1, share: -1 }]);
    expect(await stack.preview("--expect-no-changes")).toMatchObject({ code: 0 });
  });
});

describe("two runs at once", () => {
  test("take turns: the CLI names the up that holds the database, and both end well", async () => {
    const blocker = await connect(target);
    await blocker.query("BEGIN; LOCK TABLE app.branches IN ACCESS SHARE MODE");
    declare(stack, named.replace("app.branches (id integer)", "app.branches (id integer, town text)"));
    const running = stack.begin("up", "--yes");
    await running.seen(/\[1\/1\].*branches/);
    let notes = "";
    const cli = main(
      ["apply", "--yes", "--database", formatTarget(target), "--schema", `${stack.directory}/schema/app`],
      {
        environment: { STACKSCHEMA_CACHE: `${stack.directory}/cli-cache` },
        print: () => undefined,
        note: (text) => {
          notes += text;
        },
        color: false,
        confirm: null,
      },
    );
    await vi.waitFor(() => expect(notes).toMatch(/keeper/), { timeout: 60_000 });
    await blocker.query("ROLLBACK");
    await blocker.end();
    expect(await running.finished).toMatchObject({ code: 0 });
    expect(await cli).toBe(0);
    expect(await columns("app.branches")).toContain("town");
  });
});

const towned = named.replace("app.branches (id integer)", "app.branches (id integer, town text)");

describe("a password that was rotated", () => {
  test("plans nothing; until an up has stored it, refresh says what to do", async () => {
    password = "second-p4ssword";
    await query(server.target, `ALTER ROLE keeper PASSWORD '${password}'`);
    target = { ...target, password };
    const stale = await stack.refresh();
    expect(stale.code).not.toBe(0);
    expect(stale.output).toMatch(/password/);
    await configure();
    const preview = await stack.preview();
    expect(preview).toMatchObject({ code: 0 });
    expect(preview.output).not.toContain("CREATE");
    expect(await stack.up()).toMatchObject({ code: 0 });
    expect(await stack.refresh()).toMatchObject({ code: 0 });
    for (const text of [preview.output, stale.output, stack.stateText()])
      expect(text).not.toMatch(/(first|second)-p4ssword/);
  });
});

describe("a login that may only read", () => {
  test("previews", async () => {
    await query(target, "CREATE ROLE reader LOGIN PASSWORD 'reader'; GRANT USAGE ON SCHEMA app TO reader");
    const { host, port } = target;
    await configure({ existing: { host, port, user: "reader", sslmode: "disable" } }, "reader");
    declare(stack, towned.replace("town text)", "town text, street text)"));
    const { code, output } = await stack.preview();
    expect(output).toContain("ADD COLUMN street text");
    expect(code).toBe(0);
    await configure();
    declare(stack, towned);
    await query(target, "REVOKE USAGE ON SCHEMA app FROM reader");
  });
});

describe("a server that does not answer", () => {
  test("fails the preview: an existing resource is never planned against an empty database", async () => {
    const { host, user } = target;
    await configure({ existing: { host, port: 1, user, sslmode: "disable" } });
    const { code, output } = await stack.preview();
    expect(code).not.toBe(0);
    expect(output).toContain("nothing listens there");
    expect(output).not.toContain("CREATE");
    await configure();
  });
});

describe("another database under the same resource", () => {
  test("blocks: it is never just filled", async () => {
    await query(server.target, "CREATE DATABASE swapped OWNER keeper TEMPLATE template0");
    await configure({ database: "swapped" });
    const { code, output } = await stack.preview();
    expect(code).not.toBe(0);
    expect(output).toContain("another server or database answers");
    expect(output).toMatch(
      /config set --stack kept --path 'stackschema:consents\[0\]' 'replace server schema app [0-9a-f]{8}'/,
    );
    await configure();
  });
});

describe("destroy", () => {
  test("retains the schema and its data, and the next up finds nothing to do", async () => {
    expect(await stack.destroy()).toMatchObject({ code: 0 });
    expect(await query(target, "SELECT count(*)::int AS rows FROM app.customers")).toEqual([{ rows: 1 }]);
    declare(stack, towned);
    const { code, output } = await stack.up();
    expect(code).toBe(0);
    expect(output).not.toMatch(/app \[1\//);
  });
});
