// A server in Azure: which resources are made, with which properties, and in which order.
import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, test } from "vitest";
import { AzureServer, type AzureServerArgs } from "../../components/servers";
import { mockPulumi, password, type Registered, value } from "./mocked";

let registered: readonly Registered[];

beforeAll(async () => {
  registered = await mockPulumi();
});

const rules = { office: { from: "203.0.113.0", to: "203.0.113.63" }, me: { from: "198.51.100.7" } };
const publicly: AzureServerArgs = { access: { kind: "public", firewallRules: rules } };
const azure = "azure-native:dbforpostgresql:";
const secret = {
  [pulumi.runtime.specialSigKey]: pulumi.runtime.specialSecretSig,
  value: password,
};

async function made(
  name: string,
  args: AzureServerArgs,
  options?: pulumi.ComponentResourceOptions,
): Promise<readonly Registered[]> {
  await value(new AzureServer(name, args, options).ready);
  return registered.filter((one) => one.name === name || one.name.startsWith(`${name}-`));
}

function one(all: readonly Registered[], type: string, name?: string): Registered {
  const found = all.find((each) => each.type === type && (name === undefined || each.name === name));
  if (found === undefined)
    throw new Error(`no ${type} among ${all.map((each) => `${each.type} ${each.name}`)}`);
  return found;
}

describe("a server of which nothing is said but who may connect", () => {
  let all: readonly Registered[];
  beforeAll(async () => {
    all = await made("plain", publicly);
  });

  test("is a server with its password, settings, firewall and database, in a resource group of its own", () => {
    expect(all.map(({ type, name }) => `${type} ${name}`).sort()).toEqual([
      `${azure}Configuration plain-require_secure_transport`,
      `${azure}Configuration plain-ssl_min_protocol_version`,
      `${azure}Database plain-database`,
      `${azure}FirewallRule plain-me`,
      `${azure}FirewallRule plain-office`,
      `${azure}Server plain`,
      "azure-native:resources:ResourceGroup plain",
      "pulumi-nodejs:dynamic/servers:ReadyServer plain",
      "random:index/randomPassword:RandomPassword plain-admin",
      "stackschema:servers:AzureServer plain",
    ]);
  });

  test("has safe settings, and its password as a secret", () => {
    expect(one(all, `${azure}Server`).inputs).toMatchObject({
      resourceGroupName: "plain-group",
      version: "17",
      administratorLogin: "stackschema_admin",
      administratorLoginPassword: secret,
      sku: { name: "Standard_D2ds_v5", tier: "GeneralPurpose" },
      storage: { storageSizeGB: 32, autoGrow: "Enabled" },
      backup: { backupRetentionDays: 14, geoRedundantBackup: "Disabled" },
      highAvailability: { mode: "Disabled" },
      authConfig: { passwordAuth: "Enabled", activeDirectoryAuth: "Disabled" },
      network: { publicNetworkAccess: "Enabled" },
    });
  });

  test("has a password that needs no quoting, which its generation keeps", () => {
    expect(one(all, "random:index/randomPassword:RandomPassword").inputs).toEqual({
      keepers: { generation: "1" },
      length: 40,
      special: false,
      minLower: 1,
      minUpper: 1,
      minNumeric: 1,
    });
  });

  test("refuses plain text and old TLS", () => {
    const values = all
      .filter(({ type }) => type === `${azure}Configuration`)
      .map(({ inputs }) => [inputs.configurationName, inputs.value, inputs.source]);
    expect(values).toEqual([
      ["require_secure_transport", "on", "user-override"],
      ["ssl_min_protocol_version", "TLSv1.2", "user-override"],
    ]);
  });

  test("lets in those whom a rule names", () => {
    const place = { resourceGroupName: "plain-group", serverName: "plain1a2b" };
    expect(one(all, `${azure}FirewallRule`, "plain-office").inputs).toEqual({
      ...place,
      firewallRuleName: "office",
      startIpAddress: "203.0.113.0",
      endIpAddress: "203.0.113.63",
    });
    expect(one(all, `${azure}FirewallRule`, "plain-me").inputs).toMatchObject({
      startIpAddress: "198.51.100.7",
      endIpAddress: "198.51.100.7",
    });
  });

  test("is protected, and its database outlives a change of name", () => {
    const isProtected = all.filter(({ protect }) => protect).map(({ type }) => type);
    expect(isProtected).toEqual([`${azure}Server`]);
    expect(one(all, `${azure}Database`)).toMatchObject({
      retainOnDelete: true,
      inputs: { databaseName: "app" },
    });
  });

  test("is ready when its database is there, and waits for it with the password as a secret", () => {
    const ready = one(all, "pulumi-nodejs:dynamic/servers:ReadyServer");
    expect(ready.dependencies).toContain(`${azure}Database plain-database`);
    expect(ready.inputs).toMatchObject({
      host: "plain1a2b.postgres.database.azure.com",
      port: 5432,
      database: "app",
      user: "stackschema_admin",
      password: secret,
      tls: { mode: "verify-full" },
    });
  });
});

