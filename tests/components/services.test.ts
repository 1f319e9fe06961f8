// What a service registers in each cloud, with Pulumi's engine mocked: who it runs as, what it reads, who may call it.
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test, vi } from "vitest";
import { ExistingServer } from "../../components/servers";
import { CloudRunIdentity, CloudRunService } from "../../components/services/cloud-run";
import { ContainerAppIdentity, ContainerAppService } from "../../components/services/container-app";
import type { Service, ServiceArguments } from "../../components/services/contract";
import { planService } from "../../components/services/make";
import { inClear, mockPulumi, type Registered, revisions, value } from "./mocked";

// Between two looks at a revision.
vi.mock("node:timers/promises", () => ({ setTimeout: () => Promise.resolve() }));

type Extra = Partial<ServiceArguments>;

interface Cloud {
  readonly type: string;
  readonly reference: string;
  readonly reader: string;
  readonly url: string;
  readonly revision: string;
  /** Registers identity and service. */
  readonly make: (
    extra: Extra,
    options?: pulumi.ComponentResourceOptions,
  ) => [reader: pulumi.Output<string>, Service];
  /** What the service was registered with. */
  readonly reads: (service: Registered) => unknown;
  readonly scale: (service: Registered) => unknown;
  readonly isPublic: (registered: readonly Registered[]) => boolean;
}

class Access extends pulumi.CustomResource {
  constructor() {
    super("test:index:Access", "may-read", {});
  }
}

const argumentsOf = (reference: string, extra: Extra): ServiceArguments => ({
  image: "registry.example/ledger@sha256:9f2c",
  databaseUrl: {
    reference: pulumi.output(reference),
    version: pulumi.output("7"),
    access: [new Access()],
  },
  ...extra,
});

const inputsOf = ({ inputs }: Registered) => JSON.parse(JSON.stringify(inClear(inputs)));

const clouds: Readonly<Record<string, Cloud>> = {
  "Cloud Run": {
    type: "gcp:cloudrunv2/service:Service",
    reference: "projects/acme/secrets/ledger-database-url",
    reader: "serviceAccount:ledger-run@acme.iam.gserviceaccount.com",
    url: "https://ledger-service.a.run.app",
    revision: "ledger-service-00001",
    make: (extra, options) => {
      const identity = new CloudRunIdentity("ledger", { project: "acme" });
      const given = argumentsOf("projects/acme/secrets/ledger-database-url", extra);
      const place = { project: "acme", region: "europe-west3", identity };
      return [identity.reader, new CloudRunService("ledger", { ...place, ...given }, options)];
    },
    reads: (service) => inputsOf(service).template.containers[0].envs,
    scale: (service) => inputsOf(service).template.scaling,
    isPublic: (registered) =>
      registered.some(({ type }) => type === "gcp:cloudrunv2/serviceIamMember:ServiceIamMember"),
  },
  "Container Apps": {
    type: "azure-native:app:ContainerApp",
    reference: "https://acme.vault.azure.net/secrets/ledger-database-url",
    reader: "8d2f",
    url: "https://ledger-service.azurecontainerapps.io",
    revision: "ledger--2",
    make: (extra, options) => {
      const place = { resourceGroup: "g", subnetId: "/s" };
      const identity = new ContainerAppIdentity("ledger", place);
      const given = argumentsOf("https://acme.vault.azure.net/secrets/ledger-database-url", extra);
      return [identity.reader, new ContainerAppService("ledger", { ...place, identity, ...given }, options)];
    },
    reads: (service) => [
      ...inputsOf(service).template.containers[0].env,
      ...inputsOf(service).configuration.secrets,
    ],
    scale: (service) => inputsOf(service).template.scale,
    isPublic: (registered) =>
      registered.some(({ type, inputs }) => {
        const { configuration, vnetConfiguration } = JSON.parse(JSON.stringify(inClear(inputs)));
        return (
          (type === "azure-native:app:ContainerApp" && configuration.ingress.external) ||
          (type === "azure-native:app:ManagedEnvironment" && !vnetConfiguration.internal)
        );
      }),
  },
};

