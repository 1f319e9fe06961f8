// A stack in each cloud, server, credentials, schema and service, through the real Pulumi engine on the stand-in: what is made
// in which order, and that a failure of the schema or of the backup leaves what runs as it is.
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { parseTarget, type Target } from "../../engine/index";
import { subscription } from "../stand-in/names";
import type { PulumiStack } from "../support/pulumi";
import { type StandIn, standIn } from "../support/stand-in";
import { appStack, columnsOf, customers, declare, query, settings } from "./app";

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const withoutFax = customers.replace("name text NOT NULL,\n  fax text", "name text NOT NULL");
/** What no row can be given: it fails in the run, and in no preview. */
const unfillable = customers.replace(
  "fax text\n",
  "fax text,\n  share integer NOT NULL\n-- backfill: column app.customers.share = 1 / (id - id)\n",
);

interface Place {
  readonly cloud: StandIn;
  readonly stack: PulumiStack;
  readonly configure: (
    image: string,
    consents?: readonly string[],
    more?: Readonly<Record<string, unknown>>,
  ) => void;
}

async function place(name: string, own: Readonly<Record<string, unknown>>): Promise<Place> {
  const cloud = await standIn();
  const { bin, environment } = cloud;
  const stack = await appStack(customers, { stack: name, bin, environment });
  const configure: Place["configure"] = (image, consents = [], more = {}) =>
    stack.configure({ ...settings, ...own, consents, service: { app: { image, minInstances: 1 } }, ...more });
  configure("apps/app:1");
  return { cloud, stack, configure };
}

/** The administrator's way to the database, as the stack's output has it. */
async function targetOf({ cloud, stack }: Place): Promise<Target> {
  const { url } = await stack.outputs();
  const ca = readFileSync(path.join(cloud.folder, "certificates", "authority.pem"), "utf8");
  return { ...parseTarget(String(url)), tls: { mode: "verify-full", ca } };
}

/** When a step ran, as the state of a resource tells it. */
async function lastRun({ stack }: Place, type: string, sql: string): Promise<string> {
  const { stdout } = await stack.pulumi("stack", "export");
  const { deployment } = JSON.parse(stdout);
  const found = deployment.resources.find((resource: { readonly type: string }) =>
    resource.type.endsWith(type),
  );
  return found.outputs.ran.find((step: { readonly sql: string }) => step.sql.includes(sql)).startedAt;
}

const consentIn = (output: string): string =>
  /'(drop column app\.customers\.fax [0-9a-f]{8})'/.exec(output)?.[1] ?? "";

const consentsIn = (output: string): readonly string[] =>
  [...output.matchAll(/'(drop column app\.[^']* [0-9a-f]{8})'/g)].map(([, consent = ""]) => consent);

/** Those of the application that may log in. */
async function loginsOf(target: Target): Promise<readonly unknown[]> {
  const rows = await query(
    target,
    "SELECT rolname::text AS name FROM pg_roles WHERE rolname IN ('app_a', 'app_b') AND rolcanlogin ORDER BY 1",
  );
  return rows.map(({ name }) => name);
}

/** Shortens every pause of a program. */
const quickly = `
import timers from "node:timers/promises";
const { setTimeout: pause } = timers;
timers.setTimeout = ((milliseconds: number) => pause(milliseconds / 500)) as typeof timers.setTimeout;
`;

