import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { findPulumi, type PulumiCli } from "../../tools/pulumi/find";

vi.setConfig({ testTimeout: 60_000 });

const goFiles = path.resolve(__dirname, "..", "..", "tools", "pulumi", "go");
let root: string;
let said: string[];

/** A program made of JavaScript, under any name. */
function program(file: string, script: string): string {
  const target = path.join(root, file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, `#!${process.execPath}\n${script}\n`, { mode: 0o755 });
  return path.dirname(target);
}

function find(...searchPath: string[]): Promise<PulumiCli> {
  const environment = {
    PATH: searchPath.join(path.delimiter),
    PULUMI_HOME: path.join(root, "home"),
    STACKSCHEMA_CACHE: path.join(root, "cache"),
  };
  return findPulumi({ projectDirectory: root, environment, say: (line) => said.push(line) });
}

function installed(version: string): string {
  const directory = program("installed/pulumi", `console.log(${JSON.stringify(version)})`);
  program("installed/pulumi-language-nodejs", "");
  return directory;
}

function downloaded(): string {
  return program("home/versions/3.259.0/bin/pulumi", 'console.log("v3.259.0")');
}

/** A Go whose builds write a program, and note that they ran. */
function go(build: string): string {
  return program(
    "go/go",
    `const fs = require("node:fs"); const [command, ...args] = process.argv.slice(2);
    if (command === "env") console.log("go1.26.8");
    if (command === "list") console.log(${JSON.stringify(path.join(root, "sdk"))});
    if (command === "build") { ${build} }`,
  );
}

const goodBuild = `
  const output = args[args.indexOf("-o") + 1];
  fs.mkdirSync(require("node:path").dirname(output), { recursive: true });
  fs.appendFileSync(process.env.STACKSCHEMA_CACHE + "/builds", args.at(-1) + "\\n");
  setTimeout(() => fs.writeFileSync(output, "#!${process.execPath}\\nconsole.log(1)", { mode: 0o755 }), 300);`;

beforeEach(() => {
  root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "stackschema-find-")));
  said = [];
  fs.cpSync(goFiles, path.join(root, "tools", "pulumi", "go"), { recursive: true });
  fs.mkdirSync(path.join(root, "cache"));
  program("sdk/nodejs/dist/pulumi-resource-pulumi-nodejs", "");
});

afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

test("a CLI on the PATH is used as it is", async () => {
  const directory = installed("v3.216.0");
  expect(await find(directory)).toEqual({ command: path.join(directory, "pulumi"), directory });
  expect(said).toEqual([]);
});

test("a CLI that is too old is named, and another is used", async () => {
  const directory = downloaded();
  expect((await find(installed("v3.215.9"))).directory).toBe(directory);
  expect(said.join()).toMatch(/installed.pulumi is version v3\.215\.9, older than 3\.216/);
});

test("a CLI without its Node language host is named, and another is used", async () => {
  const directory = downloaded();
  const bare = program("bare/pulumi", 'console.log("v3.259.0")');
  expect((await find(bare)).directory).toBe(directory);
  expect(said.join()).toContain("has no Node language host");
});

test("the command of the npm package in node_modules/.bin does not count as installed", async () => {
  const directory = downloaded();
  const bin = program("node_modules/.bin/pulumi", 'console.log("v3.259.0")');
  program("node_modules/.bin/pulumi-language-nodejs", "");
  expect((await find(bin)).directory).toBe(directory);
});

test("the npm package downloads the CLI where there is none", async () => {
  const target = path.join(root, "home", "versions", "3.259.0", "bin", "pulumi");
  program(
    "node_modules/pulumi/run.js",
    `const fs = require("node:fs"); fs.mkdirSync(require("node:path").dirname(${JSON.stringify(target)}), { recursive: true });
    fs.writeFileSync(${JSON.stringify(target)}, process.env.PULUMI_VERSION);`,
  );
  fs.writeFileSync(path.join(root, "node_modules", "pulumi", "package.json"), "{}");
  expect((await find()).command).toBe(target);
  expect(fs.readFileSync(target, "utf8")).toBe("3.259.0");
});

test("without a download the CLI is built from Go modules, once, also for two that ask at the same time", async () => {
  program("node_modules/pulumi/run.js", 'console.error("fetch failed"); process.exit(1)');
  fs.writeFileSync(path.join(root, "node_modules", "pulumi", "package.json"), "{}");
  const directory = go(goodBuild);
  const [one, two] = await Promise.all([find(directory), find(directory)]);
  expect(two).toEqual(one);
  expect(said.join()).toContain("could not be downloaded (fetch failed)");
  expect(fs.readdirSync(one.directory).sort()).toEqual([
    "pulumi",
    "pulumi-language-nodejs",
    "pulumi-resource-pulumi-nodejs",
  ]);
  expect(fs.statSync(path.join(one.directory, "pulumi-resource-pulumi-nodejs")).mode & 0o111).not.toBe(0);
  expect(
    fs
      .readFileSync(path.join(root, "cache", "builds"), "utf8")
      .trim()
      .split("\n"),
  ).toHaveLength(2);
  expect(await find(directory)).toEqual(one);
  expect(
    fs
      .readFileSync(path.join(root, "cache", "builds"), "utf8")
      .trim()
      .split("\n"),
  ).toHaveLength(2);
});

test("a failed build tells what Go said, and leaves nothing behind", async () => {
  const directory = go('console.error("dial tcp: no such host"); process.exit(1)');
  await expect(find(directory)).rejects.toThrow(
    /building Pulumi from Go modules failed.*dial tcp: no such host/s,
  );
  expect(fs.readdirSync(path.join(root, "cache", "pulumi"))).toEqual([]);
});

test.each([
  ["that died", "999999999"],
  ["that died before it had written its number", ""],
])("the lock of a builder %s is taken over", async (_who, contents) => {
  const directory = go(goodBuild);
  const lock = path.join(root, "cache", "pulumi", `3.259.0-${process.platform}-${process.arch}.lock`);
  fs.mkdirSync(path.dirname(lock), { recursive: true });
  // No process has this number: it is above the highest that Linux, macOS and Windows give out.
  fs.writeFileSync(lock, contents);
  expect(fs.existsSync((await find(directory)).command)).toBe(true);
  expect(fs.existsSync(lock)).toBe(false);
});

test("where there is no way at all, the error names every one there could be", async () => {
  await expect(find()).rejects.toThrow(/install Pulumi.*npm package `pulumi`.*Go 1\.25/s);
});
