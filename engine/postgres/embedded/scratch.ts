// Servers to throw away, for scratch databases and tests: a copy of a data directory made once, without fsync, gone when
// stopped, when the process ends, or, after a crash, when the next one starts. It must never hold anything worth keeping.
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { SchemaError } from "../../api";
import type { Target } from "../target";
import { type Account, accountFor } from "./account";
import {
  adminUser,
  type Cluster,
  initialiseCluster,
  type ServerSettings,
  startCluster,
  stopCluster,
} from "./cluster";
import { nativePackage, prepareRuntime } from "./package";
import { cacheFor, makeOpenDirectory, makePrivateDirectory } from "./place";
import { freePort, loopback } from "./port";
import { findPostmaster, isAlive, processIdentity } from "./postmaster";

export interface ScratchOptions {
  /** Major version of Postgres. */
  readonly major: number;
  /** Absolute directory that holds the template between runs. */
  readonly cacheDirectory: string;
  /** Server settings beyond those that make it quick. @default {} */
  readonly settings?: ServerSettings;
}

export interface ScratchServer {
  readonly major: number;
  /** The superuser, on the database `postgres`. */
  readonly admin: Target;
  /** Ends it and removes all it had; a second call does nothing. */
  stop(): Promise<void>;
}

/** Nothing here survives a crash, so nothing waits for the disk; room for sources of thousands of objects. */
const quickSettings: ServerSettings = {
  fsync: false,
  synchronous_commit: false,
  full_page_writes: false,
  autovacuum: false,
  wal_level: "minimal",
  max_wal_senders: 0,
  max_connections: 50,
  max_locks_per_transaction: 1024,
  shared_buffers: "64MB",
  checkpoint_timeout: "1h",
  jit: false,
};

/** Raised when initdb's arguments change, so that older templates are not used. */
const templateLayout = 1;

interface Template {
  readonly data: string;
  readonly password: string;
  readonly bin: string;
}

function passwordOf(template: string): string {
  return readFileSync(path.join(template, "password"), "utf8").trim();
}

async function prepareTemplate(
  major: number,
  place: string,
  account: Account | undefined,
): Promise<Template> {
  const source = nativePackage(major);
  const bin = prepareRuntime(source, account, place);
  const directory = path.join(place, `template-${source.version}-${templateLayout}`);
  if (!existsSync(directory)) await makeTemplate(major, directory, bin, account);
  return { data: path.join(directory, "data"), password: passwordOf(directory), bin };
}

/** Made beside its place and moved there whole, so that two processes may do it at once. */
async function makeTemplate(
  major: number,
  directory: string,
  bin: string,
  account: Account | undefined,
): Promise<void> {
  const unfinished = `${directory}.${process.pid}.${randomBytes(4).toString("hex")}`;
  const password = randomBytes(24).toString("base64url");
  try {
    makePrivateDirectory(unfinished, account);
    writeFileSync(path.join(unfinished, "password"), `${password}\n`, { mode: 0o600 });
    const logFile = path.join(unfinished, "log");
    await initialiseCluster({ major, bin, data: path.join(unfinished, "data"), logFile, account }, password);
    renameSync(unfinished, directory);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(directory)) throw error;
  }
}

/** A file that is made, not overwritten: file systems put off writing such a one, often until it is deleted again. */
const freshCopy = constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE;

function copyDirectory(from: string, to: string, account: Account | undefined): void {
  mkdirSync(to, { mode: 0o700 });
  if (account !== undefined) chownSync(to, account.uid, account.gid);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = path.join(from, entry.name);
    const copy = path.join(to, entry.name);
    if (entry.isDirectory()) {
      copyDirectory(source, copy, account);
    } else if (entry.isFile()) {
      copyFileSync(source, copy, freshCopy);
      if (account !== undefined) chownSync(copy, account.uid, account.gid);
    }
  }
}

const ownerFile = "owner.json";

function writeOwner(directory: string): void {
  const owner = { pid: process.pid, identity: processIdentity(process.pid) };
  writeFileSync(path.join(directory, ownerFile), JSON.stringify(owner));
}

