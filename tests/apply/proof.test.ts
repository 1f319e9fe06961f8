// The proof: a right plan holds on a copy of the schema, a wrong one is refused, and what cannot be copied is said.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { connect, planSchema, type Target } from "../../engine/index";
import type { Plan } from "../../engine/plan/model";
import { prove } from "../../engine/proof";
import { scratchProvider } from "../../engine/sources";
import { sharedServer } from "../support/postgres";

const folder = mkdtempSync(path.join(tmpdir(), "stackschema-proof-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function database(sql: string): Promise<Target> {
  const target = await (await sharedServer(17)).createDatabase();
  const client = await connect(target);
  await client.query(sql);
  await client.end();
  return target;
}

async function planned(target: Target, sql: string) {
  const file = path.join(folder, "app.sql");
  writeFileSync(file, sql);
  const source = { kind: "sql" as const, path: file };
  const request = { target, source, scope: ["app"], scratch: "server" as const };
  return planSchema({ ...request, consents: [], cacheDirectory: folder });
}

const before =
  "CREATE SCHEMA app; CREATE TABLE app.t (id int, name text); CREATE VIEW app.v AS SELECT name FROM app.t;";
const after =
  "CREATE SCHEMA app; CREATE TABLE app.t (id bigint PRIMARY KEY, name varchar(9)); CREATE VIEW app.v AS SELECT name FROM app.t;";

/** Tries steps that nobody would plan. */
async function tried(target: Target, change: (plan: Plan) => Plan): Promise<readonly string[]> {
  const { plan, desired, live } = await planned(target, after);
  if (live === null) throw new Error("there is a target");
  const scratch = scratchProvider({ spec: "server", target, major: 17, cacheDirectory: folder });
  try {
    const findings = await prove({
      scratch,
      live,
      wanted: desired,
      plan: change(plan),
      outside: () => Promise.resolve({ ...live, objects: new Map() }),
      settle: (found, goal) => Promise.resolve({ live: found, wanted: goal }),
    });
    return findings.map(({ id, message }) => `${id}: ${message}`);
  } finally {
    await scratch.close();
  }
}

test("a plan that ends in what the source declares has nothing to say", async () => {
  const { plan } = await planned(await database(before), after);
  expect(plan.steps.length).toBeGreaterThan(3);
  expect(plan.findings).toEqual([]);
});

test("a step that is missing, and one that fails, refuse the plan", async () => {
  const target = await database(before);
  const less = await tried(target, (plan) => ({ ...plan, steps: plan.steps.slice(0, -1) }));
  expect(less).toHaveLength(1);
  expect(less[0]).toMatch(/^proof-failed: .*still to do: /);
  const broken = await tried(target, (plan) => ({
    ...plan,
    steps: plan.steps.map((step, index) =>
      index === 1 ? { ...step, sql: "ALTER TABLE app.nothing ADD a int" } : step,
    ),
  }));
  expect(broken[0]).toMatch(
    /^proof-failed: step 2 fails on a copy of the schema: relation "app.nothing" does not exist/,
  );
});

test("what stands on things out of scope is proved with stubs of them", async () => {
  const outside =
    "CREATE SCHEMA other; CREATE TYPE other.kind AS ENUM ('a'); CREATE TABLE other.o (id int PRIMARY KEY);";
  const table = "CREATE TABLE app.t (id int REFERENCES other.o, kind other.kind";
  const target = await database(`${outside} CREATE SCHEMA app; ${table});`);
  const { plan } = await planned(target, `CREATE SCHEMA app; ${table}, more text);`);
  expect(plan.steps.map(({ sql }) => sql)).toEqual(["ALTER TABLE app.t ADD COLUMN more text"]);
  expect(plan.findings).toEqual([]);
});

test("a schema that cannot be copied is said so, and planned all the same", async () => {
  // A base type is not modelled, and none can stand in for it in the copy.
  const odd = `CREATE SCHEMA other; CREATE TYPE other.odd;
    CREATE FUNCTION other.odd_in(cstring) RETURNS other.odd LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
    CREATE FUNCTION other.odd_out(other.odd) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
    CREATE TYPE other.odd (INPUT = other.odd_in, OUTPUT = other.odd_out, LIKE = integer);
    CREATE TABLE app.holds (a other.odd);`;
  const target = await database(`CREATE SCHEMA app; ${odd}`);
  const { plan } = await planned(target, "CREATE SCHEMA app; CREATE TABLE app.n (a int);");
  expect(plan.findings.map(({ id }) => id)).toContain("not-proved");
});
