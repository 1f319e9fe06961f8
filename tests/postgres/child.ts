// Runs code that uses `engine/postgres` in a process of its own, which may be killed or run as another user.
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildSync } from "esbuild";
import { loadedWhenUsed } from "../support/bundled";

const checkout = path.resolve(__dirname, "..", "..");

export interface Child {
  readonly process: ChildProcess;
  /** The first line it prints. */
  readonly line: Promise<string>;
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
}

export interface Bundle {
  /** Starts a process; `code` finds the module as `engine` and may await. */
  run(code: string, user?: { readonly uid: number; readonly gid: number }): Child;
  dispose(): void;
}

export function bundleEngine(): Bundle {
  const directory = mkdtempSync(path.join(tmpdir(), "stackschema-child-"));
  chmodSync(directory, 0o755);
  const file = path.join(directory, "engine.cjs");
  buildSync({
    entryPoints: [path.join(checkout, "engine", "postgres", "index.ts")],
    outfile: file,
    bundle: true,
    platform: "node",
    target: "node20",
    external: ["pg", ...loadedWhenUsed],
  });
  chmodSync(file, 0o644);
  return {
    run: (code, user) =>
      start(`const engine = require(${JSON.stringify(file)}); (async () => { ${code} })();`, user),
    dispose: () => rmSync(directory, { recursive: true, force: true }),
  };
}

function start(code: string, user: { readonly uid: number; readonly gid: number } | undefined): Child {
  const child = spawn(process.execPath, ["-e", code], {
    cwd: tmpdir(),
    env: { ...process.env, NODE_PATH: path.join(checkout, "node_modules"), CHILD_SECRET: "hidden" },
    stdio: ["ignore", "pipe", "pipe"],
    ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
  });
  let output = "";
  const line = new Promise<string>((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      output += chunk.toString();
      if (output.includes("\n")) resolve(output.split("\n")[0] ?? "");
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.once("close", () => reject(new Error(`it ended without a line: ${output}`)));
  });
  line.catch(() => undefined);
  const ended = new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
  return { process: child, line, ended };
}
