// `npm run corpus`: the whole foreign corpus on every major version, with progress, reasons and totals; or, with
// `loadable`, the list of cases made anew. Started by tools/corpus/main.mjs. Exit code 1 when an outcome is unexpected.
import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startScratch } from "../../engine/postgres";
import { type CorpusServer, ensureRoles } from "../support/corpus-databases";
import {
  corpusDirectory,
  directions,
  type ForeignCase,
  foreignCases,
  formatLoadable,
  type Loadable,
  listPath,
  majors,
  readKnownGaps,
  readLoadable,
} from "./cases";
import { loadableOn, mergeLoadable } from "./find-loadable";
import { complaint, type Outcome, runForeign } from "./run";

const usage = `npm run corpus -- [run | loadable] [--major 17]… [--case text] [--direction forward|backward] [--jobs 2]
  run        every loadable case, both directions, judged by pg_dump (default)
  loadable   writes tests/foreign/loadable.txt anew, by plain SQL without the engine
  --case     only cases whose name contains the text`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      major: { type: "string", multiple: true, default: majors.map(String) },
      case: { type: "string", default: "" },
      direction: { type: "string", multiple: true, default: [...directions] },
      jobs: { type: "string", default: "2" },
      help: { type: "boolean", default: false },
    },
  });
  const cases = foreignCases();
  if (values.help || cases === null) {
    console.log(values.help ? usage : `There is no foreign corpus in ${corpusDirectory}: nothing to run.`);
    return 0;
  }
  const chosen = majors.filter((major) => values.major.includes(String(major)));
  if (positionals[0] === "loadable") return await writeLoadable(cases);
  let failed = 0;
  for (const major of chosen) {
    const list = readLoadable().filter(
      (entry) => entry.majors.includes(major) && entry.id.includes(values.case),
    );
    failed += await runMajor(major, cases, list, values.direction, Number(values.jobs));
  }
  return failed === 0 ? 0 : 1;
}

async function withServer<T>(major: number, work: (server: CorpusServer) => Promise<T>): Promise<T> {
  const cacheDirectory = join(tmpdir(), `stackschema-tests-${userInfo().uid}`);
  mkdirSync(cacheDirectory, { recursive: true });
  const server = await startScratch({ major, cacheDirectory });
  const stop = (): void => void server.stop().finally(() => process.exit(130));
  process.once("SIGINT", stop);
  try {
    return await work({ admin: server.admin, major });
  } finally {
    process.removeListener("SIGINT", stop);
    await server.stop();
  }
}

async function writeLoadable(cases: readonly ForeignCase[]): Promise<number> {
  const byMajor = new Map<number, Map<string, string[]>>();
  for (const major of majors) {
    byMajor.set(major, await withServer(major, (server) => loadableOn(server, cases)));
    console.log(`Postgres ${major}: ${byMajor.get(major)?.size} of ${cases.length} cases load`);
  }
  writeFileSync(listPath, formatLoadable(mergeLoadable(byMajor)));
  return 0;
}

async function runMajor(
  major: number,
  cases: readonly ForeignCase[],
  list: readonly Loadable[],
  wanted: readonly string[],
  jobs: number,
): Promise<number> {
  const gaps = readKnownGaps();
  const byId = new Map(cases.map((entry) => [entry.id, entry]));
  const queue = list.flatMap((entry) =>
    directions.filter((direction) => wanted.includes(direction)).map((direction) => ({ entry, direction })),
  );
  const total = queue.length;
  const results: { outcome: Outcome; entry: Loadable }[] = [];
  let unexpected = 0;
  await withServer(major, async (server) => {
    await ensureRoles(server.admin, [...new Set(cases.flatMap((entry) => entry.roles))]);
    const worker = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const entry = byId.get(next.entry.id);
        if (entry === undefined)
          throw new Error(`${next.entry.id} is in loadable.txt, but not in the corpus`);
        const outcome = await runForeign(server, entry, next.direction);
        results.push({ outcome, entry: next.entry });
        const wrong = complaint(outcome, next.entry, gaps);
        if (wrong !== null) unexpected++;
        if (wrong !== null)
          console.log(`\n✗ ${major} ${next.direction} ${next.entry.id}\n  ${wrong.replaceAll("\n", "\n  ")}`);
        else if (results.length % 100 === 0)
          console.log(`  Postgres ${major}: ${results.length} of ${total}`);
      }
    };
    await Promise.all(Array.from({ length: jobs }, worker));
  });
  report(major, results, unexpected);
  return unexpected;
}

function report(
  major: number,
  results: readonly { outcome: Outcome; entry: Loadable }[],
  unexpected: number,
): void {
  for (const direction of directions) {
    for (const modelled of [true, false]) {
      const of = results.filter(
        ({ outcome, entry }) =>
          outcome.direction === direction && (entry.otherKinds.length === 0) === modelled,
      );
      if (of.length === 0) continue;
      const converged = of.filter(({ outcome }) => outcome.failure === null).length;
      const kinds = modelled ? "modelled kinds" : "with other kinds";
      const share = ((100 * converged) / of.length).toFixed(1);
      console.log(
        `Postgres ${major} ${direction}, ${kinds}: ${converged} of ${of.length} converged (${share} %)`,
      );
    }
  }
  console.log(`Postgres ${major}: ${unexpected} unexpected`);
}

void main().then((code) => {
  process.exitCode = code;
});
