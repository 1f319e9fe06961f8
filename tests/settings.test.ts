import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { stringify } from "yaml";
import { readSettings } from "../settings";
import { config, declared, isDeclaration, mistakes } from "./support/configuration";

describe("the declared keys", () => {
  test("have a type, a default and a description each", () => {
    expect(Object.values(declared).filter((value) => !isDeclaration(value))).toEqual([]);
  });

  test("are the keys that are read: an undeclared one is a mistake, a declared one is not", () => {
    expect(mistakes({ "stackschema:consent": "x" })).toContain(
      `stackschema:consent: there is no such key; the keys are ${Object.keys(declared).join(", ")}`,
    );
  });

  test("make a local stack with nothing set", () => {
    const sample = (name: string) => ({
      name,
      seeded: true,
      source: `schema/${name}`,
      schema: name,
      owner: `${name}_owner`,
      groupRoles: { readWrite: `${name}_rw`, readOnly: `${name}_ro` },
    });
    expect(readSettings(config())).toEqual({
      server: { kind: "local", arguments: { port: 0, major: 17, database: "app" } },
      applications: [sample("ledger"), sample("login"), sample("quotes")],
      credentials: { generation: 1, revokePrevious: false, store: { kind: "file", readers: {} } },
      consents: [],
      onDestroy: "retain",
      scratch: "auto",
      online: "auto",
      proof: "auto",
      types: true,
      backup: "auto",
      gates: {},
    });
  });
});

describe("settings", () => {
  test("give every application a schema and group roles of its name, dashes as underscores", () => {
    const { applications } = readSettings(
      config({
        "stackschema:applications": [{ name: "ledger" }, { name: "order-desk", source: "other/desk.sql" }],
      }),
    );
    expect(applications[1]).toEqual({
      name: "order-desk",
      seeded: true,
      source: "other/desk.sql",
      schema: "order_desk",
      owner: "order_desk_owner",
      groupRoles: { readWrite: "order_desk_rw", readOnly: "order_desk_ro" },
    });
  });

  test("bind an approved plan to its application", () => {
    const own = { "stackschema:approvedPlan": { ledger: "ab".repeat(32) } };
    expect(readSettings(config(own)).applications[0]?.approvedPlan).toBe("ab".repeat(32));
    expect(mistakes({ "stackschema:approvedPlan": { ledger: "yes" } })).toContain(
      "stackschema:approvedPlan.ledger: must be",
    );
  });

  test.each(["local", "existing"])(
    "retain the data of a server that is %s unless told otherwise",
    (server) => {
      const own = { "stackschema:server": server, "stackschema:existing": { host: "db.example.com" } };
      expect(readSettings(config(own)).onDestroy).toBe("retain");
      expect(readSettings(config({ ...own, "stackschema:onDestroy": "drop" })).onDestroy).toBe("drop");
    },
  );

  test("carry the address of an existing server, its password as a secret", async () => {
    const { server } = readSettings(
      config({
        "stackschema:server": "existing",
        "stackschema:existing": { host: "db.example.com", user: "admin", password: "s3cret", ca: "PEM" },
      }),
    );
    if (server.kind !== "existing") throw new Error("not an existing server");
    const { password, ...rest } = server.arguments;
    expect(rest).toEqual({
      host: "db.example.com",
      port: 5432,
      adminUser: "admin",
      tls: { mode: "require", ca: "PEM" },
      major: 17,
      database: "app",
      passwordVariable: "PG_TEST_PASSWORD",
    });
    expect(await pulumi.isSecret(pulumi.output(password))).toBe(true);
  });
});

/** Without npm, as in a checkout whose Pulumi is on the PATH. */
const set = "pulumi config set --stack test --path";

