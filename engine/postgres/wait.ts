// Waiting for a server that was just made: it does not answer before its name resolves, its port is open, TLS works, the
// login is known, the database is there and its recovery is over. What fails last is told by name.
import {
  ExponentialBackoff,
  handleWhen,
  retry,
  TaskCancelledError,
  TimeoutStrategy,
  timeout as timeLimit,
} from "cockatiel";
import type { Client } from "pg";
import { SchemaError } from "../api";
import { connect, type Reached } from "./connect";
import { addressOf, connectionError, defaultConnectTimeout, isTransient } from "./errors";
import type { Target } from "./target";

/** What must work, one after the other, before a server answers. */
export type ServerStage = "name" | "network" | "tls" | "login" | "database" | "recovery";

/** A server that did not answer in the time it was given. Its code is `server-not-ready`. */
export class ServerNotReady extends SchemaError {
  constructor(
    message: string,
    /** What failed last. */
    readonly stage: ServerStage,
    /** Milliseconds waited. */
    readonly waited: number,
    cause: SchemaError,
  ) {
    super("server-not-ready", message, { cause });
  }
}

export interface WaitForServerOptions {
  /** Milliseconds in all. @default 600000 */
  readonly timeout?: number;
  /**
   * Milliseconds in which a refused login, a failing certificate or a missing database may still mend: a cloud takes a
   * while to hand a new password or certificate on. @default 120000
   */
  readonly settleTimeout?: number;
  /** Told what is waited for: whenever that changes, and twice a minute. */
  readonly onProgress?: (message: string) => void;
  /** Gives up early. */
  readonly signal?: AbortSignal;
}

const words: Readonly<Record<ServerStage, string>> = {
  name: "name resolution (DNS)",
  network: "the network (TCP)",
  tls: "encryption (TLS)",
  login: "authentication",
  database: "the database",
  recovery: "the end of its recovery",
};

const lookAt: Readonly<Record<ServerStage, string>> = {
  name: "A private server's name resolves inside its network alone: run this there, or by its VPN, and look at its DNS zone.",
  network:
    "Look at the server's firewall rules or authorised networks, and at the route from this machine to it.",
  tls: "Look at the certificate the server shows, and at what stands between it and this machine.",
  login: "Look at the user and its password in the provider's portal.",
  database: "Look at the server's list of databases.",
  recovery:
    "Look in the provider's portal for a restore or failover that goes on; a replica never leaves recovery: use its primary.",
};

/** One attempt's end: where it stopped, and why. */
class Attempt extends Error {
  constructor(
    readonly stage: ServerStage,
    readonly reason: SchemaError,
  ) {
    super(reason.message);
  }
}

const byCode: Readonly<Record<string, ServerStage>> = {
  "connection-host-unknown": "name",
  "connection-refused": "network",
  "connection-unreachable": "network",
  "jump-host-unreachable": "network",
  "jump-host-refused": "network",
  "jump-host-other-key": "network",
  "jump-host-key": "network",
  "cloud-sql-connector": "network",
  "connection-tls": "tls",
  "entra-token": "login",
  "connection-authentication": "login",
  "connection-not-allowed": "database",
  "connection-database-missing": "database",
  "connection-starting-up": "recovery",
};

/** Silence and lost connections have no stage of their own: it is the one after what was reached. */
function stageOf(error: SchemaError, target: Target, reached: Reached | undefined): ServerStage {
  const known = byCode[error.code];
  if (known !== undefined) return known;
  if (reached === undefined) return "name";
  if (reached === "address") return "network";
  return reached === "port" && target.tls.mode !== "disable" ? "tls" : "login";
}

async function isInRecovery(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ waits: boolean }>("SELECT pg_catalog.pg_is_in_recovery() AS waits");
  return rows[0]?.waits === true;
}

/** The answer after login must come in time, too. */
async function refuseRecovery(client: Client, target: Target, patience: number): Promise<void> {
  const limited = timeLimit(patience, TimeoutStrategy.Aggressive);
  const waits = await limited
    .execute(() => isInRecovery(client))
    .catch((error: unknown) => {
      throw error instanceof TaskCancelledError
        ? connectionError(new Error("timeout expired"), target)
        : error;
    });
  if (!waits) return;
  throw new SchemaError(
    "connection-starting-up",
    `${addressOf(target)} answers and is in recovery: it takes no writes yet.`,
  );
}

async function attempt(target: Target, patience: number): Promise<void> {
  let reached: Reached | undefined;
  try {
    const client = await connect(
      { ...target, connectTimeout: patience },
      { onReached: (what) => (reached = what) },
    );
    try {
      await refuseRecovery(client, target, patience);
    } finally {
      void client.end().catch(() => undefined);
    }
  } catch (error) {
    const reason = connectionError(error, target);
    throw new Attempt(stageOf(reason, target, reached), reason);
  }
}

/** How long it has been waited, and for how long on a failure that waiting seldom mends. */
class Waiting {
  readonly #started = Date.now();
  readonly #limit: number;
  readonly #settle: number;
  #unsettledSince: number | undefined;
  #told = { message: "", at: 0 };

  constructor(
    private readonly target: Target,
    private readonly options: WaitForServerOptions,
  ) {
    this.#limit = options.timeout ?? 600_000;
    this.#settle = options.settleTimeout ?? 120_000;
  }

  get waited(): number {
    return Date.now() - this.#started;
  }

  /** Milliseconds that one attempt may take. */
  get patience(): number {
    const wanted = this.target.connectTimeout ?? defaultConnectTimeout;
    return Math.max(1_000, Math.min(wanted, this.#limit - this.waited));
  }

  goesOn(error: unknown): boolean {
    if (!(error instanceof Attempt) || this.waited >= this.#limit) return false;
    if (isTransient(error.reason)) {
      this.#unsettledSince = undefined;
      return true;
    }
    this.#unsettledSince ??= Date.now();
    return Date.now() - this.#unsettledSince < this.#settle;
  }

  tell({ stage, reason }: Attempt): void {
    const message = `waiting for ${words[stage]}: ${reason.message}`;
    if (message === this.#told.message && Date.now() - this.#told.at < 30_000) return;
    this.#told = { message, at: Date.now() };
    this.options.onProgress?.(`${message} (${seconds(this.waited)} so far)`);
  }

  failure({ stage, reason }: Attempt): ServerNotReady {
    const { waited } = this;
    const what = `${addressOf(this.target)} is not ready after ${seconds(waited)}: it fails at ${words[stage]}.`;
    return new ServerNotReady(`${what} ${reason.message} ${lookAt[stage]}`, stage, waited, reason);
  }
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`;
}

/**
 * Returns when the server takes writes.
 * @throws ServerNotReady that says what failed last, for how long it was tried and what to look at
 */
export async function waitForServer(target: Target, options: WaitForServerOptions = {}): Promise<void> {
  const waiting = new Waiting(target, options);
  const policy = retry(
    handleWhen((error) => waiting.goesOn(error)),
    {
      maxAttempts: Number.POSITIVE_INFINITY,
      backoff: new ExponentialBackoff({ initialDelay: 200, maxDelay: 5_000 }),
    },
  );
  policy.onRetry((event) => {
    if ("error" in event && event.error instanceof Attempt) waiting.tell(event.error);
  });
  try {
    await policy.execute(() => attempt(target, waiting.patience), options.signal);
  } catch (error) {
    throw error instanceof Attempt ? waiting.failure(error) : error;
  }
}
