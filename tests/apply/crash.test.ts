// A long plan is stopped at each message that it sends, in three ways, and the next run must end in the same schema with the
// same rows and nothing left behind. `CRASH_POINTS=all` tries every point, `CRASH_POINTS=5` each fifth,
// `CRASH_POINTS='DETACH'` those at such statements; `CRASH_MAJORS=14,17,18` other versions.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { buildSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applySchema, type Plan, planSchema, type SchemaRequest, type Target } from "../../engine/index";
import { connect } from "../../engine/postgres";
import { loadedWhenUsed } from "../support/bundled";
import { type Major, startTestServer, type TestServer } from "../support/postgres";
import type { Order, Point } from "./crash/child";
import { complaints, dumped, storedRows, type Wanted } from "./crash/judge";
import { rows, until } from "./support";

const wantedMajors = process.env.CRASH_MAJORS?.split(",").map((major) => Number(major) as Major) ?? [17];

const folder = path.join(__dirname, "crash");
const place = mkdtempSync(path.join(tmpdir(), "stackschema-crash-"));
const script = path.join(place, "child.cjs");

beforeAll(() => {
  buildSync({
    entryPoints: [path.join(folder, "child.ts")],
    outfile: script,
    bundle: true,
    platform: "node",
    external: ["pg-native", ...loadedWhenUsed],
    logLevel: "error",
  });
});

afterAll(() => {
  rmSync(place, { recursive: true, force: true });
});

