// The contract of every server, wherever it comes from; and what only the local and the existing one have.
import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, test } from "vitest";
import {
  AzureServer,
  ExistingServer,
  GcpServer,
  LocalServer,
  makeServer,
  type Server,
} from "../../components/servers";
import { serverOutputs } from "../../components/servers/contract";
import { inClear, mockPulumi, password, type Registered, value } from "./mocked";

let registered: readonly Registered[];
let alias: string;

beforeAll(async () => {
  registered = await mockPulumi();
  alias = "urn:pulumi:dev::stackschema::before::before";
});

/** Each kind of server as a stack would make it, and what its outputs must then be. */
const kinds: Readonly<
  Record<
    string,
    {
      make(name: string, options?: pulumi.ComponentResourceOptions): Server;
      readonly outputs: Readonly<Record<string, unknown>>;
    }
  >
> = {
  local: {
    make: (name, options) => new LocalServer(name, {}, options),
    outputs: {
      host: "127.0.0.1",
      port: 23_456,
      database: "app",
      adminUser: "postgres",
      password,
      tls: { mode: "disable" },
      major: 17,
      ready: true,
    },
  },
  existing: {
    make: (name, options) => new ExistingServer(name, { host: "db.example.com", password }, options),
    outputs: {
      host: "db.example.com",
      port: 5432,
      database: "postgres",
      adminUser: "postgres",
      password,
      tls: { mode: "require" },
      major: 17,
      ready: true,
    },
  },
  azure: {
    make: (name, options) =>
      new AzureServer(
        name,
        { access: { kind: "public", firewallRules: { me: { from: "203.0.113.7" } } } },
        options,
      ),
    outputs: {
      host: "azure-one1a2b.postgres.database.azure.com",
      port: 5432,
      database: "app",
      adminUser: "stackschema_admin",
      password,
      tls: { mode: "verify-full" },
      major: 17,
      ready: true,
    },
  },
  gcp: {
    make: (name, options) =>
      new GcpServer(name, { access: { kind: "private", network: "projects/p/global/networks/n" } }, options),
    outputs: {
      host: "10.1.2.3",
      port: 5432,
      database: "app",
      adminUser: "stackschema_admin",
      password,
      tls: { mode: "verify-ca", ca: "PEM of now\nPEM of later" },
      major: 17,
      ready: true,
    },
  },
};

/** The component of this name and all below it. */
function family(name: string): readonly Registered[] {
  return registered.filter((one) => one.name === name || one.name.startsWith(`${name}-`));
}