describe("Google Cloud", () => {
  let google: Place;
  let target: Target;
  const network = "projects/acme/global/networks/main";
  const gcp = { project: "acme", region: "europe-west3", network, peering: "make" };

  beforeAll(async () => {
    google = await place("google", { server: "gcp", gcp });
  });

  afterAll(async () => {
    await google?.stack.dispose("abandoned");
    await google?.cloud.dispose();
  });

  const image = (): unknown => {
    const [service] = google.cloud.resources("cloudrunv2/service:Service");
    return JSON.stringify(service?.inputs.template).match(/"image":"([^"]*)"/)?.[1];
  };

  test("a preview before anything exists shows the whole schema and makes nothing", async () => {
    const { code, output } = await google.stack.preview();
    expect(output).toContain("CREATE TABLE app.customers");
    expect(output).toContain("gcp:cloudrunv2:Service");
    expect(code).toBe(0);
    expect(google.cloud.operations()).toEqual([]);
  });

  test("up makes the server, its secret, the schema, and last the service", async () => {
    const { code, output } = await google.stack.up();
    expect(output).toContain("app [1/");
    expect(code).toBe(0);
    target = await targetOf(google);
    expect(await columnsOf(target, "app.customers")).toEqual(["id", "name", "fax"]);
    await query(target, "INSERT INTO app.customers VALUES (1, 'one', '123')");
    const made = google.cloud
      .operations()
      .filter(({ stage, operation }) => stage === "done" && operation === "create");
    const order = ["server", "app-database-url", "app-service"].map((name) =>
      made.findIndex((entry) => entry.name === name),
    );
    expect(order).toEqual([...order].sort((one, other) => one - other));
    expect(order).not.toContain(-1);
    const [service] = google.cloud.resources("cloudrunv2/service:Service");
    expect(service?.inputs).toMatchObject({
      ingress: "INGRESS_TRAFFIC_INTERNAL_ONLY",
      template: {
        serviceAccount: "app-run@acme.iam.gserviceaccount.com",
        scaling: { minInstanceCount: 1, maxInstanceCount: 4 },
        containers: [
          {
            image: "apps/app:1",
            envs: [
              { name: "DATABASE_URL", valueSource: { secretKeyRef: { version: "1" } } },
              { name: "DATABASE_CA", value: expect.stringMatching(/^-----BEGIN CERTIFICATE-----/) },
            ],
          },
        ],
        vpcAccess: { networkInterfaces: [{ network: "projects/acme/global/networks/main" }] },
      },
    });
    const [reader] = google.cloud.resources("SecretIamMember");
    expect(reader?.inputs).toMatchObject({
      role: "roles/secretmanager.secretAccessor",
      member: "serviceAccount:app-run@acme.iam.gserviceaccount.com",
    });
  });

  test("a second up changes nothing", async () => {
    const before = google.cloud.operations().length;
    const { code, output } = await google.stack.up();
    expect(output).not.toMatch(/ (created|updated|replaced|deleted)/);
    expect(code).toBe(0);
    expect(google.cloud.operations()).toHaveLength(before);
  });

  test("another administrator is refused, by the preview and by a run, and nothing is made", async () => {
    const before = google.cloud.operations().length;
    google.configure("apps/app:1", [], { gcp: { ...gcp, adminUser: "boss" } });
    for (const run of [() => google.stack.preview(), () => google.stack.up("--skip-preview")]) {
      const { code, output } = await run();
      expect(output).toContain(
        "gcp.adminUser: the administrator of a server that is there stays stackschema_admin",
      );
      expect(code).not.toBe(0);
    }
    expect(google.cloud.operations()).toHaveLength(before);
    google.configure("apps/app:1");
  });

  test("a schema that fails leaves the service and the columns that it uses", async () => {
    declare(google.stack, unfillable);
    google.configure("apps/app:2");
    const { code, output } = await google.stack.up();
    expect(output).toContain("division by zero");
    expect(code).not.toBe(0);
    expect(image()).toBe("apps/app:1");
    expect(await columnsOf(target, "app.customers")).toEqual(expect.arrayContaining(["id", "name", "fax"]));
  });

  test("a backup that fails: nothing is dropped and nothing is deployed", async () => {
    declare(google.stack, withoutFax);
    await query(target, "ALTER TABLE app.customers DROP COLUMN IF EXISTS share");
    const consent = consentIn((await google.stack.preview()).output);
    google.configure("apps/app:2", [consent]);
    google.cloud.breakTool("gcloud", "ERROR: (gcloud.sql.backups.create) HTTPError 409\n");
    const { code, output } = await google.stack.up();
    expect(output).toContain("gcloud.sql.backups.create");
    expect(code).not.toBe(0);
    expect(await columnsOf(target, "app.customers")).toEqual(["id", "name", "fax"]);
    expect(image()).toBe("apps/app:1");
  });

  test("a backup that is made comes before the drop, the new service after it", async () => {
    google.cloud.breakTool("gcloud", undefined);
    expect(await google.stack.up()).toMatchObject({ code: 0 });
    const { backup } = await google.stack.outputs();
    expect(google.cloud.calls().at(-1)?.arguments).toEqual([
      "sql",
      "backups",
      "create",
      `--instance=${google.cloud.resources("DatabaseInstance")[0]?.id}`,
      "--project=acme",
      `--description=${String(backup)}`,
      "--quiet",
    ]);
    expect(await columnsOf(target, "app.customers")).toEqual(["id", "name"]);
    expect(image()).toBe("apps/app:2");
    const done = google.cloud.operations().filter(({ stage }) => stage === "done");
    const at = (name: string): number => done.findLast((entry) => entry.name === name)?.at ?? 0;
    const dropped = Date.parse(await lastRun(google, "SchemaContract", "DROP COLUMN fax"));
    expect([at("backup"), at("app-service"), dropped]).toEqual(
      [at("backup"), at("app-service"), dropped].sort(),
    );
  });

  test("destroy is refused while the server is protected", async () => {
    const { code, output } = await google.stack.destroy();
    expect(output).toMatch(/protect/);
    expect(code).not.toBe(0);
    expect(google.cloud.resources("DatabaseInstance")).toHaveLength(1);
  });
});

