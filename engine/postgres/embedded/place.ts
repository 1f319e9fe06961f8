// Where an embedded server's files lie: where the caller asked, or, when its user may not go there, in a directory of
// their own outside that follows from the asked path alone. It must never change a directory that it did not make.
import { createHash } from "node:crypto";
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { type Account, mayEnter, nearestExisting } from "./account";

/** Root of the directories outside; only root ever needs them. */
function outsideRoot(): string {
  return process.platform === "darwin" ? "/usr/local/var/stackschema" : "/var/lib/stackschema";
}

const reaches = (account: Account | undefined, directory: string): boolean =>
  mayEnter(account, nearestExisting(directory));

/** The directory to use for `directory`, not yet made; outside, each has one of its own. */
export function placeFor(directory: string, account: Account | undefined): string {
  const wanted = path.resolve(directory);
  if (reaches(account, wanted)) return wanted;
  const hash = createHash("sha256").update(wanted).digest("hex").slice(0, 16);
  return path.join(outsideRoot(), hash);
}

/** The same for what can be made again at any time: outside, all share one directory. */
export function cacheFor(directory: string, account: Account | undefined): string {
  const wanted = path.resolve(directory);
  return reaches(account, wanted) ? wanted : path.join(outsideRoot(), "shared");
}

/** Where a server whose files lie in `place` keeps what can be made again. */
export function cacheBeside(place: string): string {
  return path.dirname(place) === outsideRoot() ? path.join(outsideRoot(), "shared") : place;
}

/** Makes a directory and what is missing above it, open for passage whatever the umask; leaves what exists as it is. */
export function makeOpenDirectory(directory: string): void {
  if (existsSync(directory)) return;
  makeOpenDirectory(path.dirname(directory));
  try {
    mkdirSync(directory);
  } catch (error) {
    if (existsSync(directory)) return;
    throw error;
  }
  if (process.platform !== "win32") chmodSync(directory, 0o755);
}

/** Makes a directory that only the server's user may enter. */
export function makePrivateDirectory(directory: string, account: Account | undefined): void {
  makeOpenDirectory(path.dirname(directory));
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (account !== undefined) chownSync(directory, account.uid, account.gid);
}

/** Gives a directory of ours and all in it to the server's user. */
export function giveTo(account: Account | undefined, location: string): void {
  if (account === undefined) return;
  chownSync(location, account.uid, account.gid);
  for (const entry of readdirSync(location, { withFileTypes: true })) {
    const inner = path.join(location, entry.name);
    if (entry.isDirectory()) giveTo(account, inner);
    else if (lstatSync(inner).isFile()) chownSync(inner, account.uid, account.gid);
  }
}
