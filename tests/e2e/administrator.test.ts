// The administrator's password changes, through the real Pulumi engine, on a server whose administrator is no superuser:
// what refresh and destroy connect with stands in the state, and goes on working. And a password that no state ever has.
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { connect, type Target } from "../../engine/index";
import { startTestServer, type TestServer } from "../support/postgres";
import type { Finished, PulumiStack } from "../support/pulumi";
import { searchSecrets } from "../support/secret-search";
import { appStack, customers, query, settings, useServer } from "./app";
import { storedTarget } from "./rotation-client";

vi.setConfig({ testTimeout: 400_000, hookTimeout: 300_000 });

const passwords: string[] = [];
const said: string[] = [];
let server: TestServer;
let target: Target;
let stack: PulumiStack;

beforeAll(async () => {
  server = await startTestServer();
  await query(server.target, "CREATE ROLE keeper LOGIN CREATEROLE CREATEDB");
  const { database } = await server.createDatabase("kept");
  await query(server.target, `ALTER DATABASE ${database} OWNER TO keeper`);
  target = { ...server.target, database, user: "keeper" };
  await rotate();
  stack = await appStack(customers, { stack: "kept" });
});

afterAll(async () => {
  await stack?.dispose();
  await server?.stop();
});

/** As somebody does it outside of the stack. */
async function rotate(): Promise<void> {
  const password = `keeper/p4ss&word=${passwords.length + 1}`;
  passwords.push(password);
  await query(server.target, `ALTER ROLE keeper PASSWORD '${password}'`);
  target = { ...target, password };
}

async function well(running: Promise<Finished>): Promise<string> {
  const { code, output } = await running;
  said.push(output);
  expect(code, output).toBe(0);
  return output;
}

test("an up stores the new password with all that connects later: refresh goes on", async () => {
  await useServer(stack, target);
  await well(stack.up());
  await rotate();
  await useServer(stack, target);
  const update = await well(stack.up());
  expect(update).toMatch(/LoginInUse .*update/);
  expect(update).not.toMatch(/FileSecret .*update/);
  await well(stack.refresh());
  await well(stack.preview("--expect-no-changes"));
});

test("a run's own password comes before the stored one: refresh goes on where no up has stored it", async () => {
  await rotate();
  const { code, output } = await stack.refresh();
  expect(code).not.toBe(0);
  expect(output).toContain("the server refused user or password");
  stack.setEnvironment({ PG_KEPT_PASSWORD: target.password });
  await well(stack.refresh());
});

test("an address and a password of the environment alone make a stack, and no state has the password", async () => {
  stack.configure({ ...settings, server: "existing" });
  const { host, port, user, database } = target;
  stack.setEnvironment({
    PG_KEPT_HOST: host,
    PG_KEPT_PORT: String(port),
    PG_KEPT_USER: user,
    PG_KEPT_DATABASE: database,
    PG_KEPT_SSLMODE: "disable",
  });
  const output = await well(stack.up());
  expect(output).toContain(`connects to postgres://keeper:***@${host}:${port}/kept`);
  await well(stack.preview("--expect-no-changes"));
  const exported = await stack.pulumi("stack", "export", "--show-secrets");
  expect(exported.stdout).toContain('"passwordVariable": "PG_KEPT_PASSWORD"');
  const places = { texts: { state: exported.stdout } };
  expect(searchSecrets([passwords.at(-1) ?? ""], places).hits).toEqual([]);
});

test("destroy goes on with the run's own password, and ends the logins", async () => {
  const login = storedTarget(
    path.join(stack.directory, ".stackschema", "credentials", "kept", "app-database-url.env"),
  );
  await (await connect(login)).end();
  await rotate();
  stack.setEnvironment({ PG_KEPT_PASSWORD: target.password });
  expect(await well(stack.destroy())).not.toContain("stay valid");
  await expect(connect(login)).rejects.toMatchObject({ code: expect.stringMatching(/^connection-/) });
  expect(await query(target, "SELECT count(*)::int AS rows FROM app.customers")).toEqual([{ rows: 0 }]);
});

test("no password stands anywhere in the checkout, in the state's backups or on the terminal", () => {
  const texts = Object.fromEntries(said.map((text, index) => [`output ${index}`, text]));
  const { hits, files, bytes } = searchSecrets(passwords, {
    texts,
    paths: [path.join(stack.directory, "..", "home"), path.join(stack.directory, ".stackschema")],
  });
  console.log(`searched ${files} files, ${bytes} bytes for ${passwords.length} passwords`);
  expect(hits).toEqual([]);
});
