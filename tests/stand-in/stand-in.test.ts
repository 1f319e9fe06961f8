// The stand-in itself, under the real Pulumi engine: what it makes, refuses, changes, replaces and writes down. A test that
// judges the project by it can rely on these.
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { connect, type Target } from "../../engine/index";
import { type PulumiStack, pulumiStack } from "../support/pulumi";
import { type StandIn, standIn } from "../support/stand-in";
import { provider } from "./provider";
import { shapeOf } from "./sdk";
import { types } from "./types";

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

interface Variant {
  readonly generation: number;
  /** Whether the databases wait for each other. */
  readonly chained: boolean;
  readonly more?: string;
}

const programOf = ({ generation, chained, more = "" }: Variant): string => `
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random/randomPassword";
import { Command } from "@pulumi/command/local";
import { Database, Server } from "@pulumi/azure-native/dbforpostgresql";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import { DatabaseInstance } from "@pulumi/gcp/sql/databaseInstance";
import { User } from "@pulumi/gcp/sql/user";
import { Secret } from "@pulumi/gcp/secretmanager/secret";
import { SecretVersion } from "@pulumi/gcp/secretmanager/secretVersion";

const password = new RandomPassword("password", { length: 20, special: false, keepers: { generation: "${generation}" } });
const group = new ResourceGroup("group", { location: "westeurope" });
const azure = new Server("azure", {
  resourceGroupName: group.name,
  version: "17",
  administratorLogin: "keeper",
  administratorLoginPassword: password.result,
  sku: { name: "Standard_B1ms", tier: "Burstable" },
});
const of = { resourceGroupName: group.name, serverName: azure.name };
const one = new Database("one", { ...of, databaseName: "one" });
new Database("two", { ...of, databaseName: "two" }, { dependsOn: ${chained ? "one" : "azure"} });
const google = new DatabaseInstance("google", {
  databaseVersion: "POSTGRES_16",
  region: "europe-west1",
  deletionProtection: false,
  settings: { tier: "db-f1-micro", ipConfiguration: { sslMode: "ENCRYPTED_ONLY" } },
});
const user = new User("user", { instance: google.name, name: "keeper", password: password.result });
const secret = new Secret("secret", { secretId: "url", replication: { auto: {} } });
const version = new SecretVersion("version", { secret: secret.id, secretData: password.result, deletionPolicy: "ABANDON" });
const called = new Command("called", { create: 'az account show && echo "$WORD"', environment: { WORD: "${generation}" } }, { dependsOn: user });
${more}
export const hosts = pulumi.all([azure.fullyQualifiedDomainName, google.firstIpAddress]);
export const secretPassword = password.result;
export const number = version.version;
export const word = called.stdout;
`;

let cloud: StandIn;
let stack: PulumiStack;

beforeAll(async () => {
  cloud = await standIn();
  const { bin, environment } = cloud;
  stack = await pulumiStack({
    program: programOf({ generation: 1, chained: false }),
    stack: "stand-in",
    bin,
    environment,
  });
});

afterAll(async () => {
  await stack?.dispose();
  await cloud?.dispose();
});

function write(variant: Variant): void {
  stack.edit("index.ts", () => programOf(variant));
}

async function ask(host: unknown, password: unknown): Promise<unknown> {
  const ca = readFileSync(path.join(cloud.folder, "certificates", "authority.pem"), "utf8");
  const target: Target = {
    host: String(host),
    port: 5432,
    database: "postgres",
    user: "keeper",
    password: String(password),
    tls: { mode: "verify-full", ca },
  };
  const client = await connect(target, { applicationName: "stand-in test" });
  try {
    const sql = "SELECT rolsuper, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user";
    return (await client.query(sql)).rows[0];
  } finally {
    await client.end();
  }
}

const done = (operation: string): string[] =>
  cloud
    .operations()
    .filter((entry) => entry.stage === "done" && entry.operation === operation)
    .map(({ name }) => name);

