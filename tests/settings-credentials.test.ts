// The settings of credentials, and what the environment of a run says of an existing server.
import { readFileSync } from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { targetOf } from "../components/properties";
import { passwordIn, readEnvironment, variablesOf } from "../components/servers/environment";
import { readSettings } from "../settings";

const declared: Readonly<Record<string, { readonly default: unknown }>> = parse(
  readFileSync(path.resolve(__dirname, "..", "Pulumi.yaml"), "utf8"),
).config;

function read(
  own: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, string>> = {},
  stack = "eu-west",
) {
  const all: [string, unknown][] = Object.entries(declared).map(([key, value]) => [key, value.default]);
  const values = Object.entries({ ...Object.fromEntries(all), ...own }).map(([key, value]) => [
    `stackschema:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return readSettings({
    values: Object.fromEntries(values),
    secretKeys: ["stackschema:existing"],
    stack,
    stackFile: Object.keys(own)
      .map((key) => `  stackschema:${key}:\n`)
      .join(""),
    environment,
  });
}

function mistakes(
  own: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, string>> = {},
): string {
  try {
    read(own, environment);
  } catch (error) {
    if (error instanceof pulumi.RunError) return error.message;
    throw error;
  }
  throw new Error("no mistake was found");
}

describe("credentials", () => {
  test("have a generation, any whole number, and end the previous login only when told", () => {
    const { credentials } = read({ credentialGeneration: -3, credentialRevokePrevious: true });
    expect(credentials).toMatchObject({ generation: -3, revokePrevious: true });
  });

  test("are kept in the store that is named, with what it must be told", () => {
    const azure = { kind: "azure", vault: "acme-sandbox", resourceGroup: "acme" };
    expect(read({ secretStore: azure }).credentials.store).toEqual({ ...azure, readers: {} });
    const gcp = {
      kind: "gcp",
      project: "acme",
      regions: ["europe-west4"],
      readers: { run: "serviceAccount:a@b" },
    };
    const named = { "serviceAccount:a@b": "serviceAccount:a@b" };
    expect(read({ secretStore: gcp }).credentials.store).toEqual({ ...gcp, readers: named });
  });

  test("have each reader once", () => {
    const readers = { run: "serviceAccount:a@b", api: "serviceAccount:A@b", web: "serviceAccount:c@b" };
    expect(mistakes({ secretStore: { kind: "gcp", readers } })).toMatch(
      /secretStore\.readers\.api: is a reader under another key already; for example: .*'stackschema:secretStore\.readers\.api' serviceAccount:run@acme-prod/m,
    );
  });

  test("tell every mistake at once, each with a command", () => {
    const text = mistakes({
      credentialGeneration: 1.5,
      credentialRevokePrevious: "maybe",
      secretStore: { kind: "vault", vault: "x", regions: [] },
    });
    expect(text).toMatch(
      /credentialGeneration: must be a whole number; for example: .*'stackschema:credentialGeneration' 2$/m,
    );
    expect(text).toMatch(
      /credentialRevokePrevious: must be true or false; .*'stackschema:credentialRevokePrevious' true$/m,
    );
    expect(text).toMatch(
      /secretStore\.kind: must be "file", "azure" or "gcp"; .*'stackschema:secretStore\.kind' gcp$/m,
    );
    expect(text).toMatch(
      /secretStore\.vault: must be 3 to 24 .*'stackschema:secretStore\.vault' acme-sandbox$/m,
    );
    expect(text).toMatch(/secretStore\.regions: .*'stackschema:secretStore\.regions\[0\]' europe-west4$/m);
  });

  test("name what a store must be told, and what means nothing to it", () => {
    const azure = mistakes({ secretStore: { kind: "azure", project: "acme" } });
    expect(azure).toMatch(/secretStore\.vault: must be given for the store "azure"; for example: /);
    expect(azure).toMatch(/secretStore\.resourceGroup: must be given/);
    expect(azure).toMatch(
      /secretStore\.project: means nothing to the store "azure"; to remove it: .*'stackschema:secretStore\.project'$/m,
    );
    expect(mistakes({ secretStore: { readers: { run: "me" } } })).toMatch(
      /secretStore\.readers: means nothing to the store "file"/,
    );
    expect(mistakes({ secretStore: { knd: "file" } })).toMatch(
      /secretStore\.knd: there is no such key; the keys are kind, vault, /,
    );
  });
});

const existing = {
  server: "existing",
  existing: { host: "db.example.com", user: "admin", password: "of-config" },
};

function addressOf(own: Readonly<Record<string, unknown>>, environment: Readonly<Record<string, string>>) {
  const { server } = read(own, environment);
  if (server.kind !== "existing") throw new Error("not an existing server");
  return server.arguments;
}

describe("the environment of a run", () => {
  test("gives a stack its address by its name, before what the settings say", () => {
    const environment = {
      PG_EU_WEST_HOST: "other.example.com",
      PG_EU_WEST_USER: "env",
      PG_EU_WEST_PORT: "6000",
    };
    expect(addressOf(existing, environment)).toMatchObject({
      host: "other.example.com",
      adminUser: "env",
      port: 6000,
    });
    expect(addressOf(existing, { PG_SANDBOX_HOST: "wrong" }).host).toBe("db.example.com");
    expect(variablesOf("eu-west")).toBe("PG_EU_WEST");
  });

  test("gives a password by the name of its variable alone: it becomes no input", () => {
    const { password, passwordVariable, ...rest } = addressOf(existing, {
      PG_EU_WEST_PASSWORD: "of-the-run",
    });
    expect([password, passwordVariable]).toEqual([undefined, "PG_EU_WEST_PASSWORD"]);
    expect(JSON.stringify(rest)).not.toMatch(/of-the-run|of-config/);
    expect(passwordIn("PG_EU_WEST_PASSWORD", { PG_EU_WEST_PASSWORD: "of-the-run" })).toBe("of-the-run");
    expect(passwordIn("PG_EU_WEST_PASSWORD", {})).toBeUndefined();
  });

  test("may be a DATABASE_URL, or its parts, where the settings name no host", () => {
    const url = { DATABASE_URL: "postgres://u%40x:p%2Fw@[::1]:6001/d?sslmode=verify-full" };
    const none = { server: "existing" };
    expect(addressOf(none, url)).toMatchObject({
      ...{ host: "::1", port: 6001, adminUser: "u@x", database: "d", passwordVariable: "DATABASE_URL" },
      tls: { mode: "verify-full" },
    });
    expect(passwordIn("DATABASE_URL", url)).toBe("p/w");
    const parts = { DATABASE_HOST: "h", DATABASE_NAME: "n", DATABASE_PASSWORD: "of-the-run" };
    expect(addressOf(none, parts)).toMatchObject({
      host: "h",
      database: "n",
      passwordVariable: "DATABASE_PASSWORD",
    });
    expect(addressOf(existing, { ...url, ...parts })).toMatchObject({
      host: "db.example.com",
      passwordVariable: "PG_EU_WEST_PASSWORD",
    });
  });

  test("that holds an empty variable, or a URL without a host, says nothing", () => {
    for (const text of ["", "postgres://"])
      expect(readEnvironment({ DATABASE_URL: text, PG_X_PASSWORD: "" }, "x", false)).toEqual({
        address: {},
        passwordVariable: undefined,
      });
  });

  test.each([
    "postgres://u%zz:hunter2@h/d",
    "postgres://u:hunter2%zz@h/d",
    "postgres://u:hunter2#x@h/d",
    "postgres://hunter2:12#x@h/d",
    "host=hunter2",
  ])("is named where its DATABASE_URL cannot be read, and its value is not: %s", (url) => {
    const environment = { DATABASE_URL: url };
    const rule =
      "must be a URL like postgres://user:password@host:5432/database, with special characters of its parts percent-encoded";
    const text = mistakes({ server: "existing" }, environment);
    expect(text).toContain(`\n  DATABASE_URL: ${rule}`);
    expect(text).not.toContain("hunter2");
    expect(addressOf(existing, environment).host).toBe("db.example.com");
    expect(passwordIn("DATABASE_URL", environment)).toBeUndefined();
    vi.stubEnv("DATABASE_URL", url);
    const properties = { passwordVariable: "DATABASE_URL", host: "h", database: "d", user: "u" };
    expect(() => targetOf(properties)).toThrow(
      expect.objectContaining({
        code: "connection-setting-invalid",
        message: expect.stringMatching(/^DATABASE_URL must be a URL (?!.*hunter2).*%23 for #/),
      }),
    );
    vi.unstubAllEnvs();
  });
});
