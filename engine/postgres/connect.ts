// Connections to Postgres: libpq's meaning of sslmode, typed errors, waiting until a server is ready.
// It must never read the environment, and never let `pg` read it: everything comes from the target.
import { isIP } from "node:net";
import { ExponentialBackoff, handleWhen, retry } from "cockatiel";
import { Client, type ClientConfig, DatabaseError } from "pg";
import { SchemaError } from "../api";
import { addressOf, connectionError, defaultConnectTimeout, isTlsFailure, isTransient } from "./errors";
import type { Target } from "./target";
import { openWay } from "./ways/open";

/** How far a connection came: its name has an address, its port is open, its encryption stands. */
export type Reached = "address" | "port" | "encryption";

export interface ConnectOptions {
  /** Shown in pg_stat_activity. @default "stackschema" */
  readonly applicationName?: string;
  /** Sends statements without waiting for the answers to those before. @default false */
  readonly pipeline?: boolean;
  /** Told while it connects; begins anew where a second way is tried. */
  readonly onReached?: (what: Reached | undefined) => void;
}

type Encryption = ClientConfig["ssl"];

/** TLS as `pg` wants it. Without verification unless the mode, or a given authority, asks for it. */
function encryption(target: Target): Encryption {
  const { mode, ca, certificate, key } = target.tls;
  const verifies = mode === "verify-full" || mode === "verify-ca" || (mode === "require" && ca !== undefined);
  return {
    rejectUnauthorized: verifies,
    ...(mode === "verify-full" ? {} : { checkServerIdentity: () => undefined }),
    ...(ca === undefined ? {} : { ca }),
    ...(certificate === undefined ? {} : { cert: certificate }),
    ...(key === undefined ? {} : { key }),
  };
}

/** The ways to try, in order, as libpq tries them. */
function ways(target: Target): readonly Encryption[] {
  if (target.host.startsWith("/")) return [false];
  switch (target.tls.mode) {
    case "disable":
      return [false];
    case "allow":
      return [false, encryption(target)];
    case "prefer":
      return [encryption(target), false];
    default:
      return [encryption(target)];
  }
}

/** Whether the other way may do what this one could not. */
function mayDoOtherwise(error: unknown): boolean {
  return isTlsFailure(error) || (error instanceof DatabaseError && error.code === "28000");
}

/** `pg` fills absent settings from the environment; what decides a session must come from the target alone. */
function ignoreEnvironment(client: Client, target: Target): void {
  const parameters: unknown = Reflect.get(client, "connectionParameters");
  if (typeof parameters !== "object" || parameters === null) return;
  Reflect.set(parameters, "options", target.options);
  Reflect.set(parameters, "replication", undefined);
}

function tellWhatIsReached({ connection, host }: Client, tell: (what: Reached | undefined) => void): void {
  tell(isIP(host) > 0 || host.startsWith("/") ? "address" : undefined);
  connection.stream.once("lookup", (error: Error | null) => error ?? tell("address"));
  connection.once("connect", () => tell("port"));
  // The stream is the encrypted one from here on, and its handshake is still to come.
  connection.once("sslconnect", () => connection.stream.once("secureConnect", () => tell("encryption")));
}

async function connectOneWay(target: Target, ssl: Encryption, options: ConnectOptions): Promise<Client> {
  const opened = await openWay(target);
  const client = new Client({
    host: target.host,
    port: target.port,
    database: target.database,
    user: target.user,
    password: () => opened.password ?? target.password ?? "",
    ssl: opened.isEncrypted ? false : (ssl ?? false),
    ...(opened.stream === undefined ? {} : { stream: opened.stream }),
    application_name: options.applicationName ?? "stackschema",
    connectionTimeoutMillis: target.connectTimeout ?? defaultConnectTimeout,
    keepAlive: true,
    pipeline: options.pipeline ?? false,
  });
  ignoreEnvironment(client, target);
  // A connection lost while idle must fail the next query, not the process.
  client.on("error", () => undefined);
  if (opened.close !== undefined) client.once("end", opened.close);
  if (options.onReached !== undefined) tellWhatIsReached(client, options.onReached);
  try {
    await client.connect();
    return client;
  } catch (error) {
    void client.end().catch(() => undefined);
    opened.close?.();
    throw error;
  }
}

/**
 * Opens one connection; the caller ends it.
 * @throws SchemaError with a code of `ConnectionCode`
 */
export async function connect(target: Target, options: ConnectOptions = {}): Promise<Client> {
  const [first, second] = ways(target);
  try {
    return await connectOneWay(target, first, options);
  } catch (error) {
    if (second === undefined || !mayDoOtherwise(error)) throw connectionError(error, target);
    return await connectOneWay(target, second, options).catch((next: unknown) => {
      // Where the second way is refused for its encryption alone, the first way's reason is the one to tell.
      throw connectionError(mayDoOtherwise(next) ? error : next, target);
    });
  }
}

export interface WaitOptions {
  /** Milliseconds in all. @default 60000 */
  readonly timeout?: number;
  /** Told each failed attempt's reason. */
  readonly onProgress?: (message: string) => void;
  /** Gives up early. */
  readonly signal?: AbortSignal;
}

/** Connects once and closes again, waiting for a server that is being made or started; other errors are thrown at once. */
export async function waitUntilReady(target: Target, options: WaitOptions = {}): Promise<void> {
  const timeout = options.timeout ?? 60_000;
  const deadline = Date.now() + timeout;
  const policy = retry(
    handleWhen((error) => isTransient(error) && Date.now() < deadline),
    {
      maxAttempts: Number.POSITIVE_INFINITY,
      backoff: new ExponentialBackoff({ initialDelay: 50, maxDelay: 5_000 }),
    },
  );
  policy.onRetry((event) => {
    if ("error" in event) options.onProgress?.(`waiting: ${event.error.message}`);
  });
  try {
    await policy.execute(async () => {
      const left = Math.max(1_000, deadline - Date.now());
      const patience = Math.min(target.connectTimeout ?? defaultConnectTimeout, left);
      const client = await connect({ ...target, connectTimeout: patience });
      await client.end();
    }, options.signal);
  } catch (error) {
    if (!isTransient(error) || !(error instanceof SchemaError)) throw error;
    throw new SchemaError(
      error.code,
      `${error.message} Waited ${Math.round(timeout / 1000)} s for ${addressOf(target)} to be ready.`,
    );
  }
}
