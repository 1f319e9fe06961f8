// Runs that are killed at any instant leave nothing broken: the next `up` finishes by itself. Takes minutes, so it runs
// only when asked for: STACKSCHEMA_KILLS=<number of kills>.
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { main } from "../../cli/main";
import { connect, formatTarget, type Target } from "../../engine/index";
import { type PulumiStack, pulumiStack, type Running } from "../support/pulumi";
import type { KillScope } from "../support/pulumi-process";
import { query, targetOf } from "./app";

const kills = Number(process.env.STACKSCHEMA_KILLS ?? 25);
const rows = 200_000;

vi.setConfig({ testTimeout: (kills + 5) * 180_000, hookTimeout: 600_000 });

let stack: PulumiStack;
let customers: string;

beforeAll(async () => {
  stack = await pulumiStack({ config: { applications: [{ name: "ledger" }] } });
  stack.edit("schema/ledger/customers.sql", (text) => {
    customers = text;
    return text;
  });
});

afterAll(() => stack.dispose());

/** The table after `round` changes: each adds, removes, rewrites, builds and validates something. */
function customersOf(round: number): string {
  const marks = Array.from({ length: round }, (_, index) => `  mark_${index + 1} integer,\n`).join("");
  return customers
    .replace("  phone text", `  phone text${round % 2 === 1 ? " NOT NULL" : ""}`)
    .replace("numeric(18, 2)", `numeric(${18 + round}, ${2 + round})`)
    .replace("  updated_at", `${marks}  updated_at`)
    .replace(
      "  CONSTRAINT customers_metadata_check",
      `  CONSTRAINT mark_${round}_check CHECK (mark_${round} > 0),\n  CONSTRAINT customers_metadata_check`,
    )
    .replace(
      "CREATE INDEX customers_status_idx",
      `CREATE INDEX mark_${round}_idx ON ledger.customers (org_id, mark_${round}, name);\nCREATE INDEX customers_status_idx`,
    );
}

/** True from the moment the last step of a round is committed. */
function isDone(round: number): string {
  return `SELECT (SELECT count(*) = 1 AND bool_and(convalidated) FROM pg_constraint
      WHERE conrelid = 'ledger.customers'::regclass AND conname ~ '^mark_' AND conname = 'mark_${round}_check')
    AND (SELECT count(*) = 0 FROM pg_constraint
      WHERE conrelid = 'ledger.customers'::regclass AND conname ~ '^mark_' AND conname <> 'mark_${round}_check')
    AND (SELECT count(*) = 1 AND bool_and(indisvalid AND indexrelid::regclass::text ~ 'mark_${round}_idx$')
      FROM pg_index WHERE indrelid = 'ledger.customers'::regclass AND indexrelid::regclass::text ~ 'mark_')
    AND (SELECT attnotnull = ${round % 2 === 1} FROM pg_attribute
      WHERE attrelid = 'ledger.customers'::regclass AND attname = 'phone')
    AND (SELECT format_type(atttypid, atttypmod) = 'numeric(${18 + round},${2 + round})' FROM pg_attribute
      WHERE attrelid = 'ledger.customers'::regclass AND attname = 'credit_limit') AS done`;
}

async function fill(target: Target): Promise<void> {
  // As a replica, so that no trigger fires for each row.
  await query(
    target,
    `SET session_replication_role = replica;
     INSERT INTO ledger.organisations (id, name, slug) VALUES ('00000000-0000-0000-0000-000000000001', 'one', 'one');
     INSERT INTO ledger.customers (org_id, number, name, phone, credit_limit)
     SELECT '00000000-0000-0000-0000-000000000001', n::text, 'name ' || n, n::text, n FROM generate_series(1, ${rows}) AS n`,
  );
}

async function check(target: Target): Promise<{ readonly code: number; readonly said: string }> {
  let said = "";
  const hear = (text: string): void => {
    said += text;
  };
  const arguments_ = [
    "check",
    "--database",
    formatTarget(target),
    "--schema",
    `${stack.directory}/schema/ledger`,
  ];
  const environment = { STACKSCHEMA_CACHE: `${stack.directory}/cli-cache` };
  const code = await main(arguments_, { environment, print: hear, note: hear, color: false, confirm: null });
  return { code, said };
}

