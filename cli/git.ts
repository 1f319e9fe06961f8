// The schema as it stands at a commit, written to a folder to be read and thrown away. Reads the repository, changes nothing in it.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { SchemaError } from "../engine/index";

const run = promisify(execFile);

/** Room for the largest file of a schema. */
const maxBuffer = 256 * 1024 * 1024;

async function git(directory: string, ...arguments_: readonly string[]): Promise<Buffer> {
  const { stdout } = await run("git", ["-C", directory, ...arguments_], { encoding: "buffer", maxBuffer });
  return stdout;
}

function refused(what: string, error: unknown): SchemaError {
  const stderr = typeof error === "object" && error !== null && "stderr" in error ? String(error.stderr) : "";
  const reason = stderr.trim() === "" && error instanceof Error ? error.message : stderr.trim();
  return new SchemaError("git-failed", `${what}: ${reason}`, { cause: error });
}

/** In the checkout's own packages, so that a source that is a program finds its libraries. */
async function temporaryFolder(root: string): Promise<string> {
  const packages = path.join(root, "node_modules");
  const place = existsSync(packages) ? path.join(packages, ".cache") : os.tmpdir();
  await mkdir(place, { recursive: true });
  return await mkdtemp(path.join(place, "stackschema-base-"));
}

interface Entry {
  readonly mode: string;
  readonly hash: string;
  readonly file: string;
}

async function entriesAt(root: string, commit: string, place: string): Promise<readonly Entry[]> {
  const listed = await git(
    root,
    "ls-tree",
    "-r",
    "-z",
    "--full-tree",
    commit,
    "--",
    place === "" ? "." : place,
  );
  return listed
    .toString("utf8")
    .split("\0")
    .flatMap((line) => {
      const [, mode = "", hash = "", file = ""] = /^(\d+) blob (\w+)\t(.+)$/s.exec(line) ?? [];
      return file === "" ? [] : [{ mode, hash, file }];
    });
}

async function writeEntry(root: string, folder: string, { mode, hash, file }: Entry): Promise<void> {
  const content = await git(root, "cat-file", "blob", hash);
  const target = path.join(folder, file);
  await mkdir(path.dirname(target), { recursive: true });
  await (mode === "120000" ? symlink(content.toString("utf8"), target) : writeFile(target, content));
}

/** Where most of what lies in a place came from, as Git knows files that moved; null where it is new. */
async function placeBefore(root: string, commit: string, now: string): Promise<string | null> {
  const listed = await git(root, "diff", "-z", "--find-renames", "--diff-filter=R", "--name-status", commit);
  const words = listed.toString("utf8").split("\0");
  const counts = new Map<string, number>();
  for (let index = 0; index + 2 < words.length; index += 3) {
    const [from = "", to = ""] = words.slice(index + 1, index + 3);
    if (to === now) return from;
    const rest = to.startsWith(`${now}/`) ? to.slice(now.length) : "";
    const folder =
      rest !== "" && from.endsWith(rest) ? from.slice(0, -rest.length) : path.posix.dirname(from);
    if (rest !== "") counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, one], [, other]) => other - one);
  return most?.[0] ?? null;
}

/**
 * Does `work` with the place as it is at a commit, also under another name; or with null where it was not there yet.
 * @param ref commit, branch or tag
 * @param place absolute path of a file or folder in a repository
 * @throws SchemaError `git-failed`
 */
export async function withPlaceAt<T>(
  ref: string,
  place: string,
  work: (then: string | null) => Promise<T>,
): Promise<T> {
  const near = existsSync(place) ? path.dirname(place) : process.cwd();
  const read = async (...arguments_: readonly string[]): Promise<string> =>
    (await git(near, ...arguments_)).toString("utf8").trim();
  const root = await read("rev-parse", "--show-toplevel").catch((error: unknown) => {
    throw refused(`${place} is in no Git repository that can be read`, error);
  });
  const commit = await read("rev-parse", "--verify", "--end-of-options", `${ref}^{commit}`).catch(
    (error: unknown) => {
      throw refused(
        `there is no commit ${ref} here (in a pipeline, fetch the whole history: fetch-depth: 0)`,
        error,
      );
    },
  );
  const prefix = await read("rev-parse", "--show-prefix");
  const now = path.posix.join(prefix, path.basename(place));
  const there = await entriesAt(root, commit, now);
  const inside = there.length > 0 ? now : await placeBefore(root, commit, now);
  if (inside === null) return await work(null);
  const entries = there.length > 0 ? there : await entriesAt(root, commit, inside);
  const folder = await temporaryFolder(root);
  try {
    for (const entry of entries) await writeEntry(root, folder, entry);
    return await work(path.join(folder, inside));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
