// The settings of servers that the stack makes: what becomes of them, and what is wrong with them.
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { readSettings } from "../settings";
import { azureExamples } from "../settings/azure";
import { gcpExamples } from "../settings/gcp";
import { config, mistakes, yaml } from "./support/configuration";

type Properties = Readonly<Record<string, unknown>>;

const onAzure = (azure: Properties, more: Properties = {}): Properties => ({
  "stackschema:server": "azure",
  "stackschema:azure": azure,
  "stackschema:secretStore": { vault: "acme-test", resourceGroup: "acme" },
  ...more,
});
const onGcp = (gcp: Properties, more: Properties = {}): Properties => ({
  "stackschema:server": "gcp",
  "stackschema:gcp": gcp,
  ...more,
});
const office = { firewall: { office: "203.0.113.7" } };
const network = { network: "projects/acme/global/networks/main" };
const subnetId = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/db";

describe("the committed stacks", () => {
  test("sandbox is a small public server in Azure that may be removed", () => {
    const settings = readSettings(config(yaml("Pulumi.sandbox.yaml")));
    expect(settings.server).toMatchObject({
      kind: "azure",
      arguments: {
        sku: "Standard_B1ms",
        access: {
          kind: "public",
          firewallRules: { office: { from: "203.0.113.0", to: "203.0.113.63" } },
        },
        parameters: { log_min_duration_statement: "500" },
        deletionProtection: false,
      },
    });
    expect(settings.onDestroy).toBe("drop");
  });

  test("prod is private, has a second machine, is protected, and destroys nothing", () => {
    const settings = readSettings(config(yaml("Pulumi.prod.yaml")));
    expect(settings).toMatchObject({
      server: {
        kind: "gcp",
        arguments: {
          access: { kind: "private", peering: "make" },
          highAvailability: true,
          deletionProtection: true,
          flags: { log_lock_waits: "on" },
        },
      },
      consents: [],
      online: "always",
      onDestroy: "retain",
    });
  });
});

test("a server in Google Cloud takes the sizes and labels that there are", () => {
  for (const tier of [
    "db-f1-micro",
    "db-g1-small",
    "db-custom-1-3840",
    "db-custom-4-3840",
    "db-custom-96-638976",
  ])
    expect(() => readSettings(config(onGcp({ ...network, tier })))).not.toThrow();
  const told = { edition: "enterprise-plus", tier: "db-perf-optimized-N-128", diskGb: 50, diskGbLimit: 50 };
  const labels = { cost_center: "4711", größe: "klein-2" };
  expect(readSettings(config(onGcp({ ...network, ...told, labels }))).server.arguments).toMatchObject({
    ...told,
    labels,
  });
});

describe("a server in Azure", () => {
  const readArguments = (azure: Properties, more: Properties = {}): unknown =>
    readSettings(config(onAzure(azure, more))).server.arguments;

  test("needs no more than who may connect", () => {
    expect(readArguments(office)).toEqual({
      access: { kind: "public", firewallRules: { office: { from: "203.0.113.7", to: "203.0.113.7" } } },
      major: 17,
      database: "app",
      adminGeneration: 1,
    });
  });

  test("is private with a subnet, and takes a DNS zone that is there", () => {
    const dnsZoneId = "/subscriptions/s/x/privateDnsZones/main.postgres.database.azure.com";
    expect(readArguments({ subnetId })).toMatchObject({ access: { kind: "private", subnetId } });
    expect(readArguments({ subnetId, dnsZoneId })).toMatchObject({ access: { subnetId, dnsZoneId } });
  });

  test("takes what YAML made numbers and booleans of", () => {
    const azure = { ...office, minimumTls: 1.3, parameters: { log_lock_waits: true, work_mem: 8192 } };
    expect(readArguments(azure, { "stackschema:adminGeneration": 4 })).toMatchObject({
      minimumTls: "1.3",
      parameters: { log_lock_waits: "on", work_mem: "8192" },
      adminGeneration: 4,
    });
  });
});

/** Without npm, as in a checkout whose Pulumi is on the PATH. */
const set = "pulumi config set --stack test --path";

