// The applications that ship with the project, each applied to a database of its own as a stack would: by an administrator who is
// no superuser, for the group roles of the application.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Client } from "pg";
import { applySchema, ensureGroupRoles, type SchemaRequest, type Target } from "../../engine/index";
import { connected } from "../support/corpus-databases";
import { type Major, sharedServer } from "../support/postgres";

const cacheDirectory = mkdtempSync(path.join(tmpdir(), "stackschema-applications-"));

/** An application's folder in `schema/`. */
export type Application = "ledger" | "login" | "quotes";

export interface Applied {
  readonly superuser: Target;
  /** `<application>_admin`, who made the schema. */
  readonly administrator: Target;
}

const databases = new Map<string, Promise<Applied>>();

/** A database with an application's schema; one for each application and major version. */
export function applied(application: Application, major: Major): Promise<Applied> {
  const name = `${application}_${major}`;
  const known = databases.get(name) ?? apply(application, major, name);
  databases.set(name, known);
  return known;
}

async function apply(application: Application, major: Major, database: string): Promise<Applied> {
  const server = await sharedServer(major);
  const user = `${application}_admin`;
  await connected(server.target, async (client) => {
    await client.query(`CREATE ROLE ${user} LOGIN CREATEDB CREATEROLE PASSWORD 'x'`);
    await client.query(`CREATE DATABASE ${database} OWNER ${user} TEMPLATE template0`);
  });
  const administrator = { ...server.target, user, password: "x", database };
  await ensureGroupRoles(administrator, [`${application}_rw`, `${application}_ro`]);
  await applySchema(requestFor(application, administrator));
  return { superuser: { ...server.target, database }, administrator };
}

/** What is asked of the engine for an application. */
export function requestFor(
  application: Application,
  target: Target,
): SchemaRequest & { readonly target: Target } {
  const source = { kind: "sql" as const, path: path.resolve(__dirname, "..", "..", "schema", application) };
  return { target, source, scratch: "server", consents: [], cacheDirectory };
}

/** Runs SQL as a role in one transaction, with settings like `app.org_id`; gives the rows of the last statement. */
export async function runAs(
  client: Client,
  role: string,
  settings: Readonly<Record<string, string>>,
  sql: string,
): Promise<Record<string, unknown>[]> {
  await client.query("BEGIN");
  try {
    await client.query(`SET LOCAL ROLE ${role}`);
    for (const [name, value] of Object.entries(settings))
      await client.query("SELECT set_config($1, $2, true)", [name, value]);
    const result: unknown = await client.query(sql);
    await client.query("COMMIT");
    const last: unknown = Array.isArray(result) ? result.at(-1) : result;
    return typeof last === "object" && last !== null && "rows" in last && Array.isArray(last.rows)
      ? last.rows
      : [];
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}
