// The stand-in's cloud: a folder that the test names in STAND_IN_FOLDER. One file per resource, the log of operations, and
// the orders of the test. Every provider process of every run works on the same folder.
import { createHash } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import type { Cloud, Stored } from "./model";

export type OperationName = "check" | "diff" | "create" | "read" | "update" | "delete" | "invoke";

/** One line of the log. */
export interface Logged {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly operation: OperationName;
  readonly stage: "begun" | "done" | "failed";
  readonly type: string;
  /** Of the resource in the program. */
  readonly name: string;
  readonly message?: string;
}

/** What the test wants to happen at an operation. */
export interface Order {
  /** The type, or the end of it: `secretmanager/secretVersion:SecretVersion`. */
  readonly type: string;
  readonly operation: OperationName;
  /** Of the resource in the program. @default any */
  readonly name?: string;
  /** Before the operation has had its effect, or after. @default "before" */
  readonly when?: "before" | "after";
  /** Milliseconds to wait. @default 0 */
  readonly wait?: number;
  /** The operation fails with this message. @default it does not */
  readonly fail?: string;
  /** A function answers as if the last deployment were not ready yet. @default it is */
  readonly lags?: boolean;
  /** How often. @default always */
  readonly times?: number;
}

export function folder(): string {
  const named = process.env.STAND_IN_FOLDER;
  if (named === undefined) throw new Error("STAND_IN_FOLDER must name the stand-in's folder");
  return named;
}

const resources = (): string => path.join(folder(), "resources");

function fileOf(type: string, id: string): string {
  const hash = createHash("sha256").update(`${type} ${id}`).digest("hex").slice(0, 24);
  return path.join(resources(), `${hash}.json`);
}

function writeWhole(file: string, value: unknown): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify(value, null, 2));
  renameSync(temporary, file);
}

export function save(stored: Stored): void {
  writeWhole(fileOf(stored.type, stored.id), stored);
}

export function find(type: string, id: string): Stored | undefined {
  const file = fileOf(type, id);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

export function forget(type: string, id: string): void {
  rmSync(fileOf(type, id), { force: true });
}

export function cloud(): Cloud {
  return {
    folder: folder(),
    all: (type) => {
      if (!existsSync(resources())) return [];
      const files = readdirSync(resources()).filter((name) => name.endsWith(".json"));
      const every = files.map(
        (name): Stored => JSON.parse(readFileSync(path.join(resources(), name), "utf8")),
      );
      return every.filter((stored) => stored.type === type);
    },
  };
}

export function log(entry: Omit<Logged, "at">): void {
  appendFileSync(
    path.join(folder(), "operations.jsonl"),
    `${JSON.stringify({ at: Date.now(), ...entry })}\n`,
  );
}

/** The first order that fits, counted down where it is for some times only. */
export function orderFor(
  operation: OperationName,
  type: string,
  name: string,
  when: "before" | "after",
): Order | undefined {
  const file = path.join(folder(), "orders.json");
  if (!existsSync(file)) return undefined;
  const orders: readonly Order[] = JSON.parse(readFileSync(file, "utf8"));
  const found = orders.find(
    (order) =>
      order.operation === operation &&
      type.endsWith(order.type) &&
      (order.name ?? name) === name &&
      (order.when ?? "before") === when &&
      order.times !== 0,
  );
  if (found?.times !== undefined) {
    const { times } = found;
    writeWhole(
      file,
      orders.map((order) => (order === found ? { ...order, times: times - 1 } : order)),
    );
  }
  return found;
}
