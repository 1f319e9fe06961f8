// The stacks `sandbox` and `prod` as they are committed, with the ledger, through the real Pulumi engine on the stand-in: from a
// preview before anything exists to a destroy, with rotations under a client that logs in all the time.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { parseTarget, type Target } from "../../engine/index";
import type { Stored } from "../stand-in/model";
import { type Finished, type PulumiStack, pulumiStack } from "../support/pulumi";
import { inTurn } from "../support/sample";
import { searchSecrets } from "../support/secret-search";
import { type StandIn, standIn } from "../support/stand-in";
import { columnsOf } from "./app";
import { logIn, type SteadyClient, startClient } from "./rotation-client";

vi.setConfig({ testTimeout: 900_000, hookTimeout: 600_000 });

const checkout = path.resolve(__dirname, "..", "..");

interface Committed {
  readonly stack: "sandbox" | "prod";
  /** The server, as the preview names it. */
  readonly server: string;
  /** Of the stand-in: what holds the versions of a secret. */
  readonly secret: string;
  /** The connection URL of a version. */
  urlOf(secret: Stored): unknown;
  /** What makes another server of it. */
  readonly elsewhere: readonly [key: string, value: string];
  readonly isProtected: boolean;
}

const committed: readonly Committed[] = [
  {
    stack: "sandbox",
    server: "azure-native:dbforpostgresql:Server",
    secret: "keyvault:Secret",
    urlOf: ({ inputs }) => Object(inputs.properties).value,
    elsewhere: ["stackschema:azure.location", "northeurope"],
    isProtected: false,
  },
  {
    stack: "prod",
    server: "gcp:sql:DatabaseInstance",
    secret: "secretmanager/secretVersion:SecretVersion",
    urlOf: ({ inputs }) => inputs.secretData,
    elsewhere: ["stackschema:gcp.region", "europe-west1"],
    isProtected: true,
  },
];

type Interruption = readonly [
  when: "before" | "after",
  operation: "create" | "delete",
  of: "the password" | "the secret",
];

/** Each takes a quarter of a minute: all of them with STACKSCHEMA_KILLS, else those where the store and the state part. */
const everyInterruption: readonly Interruption[] = [
  ["before", "create", "the password"],
  ["after", "create", "the password"],
  ["before", "create", "the secret"],
  ["after", "create", "the secret"],
  ["before", "delete", "the password"],
  ["after", "delete", "the password"],
  ["before", "delete", "the secret"],
];
const interruptions = everyInterruption.filter(
  ([, operation, of]) =>
    process.env.STACKSCHEMA_KILLS !== undefined || (operation === "create" && of === "the secret"),
);

const question = "SELECT count(*) FROM ledger.customers";

