import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { backendEnvironment, decideBackend } from "../../tools/pulumi/backend";
import { parseInvocation } from "../../tools/pulumi/invocation";
import { type Project, readProject } from "../../tools/pulumi/project";

let root: string;
let project: Project;

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), text);
}

/** Nobody is logged in there. */
function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { PULUMI_HOME: path.join(root, "home"), ...more };
}

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "stackschema-backend-"));
  write("Pulumi.yaml", "name: stackschema\nruntime: nodejs\n");
  project = readProject(root);
});

afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

test.each([
  ["preview", [], "local"],
  ["preview", ["--diff"], "local"],
  ["up", ["--stack", "prod", "--yes"], "prod"],
  ["up", ["-s", "prod"], "prod"],
  ["up", ["--stack=acme/stackschema/prod"], "prod"],
  ["stack", ["init", "prod"], "prod"],
  ["stack", ["rm", "--yes", "prod"], "prod"],
  ["stack", ["output", "url"], "local"],
  ["cancel", ["--yes", "prod"], "prod"],
  ["config", ["set", "port", "5433"], "local"],
  ["login", ["file://~"], undefined],
  ["--help", [], undefined],
])("%s %j is about the stack %s", (command, args, stack) => {
  expect(parseInvocation([command, ...args], {})).toMatchObject({ stack, arguments: [command, ...args] });
});

test("PULUMI_STACK names the stack, and an argument outdoes it", () => {
  expect(parseInvocation(["up"], { PULUMI_STACK: "sandbox" }).stack).toBe("sandbox");
  expect(parseInvocation(["up", "-s", "prod"], { PULUMI_STACK: "sandbox" }).stack).toBe("prod");
});

test("start is an up without questions", () => {
  expect(parseInvocation(["start", "--diff"], {})).toEqual({
    command: "up",
    arguments: ["up", "--yes", "--diff"],
    stack: "local",
    start: true,
    url: false,
  });
});

test("url is an output of the stack", () => {
  expect(parseInvocation(["url", "--stack", "prod"], {})).toEqual({
    command: "stack",
    arguments: ["stack", "output", "url", "--show-secrets", "--stack", "prod"],
    stack: "prod",
    start: false,
    url: true,
  });
});

test.each([
  ["PULUMI_BACKEND_URL", { PULUMI_BACKEND_URL: "s3://states" }],
  ["an access token", { PULUMI_ACCESS_TOKEN: "pul-1" }],
])("a backend is chosen by %s", (_name, more) => {
  expect(decideBackend(project, "prod", environment(more))).toEqual({ kind: "chosen" });
  expect(decideBackend(project, "local", environment(more))).toEqual({ kind: "chosen" });
});

test("a backend is chosen by a login, until the logout", () => {
  write("home/credentials.json", '{"current":"https://api.pulumi.com"}');
  expect(decideBackend(project, "prod", environment())).toEqual({ kind: "chosen" });
  write("home/credentials.json", '{"current":""}');
  expect(() => decideBackend(project, "prod", environment())).toThrow(/"prod" needs a backend/);
});

test("a backend is chosen by the project", () => {
  write("Pulumi.yaml", "name: stackschema\nbackend:\n  url: gs://states\n");
  expect(decideBackend(readProject(root), "prod", environment())).toEqual({ kind: "chosen" });
});

test("nothing of a chosen backend is decided here", () => {
  expect(backendEnvironment(project, { kind: "chosen" }, environment())).toEqual({});
  expect(fs.existsSync(path.join(root, ".pulumi"))).toBe(false);
});

test("the passphrase is made once, readable by its owner alone, and not at all beside the user's own", () => {
  const backend = decideBackend(project, "local", environment());
  const own = backendEnvironment(project, backend, environment({ PULUMI_CONFIG_PASSPHRASE: "" }));
  expect(own).not.toHaveProperty("PULUMI_CONFIG_PASSPHRASE_FILE");
  expect(fs.existsSync(path.join(root, ".pulumi"))).toBe(false);
  const { PULUMI_CONFIG_PASSPHRASE_FILE: file = "" } = backendEnvironment(project, backend, environment());
  const passphrase = fs.readFileSync(file, "utf8");
  expect(passphrase).toMatch(/^[\w-]{43}$/);
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  backendEnvironment(project, backend, environment());
  expect(fs.readFileSync(file, "utf8")).toBe(passphrase);
});

test("a passphrase that a killed run left empty is made anew", () => {
  const backend = decideBackend(project, "local", environment());
  const { PULUMI_CONFIG_PASSPHRASE_FILE: file = "" } = backendEnvironment(project, backend, environment());
  fs.writeFileSync(file, "");
  backendEnvironment(project, backend, environment());
  expect(fs.readFileSync(file, "utf8")).toMatch(/^[\w-]{43}$/);
});

test("a salt that belongs to a lost passphrase is dropped, with all other settings kept", () => {
  write("Pulumi.local.yaml", "encryptionsalt: v1:abc\nconfig:\n  stackschema:port: 5433\n");
  backendEnvironment(project, decideBackend(project, "local", environment()), environment());
  expect(fs.readFileSync(path.join(root, "Pulumi.local.yaml"), "utf8")).toBe(
    "config:\n  stackschema:port: 5433\n",
  );
});

test("secrets whose passphrase is lost are an error that names both files, never dropped", () => {
  const text = "encryptionsalt: v1:abc\nconfig:\n  stackschema:word:\n    secure: v1:xyz\n";
  write("Pulumi.local.yaml", text);
  const backend = decideBackend(project, "local", environment());
  expect(() => backendEnvironment(project, backend, environment())).toThrow(
    /Pulumi\.local\.yaml.*passphrase/s,
  );
  expect(fs.readFileSync(path.join(root, "Pulumi.local.yaml"), "utf8")).toBe(text);
});

test("the state stays inside the checkout, whatever characters its path has", () => {
  const url = (directory: string): string | undefined =>
    backendEnvironment({ ...project, directory }, { kind: "checkout", directory: root }, environment())
      .PULUMI_BACKEND_URL;
  expect(url(path.join(root, "a clone"))).toBe("file://.");
  expect(decodeURIComponent(new URL(url(path.join(root, "50% #1?")) ?? "").pathname)).toBe(
    path.join(root, "50% #1?"),
  );
});
