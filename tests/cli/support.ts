// What the tests of the commands share: the command line in this process, a source in a directory, a database for each test.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { main } from "../../cli/main";
import { connect, formatTarget, type Target } from "../../engine/index";
import { sharedServer, type TestServer } from "../support/postgres";

interface Finished {
  readonly code: number;
  readonly out: string;
  readonly notes: string;
}

interface Surroundings {
  readonly environment?: Readonly<Record<string, string>>;
  /** What the user answers; absent: there is no terminal. */
  readonly answer?: boolean;
}

export const directory = mkdtempSync(path.join(tmpdir(), "stackschema-cli-"));
export const source = path.join(directory, "app");
export let server: TestServer;
export let database: Target;

export async function stackschema(
  arguments_: readonly string[],
  { environment = {}, answer }: Surroundings = {},
): Promise<Finished> {
  let out = "";
  let notes = "";
  const code = await main(arguments_, {
    environment: { STACKSCHEMA_CACHE: path.join(tmpdir(), "stackschema-tests-cli"), ...environment },
    print: (text) => {
      out += text;
    },
    note: (text) => {
      notes += text;
    },
    color: false,
    confirm: answer === undefined ? null : async () => answer,
  });
  return { code, out, notes };
}

export async function sql(target: Target, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = await connect(target);
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

export function declare(text: string): void {
  rmSync(source, { recursive: true, force: true });
  mkdirSync(source, { recursive: true });
  writeFileSync(path.join(source, "app.sql"), text);
}

export const url = (target: Target): string => formatTarget(target);

export const both = (): readonly string[] => ["--database", url(database), "--schema", source];

beforeAll(async () => {
  server = await sharedServer();
});

beforeEach(async () => {
  database = await server.createDatabase();
  declare("CREATE SCHEMA app; CREATE TABLE app.customers (id int PRIMARY KEY, fax text);");
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));
