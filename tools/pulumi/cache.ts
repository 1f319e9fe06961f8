// The directory that all clones of one user share, and a lock for what must be made in it only once.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isRunning } from "./processes";

/** `STACKSCHEMA_CACHE` overrides where the operating system keeps such things. */
export function cacheDirectory(environment: NodeJS.ProcessEnv): string {
  const chosen = environment.STACKSCHEMA_CACHE;
  if (chosen) return path.resolve(chosen);
  return path.join(systemCache(environment), "stackschema");
}

function systemCache(environment: NodeJS.ProcessEnv): string {
  if (process.platform === "win32") {
    return environment.LOCALAPPDATA ?? path.join(os.homedir(), "AppData", "Local");
  }
  if (process.platform === "darwin") return path.join(os.homedir(), "Library", "Caches");
  return environment.XDG_CACHE_HOME || path.join(os.homedir(), ".cache");
}

function takeLock(file: string): boolean {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function lockHolder(file: string): number {
  try {
    return Number(fs.readFileSync(file, "utf8"));
  } catch {
    return 0;
  }
}

export interface LockOptions {
  /** File that is the lock. */
  readonly file: string;
  /** Called each second while another process holds it. */
  readonly onWait: (holder: number) => void;
}

/** Does the work while no other process on this machine does. A holder that died does not count. */
export async function withLock<T>({ file, onWait }: LockOptions, work: () => Promise<T>): Promise<T> {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  while (!takeLock(file)) {
    const holder = lockHolder(file);
    // An empty file is a lock just being taken, or one whose writer died in between: the former lasts microseconds.
    if (holder === 0) await sleep(200);
    if (!isRunning(lockHolder(file), "node")) fs.rmSync(file, { force: true });
    else {
      onWait(holder);
      await sleep(1000);
    }
  }
  try {
    return await work();
  } finally {
    fs.rmSync(file, { force: true });
  }
}
