// `npm run matrix`: what `npm test` samples, whole: our own corpus both ways, the claims of its steps, random schemas, strange
// ones and upgrades, on every major; a table of totals in the end. Exit code 1 when anything fails.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";

const suites = ["corpus", "claims", "generative", "strange", "upgrade"] as const;

const usage = `npm run matrix -- [--major 17]… [--suite corpus]… [--runs 25] [--case text]
  --suite    ${suites.join(", ")} (default: all)
  --runs     random schemas of each kind and major; the seed is printed
  --case     only tests whose name contains the text`;

const majors = ["14", "15", "16", "17", "18"];

/** What of vitest's JSON report is read. */
interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** @returns what went wrong where there is no report */
function run(arguments_: readonly string[], environment: NodeJS.ProcessEnv): Promise<string | null> {
  const vitest = join("node_modules", "vitest", "vitest.mjs");
  const child = spawn(process.execPath, [vitest, "run", ...arguments_], {
    stdio: "inherit",
    env: { ...process.env, ...environment },
  });
  return new Promise((done, fail) =>
    child
      .on("error", fail)
      .on("exit", (_code, signal) => done(signal === null ? null : `ended by ${signal}`)),
  );
}

interface Total {
  passed: number;
  failed: number;
}

/** `corpus 17` → totals. A test belongs to the major that its name ends with, an upgrade to the newer one. */
function totalsOf(report: Report): ReadonlyMap<string, Total> {
  const totals = new Map<string, Total>();
  for (const { name, assertionResults } of report.testResults) {
    const [, suite = ""] = relative(process.cwd(), name).split(/[\\/]/);
    for (const { fullName, status } of assertionResults) {
      const major = /Postgres (?:\d+ to )?(\d+)/.exec(fullName)?.[1];
      if (major === undefined || !["passed", "failed"].includes(status)) continue;
      const total = totals.get(`${suite} ${major}`) ?? { passed: 0, failed: 0 };
      total[status === "passed" ? "passed" : "failed"] += 1;
      totals.set(`${suite} ${major}`, total);
    }
  }
  return totals;
}

function table(
  totals: ReadonlyMap<string, Total>,
  rows: readonly string[],
  columns: readonly string[],
): string {
  const cell = ({ passed, failed }: Total = { passed: 0, failed: 0 }): string =>
    failed === 0 ? String(passed) : `${passed} + ${failed} failed`;
  const lines = [
    ["", ...columns.map((major) => `Postgres ${major}`)],
    ...rows.map((suite) => [suite, ...columns.map((major) => cell(totals.get(`${suite} ${major}`)))]),
  ];
  return lines
    .map((line) =>
      line
        .map((text) => text.padEnd(18))
        .join("")
        .trimEnd(),
    )
    .join("\n");
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      major: { type: "string", multiple: true, default: majors },
      suite: { type: "string", multiple: true, default: [...suites] },
      runs: { type: "string", default: "25" },
      case: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const unknown = [
    ...values.major.filter((major) => !majors.includes(major)),
    ...values.suite.filter((name) => !suites.some((suite) => suite === name)),
  ];
  if (values.help || unknown.length > 0) {
    console.log(unknown.length > 0 ? `unknown: ${unknown.join(", ")}\n${usage}` : usage);
    return values.help ? 0 : 2;
  }
  const filter = values.case === undefined ? [] : ["-t", values.case];
  const totals = new Map<string, Total>();
  const failures: string[] = [];
  for (const piece of piecesOf(values)) {
    const report = await reportOf(piece, values.runs, filter);
    if (typeof report === "string") failures.push(`${piece.suite} ${piece.majors.join(", ")}: ${report}`);
    else {
      for (const [key, total] of totalsOf(report)) totals.set(key, total);
      failures.push(...failuresOf(report));
    }
    // What is known by then: all of it takes hours on a small machine.
    console.log(`\n${table(totals, values.suite, values.major)}`);
    for (const failure of failures) console.log(failure);
  }
  return failures.length > 0 ? 1 : 0;
}

interface Piece {
  readonly suite: string;
  readonly majors: readonly string[];
}

/** An upgrade is one from each major to each; everything else runs on one at a time. */
function piecesOf({ suite, major }: { suite: string[]; major: string[] }): readonly Piece[] {
  return suite.flatMap((name) =>
    name === "upgrade"
      ? [{ suite: name, majors: major }]
      : major.map((one) => ({ suite: name, majors: [one] })),
  );
}

async function reportOf(piece: Piece, runs: string, filter: readonly string[]): Promise<Report | string> {
  const folder = mkdtempSync(join(tmpdir(), "stackschema-matrix-"));
  try {
    const file = join(folder, "report.json");
    const list = piece.majors.join(",");
    console.log(`\n${piece.suite} on Postgres ${piece.majors.join(", ")}`);
    const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${file}`];
    const ended = await run([`tests/${piece.suite}/`, ...filter, ...reporters], {
      CORPUS_MAJORS: list,
      CLAIMS_MAJORS: list,
      STRANGE_MAJORS: list,
      STACKSCHEMA_MAJORS: list,
      STACKSCHEMA_RUNS: runs,
      UPGRADE_CASES: "all",
    });
    return ended ?? (JSON.parse(readFileSync(file, "utf8")) as Report);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function failuresOf({ testResults }: Report): readonly string[] {
  return testResults.flatMap(({ name, message, assertionResults }) => [
    ...(message === "" ? [] : [`${name}: ${message}`]),
    ...assertionResults.flatMap(({ fullName, failureMessages }) =>
      failureMessages.map((failure) => `failed: ${fullName}: ${failure.split("\n", 1)[0]}`),
    ),
  ]);
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
