import { existsSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { connect, describeServer, isServerRunning } from "../../engine/postgres";
import { findPostmaster, waitUntilGone } from "../../engine/postgres/embedded/postmaster";
import { type PulumiStack, pulumiStack } from "../support/pulumi";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const program = `
  import * as pulumi from "@pulumi/pulumi";
  import { LocalServer } from "./components/servers";
  const config = new pulumi.Config();
  const server = new LocalServer("server", { major: config.requireNumber("major"), database: config.require("database") });
  export const { host, port, database, adminUser, password, tls, major, ready } = server;
`;

let stack: PulumiStack;
let directory = "";

beforeAll(async () => {
  stack = await pulumiStack({ program, config: { major: 16 } });
  directory = path.join(stack.directory, ".stackschema", "local", "local");
});
afterAll(() => stack?.dispose());

async function selectOne(): Promise<void> {
  const outputs = await stack.outputs();
  const client = await connect({
    host: String(outputs.host),
    port: Number(outputs.port),
    database: String(outputs.database),
    user: String(outputs.adminUser),
    password: String(outputs.password),
    tls: { mode: "disable" },
  });
  await client.query("SELECT 1");
  await client.end();
}

test("a first preview makes no server", async () => {
  const { code, output } = await stack.preview();
  expect(output).toMatch(/ 3 to create/);
  expect(code).toBe(0);
  expect(describeServer(directory)).toBeUndefined();
});

test("up makes it, tells how to reach it, and keeps the password out of the state and the terminal", async () => {
  const { code, output } = await stack.up();
  expect(output).toContain("created");
  expect(code).toBe(0);
  await selectOne();
  const password = describeServer(directory)?.password ?? "no password";
  expect(output).not.toContain(password);
  expect(stack.stateText()).not.toContain(password);
  expect(stack.stateText()).not.toContain(stack.directory);
  expect(await stack.outputs()).toMatchObject({ major: 16, ready: true, tls: { mode: "disable" } });
});

async function crash(): Promise<void> {
  const pid = findPostmaster(describeServer(directory)?.dataDirectory ?? "")?.pid;
  if (pid === undefined) throw new Error("no server runs");
  process.kill(pid, "SIGKILL");
  await waitUntilGone(pid, 5_000);
}

test("a preview starts a server that does not run, finds nothing to do, and tells no password", async () => {
  await crash();
  const { code, json, stderr } = await stack.previewJson();
  expect(json.changeSummary).toEqual({ same: 3 });
  expect(code).toBe(0);
  expect(isServerRunning(directory)).toBe(true);
  const password = describeServer(directory)?.password ?? "";
  expect(`${JSON.stringify(json)}${stderr}`).not.toContain(password);
  await selectOne();
});

test("refresh starts a server that does not run, and sees no drift", async () => {
  await crash();
  const { code, output } = await stack.refresh();
  expect(output).toMatch(/3 unchanged/);
  expect(code).toBe(0);
  await selectOne();
});

test("another database is an update that leaves the server's address as it was", async () => {
  const before = await stack.outputs();
  stack.configure({ major: 16, database: "other" });
  const { code, output } = await stack.up();
  expect(output).toMatch(/1 updated/);
  expect(code).toBe(0);
  expect(await stack.outputs()).toEqual({ ...before, database: "other" });
  await selectOne();
});

test("destroy ends it and removes its data, also when it did not run", async () => {
  await crash();
  const { code, output } = await stack.destroy();
  expect(output).toMatch(/deleted/);
  expect(code).toBe(0);
  expect(existsSync(directory)).toBe(false);
});