const graceForUnowned = 60_000;

function isAbandoned(directory: string): boolean {
  try {
    const owner: unknown = JSON.parse(readFileSync(path.join(directory, ownerFile), "utf8"));
    if (typeof owner !== "object" || owner === null || !("pid" in owner) || !("identity" in owner))
      return true;
    const { pid, identity } = owner;
    return typeof pid !== "number" || !isAlive(pid) || processIdentity(pid) !== identity;
  } catch {
    // Just being made by another process, or half removed.
    const stats = statSync(directory, { throwIfNoEntry: false });
    return stats !== undefined && Date.now() - stats.mtimeMs > graceForUnowned;
  }
}

function runningCluster(
  directory: string,
  major: number,
  bin: string,
  account: Account | undefined,
): Cluster {
  return { major, bin, data: path.join(directory, "data"), logFile: path.join(directory, "log"), account };
}

const runPrefix = "run-";

/** Ends and removes the servers of processes that died without doing so. */
async function sweep(place: string, template: Template, account: Account | undefined): Promise<void> {
  for (const name of readdirSync(place)) {
    const directory = path.join(place, name);
    if (!name.startsWith(runPrefix) || !isAbandoned(directory)) continue;
    await discard(runningCluster(directory, 0, template.bin, account)).catch(() => undefined);
  }
}

async function discard(cluster: Cluster): Promise<void> {
  await stopCluster(cluster, { immediate: true, timeout: 5_000 });
  rmSync(path.dirname(cluster.data), { recursive: true, force: true, maxRetries: 5 });
}

const running = new Set<Cluster>();

/** A process that ends in an orderly way without stopping its servers takes them along. */
function discardAtExit(): void {
  for (const cluster of running) {
    try {
      const found = findPostmaster(cluster.data);
      if (found !== undefined) process.kill(found.pid, "SIGQUIT");
      rmSync(path.dirname(cluster.data), { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
    } catch {
      // The next scratch server sweeps it.
    }
  }
}

function remember(cluster: Cluster): void {
  if (running.size === 0 && !process.listeners("exit").includes(discardAtExit))
    process.on("exit", discardAtExit);
  running.add(cluster);
}

const attempts = 5;

async function startSomewhere(cluster: Cluster, settings: ServerSettings): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(randomBytes(8).toString("hex"));
    try {
      return (await startCluster(cluster, { port, settings })).port;
    } catch (error) {
      const taken = error instanceof SchemaError && error.code === "embedded-port-taken";
      if (!taken || attempt === attempts) throw error;
    }
  }
}

/**
 * Starts a server of its own for the caller, in well under a second once the template of its version is there.
 * @throws SchemaError `embedded-missing` and those of starting a server
 */
export async function startScratch(options: ScratchOptions): Promise<ScratchServer> {
  const { major } = options;
  const wanted = path.join(options.cacheDirectory, "postgres");
  const account = accountFor(wanted);
  const place = cacheFor(wanted, account);
  makeOpenDirectory(place);
  const template = await prepareTemplate(major, place, account);
  const swept = sweep(place, template, account);

  const directory = path.join(place, `${runPrefix}${process.pid}-${randomBytes(6).toString("hex")}`);
  const cluster = runningCluster(directory, major, template.bin, account);
  makePrivateDirectory(directory, account);
  writeOwner(directory);
  remember(cluster);
  const stop = async (): Promise<void> => {
    if (running.delete(cluster)) await discard(cluster);
  };
  try {
    copyDirectory(template.data, cluster.data, account);
    if (process.platform !== "win32") chmodSync(cluster.data, 0o700);
    const port = await startSomewhere(cluster, { ...quickSettings, ...options.settings });
    await swept;
    return { major, admin: adminTarget(port, template.password), stop };
  } catch (error) {
    await stop().catch(() => undefined);
    await swept;
    throw error;
  }
}

function adminTarget(port: number, password: string): Target {
  return { host: loopback, port, database: "postgres", user: adminUser, password, tls: { mode: "disable" } };
}
