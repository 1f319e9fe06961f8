// Embedded servers that stay: a directory says which, the server outlives the process that started it, and keeps its
// port and password. Every function takes the directory alone, so that the next process finds what this one made.
import { randomBytes } from "node:crypto";
import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { SchemaError } from "../../api";
import { type Account, accountFor, accountOf } from "./account";
import { adminUser, type Cluster, initialiseCluster, startCluster, stopCluster } from "./cluster";
import { withLock } from "./lock";
import { nativePackage, prepareRuntime } from "./package";
import { cacheBeside, giveTo, makeOpenDirectory, makePrivateDirectory, placeFor } from "./place";
import { freePort, isPortFree, loopback } from "./port";
import { findPostmaster } from "./postmaster";
import { readRecord, removeRecord, type ServerRecord, writeRecord } from "./record";

export interface EmbeddedServer {
  readonly major: number;
  readonly host: string;
  readonly port: number;
  readonly adminUser: string;
  readonly password: string;
  /** Where the data lies: below the server's directory, or outside where its user may not go there. */
  readonly dataDirectory: string;
}

export interface InitialiseOptions {
  /** Absolute directory of the server. */
  readonly directory: string;
  readonly major: number;
  /** @default a free one, the same for the same directory where possible */
  readonly port?: number;
  /** @default a random one */
  readonly password?: string;
}

export interface StartServerOptions {
  readonly directory: string;
  /** @default the port it had before */
  readonly port?: number;
}

const dataName = "data";
const tokenFile = "token";
const lockFile = (directory: string): string => path.join(directory, "lock");

function described(record: ServerRecord, port: number): EmbeddedServer {
  return {
    major: record.major,
    host: loopback,
    port,
    adminUser,
    password: record.password,
    dataDirectory: path.join(record.place, dataName),
  };
}

function hasData(place: string): boolean {
  return existsSync(path.join(place, dataName, "PG_VERSION"));
}

function clusterIn(place: string, major: number, account: Account | undefined, data = dataName): Cluster {
  const bin = prepareRuntime(nativePackage(major), account, cacheBeside(place));
  return { major, bin, data: path.join(place, data), logFile: path.join(place, "server.log"), account };
}

/** The cluster of a record, run by the owner of its data. */
function clusterOf(record: ServerRecord): Cluster {
  return clusterIn(record.place, record.major, accountOf(path.join(record.place, dataName)));
}

function isOurs(record: ServerRecord): boolean {
  try {
    return readFileSync(path.join(record.place, tokenFile), "utf8").trim() === record.token;
  } catch {
    return false;
  }
}

/** The server a directory describes, running or not; undefined where none was made. */
export function describeServer(directory: string): EmbeddedServer | undefined {
  const record = readRecord(directory);
  if (record === undefined || !isOurs(record) || !hasData(record.place)) return undefined;
  const running = findPostmaster(path.join(record.place, dataName));
  return described(record, running?.ready === true ? running.port : record.port);
}

/** Whether the server of a directory runs and takes connections. */
export function isServerRunning(directory: string): boolean {
  const record = readRecord(directory);
  return record !== undefined && findPostmaster(path.join(record.place, dataName))?.ready === true;
}

function majorChanged(directory: string, existing: number, wanted: number): SchemaError {
  return new SchemaError(
    "embedded-major-changed",
    `The embedded Postgres in ${directory} holds data of version ${existing}, and ${wanted} is configured. ` +
      `Configure ${existing} again, or give up its data: destroy the stack, then bring it up.`,
  );
}