test("what belongs to a server is made one after the other, and deleted with it", async () => {
  const all = await made("chain", {
    ...publicly,
    extensions: ["pgcrypto"],
    parameters: { work_mem: "8192" },
    entra: {
      tenantId: "t",
      administrators: [{ objectId: "o", name: "admins", kind: "group" }],
    },
  });
  const server = `${azure}Server chain`;
  const belonging = all.filter(({ deletedWith }) => deletedWith === server);
  expect(belonging).toHaveLength(8);
  const names = belonging.map(({ type, name }) => `${type} ${name}`);
  const order = new Map(names.map((name, index) => [name, index]));
  for (const [index, { dependencies }] of belonging.entries()) {
    const before = names.slice(0, index);
    expect(dependencies.filter((name) => order.has(name)).sort()).toEqual(before.sort());
    expect(dependencies).toContain(server);
  }
});

test("everything that may be said reaches Azure", async () => {
  const all = await made("told", {
    access: publicly.access,
    location: "westeurope",
    serverName: "acme-told",
    major: 16,
    database: "mine",
    adminUser: "boss",
    adminGeneration: 7,
    sku: "Standard_E4ds_v5",
    storageGb: 128,
    autogrow: false,
    backupDays: 35,
    geoRedundantBackup: true,
    highAvailability: "zone-redundant",
    maintenance: { day: "sunday", hour: 3 },
    entra: { tenantId: "tenant", administrators: [{ objectId: "o-1", name: "admins", kind: "group" }] },
    minimumTls: "1.3",
    extensions: ["pg_trgm", "pgcrypto", "pg_trgm"],
    parameters: { work_mem: "8192" },
    tags: { application: "ledger" },
  });
  expect(one(all, `${azure}Server`).inputs).toMatchObject({
    location: "westeurope",
    serverName: "acme-told",
    version: "16",
    administratorLogin: "boss",
    sku: { name: "Standard_E4ds_v5", tier: "MemoryOptimized" },
    storage: { storageSizeGB: 128, autoGrow: "Disabled" },
    backup: { backupRetentionDays: 35, geoRedundantBackup: "Enabled" },
    highAvailability: { mode: "ZoneRedundant" },
    maintenanceWindow: { customWindow: "Enabled", dayOfWeek: 0, startHour: 3, startMinute: 0 },
    authConfig: { passwordAuth: "Enabled", activeDirectoryAuth: "Enabled", tenantId: "tenant" },
    tags: { application: "ledger" },
  });
  expect(one(all, "azure-native:resources:ResourceGroup").inputs).toEqual({
    location: "westeurope",
    tags: { application: "ledger" },
  });
  expect(one(all, "random:index/randomPassword:RandomPassword").inputs.keepers).toEqual({ generation: "7" });
  expect(one(all, `${azure}AdministratorsMicrosoftEntra`).inputs).toMatchObject({
    tenantId: "tenant",
    objectId: "o-1",
    principalName: "admins",
    principalType: "group",
  });
  const values = all
    .filter(({ type }) => type === `${azure}Configuration`)
    .map(({ inputs }) => `${inputs.configurationName}=${inputs.value}`);
  expect(values).toEqual([
    "work_mem=8192",
    "require_secure_transport=on",
    "ssl_min_protocol_version=TLSv1.3",
    "azure.extensions=pg_trgm,pgcrypto",
  ]);
  expect(one(all, `${azure}Database`).inputs.databaseName).toBe("mine");
});

