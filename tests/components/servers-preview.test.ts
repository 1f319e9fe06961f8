// Servers in a preview before anything exists: what only a made server tells stays unknown, and nothing else does.
import * as pulumi from "@pulumi/pulumi";
import { beforeAll, expect, test, vi } from "vitest";
import { AzureServer, GcpServer } from "../../components/servers";
import { mockPulumi, type Registered } from "./mocked";

let registered: readonly Registered[];

beforeAll(async () => {
  registered = await mockPulumi(true);
});

const readyOf = (name: string): Readonly<Record<string, unknown>> | undefined =>
  registered.find((one) => one.type.endsWith(":ReadyServer") && one.name === name)?.inputs;

function unknownKeys(inputs: Readonly<Record<string, unknown>> = {}): readonly string[] {
  return Object.keys(inputs).filter((key) => pulumi.containsUnknowns(inputs[key]));
}

test("of a server in Azure its host and its password", async () => {
  const server = new AzureServer("azure", {
    access: { kind: "public", firewallRules: { me: { from: "203.0.113.7" } } },
  });
  await vi.waitFor(() => expect(readyOf("azure")).toBeDefined());
  expect(unknownKeys(readyOf("azure"))).toEqual(["host", "password"]);
  let isKnown = false;
  server.host.apply(() => {
    isKnown = true;
  });
  server.ready.apply(() => {
    isKnown = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(isKnown).toBe(false);
});

test("of a server in Google Cloud its address, its password and its authority", async () => {
  new GcpServer("gcp", { access: { kind: "private", network: "projects/p/global/networks/n" } });
  await vi.waitFor(() => expect(readyOf("gcp")).toBeDefined());
  expect(unknownKeys(readyOf("gcp"))).toEqual(["host", "password", "tls"]);
});
