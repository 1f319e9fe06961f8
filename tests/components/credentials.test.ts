// Credentials of an application with Pulumi mocked: what each store registers, what depends on what, and what is secret.
import * as pulumi from "@pulumi/pulumi";
import type { MockResourceArgs } from "@pulumi/pulumi/runtime";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { SecretReaders, SecretStore } from "../../components/credentials/contract";
import { Credentials } from "../../components/credentials/credentials";
import { FileStore } from "../../components/credentials/file-store";
import { KeyVaultStore } from "../../components/credentials/key-vault";
import { SecretManagerStore } from "../../components/credentials/secret-manager";
import { ExistingServer } from "../../components/servers";

const url = "postgres://ledger_a:s3cret-of-the-login@db/app";
const tenantId = "11111111-1111-1111-1111-111111111111";
const group = "/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/acme/providers";
let registered: MockResourceArgs[] = [];
/** What `check` found of the secret's file. */
let found: Readonly<Record<string, unknown>> = {};

/** What a provider would answer, as far as the components read it. */
function outputsOf({ type, name, inputs }: MockResourceArgs): Record<string, unknown> {
  if (type.endsWith("ApplicationLogin"))
    return { ...inputs, role: "ledger_a", generation: inputs.wanted, url };
  if (type === "gcp:secretmanager/secret:Secret")
    return { ...inputs, name: `projects/acme/secrets/${inputs.secretId}` };
  if (type.endsWith("SecretVersion")) return { ...inputs, version: "5" };
  if (type.endsWith("FileSecret")) return { ...inputs, version: "1", ...found };
  if (type === "azure-native:keyvault:Vault") return { ...inputs, name: inputs.vaultName };
  if (type === "azure-native:keyvault:Secret") {
    const secretUri = `https://acme-vault.vault.azure.net/secrets/${inputs.secretName}`;
    return { ...inputs, properties: { secretUri, secretUriWithVersion: `${secretUri}/0a1b2c` } };
  }
  if (type.endsWith("RandomPassword")) return { ...inputs, result: `random-of-${name}` };
  return inputs;
}

function idOf({ type, name }: MockResourceArgs): string {
  if (type === "azure-native:keyvault:Secret")
    return `${group}/Microsoft.KeyVault/vaults/acme-vault/secrets/${name}`;
  if (type === "gcp:secretmanager/secret:Secret") return `projects/acme/secrets/${name}`;
  return `${name}-id`;
}

beforeEach(() => {
  registered = [];
  found = {};
  pulumi.runtime.setMocks(
    {
      newResource: async (args) => {
        registered.push(args);
        return { id: idOf(args), state: outputsOf(args) };
      },
      call: () => ({}),
    },
    "stackschema",
    "prod",
  );
});

interface Made {
  readonly credentials: Credentials;
  readonly reference: string;
  readonly version: string;
}

async function make(
  store: () => SecretStore,
  passwords: "provider" | "handler",
  readers: SecretReaders = {},
): Promise<Made> {
  const server = new ExistingServer("server", {
    host: "db",
    database: "app",
    adminUser: "keeper",
    password: "pw-of-keeper",
  });
  const credentials = new Credentials("ledger", {
    server,
    store: store(),
    passwords,
    readers,
    generation: 3,
  });
  const done = credentials.inUse();
  const { reference, version, access } = credentials.secret;
  const waited = pulumi.all([reference, version, done.urn, ...access.map(({ urn }) => urn)]);
  return new Promise((resolve) =>
    waited.apply(([name, number]) =>
      resolve({ credentials, reference: String(name), version: String(number) }),
    ),
  );
}

function resource(type: string): MockResourceArgs {
  const found = registered.filter((one) => one.type.endsWith(type));
  const [only] = found;
  if (only === undefined || found.length > 1) throw new Error(`${found.length} of ${type}`);
  return only;
}

/** A secret arrives at the mocks as what wraps it. */
function isSecretInput(value: unknown): boolean {
  return JSON.stringify(value).includes("1b47061264138c4ac30d75fd1eb44270");
}

const gcpReaders = {
  deploy: "serviceAccount:deploy@acme.iam.gserviceaccount.com",
  run: "serviceAccount:run@acme.iam.gserviceaccount.com",
};

describe("in Secret Manager", () => {
  const store = () => new SecretManagerStore({ project: "acme" });

  test("are one secret with the URL, versions that stay, and one right on it for each reader", async () => {
    const { reference, version } = await make(store, "provider", gcpReaders);
    expect(resource("secret:Secret").inputs).toEqual({
      secretId: "ledger-database-url",
      project: "acme",
      replication: { auto: {} },
    });
    const { inputs } = resource("SecretVersion");
    expect(inputs).toMatchObject({
      secret: "projects/acme/secrets/ledger-database-url",
      deletionPolicy: "ABANDON",
    });
    expect(isSecretInput(inputs.secretData)).toBe(true);
    const members = registered.filter(({ type }) => type.endsWith("SecretIamMember"));
    expect(members.map((member) => member.inputs)).toEqual(
      Object.values(gcpReaders).map((member) => ({
        secretId: "ledger-database-url",
        project: "acme",
        role: "roles/secretmanager.secretAccessor",
        member,
      })),
    );
    expect([reference, version]).toEqual(["projects/acme/secrets/ledger-database-url", "5"]);
    expect(registered.filter(({ type }) => /iam/i.test(type))).toHaveLength(2);
  });

  test("may be kept to regions", async () => {
    await make(() => new SecretManagerStore({ regions: ["europe-west4"] }), "provider");
    expect(resource("secret:Secret").inputs.replication).toEqual({
      userManaged: { replicas: [{ location: "europe-west4" }] },
    });
  });
});

