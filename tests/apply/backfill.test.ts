// A backfill piece by piece: every row gets its value once, whoever writes in between and whatever ends the run.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { ApplyEvent } from "../../engine/api";
import { Batches } from "../../engine/apply/batches";
import { applySchema, planSchema, type Target } from "../../engine/index";
import { sharedServer } from "../support/postgres";
import { failure, recorder, rows, session } from "./support";

const folder = mkdtempSync(path.join(tmpdir(), "stackschema-backfill-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let database: Target;
beforeEach(async () => {
  database = await (await sharedServer()).createDatabase();
});

let sources = 0;

function request(sql: string, target = database) {
  sources += 1;
  const file = path.join(folder, `${sources}.sql`);
  writeFileSync(file, sql);
  return {
    target,
    source: { kind: "sql" as const, path: file },
    scratch: { target: database },
    consents: [],
    cacheDirectory: folder,
  };
}

const people = (columns: string): string => `CREATE SCHEMA app; CREATE TABLE app.people (
  id integer PRIMARY KEY, email text NOT NULL${columns});`;
const fill = "-- backfill: column app.people.handle = split_part(email, '@', 1)\n";
const many = "INSERT INTO app.people SELECT n, 'p' || n || '@example.org' FROM generate_series(1, 20000) n";

const isFill = (event: ApplyEvent): event is Extract<ApplyEvent, { type: "step" }> =>
  event.type === "step" && event.step.inBatches !== undefined;

async function prepare(...statements: readonly string[]): Promise<void> {
  const client = await session(database);
  for (const sql of statements) await client.query(sql);
}

describe("a backfill", () => {
  it("keeps what it has written when it is stopped, and goes on with the rest", async () => {
    await prepare(people(""), many);
    const wanted = request(`${fill}${people(", handle text")}`);
    const other = await session(database);
    const stop = new AbortController();
    const { message, code } = await failure(
      applySchema({
        ...wanted,
        signal: stop.signal,
        onEvent: (event) => {
          if (isFill(event)) void other.query("BEGIN; SELECT FROM app.people WHERE id = 20000 FOR UPDATE");
          if (event.type === "retry") stop.abort();
        },
      }),
    );
    expect(code).toBe("cancelled");
    expect(message).toContain("Steps 1 to 2 of 4 are committed.");
    await other.query("ROLLBACK");
    const left =
      "SELECT count(*) FILTER (WHERE handle IS NULL)::int AS left, max(xmin::text) AS x FROM app.people";
    const [half] = await rows(database, left);
    expect(half?.left).toBeGreaterThan(0);
    expect(half?.left).toBeLessThan(20_000);
    const written = "SELECT ctid::text, xmin::text FROM app.people WHERE id = 1";
    const first = await rows(database, written);
    const { plan } = await planSchema(wanted);
    expect(plan.steps.map(({ sql }) => sql.split(" ")[0])).toEqual(["UPDATE", "COMMENT"]);
    await applySchema(wanted);
    expect(await rows(database, written)).toEqual(first);
    expect(await rows(database, "SELECT FROM app.people WHERE handle IS DISTINCT FROM 'p' || id")).toEqual(
      [],
    );
    expect((await planSchema(wanted)).plan.steps).toEqual([]);
  });

  it("takes rows along that come without a value before nulls are refused", async () => {
    await prepare(people(""), many);
    const other = await session(database);
    await applySchema({
      ...request(`${fill}${people(", handle text NOT NULL")}`),
      onEvent: (event) => {
        // Not seen by the backfill, and in the way of the constraint that follows.
        if (isFill(event) && event.index === 2)
          void other.query("BEGIN; INSERT INTO app.people (id, email) VALUES (-1, 'late@example.org')");
        if (event.type === "retry") void other.query("COMMIT");
      },
    });
    expect(await rows(database, "SELECT handle FROM app.people WHERE id = -1")).toEqual([{ handle: "late" }]);
  });

  it.each([
    { name: "is new, and filled", before: "", directive: fill },
    { name: "is there, and has no null", before: ", handle text DEFAULT 'none'", directive: "" },
  ])("refuses no row of code that leaves out a column which $name", async ({ before, directive }) => {
    await prepare(people(before), many, "ALTER TABLE app.people ALTER id SET DEFAULT random() * -1e9");
    if (before !== "") await prepare("ALTER TABLE app.people ALTER handle DROP DEFAULT; ANALYZE app.people");
    const other = await session(database);
    const insert = "INSERT INTO app.people (email) VALUES ('new@example.org')";
    let coming: Promise<unknown> = Promise.resolve();
    const columns = ", handle text DEFAULT 'nobody' NOT NULL";
    const wanted = request(
      `${directive}${people(columns).replace("PRIMARY KEY", "PRIMARY KEY DEFAULT (random() * -1e9)")}`,
    );
    const { ran } = await applySchema({
      ...wanted,
      onEvent: ({ type }) => {
        if (type === "step") coming = coming.then(() => other.query(insert));
      },
    });
    expect(ran.length).toBeGreaterThan(4);
    await coming;
    expect(await rows(database, "SELECT FROM app.people WHERE id < 0")).toHaveLength(ran.length);
    const left = "SELECT FROM app.people WHERE id < 0 AND handle NOT IN ('nobody', 'new', 'none')";
    expect(await rows(database, left)).toEqual([]);
  });

  it("gives way to whoever holds a row, and comes back", async () => {
    await prepare(people(""), many);
    const other = await session(database);
    const { events, onEvent } = recorder();
    const running = applySchema({
      ...request(`${fill}${people(", handle text")}`),
      onEvent: (event) => {
        onEvent(event);
        if (isFill(event)) void other.query("BEGIN; SELECT FROM app.people WHERE id = 20000 FOR UPDATE");
        if (event.type === "retry") void other.query("COMMIT");
      },
    });
    await running;
    expect(events.filter(({ type }) => type === "retry").length).toBeGreaterThan(0);
    expect(await rows(database, "SELECT FROM app.people WHERE handle IS NULL")).toEqual([]);
  });

  it("does not pass over rows that a policy hides from it", async () => {
    const owner = `keeper_${database.database}`;
    await prepare(
      `CREATE ROLE ${owner} LOGIN PASSWORD 'x'; GRANT CREATE ON DATABASE ${database.database} TO ${owner}`,
      people(""),
      many,
      `ALTER TABLE app.people ENABLE ROW LEVEL SECURITY; ALTER TABLE app.people FORCE ROW LEVEL SECURITY;
       CREATE POLICY few ON app.people USING (id < 100);
       ALTER SCHEMA app OWNER TO ${owner}; ALTER TABLE app.people OWNER TO ${owner}`,
    );
    const secured = `ALTER TABLE app.people ENABLE ROW LEVEL SECURITY; ALTER TABLE app.people FORCE ROW LEVEL SECURITY;
      CREATE POLICY few ON app.people USING (id < 100);`;
    const asOwner: Target = { ...database, user: owner, password: "x" };
    const error = await failure(applySchema(request(`${fill}${people(", handle text")}${secured}`, asOwner)));
    expect(error.message).toContain("row-level security");
    expect(await rows(database, "SELECT FROM app.people WHERE handle IS NOT NULL")).toEqual([]);
  });
});

describe("a check", () => {
  const source = (condition: string): string =>
    `-- check: column app.people.email = ${condition}\n${people("").replace("email text", "email varchar(99)")}`;

  it("is counted in the preview, with the rows that fail it", async () => {
    await prepare(people(""), many);
    const { verdict } = await planSchema(request(source("email LIKE 'p1%'")));
    expect(verdict.findings).toMatchObject([{ level: "error", id: "fails-on-the-data" }]);
    expect(verdict.findings[0]?.message).toContain(
      "SELECT * FROM app.people WHERE (email LIKE 'p1%') IS NOT TRUE LIMIT 20",
    );
  });

  it("stops a run that rows have come to since", async () => {
    await prepare(people(""), many);
    const wanted = request(source("email LIKE 'p%'"));
    const { plan } = await planSchema(wanted);
    await prepare("INSERT INTO app.people VALUES (0, 'zero@example.org')");
    const { message } = await failure(applySchema({ ...wanted, approved: plan }));
    expect(message).toMatch(/rows of app\.people are not as the check at \d+\.sql:1 says/);
    const [type] = await rows(
      database,
      "SELECT format_type(atttypid, atttypmod) AS type FROM pg_attribute WHERE attrelid = 'app.people'::regclass AND attname = 'email'",
    );
    expect(type).toEqual({ type: "text" });
  });
});

describe("what the message asks for where the data is in the way", () => {
  it.each([
    [people(", handle text NOT NULL"), "-- backfill: column app.people.handle = <expression>"],
    [
      people("").replace("email text", "email integer"),
      "-- using: column app.people.email from text = <expression>",
    ],
  ])("%s", async (sql, asked) => {
    await prepare(people(""), many);
    const { verdict } = await planSchema(request(sql));
    expect(verdict.findings).toMatchObject([{ level: "error", id: "fails-on-the-data" }]);
    expect(verdict.findings[0]?.message).toContain(asked);
  });
});

it("goes through all blocks, without gap or overlap, slower where a piece takes long", () => {
  const batches = new Batches("UPDATE t SET a = 1 WHERE a IS NULL", 100_000);
  let next = 0;
  const sizes: number[] = [];
  for (let piece = batches.next(); piece !== null; piece = batches.next()) {
    const [, from, until] = /ctid >= '\((\d+),0\)' AND ctid < '\((\d+),0\)'$/.exec(piece.sql) ?? [];
    expect(Number(from)).toBe(next);
    next = Number(until);
    sizes.push(next - Number(from));
    batches.took(sizes.length < 6 ? 10 : 5000);
  }
  expect(next).toBe(100_000);
  expect(sizes.slice(0, 6)).toEqual([64, 128, 256, 512, 1024, 2048]);
  expect(sizes[6]).toBe(512);
  expect(batches.goOn(100_000)).toBe(false);
  expect(batches.goOn(100_500)).toBe(true);
  expect(batches.next()?.sql).toContain("ctid >= '(100000,0)'");
});
