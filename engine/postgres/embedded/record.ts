// What is kept beside an embedded server's data: where it lies, its port and its administrator's password. The file is
// readable by its owner alone, who could read the data itself just as well.
import { chmodSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { SchemaError } from "../../api";

export interface ServerRecord {
  readonly major: number;
  readonly port: number;
  readonly password: string;
  /** Absolute directory of `data`, the log and copies of programs. */
  readonly place: string;
  /** Proves that a place outside is of this record, and not of an earlier checkout in the same directory. */
  readonly token: string;
}

const recordFile = (directory: string): string => path.join(directory, "server.json");

function isRecord(value: unknown): value is ServerRecord {
  if (typeof value !== "object" || value === null) return false;
  const numbers = ["major", "port"].every((name) => typeof Reflect.get(value, name) === "number");
  return (
    numbers && ["password", "place", "token"].every((name) => typeof Reflect.get(value, name) === "string")
  );
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new SchemaError(
      "embedded-foreign-owner",
      `${file} cannot be read by this user (${error instanceof Error ? error.message : String(error)}). ` +
        "Run this as the user who made it.",
    );
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The record of a directory; undefined where no server was made. */
export function readRecord(directory: string): ServerRecord | undefined {
  const file = recordFile(directory);
  if (!existsSync(file)) return undefined;
  const value = parse(readText(file));
  if (isRecord(value)) return value;
  throw new SchemaError(
    "embedded-record-damaged",
    `${file} is damaged, so the embedded Postgres it describes cannot be used. ` +
      `To give up its data, remove the directory ${directory} and run it again.`,
  );
}

/** Written whole or not at all. */
export function writeRecord(directory: string, record: ServerRecord): void {
  const unfinished = `${recordFile(directory)}.${process.pid}`;
  rmSync(unfinished, { force: true });
  writeFileSync(unfinished, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600, flag: "wx" });
  if (process.platform !== "win32") chmodSync(unfinished, 0o600);
  renameSync(unfinished, recordFile(directory));
}

export function removeRecord(directory: string): void {
  rmSync(recordFile(directory), { force: true });
}