describe("in a Key Vault", () => {
  const place = { resourceGroup: "acme", vault: "acme-vault" };
  const store = () => new KeyVaultStore("secrets", { ...place, tenantId });

  test("are one secret with the URL, and one role on it for each reader", async () => {
    const { reference, version } = await make(store, "provider", { run: "principal-of-run" });
    const { inputs } = resource("keyvault:Secret");
    expect(inputs).toMatchObject({
      resourceGroupName: "acme",
      vaultName: "acme-vault",
      secretName: "ledger-database-url",
    });
    expect(isSecretInput(inputs.properties)).toBe(true);
    expect(resource("RoleAssignment").inputs).toEqual({
      scope: `${group}/Microsoft.KeyVault/vaults/acme-vault/secrets/ledger-database-url`,
      roleDefinitionId:
        "/subscriptions/22222222-2222-2222-2222-222222222222/providers/Microsoft.Authorization/roleDefinitions/4633458b-17de-408a-b874-0445c86b69e6",
      principalId: "principal-of-run",
      principalType: "ServicePrincipal",
    });
    expect([reference, version]).toEqual([
      "https://acme-vault.vault.azure.net/secrets/ledger-database-url",
      "0a1b2c",
    ]);
  });

  test("that is made gives rights by roles alone, and nothing in it can be purged", async () => {
    await make(store, "provider");
    expect(resource("keyvault:Vault").inputs).toMatchObject({
      vaultName: "acme-vault",
      properties: {
        tenantId,
        enableRbacAuthorization: true,
        enableSoftDelete: true,
        enablePurgeProtection: true,
      },
    });
  });

  test("that is there already is only used", async () => {
    await make(() => new KeyVaultStore("secrets", place), "provider");
    expect(registered.some(({ type }) => type.endsWith("keyvault:Vault"))).toBe(false);
  });
});

describe("in a file", () => {
  test("need no provider's plugin, and have no readers", async () => {
    const { reference, version } = await make(() => new FileStore(), "handler");
    expect(
      registered.map(({ type }) => type).filter((type) => !/^(pulumi-nodejs:dynamic|stackschema)/.test(type)),
    ).toEqual([]);
    expect([reference, version]).toEqual([".stackschema/credentials/prod/ledger-database-url.env", "1"]);
    const login = pulumi.output("ledger_a");
    const content = { value: login, login, generation: pulumi.output(1) };
    expect(() => new FileStore().keep("x", content, { run: "me" }, {})).toThrow(/no readers but its owner/);
  });

  test("that others can read are told with the file and its mode, and no others are", async () => {
    const told = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
    await make(() => new FileStore(), "handler");
    expect(told).not.toHaveBeenCalled();
    found = { __exposed: "644" };
    await make(() => new FileStore(), "handler");
    expect(told.mock.calls.map(([text]) => text)).toEqual([
      "others can read .stackschema/credentials/prod/ledger-database-url.env: its mode is 644, and becomes 600 again. " +
        "The login in it gets another password with another credentialGeneration.",
    ]);
    told.mockRestore();
  });
});

describe("wherever they are kept", () => {
  test("the password is of its generation, of letters and digits, and a secret like all that holds it", async () => {
    const { credentials } = await make(() => new SecretManagerStore(), "provider");
    expect(resource("RandomPassword").inputs).toEqual({
      length: 32,
      special: false,
      keepers: { generation: "3" },
    });
    const { inputs } = resource("ApplicationLogin");
    expect(inputs).toMatchObject({
      roles: ["ledger_a", "ledger_b"],
      group: "ledger_rw",
      wanted: 3,
      host: "db",
      ...{ __project: "stackschema", __stack: "prod" },
    });
    expect([inputs.newPassword, inputs.password].map(isSecretInput)).toEqual([true, true]);
    expect(resource("LoginInUse").inputs).toMatchObject({
      role: "ledger_a",
      revokePrevious: false,
      ...{ __project: "stackschema", __stack: "prod" },
    });
    const parts = await new Promise((resolve) => credentials.parts.apply(resolve));
    expect(parts).toEqual({ host: "db", port: 5432, database: "app", user: "ledger_a", sslmode: "require" });
    expect(JSON.stringify(parts)).not.toContain("s3cret");
  });

  test("the login comes first, then the secret, and being in use last", async () => {
    await make(() => new SecretManagerStore(), "provider", gcpReaders);
    const order = registered.map(({ type }) => type.replace(/^.*[:/]/, ""));
    const places = ["RandomPassword", "ApplicationLogin", "SecretVersion", "LoginInUse"].map((type) =>
      order.indexOf(type),
    );
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(places).not.toContain(-1);
  });
});
