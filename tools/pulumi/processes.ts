// Running other programs: the one that is shown to the user, and those that are only asked something.
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** Runs a program in the foreground and answers its exit code, as a shell would give it. */
export function runShown(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly environment: NodeJS.ProcessEnv },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: options.cwd, env: options.environment, stdio: "inherit" });
    // A terminal's Ctrl-C reaches the child as well; it decides when to end. Other signals are passed on.
    const wait = (): void => undefined;
    const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
    process.on("SIGINT", wait).on("SIGTERM", pass).on("SIGHUP", pass);
    const done = (): void => void process.off("SIGINT", wait).off("SIGTERM", pass).off("SIGHUP", pass);
    child.once("error", (error) => {
      done();
      reject(error);
    });
    child.once("exit", (code, signal) => {
      done();
      resolve(code ?? 128 + (signal === null ? 0 : os.constants.signals[signal]));
    });
  });
}

export interface Answer {
  readonly ok: boolean;
  readonly output: string;
  readonly error: string;
}

/** Runs a program that is only asked something. */
export function ask(
  command: string,
  args: readonly string[],
  options: {
    readonly cwd?: string;
    readonly environment: NodeJS.ProcessEnv;
    readonly timeout?: number;
    readonly input?: string;
  },
): Answer {
  const result = spawnSync(command, args, {
    cwd: options.cwd,
    env: options.environment,
    timeout: options.timeout,
    input: options.input,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    windowsHide: true,
  });
  return {
    ok: result.status === 0,
    output: result.stdout ?? "",
    error: (result.error?.message ?? result.stderr ?? "").trim(),
  };
}

/** The program a process runs, or undefined where that may not be known. */
function programOf(pid: number): string | undefined {
  if (process.platform === "linux") {
    try {
      return path.basename(fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")[0] ?? "");
    } catch {
      return undefined;
    }
  }
  const environment = process.env;
  const answer =
    process.platform === "win32"
      ? ask("tasklist", ["/FI", `PID eq ${pid}`, "/FO", "CSV", "/NH"], { environment })
      : ask("ps", ["-p", String(pid), "-o", "comm="], { environment });
  return answer.ok ? path.basename(answer.output.trim()) : undefined;
}

/** Whether that process still runs, and is not another one that was given the same number since. */
export function isRunning(pid: number, program: string): boolean {
  // A signal to 0 would go to our own group, and be taken for an answer.
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Not permitted means that it is there, owned by someone else.
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  return programOf(pid)?.includes(program) ?? true;
}
