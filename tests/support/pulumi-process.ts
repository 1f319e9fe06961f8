// One run of the Pulumi tool in a test: its output as it comes, its end, and ways to kill it in the middle.
// Only processes that this run started are ever killed, each by its own id.
import { spawn, spawnSync } from "node:child_process";
import os from "node:os";
import path from "node:path";

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams in the order they came. */
  readonly output: string;
}

/** `pulumi`: the CLI alone, as a crash would; `everything`: it and all it started, as a power cut would. */
export type KillScope = "pulumi" | "everything";

export interface Running {
  readonly finished: Promise<Finished>;
  /** Waits until the output so far matches; fails when the run ends without. */
  seen(pattern: RegExp): Promise<void>;
  kill(scope: KillScope): Promise<void>;
}

interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

function processTable(): ProcessRow[] {
  const { stdout } = spawnSync("ps", ["-e", "-o", "pid=,ppid=,args="], {
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  return stdout.split("\n").flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line);
    return match ? [{ pid: Number(match[1]), parent: Number(match[2]), command: match[3] ?? "" }] : [];
  });
}

function descendants(pid: number): ProcessRow[] {
  const table = processTable();
  const found: ProcessRow[] = [];
  const visit = (parent: number): void => {
    for (const row of table) {
      if (row.parent !== parent) continue;
      found.push(row);
      visit(row.pid);
    }
  };
  visit(pid);
  return found;
}

/** All at once, as far as they are still the processes that were seen. */
function killRows(rows: readonly ProcessRow[]): void {
  const table = new Map(processTable().map(({ pid, command }) => [pid, command]));
  for (const { pid, command } of rows) if (table.get(pid) === command) process.kill(pid, "SIGKILL");
}

function isPostgres({ command }: ProcessRow): boolean {
  return /(^|\/)postgres(\.exe)?(:| |$)/.test(command);
}

export function runTool(directory: string, args: readonly string[], environment: NodeJS.ProcessEnv): Running {
  const child = spawn(process.execPath, [path.join("tools", "pulumi", "main.mjs"), ...args], {
    cwd: directory,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const text = { stdout: "", stderr: "", output: "" };
  const listeners = new Set<() => void>();
  let ended = false;
  const orphans: ProcessRow[] = [];
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (chunk: string) => {
      text[stream] += chunk;
      text.output += chunk;
      for (const listener of listeners) listener();
    });
  }
  const finished = new Promise<Finished>((resolve, reject) => {
    child.once("error", reject);
    let exit = { code: 1 };
    const end = (): void => {
      if (ended) return;
      ended = true;
      for (const listener of listeners) listener();
      resolve({ ...exit, ...text });
    };
    child.once("exit", (code, signal) => {
      exit = { code: code ?? (signal === null ? 1 : 128 + os.constants.signals[signal]) };
      // What a killed run leaves behind may hold the pipes open, so their end is not waited for without limit.
      setTimeout(end, 1000);
    });
    child.once("close", end);
  });

  return {
    finished,
    seen: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (pattern.test(text.output)) resolve();
          else if (ended) reject(new Error(`the run ended without ${pattern}:\n${text.output}`));
          else return;
          listeners.delete(look);
        };
        listeners.add(look);
        look();
      }),
    kill: async (scope) => {
      const started =
        child.pid === undefined || ended ? [] : descendants(child.pid).filter((row) => !isPostgres(row));
      orphans.push(...started);
      const pulumi = started.filter(({ command }) => /(^|\/)pulumi(\.exe)? /.test(command));
      const doomed = scope === "pulumi" ? pulumi : orphans.splice(0);
      if (scope === "everything" && !ended) child.kill("SIGKILL");
      killRows(doomed);
      await finished;
    },
  };
}
