// Runs the steps of a plan: the only writer of the engine. Steps of one transaction are committed together or not at all,
// the first failure stops everything, and nothing is guessed: locks, timeouts and transactions are what the steps say.
// A step outside a transaction is never tried twice: what it left must be looked at first, by planning again.

import { setTimeout } from "node:timers/promises";
import { ExponentialBackoff, handleWhen, retry } from "cockatiel";
import { type Client, DatabaseError, type QueryResult } from "pg";
import type { ApplyEvent, RanStep } from "../api";
import { setRole } from "../plan/creators";
import type { Plan, Step } from "../plan/model";
import { type Unit, unitsOf } from "../plan/units";
import { describeAge } from "./activity";
import { Batches, blocksOf } from "./batches";
import { applyError, cancelledBefore, isLost, isPassing, StepFailure } from "./failure";
import type { Session } from "./session";
import { describeBlockers, Watch } from "./watch";

export interface ExecuteOptions {
  readonly onEvent?: (event: ApplyEvent) => void;
  /** Milliseconds instead of what each step in a transaction says; 0 means no limit. @default the step's own */
  readonly lockTimeout?: number;
  /** Milliseconds instead of what each step says; 0 means no limit. @default the step's own */
  readonly statementTimeout?: number;
  /** How often a transaction that met a lock timeout or a deadlock is tried in all. @default 10 */
  readonly attempts?: number;
  /** Milliseconds before the second attempt; later ones wait longer, up to 10 s, each by chance. @default 250 */
  readonly retryDelay?: number;
  /** Stops the running statement and everything after it. */
  readonly signal?: AbortSignal;
}

interface Run {
  readonly client: Client;
  readonly watch: Watch;
  readonly options: ExecuteOptions;
  readonly total: number;
  /** Only what is committed. */
  readonly ran: RanStep[];
}

/** Statements under way at once: the network's delay is paid once for many, and what waits takes little memory. */
const sentAhead = 256;

interface Timeouts {
  readonly lock: number;
  readonly statement: number;
}

/** Runs a plan in a session that holds the database's lock. Returns what ran, with times. */
export async function executePlan(
  session: Session,
  plan: Pick<Plan, "steps">,
  options: ExecuteOptions = {},
): Promise<RanStep[]> {
  if (plan.steps.length === 0) return [];
  const { client } = session;
  const emitWaiting = (message: string) => options.onEvent?.({ type: "waiting", message });
  const watch = new Watch(session, emitWaiting);
  const run: Run = { client, watch, options, total: plan.steps.length, ran: [] };
  const cancel = () => void watch.cancel();
  options.signal?.addEventListener("abort", cancel, { once: true });
  try {
    for (const unit of unitsOf(plan)) {
      if (options.signal?.aborted) throw cancelledBefore({ unit, total: run.total, ran: run.ran });
      run.ran.push(...(await runUnit(run, unit)));
    }
    return run.ran;
  } finally {
    options.signal?.removeEventListener("abort", cancel);
    await watch.close();
  }
}

async function runUnit(run: Run, unit: Unit): Promise<RanStep[]> {
  const [step, ...others] = unit.steps;
  if (step?.inBatches !== undefined && others.length === 0) return [await runBatched(run, unit, step)];
  return attempted(run, unit, () => (unit.transactional ? runTransaction(run, unit) : runAlone(run, unit)));
}

/** Piece after piece, each in a transaction and with attempts of its own. */
async function runBatched(run: Run, unit: Unit, step: Step): Promise<RanStep> {
  const { client, options, total } = run;
  const place = { index: unit.first, total, step };
  const startedAt = new Date().toISOString();
  const started = performance.now();
  options.onEvent?.({ type: "step", ...place });
  const table = step.inBatches ?? "";
  const batches = new Batches(step.sql, await blocksOf(client, table));
  let rows = 0;
  let told = { share: 0, at: started };
  do {
    for (let piece = batches.next(); piece !== null; piece = batches.next()) {
      const { sql, share } = piece;
      const began = performance.now();
      rows += await attempted(run, unit, () => runPiece(run, unit, step, sql));
      const pause = batches.took(performance.now() - began);
      const now = performance.now();
      if (isWorthTelling(share - told.share, now - told.at)) {
        told = { share, at: now };
        const message = `${Math.floor(share * 100)} %, ${rows.toLocaleString("en-US")} rows written`;
        options.onEvent?.({ type: "progress", ...place, message });
      }
      await setTimeout(pause);
    }
  } while (batches.goOn(await blocksOf(client, table)));
  const milliseconds = Math.round(performance.now() - started);
  options.onEvent?.({ type: "done", ...place, milliseconds });
  return { sql: step.sql, object: step.object, startedAt, milliseconds };
}

