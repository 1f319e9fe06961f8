// Which server and database answers: compared between runs, so that a server that was replaced is noticed, and so that
// a transaction pooler in front is refused. It reads only.
import type { Client } from "pg";
import { SchemaError } from "../api";
import { connect } from "./connect";
import { addressOf } from "./errors";
import type { Target } from "./target";

export interface ServerIdentity {
  /** The cluster's identifier, made by initdb; null where the server does not tell it. */
  readonly systemIdentifier: string | null;
  readonly databaseOid: number;
  readonly databaseName: string;
  /** `server_version_num`: 170010. */
  readonly version: number;
  readonly major: number;
  readonly user: string;
  readonly superuser: boolean;
}

interface IdentityRow {
  readonly oid: string;
  readonly name: string;
  readonly version: string;
  readonly user: string;
  readonly superuser: boolean;
  readonly tells: boolean;
}

const identityQuery = `
  SELECT d.oid::text AS oid, d.datname AS name, current_setting('server_version_num') AS version,
         current_user::text AS "user", current_setting('is_superuser') = 'on' AS superuser,
         has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE') AS tells
  FROM pg_catalog.pg_database d
  WHERE d.datname = pg_catalog.current_database()`;

/** Identifies the server and database of a connection, also inside a transaction. */
export async function serverIdentity(client: Client): Promise<ServerIdentity> {
  const { rows } = await client.query<IdentityRow>(identityQuery);
  const [row] = rows;
  if (row === undefined) throw new Error("pg_database does not list the current database");
  const version = Number(row.version);
  return {
    systemIdentifier: row.tells ? await systemIdentifier(client) : null,
    databaseOid: Number(row.oid),
    databaseName: row.name,
    version,
    major: Math.floor(version / 10_000),
    user: row.user,
    superuser: row.superuser,
  };
}

async function systemIdentifier(client: Client): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>(
    "SELECT system_identifier::text AS id FROM pg_catalog.pg_control_system()",
  );
  return rows[0]?.id ?? null;
}

/** Whether two identities may be the same database. What a server does not tell is not held against it. */
export function isSameDatabase(one: ServerIdentity, other: ServerIdentity): boolean {
  const told = one.systemIdentifier !== null && other.systemIdentifier !== null;
  if (told && one.systemIdentifier !== other.systemIdentifier) return false;
  return one.databaseOid === other.databaseOid && one.databaseName === other.databaseName;
}

async function backendOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>("SELECT pg_catalog.pg_backend_pid() AS pid");
  return rows[0]?.pid ?? 0;
}

/** The process number the server announced while connecting; a pooler announces one of its own. */
function announced(client: Client): unknown {
  return Reflect.get(client, "processID");
}

const patience = 3_000;

/** The backend now, or 0 when none is free within a moment: a pool with room for nobody else. */
async function backendSoon(client: Client): Promise<number> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<number>((resolve) => {
    timer = setTimeout(() => resolve(0), patience);
  });
  try {
    return await Promise.race([backendOf(client), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether a session loses its backend between two statements while another session is inside a transaction. */
async function losesItsBackend(target: Target): Promise<boolean> {
  const session = await connect(target);
  const other = await connect(target);
  try {
    const before = await backendOf(session);
    await other.query("BEGIN");
    await backendOf(other);
    const after = backendSoon(session);
    return (await after) !== before;
  } finally {
    await other.query("ROLLBACK").catch(() => undefined);
    await Promise.all([session.end(), other.end()]).catch(() => undefined);
  }
}

/**
 * Refuses a transaction pooler: advisory locks, session settings and CREATE INDEX CONCURRENTLY need a session of one's own.
 * Costs one query where no pooler is in front.
 * @throws SchemaError `connection-pooled`
 */
export async function refuseTransactionPooler(client: Client, target: Target): Promise<void> {
  if (announced(client) === (await backendOf(client))) return;
  if (!(await losesItsBackend(target))) return;
  throw new SchemaError(
    "connection-pooled",
    `A transaction pooler stands before the server at ${addressOf(target)} (database ${target.database} as ` +
      `${target.user}): statements of one session run on different ones of the server, so locks and settings do not ` +
      "hold. Connect to the server itself: it has a port or host name of its own (often 5432 beside 6432 or 6543).",
  );
}
