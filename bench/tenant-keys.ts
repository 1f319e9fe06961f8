// Keys `(id)` become `(org_id, id)` on 94 tables with all foreign keys on them, under load, interrupted five times; and back again.
// `npm run bench:tenant-keys [rows a table]` prints what it took and how long anybody waited; what must hold ends it with an error.
import { type ChildProcess, fork, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { connect, formatTarget, planSchema, type Target } from "../engine/index";
import { compareDumps, dumpObjects, pgDumpSchema } from "../tests/support/pgdump";
import { type Keys, tenantRows, tenantSchema, tenantTables } from "../tests/support/tenant-tables";
import { runWithServer } from "../tools/with-server";

const major = 17;
const rows = Number(process.argv[2] ?? "5000");
const root = process.cwd();
const tables = tenantTables(7);

interface Load {
  readonly latencies: readonly number[];
  readonly failures: readonly string[];
  /** Milliseconds that a session of the application waited for a lock at most. */
  readonly blocked: number;
}

type Client = Awaited<ReturnType<typeof connect>>;

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Does `work` beside the application. */
async function underLoad(target: Target, work: () => Promise<void>): Promise<Load> {
  const referred = new Set(tables.flatMap(({ references }) => references.map(({ table }) => table)));
  const list = tables.map(({ name, references }) => ({
    name,
    columns: references.map(({ column }) => column),
    isLeaf: !referred.has(name),
  }));
  const child: ChildProcess = fork(path.join(root, "bench", "tenant-load.mjs"), {
    execArgv: [],
    env: {
      ...process.env,
      LOAD_URL: formatTarget(target),
      LOAD_TABLES: JSON.stringify(list),
      LOAD_ROWS: String(rows),
    },
    serialization: "advanced",
  });
  await pause(3_000);
  const watch = await watchWaits(target);
  child.send("begin");
  try {
    await work();
  } catch (error) {
    child.kill();
    await watch();
    throw error;
  }
  child.send("end");
  const load = await new Promise<Omit<Load, "blocked">>((resolve, reject) => {
    child.once("message", (message) => resolve(message as Load));
    child.once("exit", (code) => reject(new Error(`the load ended with ${code}`)));
  });
  return { ...load, blocked: await watch() };
}

/** Asks Postgres again and again how long who waits has waited (`pg_locks.waitstart`). */
async function watchWaits(target: Target): Promise<() => Promise<number>> {
  const client = await connect(target);
  let longest = 0;
  let ends = false;
  const watching = (async () => {
    while (!ends) {
      const { rows: found } = await client.query<{ waited: number | null }>(`
        SELECT max(extract(epoch FROM clock_timestamp() - waitstart) * 1000)::float8 AS waited
        FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND application_name = 'load'`);
      longest = Math.max(longest, found[0]?.waited ?? 0);
      await pause(20);
    }
  })();
  return async () => {
    ends = true;
    await watching;
    await client.end();
    return longest;
  };
}

/** How many tables have their keys with `columns` columns. */
async function exchanged(client: Client, columns: number): Promise<number> {
  const { rows: found } = await client.query<{ count: number }>(
    "SELECT count(*)::integer AS count FROM pg_constraint WHERE contype = 'p' AND connamespace = 'firm'::regnamespace AND conrelid <> 'firm.organisations'::regclass AND cardinality(conkey) = $1",
    [columns],
  );
  return found[0]?.count ?? 0;
}

interface Run {
  readonly code: number | null;
  readonly output: string;
}

function startApply(
  target: Target,
  source: string,
): { readonly child: ChildProcess; readonly done: Promise<Run> } {
  const child = spawn(
    process.execPath,
    [
      path.join(root, "cli", "stackschema.cjs"),
      "apply",
      "--yes",
      "--proof",
      "never",
      "--schema",
      source,
      "--scratch",
      "server",
    ],
    { env: { ...process.env, DATABASE_URL: formatTarget(target) }, stdio: ["ignore", "pipe", "pipe"] },
  );
  let output = "";
  child.stdout?.on("data", (data) => (output += data));
  child.stderr?.on("data", (data) => (output += data));
  const done = new Promise<Run>((resolve) => child.once("exit", (code) => resolve({ code, output })));
  return { child, done };
}

/** Ends the run once so many tables have their new keys: by turns its process and its backend. */
async function interrupt(
  target: Target,
  source: string,
  columns: number,
  at: number,
  how: "process" | "backend",
) {
  const client = await connect(target);
  const { child, done } = startApply(target, source);
  let isOver = false;
  void done.then(() => {
    isOver = true;
  });
  while (!isOver && (await exchanged(client, columns)) < at) await pause(20);
  if (isOver) throw new Error(`the run ended before it was interrupted:\n${(await done).output}`);
  if (how === "process") child.kill("SIGKILL");
  else
    await client.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'stackschema apply%'",
    );
  await done;
  const { rows: left } = await client.query<{ left: string }>(
    "SELECT string_agg(relname, ', ') AS left FROM pg_class WHERE relname LIKE '%stackschema_new'",
  );
  console.log(
    `  ${how} ended with ${await exchanged(client, columns)} of ${tables.length} tables exchanged${left[0]?.left ? `; left: ${left[0].left}` : ""}`,
  );
  await client.end();
}