/** @param milliseconds since it was last told */
function isWorthTelling(share: number, milliseconds: number): boolean {
  return milliseconds >= 10_000 || (milliseconds >= 1000 && share >= 0.1);
}

/** Row security must not hide rows from it: with `row_security = off` Postgres refuses rather than passes them over. */
async function runPiece(run: Run, unit: Unit, step: Step, sql: string): Promise<number> {
  const timeouts = timeoutsOf(run, step);
  const prefix = `${setTimeouts("SET LOCAL", timeouts)}; SET LOCAL row_security = off;\n`;
  run.watch.begin(step, timeouts.lock, () => undefined);
  try {
    // `pg` answers an array for several statements, which its types do not say.
    const results = (await run.client.query(`${prefix}${sql}`)) as unknown as QueryResult[];
    return results.at(-1)?.rowCount ?? 0;
  } catch (error) {
    throw await failureOf(run, error, step, unit.first, prefix);
  } finally {
    run.watch.end();
  }
}

/** Tries again what passed by: a lock timeout, a deadlock. What is not in a transaction is never tried twice. */
async function attempted<T>(run: Run, unit: Unit, work: () => Promise<T>): Promise<T> {
  const { options } = run;
  const attempts = unit.transactional ? Math.max(1, options.attempts ?? 10) : 1;
  const again = (error: Error) =>
    error instanceof StepFailure && isPassing(error.cause) && options.signal?.aborted !== true;
  const policy = retry(handleWhen(again), {
    maxAttempts: attempts - 1,
    backoff: new ExponentialBackoff({ initialDelay: options.retryDelay ?? 250, maxDelay: 10_000 }),
  });
  let attempt = 0;
  policy.onRetry((event) => {
    if ("error" in event && event.error instanceof StepFailure) {
      tellRetry(run, unit, event.error, `attempt ${attempt} of ${attempts}`, event.delay);
    }
  });
  try {
    return await policy.execute(() => {
      attempt++;
      if (options.signal?.aborted) throw cancelledBefore({ unit, total: run.total, ran: run.ran });
      return work();
    });
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    const cancelled = options.signal?.aborted === true;
    throw applyError(error, { unit, total: run.total, ran: run.ran, attempts: attempt, cancelled });
  }
}

function tellRetry(run: Run, unit: Unit, failure: StepFailure, which: string, delay: number): void {
  const step = failure.step ?? unit.steps.at(-1);
  if (step === undefined) return;
  const blockers = failure.blockers === null ? "" : `, ${failure.blockers}`;
  const pause = delay < 1000 ? `${Math.round(delay)} ms` : describeAge(delay / 1000);
  run.options.onEvent?.({
    type: "retry",
    index: failure.index,
    total: run.total,
    step,
    message: `${which}: ${failure.cause.message}${blockers}; the transaction was undone and is tried again in ${pause}`,
  });
}

