// Databases for corpus cases: made empty on a test server, filled by one simple query as psql -1 would, dropped
// afterwards. Must never go through the engine: what a case means is decided by Postgres alone.
import { Client } from "pg";
import type { Target } from "../../engine/postgres/target";

export interface CorpusServer {
  /** Superuser, in any database of the server. */
  readonly admin: Target;
  readonly major: number;
}

export async function connected<T>(target: Target, work: (client: Client) => Promise<T>): Promise<T> {
  const { host, port, user, database, password } = target;
  const client = new Client({ host, port, user, database, ...(password === undefined ? {} : { password }) });
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Makes the roles of a case, already quoted, where they are missing. */
export async function ensureRoles(admin: Target, roles: readonly string[]): Promise<void> {
  await connected(admin, async (client) => {
    for (const role of roles) {
      await client.query(
        `DO $do$ BEGIN CREATE ROLE ${role}; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $do$`,
      );
    }
  });
}

/** The login that migrates in our own corpus: owns its databases, may make roles, is no superuser. */
export async function ensureAdministrator(server: CorpusServer, name: string): Promise<Target> {
  const password = "corpus";
  await ensureRoles(server.admin, [name]);
  await connected(server.admin, async (client) => {
    await client.query(`ALTER ROLE ${name} LOGIN CREATEDB CREATEROLE NOSUPERUSER PASSWORD '${password}'`);
  });
  return { ...server.admin, user: name, password };
}

/** Lets the login hand objects over to these roles, already quoted. */
export async function addToRoles(admin: Target, login: Target, roles: readonly string[]): Promise<void> {
  await connected(admin, async (client) => {
    for (const role of roles) await client.query(`GRANT ${role} TO ${client.escapeIdentifier(login.user)}`);
  });
}

/** Runs SQL text as one simple query; what may not run in its transaction is sent statement by statement. */
export async function load(target: Target, ...texts: readonly string[]): Promise<void> {
  await connected(target, async (client) => await loadInto(client, texts));
}

export async function loadInto(client: Client, texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    if (text.trim() === "") continue;
    try {
      await client.query(text);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "25001")) throw error;
      for (const statement of text.split(/;[ \t]*(?:\n|$)/))
        if (statement.trim() !== "") await client.query(statement);
    }
  }
}
