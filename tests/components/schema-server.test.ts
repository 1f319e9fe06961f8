// Where the schema lives: a server or database that is another one, and what becomes of the schema in the end.
import { describe, expect, test, vi } from "vitest";
import { unknownValue } from "../../components/properties";
import { databaseSchema } from "../../components/schema/handlers";
import {
  destroy,
  diff,
  moveTo,
  program,
  reasons,
  server,
  shown,
  sql,
  statements,
  succeed,
  target,
  unknown,
  up,
  update,
} from "./schema-fixture";

test("a resource that was replaced leaves all to the one in its place, however their server is spelt", async () => {
  const state = await up(null, { onDestroy: "drop" });
  for (const elsewhere of [{}, { host: "localhost" }]) {
    vi.resetModules();
    const { databaseSchema: run } = await import("../../components/schema/handlers");
    const { inputs } = await run.check({}, program({ onDestroy: "drop", ...elsewhere }, false));
    await run.create(inputs);
    await run.delete("app", state.outputs);
    expect(await sql(target, "SELECT to_regclass('app.customers')::text AS name")).toEqual([
      { name: "app.customers" },
    ]);
  }
});

describe("a server that was replaced under the resource", () => {
  test("blocks until the stack consents", async () => {
    const state = await up(null);
    const { database } = await server.createDatabase();
    await sql(server.target, `ALTER DATABASE ${database} OWNER TO components_admin`);
    moveTo(database);
    const reason = await reasons(state.inputs, program());
    expect(reason).toContain("another server or database answers");
    const consent = /consents\[0\]' '(replace server schema app [0-9a-f]{8})'/.exec(reason)?.[1];
    if (consent === undefined) throw new Error(`no command in:\n${reason}`);
    const { outputs } = await up(state, { consents: [consent] });
    expect(outputs.database).toBe(database);
  });

  test.each([
    ["goes with the stack", { __run: { goesWithStack: true } }],
    ["holds what a destroy would drop", { onDestroy: "drop" }],
  ])("does not block where it %s", async (_, own) => {
    const state = await up(null, own);
    const { database } = await server.createDatabase();
    await sql(server.target, `ALTER DATABASE ${database} OWNER TO components_admin`);
    moveTo(database);
    await up(state, own);
  });
});

describe("a database of another name on the stack's own server", () => {
  const goesWithStack = { __run: { goesWithStack: true } };

  test("that is not made yet is previewed whole, and up runs that; the old one stays as it is", async () => {
    const state = await up(null, goesWithStack);
    const before = target;
    const database = `${target.database}_next`;
    const moving = { ...unknown, database, ...goesWithStack };
    const preview = await succeed(state.inputs, program(moving));
    expect(statements(preview)).toContainEqual(expect.stringContaining("CREATE TABLE app.customers"));
    expect(shown()).toMatch(
      new RegExp(`^the database is "${database}" from now on; "${before.database}" and its data stay behind`),
    );
    expect(shown()).toContain("the database does not exist yet: planned against an empty one");
    expect(await diff("app", state.outputs, preview)).toEqual({ changes: true });
    await sql(server.target, `CREATE DATABASE ${database} OWNER components_admin`);
    moveTo(database);
    const inputs = await succeed(state.inputs, program(goesWithStack, false));
    await update("app", state.outputs, inputs);
    for (const where of [before, target])
      expect(await sql(where, "SELECT count(*)::int AS rows FROM app.customers")).toEqual([{ rows: 0 }]);
  });

  test("that is there already is planned as it is", async () => {
    const state = await up(null, goesWithStack);
    const { database } = await server.createDatabase();
    await sql({ ...server.target, database }, "CREATE SCHEMA app AUTHORIZATION components_admin");
    await succeed(state.inputs, program({ ...unknown, database, ...goesWithStack }));
    expect(shown()).toContain("CREATE TABLE app.customers");
    expect(shown()).not.toContain("CREATE SCHEMA");
  });

  test("is not made up where the address is known: nobody would make it", async () => {
    const state = await up(null);
    expect(await reasons(state.inputs, program({ database: "missing" }))).toContain("CREATE DATABASE");
  });
});

