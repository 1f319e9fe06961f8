// A schema moves to a newer Postgres: what `inspect` says of the old server is, as a source, nothing to do on the new one,
// and the other way round. A sample of our own corpus from the oldest major to the newest; UPGRADE_CASES=all runs every
// case, that step and each single one.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { creationSteps, inspectDatabase, planSchema } from "../../engine/index";
import type { Target } from "../../engine/postgres/target";
import { type OwnCase, ownCases } from "../support/corpus-cases";
import { type CorpusServer, load } from "../support/corpus-databases";
import { administrator, scopeOf } from "../support/corpus-own";
import { withDatabases } from "../support/corpus-pool";
import { type Major, majors, sharedServer } from "../support/postgres";

const all = process.env.UPGRADE_CASES === "all";
const cases = ownCases(join(__dirname, "..", "corpus"));
const directory = mkdtempSync(join(tmpdir(), "stackschema-upgrade-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

type Side = "old" | "new";

interface Run {
  readonly testCase: OwnCase;
  readonly side: Side;
  readonly name: string;
}

/** `case side from-to`, then a tab and the reason. One that closes fails the run. */
const exceptions = new Map(
  readFileSync(join(__dirname, "exceptions.txt"), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line): [string, string] => {
      const [name = "", reason = ""] = line.split("\t");
      return [name, reason];
    }),
);

function runsBetween(from: Major, to: Major): readonly Run[] {
  const possible = cases.filter(({ expected }) => from >= expected.minMajor && to <= expected.maxMajor);
  const chosen = all ? possible : possible.filter((_, position) => position % 20 === 7);
  return chosen.flatMap((testCase) =>
    (["old", "new"] as const).map((side) => ({ testCase, side, name: `${testCase.name} ${side}` })),
  );
}

async function filled<T>(
  major: Major,
  run: Run,
  work: (target: Target, server: CorpusServer) => Promise<T>,
): Promise<T> {
  const server = { admin: (await sharedServer(major)).target, major };
  const boss = await administrator(server, cases);
  const login = run.testCase.expected.superuser ? server.admin : boss;
  return await withDatabases(server, login, 1, async ([target]) => {
    if (target === undefined) throw new Error("a database was asked for");
    await load({ ...server.admin, database: target.database }, run.testCase.setup);
    await load(target, run.testCase[run.side]);
    return await work(target, server);
  });
}

/** As `stackschema inspect` prints it. */
async function inspected(target: Target, scope: readonly string[]): Promise<string> {
  const steps = creationSteps(await inspectDatabase(target, { scope }));
  return steps.map(({ sql }) => `${sql};\n`).join("");
}

/** What there would be to do on `to` for the source that `from` gave. */
async function stepsOn(to: Major, run: Run, from: Major): Promise<readonly string[]> {
  const sql = await filled(from, run, async (target) =>
    inspected(target, await scopeOf(run.testCase, target)),
  );
  const path = join(directory, `${run.name.replace(" ", "-")}-${from}-${to}.sql`);
  writeFileSync(path, sql);
  return await filled(to, run, async (target) => {
    const { plan } = await planSchema({
      target,
      source: { kind: "sql", path },
      scope: await scopeOf(run.testCase, target),
      scratch: "server",
      consents: [],
      cacheDirectory: directory,
    });
    return plan.steps.map((step) => `${step.sql}  -- ${step.cause}`);
  });
}

const oldest: Major = 14;
const newest: Major = 18;
const singles = majors.slice(1).map((to, position) => [majors[position] ?? oldest, to] as const);
const ways = [...(all ? singles : []), [oldest, newest] as const];

/** What is wrong with one way, one line each. */
async function complaintsOf(run: Run, from: Major, to: Major): Promise<readonly string[]> {
  const name = `${run.name} ${from}-${to}`;
  const left = await stepsOn(to, run, from).catch((error: unknown) => [String(error)]);
  const reason = exceptions.get(name) ?? exceptions.get(`${run.name} *`);
  if (reason === undefined) return left.map((step) => `${name}: ${step}`);
  return left.length > 0 ? [] : [`${name} needs no exception any more: ${reason}`];
}

describe.each(ways)("from Postgres %i to %i", (from, to) => {
  it.concurrent.each([...runsBetween(from, to)])("$name", { timeout: 120_000 }, async (run) => {
    expect([...(await complaintsOf(run, from, to)), ...(await complaintsOf(run, to, from))]).toEqual([]);
  });
});
