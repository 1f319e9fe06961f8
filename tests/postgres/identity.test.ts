import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  connect,
  isSameDatabase,
  refuseTransactionPooler,
  type ServerIdentity,
  serverIdentity,
  type Target,
} from "../../engine/postgres";
import { majors, sharedServer, startTestServer, type TestServer } from "../support/postgres";
import { fakePooler } from "./fake-pooler";
import { fakeServer, forward } from "./fake-servers";

async function identify(target: Target): Promise<ServerIdentity> {
  const client = await connect(target);
  try {
    return await serverIdentity(client);
  } finally {
    await client.end();
  }
}

async function run(target: Target, ...statements: string[]): Promise<void> {
  const client = await connect(target);
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

describe.each(majors)("the identity of a server of Postgres %i", (major) => {
  test("is the same for every connection and another for another database", async () => {
    const server = await sharedServer(major);
    const target = await server.createDatabase("first");
    const first = await identify(target);
    expect(first).toMatchObject({ major, databaseName: "first", user: "postgres", superuser: true });
    expect(first.systemIdentifier).toMatch(/^\d{10,}$/);
    expect(isSameDatabase(first, await identify(target))).toBe(true);
    expect(isSameDatabase(first, await identify(await server.createDatabase("second")))).toBe(false);
  });

  test("is told to a login without any rights, and null where the server withholds it", async () => {
    const server = await sharedServer(major);
    await run(server.target, "CREATE ROLE reader LOGIN PASSWORD 'r'");
    const target = await server.createDatabase("read");
    const reader = { ...target, user: "reader", password: "r" };
    const told = await identify(reader);
    expect(told).toMatchObject({ user: "reader", superuser: false });
    expect(told.systemIdentifier).toBe((await identify(target)).systemIdentifier);
    await run(target, "REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC");
    const withheld = await identify(reader);
    expect(withheld.systemIdentifier).toBeNull();
    expect(isSameDatabase(withheld, told)).toBe(true);
  });
});

describe("a pooler in front", () => {
  let server: TestServer;
  let directory = "";

  beforeAll(async () => {
    directory = mkdtempSync(path.join(tmpdir(), "stackschema-hba-"));
    chmodSync(directory, 0o755);
    const rules = path.join(directory, "hba.conf");
    writeFileSync(rules, "host all pooled 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
    server = await startTestServer({ settings: { hba_file: rules } });
    await run(server.target, "CREATE ROLE pooled LOGIN");
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  async function check(target: Target): Promise<void> {
    const client = await connect(target);
    try {
      await refuseTransactionPooler(client, target);
    } finally {
      await client.end();
    }
  }

  test.each([1, 2, 5])(
    "that gives a session a backend per transaction is refused, with %i backends",
    async (size) => {
      const pooler = await fakePooler({
        port: server.target.port,
        size,
        user: "pooled",
        database: "postgres",
      });
      const target = { ...server.target, port: pooler.port, user: "pooled", connectTimeout: 2_000 };
      try {
        await expect(check(target)).rejects.toMatchObject({
          code: "connection-pooled",
          message: expect.stringMatching(`127.0.0.1:${pooler.port} .*postgres as pooled`),
        });
      } finally {
        await pooler.close();
      }
    },
  );

  test("that passes everything through is no pooler, nor is none", async () => {
    const proxy = await fakeServer((socket) => forward(socket, server.target.port));
    try {
      await check({ ...server.target, port: proxy.port });
      expect(proxy.connections).toBe(1);
      await check(server.target);
    } finally {
      await proxy.close();
    }
  });
});
