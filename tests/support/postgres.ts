// Real Postgres servers for tests: one of a test's own, or one per test file and major version.
// Each lives on a port of its own and is ended by its own process number.
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { afterAll, vi } from "vitest";
import { connect, type ServerSettings, startScratch, type Target } from "../../engine/postgres";

export type Major = 14 | 15 | 16 | 17 | 18;

/** Every major version that is tested. */
export const majors: readonly Major[] = [14, 15, 16, 17, 18];

export interface TestServer {
  /** The superuser, on the database `postgres`. */
  readonly target: Target;
  readonly major: Major;
  /** Makes an empty database and gives the superuser's way to it. */
  createDatabase(name?: string): Promise<Target>;
  stop(): Promise<void>;
}

interface TestServerOptions {
  /** @default 17 */
  readonly major?: Major;
  readonly settings?: ServerSettings;
}

/** Templates are shared by all clones on the machine. */
const cacheDirectory = path.join(tmpdir(), `stackschema-tests-${userInfo().uid}`);

/** Runs one statement on a connection of its own. */
async function execute(target: Target, sql: string): Promise<void> {
  const client = await connect(target, { applicationName: "stackschema tests" });
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** A server for one test file; call `stop` in `afterAll`. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const major = options.major ?? 17;
  const server = await startScratch({
    major,
    cacheDirectory,
    ...(options.settings ? { settings: options.settings } : {}),
  });
  let made = 0;
  return {
    target: server.admin,
    major,
    async createDatabase(name?: string): Promise<Target> {
      made += 1;
      const database = name ?? `test_${made}`;
      await execute(server.admin, `CREATE DATABASE "${database.replaceAll('"', '""')}" TEMPLATE template0`);
      return { ...server.admin, database };
    },
    stop: () => server.stop(),
  };
}

const shared = new Map<Major, Promise<TestServer>>();

// A machine that is busy with other servers takes longer than vitest's default.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

afterAll(async () => {
  const servers = await Promise.allSettled(shared.values());
  shared.clear();
  await Promise.all(
    servers.map((server) => (server.status === "fulfilled" ? server.value.stop() : undefined)),
  );
});

/**
 * The server of this test file for a major version: started at the first call, ended after the file's last test.
 * Tests make databases of their own in it and leave its roles alone, or name theirs so that nobody else's fit.
 */
export function sharedServer(major: Major = 17): Promise<TestServer> {
  const known = shared.get(major);
  if (known !== undefined) return known;
  const started = startTestServer({ major });
  shared.set(major, started);
  return started;
}
