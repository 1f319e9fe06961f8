// The resource that waits for a server: by its handlers, and through the real Pulumi engine.
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { unknownValue } from "../../components/properties";
import { readyServer } from "../../components/servers/ready-handlers";
import { connect } from "../../engine/postgres";
import { fakeServer, forward, refusal } from "../postgres/fake-servers";
import { startTestServer, type TestServer } from "../support/postgres";
import { type PulumiStack, pulumiStack } from "../support/pulumi";

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const secret = "pass-Word-4e1b";
let server: TestServer;

const address = (port: number, password = secret) => ({
  host: "127.0.0.1",
  port,
  database: "postgres",
  user: "keeper",
  password,
  tls: { mode: "disable" },
});

beforeAll(async () => {
  server = await startTestServer();
  const client = await connect(server.target);
  await client.query(`CREATE ROLE keeper LOGIN PASSWORD '${secret}'`);
  await client.end();
});
afterAll(() => server?.stop());

describe("the handlers", () => {
  afterEach(() => vi.restoreAllMocks());

  test("create waits, tells what for, and answers with the address", async () => {
    const told = vi.spyOn(console, "log").mockImplementation(() => undefined);
    const fake = await fakeServer((socket, count) => {
      if (count > 1) forward(socket, server.target.port);
      else socket.once("data", () => socket.end(refusal("57P03", "the database system is starting up")));
    });
    try {
      const inputs = address(fake.port);
      const { id, outs } = await readyServer.create(inputs);
      expect(id).toBe(`127.0.0.1:${fake.port}`);
      expect(outs).toEqual({ ...inputs, ready: true });
    } finally {
      await fake.close();
    }
    const lines = told.mock.calls.map(([line]) => String(line));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^waiting for the end of its recovery: .*starting up/);
    expect(lines[0]).not.toContain(secret);
  });

  test("check keeps what is unknown, and nothing that is not the address", async () => {
    const news = { ...address(5432), host: unknownValue, ready: undefined, __provider: "text" };
    expect(await readyServer.check({}, news)).toEqual({ inputs: { ...address(5432), host: unknownValue } });
  });

  test("another password is waited for again, and the same address is not", async () => {
    const state = { ...address(5432), ready: true };
    expect(await readyServer.diff("id", state, address(5432))).toEqual({ changes: false });
    expect(await readyServer.diff("id", state, address(5432, "other"))).toEqual({ changes: true });
    const news = address(server.target.port);
    expect(await readyServer.update("id", state, news)).toEqual({ outs: { ...news, ready: true } });
  });
});

const program = `
  import * as pulumi from "@pulumi/pulumi";
  import { ReadyServer } from "./components/servers/ready";
  const config = new pulumi.Config();
  const server = new ReadyServer("server", {
    host: "127.0.0.1", port: config.requireNumber("port"), database: "postgres", user: "keeper",
    password: pulumi.secret([...config.require("reversed")].reverse().join("")), tls: { mode: "disable" },
  }, {});
  export const { ready, host, password } = server;
`;

describe("through Pulumi", () => {
  let stack: PulumiStack;
  beforeAll(async () => {
    stack = await pulumiStack({
      program,
      config: { port: server.target.port, reversed: [...secret].reverse().join("") },
    });
  });
  afterAll(() => stack?.dispose());

  test("a preview waits for nothing, up for the server, and the password is a secret in the state", async () => {
    const preview = await stack.preview();
    expect(preview.output).toMatch(/ 2 to create/);
    const { code, output } = await stack.up();
    expect(code, output).toBe(0);
    expect(await stack.outputs()).toMatchObject({ ready: true, host: "127.0.0.1", password: secret });
    expect(output).not.toContain(secret);
    expect(stack.stateText()).not.toContain(secret);
    const { json } = await stack.previewJson();
    expect(json.changeSummary).toEqual({ same: 2 });
  });
});
