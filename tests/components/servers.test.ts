import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, test } from "vitest";
import { ExistingServer, LocalServer, type Server } from "../../components/servers";
import { serverOutputs } from "../../components/servers/contract";

interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

const registered: Registered[] = [];
const password = "pass-Word-9f1c";

beforeAll(async () => {
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        registered.push({ type, name, inputs });
        const made = { host: "127.0.0.1", port: 23456, adminUser: "postgres", password };
        return { id: `${name}-id`, state: type.includes("LocalServer") ? { ...inputs, ...made } : inputs };
      },
      call: () => ({}),
    },
    "stackschema",
    "dev",
  );
});

function value<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}

/** Each kind of server as a stack would make it, and what its outputs must then be. */
const kinds: Readonly<
  Record<string, { make(): Server; readonly outputs: Readonly<Record<string, unknown>> }>
> = {
  local: {
    make: () => new LocalServer("local-one"),
    outputs: {
      host: "127.0.0.1",
      port: 23456,
      database: "app",
      adminUser: "postgres",
      password,
      tls: { mode: "disable" },
      major: 17,
      ready: true,
    },
  },
  existing: {
    make: () => new ExistingServer("existing-one", { host: "db.example.com", password }),
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
};

describe.each(Object.entries(kinds))("the contract of every server: %s", (kind, { make, outputs }) => {
  let server: Server;
  beforeAll(() => {
    server = make();
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
    for (const name of ["host", "port", "database", "adminUser", "major", "ready"] as const) {
      const output: pulumi.Output<unknown> = server[name];
      expect(await pulumi.isSecret(output), name).toBe(false);
    }
  });

  test("it is a component of the project, and the password is no input of anything", async () => {
    const urn = await value(server.urn);
    expect(urn).toMatch(new RegExp(`stackschema:servers:${kind}Server::${kind}-one$`, "i"));
    for (const { name, inputs } of registered) {
      if (name === `${kind}-one`) expect(JSON.stringify(inputs)).not.toContain(password);
    }
  });

  test("it says whether its databases end with it", () => {
    expect(server.deletedWith !== undefined).toBe(kind === "local");
  });
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
