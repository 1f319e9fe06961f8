// A data directory and the process that serves it: made by initdb, started, stopped. The building block of the servers
// that stay (server.ts) and of those that do not (scratch.ts). It listens on the loopback and nowhere else.
import {
  chownSync,
  closeSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SchemaError } from "../../api";
import type { Account } from "./account";
import { programPath } from "./package";
import { loopback } from "./port";
import { disownForeignPid, findPostmaster, isAlive, type Postmaster, waitUntilGone } from "./postmaster";
import { cannotStart, run, spawnDetached } from "./run";

export const adminUser = "postgres";

export interface Cluster {
  readonly major: number;
  /** Directory of the programs. */
  readonly bin: string;
  readonly data: string;
  readonly logFile: string;
  readonly account: Account | undefined;
}

export type ServerSettings = Readonly<Record<string, string | number | boolean>>;

/** One collation on every platform, so that a plan made here is the plan made there. */
function localeArguments(major: number): readonly string[] {
  const plain = ["--encoding=UTF8", "--locale=C", "--text-search-config=english"];
  return major >= 17 ? [...plain, "--locale-provider=builtin", "--builtin-locale=C.UTF-8"] : plain;
}

/** Makes the data directory, which must not exist or be empty and belong to the account. */
export async function initialiseCluster(cluster: Cluster, password: string): Promise<void> {
  const { account, data, major } = cluster;
  const passwordFile = `${data}.password`;
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600, flag: "wx" });
  try {
    if (account !== undefined) chownSync(passwordFile, account.uid, account.gid);
    const args = [
      `--pgdata=${data}`,
      `--username=${adminUser}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--no-sync",
      "--no-instructions",
      "--wal-segsize=1",
      ...localeArguments(major),
    ];
    const result = await run(programPath(cluster.bin, "initdb"), args, { account, cwd: path.dirname(data) });
    if (result.code !== 0) throw initialiseFailed(cluster, result.output);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function initialiseFailed(cluster: Cluster, output: string): SchemaError {
  const reason = output.trim().split("\n").slice(-6).join("\n");
  return new SchemaError(
    "embedded-initialise-failed",
    `An embedded Postgres ${cluster.major} could not be made in ${cluster.data}:\n${reason}\n` +
      "Free disk space and permissions are the usual causes.",
  );
}

function settingArguments(settings: ServerSettings): readonly string[] {
  return Object.entries(settings).flatMap(([name, value]) => {
    const text = typeof value === "boolean" ? (value ? "on" : "off") : String(value);
    return ["-c", `${name}=${text}`];
  });
}

/** No socket file: its path may be longer than the system allows, and the loopback is enough. */
function serverArguments(cluster: Cluster, port: number, settings: ServerSettings): readonly string[] {
  return [
    "-D",
    cluster.data,
    "-p",
    String(port),
    ...settingArguments({
      listen_addresses: loopback,
      unix_socket_directories: "",
      timezone: "UTC",
      log_timezone: "UTC",
      ...settings,
    }),
  ];
}

const logLimit = 5_000_000;

function openLog(cluster: Cluster): number {
  const log = openSync(cluster.logFile, "a", 0o600);
  if (statSync(cluster.logFile).size > logLimit) truncateSync(cluster.logFile);
  return log;
}

/** What the log says since a position. */
function logSince(cluster: Cluster, position: number): string {
  return readFileSync(cluster.logFile).subarray(position).toString("utf8");
}

interface StartOptions {
  readonly port: number;
  readonly settings?: ServerSettings;
  /** Milliseconds for the start, crash recovery included. @default 60000 */
  readonly timeout?: number;
}

/** Whether an attempt failed only because backends of a killed server are still on their way out. */
const isStillInUse = (error: unknown): boolean =>
  error instanceof SchemaError && error.code === "embedded-still-in-use";

/**
 * Starts the server, unless another process did, and waits until it takes connections.
 * @throws SchemaError `embedded-port-taken`, `embedded-still-in-use`, `embedded-start-failed`
 */
export async function startCluster(cluster: Cluster, options: StartOptions): Promise<Postmaster> {
  const deadline = Date.now() + (options.timeout ?? 60_000);
  for (;;) {
    const found = findPostmaster(cluster.data);
    if (found?.ready === true) return found;
    if (found !== undefined && Date.now() < deadline) {
      await sleep(20);
      continue;
    }
    disownForeignPid(cluster.data);
    try {
      return await startOnce(cluster, options, deadline);
    } catch (error) {
      if (!isStillInUse(error) || Date.now() > deadline) throw error;
      await sleep(200);
    }
  }
}

async function startOnce(cluster: Cluster, options: StartOptions, deadline: number): Promise<Postmaster> {
  const log = openLog(cluster);
  const position = statSync(cluster.logFile).size;
  const child = launch(cluster, serverArguments(cluster, options.port, options.settings ?? {}), log);
  let failure: Error | undefined;
  let ended = false;
  child.once("error", (error) => {
    failure = cannotStart(programPath(cluster.bin, "postgres"), error);
  });
  child.once("exit", (code) => {
    // The Windows launcher ends with success as soon as the server is started.
    ended = process.platform !== "win32" || code !== 0;
  });
  child.unref();
  try {
    for (;;) {
      const found = findPostmaster(cluster.data);
      if (found?.ready === true) return found;
      if (failure !== undefined) throw failure;
      if (ended) throw startFailed(cluster, options.port, logSince(cluster, position));
      if (Date.now() > deadline) {
        if (found !== undefined) process.kill(found.pid, "SIGINT");
        throw startFailed(cluster, options.port, "it was not ready in time");
      }
      await sleep(5);
    }
  } finally {
    child.removeAllListeners();
    child.on("error", () => undefined);
    closeSync(log);
  }
}

/** Windows administrators may not run Postgres either; pg_ctl there sheds their rights. */
function launch(cluster: Cluster, args: readonly string[], log: number): ReturnType<typeof spawnDetached> {
  const where = { account: cluster.account, cwd: cluster.data };
  if (process.platform !== "win32")
    return spawnDetached(programPath(cluster.bin, "postgres"), args, log, where);
  const [, data, ...rest] = args;
  const quoted = rest.map((argument) => `"${argument}"`).join(" ");
  const control = ["start", "-W", "-D", data ?? cluster.data, "-o", quoted];
  return spawnDetached(programPath(cluster.bin, "pg_ctl"), control, log, where);
}

function startFailed(cluster: Cluster, port: number, log: string): SchemaError {
  const reason = log.trim().split("\n").slice(-8).join("\n");
  if (/Address already in use|could not bind|Permission denied.*bind/i.test(log)) {
    return new SchemaError(
      "embedded-port-taken",
      `Port ${port} of ${loopback} is taken by another process, so the embedded Postgres of ${cluster.data} cannot ` +
        "start. End that process, or choose another port. (A server whose directory was removed while it ran ends by " +
        "itself within a minute.)",
    );
  }
  if (/pre-existing shared memory block|lock file .* already exists/i.test(log)) {
    return new SchemaError(
      "embedded-still-in-use",
      `The embedded Postgres of ${cluster.data} was killed, and processes of it are still running:\n${reason}\n` +
        "End them (they are named postgres and work in that directory) and run it again.",
    );
  }
  return new SchemaError(
    "embedded-start-failed",
    `The embedded Postgres ${cluster.major} of ${cluster.data} did not start:\n${reason}\nIts log is ${cluster.logFile}.`,
  );
}

interface StopOptions {
  /** Ends sessions without waiting for checkpoints: for data that is thrown away. @default false */
  readonly immediate?: boolean;
  /** Milliseconds for an orderly end, before it is made immediate. @default 30000 */
  readonly timeout?: number;
}

/** Stops the server, if it runs. */
export async function stopCluster(cluster: Cluster, options: StopOptions = {}): Promise<void> {
  const found = findPostmaster(cluster.data);
  if (found === undefined) return;
  if (process.platform === "win32") {
    const mode = options.immediate === true ? "immediate" : "fast";
    const args = ["stop", "-D", cluster.data, "-m", mode, "-w"];
    await run(programPath(cluster.bin, "pg_ctl"), args, { account: cluster.account, cwd: cluster.data });
    return;
  }
  signal(cluster, found.pid, options.immediate === true ? "SIGQUIT" : "SIGINT");
  if (await waitUntilGone(found.pid, options.timeout ?? 30_000)) return;
  signal(cluster, found.pid, "SIGQUIT");
  if (await waitUntilGone(found.pid, 10_000)) return;
  throw new SchemaError(
    "embedded-stop-failed",
    `The embedded Postgres of ${cluster.data} (process ${found.pid}) does not end. End it by hand: kill -9 ${found.pid}`,
  );
}

/** Looks again before every signal: between two looks the number may have gone to another process. */
function signal(cluster: Cluster, pid: number, name: "SIGINT" | "SIGQUIT"): void {
  if (findPostmaster(cluster.data)?.pid !== pid) return;
  try {
    process.kill(pid, name);
  } catch (error) {
    if (isAlive(pid)) throw error;
  }
}
