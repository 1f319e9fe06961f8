import fs from "node:fs";
import path from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { type PulumiStack, type PulumiStackOptions, pulumiStack } from "../support/pulumi";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const program = `
import * as pulumi from "@pulumi/pulumi";
const config = new pulumi.Config();
const text = \`exports.handler = () => ({
  check: async (olds, news) => ({ inputs: news, failures: [] }),
  create: async (inputs) => {
    await new Promise((resolve) => setTimeout(resolve, inputs.wait));
    return { id: "thing", outs: { ...inputs, cwd: process.cwd() } };
  },
  read: async (id, props) => ({ id, props: { ...props, readIn: process.cwd() } }),
  delete: async () => { require("node:fs").writeFileSync("deleted-in", process.cwd()); },
  diff: async (id, olds, news) => ({ changes: olds.word !== news.word }),
  update: async (id, olds, news) => ({ outs: news }),
});\`;
class Thing extends pulumi.CustomResource {
  declare readonly cwd: pulumi.Output<string>;
  constructor(name: string, inputs: pulumi.Inputs) {
    super("pulumi-nodejs:dynamic/test:Thing", name, { cwd: undefined, ...inputs, __provider: text }, {});
  }
}
const thing = new Thing("thing", { word: config.get("word") ?? "one", wait: config.getNumber("wait") ?? 0 });
export const url = pulumi.secret("postgres://somewhere");
export const programIn = process.cwd();
export const providerIn = thing.cwd;
`;

let stack: PulumiStack | undefined;

async function make(options: PulumiStackOptions = {}): Promise<PulumiStack> {
  stack = await pulumiStack({ program, ...options });
  return stack;
}

afterEach(async () => {
  await stack?.dispose();
  stack = undefined;
});

test("start makes stack, state and passphrase inside the checkout, and says how to print the URL", async () => {
  const { directory, start, outputs, pulumi, stateText } = await make();
  const started = await start();
  expect(started.output).toContain("Previewing update (local)");
  expect(started.stderr).toContain("npm run --silent url");
  expect(started.code).toBe(0);
  expect(await outputs()).toMatchObject({ programIn: directory, providerIn: directory });
  expect(fs.statSync(path.join(directory, ".pulumi", "passphrase")).mode & 0o777).toBe(0o600);
  expect(stateText()).not.toContain("postgres://somewhere");
  expect(await pulumi("url")).toMatchObject({ code: 0, stdout: "postgres://somewhere\n" });
});

test("the URL of a stack that is not there, or not any more, is nothing on standard output and a failure", async () => {
  const { pulumi, up, destroy } = await make();
  const missing = { code: 1, stdout: "", stderr: expect.stringContaining("Make it first:  npm start") };
  expect(await pulumi("url")).toMatchObject(missing);
  expect(await up()).toMatchObject({ code: 0 });
  expect(await destroy()).toMatchObject({ code: 0 });
  expect(await pulumi("url")).toMatchObject(missing);
});

test("program and provider work in the checkout, also in refresh and destroy, which run no program", async () => {
  const { directory, up, refresh, destroy, stateText } = await make();
  expect((await up()).code).toBe(0);
  expect((await refresh()).code).toBe(0);
  expect(stateText()).toContain(`"readIn":"${directory}"`);
  expect((await destroy()).code).toBe(0);
  expect(fs.readFileSync(path.join(directory, "deleted-in"), "utf8")).toBe(directory);
});

test("preview prints what would be done as text and as JSON, and passes arguments through", async () => {
  const { preview, previewJson } = await make({ config: { word: "two" } });
  expect((await preview("--diff")).stdout).toContain('word      : "two"');
  const { code, json } = await previewJson();
  expect(code).toBe(0);
  expect(json.steps.map(({ op }) => op)).toEqual(["create", "create"]);
});

test("a change of the program is seen by the next preview", async () => {
  const { preview, edit } = await make();
  await preview();
  edit("index.ts", (text) => text.replace('?? "one"', '?? "three"'));
  expect((await preview("--diff")).stdout).toContain('word      : "three"');
});

test("a program that does not build says where", async () => {
  const { preview, edit } = await make();
  edit("index.ts", (text) => `${text}\nconst = 1;`);
  const { code, output } = await preview();
  expect(code).not.toBe(0);
  expect(output).toMatch(/index\.ts:\d+:\d+/);
});

test("another stack without a chosen backend is refused, in every way of naming it", async () => {
  const { directory, preview, pulumi } = await make();
  const ways = [
    await preview("--stack", "prod"),
    await preview("-s=prod"),
    await pulumi("stack", "init", "prod"),
    await pulumi("config", "set", "a", "b", "--stack=org/stackschema/prod"),
  ];
  for (const { code, stderr } of ways) {
    expect(code).toBe(1);
    expect(stderr).toContain('the stack "prod" needs a backend');
    expect(stderr).toContain("npm run pulumi -- login <url>");
    expect(stderr).toContain("PULUMI_BACKEND_URL=<url>");
  }
  expect(fs.existsSync(path.join(directory, ".pulumi"))).toBe(false);
});

test("another stack runs with a chosen backend", async () => {
  const { directory, up, preview } = await make({ stack: "prod" });
  expect((await up()).code).toBe(0);
  expect((await preview()).stdout).toContain("2 unchanged");
  expect(fs.existsSync(path.join(directory, ".pulumi"))).toBe(false);
});

test("after a run that was killed with everything it had started, the next up finishes by itself", async () => {
  const { begin, up, configure, stateText } = await make({ config: { wait: 60_000 } });
  const run = begin("up", "--yes", "--skip-preview");
  await run.seen(/thing creating/);
  await run.kill("everything");
  expect(stateText()).toContain("pending_operations");
  configure({ wait: 0 });
  const next = await up();
  expect(next.stderr).toContain("The last run was killed");
  expect(next.output).not.toContain("pending operations");
  expect(next.code).toBe(0);
  expect((await up()).stderr).not.toContain("The last run");
});

test("a run that is still going on is named, and left alone", async () => {
  const { begin, up } = await make({ config: { wait: 60_000 } });
  const run = begin("up", "--yes", "--skip-preview");
  await run.seen(/thing creating/);
  const second = await up();
  expect(second.code).not.toBe(0);
  expect(second.output).toMatch(/locked by 1 lock.*\n?.*\(pid \d+\)/s);
  await run.kill("everything");
});

test("destroy without a stack has nothing to do and makes nothing", async () => {
  const { directory, destroy } = await make();
  const { code, stderr } = await destroy();
  expect(stderr).toContain("nothing to destroy");
  expect(code).toBe(0);
  expect(fs.existsSync(path.join(directory, ".pulumi", "stacks"))).toBe(false);
});
