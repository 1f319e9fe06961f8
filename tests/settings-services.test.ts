// The settings of services and of backups: what is wrong is told by its key, with a command that mends it.
import { describe, expect, test } from "vitest";
import { readSettings } from "../settings";
import { config, mistakes as mistakesIn } from "./support/configuration";

type Own = Readonly<Record<string, unknown>>;

const prefixed = (own: Own): Own =>
  Object.fromEntries(Object.entries(own).map(([key, value]) => [`stackschema:${key}`, value]));
const read = (own: Own): ReturnType<typeof readSettings> => readSettings(config(prefixed(own)));
const mistakes = (own: Own): string => mistakesIn(prefixed(own));

const network = "projects/acme/global/networks/main";
const google = {
  server: "gcp",
  gcp: { project: "acme", region: "europe-west3", network },
  applications: [{ name: "ledger" }],
};
const azure = {
  server: "azure",
  azure: { location: "westeurope", resourceGroup: "acme", firewall: { office: "203.0.113.7" } },
  secretStore: { vault: "acme", resourceGroup: "acme" },
  applications: [{ name: "ledger" }],
};
const image = "apps/ledger:1";

describe("a service", () => {
  test("stands beside the server of its stack, with what it was told", () => {
    const told = { image, port: 9000, environment: { LEVEL: 3, DEBUG: true }, minInstances: 1 };
    const { applications } = read({ ...google, service: { ledger: told } });
    expect(applications).toMatchObject([
      {
        service: {
          place: { kind: "gcp" },
          arguments: { image, port: 9000, environment: { LEVEL: "3", DEBUG: "true" }, minInstances: 1 },
        },
      },
    ]);
  });

  test.each([
    ["no image", { port: 1 }, "stackschema:service.ledger.image: must be text"],
    ["an empty image", { image: "" }, "stackschema:service.ledger.image: must not be empty"],
    ["a key that is none", { image, replicas: 2 }, "there is no such key; the keys are image, port"],
    ["a port that is none", { image, port: 0 }, "stackschema:service.ledger.port: must be 1 to 65535"],
    ["no size", { image, cpu: 0 }, "stackschema:service.ledger.cpu: must be more than 0"],
    ["an ingress that is none", { image, ingress: "public" }, "ingress: must be internal, all"],
    ["no name of a variable", { image, environment: { "A-B": "x" } }, "environment.A-B"],
    [
      "the same invoker twice",
      { image, invokers: ["user:a@b", "user:c@d", "user:a@b"] },
      "stackschema:service.ledger.invokers[2]: is listed twice; to remove it:",
    ],
    ["a key of the other cloud", { image, environmentId: "/e" }, "stackschema:service.ledger.environmentId"],
  ])("with %s is a mistake", (_what, ledger, text) => {
    expect(mistakes({ ...google, service: { ledger } })).toContain(text);
  });

  test.each([
    [
      "of an application that is none",
      { ...google, service: { stock: { image } } },
      "no application is called so (ledger)",
    ],
    [
      "beside a local server",
      { applications: [{ name: "ledger" }], service: { ledger: { image } } },
      'is deployed beside a server in "azure" or "gcp", and this one is local',
    ],
    [
      "away from its secret",
      { ...google, secretStore: azure.secretStore, service: { ledger: { image } } },
      "secretStore",
    ],
    [
      "with a key of the other cloud, in Azure",
      { ...azure, service: { ledger: { image, region: "r" } } },
      "stackschema:service.ledger.region",
    ],
  ])("%s is a mistake", (_what, own, text) => {
    expect(mistakes(own)).toContain(text);
  });
});

describe("a variable that the stack or the cloud sets", () => {
  const names = ["DATABASE_URL", "DATABASE_URL_VERSION", "K_SERVICE", "K_REVISION", "K_CONFIGURATION"];
  const withVariable = (own: Own, name: string): Own => ({
    ...own,
    service: { ledger: { image, environment: { [name]: "x" } } },
  });

  test.each([...names, "DATABASE_CA"])("is refused in Cloud Run: %s", (name) => {
    expect(mistakes(withVariable(google, name))).toContain(
      `stackschema:service.ledger.environment.${name}: is set by the stack or the cloud itself; to remove it:`,
    );
  });

  test("is refused in Cloud Run with the key beside it: PORT", () => {
    expect(mistakes(withVariable(google, "PORT"))).toContain(
      "stackschema:service.ledger.environment.PORT: is set by the cloud: use port; to remove it:",
    );
  });

  test("is refused in Container Apps where the stack sets it", () => {
    for (const name of ["DATABASE_URL", "DATABASE_URL_VERSION"])
      expect(mistakes(withVariable(azure, name))).toContain(`environment.${name}: is set by the stack`);
    for (const name of ["PORT", "DATABASE_CA"]) expect(() => read(withVariable(azure, name))).not.toThrow();
  });
});

