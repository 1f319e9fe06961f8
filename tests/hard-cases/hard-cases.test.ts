// The hard cases of the field, one test for each claim: its line says whether it holds. What a case means is in tests/corpus.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { SchemaRequest } from "../../engine/api";
import { applySchema, planSchema, SchemaError, type Target } from "../../engine/index";
import { type Direction, type OwnCase, ownCases } from "../support/corpus-cases";
import { type CorpusServer, ensureRoles, load } from "../support/corpus-databases";
import { administrator, runOwnCase } from "../support/corpus-own";
import { withDatabases } from "../support/corpus-pool";
import { compareDumps, dumpObjects, pgDumpSchema } from "../support/pgdump";
import { type Major, sharedServer } from "../support/postgres";
import { inTurn } from "../support/sample";
import { type Claim, items, onEveryMajor } from "./items";

const corpus = ownCases(path.join(__dirname, "..", "corpus"));
const directory = mkdtempSync(path.join(tmpdir(), "stackschema-hard-cases-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function caseOf(name: string): OwnCase {
  const found = corpus.find((testCase) => testCase.name === name);
  if (found === undefined) throw new Error(`tests/corpus/${name} is not there`);
  return found;
}

interface Run {
  readonly testCase: OwnCase;
  readonly direction: Direction;
  readonly major: Major;
}

function majorsOf(
  { expected }: OwnCase,
  wanted: readonly Major[] = inTurn<Major>([15, 18]),
): readonly Major[] {
  const possible = wanted.filter((major) => major >= expected.minMajor && major <= expected.maxMajor);
  return possible.length > 0 ? possible : [expected.minMajor as Major];
}

/** Forward on every version, and back on the newest. */
function runsOf({ cases, majors }: Claim): readonly Run[] {
  return cases.map(caseOf).flatMap((testCase) => {
    const possible = majorsOf(testCase, majors);
    const run = (direction: Direction, major: Major | undefined): readonly Run[] =>
      major === undefined ? [] : [{ testCase, direction, major }];
    return [...possible.flatMap((major) => run("forward", major)), ...run("backward", possible.at(-1))];
  });
}

/** Every complaint of every run of a claim's cases, each with its case, direction and version. */
async function complaintsOf(claim: Claim): Promise<readonly string[]> {
  const found = await Promise.all(
    runsOf(claim).map(async ({ testCase, major, direction }) => {
      const server = { admin: (await sharedServer(major)).target, major };
      const complaints = await runOwnCase(
        server,
        await administrator(server, corpus),
        testCase,
        direction,
      ).catch((error: unknown) => [String(error)]);
      return complaints.map((text) => `${testCase.name} ${direction} on ${major}: ${text}`);
    }),
  );
  return found.flat();
}

describe.each(items)("item $number, $title", ({ claims }) => {
  it.concurrent.each(claims)("$claim", { timeout: 120_000 }, async (claim) => {
    expect(await complaintsOf(claim)).toEqual([]);
  });
});

let written = 0;

function requestOf(
  target: Target,
  source: string | Target,
  scope?: readonly string[],
): SchemaRequest & { target: Target } {
  written += 1;
  const file = path.join(directory, `${written}.sql`);
  if (typeof source === "string") writeFileSync(file, source);
  return {
    target,
    source: typeof source === "string" ? { kind: "sql", path: file } : { kind: "database", target: source },
    scratch: "server",
    consents: [],
    cacheDirectory: path.join(directory, "cache"),
    ...(scope === undefined ? {} : { scope }),
  };
}

const newDatabase = async (major: Major): Promise<Target> => (await sharedServer(major)).createDatabase();

describe("item 8, what newer versions have", () => {
  it("NOT NULL of many columns gives no finding and no step of its own", async () => {
    const columns = Array.from({ length: 60 }, (_, index) => `c${index} int NOT NULL`).join(", ");
    const database = await newDatabase(18);
    await load(database, `CREATE SCHEMA app; CREATE TABLE app.t (${columns});`);
    const source = `CREATE SCHEMA app; CREATE TABLE app.t (${columns}, more int);`;
    const { plan } = await planSchema(requestOf(database, source));
    expect([plan.steps.length, plan.findings]).toEqual([1, []]);
  });
});

describe("item 9, what is easily not modelled", () => {
  const declared: Readonly<Record<string, string>> = {
    "typed tables":
      "CREATE TYPE app.pair AS (a int, b text); CREATE TABLE app.pairs OF app.pair (a NOT NULL);",
    "tables with inheritance":
      "CREATE TABLE app.one (a int); CREATE TABLE app.two (b int) INHERITS (app.one);",
    "options of foreign columns":
      "CREATE FOREIGN DATA WRAPPER hard; CREATE SERVER hard FOREIGN DATA WRAPPER hard; CREATE FOREIGN TABLE app.far (a int OPTIONS (name 'b')) SERVER hard;",
    casts:
      "CREATE TYPE app.pair AS (a int); CREATE FUNCTION app.a_of(app.pair) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE CAST (app.pair AS int) WITH FUNCTION app.a_of(app.pair);",
    "operator classes":
      "CREATE OPERATOR CLASS app.ints FOR TYPE int USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(int, int);",
  };

  const managedOrSaid = async (what: string): Promise<void> => {
    const text = `CREATE SCHEMA app; ${declared[what]}`;
    const server = await sharedServer(18);
    const database = await newDatabase(18);
    const request = requestOf(database, text);
    const said = await planSchema(request).then(
      ({ plan }) => plan.findings.filter(({ level }) => level !== "info").map(({ message }) => message),
      (error: unknown) => {
        if (error instanceof SchemaError) return [error.message];
        throw error;
      },
    );
    if (said.length > 0) return;
    const fresh = await newDatabase(18);
    await load(fresh, text);
    await applySchema(request);
    const [left, right] = await Promise.all(
      [database, fresh].map(async (target) => dumpObjects(await pgDumpSchema(target, server))),
    );
    expect(compareDumps(left ?? new Map(), right ?? new Map())).toEqual([]);
    expect((await planSchema(request)).plan.steps).toEqual([]);
  };

  it.each(Object.keys(declared))("%s are managed, or said not to be", { timeout: 60_000 }, managedOrSaid);
});

describe("item 15, different versions on the two sides", () => {
  const pairs: readonly (readonly [Major, Major])[] = [
    [15, 18],
    [18, 15],
  ];
  const serverOf = async (major: Major): Promise<CorpusServer> => ({
    admin: (await sharedServer(major)).target,
    major,
  });

  /** Steps that would make the case's schema on one version into the same schema from another. */
  async function steps(
    { name, setup, expected, new: sql }: OwnCase,
    sides: readonly CorpusServer[],
  ): Promise<string[]> {
    const [from, to] = sides;
    if (from === undefined || to === undefined) throw new Error("two servers are compared");
    for (const { admin } of sides) await ensureRoles(admin, expected.roles);
    return await withDatabases(from, from.admin, 1, ([source]) =>
      withDatabases(to, to.admin, 1, async ([target]) => {
        if (source === undefined || target === undefined) throw new Error("two databases were asked for");
        for (const database of [source, target]) await load(database, setup, sql);
        const { plan } = await planSchema(requestOf(target, source));
        return plan.steps.map((step) => `${name}: ${step.sql}`);
      }),
    );
  }

  it.each(pairs)("no difference from Postgres %i to %i", { timeout: 120_000 }, async (from, to) => {
    const sides = [await serverOf(from), await serverOf(to)];
    const found = await Promise.all(onEveryMajor.map((name) => steps(caseOf(name), sides)));
    expect(found.flat()).toEqual([]);
  });
});

describe("item 16, a scope", () => {
  it("reads nothing of what is beside it", async () => {
    const database = await newDatabase(18);
    const tables = Array.from({ length: 300 }, (_, index) => `CREATE TABLE other.t${index} (a int);`).join(
      "\n",
    );
    await load(database, `CREATE SCHEMA app; CREATE TABLE app.t (a int); CREATE SCHEMA other; ${tables}`);
    const { live } = await planSchema(requestOf(database, "CREATE SCHEMA app; CREATE TABLE app.t (a int);"));
    expect([...(live?.objects.keys() ?? [])].filter((id) => !id.includes("app"))).toEqual([]);
  });
});

describe("item 17, where a source is loaded", () => {
  it("in a server of its own and in a temporary database it becomes the same schema", async () => {
    const database = await newDatabase(18);
    const text = caseOf("trigger--definitions").new;
    const plans = await Promise.all(
      (["server", "embedded"] as const).map((scratch) =>
        planSchema({ ...requestOf(database, text), scratch, cacheDirectory: path.join(directory, scratch) }),
      ),
    );
    expect(plans[0]?.plan.hash).toBe(plans[1]?.plan.hash);
    expect(plans[0]?.plan.steps.length).toBeGreaterThan(0);
  });
});