describe("mistakes", () => {
  beforeAll(() => vi.stubEnv("npm_lifecycle_event", undefined));
  afterAll(() => vi.unstubAllEnvs());

  test("in a list name the entry; of a list of Pulumi.yaml that is to be corrected there", () => {
    const own = { "stackschema:applications": [{ name: "ledger" }, { name: "Desk" }] };
    expect(mistakes(own)).toMatch(
      /applications\[1\]\.name: must be .*; for example: .*--path 'stackschema:applications\[1\]\.name' ledger$/,
    );
    for (const stackFile of ["config:\n  stackschema:port: 1\n", ""])
      expect(mistakes(own, [], stackFile)).toMatch(
        /applications\[1\]\.name: must be .*; it stands in Pulumi\.yaml: correct it there$/,
      );
  });

  test("in Pulumi.yaml come without a command for the stack, which would replace a whole list or do nothing", () => {
    const own = { "stackschema:applications": [{ name: "ledger", nam: "x" }] };
    expect(mistakes(own, [], "")).toMatch(
      /applications\[0\]\.nam: .*; it stands in Pulumi\.yaml: remove it there$/,
    );
    expect(mistakes({ "stackschema:applications": [{ name: "a" }, { name: "a" }] }, [], "")).toMatch(
      /applications\[1\]\.name: "a" is listed twice; it stands in Pulumi\.yaml: correct it there$/,
    );
    expect(mistakes({ "stackschema:consent": "x" }, [], "")).toMatch(/: remove it there$/);
    expect(mistakes(own)).toContain("config rm --stack test --path 'stackschema:applications[0].nam'");
  });

  test("include a server of no kind there is", () => {
    expect(mistakes({ "stackschema:server": "docker" })).toContain(
      'stackschema:server: must be "local", "existing", "azure" or "gcp"; for example:',
    );
  });

  test("include a server without an address, and a key that is none", () => {
    const text = mistakes({
      "stackschema:server": "existing",
      "stackschema:existing": { hots: "db.example.com", port: "no" },
      "stackschema:consent": "x",
    });
    expect(text).toContain(
      `existing.host: must name the server's host; for example: ${set} 'stackschema:existing.host' db.example.com`,
    );
    expect(text).toMatch(/existing\.port: .*'stackschema:existing\.port' 5432$/m);
    expect(text).toMatch(
      /existing\.hots: there is no such key; the keys are host, .*--path 'stackschema:existing.hots'$/m,
    );
    expect(text).toMatch(
      /stackschema:consent: there is no such key; .* config rm --stack test 'stackschema:consent'$/m,
    );
  });

  test("are all told at once, each with its key, what is wrong and an example", () => {
    const text = mistakes({
      "stackschema:port": 70_000,
      "stackschema:major": "newest",
      "stackschema:onDestroy": "keep",
      "stackschema:applications": [{ name: "Ledger" }],
    });
    expect(text).toContain(
      `stackschema:port: must be 0 (any free port) to 65535; for example: ${set} 'stackschema:port' 5433`,
    );
    expect(text).toContain("stackschema:major:");
    expect(text).toContain("stackschema:onDestroy:");
    expect(text).toContain("stackschema:applications[0].name: must be lower-case letters, digits and dashes");
  });

  test("never repeat a value, which may be a secret", () => {
    const text = mistakes({
      "stackschema:server": "existing",
      "stackschema:existing": { host: "h", password: ["hunter2"], paswort: "hunter3" },
    });
    expect(text).toContain("stackschema:existing.password:");
    expect(text).not.toMatch(/hunter/);
  });

  test("include a password in plain text, with the command that makes it a secret", () => {
    const own = {
      "stackschema:server": "existing",
      "stackschema:existing": { host: "h", password: "hunter2" },
    };
    expect(mistakes(own, [])).toContain(
      `stackschema:existing.password: must be a secret; for example: ${set} --secret 'stackschema:existing.password'`,
    );
  });

  test("include a password in plain text beside another secret, which makes the whole key one", () => {
    const existing = { host: "h", password: "hunter2", key: "PEM" };
    const file = (values: unknown): string => stringify({ config: { "stackschema:existing": values } });
    const own = { "stackschema:server": "existing", "stackschema:existing": existing };
    const secure = { secure: "v1:c2VjcmV0" };
    const secretKeys = ["stackschema:existing"];
    const open = file({ ...existing, key: secure });
    expect(mistakes(own, secretKeys, open)).toContain("stackschema:existing.password: must be a secret;");
    expect(mistakes(own, secretKeys, open)).not.toMatch(/hunter2|existing\.key/);
    for (const written of [{ ...existing, password: secure, key: secure }, secure])
      expect(readSettings(config(own, secretKeys, file(written))).server.kind).toBe("existing");
  });

  test("include a secret where it would not stay one, with what to do instead", () => {
    const secure = { secure: "v1:c2VjcmV0" };
    const service = { ledger: { image: "i", environment: { API_KEY: "hunter2", LEVEL: "info" } } };
    const own = { "stackschema:service": service, "stackschema:gcp": { flags: { a: "hunter3" } } };
    const stackFile = stringify({
      config: {
        "stackschema:service": { ledger: { image: "i", environment: { API_KEY: secure, LEVEL: "info" } } },
        "stackschema:gcp": secure,
      },
    });
    const text = mistakes(own, ["stackschema:service", "stackschema:gcp"], stackFile);
    expect(text).toContain(
      "stackschema:service.ledger.environment.API_KEY: must not be a secret: it would stand in clear in the service and in the stack's state; keep it in the cloud's own secret store, where the service reads it as its identity (docs/SERVICES.md); to remove it: pulumi config rm --stack test --path 'stackschema:service.ledger.environment.API_KEY'",
    );
    expect(text).toContain(
      "stackschema:gcp: must not be a secret: it would stand in clear in the stack's state; only existing keeps one; to remove it: pulumi config rm --stack test 'stackschema:gcp'",
    );
    expect(text).not.toMatch(/hunter|LEVEL/);
  });

  test("include an application whose schema or roles could not be made", () => {
    const named = (name: string) => mistakes({ "stackschema:applications": [{ name }] });
    expect(named("a".repeat(58))).toContain(
      "applications[0].name: must be lower-case letters, digits and dashes, at most 57",
    );
    for (const name of ["pg", "pg-stat", "information-schema"])
      expect(named(name)).toContain(
        "applications[0].name: must not be a name that Postgres keeps: pg, information-schema,",
      );
    for (const name of ["a".repeat(57), "pgstat", "information-schema-2", "public"]) {
      const [application] = readSettings(config({ "stackschema:applications": [{ name }] })).applications;
      expect(application?.owner.length).toBeLessThanOrEqual(63);
    }
  });

  test("name an application that is listed twice, and an approval for none", () => {
    const text = mistakes({
      "stackschema:applications": [{ name: "ledger" }, { name: "ledger" }],
      "stackschema:approvedPlan": { leger: "none" },
    });
    expect(text).toContain('stackschema:applications[1].name: "ledger" is listed twice');
    expect(text).toContain("'stackschema:applications[1].name' ledger-2");
    expect(text).toContain("stackschema:approvedPlan.leger: no application is called so (ledger)");
  });
});
