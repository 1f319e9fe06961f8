import { type ChildProcess, spawn } from "node:child_process";
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  availableMajors,
  connect,
  describeServer,
  type EmbeddedServer,
  ensureDatabase,
  initialiseServer,
  isServerRunning,
  removeServer,
  startServer,
  stopServer,
} from "../../engine/postgres";
import { isRoot } from "../../engine/postgres/embedded/account";
import { nativePackage } from "../../engine/postgres/embedded/package";
import { freePort } from "../../engine/postgres/embedded/port";
import { isAlive, waitUntilGone } from "../../engine/postgres/embedded/postmaster";
import { majors } from "../support/postgres";
import { type Bundle, bundleEngine } from "./child";
import { adminOf, ask, made, pidOf, placeForEach } from "./embedded-fixture";

const place = placeForEach();
let directory = "";
let bundle: Bundle;

beforeAll(() => {
  bundle = bundleEngine();
});
afterAll(() => bundle.dispose());
beforeEach(() => {
  directory = place.directory;
});

test("every tested version is installed", () => {
  expect(availableMajors()).toEqual(majors);
});

test.each(majors)(
  "a server of Postgres %i is made, started, stopped, started again and removed",
  async (major) => {
    const first = await made(place, { major });
    expect(await ask(first, "SELECT current_setting('server_version_num')::int / 10000")).toBe(major);
    expect(await ask(first, "SELECT current_setting('listen_addresses')")).toBe("127.0.0.1");
    expect(
      await ask(first, "SELECT rolpassword LIKE 'SCRAM-SHA-256$%' FROM pg_authid WHERE rolname = 'postgres'"),
    ).toBe(true);
    await ensureDatabase(adminOf(first), "app");
    await ensureDatabase(adminOf(first), "app");
    const pid = pidOf(first);
    await stopServer(directory);
    expect(isServerRunning(directory)).toBe(false);
    expect(isAlive(pid)).toBe(false);

    const second = await startServer({ directory });
    expect(second).toEqual(first);
    expect(describeServer(directory)).toEqual(first);
    expect(await ask(second, "SELECT count(*)::int FROM pg_database WHERE datname = 'app'")).toBe(1);

    await removeServer(directory);
    expect(existsSync(first.dataDirectory)).toBe(false);
    expect(existsSync(directory)).toBe(false);
    expect(describeServer(directory)).toBeUndefined();
  },
);

describe("a running server", () => {
  test("outlives the process that started it, and knows nothing of that process's environment", async () => {
    const where = JSON.stringify({ directory, major: 17 });
    const child = bundle.run(`
      await engine.initialiseServer(${where});
      const server = await engine.startServer(${where});
      console.log(JSON.stringify(server));`);
    const server: EmbeddedServer = JSON.parse(await child.line);
    expect((await child.ended).code).toBe(0);
    expect(isServerRunning(directory)).toBe(true);
    expect(describeServer(directory)).toEqual(server);
    const client = await connect(adminOf(server));
    await client.query("CREATE TEMPORARY TABLE environment (line text)");
    await client.query("COPY environment FROM PROGRAM 'env'");
    const { rows } = await client.query("SELECT line FROM environment");
    await client.end();
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.filter(({ line }) => line.includes("CHILD_SECRET"))).toEqual([]);
  });

  test("is found by a second start, and by two starts at once", async () => {
    await initialiseServer({ directory, major: 17 });
    const [one, two] = await Promise.all([startServer({ directory }), startServer({ directory })]);
    expect(one).toEqual(two);
    const pid = pidOf(one);
    await startServer({ directory });
    expect(pidOf(one)).toBe(pid);
  });

  test("moves when another port is configured", async () => {
    const first = await made(place);
    const port = await freePort(`other ${process.pid}`);
    const second = await startServer({ directory, port });
    expect(second).toEqual({ ...first, port });
    expect(await ask(second, "SELECT inet_server_port()")).toBe(port);
    await stopServer(directory);
    expect((await startServer({ directory })).port).toBe(port);
  });

  test("stays on its port when the other one is taken", async () => {
    const server = await made(place);
    const taken = createServer();
    const port = await freePort(`taken ${process.pid}`);
    await new Promise<void>((resolve) => taken.listen(port, "127.0.0.1", resolve));
    try {
      await expect(startServer({ directory, port })).rejects.toMatchObject({
        code: "embedded-port-taken",
        message: expect.stringContaining(String(port)),
      });
      expect(await ask(server, "SELECT 1")).toBe(1);
      await stopServer(directory);
      await expect(startServer({ directory, port })).rejects.toMatchObject({ code: "embedded-port-taken" });
    } finally {
      await new Promise((resolve) => taken.close(resolve));
    }
    expect(await startServer({ directory })).toEqual(server);
  });
});