describe.each(inTurn(committed))("the stack $stack, as it is committed", (which) => {
  const said: string[] = [];
  let generation = 20;
  const passwords = new Set<string>();
  let cloud: StandIn;
  let stack: PulumiStack;
  let client: SteadyClient;

  beforeAll(async () => {
    cloud = await standIn();
    const { bin, environment } = cloud;
    stack = await pulumiStack({ stack: which.stack, bin, environment });
    const text = readFileSync(path.join(checkout, `Pulumi.${which.stack}.yaml`), "utf8");
    stack.edit(`Pulumi.${which.stack}.yaml`, (old) => `${/^encryptionsalt:.*$/m.exec(old)?.[0]}\n${text}`);
  });

  afterAll(async () => {
    await client?.stop();
    await stack?.dispose("abandoned");
    await cloud?.dispose();
  });

  async function ran(run: Promise<Finished>): Promise<Finished> {
    const finished = await run;
    said.push(finished.output);
    return finished;
  }

  async function well(run: Promise<Finished>): Promise<string> {
    const { code, output } = await ran(run);
    expect(code, output).toBe(0);
    return output;
  }

  function set(key: string, value: string): Promise<string> {
    return well(stack.pulumi("config", "set", "--path", key, value));
  }

  const tls = (target: Target): Target => {
    const ca = readFileSync(path.join(cloud.folder, "certificates", "authority.pem"), "utf8");
    return { ...target, tls: { mode: "verify-full", ca } };
  };

  /** What the newest version of the application's secret says. */
  function stored(): Target {
    const versions = cloud.resources(which.secret).filter(({ name }) => name.includes("database-url"));
    const number = ({ outputs }: Stored): number => Number(outputs.version ?? 0);
    const newest = [...versions].sort((one, other) => number(other) - number(one))[0];
    return tls(parseTarget(String(newest && which.urlOf(newest))));
  }

  async function administrator(): Promise<Target> {
    const target = tls(parseTarget(String((await stack.outputs()).url)));
    passwords.add(target.password ?? "");
    return target;
  }

  async function expectUnchanged(): Promise<void> {
    const before = cloud.operations().length;
    const output = await well(stack.up("--skip-preview"));
    expect(output).not.toMatch(/ (created|updated|replaced|deleted)/);
    expect(cloud.operations()).toHaveLength(before);
  }

  test("is previewed before anything exists: the server and the whole schema", async () => {
    const output = await well(stack.preview());
    expect(output).toContain(which.server);
    expect(output).toContain("CREATE SCHEMA ledger");
    expect(cloud.operations()).toEqual([]);
  });

  test("is made by one up, and a second one changes nothing", async () => {
    expect(await well(stack.up())).toMatch(/ledger \[(\d+)\/\1\]/);
    await administrator();
    await logIn(stored(), question);
    client = startClient(stored, question);
    await expectUnchanged();
  });

  test("takes an edit of the schema", async () => {
    stack.edit("schema/ledger/customers.sql", (text) => text.replace("  name ", "  website text,\n  name "));
    const output = await well(stack.up());
    expect(output).toContain("ALTER TABLE ledger.customers ADD COLUMN website text");
    expect(await columnsOf(await administrator(), "ledger.customers")).toContain("website");
  });

  test("rotates its credentials three times, and no login fails", async () => {
    const users = [stored().user];
    for (const generation of ["2", "7", "3"]) {
      await set("stackschema:credentialGeneration", generation);
      await well(stack.up("--skip-preview"));
      users.push(stored().user);
    }
    expect(users).toEqual(["ledger_a", "ledger_b", "ledger_a", "ledger_b"]);
    expect(client.failures).toEqual([]);
  });

  test.each(interruptions)("survives a rotation that ends %s %s of %s", async (when, operation, of) => {
    generation += 1;
    await set("stackschema:credentialGeneration", String(generation));
    const type = of === "the secret" ? which.secret : "RandomPassword";
    // Key Vault's secret gets another value, Secret Manager's another version.
    const operations = operation === "create" ? (["create", "update"] as const) : ([operation] as const);
    const fail = "the cloud is not available";
    cloud.order(...operations.map((one) => ({ type, operation: one, when, times: 1, fail })));
    const failed = await ran(stack.up("--skip-preview"));
    const isReached = failed.output.includes(fail);
    expect(isReached || (operation === "delete" && of === "the secret"), failed.output).toBe(true);
    if (isReached) expect(failed.code).not.toBe(0);
    await logIn(stored(), question);
    cloud.order();
    await well(stack.up("--skip-preview"));
    await logIn(stored(), question);
    const { logins } = await stack.outputs();
    expect(logins).toMatchObject({ ledger: { generation, role: stored().user } });
    expect(client.failures).toEqual([]);
  });

  test("gives its administrator another password, after which refresh and preview go on", async () => {
    const before = await administrator();
    await set("stackschema:adminGeneration", "2");
    await well(stack.up("--skip-preview"));
    expect((await administrator()).password).not.toBe(before.password);
    await well(stack.refresh());
    await well(stack.preview("--expect-no-changes"));
    expect(client.failures).toEqual([]);
  });

  test("does not lose its database to another server", async () => {
    await set("stackschema:onDestroy", "retain");
    await well(stack.up("--skip-preview"));
    const [key, value] = which.elsewhere;
    const before = await stack.pulumi("config", "get", "--path", key);
    await set(key, value);
    const { code, output } = await ran(stack.up());
    expect(code).not.toBe(0);
    expect(output).toContain(
      which.isProtected ? "protect" : "would be replaced by another one, which is empty",
    );
    await set(key, before.stdout.trim());
    await expectUnchanged();
  });

  test("is destroyed where it may be, and refuses where it is protected", async () => {
    await client.stop();
    console.log(`${which.stack}: ${client.tried} logins tried, ${client.failures.length} failed`);
    expect(client.failures).toEqual([]);
    const { code, output } = await ran(stack.destroy());
    const servers = cloud.resources(which.server.split(":").at(-1) ?? "");
    if (which.isProtected) expect(output).toMatch(/protect/);
    else expect(code, output).toBe(0);
    expect(servers).toHaveLength(which.isProtected ? 1 : 0);
  });

  test("shows no password: not in what it said, not in its state, not in its checkout", () => {
    const secrets = [...new Set([...passwords, ...client.passwords])];
    const home = path.join(path.dirname(stack.directory), "home");
    const texts = Object.fromEntries(said.map((text, index) => [`output ${index}`, text]));
    const { hits, files, bytes } = searchSecrets(secrets, {
      paths: [home, path.join(stack.directory, ".stackschema"), path.join(stack.directory, ".pulumi")].filter(
        existsSync,
      ),
      texts,
    });
    console.log(`${which.stack}: searched ${files} files, ${bytes} bytes for ${secrets.length} passwords`);
    expect(hits).toEqual([]);
    expect(secrets.length).toBeGreaterThan(6);
    expect(searchSecrets(secrets, { texts: { planted: `x${secrets[0]}y` } }).hits).toHaveLength(1);
  });
});
