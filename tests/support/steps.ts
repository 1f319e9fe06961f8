// Steps and plans made by hand, for tests of what judges, shows and runs them.
import type { ObjectId } from "../../engine/catalog/model";
import type { Hazard, Plan, Step } from "../../engine/plan/model";

/** Object ids are branded; a test may write one. */
export function id(text: string): ObjectId {
  return text as ObjectId;
}

export function step(sql: string, rest: Partial<Omit<Step, "sql">> = {}): Step {
  return {
    sql,
    object: id("table app.t"),
    cause: "new in the source",
    phase: "expand",
    transactional: true,
    transaction: 1,
    locks: [],
    scans: false,
    rewrites: false,
    estimate: null,
    lockTimeout: 3000,
    statementTimeout: 0,
    hazards: [],
    ...rest,
  };
}

export function planOf(steps: readonly Step[], rest: Partial<Omit<Plan, "steps">> = {}): Plan {
  return { steps, from: "fingerprint-from", to: "fingerprint-to", hash: "c0ffee00", findings: [], ...rest };
}

/** A loss that wants consent. */
export function loss(change: string, hash: string, probe?: string): Hazard {
  const message = `${change.replace(/^drop/, "drops")} and its values`;
  return {
    kind: "loses data",
    message,
    consent: { change, hash },
    ...(probe === undefined ? {} : { probe }),
  };
}
