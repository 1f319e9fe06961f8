// The whole program with Pulumi mocked: what it registers, in which order, and what never becomes an input.
import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import type { MockResourceArgs } from "@pulumi/pulumi/runtime";
import { beforeAll, expect, test, vi } from "vitest";
import { providerText } from "../../components/dynamic";

const registered: MockResourceArgs[] = [];

beforeAll(async () => {
  pulumi.runtime.setMocks(
    {
      newResource: async (args) => {
        // The next schema must wait for it: a run holds the lock of the database that they share.
        if (args.name === "ledger" && args.type.endsWith("DatabaseSchema")) await sleep(50);
        registered.push(args);
        // Nothing is going to be destroyed.
        const planned = /(SchemaPlan|BackupName)$/.test(args.type) ? { backup: "", destroys: [] } : {};
        return {
          id: args.name,
          state: {
            ...planned,
            host: "db",
            port: 1,
            adminUser: "admin",
            password: "s3cret",
            ...args.inputs,
          },
        };
      },
      call: () => ({}),
    },
    "stackschema",
    "mocked",
    true,
  );
  pulumi.runtime.setAllConfig({
    "stackschema:server": "local",
    "stackschema:port": "0",
    "stackschema:major": "17",
    "stackschema:database": "app",
    "stackschema:existing": "{}",
    "stackschema:azure": "{}",
    "stackschema:gcp": "{}",
    "stackschema:adminGeneration": "1",
    "stackschema:service": "{}",
    "stackschema:backup": "auto",
    "stackschema:types": "auto",
    "stackschema:gates": "{}",
    "stackschema:applications": JSON.stringify([{ name: "ledger" }, { name: "order-desk" }]),
    "stackschema:consents": "[]",
    "stackschema:approvedPlan": "{}",
    "stackschema:onDestroy": "retain",
    "stackschema:scratch": "auto",
    "stackschema:online": "never",
    "stackschema:proof": "auto",
    "stackschema:credentialGeneration": "1",
    "stackschema:credentialRevokePrevious": "false",
    "stackschema:secretStore": "{}",
    "stackschema:seeds": JSON.stringify(["local"]),
  });
  const program: { readonly url: pulumi.Output<string> } = await import("../../index");
  await new Promise((resolve) => program.url.apply(resolve));
  await vi.waitFor(() => expect(all("DatabaseSchema")).toHaveLength(2));
});

const all = (type: string): readonly string[] =>
  registered.filter((resource) => resource.type.endsWith(type)).map(({ name }) => name);

function inputs(type: string, name: string): Readonly<Record<string, unknown>> {
  const found = registered.find((resource) => resource.type.endsWith(type) && resource.name === name);
  if (found === undefined)
    throw new Error(`no ${type} ${name} among ${registered.map((resource) => resource.type)}`);
  return found.inputs;
}

const isCredential = ({ type }: MockResourceArgs): boolean =>
  /\/?credentials[:/]/.test(type) && !type.endsWith("GroupRoles");

test("a login for each application, its URL in a store, and at last that it is in use", () => {
  const credentials = registered.filter(isCredential);
  for (const application of ["ledger", "order-desk"]) {
    const own = credentials.filter(({ name }) => name.startsWith(application));
    expect(own.map(({ type, name }) => `${type.replace(/^.*[:/]/, "")} ${name}`)).toEqual([
      `Credentials ${application}`,
      `ApplicationLogin ${application}-login`,
      `FileSecret ${application}-database-url`,
      `LoginInUse ${application}-login-in-use`,
    ]);
  }
  expect(inputs("ApplicationLogin", "order-desk-login")).toMatchObject({
    roles: ["order_desk_a", "order_desk_b"],
    group: "order_desk_rw",
    wanted: 1,
  });
  expect(inputs("FileSecret", "order-desk-database-url").file).toBe(
    ".stackschema/credentials/mocked/order-desk-database-url.env",
  );
});

test("a server, group roles, the plans of all schemas, then one schema after the other", () => {
  const order = registered
    .map(({ type, name }) => `${type.slice(type.lastIndexOf(":") + 1)} ${name}`)
    .filter((resource) => /^(LocalServer|GroupRoles|SchemaPlan|DatabaseSchema) /.test(resource));
  expect(order).toEqual([
    "LocalServer server",
    "LocalServer server",
    "GroupRoles roles",
    "SchemaPlan ledger-plan",
    "SchemaPlan order-desk-plan",
    "DatabaseSchema ledger",
    "DatabaseSchema order-desk",
  ]);
});

test("no backup and no service where none is asked for", () => {
  expect(all("DatabaseCopy")).toEqual([]);
  expect(
    registered.filter(({ type }) => type.startsWith("gcp:") || type.startsWith("azure-native:")),
  ).toEqual([]);
});

test("the group roles of all applications", () => {
  expect(inputs("GroupRoles", "roles").names).toEqual([
    "ledger_rw",
    "ledger_ro",
    "order_desk_rw",
    "order_desk_ro",
  ]);
});

test("each schema has its source, and no path of this machine", () => {
  expect(inputs("DatabaseSchema", "order-desk")).toMatchObject({
    source: "schema/order-desk",
    schema: "order_desk",
    online: "never",
    proof: "auto",
    onDestroy: "retain",
    host: "db",
  });
  expect(JSON.stringify(registered)).not.toContain(process.cwd());
});

test("a provider is the same few lines in every checkout", () => {
  const { __provider } = inputs("DatabaseSchema", "ledger");
  expect(__provider).toBe(providerText("schema", "databaseSchema"));
  expect(String(__provider).length).toBeLessThan(1000);
});

test("runs the seeds of each application after its schema", () => {
  const seeds = registered.filter(({ type }) => type.endsWith(":Seeds"));
  expect(seeds.map(({ name, inputs }) => [name, inputs.source])).toEqual([
    ["ledger-seeds", "schema/ledger"],
    ["order-desk-seeds", "schema/order-desk"],
  ]);
});
