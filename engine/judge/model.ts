// What the judge says of a plan. Pure data.
import type { ConsentRequest, Finding, Step } from "../plan/model";

/** A step that must not run yet, and the way out. */
export interface Blocked {
  readonly step: Step;
  readonly request: ConsentRequest;
  /** What would be lost, measured where a probe could run: `3,100 non-null values in 12,408 rows`; begins with `unknown` where it could not. */
  readonly loss: string;
}

/** What the probes found, by the probe's SQL: `3,100 non-null values in 12,408 rows`, or `unknown: <why>`. */
export type Measured = Readonly<Record<string, string>>;

export interface Verdict {
  /** One entry for each consent that is missing, at the first step that asks for it. */
  readonly blocked: readonly Blocked[];
  /** Consents that matched a step of this plan, as written in the settings. */
  readonly used: readonly string[];
  /** Consents that match nothing any more. */
  readonly unused: readonly string[];
  readonly findings: readonly Finding[];
  /** Absent where no probe was run. */
  readonly measured?: Measured;
}