describe("Azure", () => {
  let azure: Place;

  beforeAll(async () => {
    azure = await place("azure", {
      server: "azure",
      azure: {
        location: "westeurope",
        resourceGroup: "acme",
        firewall: { office: "203.0.113.7" },
        extensions: ["pgcrypto"],
      },
      secretStore: {
        vault: "acme-stand-in",
        resourceGroup: "acme",
        tenantId: "00000000-0000-0000-0000-0000000000b1",
      },
    });
  });

  afterAll(async () => {
    await azure?.stack.dispose("abandoned");
    await azure?.cloud.dispose();
  });

  test("up makes one thing after the other on the server, and the app reads its secret by version", async () => {
    const { code, output } = await azure.stack.up();
    expect(output).not.toContain("ServerIsBusy");
    expect(code).toBe(0);
    const [app] = azure.cloud.resources("ContainerApp");
    const [secret] = azure.cloud.resources("keyvault:Secret");
    const { secretUriWithVersion } = Object(secret?.outputs.properties);
    expect(app?.inputs).toMatchObject({
      configuration: { secrets: [{ name: "database-url", keyVaultUrl: secretUriWithVersion }] },
      template: {
        containers: [{ image: "apps/app:1", env: [{ name: "DATABASE_URL", secretRef: "database-url" }, {}] }],
      },
    });
    const [identity] = azure.cloud.resources("UserAssignedIdentity");
    const assigned = azure.cloud.resources("RoleAssignment").map(({ inputs }) => inputs.principalId);
    expect(assigned).toContain(identity?.outputs.principalId);
  });

  test("a destructive run makes a backup with az, and a second one changes nothing", async () => {
    const target = await targetOf(azure);
    declare(azure.stack, withoutFax);
    azure.configure("apps/app:2", [consentIn((await azure.stack.preview()).output)]);
    const destructive = await azure.stack.up();
    expect(destructive.code, destructive.output).toBe(0);
    const { backup } = await azure.stack.outputs();
    const [call] = azure.cloud.calls();
    expect(call?.tool).toBe("az");
    expect(call?.arguments.join(" ")).toMatch(
      new RegExp(
        `^postgres flexible-server backup create --resource-group acme --server-name \\S+ --name ${String(backup)} --subscription ${subscription} `,
      ),
    );
    expect(await columnsOf(target, "app.customers")).toEqual(["id", "name"]);
    const changes = () => azure.cloud.operations().filter(({ operation }) => operation !== "invoke");
    const before = changes().length;
    azure.configure("apps/app:2");
    const second = await azure.stack.up();
    expect(second.code, second.output).toBe(0);
    expect(changes()).toHaveLength(before);
    expect(azure.cloud.calls()).toHaveLength(1);
  });

  test("a revision that never gets ready: nothing is contracted, both logins stay; once it is, the next up finishes", async () => {
    const target = await targetOf(azure);
    declare(azure.stack, withoutFax.replace("  name text NOT NULL\n", "  full_name text\n"));
    const rotated = { credentialGeneration: 2, credentialRevokePrevious: true };
    azure.configure("apps/app:3", [], rotated);
    const { output: shown } = await azure.stack.preview();
    azure.configure("apps/app:3", consentsIn(shown), rotated);
    // The program's five minutes in a few seconds.
    azure.stack.edit("index.ts", (text) => `${quickly}${text}`);
    azure.cloud.order({ type: "app:getContainerApp", operation: "invoke", lags: true });
    for (const run of [1, 2]) {
      const { code, output } = await azure.stack.up("--skip-preview");
      expect(output).toContain("waits until revision app--0000003 is ready; app--0000002 serves");
      expect(output).toContain("the revision app--0000003 of app does not start");
      expect(code, `run ${run}`).not.toBe(0);
      expect(await columnsOf(target, "app.customers")).toEqual(["id", "name", "full_name"]);
      expect(await loginsOf(target)).toEqual(["app_a", "app_b"]);
    }
    azure.cloud.order({ type: "app:getContainerApp", operation: "invoke", lags: true, times: 3 });
    const finished = await azure.stack.up("--skip-preview");
    expect(finished.code, finished.output).toBe(0);
    expect(await columnsOf(target, "app.customers")).toEqual(["id", "full_name"]);
    expect(await loginsOf(target)).toEqual(["app_b"]);
    const { services } = await azure.stack.outputs();
    expect(services).toMatchObject({ app: { revision: "app--0000003" } });
    const [app] = azure.cloud.resources("ContainerApp");
    expect(app?.outputs.latestRevisionName).toBe("app--0000003");
  });

  test("destroy is refused while the server is protected", async () => {
    const { code, output } = await azure.stack.destroy();
    expect(output).toMatch(/protect/);
    expect(code).not.toBe(0);
  });
});
