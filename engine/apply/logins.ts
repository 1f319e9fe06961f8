// Login roles of applications: made, given a password, proved to log in, marked, and ended, by an administrator who need
// not be superuser. A role that carries no mark of ours is never touched. A mark is the role's comment; it tells which of
// an application's two logins the secret store names.
import { setTimeout as sleep } from "node:timers/promises";
import { type Client, DatabaseError } from "pg";
import { SchemaError } from "../api";
import { quoteName, quoteText } from "../catalog/names";
import { connect } from "../postgres/connect";
import { addressOf } from "../postgres/errors";
import { scramVerifier } from "../postgres/scram";
import type { Target } from "../postgres/target";

const markStates = ["new", "in use", "previous", "ended"] as const;

/** `new`: nobody has it yet. `in use`: the store names it, and its consumer has it. `previous`: valid still. `ended`: not. */
export type MarkState = (typeof markStates)[number];

export interface LoginMark {
  /** Whose it is, in the words of `loginIdentity`. */
  readonly identity: string;
  readonly generation: number;
  readonly state: MarkState;
}

export interface LoginRole {
  readonly name: string;
  readonly canLogin: boolean;
  /** null: its comment is none of ours. */
  readonly mark: LoginMark | null;
}

/**
 * Whose a login is: roles are shared by all databases of a server. Stacks of two projects may have one name, and those of
 * two clones one project, but their applications have no database in common.
 */
export function loginIdentity(project: string, stack: string, database: string): string {
  return `project ${project}, stack ${stack}, database ${database}`;
}

export interface LoginRequest {
  readonly identity: string;
  readonly role: string;
  /** Group role whose rights it gets. */
  readonly group: string;
  readonly password: string;
  readonly generation: number;
}

/** The roles of these names that are there. Reads only; every user may. */
export function readLogins(target: Target, names: readonly string[]): Promise<readonly LoginRole[]> {
  return inSession(target, (client) => read(client, names));
}

/**
 * Gives a role a password and the rights of its group, making the role where it is missing; then logs in as it.
 * @throws SchemaError `login-not-ours`, `login-not-made`, `login-refused`
 */
export async function makeLogin(target: Target, request: LoginRequest): Promise<void> {
  const { identity, role, group, password, generation } = request;
  await inSession(target, async (client) => {
    const [there] = await read(client, [role]);
    if (there !== undefined) refuseStranger(there, identity, target);
    const [name, groupName] = [quoteName(role), quoteName(group)];
    const verb = there === undefined ? "CREATE" : "ALTER";
    const mark = { identity, generation, state: "new" } as const;
    await transaction(client, target, role, [
      `${verb} ROLE ${name} LOGIN INHERIT PASSWORD ${quoteText(scramVerifier(password))} VALID UNTIL 'infinity'`,
      `GRANT ${groupName} TO ${name}${(await keepsOptions(client)) ? " WITH INHERIT TRUE" : ""}`,
      comment(role, mark),
    ]);
  });
  await proveLogin(target, request);
}

/** From Postgres 16 on a grant keeps what its role was when it was made, unless it is told otherwise (manual, GRANT). */
async function keepsOptions(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ keeps: boolean }>(
    "SELECT pg_catalog.current_setting('server_version_num')::int4 >= 160000 AS keeps",
  );
  return rows[0]?.keeps === true;
}

export interface InUse {
  readonly identity: string;
  readonly role: string;
  readonly generation: number;
  /** The application's other logins, which become previous ones. */
  readonly others: readonly string[];
  /** The one before project, stack or database was renamed: marks that bear it, or what the role itself bears, get the one of now. */
  readonly identityBefore?: string;
}

/** Marks the login that the store names and its consumer has. */
export async function markInUse(target: Target, request: InUse): Promise<void> {
  const { identity, role, generation, others, identityBefore = identity } = request;
  await inSession(target, async (client) => {
    const there = await read(client, [role, ...others]);
    const own = [identity, identityBefore, there.find(({ name }) => name === role)?.mark?.identity];
    const previous = there.flatMap(({ name, canLogin, mark }) =>
      name !== role && mark !== null && own.includes(mark.identity)
        ? [comment(name, { ...mark, identity, state: canLogin ? "previous" : "ended" })]
        : [],
    );
    const current = comment(role, { identity, generation, state: "in use" });
    await transaction(client, target, role, [...previous, current]);
  });
}

/**
 * Takes login and password from roles, those of ours that are there, and closes their sessions.
 * @returns how many sessions were closed
 */
export async function endLogins(target: Target, identity: string, roles: readonly string[]): Promise<number> {
  return inSession(target, async (client) => {
    const ended: string[] = [];
    for (const { name, mark } of await read(client, roles)) {
      if (mark?.identity !== identity) continue;
      await transaction(client, target, name, [
        `ALTER ROLE ${quoteName(name)} NOLOGIN PASSWORD NULL`,
        comment(name, { ...mark, state: "ended" }),
      ]);
      ended.push(name);
    }
    // A session that does not end keeps no other role from being ended.
    let closed = 0;
    for (const name of ended) closed += await closeSessions(client, target, name);
    return closed;
  });
}