describe("a password that was rotated", () => {
  test("is stored, and plans nothing", async () => {
    const state = await up(null);
    await sql(
      server.target,
      `CREATE ROLE components_other LOGIN PASSWORD 'other'; GRANT components_admin TO components_other`,
    );
    const login = { user: "components_other", password: "other" };
    const inputs = await succeed(state.inputs, program(login));
    expect(statements(inputs)).toEqual([]);
    expect(await diff("app", state.outputs, inputs)).toEqual({ changes: true });
    const { outputs } = await up(state, login);
    expect(outputs.password).toBe("other");
  });
});

describe("destroy", () => {
  const told = (): readonly unknown[] => vi.mocked(console.log).mock.calls.flat();

  test("retains the schema, and needs no server for that", async () => {
    const { outputs } = await up(null);
    await destroy({ outputs: { ...outputs, port: 1 } });
    expect(await sql(target, "SELECT count(*)::int AS rows FROM app.customers")).toEqual([{ rows: 0 }]);
  });

  test("says that the schema and its data stay", async () => {
    const { outputs } = await up(null);
    vi.mocked(console.log).mockClear();
    await destroy({ outputs });
    expect(told()).toEqual(["app: schema app and its data stay in the database (onDestroy is retain)"]);
  });

  test("drops what the schema holds where the stack says so, and nothing else, and tells what was lost", async () => {
    await sql(target, "CREATE TABLE public.other (id int)");
    const { outputs } = await up(null, { onDestroy: "drop" });
    await sql(target, "INSERT INTO app.customers VALUES (1, 'a'), (2, 'b')");
    vi.mocked(console.log).mockClear();
    await destroy({ outputs });
    expect(told()).toEqual([
      "app: drop table app.customers (2 rows)",
      "app: schema app was dropped with all it held (onDestroy is drop)",
    ]);
    expect(
      await sql(target, "SELECT to_regnamespace('app') AS app, to_regclass('public.other') AS other"),
    ).toEqual([{ app: null, other: "other" }]);
  });

  test("of a resource that was replaced leaves the schema to the one in its place", async () => {
    const { outputs } = await up(null, { onDestroy: "drop" });
    vi.mocked(console.log).mockClear();
    await databaseSchema.delete("app", outputs);
    expect(told()).toEqual([]);
    expect(await sql(target, "SELECT count(*)::int AS rows FROM app.customers")).toEqual([{ rows: 0 }]);
  });

  test("of a schema that is gone already is done, and said", async () => {
    const { outputs } = await up(null, { onDestroy: "drop" });
    await destroy({ outputs });
    vi.mocked(console.log).mockClear();
    await destroy({ outputs });
    expect(told()).toEqual(["app: schema app was not there (onDestroy is drop)"]);
  });
});

describe("a server that the stack made", () => {
  const made = { __resourceId: "/servers/one" };
  const replaced = { ...unknown, __resourceId: unknownValue };

  test("and would replace blocks in the preview, until it is consented to; the new one is then taken", async () => {
    const state = await up(null, made);
    const reason = await reasons(state.inputs, program(replaced));
    expect(reason).toContain("the server /servers/one would be replaced by another one");
    const consent = /consents\[0\]' '(replace server schema app [0-9a-f]{8})'/.exec(reason)?.[1] ?? "";
    const preview = await succeed(state.inputs, program({ ...replaced, consents: [consent] }));
    expect(statements(preview)).toContainEqual(expect.stringContaining("CREATE TABLE app.customers"));
    const { database } = await server.createDatabase();
    await sql(server.target, `ALTER DATABASE ${database} OWNER TO components_admin`);
    moveTo(database);
    await succeed(state.inputs, program({ ...made, consents: [consent] }, false));
  });

  test("and changes in place, or whose stack drops its data anyway, is planned", async () => {
    const state = await up(null, made);
    await succeed(state.inputs, program({ ...unknown, ...made }));
    await succeed(state.inputs, program({ ...replaced, onDestroy: "drop" }));
  });
});
