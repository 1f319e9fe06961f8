// docs/CLOUD-RESOURCES.md against the code: every resource and property that we set is in it, and nothing else.
import { readFileSync } from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { beforeAll, expect, test } from "vitest";
import { KeyVaultStore } from "../../components/credentials/key-vault";
import { SecretManagerStore } from "../../components/credentials/secret-manager";
import { AzureServer, GcpServer } from "../../components/servers";
import { CloudRunIdentity, CloudRunService } from "../../components/services/cloud-run";
import { ContainerAppIdentity, ContainerAppService } from "../../components/services/container-app";
import { mockPulumi, type Registered, value } from "./mocked";

/** Names of one's own: what stands below them is not ours. */
const maps: ReadonlySet<string> = new Set(["tags", "keepers", "userLabels", "labels", "tls"]);

let registered: readonly Registered[];

beforeAll(async () => {
  registered = await mockPulumi();
  const maintenance = { day: "sunday", hour: 3 } as const;
  const azure = {
    location: "l",
    serverName: "s",
    maintenance,
    entra: { tenantId: "t", administrators: [{ objectId: "o", name: "n", kind: "group" }] },
    extensions: ["e"],
    parameters: { p: "1" },
    tags: { t: "1" },
  } as const;
  const gcp = {
    project: "p",
    region: "r",
    instanceName: "i",
    backupLocation: "b",
    maintenance,
    flags: { f: "1" },
    labels: { l: "1" },
  } as const;
  const network = "projects/p/global/networks/n";
  const servers = [
    new AzureServer("a", {
      ...azure,
      access: { kind: "public", firewallRules: { r: { from: "203.0.113.7" } } },
    }),
    new AzureServer("b", { ...azure, access: { kind: "private", subnetId: "/v/subnets/s" } }),
    new GcpServer("c", { ...gcp, access: { kind: "public", authorizedNetworks: { o: "203.0.113.7" } } }),
    new GcpServer("d", { ...gcp, access: { kind: "private", network, peering: "make", addressRange: "a" } }),
  ];
  await Promise.all(servers.map(({ ready }) => value(ready)));
  await Promise.all([...beside()].map((made) => value(made)));
});

/** The stores of secrets, and the services that read them. */
function* beside(): Generator<pulumi.Output<unknown>> {
  const content = { value: pulumi.secret("v"), parts: pulumi.secret({}) } as never;
  const vault = new KeyVaultStore("v", {
    ...{ resourceGroup: "g", vault: "v", tenantId: "t", location: "l", tags: { t: "1" } },
  });
  const manager = new SecretManagerStore({ project: "p", regions: ["r"], labels: { l: "1" } });
  const [kept, stored] = [vault, manager].map((store) => store.keep("s", content, { run: "reader" }, {}));
  if (kept === undefined || stored === undefined) throw new Error("nothing is kept");
  const size = { image: "i", minInstances: 1, environment: { A: "b" }, ingress: "all" } as const;
  const account = new CloudRunIdentity("e", { project: "p" });
  const network = { network: "n", subnetwork: "s" };
  const google = { project: "p", region: "r", identity: account, network, databaseUrl: stored };
  yield new CloudRunService("e", { ...size, ...google }).url;
  const place = { resourceGroup: "g", location: "l", subnetId: "/s" };
  const identity = new ContainerAppIdentity("e", place);
  yield new ContainerAppService("e", { ...size, ...place, identity, databaseUrl: kept }).url;
}

/** Paths of all values; an SDK fills some it is not given with the empty text. */
function pathsOf(inputs: unknown, before = ""): readonly string[] {
  const isLeaf =
    typeof inputs !== "object" ||
    inputs === null ||
    Array.isArray(inputs) ||
    maps.has(before.split(".").at(-1) ?? "");
  if (isLeaf || "4dabf18193072939515e22adb298388d" in inputs) return inputs === "" ? [] : [before];
  return Object.entries(inputs).flatMap(([key, inner]) =>
    pathsOf(inner, before === "" ? key : `${before}.${key}`),
  );
}

function set(): Readonly<Record<string, readonly string[]>> {
  const found = new Map<string, Set<string>>();
  for (const { type, inputs } of registered) {
    if (type.startsWith("stackschema:")) continue;
    const paths = found.get(type) ?? new Set<string>();
    for (const one of pathsOf(inputs)) if (!one.startsWith("__")) paths.add(one);
    found.set(type, paths);
  }
  return Object.fromEntries([...found].map(([type, paths]) => [type, [...paths].sort()]));
}

function documented(): Readonly<Record<string, readonly string[]>> {
  const text = readFileSync(path.resolve(__dirname, "../../docs/CLOUD-RESOURCES.md"), "utf8");
  const sections = text.split(/^### `/m).slice(1);
  const entries = sections.map((section): [string, readonly string[]] => {
    const rows = [...section.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1] ?? "");
    return [section.slice(0, section.indexOf("`")), rows.sort()];
  });
  return Object.fromEntries(entries);
}

test("every resource and property is documented, and nothing else", () => {
  expect(documented()).toEqual(set());
});
