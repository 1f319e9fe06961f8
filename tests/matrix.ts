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
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

function run(arguments_: readonly string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const vitest = join("node_modules", "vitest", "vitest.mjs");
  const child = spawn(process.execPath, [vitest, "run", ...arguments_], {
    stdio: "inherit",
    env: { ...process.env, ...environment },
  });
  return new Promise((done, fail) => child.on("error", fail).on("exit", () => done()));
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
  const folder = mkdtempSync(join(tmpdir(), "stackschema-matrix-"));
  try {
    const file = join(folder, "report.json");
    const list = values.major.join(",");
    const filter = values.case === undefined ? [] : ["-t", values.case];
    const paths = values.suite.map((suite) => `tests/${suite}/`);
    await run([...paths, ...filter, "--reporter=dot", "--reporter=json", `--outputFile.json=${file}`], {
      CORPUS_MAJORS: list,
      CLAIMS_MAJORS: list,
      STRANGE_MAJORS: list,
      STACKSCHEMA_MAJORS: list,
      STACKSCHEMA_RUNS: values.runs,
      UPGRADE_CASES: "all",
    });
    const report = JSON.parse(readFileSync(file, "utf8")) as Report;
    const totals = totalsOf(report);
    console.log(table(totals, values.suite, values.major));
    const broken = report.testResults.filter(({ message }) => message !== "");
    for (const { name, message } of broken) console.log(`${name}: ${message}`);
    return broken.length > 0 || [...totals.values()].some(({ failed }) => failed > 0) ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
