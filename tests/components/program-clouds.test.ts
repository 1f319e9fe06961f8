// The whole program with the committed settings of sandbox and prod, in a preview before anything exists.
import * as pulumi from "@pulumi/pulumi";
import { beforeEach, expect, test, vi } from "vitest";
import { config, yaml } from "../support/configuration";
import { mockPulumi, type Registered } from "./mocked";

beforeEach(() => vi.resetModules());

const isSchema = ({ type }: Registered): boolean => type.endsWith(":DatabaseSchema");

async function preview(
  stack: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<readonly Registered[]> {
  const registered = await mockPulumi(true);
  pulumi.runtime.setAllConfig({ ...config({ ...yaml(`Pulumi.${stack}.yaml`), ...more }).values });
  await import("../../index");
  await vi.waitFor(() => expect(registered.some(isSchema)).toBe(true), 10_000);
  return registered;
}

const tree = (all: readonly Registered[]): readonly string[] =>
  all.map(({ type, name, protect }) => `${type} ${name}${protect ? " (protected)" : ""}`).sort();

const shared = [
  "pulumi-nodejs:dynamic/backups:BackupName backup",
  "pulumi-nodejs:dynamic/credentials:ApplicationLogin ledger-login",
  "pulumi-nodejs:dynamic/credentials:GroupRoles roles",
  "pulumi-nodejs:dynamic/credentials:LoginInUse ledger-login-in-use",
  "pulumi-nodejs:dynamic/schema:DatabaseSchema ledger",
  "pulumi-nodejs:dynamic/schema:SchemaPlan ledger-plan",
  "pulumi-nodejs:dynamic/servers:ReadyServer server",
  "random:index/randomPassword:RandomPassword ledger-password",
  "random:index/randomPassword:RandomPassword server-admin",
  "stackschema:backups:BackupBeforeDestruction backup",
  "stackschema:credentials:Credentials ledger",
];

test.each([
  [
    "sandbox",
    [
      "azure-native:dbforpostgresql:Configuration server-azure.extensions",
      "azure-native:dbforpostgresql:Configuration server-log_min_duration_statement",
      "azure-native:dbforpostgresql:Configuration server-require_secure_transport",
      "azure-native:dbforpostgresql:Configuration server-ssl_min_protocol_version",
      "azure-native:dbforpostgresql:Database server-database",
      "azure-native:dbforpostgresql:FirewallRule server-office",
      "azure-native:dbforpostgresql:Server server",
      "azure-native:keyvault:Secret ledger-database-url",
      "azure-native:resources:ResourceGroup server",
      "stackschema:credentials:KeyVaultStore secrets",
      "stackschema:servers:AzureServer server",
    ],
  ],
  [
    "prod",
    [
      "gcp:compute/globalAddress:GlobalAddress server-range",
      "gcp:secretmanager/secret:Secret ledger-database-url",
      "gcp:secretmanager/secretVersion:SecretVersion ledger-database-url",
      "gcp:servicenetworking/connection:Connection server-peering",
      "gcp:sql/database:Database server-database",
      "gcp:sql/databaseInstance:DatabaseInstance server (protected)",
      "gcp:sql/user:User server-admin",
      "stackschema:servers:GcpServer server",
    ],
  ],
])("%s makes its server, and the schema waits for it", async (stack, own) => {
  const all = await preview(stack);
  expect(tree(all)).toEqual([...own, ...shared].sort());
  const schema = all.find(isSchema);
  expect(pulumi.containsUnknowns(schema?.inputs.host)).toBe(true);
  expect(pulumi.containsUnknowns(schema?.inputs.password)).toBe(true);
  expect(schema?.inputs).toMatchObject({ database: "app", port: 5432 });
  expect(schema?.dependencies).toContain("pulumi-nodejs:dynamic/servers:ReadyServer server");
});

const image = { "stackschema:service": { ledger: { image: "i:1" } } };

/** What the rights to the secret are called, and whose they are. */
async function rights(stack: string, store: Readonly<Record<string, unknown>>, more = {}) {
  const all = await preview(stack, { "stackschema:secretStore": store, ...more });
  vi.resetModules();
  const found = all.filter(({ type }) => /:(SecretIamMember|RoleAssignment)$/.test(type));
  return Object.fromEntries(
    found.map(({ name, inputs }) => [
      name.replace("ledger-database-url-", ""),
      inputs.member ?? inputs.principalId,
    ]),
  );
}

test.each([
  ["prod", { project: "acme-prod" }, "serviceAccount:ci@acme.iam.gserviceaccount.com"],
  [
    "sandbox",
    { kind: "azure", vault: "acme-sandbox", resourceGroup: "acme" },
    "33333333-3333-3333-3333-333333333333",
  ],
])("%s keeps a reader's right under whatever key, also beside a service", async (stack, store, reader) => {
  const right = { [reader]: reader };
  expect(await rights(stack, { ...store, readers: { run: reader } })).toEqual(right);
  expect(await rights(stack, { ...store, readers: { service: reader } })).toEqual(right);
  const both = await rights(stack, { ...store, readers: { service: reader } }, image);
  expect(both).toMatchObject(right);
  expect(Object.keys(both).sort()).toEqual([reader, "service"].sort());
});