const expectedReads: Readonly<Record<string, readonly unknown[]>> = {
  "Cloud Run": [
    {
      name: "DATABASE_URL",
      valueSource: {
        secretKeyRef: { secret: "projects/acme/secrets/ledger-database-url", version: "7" },
      },
    },
    { name: "LOG_LEVEL", value: "info" },
  ],
  "Container Apps": [
    { name: "DATABASE_URL", secretRef: "database-url" },
    { name: "DATABASE_URL_VERSION", value: "7" },
    { name: "LOG_LEVEL", value: "info" },
    {
      name: "database-url",
      keyVaultUrl: "https://acme.vault.azure.net/secrets/ledger-database-url/7",
      identity: "/made/ledger-run",
    },
  ],
};

describe.each(Object.keys(clouds))("a service of %s", (name) => {
  const cloud = clouds[name] as Cloud;

  async function made(extra: Extra = {}, options: () => pulumi.ComponentResourceOptions = () => ({})) {
    const registered = await mockPulumi();
    const [reader, service] = cloud.make(extra, options());
    const outputs = await Promise.all([value(reader), value(service.url), value(service.revision)]);
    // What follows from outputs is registered after them.
    await vi.waitFor(() => expect(registered.some(({ type }) => type === cloud.type)).toBe(true));
    const own = registered.find(({ type }) => type === cloud.type) as Registered;
    return { registered, outputs, own };
  }

  test("tells its address, its revision, and who reads its secret", async () => {
    const { outputs } = await made();
    expect(outputs).toEqual([cloud.reader, cloud.url, cloud.revision]);
  });

  test("reads the connection URL by its version, and holds no value of it", async () => {
    const { own } = await made({ environment: { LOG_LEVEL: "info" } });
    expect(cloud.reads(own)).toEqual(expectedReads[name]);
  });

  test("comes after those were let in who read the secret, and belongs to its component", async () => {
    const { own, registered } = await made();
    expect(own.dependencies).toContain("test:index:Access may-read");
    expect(own.parent).toMatch(/^stackschema:services:\w+ ledger$/);
    const orphans = registered.filter(
      ({ type, parent }) => !type.startsWith("stackschema:services") && /Stack|^$/.test(parent),
    );
    expect(orphans.map(({ type }) => type)).toEqual(["test:index:Access"]);
  });

  test("is called from its own network alone, runs nothing while idle, and has few instances", async () => {
    const { own, registered } = await made();
    expect(cloud.isPublic(registered)).toBe(false);
    expect(Object.values(Object(cloud.scale(own))).sort()).toEqual([0, 4]);
  });

  test("is called from everywhere where that is asked for", async () => {
    const { registered } = await made({ ingress: "all" });
    await vi.waitFor(() => expect(cloud.isPublic(registered)).toBe(true));
  });

  test("takes options as every resource does", async () => {
    const { registered } = await made({}, () => ({
      parent: new pulumi.ComponentResource("test:Parent", "above", {}),
      protect: true,
    }));
    const component = registered.find(({ type }) => /Service$/.test(type) && type.startsWith("stackschema:"));
    expect(component).toMatchObject({ parent: "test:Parent above" });
    expect(registered.find(({ type }) => type === cloud.type)).toMatchObject({ protect: true });
  });

  test("leaves unknown in a preview what only a deployed service tells", async () => {
    const registered = await mockPulumi(true);
    const [, service] = cloud.make({});
    const known = await Promise.all(
      [service.url, service.revision].map((output) => Reflect.get(output, "isKnown") as Promise<boolean>),
    );
    expect(known).toEqual([false, false]);
    expect(registered.map(({ type }) => type)).toContain(cloud.type);
  });
});

