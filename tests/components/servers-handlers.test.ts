import { chmodSync, existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { localServer } from "../../components/servers/handlers";
import { markKnown } from "../../components/servers/known";
import {
  connect,
  describeServer,
  isServerRunning,
  removeServer,
  startServer,
  stopServer,
  type Target,
} from "../../engine/postgres";
import { freePort } from "../../engine/postgres/embedded/port";
import { findPostmaster, waitUntilGone } from "../../engine/postgres/embedded/postmaster";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const inputs = {
  ...{ directory: ".stackschema/local/dev", major: 17, wantedPort: 0, database: "app" },
  __stack: "dev",
};
type State = Awaited<ReturnType<typeof localServer.create>>["outs"];

let root = "";
let directory = "";

beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), "stackschema-local-")));
  chmodSync(root, 0o755);
  writeFileSync(path.join(root, "Pulumi.yaml"), "name: test\n");
  vi.spyOn(process, "cwd").mockReturnValue(root);
  directory = path.join(root, inputs.directory);
});
afterEach(async () => {
  await removeServer(directory);
  vi.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});

async function ask(state: State, sql: string): Promise<unknown> {
  const { host, port, database, adminUser: user, password } = state;
  const target: Target = { host, port, database, user, password, tls: { mode: "disable" } };
  const client = await connect(target);
  try {
    const { rows } = await client.query({ text: sql, rowMode: "array" });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

async function crash(): Promise<void> {
  const pid = findPostmaster(describeServer(directory)?.dataDirectory ?? "")?.pid;
  if (pid === undefined) throw new Error("no server runs");
  process.kill(pid, "SIGKILL");
  await waitUntilGone(pid, 5_000);
}

test("a first preview makes nothing and tells nothing that is not known yet", async () => {
  expect(await localServer.check({}, inputs)).toEqual({ inputs, failures: [] });
  expect(existsSync(directory)).toBe(false);
});

test("a server is made with its database, and its state names no path of this machine", async () => {
  const { id, outs } = await localServer.create(inputs);
  expect(id).toBe(inputs.directory);
  expect(outs).toMatchObject({ ...inputs, host: "127.0.0.1", adminUser: "postgres" });
  expect(outs.password).toMatch(/^[\w-]{32}$/);
  expect(JSON.stringify(outs)).not.toContain(root);
  expect(await ask(outs, "SELECT current_database()")).toBe("app");
  expect(await localServer.check(inputs, inputs)).toEqual({ inputs, failures: [] });
  expect(await localServer.diff(id, outs, inputs)).toEqual({ changes: false });
});

test("a second making, after a run that was killed before its state was written, finds the first one's server", async () => {
  const first = await localServer.create(inputs);
  await ask(first.outs, "CREATE TABLE kept ()");
  await localServer.check({}, inputs);
  const second = await localServer.create(inputs);
  expect(second).toEqual(first);
  expect(await ask(second.outs, "SELECT count(*)::int FROM kept")).toBe(0);
});

describe("a server that does not run is started again", () => {
  test.each(["check", "read", "update"] as const)("by %s", async (method) => {
    const { id, outs } = await localServer.create(inputs);
    await ask(outs, "CREATE TABLE kept AS SELECT 42 AS answer");
    await crash();
    expect(isServerRunning(directory)).toBe(false);
    if (method === "check") await localServer.check(inputs, inputs);
    if (method === "read") expect(await localServer.read(id, outs)).toEqual({ id, props: outs });
    if (method === "update") expect(await localServer.update(id, outs, inputs)).toEqual({ outs });
    expect(await ask(outs, "SELECT answer FROM kept")).toBe(42);
  });
});

describe("a change of settings", () => {
  test("another port moves the server, and back to none keeps it there", async () => {
    const { id, outs } = await localServer.create(inputs);
    const wantedPort = await freePort(`handlers ${process.pid}`);
    const news = { ...inputs, wantedPort };
    expect(await localServer.check(inputs, news)).toEqual({ inputs: news, failures: [] });
    expect(await localServer.diff(id, outs, news)).toEqual({ changes: true });
    expect(await ask(outs, "SELECT inet_server_port()")).toBe(outs.port);
    const updated = await localServer.update(id, outs, news);
    expect(updated.outs).toEqual({ ...outs, wantedPort, port: wantedPort });
    expect(await ask(updated.outs, "SELECT inet_server_port()")).toBe(wantedPort);
    expect(await localServer.diff(id, updated.outs, inputs)).toEqual({ changes: false });
  });

  test("another database is made beside the first one", async () => {
    const { id, outs } = await localServer.create(inputs);
    const news = { ...inputs, database: "other" };
    expect(await localServer.diff(id, outs, news)).toEqual({ changes: true });
    const updated = await localServer.update(id, outs, news);
    expect(await ask(updated.outs, "SELECT current_database()")).toBe("other");
    expect(await ask(outs, "SELECT current_database()")).toBe("app");
  });

  test("another name of the stack keeps the server where it is", async () => {
    const { id, outs } = await localServer.create(inputs);
    const renamed = { ...inputs, directory: ".stackschema/local/renamed" };
    const checked = await localServer.check(inputs, renamed);
    expect(checked.inputs).toEqual(inputs);
    expect(await localServer.diff(id, outs, checked.inputs)).toEqual({ changes: false });
  });

  test("another version is refused in the preview, with both ways out", async () => {
    vi.stubEnv("npm_lifecycle_event", "preview");
    await localServer.create({ ...inputs, major: 16 });
    const { failures } = await localServer.check({ ...inputs, major: 16 }, inputs);
    expect(failures).toEqual([
      {
        property: "major",
        reason: [
          `The local server in ${inputs.directory} holds data of Postgres 16, and version 17 is configured. To keep the data:`,
          "  npm run pulumi -- config set --stack dev --path 'stackschema:major' 16",
          "To give it up: run that, then npm run destroy -- --stack dev, and after it",
          "  npm run pulumi -- config set --stack dev --path 'stackschema:major' 17",
        ].join("\n"),
      },
    ]);
    vi.unstubAllEnvs();
  });

  test("a version that is not installed is refused in the preview", async () => {
    const { failures } = await localServer.check({}, { ...inputs, major: 13 });
    expect(failures).toMatchObject([{ property: "major", reason: expect.stringMatching(/npm install/) }]);
  });
});

test("data removed by hand: an empty server takes its place at the same address", async () => {
  const { id, outs } = await localServer.create(inputs);
  await stopServer(directory);
  rmSync(directory, { recursive: true });
  expect(await localServer.check(inputs, inputs)).toEqual({ inputs, failures: [] });
  expect(await localServer.diff(id, outs, inputs)).toEqual({ changes: false });
  expect(await ask(outs, "SELECT current_database()")).toBe("app");
});

test("a server that cannot be started fails the preview with its reason", async () => {
  await localServer.create(inputs);
  const data = describeServer(directory)?.dataDirectory ?? "";
  await stopServer(directory);
  writeFileSync(path.join(data, "postgresql.conf"), "no_such_setting = 1\n", { flag: "a" });
  const { failures } = await localServer.check(inputs, inputs);
  expect(failures).toMatchObject([
    { property: "directory", reason: expect.stringMatching(/no_such_setting/) },
  ]);
});

test("a resource that was replaced leaves the server and its data to the one in its place", async () => {
  const { id, outs } = await localServer.create(inputs);
  await ask(outs, "CREATE TABLE kept ()");
  await localServer.check(inputs, inputs);
  await localServer.delete(id, outs);
  expect(await ask(outs, "SELECT to_regclass('kept')::text")).toBe("kept");
});

test("a new stack does not take the server of one that had its name before, only what a killed run left", async () => {
  const { outs } = await localServer.create(inputs);
  // Killed before the state had it: the next run goes on.
  expect(await localServer.check({}, inputs)).toMatchObject({ failures: [] });
  expect((await localServer.create(inputs)).outs.port).toBe(outs.port);
  // As the program does that hears of it; every later run does it, too.
  markKnown(directory);
  const { failures } = await localServer.check({}, inputs);
  expect(failures).toMatchObject([
    { property: "directory", reason: expect.stringContaining("give this stack another name") },
  ]);
  expect(await localServer.check(inputs, inputs)).toMatchObject({ failures: [] });
  vi.resetModules();
  const { localServer: another } = await import("../../components/servers/handlers");
  await another.delete("id", outs);
  expect(existsSync(directory)).toBe(false);
});

test("deletion stops the server and removes its data, and a second one finds nothing to do", async () => {
  const { id, outs } = await localServer.create(inputs);
  await localServer.delete(id, outs);
  expect(existsSync(directory)).toBe(false);
  await expect(ask(outs, "SELECT 1")).rejects.toMatchObject({ code: "connection-refused" });
  await localServer.delete(id, outs);
  await expect(startServer({ directory })).rejects.toMatchObject({ code: "embedded-not-there" });
});