describe("after a crash", () => {
  test("a killed server is started again with what was committed", async () => {
    const server = await made(place);
    const client = await connect(adminOf(server));
    await client.query("CREATE TABLE kept AS SELECT 42 AS answer");
    const busy = client.query("SELECT pg_sleep(2)").catch(() => undefined);
    const pid = pidOf(server);
    process.kill(pid, "SIGKILL");
    expect(await waitUntilGone(pid, 5_000)).toBe(true);
    expect(isServerRunning(directory)).toBe(false);
    const again = await startServer({ directory });
    await busy;
    expect(again).toEqual(server);
    expect(await ask(again, "SELECT answer FROM kept")).toBe(42);
  });

  test("a pid file whose number another process has got since is no obstacle, and that process is left alone", async () => {
    const server = await made(place);
    await stopServer(directory);
    const stranger = sleeper(server.dataDirectory);
    try {
      const file = path.join(server.dataDirectory, "postmaster.pid");
      const lines = [
        stranger.pid,
        server.dataDirectory,
        1,
        server.port,
        "",
        "127.0.0.1",
        "  1  1",
        "ready   ",
      ];
      writeFileSync(file, `${lines.join("\n")}\n`);
      giveToOwner(file, server.dataDirectory);
      expect(isServerRunning(directory)).toBe(false);
      await stopServer(directory);
      expect(isAlive(stranger.pid ?? 0)).toBe(true);
      expect(await startServer({ directory })).toEqual(server);
      expect(await ask(server, "SELECT 1")).toBe(1);
      expect(isAlive(stranger.pid ?? 0)).toBe(true);
    } finally {
      stranger.kill("SIGKILL");
    }
  });

  test("an interrupted making is begun anew", async () => {
    mkdirSync(path.join(directory, "data.new", "base"), { recursive: true });
    writeFileSync(path.join(directory, "data.new", "PG_VERSION"), "17\n");
    const server = await made(place);
    expect(await ask(server, "SELECT 1")).toBe(1);
    expect(existsSync(path.join(directory, "data.new"))).toBe(false);
  });

  test("a lock of a process that died is taken over", async () => {
    await initialiseServer({ directory, major: 17 });
    writeFileSync(path.join(directory, "lock"), "999999999 1");
    const server = await startServer({ directory });
    expect(await ask(server, "SELECT 1")).toBe(1);
  });
});

/** A process of the user that would serve the data, so that Postgres itself would take it for a postmaster. */
function sleeper(data: string): ChildProcess {
  const { uid, gid } = statSync(data);
  const user = isRoot() ? { uid, gid } : {};
  return spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"], {
    cwd: "/",
    stdio: "ignore",
    ...user,
  });
}

function giveToOwner(file: string, data: string): void {
  const { uid, gid } = statSync(data);
  if (isRoot()) chownSync(file, uid, gid);
}

describe("what it keeps", () => {
  test("its password is in a file for its owner alone", async () => {
    const server = await initialiseServer({ directory, major: 17 });
    const file = path.join(directory, "server.json");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, "utf8")).toContain(server.password);
    expect(statSync(server.dataDirectory).mode & 0o777).toBe(0o700);
    const others = readdirSync(path.dirname(server.dataDirectory)).filter((name) => name !== "server.json");
    for (const name of others) {
      const other = path.join(directory, name);
      if (statSync(other).isFile()) expect(readFileSync(other, "utf8")).not.toContain(server.password);
    }
  });

  test("a second making keeps the data, and refuses another version", async () => {
    const first = await initialiseServer({ directory, major: 16 });
    expect(await initialiseServer({ directory, major: 16 })).toEqual(first);
    await expect(initialiseServer({ directory, major: 17 })).rejects.toMatchObject({
      code: "embedded-major-changed",
      message: expect.stringMatching(/version 16, and 17 is configured/),
    });
  });

  test("data without its record is not taken and not removed", async () => {
    const server = await initialiseServer({ directory, major: 17 });
    const record = readFileSync(path.join(directory, "server.json"));
    rmSync(path.join(directory, "server.json"));
    await expect(initialiseServer({ directory, major: 17 })).rejects.toMatchObject({
      code: "embedded-unknown-data",
    });
    await removeServer(directory);
    expect(existsSync(server.dataDirectory)).toBe(true);
    writeFileSync(path.join(directory, "server.json"), record);
  });

  test("a damaged record is told", async () => {
    await initialiseServer({ directory, major: 17 });
    const file = path.join(directory, "server.json");
    const record = readFileSync(file);
    writeFileSync(file, "{");
    await expect(startServer({ directory })).rejects.toMatchObject({ code: "embedded-record-damaged" });
    writeFileSync(file, record);
  });

  test("removal leaves other files in the directory", async () => {
    await made(place);
    writeFileSync(path.join(directory, "mine.txt"), "");
    await removeServer(directory);
    expect(readdirSync(directory)).toEqual(["mine.txt"]);
  });

  test("the same directory gets the same port, and another one another", async () => {
    const first = await initialiseServer({ directory, major: 17 });
    await removeServer(directory);
    expect((await initialiseServer({ directory, major: 17 })).port).toBe(first.port);
    expect(await freePort(`${directory}2`)).not.toBe(first.port);
  });

  test("a configured port and password are taken", async () => {
    const port = await freePort(`configured ${process.pid}`);
    await initialiseServer({ directory, major: 17, port, password: "given" });
    const server = await startServer({ directory });
    expect(server).toMatchObject({ port, password: "given" });
    expect(await ask(server, "SELECT 1")).toBe(1);
  });
});

describe("what cannot be", () => {
  test("a version that is not installed is named with the way to install it", () => {
    expect(() => nativePackage(13)).toThrow(/no embedded Postgres 13 .*14, 15, 16, 17, 18/);
  });

  test("a directory without a server", async () => {
    await expect(startServer({ directory })).rejects.toMatchObject({ code: "embedded-not-there" });
    await stopServer(directory);
    await removeServer(directory);
  });

  test("a server that does not start tells why", async () => {
    const server = await initialiseServer({ directory, major: 17 });
    const settings = path.join(server.dataDirectory, "postgresql.conf");
    writeFileSync(settings, "shared_buffers = 'plenty'\n", { flag: "a" });
    await expect(startServer({ directory })).rejects.toMatchObject({
      code: "embedded-start-failed",
      message: expect.stringMatching(/shared_buffers/),
    });
  });
});