test("every type it knows is one of the real providers, by the SDK's own code", () => {
  for (const type of Object.keys(types)) expect(shapeOf(type).inputs.size, type).toBeGreaterThan(0);
  expect(shapeOf("azure-native:dbforpostgresql:Server").required).toEqual(new Set(["resourceGroupName"]));
  expect(shapeOf("gcp:sql/databaseInstance:DatabaseInstance").inputs).toContain("settings");
  expect(shapeOf("gcp:sql/databaseInstance:DatabaseInstance").inputs).not.toContain("firstIpAddress");
});

test("two operations at once on one Azure server: the second is refused", async () => {
  const preview = await stack.preview();
  expect(preview.output).toContain("azure-native:dbforpostgresql:Server");
  expect(preview.code).toBe(0);
  expect(cloud.operations()).toEqual([]);
  const { code, output } = await stack.up();
  expect(code).not.toBe(0);
  expect(output).toContain("ServerIsBusy");
  expect(done("create").filter((name) => ["one", "two"].includes(name))).toHaveLength(1);
});

test("servers answer with TLS to an administrator that is no superuser; commands run", async () => {
  write({ generation: 1, chained: true });
  expect(await stack.up()).toMatchObject({ code: 0 });
  const { hosts, secretPassword, number, word } = await stack.outputs();
  const administrator = { rolsuper: false, rolcreaterole: true, rolcreatedb: true };
  for (const host of Array.isArray(hosts) ? hosts : [])
    expect(await ask(host, secretPassword)).toEqual(administrator);
  expect(hosts).toHaveLength(2);
  expect(number).toBe("1");
  expect(word).toMatch(/1$/);
  expect(cloud.calls()).toMatchObject([{ tool: "az", arguments: ["account", "show"] }]);
  expect(String(secretPassword)).toHaveLength(20);
  // Secret, as the real provider has it.
  expect(stack.stateText()).not.toContain(String(secretPassword));
});

test("without a change nothing is done", async () => {
  const before = cloud.operations().length;
  const { code, output } = await stack.up();
  expect(code).toBe(0);
  expect(output).toMatch(/\d+ unchanged/);
  expect(cloud.operations()).toHaveLength(before);
});

test("a failure after the effect leaves the effect; new keepers make another password and another version", async () => {
  const { secretPassword: first, hosts } = await stack.outputs();
  write({ generation: 2, chained: true });
  cloud.order({
    type: "sql/user:User",
    operation: "update",
    when: "after",
    fail: "the line went dead",
    times: 1,
  });
  const failed = await stack.up();
  expect(failed.output).toContain("the line went dead");
  expect(failed.code).not.toBe(0);
  const google = Array.isArray(hosts) ? hosts[1] : undefined;
  await expect(ask(google, first)).rejects.toThrow("password");
  expect(await stack.up()).toMatchObject({ code: 0 });
  const { secretPassword: second, number } = await stack.outputs();
  expect(second).not.toBe(first);
  expect(number).toBe("2");
  await ask(google, second);
  expect(stack.stateText()).not.toContain(String(second));
  // A refresh finds what is stored, and keeps secrets secret.
  expect(await stack.refresh()).toMatchObject({ code: 0 });
  expect(stack.stateText()).not.toContain(String(second));
});

test("types and properties that the real providers do not have are refused by name, also in a preview", async () => {
  write({
    generation: 2,
    chained: true,
    more: `new pulumi.CustomResource("gcp:storage/bucket:Bucket", "bucket", { location: "EU" });`,
  });
  const { code, output } = await stack.preview();
  expect(code).not.toBe(0);
  expect(output).toContain("does not know the resource type gcp:storage/bucket:Bucket");
  write({ generation: 2, chained: true });
  const urn = "urn:pulumi:s::p::gcp:secretmanager/secret:Secret::secret";
  const checked = await provider.check?.(urn, {}, { secretId: "x", replicatoin: {} });
  expect(checked?.failures).toEqual([
    { property: "replicatoin", reason: "gcp:secretmanager/secret:Secret has no such input" },
    { property: "replication", reason: "gcp:secretmanager/secret:Secret needs it" },
  ]);
});

test("destroy ends the servers", async () => {
  expect(await stack.destroy()).toMatchObject({ code: 0 });
  expect(cloud.resources("Server")).toEqual([]);
  expect(cloud.resources("DatabaseInstance")).toEqual([]);
});
