// Is the plan of now the plan that was read? Pure. Steps are compared by what they do to what: their SQL and the hashes
// of what they destroy, so that a DROP approved for one table never runs on a later table of that name.
import { SchemaError } from "../api";
import type { Plan, Step } from "../plan/model";

type Comparison =
  | { readonly result: "same" }
  /** The plan of now is the one that was read without some steps, in the same order. */
  | { readonly result: "less"; readonly message: string }
  | { readonly result: "changed"; readonly message: string };

export function compareApproved(approved: Plan, fresh: Plan): Comparison {
  const read = approved.steps.map(keyOf);
  const now = fresh.steps.map(keyOf);
  const done = remainder(approved.steps, now);
  if (!isSubsequence(now, read)) {
    return { result: "changed", message: changes(remainder(fresh.steps, read), done) };
  }
  if (now.length === read.length) return { result: "same" };
  const list = listing("-", done);
  return {
    result: "less",
    message: `${steps(done.length)} of the plan that was read ${done.length === 1 ? "is" : "are"} no longer needed:\n${list}`,
  };
}

/** Throws `plan-changed` unless the plan of now is the one that was read, or less of it; says what is less, if anything. */
export function requireApproved(approved: Plan, fresh: Plan): string | null {
  const comparison = compareApproved(approved, fresh);
  if (comparison.result === "changed") throw planChanged(comparison.message);
  return comparison.result === "less" ? comparison.message : null;
}

/** The same where only the hash of the plan that was read is at hand: then nothing may differ. */
export function requireApprovedHash(approvedHash: string, fresh: Plan): void {
  if (approvedHash === fresh.hash) return;
  throw planChanged(`  approved ${approvedHash}\n  now      ${fresh.hash} (${steps(fresh.steps.length)})`);
}

/** After the expand phase: throws `verification-failed` unless what is left of the plan is its contract phase, or less. */
export function requireContract(whole: Plan, left: Plan): void {
  const contract = { ...whole, steps: whole.steps.filter(({ phase }) => phase === "contract") };
  const comparison = compareApproved(contract, left);
  if (comparison.result !== "changed") return;
  throw new SchemaError(
    "verification-failed",
    `every step of the expand phase ran, but what is left is not the contract phase of the plan:\n${comparison.message}\nSomebody may have changed the database meanwhile: preview again to see the steps that are left.`,
  );
}

function planChanged(difference: string): SchemaError {
  return new SchemaError(
    "plan-changed",
    `the plan is not the one that was read: the database or the source changed in between\n${difference}\nNothing was changed. Preview again, read the new plan, and run it.`,
  );
}

function keyOf(step: Step): string {
  const consents = step.hazards.flatMap((hazard) =>
    hazard.consent === undefined ? [] : [hazard.consent.hash],
  );
  return JSON.stringify([step.sql, ...consents]);
}

function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let next = 0;
  for (const key of whole) if (key === part[next]) next++;
  return next === part.length;
}

/** The steps that are not among the keys, each key standing for one step. */
function remainder(from: readonly Step[], keys: readonly string[]): Step[] {
  const left = new Map<string, number>();
  for (const key of keys) left.set(key, (left.get(key) ?? 0) + 1);
  return from.filter((step) => {
    const key = keyOf(step);
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count <= 0;
  });
}

function changes(added: readonly Step[], removed: readonly Step[]): string {
  if (added.length === 0) return "  the same steps in another order";
  return [listing("+", added), listing("-", removed)].filter((text) => text !== "").join("\n");
}

function listing(sign: "+" | "-", list: readonly Step[]): string {
  const shown = list.slice(0, 10).map((step) => `  ${sign} ${firstLine(step.sql)}`);
  if (list.length > shown.length) shown.push(`  ${sign} and ${list.length - shown.length} more`);
  return shown.join("\n");
}

function firstLine(sql: string): string {
  const line = sql.trim().split("\n", 1)[0] ?? "";
  return line.length === sql.trim().length && line.length <= 160 ? line : `${line.slice(0, 157)}...`;
}

function steps(count: number): string {
  return count === 1 ? "1 step" : `${count} steps`;
}
