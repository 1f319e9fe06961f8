// A server in Google Cloud: which resources are made, with which properties, and in which order.
import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, test } from "vitest";
import { GcpServer, type GcpServerArgs } from "../../components/servers";
import { sameAdministrator } from "../../components/servers/gcp";
import { mockPulumi, password, type Registered, value } from "./mocked";

let registered: readonly Registered[];

beforeAll(async () => {
  registered = await mockPulumi();
});

const network = "projects/acme/global/networks/main";
const privately: GcpServerArgs = { access: { kind: "private", network } };
const instanceType = "gcp:sql/databaseInstance:DatabaseInstance";
const secret = {
  [pulumi.runtime.specialSigKey]: pulumi.runtime.specialSecretSig,
  value: password,
};

async function made(
  name: string,
  args: GcpServerArgs,
  options?: pulumi.ComponentResourceOptions,
): Promise<readonly Registered[]> {
  await value(new GcpServer(name, args, options).ready);
  return registered.filter((one) => one.name === name || one.name.startsWith(`${name}-`));
}

function one(all: readonly Registered[], type: string): Registered {
  const found = all.find((each) => each.type === type);
  if (found === undefined)
    throw new Error(`no ${type} among ${all.map((each) => `${each.type} ${each.name}`)}`);
  return found;
}

describe("a server of which nothing is said but its network", () => {
  let all: readonly Registered[];
  beforeAll(async () => {
    all = await made("plain", privately);
  });

  test("is an instance with its password, database and administrator", () => {
    expect(all.map(({ type, name }) => `${type} ${name}`).sort()).toEqual([
      "gcp:sql/database:Database plain-database",
      `${instanceType} plain`,
      "gcp:sql/user:User plain-admin",
      "pulumi-nodejs:dynamic/servers:ReadyServer plain",
      "random:index/randomPassword:RandomPassword plain-admin",
      "stackschema:servers:GcpServer plain",
    ]);
  });

  test("has safe settings", () => {
    expect(one(all, instanceType).inputs).toEqual({
      databaseVersion: "POSTGRES_17",
      deletionProtection: true,
      settings: {
        edition: "ENTERPRISE",
        tier: "db-custom-2-7680",
        availabilityType: "ZONAL",
        diskType: "PD_SSD",
        diskSize: 20,
        diskAutoresize: true,
        diskAutoresizeLimit: 0,
        deletionProtectionEnabled: true,
        backupConfiguration: {
          enabled: true,
          startTime: "01:00",
          pointInTimeRecoveryEnabled: true,
          transactionLogRetentionDays: 7,
          backupRetentionSettings: { retainedBackups: 14, retentionUnit: "COUNT" },
        },
        ipConfiguration: {
          ipv4Enabled: false,
          privateNetwork: network,
          sslMode: "ENCRYPTED_ONLY",
          serverCaMode: "GOOGLE_MANAGED_INTERNAL_CA",
        },
        databaseFlags: [{ name: "cloudsql.iam_authentication", value: "on" }],
        insightsConfig: { queryInsightsEnabled: true },
      },
    });
  });

  test("is protected in all three ways, keeps its database, and does not shrink its disk", () => {
    const instance = one(all, instanceType);
    expect(instance).toMatchObject({ protect: true, ignoreChanges: ["settings.diskSize"] });
    expect(one(all, "gcp:sql/database:Database").retainOnDelete).toBe(true);
    const others = all.filter(({ type }) => type !== instanceType);
    expect(others.some(({ protect }) => protect)).toBe(false);
  });

  test("has an administrator whose password is a secret, made after the database and gone with the instance", () => {
    const admin = one(all, "gcp:sql/user:User");
    expect(admin.inputs).toEqual({
      instance: "plain-1a2b",
      name: "stackschema_admin",
      password: secret,
      deletionPolicy: "ABANDON",
    });
    expect(admin.dependencies).toContain("gcp:sql/database:Database plain-database");
    for (const type of ["gcp:sql/user:User", "gcp:sql/database:Database"])
      expect(one(all, type).deletedWith).toBe(`${instanceType} plain`);
  });

  test("is reached by its private address, and known by its own authority", () => {
    const ready = one(all, "pulumi-nodejs:dynamic/servers:ReadyServer");
    expect(ready.inputs).toMatchObject({
      host: "10.1.2.3",
      port: 5432,
      database: "app",
      user: "stackschema_admin",
      password: secret,
      tls: { mode: "verify-ca", ca: "PEM of now\nPEM of later" },
    });
    expect(ready.dependencies).toContain("gcp:sql/user:User plain-admin");
  });
});

