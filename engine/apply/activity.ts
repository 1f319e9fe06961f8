// Other sessions of the server, as an error names them: who, since when, doing what. Reads pg_stat_activity only.
// A query text may hold somebody's secret: it is shortened, and hidden where it mentions a password.
import type { Client } from "pg";

export interface Activity {
  /** 0 for a prepared transaction, which has no session. */
  readonly pid: number;
  readonly user: string | null;
  readonly application: string | null;
  readonly address: string | null;
  readonly state: string | null;
  readonly query: string | null;
  /** Seconds; null where we may not know. */
  readonly sessionAge: number | null;
  readonly transactionAge: number | null;
}

const columns = `a.usename AS "user", a.application_name AS application, a.client_addr::text AS address, a.state,
  a.query, extract(epoch FROM clock_timestamp() - a.backend_start)::float8 AS "sessionAge",
  extract(epoch FROM clock_timestamp() - a.xact_start)::float8 AS "transactionAge"`;

/** The sessions that keep a backend waiting, those queued before it included. */
export async function blockersOf(client: Client, pid: number): Promise<Activity[]> {
  const result = await client.query<Activity>(
    `SELECT DISTINCT b.pid, ${columns} FROM unnest(pg_catalog.pg_blocking_pids($1)) AS b(pid)
     LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = b.pid ORDER BY b.pid`,
    [pid],
  );
  return result.rows;
}

/** The session that holds an advisory lock of the current database. */
export async function holderOf(client: Client, classId: number, objectId: number): Promise<Activity | null> {
  const result = await client.query<Activity>(
    `SELECT l.pid, ${columns} FROM pg_catalog.pg_locks l
     LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
     WHERE l.locktype = 'advisory' AND l.classid = $1 AND l.objid = $2 AND l.objsubid = 2 AND l.granted
       AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())`,
    [classId, objectId],
  );
  return result.rows[0] ?? null;
}

/** `pid 4711, user app, application psql, from 10.0.0.3, idle in transaction for 3 min, last query: UPDATE …`. */
export function describeActivity(activity: Activity): string {
  if (activity.pid === 0) return "a prepared transaction (see pg_prepared_xacts)";
  const parts = [`pid ${activity.pid}`];
  if (activity.user !== null) parts.push(`user ${activity.user}`);
  if (activity.application) parts.push(`application "${activity.application}"`);
  if (activity.address !== null) parts.push(`from ${activity.address}`);
  const age = activity.transactionAge ?? activity.sessionAge;
  if (activity.state !== null && age !== null) parts.push(`${activity.state} for ${describeAge(age)}`);
  const query = shortQuery(activity.query);
  if (query !== "") parts.push(`${activity.state === "active" ? "running" : "last query"}: ${query}`);
  return parts.join(", ");
}

/** `12 s`, `3 min`, `5 h`. */
export function describeAge(seconds: number): string {
  if (seconds < 120) return `${Math.max(0, Math.round(seconds))} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}

function shortQuery(query: string | null): string {
  const line = (query ?? "").replace(/\s+/g, " ").trim();
  if (line === "" || line.startsWith("<insufficient privilege>")) return "";
  if (/password|secret/i.test(line)) return "(hidden: it mentions a password)";
  return line.length > 120 ? `${line.slice(0, 117)}...` : line;
}
