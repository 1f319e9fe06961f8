// Supabase gives every table in `public` to the roles of its API. A source means there what running it there would make.
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { adoptDatabase, applySchema, planSchema, type Target } from "../../engine/index";
import { connected, load } from "../support/corpus-databases";
import { compareDumps } from "../support/pgdump";
import { startTestServer, type TestServer } from "../support/postgres";
import { dumped, inspect, provided, requestOf } from "./support";

let server: TestServer;
let template: Target;
let database: Target;
let made = 0;

beforeAll(async () => {
  server = await startTestServer({ major: 17 });
  template = (await provided(server, "supabase", "postgres")).admin;
});
afterAll(() => server.stop());

beforeEach(async () => {
  made += 1;
  database = { ...template, database: `project_${made}` };
  await load(server.target, `CREATE DATABASE project_${made} TEMPLATE provided`);
});

const planned = async (source: string, rest = {}): Promise<readonly string[]> => {
  const { plan } = await planSchema(requestOf(database, source, rest));
  expect(plan.findings).toEqual([]);
  return plan.steps.map(({ sql }) => sql);
};

/** Applies, and expects nothing to be left. */
async function applied(source: string, rest = {}): Promise<readonly string[]> {
  const request = requestOf(database, source, rest);
  const { planned: done } = await applySchema({ ...request, consentAll: true });
  expect((await planSchema(request)).plan.steps).toEqual([]);
  return done.plan.steps.map(({ sql }) => sql);
}

/** Which roles of the API may read the table. */
const readers = (table: string): Promise<readonly string[]> =>
  connected(database, async (client) => {
    const { rows } = await client.query<{ role: string }>(
      "SELECT role FROM unnest(ARRAY['anon', 'authenticated', 'service_role']) role WHERE has_table_privilege(role, $1, 'SELECT')",
      [table],
    );
    return rows.map(({ role }) => role);
  });

const secrets = "CREATE TABLE public.secrets (id int PRIMARY KEY)";

describe("what Supabase grants by default", () => {
  it("holds for what a source makes in public, and is not repeated", async () => {
    expect(await applied(secrets)).toHaveLength(1);
    expect(await readers("public.secrets")).toEqual(["anon", "authenticated", "service_role"]);
  });

  it("is taken back by the source's own REVOKE, on a new table and on one that is there", async () => {
    const source = `${secrets}; REVOKE ALL ON public.secrets FROM anon;`;
    const [create, ...rest] = await applied(source);
    expect(create).toMatch(/^CREATE TABLE public.secrets/);
    expect(rest).toEqual([expect.stringMatching(/^REVOKE .* ON TABLE public.secrets FROM anon$/)]);
    expect(await readers("public.secrets")).toEqual(["authenticated", "service_role"]);
    expect(await planned(await inspect(database))).toEqual([]);

    await load(database, "GRANT ALL ON public.secrets TO anon");
    expect(await applied(source)).toEqual([expect.stringMatching(/^REVOKE .* FROM anon$/)]);
  });

  it("narrows to what the source grants where it revokes the rest", async () => {
    await applied(
      `${secrets}; REVOKE ALL ON public.secrets FROM anon, authenticated; GRANT SELECT ON public.secrets TO authenticated;`,
    );
    expect(await readers("public.secrets")).toEqual(["authenticated", "service_role"]);
  });

  it("is managed where the source changes the default itself", async () => {
    const source = `ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM anon; ${secrets};`;
    const sql = await applied(source);
    expect(sql).toContainEqual(
      expect.stringMatching(
        /^ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public REVOKE .* ON TABLES FROM anon$/,
      ),
    );
    expect(await readers("public.secrets")).toEqual(["authenticated", "service_role"]);
  });

  it("gives no difference on tables that were made by hand", async () => {
    await load(database, secrets, "CREATE FUNCTION public.one() RETURNS int LANGUAGE sql AS 'SELECT 1'");
    expect(
      await planned(`${secrets}; CREATE FUNCTION public.one() RETURNS int LANGUAGE sql AS 'SELECT 1';`),
    ).toEqual([]);
  });

  it("is not granted in a schema of the application's own", async () => {
    await applied("CREATE SCHEMA app; CREATE TABLE app.secrets (id int PRIMARY KEY);");
    expect(await readers("app.secrets")).toEqual([]);
  });

  it("on the schema public can be taken back, too", async () => {
    const source = `${secrets}; REVOKE USAGE ON SCHEMA public FROM anon;`;
    expect(await applied(source)).toContain("REVOKE USAGE ON SCHEMA public FROM anon");
  });
});

