// A copy of a whole database beside it on the same server, as a backup before something is destroyed. Postgres copies from
// a template, which nobody may be connected to meanwhile. It never drops or changes a database.
import { type Client, DatabaseError } from "pg";
import { SchemaError } from "../api";
import { quoteName } from "../catalog/names";
import { connect } from "../postgres/connect";
import { addressOf } from "../postgres/errors";
import type { Target } from "../postgres/target";

/** Names of databases that Postgres always has; one of them is connected to while another is copied. */
const maintenance = ["postgres", "template1"] as const;

/**
 * Copies the database of `target` to a new one of this name.
 * @throws SchemaError `copy-in-use` naming who is connected, `copy-not-made`
 */
export async function copyDatabase(target: Target, name: string): Promise<void> {
  const [from = "postgres"] = maintenance.filter((database) => database !== target.database);
  const client = await connect({ ...target, database: from }, { applicationName: "stackschema backup" });
  try {
    await client.query(`CREATE DATABASE ${quoteName(name)} TEMPLATE ${quoteName(target.database)}`);
  } catch (error) {
    throw await notCopied(error, client, target, name);
  } finally {
    await client.end().catch(() => undefined);
  }
}

const inUse = "55006";
const notPermitted = "42501";

async function notCopied(error: unknown, client: Client, target: Target, name: string): Promise<unknown> {
  if (!(error instanceof DatabaseError)) return error;
  const what = `database ${quoteName(target.database)} on ${addressOf(target)} was not copied to ${quoteName(name)}, and nothing was destroyed`;
  if (error.code === inUse) {
    const list = (await sessions(client, target.database)).map((session) => `  ${session}`).join("\n");
    return new SchemaError(
      "copy-in-use",
      `${what}: a database that is copied must have no connections, and these are there:\n${list}\nEnd them and run it again.`,
      { cause: error },
    );
  }
  const next =
    error.code === notPermitted
      ? `${quoteName(target.user)} needs CREATEDB, and must own the database or be a superuser.`
      : "";
  return new SchemaError("copy-not-made", [`${what}: ${error.message}`, next].join("\n").trim(), {
    cause: error,
  });
}

async function sessions(client: Client, database: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ pid: number; role: string | null; application: string }>(
    `SELECT pid, usename::text AS role, application_name AS application FROM pg_catalog.pg_stat_activity
      WHERE datname = $1 AND backend_type = 'client backend' ORDER BY pid`,
    [database],
  );
  return rows.map(({ pid, role, application }) => {
    const by = application === "" ? "an unnamed program" : application;
    return `${by} as ${role ?? "a role that is gone"} (process ${pid})`;
  });
}
