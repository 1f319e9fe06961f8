// Runs `drizzle-kit pull` in a process of its own. The password goes through a file that only this user may read, never
// through the command line; what is written goes to a temporary folder and is read from there.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { SchemaError } from "../api";
import type { Target } from "../postgres/target";

export interface Pulled {
  readonly schema: string;
  readonly relations: string;
}

const limitSeconds = 120;

function program(): string {
  const main = createRequire(__filename).resolve("drizzle-kit");
  return path.join(path.dirname(main), "bin.cjs");
}

/** Windows programs do not start without the system's variables; elsewhere none of this process's is needed. */
function environment(): NodeJS.ProcessEnv | undefined {
  return process.platform === "win32"
    ? undefined
    : { PATH: "/usr/local/bin:/usr/bin:/bin", NO_COLOR: "1", TZ: "UTC" };
}

function run(
  args: readonly string[],
  cwd: string,
): Promise<{ readonly code: number | null; readonly said: string }> {
  return new Promise((resolve, reject) => {
    const env = environment();
    const child = spawn(process.execPath, [...args], {
      cwd,
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
      timeout: limitSeconds * 1000,
      ...(env === undefined ? {} : { env }),
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, said: Buffer.concat(chunks).toString("utf8") }));
  });
}

function failed(said: string, password: string | undefined): SchemaError {
  const lines = stripVTControlCharacters(said)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/fetched|fetching|Reading config|driver for database/.test(line));
  const text = lines.slice(0, 8).join("\n") || "it said nothing";
  const shown = password === undefined || password === "" ? text : text.replaceAll(password, "***");
  return new SchemaError("types-failed", `drizzle-kit pull failed: ${shown}`);
}

export async function pull(target: Target, scope: readonly string[]): Promise<Pulled> {
  const { host, port, database, user, password } = target;
  const folder = await mkdtemp(path.join(tmpdir(), "stackschema-types-"));
  try {
    const out = path.join(folder, "out");
    const config = path.join(folder, "drizzle.config.json");
    const dbCredentials = { host, port, database, user, ...(password && { password }), ssl: false };
    const settings = { dialect: "postgresql", schemaFilter: scope, out, dbCredentials };
    await writeFile(config, JSON.stringify(settings), { mode: 0o600 });
    const { code, said } = await run([program(), "pull", "--config", config], folder);
    const [schema, relations] = await Promise.all(
      ["schema.ts", "relations.ts"].map((name) => readFile(path.join(out, name), "utf8").catch(() => null)),
    );
    if (code !== 0 || typeof schema !== "string") throw failed(said, password);
    // A database without foreign keys has no relations.
    return { schema, relations: relations ?? "" };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
