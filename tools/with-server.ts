// Runs a program of this checkout on an embedded server of its own, which ends with it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startScratch, type Target } from "../engine/index";

interface Place {
  /** The superuser, on the database `postgres`. */
  readonly admin: Target;
  /** Empty but for the folder `server`; removed in the end. */
  readonly folder: string;
}

/** Prints what goes wrong, and ends the process with 1 then. */
export function runWithServer(name: string, major: number, work: (place: Place) => Promise<void>): void {
  withServer(name, major, work).catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}

async function withServer(name: string, major: number, work: (place: Place) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), `stackschema-${name}-`));
  const server = await startScratch({ major, cacheDirectory: path.join(folder, "server") });
  try {
    await work({ admin: server.admin, folder });
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
