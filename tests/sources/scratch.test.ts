import type { Client } from "pg";
import { expect, test } from "vitest";
import { connect, type Target } from "../../engine/postgres";
import { loadDesired } from "../../engine/sources/desired";
import { readCatalog } from "../../engine/sources/reader";
import { scratchProvider } from "../../engine/sources/scratch";
import { type Major, sharedServer } from "../support/postgres";
import { temporaryDirectory, writeFiles } from "./support";

async function as<T>(target: Target, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await connect(target);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** An administrator as clouds give one. */
async function makeAdministrator(major: Major, name: string, rights: string): Promise<Target> {
  const { target } = await sharedServer(major);
  await as(target, (client) => client.query(`CREATE ROLE ${name} LOGIN PASSWORD 'x' ${rights}`));
  return { ...target, user: name, password: "x" };
}

function provider(spec: Parameters<typeof scratchProvider>[0]["spec"], target: Target | null, major: number) {
  return scratchProvider({ spec, target, major, cacheDirectory: temporaryDirectory() });
}

async function ours(target: Target): Promise<readonly string[]> {
  return await as(target, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "SELECT datname AS name FROM pg_database WHERE datname ~ '^stackschema_' UNION ALL " +
        "SELECT rolname FROM pg_roles WHERE rolname ~ '^stackschema_|^scratch_made' ORDER BY 1",
    );
    return rows.map(({ name }) => name);
  });
}

test.each<Major>([14, 15, 16, 17, 18])(
  "on Postgres %d, an administrator without superuser loads a source with roles and owners, and leaves nothing",
  async (major) => {
    const admin = await makeAdministrator(major, `cloud_admin_${major}`, "CREATEDB CREATEROLE");
    const scratch = provider("server", admin, major);
    const place = writeFiles({
      "a.sql": `
        CREATE SCHEMA app AUTHORIZATION scratch_made_owner;
        CREATE EXTENSION citext SCHEMA app;
        CREATE TABLE app.t (e app.citext);
        CREATE VIEW app.v AS SELECT * FROM app.t;
        ALTER TABLE app.t OWNER TO scratch_made_owner;
        GRANT SELECT ON app.t TO scratch_made_reader;
        ALTER DEFAULT PRIVILEGES FOR ROLE scratch_made_owner IN SCHEMA app GRANT SELECT ON TABLES TO scratch_made_reader;`,
    });
    try {
      const { catalog } = await loadDesired({
        source: { kind: "sql", path: place },
        scratch,
        cacheDirectory: temporaryDirectory(),
        engineVersion: "test",
        readCatalog,
      });
      const ids = [...catalog.objects.keys()];
      expect(ids).toContain("owner of table app.t");
      expect(ids).toContain("owner of schema app");
      expect(ids).toContain("privilege on table app.t to scratch_made_reader");
      expect(ids).toContain("extension citext");
    } finally {
      await scratch.close();
    }
    expect(await ours(admin)).toEqual([]);
  },
);

test("an administrator who may not make databases or roles is told both ways", async () => {
  const admin = await makeAdministrator(17, "scratch_weak", "CREATEDB");
  const scratch = provider("server", admin, 17);
  await expect(scratch.createDatabase()).rejects.toMatchObject({
    code: "scratch-unavailable",
    message: expect.stringMatching(
      /scratch_weak may not make roles.*scratch: embedded.*CREATEDB CREATEROLE.*--scratch <url>/s,
    ),
  });
  await scratch.close();
});

test("a scratch server of another major version is refused", async () => {
  const { target } = await sharedServer(17);
  const scratch = provider({ target }, null, 16);
  await expect(scratch.createDatabase()).rejects.toMatchObject({ code: "scratch-version" });
  await scratch.close();
});

test("without a server and without an embedded one of that version, both ways are told", () => {
  expect(() => provider("auto", null, 13)).toThrow(/no server yet, and no embedded Postgres 13.*Two ways/s);
  expect(() => provider("server", null, 17)).toThrow(/Two ways/);
  expect(() => provider("embedded", null, 13)).toThrow(/embedded Postgres 13/);
});

test("an embedded scratch server is started for the first database and ended with the run", async () => {
  const scratch = provider("auto", null, 17);
  expect(scratch.identity).toMatch(/^embedded 17 17\./);
  const one = await scratch.createDatabase();
  const other = await scratch.createDatabase();
  const { rows } = await one.loader.query(
    "SELECT rolsuper, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user",
  );
  expect(rows).toEqual([{ rolsuper: false, rolcreaterole: false, rolcreatedb: false }]);
  expect(one.adminTarget.database).not.toBe(other.adminTarget.database);
  const { adminTarget } = one;
  await scratch.close();
  await expect(connect(adminTarget)).rejects.toMatchObject({ code: "connection-refused" });
});

test("what a killed run left is dropped by the next; what is another's, or a living run's, stays", async () => {
  const { target } = await sharedServer(17);
  const living = provider({ target }, null, 17);
  const database = await living.createDatabase();
  await as(target, async (client) => {
    await client.query("CREATE DATABASE stackschema_scratch_0badcafe_1");
    await client.query(
      "COMMENT ON DATABASE stackschema_scratch_0badcafe_1 IS 'stackschema scratch 0badcafe'",
    );
    await client.query("CREATE ROLE stackschema_loader_0badcafe_1");
    await client.query("COMMENT ON ROLE stackschema_loader_0badcafe_1 IS 'stackschema scratch 0badcafe'");
    await client.query("CREATE DATABASE stackschema_scratch_mine");
  });
  const next = provider({ target }, null, 17);
  await (await next.createDatabase()).close();
  await next.close();
  const left = await ours(target);
  expect(left).toHaveLength(3);
  expect(left).toContain("stackschema_scratch_mine");
  expect(left).toContain(database.adminTarget.database);
  expect(left).toContain(database.loaderRole);
  await living.close();
  expect(await ours(target)).toEqual(["stackschema_scratch_mine"]);
});
