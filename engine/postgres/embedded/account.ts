// Postgres refuses to run as root. Which existing user runs an embedded server then, and where that user may go.
// It must never make a user and never change the permissions of a directory that it did not make.
import { readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { SchemaError } from "../../api";

/** The user a server runs as. Absent: the user of this process. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Users to run as, best first, where the directory's owner cannot be. */
const preferredNames: readonly string[] = ["postgres", "_postgres", "nobody"];

/** Whether this process is root, on systems that know the word. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function accounts(): readonly Account[] {
  const lines = readFileSync("/etc/passwd", "utf8").split("\n");
  return lines.flatMap((line) => {
    const [name, , uid, gid] = line.split(":");
    if (name === undefined || uid === undefined || gid === undefined || name.startsWith("#")) return [];
    const account = { name, uid: Number(uid), gid: Number(gid) };
    return Number.isInteger(account.uid) && account.uid > 0 && Number.isInteger(account.gid) ? [account] : [];
  });
}

/** The nearest ancestor of a path (or itself) that exists, links resolved. */
export function nearestExisting(location: string): string {
  let current = path.resolve(location);
  for (;;) {
    try {
      return realpathSync(current);
    } catch {
      const parent = path.dirname(current);
      if (parent === current) return current;
      current = parent;
    }
  }
}

/**
 * The user that runs the server whose files lie in `directory`: the directory's owner, else a system user.
 * @throws SchemaError `embedded-no-account`
 */
export function accountFor(directory: string): Account | undefined {
  if (!isRoot()) return undefined;
  const known = accounts();
  const { uid } = statSync(nearestExisting(directory));
  const owner = known.find((account) => account.uid === uid);
  if (owner !== undefined) return owner;
  for (const name of preferredNames) {
    const account = known.find((candidate) => candidate.name === name);
    if (account !== undefined) return account;
  }
  throw new SchemaError(
    "embedded-no-account",
    `An embedded Postgres cannot run as root, and this system has none of the users ${preferredNames.join(", ")}. ` +
      "Add one, for example: useradd --system postgres",
  );
}

/** Whether the user may pass through a directory. Access lists are not asked: a doubtful directory counts as closed. */
function mayPass(account: Account, directory: string): boolean {
  const { uid, gid, mode } = statSync(directory);
  if (uid === account.uid) return (mode & 0o100) !== 0;
  if (gid === account.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}

/** Whether the user may enter an existing directory and all above it. Always so for the user of this process. */
export function mayEnter(account: Account | undefined, directory: string): boolean {
  if (account === undefined) return true;
  let current = realpathSync(directory);
  for (;;) {
    if (!mayPass(account, current)) return false;
    const parent = path.dirname(current);
    if (parent === current) return true;
    current = parent;
  }
}

/**
 * The user that runs the server of an existing data directory: its owner, whom Postgres demands.
 * @throws SchemaError `embedded-foreign-owner`
 */
export function accountOf(data: string): Account | undefined {
  const mine = process.getuid?.();
  if (mine === undefined) return undefined;
  const { uid, gid } = statSync(data);
  if (uid === mine && uid !== 0) return undefined;
  if (mine === 0 && uid !== 0) return { name: String(uid), uid, gid };
  throw new SchemaError(
    "embedded-foreign-owner",
    `The data directory ${data} belongs to user ${uid}, and this process runs as user ${mine}, who may not serve it. ` +
      "Run this as the directory's owner (or as root, where the owner is not root).",
  );
}
