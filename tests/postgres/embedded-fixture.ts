// A directory of its own for each test of an embedded server, and what is asked of such a server.
import { chmodSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, vi } from "vitest";
import {
  connect,
  type EmbeddedServer,
  initialiseServer,
  removeServer,
  startServer,
  type Target,
} from "../../engine/postgres";
import { findPostmaster } from "../../engine/postgres/embedded/postmaster";

/** The test's directory, as a checkout would be, and the server's in it. */
interface Place {
  root: string;
  directory: string;
}

/** Gives every test of the file a place, and removes server and place after it. */
export function placeForEach(): Place {
  vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
  const place: Place = { root: "", directory: "" };
  beforeEach(() => {
    place.root = realpathSync(mkdtempSync(path.join(tmpdir(), "stackschema-server-")));
    chmodSync(place.root, 0o755);
    place.directory = path.join(place.root, ".stackschema", "local", "dev");
  });
  afterEach(async () => {
    await removeServer(place.directory);
    rmSync(place.root, { recursive: true, force: true });
  });
  return place;
}

export function adminOf(server: EmbeddedServer): Target {
  const { host, port, adminUser: user, password } = server;
  return { host, port, user, password, database: "postgres", tls: { mode: "disable" } };
}

/** The first value that a query gives. */
export async function ask(server: EmbeddedServer, sql: string): Promise<unknown> {
  const client = await connect(adminOf(server));
  try {
    const { rows } = await client.query({ text: sql, rowMode: "array" });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

/** A server made and started. */
export async function made(
  { directory }: Place,
  options: { readonly major?: number } = {},
): Promise<EmbeddedServer> {
  await initialiseServer({ directory, major: 17, ...options });
  return await startServer({ directory });
}

export function pidOf(server: EmbeddedServer): number {
  const pid = findPostmaster(server.dataDirectory)?.pid;
  if (pid === undefined) throw new Error("it does not run");
  return pid;
}