describe("a service beside a server of Azure without public address", () => {
  const subnets = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets";
  const own = (service: Own): Own => ({
    ...azure,
    azure: { location: "westeurope", resourceGroup: "acme", subnetId: `${subnets}/db` },
    applications: [{ name: "stock" }],
    service: { stock: { image, ...service } },
  });

  test("must stand in its network, since it would never reach it", () => {
    expect(mistakes(own({}))).toMatch(
      /stackschema:service\.stock\.subnetId: must name a subnet of the server's network.*has no public address; for example: .*config set --stack test --path 'stackschema:service\.stock\.subnetId' \/subscriptions\/.*\/subnets\/apps$/m,
    );
  });

  test("has a subnet, or an environment that is in one", () => {
    for (const place of [{ subnetId: `${subnets}/apps` }, { environmentId: "/e" }])
      expect(read(own(place)).applications).toMatchObject([{ service: { place } }]);
  });
});

describe("the size of a service", () => {
  const size = (own: Own, ledger: Own): Own => ({ ...own, service: { ledger: { image, ...ledger } } });
  const run = "stackschema:service.ledger";

  test.each<[Own, Own]>([
    [google, {}],
    [google, { cpu: 4, memoryGib: 16 }],
    [google, { cpu: 8, memoryGib: 4 }],
    [google, { cpu: 0.5 }],
    [google, { cpu: 0.083, memoryGib: 0.5 }],
    [google, { minInstances: 5, maxInstances: 5 }],
    [azure, {}],
    [azure, { cpu: 4 }],
    [azure, { cpu: 0.75, memoryGib: 1.5 }],
  ])("is one that its cloud takes", (own, ledger) => {
    expect(read(size(own, ledger)).applications).toMatchObject([{ service: { arguments: ledger } }]);
  });

  test.each<[string, Own, Own, string, string]>([
    ["processors", google, { cpu: 3 }, "cpu: must be 1, 2, 4, 6, 8, or 0.08 to 0.999 in Cloud Run", "cpu' 1"],
    ["too small a part of one", google, { cpu: 0.05 }, "cpu: must be 1, 2, 4, 6, 8, or 0.08", "cpu' 1"],
    [
      "too little memory, by default",
      google,
      { cpu: 4 },
      "memoryGib: must be 2 to 16 with so many processors in Cloud Run (1 by default)",
      "memoryGib' 2",
    ],
    ["too much memory", google, { memoryGib: 8 }, "memoryGib: must be 0.125 to 4", "memoryGib' 4"],
    [
      "too much for a part of one",
      google,
      { cpu: 0.25 },
      "memoryGib: must be 0.125 to 0.5",
      "memoryGib' 0.5",
    ],
    [
      "processors",
      azure,
      { cpu: 0.3 },
      "cpu: must be 0.25 to 4 in steps of 0.25 in Container Apps",
      "cpu' 1",
    ],
    ["too many processors", azure, { cpu: 4.25 }, "cpu: must be 0.25 to 4", "cpu' 1"],
    [
      "a pair",
      azure,
      { cpu: 0.5, memoryGib: 2 },
      "memoryGib: must be twice the processors in Container Apps, as it is by default",
      "memoryGib' 1",
    ],
    [
      "fewer instances at most than at least",
      google,
      { minInstances: 5 },
      "maxInstances: must be no less than minInstances (4 by default)",
      "maxInstances' 5",
    ],
    [
      "the same",
      azure,
      { minInstances: 3, maxInstances: 2 },
      "maxInstances: must be no less",
      "maxInstances' 3",
    ],
  ])("is refused at once where its cloud has it not: %s", (_what, own, ledger, text, example) => {
    const found = mistakes(size(own, ledger));
    expect(found).toContain(`${run}.${text}`);
    expect(found).toMatch(new RegExp(`config set --stack test --path '${run}\\.${example}$`, "m"));
  });
});

test("an example is for the application that it is told of", () => {
  const stock = { applications: [{ name: "stock" }], service: { stock: { image, port: 0 } } };
  expect(mistakes({ ...google, ...stock })).toMatch(/'stackschema:service\.stock\.port' 8080$/m);
});

test("a backup is automatic unless it is told otherwise, and another word is a mistake", () => {
  expect(read(google).backup).toBe("auto");
  expect(read({ ...google, backup: "never" }).backup).toBe("never");
  expect(mistakes({ ...google, backup: "always" })).toMatch(
    /stackschema:backup: must be .*auto.*copy.*never.*config set .*stackschema:backup/,
  );
});