describe("mistakes", () => {
  beforeAll(() => vi.stubEnv("npm_lifecycle_event", undefined));
  afterAll(() => vi.unstubAllEnvs());

  const azureMistakes: readonly [string, Properties, string][] = [
    [
      "nobody may connect",
      {},
      `azure.firewall: must say who may connect, or else subnetId where the server is to be private; for example: ${set} 'stackschema:azure.firewall.office' 203.0.113.7`,
    ],
    [
      "both ways",
      { ...office, subnetId },
      "azure.firewall: is for a public server, and subnetId for a private one; to remove it: pulumi config rm --stack test --path 'stackschema:azure.firewall'",
    ],
    [
      "a zone without a network",
      { ...office, dnsZoneId: "/privateDnsZones/z" },
      "azure.subnetId: must stand beside dnsZoneId",
    ],
    [
      "the whole internet",
      { firewall: { all: "0.0.0.0-255.255.255.255" } },
      `azure.firewall.all: must not open the server to the whole internet, or to more of it than a /8 (2^24 addresses): name the addresses of those who connect; for example: ${set} 'stackschema:azure.firewall.all' 203.0.113.7`,
    ],
    [
      "a range from its end to its beginning",
      { firewall: { office: "203.0.113.63-203.0.113.0" } },
      `azure.firewall.office: must begin with the first address of the range and end with the last; for example: ${set} 'stackschema:azure.firewall.office' 203.0.113.7`,
    ],
    [
      "a rule with a blank in its name",
      { firewall: { "my office": "203.0.113.7" } },
      `stackschema:azure.firewall["my office"]: cannot be called so: a rule in Azure has letters, digits, dashes and underscores, at most 128, like office; to remove it: pulumi config rm --stack test --path 'stackschema:azure.firewall["my office"]'`,
    ],
    [
      "a disk that there is not",
      { ...office, storageGb: 100 },
      `azure.storageGb: must be 32, 64, 128, 256, 512, 1024, 2048, 4095, 4096, 8192, 16384, 32767; for example: ${set} 'stackschema:azure.storageGb' 32`,
    ],
    [
      "an address that is none",
      { firewall: { me: "203.0.113" } },
      "azure.firewall.me: must be an IPv4 address",
    ],
    [
      "high availability without a machine for it",
      { ...office, sku: "Standard_B1ms", highAvailability: "zone-redundant" },
      `azure.highAvailability: cannot be: Burstable SKUs (Standard_B…) have no high availability: take a Standard_D… or Standard_E…, or none; for example: ${set} 'stackschema:azure.highAvailability' none`,
    ],
    ["a SKU of no tier", { ...office, sku: "B1ms" }, `azure.sku: must be a SKU like Standard_B1ms`],
    [
      "too few days of backups",
      { ...office, backupDays: 3 },
      `azure.backupDays: must be 7 to 35; for example: ${set} 'stackschema:azure.backupDays' 14`,
    ],
    [
      "a day that is none",
      { ...office, maintenance: { day: "sun", hour: 3 } },
      `azure.maintenance.day: must be monday, tuesday, wednesday, thursday, friday, saturday, sunday; for example: ${set} 'stackschema:azure.maintenance.day' sunday`,
    ],
    [
      "half a window",
      { ...office, maintenance: { day: "sunday" } },
      "azure.maintenance.hour: must be 0 to 23",
    ],
    [
      "a login that Azure keeps",
      { ...office, adminUser: "azure_superuser" },
      "azure.adminUser: is a name that Azure keeps",
    ],
    [
      "a login that Postgres keeps",
      { ...office, adminUser: "pg_me" },
      "azure.adminUser: must not begin with pg_",
    ],
    [
      "plain text let in by the back door",
      { ...office, parameters: { require_secure_transport: "off" } },
      "azure.parameters.require_secure_transport: is not set here: it is always on",
    ],
    [
      "extensions as a parameter",
      { ...office, parameters: { "azure.extensions": "x" } },
      `stackschema:azure.parameters["azure.extensions"]: is not set here: use extensions`,
    ],
    [
      "extensions that are no list",
      { ...office, extensions: "pgcrypto" },
      `azure.extensions: must be a list of extensions; for example: ${set} 'stackschema:azure.extensions[0]' pgcrypto`,
    ],
    [
      "a key that is none",
      { ...office, skew: "x" },
      "stackschema:azure.skew: there is no such key; the keys are location, resourceGroup",
    ],
    [
      "a key that is none, further in",
      { ...office, maintenance: { day: "sunday", hour: 3, minute: 1 } },
      "stackschema:azure.maintenance.minute: there is no such key; the keys are day, hour",
    ],
    [
      "an administrator without an id",
      {
        ...office,
        entra: {
          tenantId: "11111111-1111-4111-8111-111111111111",
          administrators: [{ name: "a", kind: "group" }],
        },
      },
      "stackschema:azure.entra.administrators[0].objectId: must be the object id",
    ],
  ];

  test.each(azureMistakes)("in azure: %s", (_name, azure, text) => {
    expect(mistakes(onAzure(azure))).toContain(text);
  });

  const gcpMistakes: readonly [string, Properties, string][] = [
    [
      "nobody may connect",
      {},
      `gcp.network: must say from where the server is reached, or else authorizedNetworks for a public one; for example: ${set} 'stackschema:gcp.network' projects/acme-prod/global/networks/main`,
    ],
    [
      "both ways",
      { ...network, authorizedNetworks: { o: "203.0.113.0/26" } },
      "gcp.authorizedNetworks: is for a public server",
    ],
    [
      "the whole internet",
      { authorizedNetworks: { all: "0.0.0.0/0" } },
      "gcp.authorizedNetworks.all: must not open the server to the whole internet",
    ],
    ...[
      "::/0",
      "2001:db8::/32",
      "office",
      "203.0.113.0/999",
      "203.0.113.0/33",
      "0.0.0.0/00",
      "1.2.3.4/5/6",
    ].map((given): [string, Properties, string] => [
      `a network that is none of IPv4: ${given}`,
      { authorizedNetworks: { o: given } },
      `gcp.authorizedNetworks.o: must be a network of IPv4 like 203.0.113.0/26; for example: ${set} 'stackschema:gcp.authorizedNetworks.o' 203.0.113.0/26`,
    ]),
    [
      "a network by its name alone",
      { network: "main" },
      "gcp.network: must be like projects/acme-prod/global/networks/main",
    ],
    [
      "a connection without a network",
      { authorizedNetworks: { o: "203.0.113.1" }, peering: "make" },
      "gcp.network: must stand beside peering",
    ],
    [
      "a tier of the other edition",
      { ...network, tier: "db-perf-optimized-N-2" },
      `gcp.tier: does not fit the edition enterprise: it takes db-g1-small, db-f1-micro and db-custom-<processors>-<MB>, with 1 processor or an even number to 96, and 0.9 to 6.5 GB for each in steps of 256 MB, 3840 MB at least; for example: ${set} 'stackschema:gcp.tier' db-custom-2-7680`,
    ],
    [
      "an edition without its tier",
      { ...network, edition: "enterprise-plus" },
      `gcp.tier: does not fit the edition enterprise-plus: it takes db-perf-optimized-N-2, -4, -8, -16, -32, -48, -64, -80, -96 and -128; for example: ${set} 'stackschema:gcp.tier' db-perf-optimized-N-2`,
    ],
    ...[
      "db-n1-standard-2",
      "db-custom-3-7680",
      "db-custom-2-7000",
      "db-custom-1-3584",
      "db-custom-4-3840x",
    ].map((tier): [string, Properties, string] => [
      `a tier that Postgres has not: ${tier}`,
      { ...network, tier },
      "gcp.tier: does not fit the edition enterprise: it takes",
    ]),
    ...["db-custom-2-13568", "db-custom-8-7168"].map((tier): [string, Properties, string] => [
      `too much or too little memory for the processors: ${tier}`,
      { ...network, tier },
      "gcp.tier: does not fit the edition enterprise: it takes",
    ]),
    [
      "a tier of Enterprise Plus that there is not",
      { ...network, edition: "enterprise-plus", tier: "db-perf-optimized-N-6" },
      "gcp.tier: does not fit the edition enterprise-plus",
    ],
    [
      "a limit below the size of the disk",
      { ...network, diskGb: 100, diskGbLimit: 50 },
      `gcp.diskGbLimit: must be no less than diskGb (20 by default), or 0 for no limit; for example: ${set} 'stackschema:gcp.diskGbLimit' 100`,
    ],
    [
      "a limit below the usual size of the disk",
      { ...network, diskGbLimit: 15 },
      `for example: ${set} 'stackschema:gcp.diskGbLimit' 20`,
    ],
    [
      "a label with capitals",
      { ...network, labels: { Application: "ledger" } },
      `stackschema:gcp.labels.Application: cannot be called so: a label in Google Cloud has lower-case letters, digits, dashes and underscores, a letter first, at most 63, like application; to remove it: pulumi config rm --stack test --path 'stackschema:gcp.labels.Application'`,
    ],
    [
      "a label's text with capitals",
      { ...network, labels: { application: "Ledger" } },
      `stackschema:gcp.labels.application: must be lower-case letters, digits, dashes and underscores, at most 63; for example: ${set} 'stackschema:gcp.labels.application' ledger`,
    ],
    [
      "logs for longer than the edition keeps them",
      { ...network, logDays: 14 },
      "gcp.logDays: must be 1 to 7 in the edition enterprise",
    ],
    [
      "a flag with a setting of its own",
      { ...network, flags: { "cloudsql.iam_authentication": "on" } },
      `gcp.flags["cloudsql.iam_authentication"]: is not set here: use iamAuthentication; to remove it: pulumi config rm --stack test --path 'stackschema:gcp.flags["cloudsql.iam_authentication"]'`,
    ],
    [
      "a key that is none",
      { ...network, size: 1 },
      "stackschema:gcp.size: there is no such key; the keys are project, region",
    ],
  ];

  test.each(gcpMistakes)("in gcp: %s", (_name, gcp, text) => {
    expect(mistakes(onGcp(gcp))).toContain(text);
  });

  test("several of one server are told at once", () => {
    const text = mistakes(onGcp({ ...network, diskGb: 1, backups: 0, insights: "yes" }));
    for (const key of ["diskGb", "backups", "insights"])
      expect(text).toContain(`stackschema:gcp.${key}: must be`);
  });

  test("include properties that are none", () => {
    expect(mistakes({ "stackschema:server": "azure", "stackschema:azure": "westeurope" })).toContain(
      `stackschema:azure: must be keys with values; for example: ${set} 'stackschema:azure.location' westeurope`,
    );
  });

  test("include a database that a new server has already, and a generation below one", () => {
    expect(mistakes(onGcp(network, { "stackschema:database": "postgres" }))).toContain(
      `stackschema:database: must be a name of your own: a new server has that database already; for example: ${set} 'stackschema:database' app`,
    );
    expect(mistakes(onAzure(office, { "stackschema:adminGeneration": 0 }))).toContain(
      "stackschema:adminGeneration: must be 1 or more",
    );
  });
});

/** What `pulumi config set --path` makes of a path and a value. */
function setAt(path: string, value: string): Properties {
  const keys = path.split(/\.|(?=\[)/);
  const scalar: unknown = /^(-?\d+|true|false)$/.test(value) ? parse(value) : value;
  const [first = "", ...rest] = keys;
  const inner = rest.reduceRight<unknown>(
    (value_, key) => (key.startsWith("[") ? [value_] : { [key]: value_ }),
    scalar,
  );
  return { [first]: inner };
}

describe("every example", () => {
  test.each([
    ...Object.entries(azureExamples).map(([path, value]) => ["azure", path, value] as const),
    ...Object.entries(gcpExamples).map(([path, value]) => ["gcp", path, value] as const),
  ])("of %s.%s is no mistake", (kind, path, value) => {
    const given = setAt(path, value);
    const own = kind === "azure" ? onAzure(given) : onGcp(given);
    let text = "";
    try {
      readSettings(config(own));
    } catch (error) {
      text = String(error);
    }
    expect(text).not.toContain(`stackschema:${kind}.${path}:`);
  });
});