async function inSession<T>(target: Target, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await connect(target, { applicationName: "stackschema logins" });
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function read(client: Client, names: readonly string[]): Promise<readonly LoginRole[]> {
  const { rows } = await client.query<{ name: string; login: boolean; comment: string | null }>(
    `SELECT rolname::text AS name, rolcanlogin AS login,
            pg_catalog.shobj_description(oid, 'pg_authid') AS comment
     FROM pg_catalog.pg_roles WHERE rolname = ANY($1) ORDER BY 1`,
    [names],
  );
  return rows.map(({ name, login, comment: text }) => ({ name, canLogin: login, mark: markOf(text) }));
}

function comment(role: string, { identity, generation, state }: LoginMark): string {
  const text = `stackschema: ${state}, generation ${generation}, ${identity}`;
  return `COMMENT ON ROLE ${quoteName(role)} IS ${quoteText(text)}`;
}

function markOf(text: string | null): LoginMark | null {
  const match = /^stackschema: ([a-z ]+), generation (-?\d+), (project .+)$/s.exec(text ?? "");
  const state = markStates.find((known) => known === match?.[1]);
  const identity = match?.[3];
  if (state === undefined || identity === undefined) return null;
  return { state, generation: Number(match?.[2]), identity };
}

/**
 * Somebody's role of this name: his password must not be changed. One that was ended has none; of a pair that is in use the
 * other role is refused.
 * @throws SchemaError `login-not-ours`
 */
export function refuseStranger({ name, mark }: LoginRole, identity: string, target: Target): void {
  if (mark?.identity === identity || mark?.state === "ended") return;
  const whose = mark === null ? "was not made by this stack" : `is another application's (${mark.identity})`;
  const handOver = comment(name, { identity, generation: 0, state: "ended" });
  throw new SchemaError(
    "login-not-ours",
    `role ${quoteName(name)} on ${addressOf(target)} ${whose}, so its password is left alone. ` +
      "An application takes its two roles in turns.\n" +
      `Give the application another name; or, where nobody else logs in as it, hand it over: ${handOver};`,
  );
}

async function transaction(
  client: Client,
  target: Target,
  role: string,
  statements: readonly string[],
): Promise<void> {
  try {
    await client.query("BEGIN");
    for (const statement of statements) await client.query(statement);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw notMade(error, role, target);
  }
}

function notMade(error: unknown, role: string, target: Target): unknown {
  if (!(error instanceof DatabaseError)) return error;
  const name = quoteName(role);
  const [, granted = role] = /^permission denied to grant role "(.+)"$/.exec(error.message) ?? [];
  const next =
    error.code === "42501"
      ? `It takes CREATEROLE, and from Postgres 16 on the role's ADMIN OPTION: GRANT ${quoteName(granted)} TO ${quoteName(target.user)} WITH ADMIN OPTION;`
      : "See the server's log.";
  return new SchemaError(
    "login-not-made",
    `login role ${name} on ${addressOf(target)} cannot be changed by user ${target.user}: ${error.message}\n${next}`,
  );
}

/** By its password alone, however the administrator is let in. */
function loginOf({ token: _token, ...way }: Target, role: string, password: string): Target {
  return { ...way, user: role, password };
}

/** Whether a role lets in whoever has this password; where a group is given, with the group's rights, too. */
export async function isLoginValid(
  target: Target,
  role: string,
  password: string,
  group?: string,
): Promise<boolean> {
  try {
    return await inSession(loginOf(target, role, password), async (client) =>
      group === undefined ? true : hasRightsOf(client, group),
    );
  } catch (error) {
    if (error instanceof SchemaError && error.code === "connection-authentication") return false;
    throw error;
  }
}

async function hasRightsOf(client: Client, group: string): Promise<boolean> {
  const { rowCount } = await client.query(
    "SELECT FROM pg_catalog.pg_roles WHERE rolname = $1 AND pg_catalog.pg_has_role(session_user, oid, 'USAGE')",
    [group],
  );
  return rowCount === 1;
}

/** A password that does not log in must never come into a store. */
async function proveLogin(target: Target, { role, password }: LoginRequest): Promise<void> {
  try {
    await inSession(loginOf(target, role, password), async () => undefined);
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    throw new SchemaError(
      "login-refused",
      `login role ${quoteName(role)} has a new password, and cannot log in with it. The login in the store was not changed.\n${error.message}`,
    );
  }
}

const patience = 10_000;

/** Ends a role's sessions as that role itself: whoever made it may become it, for the length of a transaction. */
async function closeSessions(client: Client, target: Target, role: string): Promise<number> {
  const name = quoteName(role);
  const closed = new Set<number>();
  for (const deadline = Date.now() + patience; ; await sleep(50)) {
    const pids = await sessionsOf(client, role);
    if (pids.length === 0) return closed.size;
    if (Date.now() > deadline)
      throw new SchemaError(
        "login-sessions-left",
        `sessions of ${name} on ${addressOf(target)} do not end (process ${pids.join(", ")}); it cannot log in any more. ` +
          `Run it again, or as a superuser: SELECT pg_terminate_backend(${pids[0]});`,
      );
    try {
      await client.query(`BEGIN; GRANT ${name} TO CURRENT_USER; SET LOCAL ROLE ${name}`);
      await client.query("SELECT pg_catalog.pg_terminate_backend(pid) FROM unnest($1::int[]) AS pid", [pids]);
      for (const pid of pids) closed.add(pid);
    } catch (error) {
      throw notMade(error, role, target);
    } finally {
      await client.query("ROLLBACK").catch(() => undefined);
    }
  }
}

async function sessionsOf(client: Client, role: string): Promise<readonly number[]> {
  const { rows } = await client.query<{ pid: number }>(
    "SELECT pid FROM pg_catalog.pg_stat_activity WHERE usename = $1",
    [role],
  );
  return rows.map(({ pid }) => pid);
}
