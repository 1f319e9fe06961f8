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
