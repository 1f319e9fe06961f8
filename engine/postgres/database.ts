// Makes the database that a server is for, where it is not there yet. It never drops or changes one.
import { DatabaseError, escapeIdentifier } from "pg";
import { connect } from "./connect";
import type { Target } from "./target";

const alreadyThere = "42P04";

/** Makes the database `name` on the server of `admin`, unless it exists. */
export async function ensureDatabase(admin: Target, name: string): Promise<void> {
  const client = await connect(admin);
  try {
    const { rowCount } = await client.query("SELECT FROM pg_catalog.pg_database WHERE datname = $1", [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${escapeIdentifier(name)}`);
  } catch (error) {
    // Another process was quicker.
    if (!(error instanceof DatabaseError && error.code === alreadyThere)) throw error;
  } finally {
    await client.end();
  }
}
