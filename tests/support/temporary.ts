// Where tests keep their files: in memory where much of it is free, as a third of a run is waiting for the files of its servers
// otherwise; else, and where TMPDIR is set, where the system says.
import { chmodSync, mkdirSync, statfsSync } from "node:fs";
import { freemem, userInfo } from "node:os";
import path from "node:path";

const memory = "/dev/shm";
const gibibyte = 2 ** 30;

function isRoomy(): boolean {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= 6 * gibibyte && freemem() >= 10 * gibibyte;
  } catch {
    // Linux alone has it.
    return false;
  }
}

/** Sets TMPDIR for this process and all it starts. Servers may run as another user, who has to get through. */
export function useMemory(): void {
  if (process.env.TMPDIR !== undefined || !isRoomy()) return;
  const directory = path.join(memory, `stackschema-tests-of-${userInfo().uid}`);
  mkdirSync(directory, { recursive: true });
  chmodSync(directory, 0o755);
  process.env.TMPDIR = directory;
}
