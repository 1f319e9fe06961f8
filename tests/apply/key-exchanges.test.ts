// Keys `(id)` that become `(org_id, id)` with all foreign keys on them, on tables with rows: stopped after any of its transactions, and
// by the end of its process or its backend, the next run goes on with what is left; and so back again.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applySchema, type Plan, planBack, planSchema, type Target } from "../../engine/index";
import { loadedWhenUsed } from "../support/bundled";
import { pgDumpSchema } from "../support/pgdump";
import { startTestServer, type TestServer } from "../support/postgres";
import { type Keys, tenantRows, tenantSchema, tenantTables } from "../support/tenant-tables";
import { failure, rows, run, until } from "./support";

const place = mkdtempSync(path.join(tmpdir(), "stackschema-keys-"));
const script = path.join(place, "killed-run.cjs");
const tables = tenantTables(1);
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  buildSync({
    entryPoints: [path.join(__dirname, "killed-run.ts")],
    outfile: script,
    bundle: true,
    platform: "node",
    external: ["pg-native", ...loadedWhenUsed],
    logLevel: "error",
  });
});

afterAll(async () => {
  await server.stop();
  rmSync(place, { recursive: true, force: true });
});

function sourceOf(name: string, sql: string): string {
  const file = path.join(place, `${name}.sql`);
  writeFileSync(file, sql);
  return file;
}

const request = (target: Target, file: string) => ({
  target,
  source: { kind: "sql" as const, path: file },
  scratch: "server" as const,
  consents: [],
  cacheDirectory: place,
});

/** Relations whose readers or writers may have to wait for one transaction of the plan. */
function mostLocked({ steps }: Plan): number {
  const felt = new Map<number, Set<string>>();
  for (const { transaction, locks } of steps)
    for (const { mode, relation } of locks)
      if (["SHARE ROW EXCLUSIVE", "ACCESS EXCLUSIVE"].includes(mode))
        felt.set(transaction, (felt.get(transaction) ?? new Set()).add(relation));
  return Math.max(...[...felt.values()].map(({ size }) => size));
}

/** Without the names of what is made on the way, which no dump of a finished database has. */
async function dumped(target: Target): Promise<string> {
  const dump = await pgDumpSchema(target, { major: 17 });
  return dump
    .split("\n")
    .filter((line) => !/^\\(un)?restrict /.test(line))
    .join("\n");
}

async function madeOf(keys: Keys): Promise<Target> {
  const target = await server.createDatabase(`made_${keys}`);
  await rows(target, tenantSchema(tables, keys));
  return target;
}

const isNotNull = (step: Plan["steps"][number] | undefined): boolean =>
  step?.sql.includes("__stackschema_not_null") === true;

/** In no order. */
const sqlOf = (steps: Plan["steps"]): readonly string[] => steps.map(({ sql }) => sql).toSorted();

describe("keys of tables with rows, and the foreign keys on them", () => {
  it("are exchanged, though two runs are killed, and back again", { timeout: 120_000 }, async () => {
    const target = await madeOf("single");
    const before = await dumped(target);
    const after = await dumped(await madeOf("tenant"));
    await rows(target, tenantRows(tables, 100).join(";"));
    const there = sourceOf("tenant", tenantSchema(tables, "tenant"));
    const planned = await planSchema(request(target, there));
    const { plan } = planned;
    const foreseen = planBack(planned, request(target, there)).plan;
    expect(planned.verdict.blocked).toEqual([]);
    expect(mostLocked(plan)).toBe(2);

    await killedAt(target, plan, Math.floor(plan.steps.length / 3));
    const second = await planSchema(request(target, there));
    expect(second.plan.steps.length).toBeLessThan(plan.steps.length * 0.8);
    await terminatedAt(target, second.plan, Math.floor(second.plan.steps.length / 2));
    const third = await applySchema(request(target, there));
    expect(third.ran.length).toBeLessThan(second.plan.steps.length * 0.7);
    expect(await dumped(target)).toBe(after);

    const back = sourceOf("single", tenantSchema(tables, "single"));
    const returned = await applySchema(request(target, back));
    expect(sqlOf(returned.planned.plan.steps)).toEqual(sqlOf(foreseen.steps));
    expect(mostLocked(returned.planned.plan)).toBe(2);
    expect(await dumped(target)).toBe(before);
  });
});