/** One attempt. A single step and its timeouts travel as one message, which Postgres commits or undoes as a whole. */
async function runTransaction(run: Run, unit: Unit): Promise<RanStep[]> {
  const single = unit.steps.length === 1;
  try {
    // Awaited, so that no step can ever run outside the transaction, even if BEGIN is cancelled by somebody.
    if (!single) await send(run, unit.first, "BEGIN");
    const ran = await runSteps(run, unit);
    if (!single) await commit(run, unit);
    return ran;
  } catch (error) {
    const lost = error instanceof StepFailure && isLost(error.cause);
    if (!lost && !single) await run.client.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

async function commit(run: Run, unit: Unit): Promise<void> {
  const last = unit.first + unit.steps.length - 1;
  const result = await send(run, last, "COMMIT");
  if (result.command !== "COMMIT")
    throw new Error(`the transaction of steps ${unit.first} to ${last} was undone by the server`);
}

async function send(run: Run, index: number, sql: string) {
  return run.client.query(sql).catch((error: Error) => {
    throw new StepFailure(error, null, index, null, 0);
  });
}

async function runAlone(run: Run, unit: Unit): Promise<RanStep[]> {
  const step = unit.steps[0];
  // Its timeouts are set apart from it: two statements in one message would be a transaction block.
  if (step !== undefined) await send(run, unit.first, setTimeouts("SET", timeoutsOf(run, step)));
  try {
    return await runSteps(run, unit);
  } finally {
    await run.client.query(setTimeouts("SET", { lock: 0, statement: 0 })).catch(() => undefined);
  }
}

/** Sends steps of a unit ahead and takes the answers in order; after a failure what is under way fails by itself. */
async function runSteps(run: Run, unit: Unit): Promise<RanStep[]> {
  const coming = sendings(run, unit);
  const underWay: Sent[] = [];
  const ran: RanStep[] = [];
  let started = performance.now();
  for (let index = unit.first; ; index++) {
    sendAhead(underWay, coming);
    const next = underWay.shift();
    if (next === undefined) return ran;
    const { step, answer, prefix } = next;
    const startedAt = new Date().toISOString();
    run.options.onEvent?.({ type: "step", index, total: run.total, step });
    run.watch.begin(step, timeoutsOf(run, step).lock, (message) =>
      run.options.onEvent?.({ type: "progress", index, total: run.total, step, message }),
    );
    try {
      await answer;
    } catch (error) {
      run.watch.end();
      await Promise.allSettled(underWay.map((one) => one.answer));
      throw await failureOf(run, error, step, index, prefix);
    }
    run.watch.end();
    const ended = performance.now();
    const milliseconds = Math.round(ended - started);
    started = ended;
    ran.push({ sql: step.sql, object: step.object, startedAt, milliseconds });
    run.options.onEvent?.({ type: "done", index, total: run.total, step, milliseconds });
  }
}

async function failureOf(
  run: Run,
  error: unknown,
  step: Step,
  index: number,
  prefix: string,
): Promise<StepFailure> {
  const cause = error instanceof Error ? error : new Error(String(error));
  const state = cause instanceof DatabaseError ? cause.code : undefined;
  const seen = await run.watch.blockers();
  const waited = state === "55P03" || (state === "57014" && seen.length > 0);
  const blockers = waited ? describeBlockers(seen) : null;
  return new StepFailure(cause, step, index, blockers, prefix.length);
}

interface Sent {
  readonly step: Step;
  /** What was sent before the step's own SQL, in the same message. */
  readonly prefix: string;
  readonly answer: Promise<unknown>;
}

/** Sends the next step each time it is asked for one. */
function* sendings(run: Run, unit: Unit): Generator<Sent, void> {
  let before = "";
  let role: string | undefined;
  for (const step of unit.steps) {
    const timeouts = setTimeouts("SET LOCAL", timeoutsOf(run, step));
    const settings = [
      ...(before === timeouts ? [] : [timeouts]),
      ...(role === step.as ? [] : [setRole(step)]),
    ];
    const prefix = settings.length === 0 || !unit.transactional ? "" : `${settings.join("; ")};\n`;
    before = timeouts;
    role = step.as;
    const answer = run.client.query(`${prefix}${step.sql}`);
    // Whoever waits for it still sees the error; only Node's complaint about one nobody came to see is avoided.
    answer.catch(() => undefined);
    yield { step, prefix, answer };
  }
}

function sendAhead(underWay: Sent[], coming: Iterator<Sent, void>): void {
  while (underWay.length < sentAhead) {
    const next = coming.next();
    if (next.done === true) return;
    underWay.push(next.value);
  }
}

function timeoutsOf(run: Run, step: Step): Timeouts {
  const { lockTimeout, statementTimeout } = run.options;
  return {
    lock: step.transactional ? (lockTimeout ?? step.lockTimeout) : step.lockTimeout,
    statement: statementTimeout ?? step.statementTimeout,
  };
}

function setTimeouts(verb: "SET" | "SET LOCAL", timeouts: Timeouts): string {
  return `${verb} lock_timeout = ${timeouts.lock}; ${verb} statement_timeout = ${timeouts.statement}`;
}