describe.each(Object.entries(kinds))("the contract of every server: %s", (kind, { make, outputs }) => {
  const component = `stackschema:servers:${kind.charAt(0).toUpperCase()}${kind.slice(1)}Server`;
  let server: Server;
  beforeAll(async () => {
    server = make(`${kind}-one`);
    await value(server.ready);
  });

  test("every output is there with its value", async () => {
    expect(Object.keys(outputs)).toEqual([...serverOutputs]);
    for (const name of serverOutputs) {
      const output: pulumi.Output<unknown> = server[name];
      expect(pulumi.Output.isInstance(output), name).toBe(true);
      expect(await value(output), name).toEqual(outputs[name]);
    }
  });

  test("the password is a secret and the address is none", async () => {
    expect(await pulumi.isSecret(server.password)).toBe(true);
    for (const name of ["host", "port", "database", "adminUser", "tls", "major", "ready"] as const) {
      const output: pulumi.Output<unknown> = server[name];
      expect(await pulumi.isSecret(output), name).toBe(false);
    }
  });

  test("it is a component of the project, and all that it makes is its child", async () => {
    expect(await value(server.urn)).toMatch(new RegExp(`${component}::${kind}-one$`));
    const children = family(`${kind}-one`).filter(({ type }) => type !== component);
    expect(children.map(({ parent }) => parent)).toEqual(children.map(() => `${component} ${kind}-one`));
    expect(children.length > 0).toBe(kind !== "existing");
  });

  test("the password stands nowhere among the inputs in clear", () => {
    const inputs = family(`${kind}-one`).map((one) => one.inputs);
    const carries = kind === "azure" || kind === "gcp";
    expect(JSON.stringify(inputs).includes(password)).toBe(carries);
    expect(JSON.stringify(inClear(inputs))).not.toContain(password);
  });

  test("it says whether its databases end with it", () => {
    expect(server.deletedWith !== undefined).toBe(kind === "local");
  });

  test("its options reach what it makes", async () => {
    const provider = new (class extends pulumi.ProviderResource {})(
      kind === "azure" ? "azure-native" : "gcp",
      `${kind}-provider`,
      {},
    );
    const seen: string[] = [];
    const options: pulumi.ComponentResourceOptions = {
      protect: true,
      aliases: [alias],
      providers: [provider],
      transformations: [
        ({ type }) => {
          seen.push(type);
          return undefined;
        },
      ],
    };
    const two = make(`${kind}-two`, options);
    await Promise.all([value(two.ready), value(two.urn)]);
    const all = family(`${kind}-two`);
    expect(all.every(({ protect }) => protect)).toBe(true);
    expect(seen.sort()).toEqual(all.map(({ type }) => type).sort());
    expect(all.find(({ type }) => type === component)?.aliases).toBe(1);
    for (const one of all.filter(({ type }) => type.startsWith(kind === "azure" ? "azure-native:" : "gcp:")))
      expect(one.provider, one.type).toContain(`${kind}-provider`);
  });
});

test.each(["local", "existing", "azure", "gcp"] as const)("a stack's choice of %s is made", async (kind) => {
  const access = { kind: "public", firewallRules: {}, authorizedNetworks: {} } as const;
  const choices = {
    local: { kind: "local", arguments: {} },
    existing: { kind: "existing", arguments: { host: "h" } },
    azure: { kind: "azure", arguments: { access } },
    gcp: { kind: "gcp", arguments: { access } },
  } as const;
  const server = makeServer(`chosen-${kind}`, choices[kind]);
  expect(await value(server.urn)).toMatch(new RegExp(`:${kind}Server::chosen-${kind}$`, "i"));
});

describe("the local server", () => {
  const inputsOf = (name: string): Readonly<Record<string, unknown>> | undefined =>
    registered.find((resource) => resource.name === name && resource.type.includes("dynamic"))?.inputs;

  test("asks for Postgres 17 on a free port in a directory of its stack, unless told otherwise", async () => {
    await value(new LocalServer("by-default").ready);
    await value(
      new LocalServer("told", { major: 15, port: 5433, database: "mine", directory: "else/where" }).ready,
    );
    const directory = ".stackschema/local/dev";
    expect(inputsOf("by-default")).toMatchObject({ directory, major: 17, wantedPort: 0, database: "app" });
    const told = { directory: "else/where", major: 15, wantedPort: 5433, database: "mine" };
    expect(inputsOf("told")).toMatchObject(told);
  });

  test("holds nothing of this machine in its inputs", async () => {
    await value(new LocalServer("portable").ready);
    expect(JSON.stringify(inputsOf("portable") ?? "nothing")).toContain("wantedPort");
    expect(JSON.stringify(inputsOf("portable") ?? "")).not.toContain(process.cwd());
  });
});

test("an existing server's settings are secret as soon as a private key is among them", async () => {
  const plain = new ExistingServer("plain", { host: "h", tls: { mode: "verify-full", ca: "PEM" } });
  const keyed = new ExistingServer("keyed", { host: "h", tls: { mode: "verify-full", key: "PEM" } });
  expect(await pulumi.isSecret(plain.tls)).toBe(false);
  expect(await pulumi.isSecret(keyed.tls)).toBe(true);
  expect(await value(keyed.tls)).toEqual({ mode: "verify-full", key: "PEM" });
});
