// A client of an application that never stops: it reads the connection URL from the store, logs in, asks, and leaves.
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parseEnv } from "node:util";
import { connect, parseTarget, type Target } from "../../engine/index";

/** The target that the secret's file names now. */
export function storedTarget(file: string): Target {
  const { DATABASE_URL = "" } = parseEnv(readFileSync(file, "utf8"));
  return parseTarget(DATABASE_URL);
}

export interface SteadyClient {
  readonly tried: number;
  readonly failures: readonly string[];
  /** Every password that it was ever given. */
  readonly passwords: ReadonlySet<string>;
  stop(): Promise<void>;
}

/** What it asks for tells that the login has the rights of its group. */
const appQuestion = "SELECT count(*) FROM app.customers";

/** @param stored the target that the store names now */
export function startClient(stored: () => Target, question = appQuestion): SteadyClient {
  const failures: string[] = [];
  const passwords = new Set<string>();
  const client = { tried: 0, failures, passwords, stop };
  let goesOn = true;
  const running = (async () => {
    while (goesOn) {
      client.tried += 1;
      try {
        const target = stored();
        passwords.add(target.password ?? "");
        await logIn(target, question);
      } catch (error) {
        failures.push(
          `${new Date().toISOString()} ${error instanceof Error ? error.message : String(error)}`,
        );
      }
      await sleep(10);
    }
  })();
  async function stop(): Promise<void> {
    goesOn = false;
    await running;
  }
  return client;
}

/** @throws SchemaError where it cannot log in */
export async function logIn(target: Target, question = appQuestion): Promise<void> {
  const session = await connect(target, { applicationName: "steady client" });
  try {
    await session.query(question);
  } finally {
    await session.end();
  }
}
