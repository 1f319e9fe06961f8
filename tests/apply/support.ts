// What the tests of apply share: databases of their own, other people's sessions, waiting for a state of the server.
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "pg";
import { afterEach } from "vitest";
import type { ApplyEvent, RanStep } from "../../engine/api";
import { type ExecuteOptions, executePlan } from "../../engine/apply/execute";
import { ApplyError } from "../../engine/apply/failure";
import { withDatabaseLock } from "../../engine/apply/lock";
import type { Plan } from "../../engine/plan/model";
import { connect, type Target } from "../../engine/postgres";

const opened: Client[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((client) => client.end()));
});

/** Somebody else's session; ended after the test. */
export async function session(target: Target): Promise<Client> {
  const client = await connect(target, { applicationName: "somebody" });
  opened.push(client);
  return client;
}

export async function rows(target: Target, sql: string): Promise<Record<string, unknown>[]> {
  const client = await connect(target);
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Asks until the query gives a row. */
export async function until(target: Target, sql: string): Promise<Record<string, unknown>> {
  const client = await connect(target);
  try {
    for (;;) {
      const [row] = (await client.query<Record<string, unknown>>(sql)).rows;
      if (row !== undefined) return row;
      await sleep(20);
    }
  } finally {
    await client.end();
  }
}

/** Runs a plan under the lock, as the engine does. */
export function run(target: Target, plan: Plan, options: ExecuteOptions = {}): Promise<RanStep[]> {
  return withDatabaseLock(target, {}, (own) => executePlan(own, plan, { retryDelay: 20, ...options }));
}

/** The error of a run that must fail. */
export async function failure(running: Promise<unknown>): Promise<ApplyError> {
  const error = await running.then(
    () => new Error("the run did not fail"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApplyError)) throw error;
  return error;
}

/** Events of one run, for looking at afterwards. */
export function recorder(): { readonly events: ApplyEvent[]; readonly onEvent: (event: ApplyEvent) => void } {
  const events: ApplyEvent[] = [];
  return { events, onEvent: (event) => void events.push(event) };
}

export function messages(events: readonly ApplyEvent[], type: "waiting" | "retry"): string[] {
  return events.flatMap((event) => (event.type === type && "message" in event ? [event.message] : []));
}

/** A moment that one side reaches and the other awaits. */
export function moment(): { readonly reached: Promise<void>; readonly reach: () => void } {
  let reach: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  return { reached, reach };
}
