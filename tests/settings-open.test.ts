// Settings that would let in everybody: such are refused, in whatever words they come.
import { describe, expect, test } from "vitest";
import { readSettings } from "../settings";
import { config, mistakes } from "./support/configuration";

type Properties = Readonly<Record<string, unknown>>;

const network = { network: "projects/acme/global/networks/main" };
const on = (server: "azure" | "gcp", properties: Properties): Properties => ({
  "stackschema:server": server,
  [`stackschema:${server}`]: properties,
  ...(server === "azure" ? { "stackschema:secretStore": { vault: "acme-test", resourceGroup: "acme" } } : {}),
});
const reads = (own: Properties) => readSettings(config(own));

describe("a firewall", () => {
  const wide =
    "must not open the server to the whole internet, or to more of it than a /8 (2^24 addresses): name the addresses of those who connect; for example:";

  test.each(["0.0.0.1-255.255.255.255", "10.0.0.0-11.0.0.0"])(
    "in Azure lets in a part of the internet alone, and not %s",
    (all) => {
      expect(mistakes(on("azure", { firewall: { all } }))).toContain(
        `stackschema:azure.firewall.all: ${wide}`,
      );
    },
  );

  test.each(["0.0.0.0/1", "128.0.0.0/1", "10.0.0.0/7"])("in Google Cloud neither, and not %s", (all) => {
    expect(mistakes(on("gcp", { authorizedNetworks: { all } }))).toContain(
      `stackschema:gcp.authorizedNetworks.all: ${wide}`,
    );
  });

  test("lets in as many addresses as a /8 has", () => {
    const azure = reads(on("azure", { firewall: { company: "10.0.0.0-10.255.255.255" } }));
    const gcp = reads(on("gcp", { authorizedNetworks: { company: "10.0.0.0/8" } }));
    expect([azure.server.kind, gcp.server.kind]).toEqual(["azure", "gcp"]);
  });

  test.each(["0.0.0.0", "0.0.0.0-0.0.0.0"])("says what %s means in Azure, and refuses it", (all) => {
    expect(mistakes(on("azure", { firewall: { all } }))).toContain(
      "stackschema:azure.firewall.all: must not be 0.0.0.0, by which Azure lets in all its machines, of any customer: name the addresses of those who connect; for example:",
    );
  });
});

test("a parameter that is set elsewhere is refused in any case", () => {
  const firewall = { office: "203.0.113.7" };
  const parameters = { Require_Secure_Transport: "off", SSL_MIN_PROTOCOL_VERSION: "TLSv1" };
  const azure = mistakes(on("azure", { firewall, parameters }));
  expect(azure).toContain("azure.parameters.Require_Secure_Transport: is not set here: it is always on");
  expect(azure).toContain("azure.parameters.SSL_MIN_PROTOCOL_VERSION: is not set here: use minimumTls");
  expect(mistakes(on("gcp", { ...network, flags: { "CloudSQL.IAM_authentication": "on" } }))).toContain(
    'gcp.flags["CloudSQL.IAM_authentication"]: is not set here: use iamAuthentication',
  );
});

describe("readers of a secret", () => {
  const inGoogle = (readers: Properties): Properties => ({
    ...on("gcp", network),
    "stackschema:secretStore": { readers },
  });

  test.each([
    "allUsers",
    "allAuthenticatedUsers",
    "run@acme.iam.gserviceaccount.com",
    "group:",
    "user:me",
    "user: a@b",
  ])("in Google Cloud are somebody, and not %s", (run) => {
    expect(mistakes(inGoogle({ run }))).toMatch(
      /secretStore\.readers\.run: must be serviceAccount:, .*'stackschema:secretStore\.readers\.run' serviceAccount:/,
    );
  });

  test("may be every kind of member, and in Azure an object id", () => {
    const readers = {
      a: "user:a@b",
      b: "group:a@b",
      c: "domain:b",
      d: "principal://iam.googleapis.com/x",
      e: "principalSet://iam.googleapis.com/x",
    };
    expect(Object.values(reads(inGoogle(readers)).credentials.store.readers)).toEqual(Object.values(readers));
    const inAzure = (run: string): Properties => ({
      ...on("azure", { firewall: { office: "203.0.113.7" } }),
      "stackschema:secretStore": { vault: "acme-test", resourceGroup: "acme", readers: { run } },
    });
    const id = "5e1f0a3c-2b4d-4c6e-8f70-91a2b3c4d5e6";
    // In whatever letters he is written, he is one.
    expect(Object.values(reads(inAzure(id.toUpperCase())).credentials.store.readers)).toEqual([id]);
    expect(mistakes(inAzure("me@acme.example"))).toMatch(
      /secretStore\.readers\.run: must be the object id .*'stackschema:secretStore\.readers\.run' 5e1f0a3c-/,
    );
  });
});
