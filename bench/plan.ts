// What a plan costs beside `pg_dump -s` of the same database: whole processes, in turn, on one embedded server.
// `npm run bench [tables]` prints a table; it judges nothing.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { connect, formatTarget, startScratch, type Target } from "../engine/index";
import { findPgDump } from "../tests/support/pgdump-binary";

const major = 17;
const runs = 5;
const root = process.cwd();
const tables = Number(process.argv[2] ?? "1000");

interface Command {
  readonly name: string;
  readonly file: string;
  readonly arguments: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

interface Measured {
  readonly seconds: number;
  /** Peak memory of the process; null where `/usr/bin/time` is missing. */
  readonly megabytes: number | null;
}

const gnuTime = "/usr/bin/time";

function run(command: Command): Promise<Measured> {
  const timed = existsSync(gnuTime);
  const file = timed ? gnuTime : command.file;
  const list = timed ? ["-f", "peak %M", command.file, ...command.arguments] : command.arguments;
  const begin = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(file, list, {
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, ...command.environment },
    });
    let errors = "";
    child.stderr.on("data", (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.on("error", reject);
    child.on("exit", (code) => {
      // 2: changes are pending.
      if (code !== 0 && code !== 2) reject(new Error(`${command.name} ended with ${code}: ${errors}`));
      const peak = /peak (\d+)/.exec(errors)?.[1];
      const seconds = (performance.now() - begin) / 1000;
      resolve({ seconds, megabytes: peak === undefined ? null : Number(peak) / 1024 });
    });
  });
}

async function measure(commands: readonly Command[]): Promise<void> {
  const results = new Map<string, Measured[]>(commands.map(({ name }) => [name, []]));
  for (const command of commands) await run(command);
  for (let round = 0; round < runs; round += 1)
    for (const command of commands) results.get(command.name)?.push(await run(command));
  console.log(`\n${tables} tables, median (min to max) of ${runs} runs in turn, seconds; peak memory`);
  for (const [name, list] of results) {
    const seconds = list.map((measured) => measured.seconds).sort((left, right) => left - right);
    const [low = 0, middle = 0, high = 0] = [seconds[0], seconds[Math.floor(runs / 2)], seconds.at(-1)];
    const memory = Math.max(...list.map(({ megabytes }) => megabytes ?? 0));
    const spread = `(${low.toFixed(2)} to ${high.toFixed(2)})`;
    console.log(`${name.padEnd(44)} ${middle.toFixed(2)} ${spread}  ${memory.toFixed(0)} MB`);
  }
}

function cli(name: string, words: readonly string[]): Command {
  return { name, file: process.execPath, arguments: [path.join(root, "cli", "stackschema.cjs"), ...words] };
}

async function makeDatabase(admin: Target): Promise<Target> {
  const client = await connect(admin);
  await client.query("CREATE DATABASE bench");
  await client.end();
  return { ...admin, database: "bench" };
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "stackschema-bench-"));
  const server = await startScratch({ major, cacheDirectory: path.join(folder, "server") });
  try {
    const target = await makeDatabase(server.admin);
    const { password = "", ...open } = target;
    const database = ["--database", formatTarget(open)];
    const environment = { PGPASSWORD: password };
    const generate = (directory: string, percent: string): Command => ({
      name: "generate",
      file: process.execPath,
      arguments: [path.join(root, "bench", "generate.mjs"), String(tables), directory, percent],
    });
    const same = path.join(folder, "same");
    const changed = path.join(folder, "changed");
    await run(generate(same, "0"));
    await run(generate(changed, "1"));
    console.log(`loading ${tables} tables …`);
    const first = await run({
      ...cli("apply", ["apply", "--yes", ...database, "--schema", same]),
      environment,
    });
    console.log(`apply to an empty database, source not cached: ${first.seconds.toFixed(1)} s`);
    await measure([
      { ...cli("stackschema plan, unchanged", ["plan", ...database, "--schema", same]), environment },
      { ...cli("stackschema plan, 1 % changed", ["plan", ...database, "--schema", changed]), environment },
      {
        name: "pg_dump -s",
        file: await findPgDump(major),
        arguments: [
          "-s",
          "-f",
          path.join(folder, "dump.sql"),
          "-h",
          target.host,
          "-p",
          String(target.port),
          "-U",
          target.user,
          "bench",
        ],
        environment,
      },
    ]);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
