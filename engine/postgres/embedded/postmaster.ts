// The one process that serves a data directory: found through postmaster.pid, and never trusted to be that process on
// its number alone, which another process may have got since. It must never signal a process that is not ours.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readlinkSync, realpathSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** Whether it takes connections. */
  readonly ready: boolean;
}

const pidFile = (data: string): string => path.join(data, "postmaster.pid");

function readPidFile(data: string): Postmaster | undefined {
  let text: string;
  try {
    text = readFileSync(pidFile(data), "utf8");
  } catch {
    return undefined;
  }
  // Lines: pid, data directory, start time, port, socket directory, address, shared memory, status.
  const lines = text.split("\n");
  const pid = Number.parseInt(lines[0] ?? "", 10);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  const port = Number.parseInt(lines[3] ?? "", 10);
  return { pid, port: Number.isInteger(port) ? port : 0, ready: (lines[7] ?? "").trim() === "ready" };
}

/** Whether a process exists and is more than a zombie. */
export function isAlive(pid: number): boolean {
  // 0 and negative numbers mean groups of processes.
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it exists, and is another user's.
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  return processState(pid) !== "Z";
}

/** State letter that Linux tells of a process; empty elsewhere. */
function processState(pid: number): string {
  return statFields(pid)[0] ?? "";
}

/** Fields of /proc/<pid>/stat after the name, which may itself hold spaces and parentheses. */
function statFields(pid: number): readonly string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return [];
  }
}

/** Something that another process of the same number would not share; empty where the system tells nothing. */
export function processIdentity(pid: number): string {
  return statFields(pid)[19] ?? "";
}

function samePath(one: string, other: string): boolean {
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}

/** Whether a living process is the postmaster of this data directory. A postmaster works in its data directory. */
function serves(pid: number, data: string): boolean {
  if (process.platform === "linux" && existsSync("/proc/self/cwd")) {
    try {
      return samePath(readlinkSync(`/proc/${pid}/cwd`), data);
    } catch {
      return false;
    }
  }
  // Windows asks processes through a pipe that only a Postgres has, so its numbers are not mistaken.
  if (process.platform === "win32") return true;
  try {
    const command = execFileSync("ps", ["-ww", "-o", "command=", "-p", String(pid)], { encoding: "utf8" });
    return command.includes("postgres") && command.includes(data);
  } catch {
    return false;
  }
}

/** The running postmaster of a data directory, ready or not yet. */
export function findPostmaster(data: string): Postmaster | undefined {
  const found = readPidFile(data);
  if (found === undefined || !isAlive(found.pid) || !serves(found.pid, data)) return undefined;
  return found;
}

/**
 * Lets Postgres see that a pid file left by a crash is stale though its number lives on in a foreign process: it takes
 * its parent's number for stale. The rest of the file stays, since by it Postgres knows backends that outlived the crash.
 */
export function disownForeignPid(data: string): void {
  const found = readPidFile(data);
  if (process.platform === "win32" || found === undefined) return;
  if (!isAlive(found.pid) || serves(found.pid, data)) return;
  const [, ...rest] = readFileSync(pidFile(data), "utf8").split("\n");
  writeFileSync(pidFile(data), [String(process.pid), ...rest].join("\n"));
}

/** Waits until a process is gone; false when it outlives the time given. */
export async function waitUntilGone(pid: number, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await sleep(10);
  }
  return true;
}
