import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, createOwnedDatabase, startScratch, type Target } from "../../engine/postgres";
import { isRoot } from "../../engine/postgres/embedded/account";
import { findPostmaster, isAlive, waitUntilGone } from "../../engine/postgres/embedded/postmaster";
import { majors, sharedServer } from "../support/postgres";
import { type Bundle, bundleEngine } from "./child";

let cacheDirectory = "";
let bundle: Bundle;

beforeAll(() => {
  cacheDirectory = realpathSync(mkdtempSync(path.join(tmpdir(), "stackschema-scratch-")));
  chmodSync(cacheDirectory, 0o755);
  bundle = bundleEngine();
});
afterAll(() => {
  bundle.dispose();
  rmSync(cacheDirectory, { recursive: true, force: true });
});

async function ask(target: Target, sql: string): Promise<unknown> {
  const client = await connect(target);
  try {
    const { rows } = await client.query({ text: sql, rowMode: "array" });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

/** Directories of servers that run, or ran and were left. */
function runs(): readonly string[] {
  const place = path.join(cacheDirectory, "postgres");
  if (!existsSync(place)) return [];
  return readdirSync(place).flatMap((name) => (name.startsWith("run-") ? [path.join(place, name)] : []));
}

test.each(majors)("a scratch server of Postgres %i answers on the loopback alone", async (major) => {
  const server = await sharedServer(major);
  const target = await server.createDatabase();
  expect(await ask(target, "SELECT current_setting('server_version_num')::int / 10000")).toBe(major);
  expect(await ask(target, "SELECT current_setting('listen_addresses')")).toBe("127.0.0.1");
  expect(await ask(target, "SELECT current_setting('unix_socket_directories')")).toBe("");
});

test("a server is gone with all it had when it is stopped, and a second stop does nothing", async () => {
  const server = await startScratch({ major: 17, cacheDirectory });
  const [directory = ""] = runs();
  const pid = findPostmaster(path.join(directory, "data"))?.pid ?? 0;
  expect(isAlive(pid)).toBe(true);
  await server.stop();
  await server.stop();
  expect(isAlive(pid)).toBe(false);
  expect(runs()).toEqual([]);
  await expect(connect(server.admin)).rejects.toMatchObject({ code: "connection-refused" });
});

test("servers are started side by side, also while the template is made", async () => {
  const starts = [1, 2, 3].map(() => startScratch({ major: 16, cacheDirectory }));
  const servers = await Promise.all(starts);
  const ports = new Set(servers.map(({ admin }) => admin.port));
  expect(ports.size).toBe(3);
  for (const { admin } of servers) expect(await ask(admin, "SELECT 1")).toBe(1);
  await Promise.all(servers.map((server) => server.stop()));
  expect(runs()).toEqual([]);
});

test("settings given come before those that make it quick", async () => {
  const settings = { wal_level: "logical", max_wal_senders: 5, autovacuum: true };
  const server = await startScratch({ major: 17, cacheDirectory, settings });
  expect(await ask(server.admin, "SELECT current_setting('wal_level')")).toBe("logical");
  expect(await ask(server.admin, "SELECT current_setting('fsync')")).toBe("off");
  await server.stop();
});

test("a setting that does not exist leaves nothing behind", async () => {
  const start = startScratch({ major: 17, cacheDirectory, settings: { no_such_setting: 1 } });
  await expect(start).rejects.toMatchObject({
    code: "embedded-start-failed",
    message: expect.stringMatching(/no_such_setting/),
  });
  expect(runs()).toEqual([]);
});

describe("a process that ends", () => {
  const startAndTell = (then: string): string => `
    const server = await engine.startScratch({ major: 17, cacheDirectory: ${JSON.stringify(cacheDirectory)} });
    console.log(server.admin.port);
    ${then}`;

  test("takes its servers along", async () => {
    const child = bundle.run(startAndTell("process.exit(0);"));
    const port = Number(await child.line);
    await child.ended;
    expect(runs()).toEqual([]);
    const target = {
      host: "127.0.0.1",
      port,
      database: "postgres",
      user: "postgres",
      tls: { mode: "disable" },
    } as const;
    await expect(connect(target)).rejects.toMatchObject({ code: "connection-refused" });
  });

  test("by a kill leaves them to the next one, which leaves those of living processes", async () => {
    const killed = bundle.run(startAndTell("setTimeout(() => {}, 60000);"));
    await killed.line;
    const [abandoned = ""] = runs();
    const pid = findPostmaster(path.join(abandoned, "data"))?.pid ?? 0;
    killed.process.kill("SIGKILL");
    await killed.ended;
    expect(isAlive(pid)).toBe(true);

    const living = bundle.run(startAndTell("setTimeout(() => {}, 60000);"));
    await living.line;
    expect(await waitUntilGone(pid, 5_000)).toBe(true);
    expect(existsSync(abandoned)).toBe(false);

    const server = await startScratch({ major: 17, cacheDirectory });
    expect(runs()).toHaveLength(2);
    await server.stop();
    living.process.kill("SIGKILL");
    await living.ended;
    await (await startScratch({ major: 17, cacheDirectory })).stop();
    expect(runs()).toEqual([]);
  });
});

test("a cache that its user may not enter stays as it is", async () => {
  const closed = path.join(cacheDirectory, "closed");
  mkdirSync(closed, { mode: 0o700 });
  const server = await startScratch({ major: 17, cacheDirectory: closed });
  expect(await ask(server.admin, "SELECT 1")).toBe(1);
  const data = String(await ask(server.admin, "SELECT current_setting('data_directory')"));
  expect(data.startsWith(closed)).toBe(!isRoot());
  expect(statSync(closed).mode & 0o777).toBe(0o700);
  await server.stop();
  expect(existsSync(data)).toBe(false);
});

describe.each(majors)("the owner of a database on a scratch server of Postgres %i", (major) => {
  test("has all rights in it and none beyond it", async () => {
    const server = await sharedServer(major);
    const owned = await createOwnedDatabase(server.target, { database: 'Own"ed', owner: 'Own er"1' });
    const other = await createOwnedDatabase(server.target, { database: "others", owner: "other" });
    expect(owned).toMatchObject({ database: 'Own"ed', user: 'Own er"1' });
    await ask(owned, "CREATE SCHEMA app CREATE TABLE t (id int)");
    const refused = [
      "CREATE ROLE more",
      "CREATE DATABASE more",
      "ALTER SYSTEM SET work_mem = '1GB'",
      "ALTER ROLE postgres PASSWORD 'mine'",
      "SET ROLE other",
      "SET SESSION AUTHORIZATION postgres",
      "COPY (SELECT 1) TO PROGRAM 'cat'",
      "SELECT pg_read_file('/etc/passwd')",
      "CREATE FUNCTION c() RETURNS int LANGUAGE c AS 'libc', 'exit'",
    ];
    for (const sql of refused) await expect(ask(owned, sql), sql).rejects.toMatchObject({ code: "42501" });
    await expect(connect({ ...owned, database: other.database })).rejects.toMatchObject({
      code: "connection-not-allowed",
    });
  });

  test("may have several databases", async () => {
    const server = await sharedServer(major);
    await createOwnedDatabase(server.target, { database: "one", owner: "twice" });
    const two = await createOwnedDatabase(server.target, { database: "two", owner: "twice" });
    expect(await ask(two, "SELECT current_user::text || ' ' || current_database()")).toBe("twice two");
  });
});
