// What the tests of providers share: a database as a provider hands it over, and requests for it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect } from "vitest";
import { main } from "../../cli/main";
import type { SchemaRequest } from "../../engine/api";
import { formatTarget, type Target } from "../../engine/index";
import { load } from "../support/corpus-databases";
import { dumpObjects, pgDumpSchema } from "../support/pgdump";
import type { TestServer } from "../support/postgres";

const directory = mkdtempSync(path.join(tmpdir(), "stackschema-providers-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

export type Request = SchemaRequest & { readonly target: Target };

/** Supabase's administrator is the role that its default privileges are for. */
export type Administrator = "app_admin" | "postgres";

interface Provided {
  /** The superuser, in the database. */
  readonly admin: Target;
  readonly login: Target;
}

/** A database as the provider of this fixture hands it over; the roles of the fixture are made once for a server. */
export async function provided(
  server: TestServer,
  file: string,
  administrator: Administrator,
): Promise<Provided> {
  await load(
    server.target,
    "CREATE ROLE app_admin LOGIN CREATEDB CREATEROLE PASSWORD 'app'; CREATE ROLE app_reader NOLOGIN",
  );
  const admin = await server.createDatabase("provided");
  await load(admin, "ALTER DATABASE provided OWNER TO app_admin");
  await load(admin, readFileSync(path.join(__dirname, `${file}.sql`), "utf8"));
  const login = administrator === "postgres" ? admin : { ...admin, user: "app_admin", password: "app" };
  return { admin, login };
}

export function requestOf(target: Target, source: string, rest: Partial<SchemaRequest> = {}): Request {
  const file = path.join(directory, "source.sql");
  writeFileSync(file, source);
  return {
    source: { kind: "sql", path: file },
    scratch: "server",
    consents: [],
    cacheDirectory: path.join(directory, "cache"),
    ...rest,
    target,
  };
}

export const dumped = async (target: Target, { major }: TestServer): Promise<Map<string, string>> =>
  dumpObjects(await pgDumpSchema(target, { major }));

/** What `stackschema inspect` prints. */
export async function inspect(target: Target, ...options: readonly string[]): Promise<string> {
  let out = "";
  const terminal = {
    environment: {},
    print: (text: string) => {
      out += text;
    },
    note: () => undefined,
    color: false,
    confirm: null,
  };
  expect(await main(["inspect", "--database", formatTarget(target), ...options], terminal)).toBe(0);
  return out;
}

export const statementsOf = (text: string): string[] =>
  text
    .split(/;\n+/)
    .filter((part) => part !== "")
    .sort();
