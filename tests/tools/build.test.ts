import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { copyCheckout } from "../support/pulumi-checkout";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const checkout = path.resolve(__dirname, "..", "..");
let root: string;

function write(file: string, text: string): void {
  const target = path.join(root, file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, text);
}

function bundles(): string[] {
  const directory = path.join(root, ".stackschema", "build");
  return fs.existsSync(directory) ? fs.readdirSync(directory).sort() : [];
}

function node(script: string): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["-e", script], { cwd: root });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output: output.trim() }));
  });
}

beforeEach(() => {
  root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "stackschema-build-")));
  copyCheckout(checkout, root, undefined);
  for (const name of ["engine", "components", "cli", ".stackschema"]) {
    const directory = path.join(root, name);
    const loaders = fs.existsSync(directory)
      ? fs.readdirSync(directory).filter((file) => /\.cjs$|package\.json$/.test(file))
      : [];
    const kept = loaders.map((file) => [file, fs.readFileSync(path.join(directory, file), "utf8")] as const);
    fs.rmSync(directory, { recursive: true, force: true });
    for (const [file, text] of kept) write(path.join(name, file), text);
  }
  write(
    "engine/index.ts",
    'import { word } from "./word";\nexport class Failure extends Error {}\nexport { word };\n',
  );
  write("engine/word.ts", 'export const word: string = "one";\n');
  write(
    "components/handlers.ts",
    'import { Failure, word } from "../engine/index";\nexport const kind = Failure;\nexport const twice = word.repeat(2);\n',
  );
});

afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

test("a process without a TypeScript loader requires the engine by its package name", async () => {
  expect(await node('console.log(require("@stackschema/engine").word)')).toEqual({ code: 0, output: "one" });
});

test("an edited source is never served from an old bundle, and one put back costs no build", async () => {
  await node('require("@stackschema/engine")');
  const first = bundles();
  write("engine/word.ts", 'export const word: string = "two";\n');
  expect((await node('console.log(require("@stackschema/engine").word)')).output).toBe("two");
  expect(bundles()).toHaveLength(2 * first.length);
  write("engine/word.ts", 'export const word: string = "one";\n');
  expect((await node('console.log(require("@stackschema/engine").word)')).output).toBe("one");
  expect(bundles()).toHaveLength(2 * first.length);
});

test("equal sources give one name in every checkout", async () => {
  await node('require("@stackschema/engine")');
  const first = bundles();
  const moved = `${root}-moved`;
  fs.renameSync(root, moved);
  root = moved;
  await node('require("@stackschema/engine")');
  expect(bundles()).toEqual(first);
});

test("the engine's classes have one identity, whoever requires them", async () => {
  const script =
    'console.log(require("@stackschema/components").kind === require("@stackschema/engine").Failure)';
  expect((await node(script)).output).toBe("true");
});

test("code from outside a bundle's folders is refused, since its edits would not be seen", async () => {
  write("components/handlers.ts", 'export { word } from "../engine/word";\n');
  const { code, output } = await node('require("@stackschema/components")');
  expect(code).not.toBe(0);
  expect(output).toContain('components/handlers.ts: imports "../engine/word"');
  expect(bundles()).toEqual([]);
});

test("a mistake in a source is told with file and line, and leaves no bundle", async () => {
  write("engine/word.ts", "export const word: string = ;\n");
  const { code, output } = await node('require("@stackschema/engine")');
  expect(code).not.toBe(0);
  expect(output).toMatch(/engine\/word\.ts:1:\d+/);
  expect(bundles()).toEqual([]);
});

test("several processes that build at once all get the whole bundle, and leave nothing else", async () => {
  const runs = Array.from({ length: 4 }, () => node('console.log(require("@stackschema/components").twice)'));
  for (const { output } of await Promise.all(runs)) expect(output).toBe("oneone");
  expect(bundles().map((file) => file.replace(/-[0-9a-f]{16}/, ""))).toEqual([
    "components.cjs",
    "components.cjs.map",
    "engine.cjs",
    "engine.cjs.map",
  ]);
});

test("bundles of older sources are pruned", async () => {
  for (let version = 0; version < 7; version++) {
    write("engine/word.ts", `export const word: string = "${version}";\n`);
    await node('require("@stackschema/engine")');
  }
  expect(bundles()).toHaveLength(8);
});

test("stack traces name the TypeScript source", async () => {
  write("engine/word.ts", "\n\nthrow new Error('here');\nexport const word: string = 'x';\n");
  const { output } = await node('process.setSourceMapsEnabled(true); require("@stackschema/engine")');
  expect(output).toContain(`${path.join(root, "engine", "word.ts")}:3:`);
});