/** A service of Container Apps, and what comes after it. */
function withWhatFollows(): Service {
  const [, service] = (clouds["Container Apps"] as Cloud).make({});
  new After({ dependsOn: service.ready });
  return service;
}

class After extends pulumi.CustomResource {
  constructor(options: pulumi.CustomResourceOptions) {
    super("test:index:After", "after", {}, options);
  }
}

const hasBegun = (registered: readonly Registered[]): boolean =>
  registered.some(({ name }) => name === "after");

test("what comes after a Container App waits until its new revision is the one that serves", async () => {
  const lagging = revisions("ledger--2", "ledger--1");
  const answers = [revisions("ledger--2", ""), lagging, lagging, revisions("ledger--2", "ledger--2")];
  const begun: boolean[] = [];
  const registered = await mockPulumi(false, (token) => {
    expect(token).toBe("azure-native:app:getContainerApp");
    begun.push(hasBegun(registered));
    return answers[begun.length - 1] ?? {};
  });
  const service = withWhatFollows();
  expect(await value(service.revision)).toBe("ledger--2");
  await vi.waitFor(() => expect(hasBegun(registered)).toBe(true));
  expect(begun).toEqual([false, false, false, false]);
  expect(registered.find(({ name }) => name === "after")?.dependencies).toContain(
    "azure-native:app:ContainerApp ledger-service",
  );
});

test("an answer from before the deployment is doubted, and another's later revision waited for no longer", async () => {
  for (const [named, after] of [
    ["ledger--1", 4],
    ["ledger--2", 1],
    ["ledger--3", 4],
  ] as const) {
    const calls: string[] = [];
    const registered = await mockPulumi(false, (token) => {
      calls.push(token);
      return revisions(named, named);
    });
    withWhatFollows();
    await vi.waitFor(() => expect(hasBegun(registered)).toBe(true));
    expect(calls).toHaveLength(after);
  }
});

test("a revision of a Container App that never gets ready ends the run, and what comes after does not begin", async () => {
  const calls: string[] = [];
  const registered = await mockPulumi(false, (token) => {
    calls.push(token);
    return revisions("ledger--2", "ledger--1");
  });
  // As Pulumi's own runner does: what nobody handles is printed, and the run fails.
  const handlers = process.listeners("unhandledRejection");
  const errors = new Set<unknown>();
  process.removeAllListeners("unhandledRejection").on("unhandledRejection", (error) => errors.add(error));
  try {
    withWhatFollows();
    await vi.waitFor(() => expect(errors.size).toBe(1), 10_000);
    // Others that carry the same error follow it.
    await new Promise(setImmediate);
  } finally {
    process.removeAllListeners("unhandledRejection");
    for (const handler of handlers) process.on("unhandledRejection", handler);
  }
  const [error] = errors;
  expect(error).toBeInstanceOf(pulumi.RunError);
  expect(String(Reflect.get(Object(error), "message")).split("\n")).toEqual([
    "the revision ledger--2 of ledger does not start: it is not ready after 5 minutes.",
    "ledger--1 goes on. Nothing was contracted, and the login before stays valid. See why (--type system tells of images and probes):",
    "  az containerapp logs show --name ledger --resource-group g --revision ledger--2",
    "Then run up again.",
  ]);
  expect(calls).toHaveLength(61);
  expect(hasBegun(registered)).toBe(false);
});

test("a preview of a Container App waits for no revision", async () => {
  const calls: string[] = [];
  const registered = await mockPulumi(true, (token) => {
    calls.push(token);
    return {};
  });
  withWhatFollows();
  await vi.waitFor(() => expect(hasBegun(registered)).toBe(true));
  expect(calls).toEqual([]);
});