test("everything that may be said reaches Google", async () => {
  const all = await made("told", {
    access: { kind: "private", network, addressRange: "databases" },
    project: "acme",
    region: "europe-west3",
    instanceName: "acme-told",
    major: 16,
    database: "mine",
    adminUser: "boss",
    adminGeneration: 7,
    edition: "enterprise-plus",
    tier: "db-perf-optimized-N-4",
    diskGb: 100,
    diskGbLimit: 1000,
    highAvailability: true,
    backups: 30,
    logDays: 35,
    backupLocation: "eu",
    insights: false,
    maintenance: { day: "sunday", hour: 3 },
    iamAuthentication: false,
    flags: { log_lock_waits: "on" },
    labels: { application: "ledger" },
  });
  expect(one(all, instanceType).inputs).toMatchObject({
    project: "acme",
    region: "europe-west3",
    name: "acme-told",
    databaseVersion: "POSTGRES_16",
    settings: {
      edition: "ENTERPRISE_PLUS",
      tier: "db-perf-optimized-N-4",
      availabilityType: "REGIONAL",
      diskSize: 100,
      diskAutoresizeLimit: 1000,
      backupConfiguration: {
        transactionLogRetentionDays: 35,
        backupRetentionSettings: { retainedBackups: 30 },
        location: "eu",
      },
      ipConfiguration: { allocatedIpRange: "databases" },
      databaseFlags: [
        { name: "log_lock_waits", value: "on" },
        { name: "cloudsql.iam_authentication", value: "off" },
      ],
      insightsConfig: { queryInsightsEnabled: false },
      maintenanceWindow: { day: 7, hour: 3, updateTrack: "stable" },
      userLabels: { application: "ledger" },
    },
  });
  expect(one(all, "gcp:sql/user:User").inputs).toMatchObject({ project: "acme", name: "boss" });
  expect(one(all, "gcp:sql/database:Database").inputs).toMatchObject({ project: "acme", name: "mine" });
  expect(one(all, "random:index/randomPassword:RandomPassword").inputs.keepers).toEqual({ generation: "7" });
});

test("an administrator that is there keeps its name, and another one is refused with what to do", async () => {
  const all = await made("renamed", { ...privately, adminUser: "boss" });
  expect(one(all, "gcp:sql/user:User").ignoreChanges).toEqual(["name"]);
  expect(sameAdministrator("boss", "boss")).toBe("boss");
  expect(() => sameAdministrator("stackschema_admin", "boss")).toThrow(
    /^gcp\.adminUser: the administrator of a server that is there stays stackschema_admin: .*config set --stack dev --path 'stackschema:gcp\.adminUser' stackschema_admin$/,
  );
});

test("a network's connection is made before the server, where that is asked for", async () => {
  const access = { kind: "private", network, peering: "make" } as const;
  const all = await made("peered", { access, project: "acme" });
  expect(one(all, "gcp:compute/globalAddress:GlobalAddress").inputs).toEqual({
    project: "acme",
    network,
    purpose: "VPC_PEERING",
    addressType: "INTERNAL",
    prefixLength: 20,
  });
  expect(one(all, "gcp:servicenetworking/connection:Connection").inputs).toEqual({
    network,
    service: "servicenetworking.googleapis.com",
    reservedPeeringRanges: ["peered-range-1a2b"],
    deletionPolicy: "ABANDON",
    // The connection that a destroy left takes the range of the next server.
    updateOnCreationFail: true,
  });
  expect(one(all, instanceType).dependencies).toContain(
    "gcp:servicenetworking/connection:Connection peered-peering",
  );
});

test("a public server lets in the networks that are named, and is reached by its public address", async () => {
  const access = { kind: "public", authorizedNetworks: { office: "203.0.113.0/26" } } as const;
  const all = await made("outside", { access });
  expect(one(all, instanceType).inputs).toMatchObject({
    settings: {
      ipConfiguration: {
        ipv4Enabled: true,
        sslMode: "ENCRYPTED_ONLY",
        authorizedNetworks: [{ name: "office", value: "203.0.113.0/26" }],
      },
    },
  });
  const ready = one(all, "pulumi-nodejs:dynamic/servers:ReadyServer");
  expect(ready.inputs.host).toBe("198.51.100.4");
});

test("protection is given up in all three ways at once", async () => {
  const isProtected = async (name: string, args: Partial<GcpServerArgs>, protect?: boolean) => {
    const options = protect === undefined ? {} : { protect };
    return one(await made(name, { ...privately, ...args }, options), instanceType);
  };
  const open = { deletionProtection: false, settings: { deletionProtectionEnabled: false } };
  const given = await isProtected("open", { deletionProtection: false });
  expect(given).toMatchObject({ protect: false, inputs: open });
  expect(await isProtected("let-go", {}, false)).toMatchObject({ protect: false, inputs: open });
  const kept = await isProtected("kept", { deletionProtection: false }, true);
  expect(kept).toMatchObject({ protect: true, inputs: { deletionProtection: true } });
});

test("what connectors and gcloud need is told", async () => {
  const server = new GcpServer("named", privately);
  expect(await value(server.connectionName)).toBe("acme:europe-west3:named-1a2b");
  expect(await value(server.instanceName)).toBe("named-1a2b");
});

test("it is reached as the settings say, by whatever waits for it and whatever uses it", async () => {
  const ready = "pulumi-nodejs:dynamic/servers:ReadyServer";
  const connected = new GcpServer("connected", { ...privately, connector: true });
  const instance = await value(connected.connectionName);
  expect(await value(connected.via ?? pulumi.output(""))).toBe(`cloud-sql:${instance}?ip=private`);
  expect(one(await made("connected-too", { ...privately, connector: true }), ready).inputs.via).toMatch(
    /^cloud-sql:/,
  );
  const via = "ssh://deploy@bastion?host-key=SHA256:x";
  expect(one(await made("jumped", { ...privately, via }), ready).inputs.via).toBe(via);
  expect(one(await made("direct", privately), ready).inputs).not.toHaveProperty("via");
});
