// After a run that was killed, the checkout's own backend holds that run's lock and the operations it had begun.
// Both are cleared here, for the local stack alone, and only when the process that left them is certainly gone.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { isRunning } from "./processes";

/** Runs Pulumi quietly; throws with its message when it fails. */
export type QuietPulumi = (args: readonly string[], input?: string) => string;

interface Lock {
  readonly pid: number;
  readonly hostname: string;
}

function parseLock(text: string): Lock | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || !("pid" in value) || !("hostname" in value))
      return undefined;
    return typeof value.pid === "number" && typeof value.hostname === "string"
      ? { pid: value.pid, hostname: value.hostname }
      : undefined;
  } catch {
    return undefined;
  }
}

function readLocks(directory: string): (Lock | undefined)[] {
  if (!fs.existsSync(directory)) return [];
  return fs
    .readdirSync(directory)
    .filter((name) => name.endsWith(".json"))
    .map((name) => parseLock(fs.readFileSync(path.join(directory, name), "utf8")));
}

/** A lock that cannot be read was being written when its run was killed. */
function isAbandoned(lock: Lock | undefined): boolean {
  return lock === undefined || (lock.hostname === os.hostname() && !isRunning(lock.pid, "pulumi"));
}

function withoutPendingOperations(exported: string): string | undefined {
  const state: unknown = JSON.parse(exported);
  if (typeof state !== "object" || state === null || !("deployment" in state)) return undefined;
  const { deployment } = state;
  if (typeof deployment !== "object" || deployment === null || !("pending_operations" in deployment))
    return undefined;
  const { pending_operations: _, ...rest } = deployment;
  return JSON.stringify({ ...state, deployment: rest });
}

export interface LocalState {
  /** The backend's directory, `.pulumi` in the checkout. */
  readonly directory: string;
  readonly project: string;
  readonly stack: string;
}

export function stateFile({ directory, project, stack }: LocalState): string {
  return path.join(directory, "stacks", project, `${stack}.json`);
}

/** Makes the next run able to go on; costs two file reads when there is nothing to do. */
export function recover(state: LocalState, pulumi: QuietPulumi, say: (line: string) => void): void {
  const locks = readLocks(path.join(state.directory, "locks", "organization", state.project, state.stack));
  // A live run holds the lock: Pulumi names it, and what that run has begun is not ours to touch.
  if (!locks.every(isAbandoned)) return;
  if (locks.length > 0) {
    say("The last run was killed; its lock is released.");
    pulumi(["cancel", "--yes", state.stack]);
  }
  const file = stateFile(state);
  if (!fs.existsSync(file) || !fs.readFileSync(file, "utf8").includes('"pending_operations"')) return;
  // Every resource of the local stack looks at what is there before it acts, so an operation begun is simply run again.
  const cleared = withoutPendingOperations(pulumi(["stack", "export", "--stack", state.stack]));
  if (cleared === undefined) return;
  say("The last run was interrupted; what it had begun is planned again.");
  pulumi(["stack", "import", "--stack", state.stack], cleared);
}