async function finish(target: Target, source: string): Promise<void> {
  const { code, output } = await startApply(target, source).done;
  if (code !== 0) throw new Error(`the run failed:\n${output}`);
}

async function requireSame(target: Target, wanted: Target): Promise<void> {
  const [left, right] = await Promise.all(
    [target, wanted].map(async (database) => dumpObjects(await pgDumpSchema(database, { major }))),
  );
  const differences = left && right ? compareDumps(left, right) : [];
  if (differences.length > 0) throw new Error(`pg_dump sees: ${JSON.stringify(differences.slice(0, 5))}`);
  console.log("  pg_dump sees no difference from a fresh database of that schema");
}

function describe(name: string, seconds: number, { latencies, failures, blocked }: Load): void {
  const sorted = [...latencies].sort((left, right) => left - right);
  const at = (share: number): string =>
    `${(sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(0)} ms`;
  console.log(
    `${name}: ${seconds.toFixed(1)} s; longest wait for a lock ${blocked.toFixed(0)} ms; ${sorted.length.toLocaleString("en-US")} transactions, longest ${at(1)}, 99 % within ${at(0.99)}; failed: ${failures.length}`,
  );
  for (const failure of new Set(failures)) console.log(`  ${failure}`);
  if (failures.length > 0) process.exitCode = 1;
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}

async function made(admin: Target, name: string, statements: readonly string[]): Promise<Target> {
  const setup = await connect(admin);
  await setup.query(`CREATE DATABASE ${name}`);
  await setup.end();
  const target = { ...admin, database: name };
  const client = await connect(target);
  for (const statement of statements) await client.query(statement);
  await client.end();
  return target;
}

async function tellPlan(target: Target, source: string, cacheDirectory: string): Promise<void> {
  const begin = performance.now();
  const { plan, proof } = await planSchema({
    target,
    source: { kind: "sql", path: source },
    scratch: "server",
    consents: [],
    cacheDirectory,
  });
  const seconds = (performance.now() - begin) / 1000;
  console.log(
    `plan: ${plan.steps.length} steps in ${plan.steps.at(-1)?.transaction ?? 0} transactions, made ${proof === null ? "" : "and proved on a copy "}in ${seconds.toFixed(1)} s`,
  );
}

runWithServer("tenant-keys", major, async ({ admin, folder }) => {
  const sourceOf = (keys: Keys): string => {
    const file = path.join(folder, `${keys}.sql`);
    writeFileSync(file, tenantSchema(tables, keys));
    return file;
  };
  process.env.STACKSCHEMA_CACHE = folder;
  const foreignKeys = tables.reduce((sum, { references }) => sum + references.length, 0);
  console.log(`${tables.length} tables with ${foreignKeys} foreign keys and ${rows} rows each`);
  const target = await made(admin, "firm", [tenantSchema(tables, "single"), ...tenantRows(tables, rows)]);
  const there = await made(admin, "tenant", [tenantSchema(tables, "tenant")]);
  const back = await made(admin, "single", [tenantSchema(tables, "single")]);

  describe("\nnothing but the load", 10, await underLoad(target, () => pause(10_000)));
  await tellPlan(target, sourceOf("tenant"), folder);
  let seconds = 0;
  const forth = await underLoad(target, async () => {
    seconds = await timed(async () => {
      for (const [index, share] of [0.05, 0.25, 0.5, 0.7, 0.9].entries())
        await interrupt(
          target,
          sourceOf("tenant"),
          2,
          tables.length * share,
          index % 2 === 0 ? "process" : "backend",
        );
      await finish(target, sourceOf("tenant"));
    });
  });
  describe("there, interrupted five times", seconds, forth);
  await requireSame(target, there);
  await tellPlan(target, sourceOf("single"), folder);
  const homeward = await underLoad(target, async () => {
    seconds = await timed(() => finish(target, sourceOf("single")));
  });
  describe("back", seconds, homeward);
  await requireSame(target, back);
});
