import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";
import { type PulumiStack, pulumiStack } from "../support/pulumi";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const program = `
import * as pulumi from "@pulumi/pulumi";
const methods = ["check", "create", "diff", "update", "delete"];
const forwards = methods.map((name) => \`  \${name}: (...args) => require("@stackschema/components").things.\${name}(...args),\`);
const text = ["exports.handler = () => ({", ...forwards, "});"].join("\\n");
const config = new pulumi.Config();
const inputs = { word: config.get("word") ?? "one", wait: config.getNumber("wait") ?? 0, plan: undefined, __provider: text };
export const plan = new (class extends pulumi.CustomResource {
  declare readonly plan: pulumi.Output<string>;
})("pulumi-nodejs:dynamic/test:Thing", "thing", inputs, {}).plan;
`;

const handlers = `
import fs from "node:fs";
import { planned } from "../engine/index";
type Inputs = { word: string; wait: number };
export const things = {
  check: async (_olds: Inputs, news: Inputs) => ({ inputs: { ...news, plan: planned(news.word) }, failures: [] }),
  create: async (inputs: Inputs) => {
    fs.writeFileSync("provider.pid", String(process.pid));
    await new Promise((resolve) => setTimeout(resolve, inputs.wait));
    return { id: "thing", outs: inputs };
  },
  diff: async (_id: string, olds: Inputs, news: Inputs) => ({ changes: olds.word !== news.word }),
  update: async (_id: string, _olds: Inputs, news: Inputs) => ({ outs: news }),
  delete: async () => undefined,
};
`;

let stack: PulumiStack | undefined;

async function make(config: Record<string, unknown>): Promise<PulumiStack> {
  stack = await pulumiStack({ program, config });
  stack.edit(
    "engine/index.ts",
    () => "export const planned = (word: string): string => 'the plan for ' + word;\n",
  );
  stack.edit("components/handlers.ts", () => handlers);
  return stack;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

afterEach(async () => {
  await stack?.dispose();
  stack = undefined;
});

test("handlers reach engine and components by name, in preview and in up, also after an edit of the engine", async () => {
  const { preview, up, edit, outputs } = await make({});
  expect((await preview("--diff")).stdout).toContain('plan      : "the plan for one"');
  edit("engine/index.ts", (text) => text.replace("the plan", "a new plan"));
  expect((await preview("--diff")).stdout).toContain('plan      : "a new plan for one"');
  expect((await up()).code).toBe(0);
  expect(await outputs()).toMatchObject({ plan: "a new plan for one" });
});

test("what Pulumi keeps of a handler is its few lines, without a path of this machine", async () => {
  const { up, stateText, directory } = await make({});
  await up();
  const state = JSON.parse(stateText());
  const thing = state.checkpoint.latest.resources.find(({ id }: { id?: string }) => id === "thing");
  expect(thing.inputs.__provider.length).toBeLessThan(600);
  expect(thing.inputs.__provider).not.toContain(directory);
});

test("the provider process ends when the CLI it serves was killed", async () => {
  const { begin, directory } = await make({ wait: 600_000 });
  const run = begin("up", "--yes", "--skip-preview");
  await run.seen(/thing creating/);
  const file = path.join(directory, "provider.pid");
  while (!fs.existsSync(file)) await sleep(50);
  const pid = Number(fs.readFileSync(file, "utf8"));
  await run.kill("pulumi");
  while (isAlive(pid)) await sleep(100);
  expect((await run.finished).code).not.toBe(0);
});
