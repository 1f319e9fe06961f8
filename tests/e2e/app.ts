// A small application in a stack of its own, for the end-to-end tests: its source, its settings, its database.
import { existsSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { connect, parseTarget, type Target } from "../../engine/index";
import { type PulumiStack, type PulumiStackOptions, pulumiStack } from "../support/pulumi";

export const settings = { applications: [{ name: "app" }] };

export const customers = `
CREATE SCHEMA app;
GRANT USAGE ON SCHEMA app TO app_rw, app_ro;
CREATE TABLE app.customers (
  id integer PRIMARY KEY,
  name text NOT NULL,
  fax text
);
GRANT SELECT ON app.customers TO app_ro;
`;

/** A stack whose application `app` has the source `schema/app/app.sql`. */
export async function appStack(source: string, options: PulumiStackOptions = {}): Promise<PulumiStack> {
  const stack = await pulumiStack({ ...options, config: { ...settings, ...options.config } });
  declare(stack, source);
  return stack;
}

export function declare(stack: PulumiStack, source: string): void {
  stack.edit("schema/app/app.sql", () => source);
}

export async function targetOf(stack: PulumiStack): Promise<Target> {
  const { url } = await stack.outputs();
  return parseTarget(String(url));
}

/** Points a stack at a server that is there; the password goes in as a user gives it, encrypted. */
export async function useServer(
  stack: PulumiStack,
  target: Target,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { host, port, database, user, password = "" } = target;
  const existing = { host, port, user, sslmode: "disable" };
  stack.configure({ ...settings, server: "existing", database, existing, ...more });
  await stack.pulumi("config", "set", "--path", "--secret", "stackschema:existing.password", password);
}

/** Names of the columns of a table, in their order. */
export async function columnsOf(target: Target, table: string): Promise<readonly unknown[]> {
  const rows = await query(
    target,
    `SELECT attname::text AS name FROM pg_attribute WHERE attrelid = '${table}'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
  );
  return rows.map(({ name }) => name);
}

export async function query(target: Target, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = await connect(target, { applicationName: "end-to-end test" });
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Makes the program of the update, not that of its preview, wait until `letUpdateGo`. */
export function holdUpdate(stack: PulumiStack): void {
  const wait = `
import { existsSync, writeFileSync } from "node:fs";
import { runtime } from "@pulumi/pulumi";
if (!runtime.isDryRun()) {
  writeFileSync("update-waits", "");
  while (!existsSync("update-goes")) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
}
`;
  stack.edit("index.ts", (text) => `${wait}${text}`);
}

export async function updateWaits(stack: PulumiStack): Promise<void> {
  const file = path.join(stack.directory, "update-waits");
  while (!existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 50));
}

export function letUpdateGo(stack: PulumiStack): void {
  writeFileSync(path.join(stack.directory, "update-goes"), "");
}
