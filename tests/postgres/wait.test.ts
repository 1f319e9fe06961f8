// Waiting for a fresh server: each way in which it may not answer yet is told by the name of what fails.
import { writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import path from "node:path";
import { createSecureContext, TLSSocket } from "node:tls";
import { beforeAll, describe, expect, test } from "vitest";
import {
  ServerNotReady,
  startServer,
  stopServer,
  type Target,
  type WaitForServerOptions,
  waitForServer,
} from "../../engine/postgres";
import { freePort } from "../../engine/postgres/embedded/port";
import { sharedServer } from "../support/postgres";
import { type Certificates, makeCertificates } from "./certificates";
import { adminOf, ask, made, placeForEach } from "./embedded-fixture";
import { fakeServer, forward, message, refusal } from "./fake-servers";

let certificates: Certificates;
let plain: Target;

beforeAll(async () => {
  certificates = await makeCertificates();
  plain = (await sharedServer()).target;
});

const impatient: WaitForServerOptions = { timeout: 900, settleTimeout: 600 };

async function failure(target: Target, options: WaitForServerOptions = impatient): Promise<ServerNotReady> {
  try {
    await waitForServer({ connectTimeout: 300, ...target }, options);
  } catch (error) {
    if (error instanceof ServerNotReady) return error;
    throw error;
  }
  throw new Error("it was ready");
}

/** Agrees to encrypt, and speaks as `serve` does from then on. */
function encrypted(socket: Socket, serve: (secure: TLSSocket) => void): void {
  const { certificate: cert, key } = certificates.server;
  socket.once("data", () => {
    socket.write("S");
    const secure = new TLSSocket(socket, {
      isServer: true,
      secureContext: createSecureContext({ cert, key }),
    });
    secure.on("error", () => undefined);
    serve(secure);
  });
}

describe("what fails is told", () => {
  test("a name that does not resolve", async () => {
    const error = await failure({ ...plain, host: "does-not-exist.invalid" });
    expect(error).toMatchObject({ code: "server-not-ready", stage: "name" });
    expect(error.message).toMatch(/is not ready after \d+ s: it fails at name resolution \(DNS\)\./);
    expect(error.message).toMatch(/does not resolve.*look at its DNS zone\.$/);
    expect(error.waited).toBeGreaterThanOrEqual(900);
    expect(error.cause).toMatchObject({ code: "connection-host-unknown" });
  });

  test("a port where nothing listens", async () => {
    const error = await failure({ ...plain, port: await freePort(`wait ${process.pid}`) });
    expect(error.stage).toBe("network");
    expect(error.message).toMatch(/nothing listens there.*firewall rules/);
  });

  test.each([
    ["tls", "require"],
    ["login", "disable"],
  ] as const)("silence after the connection, at %s where sslmode is %s", async (stage, mode) => {
    const fake = await fakeServer(() => undefined);
    try {
      const error = await failure({ ...plain, port: fake.port, tls: { mode } }, { timeout: 100 });
      expect(error.stage).toBe(stage);
    } finally {
      await fake.close();
    }
  });

  test("silence after the handshake is no failure of TLS", async () => {
    const fake = await fakeServer((socket) => encrypted(socket, () => undefined));
    try {
      const tls = { mode: "verify-ca", ca: certificates.authority } as const;
      const error = await failure({ ...plain, port: fake.port, tls }, { timeout: 100 });
      expect(error.stage).toBe("login");
    } finally {
      await fake.close();
    }
  });

  test("a certificate of another authority, once it had time to change", async () => {
    const fake = await fakeServer((socket) => encrypted(socket, () => undefined));
    try {
      const tls = { mode: "verify-ca", ca: certificates.otherAuthority } as const;
      const error = await failure({ ...plain, port: fake.port, tls }, { settleTimeout: 400 });
      expect(error.stage).toBe("tls");
      expect(error.waited).toBeGreaterThanOrEqual(400);
      expect(error.waited).toBeLessThan(10_000);
      expect(fake.connections).toBeGreaterThan(1);
    } finally {
      await fake.close();
    }
  });

  test("a password that stays wrong, without the password", async () => {
    const error = await failure({ ...plain, password: "wrong-Pass-7d2e" }, { settleTimeout: 300 });
    expect(error.stage).toBe("login");
    expect(error.message).toMatch(/refused user or password.*provider's portal/);
    expect(error.message).not.toContain("wrong-Pass-7d2e");
  });

  test("a database that is not there", async () => {
    const error = await failure({ ...plain, database: "not_made" }, { settleTimeout: 300 });
    expect(error.stage).toBe("database");
  });

  test("a server that never gets through its start", async () => {
    const fake = await fakeServer((socket) =>
      socket.once("data", () => socket.end(refusal("57P03", "the database system is starting up"))),
    );
    try {
      const error = await failure({ ...plain, port: fake.port });
      expect(error.stage).toBe("recovery");
    } finally {
      await fake.close();
    }
  });

  test("a server that logs in and then says nothing", async () => {
    const fake = await fakeServer((socket) =>
      socket.once("data", () =>
        socket.write(Buffer.concat([message("R", 0), message("K", 1, 2), message("Z", Buffer.from("I"))])),
      ),
    );
    try {
      const error = await failure({ ...plain, port: fake.port }, { timeout: 100 });
      expect(error.cause).toMatchObject({ code: "connection-timeout" });
    } finally {
      await fake.close();
    }
  });
});

describe("waiting", () => {
  test("outlasts a password and a database that come late, and tells what it waits for", async () => {
    const { port } = plain;
    const answers = [
      refusal("57P03", "the database system is starting up"),
      refusal("28P01", "password authentication failed"),
      refusal("3D000", "no such database"),
    ];
    const fake = await fakeServer((socket, count) => {
      const answer = answers[count - 1];
      if (answer === undefined) forward(socket, port);
      else socket.once("data", () => socket.end(answer));
    });
    const told: string[] = [];
    try {
      await waitForServer({ ...plain, port: fake.port }, { onProgress: (text) => told.push(text) });
    } finally {
      await fake.close();
    }
    expect(fake.connections).toBe(4);
    expect(told.map((text) => /waiting for (.*?):/.exec(text)?.[1])).toEqual([
      "the end of its recovery",
      "authentication",
      "the database",
    ]);
    expect(told[0]).toMatch(/\(\d+ s so far\)$/);
  });

  test("tells the same thing once in half a minute", async () => {
    const told: string[] = [];
    const port = await freePort(`wait again ${process.pid}`);
    await failure({ ...plain, port }, { timeout: 1_500, onProgress: (text) => told.push(text) });
    expect(told).toHaveLength(1);
  });

  test("is given up when told so", async () => {
    const controller = new AbortController();
    const port = await freePort(`wait given up ${process.pid}`);
    const waiting = waitForServer({ ...plain, port }, { signal: controller.signal });
    setTimeout(() => controller.abort(), 300);
    await expect(waiting).rejects.toThrow();
  });
});

describe("a server in recovery", () => {
  const place = placeForEach();

  test("is ready when it takes writes and not before", async () => {
    const server = await made(place);
    await stopServer(place.directory);
    writeFileSync(path.join(server.dataDirectory, "standby.signal"), "", { mode: 0o644 });
    const standby = await startServer({ directory: place.directory });
    const target = adminOf(standby);
    const error = await failure(target);
    expect(error.stage).toBe("recovery");
    expect(error.message).toMatch(/is in recovery.*a replica never leaves recovery/);
    const waiting = waitForServer(target);
    expect(await ask(standby, "SELECT pg_promote()")).toBe(true);
    await waiting;
    expect(await ask(standby, "SELECT pg_is_in_recovery()")).toBe(false);
  });
});
