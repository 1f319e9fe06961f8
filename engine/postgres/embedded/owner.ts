// A database of an owner who may do nothing beyond it, for running sources that nobody vouches for:
// a hostile source can then change neither the cluster nor the host.
import { randomBytes } from "node:crypto";
import { escapeIdentifier, escapeLiteral } from "pg";
import { connect } from "../connect";
import type { Target } from "../target";

export interface OwnedDatabaseOptions {
  readonly database: string;
  /** Role to make as its owner, or one made here before. */
  readonly owner: string;
}

/** Makes the role (LOGIN and nothing else) and its database on a scratch server; gives the owner's way to it. */
export async function createOwnedDatabase(admin: Target, options: OwnedDatabaseOptions): Promise<Target> {
  const password = randomBytes(24).toString("base64url");
  const owner = escapeIdentifier(options.owner);
  const database = escapeIdentifier(options.database);
  const client = await connect(admin);
  try {
    const { rowCount } = await client.query("SELECT FROM pg_catalog.pg_roles WHERE rolname = $1", [
      options.owner,
    ]);
    const verb = rowCount === 0 ? "CREATE" : "ALTER";
    await client.query(
      `${verb} ROLE ${owner} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS ` +
        `PASSWORD ${escapeLiteral(password)}`,
    );
    await client.query(`CREATE DATABASE ${database} OWNER ${owner} TEMPLATE template0`);
    // Others of the same server must not get in by the default that everybody may.
    await client.query(`REVOKE CONNECT, TEMPORARY ON DATABASE ${database} FROM PUBLIC`);
  } finally {
    await client.end();
  }
  return { ...admin, database: options.database, user: options.owner, password };
}
