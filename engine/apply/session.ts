// The one database session of a run: it holds the database's lock, reads under it and runs every step. One session, so
// that a backend whose client was killed keeps the lock as long as it still works. Never sets search_path: the bodies of
// functions are made under the role's own.
import { createHash, randomUUID } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { homedir, hostname, networkInterfaces } from "node:os";
import type { Client } from "pg";
import { connect } from "../postgres/connect";
import { connectionError } from "../postgres/errors";
import type { Target } from "../postgres/target";

export interface Session {
  readonly client: Client;
  readonly target: Target;
  /** Process id of its backend. */
  readonly pid: number;
}

const required = [
  "check_function_bodies = off",
  "client_min_messages = warning",
  "statement_timeout = 0",
  "lock_timeout = 0",
  "default_transaction_isolation = 'read committed'",
  // A client that hangs in the middle of a transaction must not hold its locks for ever.
  "idle_in_transaction_session_timeout = 60000",
];

/** Not on every platform and version; each makes the server notice sooner that a client is gone. */
const wished = [
  "client_connection_check_interval = 1000",
  "tcp_keepalives_idle = 30",
  "tcp_keepalives_interval = 10",
  "tcp_keepalives_count = 3",
  "transaction_timeout = 0",
];

export async function openSession(target: Target): Promise<Session> {
  // Steps of one transaction are sent without waiting for each other: the network's delay is paid once, not per step.
  const client = await connect(target, { applicationName: applicationName(), pipeline: true });
  try {
    const optional = wished.map((setting) => client.query(`SET ${setting}`).catch(() => undefined));
    const settings = client.query(required.map((setting) => `SET ${setting}`).join("; "));
    const backend = client.query<{ pid: number }>("SELECT pg_catalog.pg_backend_pid() AS pid");
    const [answer] = await Promise.all([backend, settings, ...optional]);
    return { client, target, pid: answer.rows[0]?.pid ?? 0 };
  } catch (error) {
    await close(client);
    throw connectionError(error, target);
  }
}

/** Ends the session, and with it every lock it holds. */
export async function closeSession(session: Session): Promise<void> {
  await close(session.client);
}

async function close(client: Client): Promise<void> {
  await client.end().catch(() => undefined);
}

/** Who a run is, for those who wait for it: `stackschema apply, pid 4711 on build-7 (1f2e3d4c)`. */
function applicationName(): string {
  const name = (host: string) => `stackschema apply, pid ${process.pid} on ${host} (${machineHash()})`;
  const host = hostname().replace(/[^\x21-\x7e]|[()]/g, "-");
  // Postgres keeps 63 bytes.
  return name(host.slice(0, 63 - name("").length));
}

const ours = /^stackschema apply, pid (\d+) on \S* \(([0-9a-f]{8})\)$/;

/**
 * The process id of a run that certainly lives no more: it was started on this very machine, in this process namespace,
 * and no process has its id. null wherever that cannot be proved.
 */
export function deadRun(application: string | null): number | null {
  const match = ours.exec(application ?? "");
  if (match === null || match[2] !== machineHash()) return null;
  const pid = Number(match[1]);
  return isRunning(pid) ? null : pid;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}

let machine: string | undefined;

/** What tells machines of equal name apart: on Linux boot and process namespace, elsewhere home and network cards. */
function machineHash(): string {
  machine ??= createHash("sha256")
    .update(JSON.stringify([hostname(), ...identity()]))
    .digest("hex")
    .slice(0, 8);
  return machine;
}

function identity(): string[] {
  if (process.platform !== "linux") {
    const cards = Object.values(networkInterfaces()).flatMap((list) => list?.map((card) => card.mac) ?? []);
    return [homedir(), ...[...new Set(cards)].sort()];
  }
  try {
    return [readFileSync("/proc/sys/kernel/random/boot_id", "utf8"), readlinkSync("/proc/self/ns/pid")];
  } catch {
    // Nothing can be proved here, so be nobody's neighbour.
    return [randomUUID()];
  }
}
