// One process at a time at a server's files. A lock left by a process that died is taken over.
import { closeSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { SchemaError } from "../../api";
import { isAlive, processIdentity } from "./postmaster";

function take(file: string): boolean {
  try {
    const handle = openSync(file, "wx", 0o644);
    writeSync(handle, `${process.pid} ${processIdentity(process.pid)}`);
    closeSync(handle);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** A holder that writes its name does so at once: an empty file older than this is of one who died before. */
const graceForUnnamed = 5_000;

function isHeld(file: string): boolean {
  try {
    const [pid = "", identity = ""] = readFileSync(file, "utf8").split(" ");
    if (pid === "") return Date.now() - statSync(file).mtimeMs < graceForUnnamed;
    return isAlive(Number(pid)) && processIdentity(Number(pid)) === identity;
  } catch {
    return false;
  }
}

function holder(file: string): string {
  try {
    return readFileSync(file, "utf8").split(" ")[0] ?? "";
  } catch {
    return "";
  }
}

/** Runs `work` while holding `file`; waits for another holder up to two minutes. */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 120_000;
  while (!take(file)) {
    if (!isHeld(file)) rmSync(file, { force: true });
    else if (Date.now() > deadline) {
      throw new SchemaError(
        "embedded-busy",
        `Process ${holder(file)} has been working on the embedded Postgres of ${file} for two minutes. ` +
          `Wait for it, or end it: kill ${holder(file)}`,
      );
    } else await sleep(50);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
