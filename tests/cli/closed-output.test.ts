// The command as a process of its own, whose output nobody reads to the end: `stackschema apply --yes | head -1`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { connect, formatTarget, type Target } from "../../engine/index";
import { sharedServer } from "../support/postgres";

const directory = mkdtempSync(path.join(tmpdir(), "stackschema-closed-"));
const source = path.join(directory, "app.sql");
const command = path.join(import.meta.dirname, "../../cli/stackschema.cjs");
/** More than a pipe holds. */
const tables = 60;
let database: Target;

beforeEach(async () => {
  database = await (await sharedServer()).createDatabase();
  const made = Array.from({ length: tables }, (_, number) => {
    const columns = Array.from(
      { length: 40 },
      (_none, column) => `column_number_${column} text NOT NULL DEFAULT ''`,
    );
    return `CREATE TABLE app.table_number_${number} (${columns.join(", ")});`;
  });
  writeFileSync(source, ["CREATE SCHEMA app;", ...made].join("\n"));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

interface Finished {
  readonly code: number;
  readonly notes: string;
}

/** Its exit code is the last line of its notes. */
const piped = '{ "$@"; echo "exit code $?" >&2; } | head -1';

async function finish(line: readonly string[], closed: readonly ("stdout" | "stderr")[]): Promise<Finished> {
  const [program = "", ...arguments_] = line;
  const child = spawn(program, arguments_, {
    env: {
      ...process.env,
      DATABASE_URL: formatTarget(database),
      STACKSCHEMA_CACHE: path.join(directory, "cache"),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let notes = "";
  child.stderr.on("data", (text) => {
    notes += String(text);
  });
  child.stdout.resume();
  for (const name of closed) child[name].destroy();
  const [code] = await once(child, "close");
  return { code, notes };
}

async function stackschema(
  reader: "head" | "nobody" | "nobody at all",
  verb: string,
  ...more: readonly string[]
): Promise<Finished> {
  const line = [process.execPath, command, verb, "--schema", source, ...more];
  if (reader !== "head") return finish(line, reader === "nobody" ? ["stdout"] : ["stdout", "stderr"]);
  const { notes } = await finish(["sh", "-c", piped, "sh", ...line], []);
  const [, before = "", code] = /^(.*)exit code (\d+)\n$/s.exec(notes) ?? [];
  return { code: Number(code), notes: before };
}

async function madeTables(): Promise<number> {
  const client = await connect(database);
  try {
    const { rows } = await client.query<{ made: number }>(
      "SELECT count(*)::int AS made FROM pg_tables WHERE schemaname = 'app'",
    );
    return rows[0]?.made ?? 0;
  } finally {
    await client.end();
  }
}

test.each(["head", "nobody", "nobody at all"] as const)(
  "an apply whose output is read by %s goes on to its end",
  async (reader) => {
    const { code, notes } = await stackschema(reader, "apply", "--yes");
    expect(await madeTables()).toBe(tables);
    expect(code).toBe(0);
    if (reader === "nobody at all") return;
    expect(notes).toMatch(/done: \d+ steps, and the database is what the schema says\n$/);
  },
);

test("a plan that is not read to its end has its exit code, and no stack trace", async () => {
  const { code, notes } = await stackschema("head", "plan");
  expect(code).toBe(2);
  expect(notes).toMatch(/^database: .*\n$/);
});
