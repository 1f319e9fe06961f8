// Asks the data what a plan would lose: the only file of the judge that talks to Postgres, and it only reads.
// Row security must not blind it: with `row_security = off` Postgres refuses rather than hides rows, and the answer is
// then `unknown`, which everybody treats as full.
import { type Client, DatabaseError } from "pg";
import type { Plan } from "../plan/model";
import type { Measured } from "./model";

interface ProbeOptions {
  /** Milliseconds one probe may take. @default 2000 */
  readonly timeout?: number;
  /** Milliseconds all probes of a plan may take; those that did not get their turn are unknown. @default 15000 */
  readonly budget?: number;
}

/** Runs the probes of a plan's hazards and says in words what each found. */
export async function measureLosses(
  client: Client,
  plan: Plan,
  options: ProbeOptions = {},
): Promise<Measured> {
  const timeout = options.timeout ?? 2000;
  const deadline = performance.now() + (options.budget ?? 15_000);
  const measured: Record<string, string> = {};
  for (const { probe } of plan.steps.flatMap((step) => step.hazards)) {
    if (probe === undefined || probe in measured) continue;
    const left = Math.floor(Math.min(timeout, deadline - performance.now()));
    measured[probe] = left > 0 ? await runProbe(client, probe, left) : "unknown: no time left to count";
  }
  return measured;
}

async function runProbe(client: Client, probe: string, timeout: number): Promise<string> {
  await client.query(
    `BEGIN READ ONLY; SET LOCAL row_security = off; SET LOCAL lock_timeout = ${timeout}; SET LOCAL statement_timeout = ${timeout}`,
  );
  try {
    const result = await client.query<Record<string, unknown>>(probe);
    return describeCounts(result.rows[0] ?? {});
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.severity === "FATAL") throw error;
    return `unknown: ${reason(error, timeout)}`;
  } finally {
    await client.query("ROLLBACK").catch(() => undefined);
  }
}

function reason(error: DatabaseError, timeout: number): string {
  switch (error.code) {
    case "57014":
      return `counting takes longer than ${timeout / 1000} s`;
    case "55P03":
      return `the table is locked by someone for longer than ${timeout / 1000} s`;
    default:
      return error.message;
  }
}

/** `{ "non-null values": "3100", rows: "12408" }` → `3,100 non-null values in 12,408 rows`. */
function describeCounts(row: Readonly<Record<string, unknown>>): string {
  const { rows, ...others } = row;
  const parts = Object.entries(others).map(([name, value]) => describeCount(name, value));
  if (rows === undefined) return parts.join(", ") || "nothing";
  const total = describeCount("rows", rows);
  return parts.length === 0 ? total : `${parts.join(", ")} in ${total}`;
}

function describeCount(name: string, value: unknown): string {
  const text = String(value ?? 0);
  if (!/^\d+$/.test(text)) return `${name} ${text}`;
  const count = BigInt(text);
  return `${count.toLocaleString("en-US")} ${count === 1n ? name.replace(/s$/, "") : name}`;
}
