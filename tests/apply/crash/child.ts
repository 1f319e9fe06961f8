// A run that is stopped at one message of its session: by the end of its process, of its backend, or of the whole server.
// Target, steps and the point come as JSON on standard input; without a point it tells what it sends.
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { executePlan } from "../../../engine/apply/execute";
import { withDatabaseLock } from "../../../engine/apply/lock";
import type { Session } from "../../../engine/apply/session";
import type { Step } from "../../../engine/plan/model";
import type { Target } from "../../../engine/postgres";

export interface Point {
  /** Of the messages that the run sends, from 0. */
  readonly message: number;
  /** `held`: it is sent while somebody else's transaction keeps it waiting. */
  readonly when: "before" | "sent" | "answered" | "held";
  /** `process`: this one; `backend`: it is terminated; `server`: a backend dies, so all do, and the server recovers. */
  readonly what: "process" | "backend" | "server";
}

export interface Order {
  readonly target: Target;
  readonly steps: readonly Step[];
  readonly point: Point | null;
}

type Query = (sql: string) => Promise<unknown>;

async function otherSession(target: Target, work: (client: Client) => Promise<unknown>): Promise<void> {
  const { host, port, user, database, password } = target;
  const client = new Client({ host, port, user, database, ...(password === undefined ? {} : { password }) });
  client.on("error", () => undefined);
  await client.connect();
  await work(client).finally(() => client.end().catch(() => undefined));
}

/** Ends what is to be ended; comes back only where it was not this process. */
async function strike({ pid, target }: Session, what: Point["what"]): Promise<void> {
  if (what === "process") process.kill(process.pid, "SIGKILL");
  else if (what === "server") process.kill(pid, "SIGKILL");
  else await otherSession(target, (client) => client.query(`SELECT pg_terminate_backend(${pid}, 10000)`));
}

/** A transaction without a session, which outlives a crash: everybody's writes to every table. */
async function hold(target: Target): Promise<void> {
  await otherSession(target, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "SELECT oid::regclass::text AS name FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'app'::regnamespace",
    );
    await client.query("BEGIN");
    for (const { name } of rows) await client.query(`LOCK TABLE ${name} IN ROW EXCLUSIVE MODE`);
    await client.query("PREPARE TRANSACTION 'holder'");
  });
}

async function untilWaiting({ pid, target }: Session): Promise<void> {
  await otherSession(target, async (client) => {
    for (let tries = 0; tries < 500; tries++) {
      const { rows } = await client.query(`SELECT 1 FROM pg_locks WHERE pid = ${pid} AND NOT granted`);
      if (rows.length > 0) return;
      await sleep(10);
    }
    throw new Error("the step does not wait");
  });
}

async function atPoint(own: Session, point: Point, send: () => Promise<unknown>): Promise<unknown> {
  if (point.when === "held") await hold(own.target);
  if (point.when === "before") {
    await strike(own, point.what);
    return send();
  }
  const answer = send();
  answer.catch(() => undefined);
  if (point.when === "held") await untilWaiting(own);
  if (point.when === "sent") await new Promise((resolve) => setImmediate(resolve));
  if (point.when === "answered") await answer;
  await strike(own, point.what);
  return answer;
}

async function main(): Promise<void> {
  const { target, steps, point }: Order = JSON.parse(await text(process.stdin));
  const sent: string[] = [];
  await withDatabaseLock(target, {}, (own) => {
    const query: Query = own.client.query.bind(own.client);
    const watched: Query = (sql) => {
      sent.push(sql);
      return point?.message === sent.length - 1 ? atPoint(own, point, () => query(sql)) : query(sql);
    };
    Object.assign(own.client, { query: watched });
    return executePlan(own, { steps });
  });
  console.log(JSON.stringify(sent));
}

main().catch((error: unknown) => {
  const isLost = error instanceof Error && "code" in error && error.code === "connection-lost";
  if (!isLost) console.error(error);
  process.exitCode = isLost ? 0 : 1;
});