/** What must hold after the one `up` that follows a kill. */
async function expectWhole(target: Target, what: string): Promise<void> {
  const up = await stack.up();
  expect(up.code, `${what}: up says\n${up.output}`).toBe(0);
  const [checked, preview] = await Promise.all([check(target), stack.preview("--expect-no-changes")]);
  expect(checked.code, `${what}: check says\n${checked.said}`).toBe(0);
  expect(preview.code, `${what}: preview says\n${preview.output}`).toBe(0);
  expect(preview.output, what).not.toContain("Diagnostics");
  const left = await query(
    target,
    `SELECT application_name FROM pg_stat_activity WHERE application_name LIKE 'stackschema%'`,
  );
  expect(left, what).toEqual([]);
  expect(await query(target, "SELECT count(*)::int AS rows FROM ledger.customers"), what).toEqual([{ rows }]);
}

/** Kills as soon as the database shows the whole change; answers whether Pulumi had not stored it yet. */
async function killAfterCommit(target: Target, round: number, running: Running): Promise<boolean> {
  const watch = await connect(target, { applicationName: "end-to-end test" });
  let ended = false;
  void running.finished.then(() => {
    ended = true;
  });
  try {
    while (!ended && (await watch.query(isDone(round))).rows[0].done !== true) await sleep(2);
  } finally {
    await watch.end();
  }
  await running.kill("everything");
  return stack.stateText().includes('"pending_operations"');
}

interface Durations {
  /** Milliseconds until the update begins, and until the run ends. */
  readonly preview: number;
  readonly all: number;
}

async function wholeUp(): Promise<Durations> {
  const started = performance.now();
  const running = stack.begin("up", "--yes");
  await running.seen(/^Updating \(local\)/m);
  const preview = performance.now() - started;
  const { code, output } = await running.finished;
  expect(code, output).toBe(0);
  return { preview, all: performance.now() - started };
}

/** Three kills at random instants, the last two of them in the update; then one between Postgres and Pulumi's state. */
async function killOnce(target: Target, round: number, { preview, all }: Durations): Promise<string> {
  const running = stack.begin("up", "--yes");
  if (round % 4 === 0) {
    const isBetween = await killAfterCommit(target, round, running);
    return isBetween ? betweenCommitAndState : "after the last commit, when the state was written";
  }
  if (round % 4 !== 1) await running.seen(/^Updating \(local\)/m);
  const instant = Math.round(Math.random() * (round % 4 === 1 ? all : all - preview));
  const scope: KillScope = round % 4 === 3 ? "pulumi" : "everything";
  await sleep(instant);
  await running.kill(scope);
  return `${scope}, ${instant} ms after the begin of the ${round % 4 === 1 ? "run" : "update"}`;
}

const betweenCommitAndState = "after the last commit, before the state was written";

describe("an update of a large table", () => {
  test(`killed ${kills} times at any instant is finished by the next up each time`, async () => {
    expect(await stack.up()).toMatchObject({ code: 0 });
    const target = await targetOf(stack);
    await fill(target);
    stack.edit("schema/ledger/customers.sql", () => customersOf(1));
    const durations = await wholeUp();
    const failures: string[] = [];
    const seen: string[] = [];
    for (let round = 2; round < 2 + kills; round++) {
      stack.edit("schema/ledger/customers.sql", () => customersOf(round));
      const when = await killOnce(target, round, durations);
      const pending = stack.stateText().includes('"pending_operations"') ? ", an operation pending" : "";
      seen.push(when);
      const problem = await expectWhole(target, when).then(
        () => "",
        (error: unknown) => `\n${error instanceof Error ? error.message : String(error)}`,
      );
      console.log(`kill ${round - 1}: ${when}${pending}${problem}`);
      if (problem !== "") failures.push(problem);
    }
    expect(failures).toEqual([]);
    if (kills >= 4) expect(seen).toContain(betweenCommitAndState);
  });
});

describe("the first up and the destroy", () => {
  test("killed again and again end in a whole stack, and in none", async () => {
    expect(await stack.destroy()).toMatchObject({ code: 0 });
    stack.edit("schema/ledger/customers.sql", () => customers);
    for (const command of ["up", "destroy"]) {
      for (let left = Math.ceil(kills / 5); left > 0; left--) {
        const running = stack.begin(command, "--yes");
        const instant = Math.round(Math.random() * 8000);
        await sleep(instant);
        await running.kill(left % 2 === 0 ? "everything" : "pulumi");
        console.log(`${command}: killed after ${instant} ms`);
      }
      const finished = await stack.begin(command, "--yes").finished;
      expect(finished.code, finished.output).toBe(0);
      if (command === "up") {
        const preview = await stack.preview("--expect-no-changes");
        expect(preview.code, preview.output).toBe(0);
        expect((await check(await targetOf(stack))).code).toBe(0);
      }
    }
  });
});
