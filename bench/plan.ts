// What a plan costs beside `pg_dump -s` of the same database and beside other tools: whole processes, in turn, on one
// embedded server. `npm run bench -- [tables]…` prints a table for each size; it judges nothing. The other tools take part
// after `npm install --prefix bench/peers`.
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { connect, formatTarget, type Target } from "../engine/index";
import { findPgDump } from "../tests/support/pgdump-binary";
import { runWithServer } from "../tools/with-server";

const major = 17;
const runs = 5;
/** Seconds: what takes longer is measured less often. */
const slow = { once: 20, twice: 5 };
/** The first time our own command loads the source and proves the plan, and remembers both; the others remember nothing. */
const remembers = /^stackschema /;
const root = process.cwd();
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1000];
const peers = path.join(root, "bench", "peers", "node_modules", ".bin");

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
      // 2: changes are pending, in our words and in those of others; 3: and they need consent.
      if (![0, 2, 3].includes(code ?? 1)) reject(new Error(`${command.name} ended with ${code}: ${errors}`));
      const peak = /peak (\d+)/.exec(errors)?.[1];
      const seconds = (performance.now() - begin) / 1000;
      resolve({ seconds, megabytes: peak === undefined ? null : Number(peak) / 1024 });
    });
  });
}

/** How often a command is run again after the first time. */
function roundsAfter(first: number, name: string): number {
  if (first <= slow.twice) return runs;
  if (first <= slow.once) return 2;
  return remembers.test(name) ? 1 : 0;
}

/** The first time warms everything up and stands for itself; slow commands are measured less often. */
async function measure(title: string, commands: readonly Command[]): Promise<void> {
  console.log(`\n${title}: median (min to max), seconds; peak memory; the first time`);
  for (const command of commands) {
    const first = await run(command);
    const list: Measured[] = [];
    for (let rounds = roundsAfter(first.seconds, command.name); rounds > 0; rounds -= 1)
      list.push(await run(command));
    if (list.length === 0) list.push(first);
    const seconds = list.map((measured) => measured.seconds).sort((left, right) => left - right);
    const [low = 0, middle = 0, high = 0] = [
      seconds[0],
      seconds[Math.floor(seconds.length / 2)],
      seconds.at(-1),
    ];
    const memory = Math.max(...[first, ...list].map(({ megabytes }) => megabytes ?? 0));
    const spread = `(${low.toFixed(2)} to ${high.toFixed(2)})`;
    console.log(
      `${command.name.padEnd(40)} ${middle.toFixed(2).padStart(6)} ${spread}  ${memory.toFixed(0)} MB; ${first.seconds.toFixed(2)}`,
    );
  }
}

interface Place {
  readonly admin: Target;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

const addressOf = ({ password: _password, ...open }: Target): string => formatTarget(open);

function cli(place: Place, name: string, words: readonly string[]): Command {
  const file = path.join(root, "cli", "stackschema.cjs");
  return { name, file: process.execPath, arguments: [file, ...words], environment: place.environment };
}

async function makeDatabase({ admin }: Place, name: string): Promise<Target> {
  const client = await connect(admin);
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return { ...admin, database: name };
}

/** A folder of SQL and a database that has it. */
interface Side {
  readonly directory: string;
  readonly database: Target;
}

async function makeSide(place: Place, tables: number, name: string, percent: string): Promise<Side> {
  const directory = path.join(place.folder, `${name}_${tables}`);
  const generator = path.join(root, "bench", "generate.mjs");
  await run({
    name: "generate",
    file: process.execPath,
    arguments: [generator, String(tables), directory, percent],
  });
  const database = await makeDatabase(place, `${name}_${tables}`);
  const begin = performance.now();
  const client = await connect(database);
  for (const file of readdirSync(directory).sort())
    await client.query(readFileSync(path.join(directory, file), "utf8"));
  await client.end();
  console.log(`made ${tables} tables by plain SQL in ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  return { directory, database };
}

/** From nothing, the source not yet in the cache: loaded, proved, applied and verified. */
async function measureApply(place: Place, tables: number, { directory }: Side): Promise<void> {
  const database = await makeDatabase(place, `applied_${tables}`);
  const words = ["apply", "--yes", "--database", addressOf(database), "--schema", directory];
  const { seconds, megabytes } = await run(cli(place, "apply", words));
  const memory = megabytes === null ? "" : `; ${megabytes.toFixed(0)} MB`;
  console.log(`stackschema apply of ${tables} tables to an empty database: ${seconds.toFixed(1)} s${memory}`);
}

async function commandsOf(place: Place, live: Target, desired: Side): Promise<readonly Command[]> {
  const { environment } = place;
  const [from, to] = [addressOf(live), addressOf(desired.database)];
  const withPassword = [formatTarget(live), formatTarget(desired.database)];
  const other = (name: string, words: readonly string[]): readonly Command[] => {
    const file = path.join(peers, name);
    return existsSync(file) ? [{ name: `${name}, databases`, file, arguments: words, environment }] : [];
  };
  const dump = ["-s", "-f", path.join(place.folder, "dump.sql"), "-h", live.host, "-p", String(live.port)];
  return [
    cli(place, "stackschema plan, files", ["plan", "--database", from, "--schema", desired.directory]),
    cli(place, "stackschema plan, databases", ["plan", "--database", from, "--schema", to]),
    {
      name: "pg_dump -s of one database",
      file: await findPgDump(major),
      arguments: [...dump, "-U", live.user, desired.database.database],
      environment,
    },
    ...other("pgdelta", ["diff", "--source", withPassword[0] ?? "", "--desired", withPassword[1] ?? ""]),
    ...other("migra", withPassword),
  ];
}

runWithServer("bench", major, async ({ admin, folder }) => {
  const place: Place = { admin, folder, environment: { PGPASSWORD: admin.password ?? "" } };
  if (!existsSync(peers)) console.log("without other tools: npm install --prefix bench/peers");
  const empty = await makeDatabase(place, "empty");
  for (const tables of sizes) {
    const same = await makeSide(place, tables, "same", "0");
    const changed = await makeSide(place, tables, "changed", "1");
    await measureApply(place, tables, same);
    await measure(`${tables} tables, unchanged`, await commandsOf(place, same.database, same));
    await measure(`${tables} tables, 1 % changed`, await commandsOf(place, same.database, changed));
    await measure(`${tables} tables, all new`, await commandsOf(place, empty, same));
  }
});