describe("Supabase's own objects", () => {
  const withStubs = `
    CREATE SCHEMA IF NOT EXISTS auth;
    CREATE TABLE IF NOT EXISTS auth.users (id uuid PRIMARY KEY);
    CREATE SCHEMA IF NOT EXISTS extensions;
    CREATE EXTENSION IF NOT EXISTS pgcrypto WITH SCHEMA extensions;
    CREATE TABLE public.profiles (id uuid PRIMARY KEY REFERENCES auth.users (id), key text DEFAULT extensions.gen_random_uuid());
    ALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY;`;

  it("stay as they are where a source has stubs of them", async () => {
    const before = await dumped(database, server);
    expect(await applied(withStubs)).toHaveLength(2);
    const changed = compareDumps(before, await dumped(database, server)).filter(
      ({ left }) => left !== undefined,
    );
    expect(changed).toEqual([]);
  });

  it("are no noise where a source with stubs is given a scope", async () => {
    expect(await planned(withStubs, { scope: ["public"] })).toHaveLength(2);
  });

  it("can be referred to by a source that has no stubs", async () => {
    const source = `
      CREATE TABLE public.profiles (id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE);
      ALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY;
      CREATE POLICY own ON public.profiles TO authenticated USING (id = auth.uid());`;
    expect(await planned(source, { scratch: "embedded" })).toHaveLength(3);
    expect(await applied(source)).toHaveLength(3);
    expect(await planned(await inspect(database))).toEqual([]);
  });

  it("do not keep what the source takes out from going", async () => {
    await applied(`${secrets}; CREATE TABLE public.old (id int);`);
    expect(await applied(secrets)).toEqual(["DROP TABLE public.old"]);
  });

  it("keep a table that they hang on", async () => {
    await applied(`${secrets}; CREATE TABLE public.old (id int);`);
    await load(
      database,
      "SET ROLE supabase_admin",
      "CREATE VIEW public.watched AS SELECT id FROM public.old",
    );
    const admin = "ALTER VIEW public.watched OWNER TO supabase_admin";
    await load(database, admin);
    const { plan } = await planSchema(requestOf(database, secrets));
    expect(plan.findings.map(({ id, level }) => [id, level])).toContainEqual(["needed-outside", "error"]);
  });

  it("switch row security on, and no plan switches it off", async () => {
    await applied(secrets);
    await load(database, "ALTER TABLE public.secrets FORCE ROW LEVEL SECURITY");
    expect(await planned(secrets)).toEqual(["ALTER TABLE public.secrets NO FORCE ROW LEVEL SECURITY"]);
  });

  it("are printed where they are asked for by name", async () => {
    expect(await inspect(database, "--scope", "auth")).toContain("CREATE TABLE auth.users");
    expect(await inspect(database)).toBe("");
    expect(
      JSON.parse(await inspect(database, "--format", "json")).objects.map(({ id }: { id: string }) => id),
    ).toEqual(["schema public"]);
  });
});

describe("a database that is adopted", () => {
  it("is written without what Supabase put there, and plans empty", async () => {
    await applied(secrets);
    const directory = path.join(mkdtempSync(path.join(tmpdir(), "stackschema-adopted-")), "out");
    const { cacheDirectory, scratch = "auto" } = requestOf(database, secrets);
    const { files, proof } = await adoptDatabase({ target: database, directory, scratch, cacheDirectory });
    expect(proof).toMatchObject({ empty: true, failure: null });
    const texts = files.map((file) => readFileSync(path.join(directory, file), "utf8"));
    expect(texts.join("\n")).not.toMatch(/^DROP |rls_auto_enable|supabase_realtime/m);
    expect(texts.join("\n")).toContain("CREATE TABLE public.secrets");
  });
});

describe("another database as the source", () => {
  it("leaves alone what Supabase put there", async () => {
    const plain = await server.createDatabase();
    await load(plain, "CREATE SCHEMA app; CREATE TABLE app.t (id int PRIMARY KEY)");
    const request = { ...requestOf(database, secrets), source: { kind: "database", target: plain } } as const;
    const before = await dumped(database, server);
    const { planned: done } = await applySchema(request);
    expect(done.plan.steps.map(({ sql }) => sql.split("(")[0])).toEqual([
      "CREATE SCHEMA app",
      "CREATE TABLE app.t ",
    ]);
    const changed = compareDumps(before, await dumped(database, server)).filter(
      ({ left }) => left !== undefined,
    );
    expect(changed).toEqual([]);
    expect((await planSchema(request)).plan.steps).toEqual([]);
  });

  it("copies the application of one project to another", async () => {
    await applied(secrets);
    const first = database;
    await load(server.target, "CREATE DATABASE second TEMPLATE provided");
    const request = {
      ...requestOf({ ...database, database: "second" }, secrets),
      source: { kind: "database", target: first },
    } as const;
    await applySchema(request);
    expect((await planSchema(request)).plan.steps).toEqual([]);
  });
});