describe("a private server", () => {
  const subnetId =
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/main/subnets/db";

  test("has no public address and no firewall, and a zone that is linked to its network first", async () => {
    const all = await made("inside", { access: { kind: "private", subnetId } });
    expect(all.some(({ type }) => type === `${azure}FirewallRule`)).toBe(false);
    expect(one(all, "azure-native:privatedns:PrivateZone").inputs).toMatchObject({
      location: "Global",
      privateZoneName: "inside-stackschema-dev.private.postgres.database.azure.com",
    });
    expect(one(all, "azure-native:privatedns:VirtualNetworkLink").inputs).toMatchObject({
      privateZoneName: "inside-stackschema-dev.private.postgres.database.azure.com",
      virtualNetwork: { id: subnetId.replace("/subnets/db", "") },
      registrationEnabled: false,
    });
    const server = one(all, `${azure}Server`);
    expect(server.inputs.network).toEqual({
      publicNetworkAccess: "Disabled",
      delegatedSubnetResourceId: subnetId,
      privateDnsZoneArmResourceId: "/made/inside-zone",
    });
    expect(server.dependencies).toContain("azure-native:privatedns:VirtualNetworkLink inside-zone");
  });

  test("takes a zone and a resource group that are there", async () => {
    const access = { kind: "private", subnetId, dnsZoneId: "/zone" } as const;
    const all = await made("guest", { access, resourceGroup: "databases" });
    expect(all.some(({ type }) => /privatedns|ResourceGroup/.test(type))).toBe(false);
    expect(one(all, `${azure}Server`).inputs).toMatchObject({
      resourceGroupName: "databases",
      network: { privateDnsZoneArmResourceId: "/zone" },
    });
  });
});

test("protection is given up by an argument, and decided by the options where they say", async () => {
  const isProtected = async (name: string, args: Partial<AzureServerArgs>, protect?: boolean) => {
    const options = protect === undefined ? {} : { protect };
    return one(await made(name, { ...publicly, ...args }, options), `${azure}Server`).protect;
  };
  expect(await isProtected("open", { deletionProtection: false })).toBe(false);
  expect(await isProtected("kept", { deletionProtection: false }, true)).toBe(true);
  expect(await isProtected("let-go", {}, false)).toBe(false);
});

test("a Burstable SKU takes no high availability, and a SKU of no tier is refused", () => {
  const burstable = { ...publicly, sku: "Standard_B2s", highAvailability: "same-zone" } as const;
  expect(() => new AzureServer("burst", burstable)).toThrow(/Burstable SKUs .* have no high availability/);
  expect(() => new AzureServer("odd", { ...publicly, sku: "B1ms" })).toThrow(/the SKU B1ms is of no tier/);
  expect(() => new AzureServer("plain-text", { ...burstable, highAvailability: "none" })).not.toThrow();
});

test("no parameter opens the server to plain text", async () => {
  const all = await made("sly", { ...publicly, parameters: { require_secure_transport: "off" } });
  const found = all.filter(({ inputs }) => inputs.configurationName === "require_secure_transport");
  expect(found.map(({ inputs }) => inputs.value)).toEqual(["on"]);
});

test("an Entra login connects with a token, as the principal; the administrator with a password is made all the same", async () => {
  const entra = {
    tenantId: "tenant",
    administrators: [{ objectId: "o", name: "admins", kind: "group" as const }],
  };
  const all = await made("tokens", { ...publicly, entra, entraLogin: "admins" });
  expect(one(all, `${azure}Server`).inputs).toMatchObject({ administratorLogin: "stackschema_admin" });
  const { inputs } = one(all, "pulumi-nodejs:dynamic/servers:ReadyServer");
  expect(inputs).toMatchObject({ user: "admins", token: "entra" });
});