test("part of a processor is asked for while there are requests, which Cloud Run wants for it", async () => {
  const registered = await mockPulumi();
  const resources: unknown[] = [];
  for (const cpu of [0.5, 1]) {
    const [, service] = (clouds["Cloud Run"] as Cloud).make({ cpu, memoryGib: 0.5 });
    await value(service.url);
    const own = registered.filter(({ type }) => type === "gcp:cloudrunv2/service:Service").at(-1);
    resources.push(inputsOf(own as Registered).template.containers[0].resources);
  }
  expect(resources).toEqual([
    { limits: { cpu: "0.5", memory: "0.5Gi" }, cpuIdle: true },
    { limits: { cpu: "1", memory: "0.5Gi" } },
  ]);
});

test("the environment that is made takes a delegated subnet: it has a workload profile", async () => {
  const registered = await mockPulumi();
  const [, service] = (clouds["Container Apps"] as Cloud).make({});
  await value(service.url);
  const made = registered.find(({ type }) => type === "azure-native:app:ManagedEnvironment") as Registered;
  expect(made.inputs).toMatchObject({
    vnetConfiguration: { infrastructureSubnetId: "/s", internal: true },
    workloadProfiles: [{ name: "Consumption", workloadProfileType: "Consumption" }],
  });
});

test("names that are too short or too long for a service account keep apart", async () => {
  const registered = await mockPulumi();
  const names = ["a", "an-application-with-a-long-name-1", "an-application-with-a-long-name-2"];
  for (const name of names) await value(new CloudRunIdentity(name).email);
  const ids = registered
    .filter(({ type }) => type === "gcp:serviceaccount/account:Account")
    .map(({ inputs }) => String(inputs.accountId));
  expect(new Set(ids).size).toBe(names.length);
  for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/);
});

describe("the name of a service", () => {
  const long = "order-processing-service-europe-west-1-with-returns";

  async function namesOf(
    cloud: "gcp" | "azure",
    applications: readonly string[],
  ): Promise<readonly string[]> {
    const registered = await mockPulumi();
    for (const application of applications) {
      const place = { resourceGroup: "g", project: "acme", region: "europe-west3" };
      const arguments_ = argumentsOf("r", {});
      const service =
        cloud === "gcp"
          ? new CloudRunService(application, {
              ...place,
              ...arguments_,
              identity: new CloudRunIdentity(application, place),
            })
          : new ContainerAppService(application, {
              ...place,
              ...arguments_,
              identity: new ContainerAppIdentity(application, place),
            });
      await value(service.url);
    }
    return registered
      .filter(({ type }) => /cloudrunv2\/service:Service$|:ContainerApp$/.test(type))
      .map(({ inputs }) => String(inputs.name ?? inputs.containerAppName));
  }

  test("in Cloud Run is one that it takes, another for each application", async () => {
    const kept = ["a", "order-desk", "a--b", "a".repeat(49)];
    const names = await namesOf("gcp", [...kept, "ledger-", "a".repeat(50), `${long}-a`, `${long}-b`]);
    expect(names.slice(0, kept.length)).toEqual(kept);
    expect(new Set(names).size).toBe(8);
    for (const name of names) expect(name).toMatch(/^[a-z]([a-z0-9-]{0,47}[a-z0-9])?$/);
  });

  test("in Container Apps is one that it takes, another for each application", async () => {
    const kept = ["ab", "order-desk", "a".repeat(32)];
    const names = await namesOf("azure", [...kept, "a", "a--b", "ledger-", `${long}-a`, `${long}-b`]);
    expect(names.slice(0, kept.length)).toEqual(kept);
    expect(new Set(names).size).toBe(8);
    for (const name of names) expect(name).toMatch(/^(?=.{2,32}$)[a-z](-?[a-z0-9])*$/);
  });
});

test("a service of Azure beside a server that is not is refused by name", async () => {
  await mockPulumi();
  const server = new ExistingServer("here", { host: "db.example", password: "p" });
  await value(server.ready);
  expect(() => planService("ledger", { kind: "azure" }, server)).toThrow(
    "the service of ledger is of Azure, and its server is not",
  );
});