/** The process is killed while it waits for a table that somebody holds. */
async function killedAt(target: Target, { steps }: Plan, position: number): Promise<void> {
  const at = steps.findIndex(({ sql: text }, index) => index >= position && / DROP CONSTRAINT /.test(text));
  const patient = steps.map(({ sql: text, transaction, transactional }, index) =>
    index === at
      ? { sql: `${text}; SELECT pg_sleep(600)`, transaction, transactional }
      : { sql: text, transaction, transactional },
  );
  const child = spawn(process.execPath, [script], { stdio: ["pipe", "inherit", "inherit"] });
  child.stdin.end(JSON.stringify({ target, steps: patient }));
  await until(target, "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
  child.kill("SIGKILL");
  await once(child, "exit");
}

async function terminatedAt(target: Target, plan: Plan, position: number): Promise<void> {
  const stopped = await failure(
    run(target, plan, {
      onEvent: (event) => {
        if (event.type === "step" && event.index === position)
          void rows(
            target,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'stackschema apply%'",
          );
      },
    }),
  );
  expect(stopped.code).toBe("connection-lost");
}

/** Named constraints, made-up names, a circle, a reference to itself, two to one table, a tenant that was optional, and a view. */
const few = (keys: Keys): string => {
  const isSingle = keys === "single";
  const key = isSingle ? "PRIMARY KEY (id)" : "PRIMARY KEY (org_id, id)";
  const to = (column: string, table: string): string =>
    isSingle
      ? `FOREIGN KEY (${column}) REFERENCES few.${table} (id)`
      : `FOREIGN KEY (org_id, ${column}) REFERENCES few.${table} (org_id, id)`;
  return `
    CREATE SCHEMA few;
    CREATE TABLE few.a (org_id int NOT NULL, id int, b_id int, a_id int, CONSTRAINT ${isSingle ? "a_key" : "a_tenant_key"} ${key});
    CREATE TABLE few.b (org_id int${isSingle ? "" : " NOT NULL"}, id int, a_id int, other_id int, ${key});
    COMMENT ON CONSTRAINT b_pkey ON few.b IS 'of ${keys}';
    ALTER TABLE few.a ADD CONSTRAINT a_b ${to("b_id", "b")} DEFERRABLE, ADD ${to("a_id", "a")};
    ALTER TABLE few.b ADD CONSTRAINT b_a ${to("a_id", "a")} ON DELETE CASCADE, ADD ${to("other_id", "a")};
    COMMENT ON CONSTRAINT a_b ON few.a IS 'of ${keys}';
    CREATE VIEW few.ab AS SELECT a.id, b.id AS b FROM few.a JOIN few.b ON b.a_id = a.id;`;
};

const someRows = `
  INSERT INTO few.a SELECT n % 3, n, NULL, CASE WHEN n > 3 THEN n - 3 END FROM generate_series(1, 30) n;
  INSERT INTO few.b SELECT n % 3, n, n, NULL FROM generate_series(1, 30) n`;

describe("rows in the way", () => {
  it("are counted before anything runs: those that refer to another tenant's", async () => {
    const target = await server.createDatabase("few_across");
    await rows(target, few("single"));
    await rows(target, `SET session_replication_role = replica; ${someRows}; ANALYZE`);
    await rows(target, "UPDATE few.b SET a_id = a_id - 1 WHERE id IN (8, 9)");
    const source = sourceOf("few-across", few("tenant"));
    const { verdict } = await planSchema({ ...request(target, source), proof: "never" });
    const errors = verdict.findings.filter(({ level }) => level === "error");
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringContaining("2 rows without a counterpart"),
    ]);
  });
});

describe("a plan that is stopped after any of its transactions", () => {
  it.each([
    ["single", "tenant"],
    ["tenant", "single"],
  ] as const)("from %s is gone on with where it was", { timeout: 120_000 }, async (from, to) => {
    const target = await server.createDatabase(`few_${from}`);
    await rows(target, few(from));
    await rows(target, `SET session_replication_role = replica; ${someRows}; ANALYZE`);
    const source = sourceOf(`few-${to}`, few(to));
    const unproved = { ...request(target, source), proof: "never" as const };
    let { plan } = await planSchema(unproved);
    expect(mostLocked(plan)).toBe(2);
    const lengths = [plan.steps.length];
    while (plan.steps.length > 0) {
      // A NOT NULL that is stopped begins anew: it is not stopped here.
      const until = plan.steps.findLastIndex(isNotNull);
      const end = plan.steps[until === -1 || !isNotNull(plan.steps[0]) ? 0 : until]?.transaction ?? 0;
      const first = plan.steps.filter(({ transaction }) => transaction <= end);
      await run(target, { ...plan, steps: first });
      const next = (await planSchema(unproved)).plan;
      expect(sqlOf(next.steps)).toEqual(sqlOf(plan.steps.slice(first.length)));
      plan = next;
      lengths.push(plan.steps.length);
    }
    expect(lengths.length).toBeGreaterThan(10);
    const wanted = await server.createDatabase(`few_wanted_${to}`);
    await rows(wanted, few(to));
    expect(await dumped(target)).toBe(await dumped(wanted));
  });
});
