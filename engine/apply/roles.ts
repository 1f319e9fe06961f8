// Group roles that sources refer to: made where they are missing, by an administrator who need not be superuser.
// Grants them nothing, gives them no login, and never alters a role that exists.
import { type Client, DatabaseError } from "pg";
import { SchemaError } from "../api";
import { quoteName } from "../catalog/names";
import { connect } from "../postgres/connect";
import { addressOf } from "../postgres/errors";
import type { Target } from "../postgres/target";

/** Makes the roles that are missing (NOLOGIN) and returns their names. Two runs at once do no harm. */
export async function ensureGroupRoles(target: Target, names: readonly string[]): Promise<string[]> {
  for (const name of names) checkName(name);
  if (names.length === 0) return [];
  const client = await connect(target, { applicationName: "stackschema roles" });
  try {
    const made: string[] = [];
    for (const name of await missing(client, names)) {
      try {
        await client.query(`CREATE ROLE ${quoteName(name)} NOLOGIN`);
        made.push(name);
      } catch (error) {
        if (!madeMeanwhile(error)) throw notMade(error, name, target);
      }
    }
    return made;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Makes the roles that are to own schemas (NOLOGIN) where they are missing, lets the login act as them, and lets them make
 * schemas in the target's database. Names what had to be done. Two runs at once do no harm.
 * @throws SchemaError `role-name`, `role-not-made`, `owner-not-granted`
 */
export async function ensureOwners(target: Target, names: readonly string[]): Promise<string[]> {
  await ensureGroupRoles(target, names);
  if (names.length === 0) return [];
  const client = await connect(target, { applicationName: "stackschema roles" });
  try {
    const { statements } = await lacking(client, names);
    for (const sql of statements) {
      await client.query(sql).catch((error: unknown) => {
        throw notGranted(error, sql, target);
      });
    }
    return statements;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Statements that `ensureOwners` would run besides making roles, or none. Reads only. */
export async function missingOwners(target: Target, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const client = await connect(target, { applicationName: "stackschema roles" });
  try {
    const { statements, unknown } = await lacking(client, names);
    return [...unknown, ...statements];
  } finally {
    await client.end().catch(() => undefined);
  }
}

interface Lack {
  readonly name: string;
  readonly database: string;
  readonly member: boolean;
  readonly creates: boolean;
}

/**
 * From Postgres 16 on, whoever makes a role administers it and is not yet a member with its rights (manual, CREATE ROLE). A
 * superuser is everybody's member.
 */
async function lacking(
  client: Client,
  names: readonly string[],
): Promise<{ readonly unknown: string[]; readonly statements: string[] }> {
  const { rows } = await client.query<Lack & { readonly major: number }>(
    `SELECT r.rolname AS name, current_database()::text AS database,
      pg_catalog.pg_has_role(current_user, r.oid, 'USAGE')
        AND (m.major < 16 OR pg_catalog.pg_has_role(current_user, r.oid, CASE WHEN m.major < 16 THEN 'MEMBER' ELSE 'SET' END)) AS member,
      pg_catalog.has_database_privilege(r.oid, current_database(), 'CREATE') AS creates, m.major
    FROM pg_catalog.pg_roles r, (SELECT pg_catalog.current_setting('server_version_num')::int4 / 10000 AS major) m
    WHERE r.rolname = ANY($1)`,
    [names],
  );
  const there = new Set(rows.map(({ name }) => name));
  return {
    unknown: names.filter((name) => !there.has(name)),
    statements: rows.flatMap(({ name, database, member, creates, major }) => [
      ...(member
        ? []
        : [`GRANT ${quoteName(name)} TO CURRENT_USER${major < 16 ? "" : " WITH INHERIT TRUE, SET TRUE"}`]),
      ...(creates ? [] : [`GRANT CREATE ON DATABASE ${quoteName(database)} TO ${quoteName(name)}`]),
    ]),
  };
}

function notGranted(error: unknown, sql: string, target: Target): unknown {
  if (!(error instanceof DatabaseError)) return error;
  const who = sql.replace("CURRENT_USER", quoteName(target.user));
  return new SchemaError(
    "owner-not-granted",
    `user ${target.user} cannot prepare the role that owns a schema on ${addressOf(target)}: ${error.message}
Ask an administrator to run: ${who}`,
    { cause: error },
  );
}

/** Which of the roles are not there. Reads only. */
export async function missingGroupRoles(target: Target, names: readonly string[]): Promise<string[]> {
  const client = await connect(target, { applicationName: "stackschema roles" });
  try {
    return await missing(client, names);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function missing(client: Client, names: readonly string[]): Promise<string[]> {
  const existing = await client.query<{ rolname: string }>(
    "SELECT rolname FROM pg_catalog.pg_roles WHERE rolname = ANY($1)",
    [names],
  );
  const there = new Set(existing.rows.map((row) => row.rolname));
  return [...new Set(names)].filter((name) => !there.has(name));
}

function checkName(name: string): void {
  if (name === "" || Buffer.byteLength(name) > 63 || name.includes("\0")) {
    throw new SchemaError(
      "role-name",
      `role name ${JSON.stringify(name)} must have 1 to 63 bytes: Postgres cuts longer ones off`,
    );
  }
}

/** duplicate_object, or two inserts into pg_authid at the same instant. */
function madeMeanwhile(error: unknown): boolean {
  return error instanceof DatabaseError && (error.code === "42710" || error.code === "23505");
}

function notMade(error: unknown, name: string, target: Target): unknown {
  if (!(error instanceof DatabaseError)) return error;
  const next =
    error.code === "42501"
      ? `Ask an administrator with CREATEROLE to run: CREATE ROLE ${quoteName(name)} NOLOGIN`
      : "Choose another name in the settings";
  return new SchemaError(
    "role-not-made",
    `group role ${quoteName(name)} is missing on ${addressOf(target)} and user ${target.user} cannot make it: ${error.message}\n${next}`,
    { cause: error },
  );
}
