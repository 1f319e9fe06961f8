import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LocalState, recover, stateFile } from "../../tools/pulumi/recovery";

let state: LocalState;
let calls: { args: readonly string[]; input: string | undefined }[];

const interrupted = {
  version: 3,
  deployment: { resources: [{ urn: "a" }], pending_operations: [{ type: "creating" }] },
};

function run(): string[] {
  const said: string[] = [];
  const pulumi = (args: readonly string[], input?: string): string => {
    calls.push({ args, input });
    return args[1] === "export" ? JSON.stringify(interrupted) : "";
  };
  recover(state, pulumi, (line) => said.push(line));
  return said;
}

function lock(contents: string): void {
  const directory = path.join(state.directory, "locks", "organization", state.project, state.stack);
  fs.mkdirSync(directory, { recursive: true });
  fs.writeFileSync(path.join(directory, "1.json"), contents);
}

function saved(contents: unknown): void {
  fs.mkdirSync(path.dirname(stateFile(state)), { recursive: true });
  fs.writeFileSync(stateFile(state), JSON.stringify(contents));
}

beforeEach(() => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "stackschema-recovery-"));
  state = { directory, project: "stackschema", stack: "local" };
  calls = [];
});

afterEach(() => fs.rmSync(state.directory, { recursive: true, force: true }));

test("a clean state asks nothing of Pulumi", () => {
  saved({ checkpoint: { latest: { resources: [] } } });
  expect(run()).toEqual([]);
  expect(calls).toEqual([]);
});

test.each([
  ["whose process is gone", JSON.stringify({ pid: 999_999_999, hostname: os.hostname() })],
  [
    "whose process number belongs to another program now",
    JSON.stringify({ pid: process.pid, hostname: os.hostname() }),
  ],
  ["that was cut off while it was written", '{"pid":12'],
])("a lock %s is released", (_name, contents) => {
  lock(contents);
  expect(run()).toEqual(["The last run was killed; its lock is released."]);
  expect(calls).toEqual([{ args: ["cancel", "--yes", "local"], input: undefined }]);
});

test("the lock of another machine is left alone, and so is what its run has begun", () => {
  lock(JSON.stringify({ pid: 999_999_999, hostname: "elsewhere" }));
  saved({ checkpoint: { latest: interrupted.deployment } });
  expect(run()).toEqual([]);
  expect(calls).toEqual([]);
});

test("operations that were begun are dropped from the state, and nothing else", () => {
  saved({ checkpoint: { latest: interrupted.deployment } });
  expect(run()).toHaveLength(1);
  expect(calls.map(({ args }) => args.slice(0, 2).join(" "))).toEqual(["stack export", "stack import"]);
  expect(JSON.parse(calls[1]?.input ?? "")).toEqual({
    version: 3,
    deployment: { resources: [{ urn: "a" }] },
  });
});