/** What an interrupted run, or an earlier checkout in the same directory, left in a place. */
async function clearPlace(place: string, major: number, account: Account | undefined): Promise<void> {
  if (!existsSync(place)) return;
  for (const name of readdirSync(place)) {
    if (name !== dataName && !name.startsWith(`${dataName}.`)) continue;
    const found = path.join(place, name);
    const version = Number.parseInt(readIfThere(path.join(found, "PG_VERSION")), 10) || major;
    if (findPostmaster(found) !== undefined) {
      await stopCluster(clusterIn(place, version, account, name), { immediate: true });
    }
    rmSync(found, { recursive: true, force: true, maxRetries: 5 });
  }
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Data of ours without its record is somebody's, until they say otherwise; outside it is of a checkout that is gone. */
function refuseUnknownData(directory: string, place: string): void {
  if (place !== path.resolve(directory) || !hasData(place)) return;
  throw new SchemaError(
    "embedded-unknown-data",
    `${path.join(place, dataName)} holds a Postgres data directory, but ${path.join(directory, "server.json")}, which ` +
      `has its password, is missing. To give up its data, remove the directory ${directory} and run it again.`,
  );
}

async function make(options: InitialiseOptions): Promise<EmbeddedServer> {
  const { directory, major } = options;
  const account = accountFor(directory);
  const place = placeFor(directory, account);
  refuseUnknownData(directory, place);
  await clearPlace(place, major, account);
  makeOpenDirectory(place);

  const password = options.password ?? randomBytes(24).toString("base64url");
  const token = randomBytes(16).toString("hex");
  const port = options.port ?? (await freePort(path.resolve(directory)));
  const unfinished = clusterIn(place, major, account, `${dataName}.new`);
  makePrivateDirectory(unfinished.data, account);
  await initialiseCluster(unfinished, password);
  giveTo(account, unfinished.data);

  // The record first: data without a record would be nobody's, a record without data is no server.
  const record: ServerRecord = { major, port, password, place, token };
  writeFileSync(path.join(place, tokenFile), `${token}\n`);
  writeRecord(directory, record);
  renameSync(unfinished.data, path.join(place, dataName));
  return described(record, port);
}

/**
 * Makes the server of a directory, not started; one that is there already stays as it is.
 * @throws SchemaError `embedded-major-changed`, `embedded-missing`, `embedded-initialise-failed`
 */
export async function initialiseServer(options: InitialiseOptions): Promise<EmbeddedServer> {
  makeOpenDirectory(options.directory);
  return await withLock(lockFile(options.directory), async () => {
    const existing = describeServer(options.directory);
    if (existing === undefined) return await make(options);
    if (existing.major !== options.major)
      throw majorChanged(options.directory, existing.major, options.major);
    return existing;
  });
}

function knownRecord(directory: string): ServerRecord {
  const record = readRecord(directory);
  if (record !== undefined && isOurs(record) && hasData(record.place)) return record;
  throw new SchemaError(
    "embedded-not-there",
    `There is no embedded Postgres in ${directory}. Bring the stack up to make one.`,
  );
}

/**
 * Starts the server of a directory in the background, unless it runs already on the port wanted.
 * @throws SchemaError `embedded-not-there`, `embedded-port-taken`, `embedded-start-failed`
 */
export async function startServer(options: StartServerOptions): Promise<EmbeddedServer> {
  const { directory } = options;
  knownRecord(directory);
  return await withLock(lockFile(directory), async () => {
    const record = knownRecord(directory);
    const port = options.port ?? record.port;
    const cluster = clusterOf(record);
    const found = findPostmaster(cluster.data);
    if (found?.ready === true && found.port === port) return described(record, port);
    if (found !== undefined && found.port !== port) {
      if (!(await isPortFree(port))) throw portTaken(port, directory);
      await stopCluster(cluster);
    }
    const started = await startCluster(cluster, { port });
    if (started.port !== record.port) writeRecord(directory, { ...record, port: started.port });
    return described(record, started.port);
  });
}

function portTaken(port: number, directory: string): SchemaError {
  return new SchemaError(
    "embedded-port-taken",
    `Port ${port} of ${loopback} is taken by another process; the embedded Postgres of ${directory} stays on its own. ` +
      "End that process, or configure another port.",
  );
}

/** Stops the server of a directory, if there is one and it runs. */
export async function stopServer(directory: string): Promise<void> {
  const record = readRecord(directory);
  if (record === undefined || !isOurs(record) || !hasData(record.place)) return;
  await withLock(lockFile(directory), async () => await stopCluster(clusterOf(record)));
}

/** Stops the server of a directory and removes it with its data; what is not ours in the directory stays. */
export async function removeServer(directory: string): Promise<void> {
  if (statSync(directory, { throwIfNoEntry: false }) === undefined) return;
  await withLock(lockFile(directory), async () => {
    const record = readRecord(directory);
    if (record === undefined) return;
    if (isOurs(record)) await removePlace(record, directory);
    removeRecord(directory);
  });
  removeIfEmpty(directory);
}

async function removePlace(record: ServerRecord, directory: string): Promise<void> {
  if (hasData(record.place)) {
    const cluster = clusterOf(record);
    await stopCluster(cluster);
    rmSync(cluster.data, { recursive: true, force: true, maxRetries: 5 });
  }
  if (record.place === path.resolve(directory)) {
    for (const name of [tokenFile, "server.log"]) rmSync(path.join(record.place, name), { force: true });
    for (const name of readdirSync(record.place)) {
      if (name.startsWith("postgres-"))
        rmSync(path.join(record.place, name), { recursive: true, force: true });
    }
  } else rmSync(record.place, { recursive: true, force: true, maxRetries: 5 });
}

function removeIfEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch {
    // Something else lies there.
  }
}