/** Starts a run that ends at its point; what it wrote. */
async function runChild(order: Order): Promise<string> {
  const child = spawn(process.execPath, [script], { stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.end(JSON.stringify(order));
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (errors !== "") throw new Error(errors);
  return output;
}

/**
 * In each of three ways: while it runs and once it is answered, which is before the next; where it waits for others, also then.
 */
function pointsOf(messages: readonly string[]): readonly Point[] {
  return messages.flatMap((sql, message): readonly Point[] => {
    if (/^SET (?!LOCAL)/.test(sql)) return [];
    const whens: readonly Point["when"][] = [
      ...(message === 0 ? (["before"] as const) : []),
      "sent",
      ...(/ CONCURRENTLY/.test(sql) ? (["held"] as const) : []),
      "answered",
    ];
    const whats: readonly Point["what"][] = ["process", "backend", "server"];
    return whens.flatMap((when) => whats.map((what): Point => ({ message, when, what })));
  });
}

/** Of all points those that are asked for: all, one of so many, or those at statements of a pattern. */
function chosen(points: readonly Point[], messages: readonly string[]): readonly Point[] {
  const asked = process.env.CRASH_POINTS ?? "19";
  if (asked === "all") return points;
  if (/^\d+$/.test(asked)) return points.filter((_, position) => position % Number(asked) === 0);
  return points.filter(({ message }) => new RegExp(asked).test(messages[message] ?? ""));
}

interface Field {
  readonly server: TestServer;
  readonly major: Major;
  readonly plan: Plan;
  readonly wanted: Wanted;
  readonly messages: readonly string[];
}

const request = (target: Target): SchemaRequest & { readonly target: Target } => ({
  target,
  source: { kind: "sql", path: path.join(folder, "new.sql") },
  scratch: "server",
  consents: [],
  consentAll: true,
  cacheDirectory: place,
});

/** A database as the old side left it; whatever server there was before is gone and back. */
async function copyOf(server: TestServer, template: string, database: string): Promise<Target> {
  const { port } = server.target;
  for (let tries = 0; ; tries++) {
    try {
      await rows(server.target, `CREATE DATABASE ${database} TEMPLATE ${template}`);
      return { ...server.target, port, database };
    } catch (error) {
      if (tries > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function prepare(major: Major): Promise<Field> {
  const server = await startTestServer({
    major,
    // What a crash must not undo, and transactions that outlive their session.
    settings: {
      synchronous_commit: true,
      full_page_writes: true,
      wal_level: "replica",
      max_prepared_transactions: 5,
    },
  });
  const sql = (file: string): string => readFileSync(path.join(folder, file), "utf8");
  await rows(server.target, "CREATE ROLE crash_reader");
  const old = await server.createDatabase("crash_old");
  await rows(old, sql("old.sql"));
  await rows(old, sql("rows.sql"));
  const fresh = await server.createDatabase("crash_new");
  await rows(fresh, sql("new.sql"));
  const wanted = { major, dump: await dumped(fresh, major), rows: await storedRows(old) };
  const { plan } = await planSchema(request(old));
  const undisturbed = await copyOf(server, "crash_old", "crash_undisturbed");
  const messages: string[] = JSON.parse(
    await runChild({ target: undisturbed, steps: plan.steps, point: null }),
  );
  expect(await complaints(undisturbed, wanted)).toEqual([]);
  return { server, major, plan, wanted, messages };
}

/** Stops a run at the point, runs again, and says what is not as it should be. */
async function resume(field: Field, point: Point, database: string): Promise<readonly string[]> {
  const { server, plan, wanted } = field;
  const target = await copyOf(server, "crash_old", database);
  const bystander = await connect(target);
  bystander.on("error", () => undefined);
  const ended = new Promise((resolve) => bystander.once("end", resolve));
  await runChild({ target, steps: plan.steps, point });
  // The server takes a moment to notice that one of its processes died, and ends all others then.
  if (point.what !== "server") await bystander.end();
  await ended;
  await untilUp(target);
  if (point.when === "held") {
    await until(
      target,
      "SELECT 1 AS gone WHERE NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name LIKE 'stackschema apply%')",
    );
    await rows(target, "ROLLBACK PREPARED 'holder'");
  }
  await applySchema(request(target));
  const wrong = await complaints(target, wanted);
  await rows(server.target, `DROP DATABASE ${database} WITH (FORCE)`);
  return wrong;
}

async function untilUp(target: Target): Promise<void> {
  for (let tries = 0; ; tries++) {
    const isUp = await rows(target, "SELECT 1").then(
      () => true,
      () => false,
    );
    if (isUp) return;
    if (tries > 300) throw new Error("the server does not come back");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe.each(wantedMajors)("a run stopped on Postgres %i", (major) => {
  let field: Field;

  beforeAll(async () => {
    field = await prepare(major);
  });

  afterAll(() => field?.server.stop());

  it("has steps of every form that takes several", () => {
    const all = field.plan.steps.map(({ sql }) => sql).join("\n");
    expect(field.plan.steps.length).toBeGreaterThanOrEqual(25);
    for (const form of [
      /CREATE INDEX CONCURRENTLY/,
      / USING INDEX /,
      / NOT VALID/,
      /VALIDATE CONSTRAINT/,
      /ATTACH PARTITION/,
      /DETACH PARTITION/,
      /ADD VALUE/,
      / TYPE bigint/,
      /CREATE OR REPLACE FUNCTION/,
      /GRANT /,
      /ALTER INDEX .* RENAME TO/,
      /CREATE MATERIALIZED VIEW \S+__stackschema_new /,
    ])
      expect(all).toMatch(form);
  });

  it("is gone on with by the next", { timeout: 3_600_000 }, async () => {
    const all = pointsOf(field.messages);
    const points = chosen(all, field.messages);
    const failed: string[] = [];
    for (const [number, point] of points.entries()) {
      const wrong = await resume(field, point, `crash_${number}`).catch((error: unknown) => [String(error)]);
      if (wrong.length > 0)
        failed.push(`${point.what} ${point.when} ${field.messages[point.message]}\n  ${wrong.join("\n  ")}`);
    }
    console.log(
      `Postgres ${major}: ${field.plan.steps.length} steps, ${points.length} points of ${all.length}, ${points.length - failed.length} clean resumptions`,
    );
    expect(failed).toEqual([]);
  });
});
