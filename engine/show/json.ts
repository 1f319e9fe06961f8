// A plan for machines: one JSON document with a version. Pure; holds no connection and no secret.
// A field is never renamed or given another meaning without a new version; new fields may come.

import type { ObjectId } from "../catalog/model";
import { formatConsent } from "../judge/consents";
import type { Plan } from "../plan/model";
import { blockedAt, type Shown, summary } from "./words";

/** Also a `Plan`, so that a saved document can be handed back as the approved one. */
export interface PlanJson extends Plan {
  readonly version: 1;
  /** The first line of the text. */
  readonly summary: string;
  /** false: the server did not exist, and the plan starts from an empty database. */
  readonly hasTarget: boolean;
  readonly serverMajor: number;
  readonly blocked: readonly BlockedJson[];
  readonly consents: {
    /** As written in the settings. */
    readonly used: readonly string[];
    readonly unused: readonly string[];
  };
}

export interface BlockedJson {
  /** Position of the step, from 1. */
  readonly step: number;
  readonly object: ObjectId;
  /** What the settings must hold to permit it. */
  readonly consent: string;
  readonly loss: string;
}

export function planJson(shown: Shown): PlanJson {
  const { plan, verdict } = shown;
  const positions = blockedAt(shown);
  return {
    version: 1,
    hash: plan.hash,
    summary: plan.steps.length === 0 ? "nothing to do" : summary(shown),
    hasTarget: shown.live !== null,
    serverMajor: shown.desired.serverMajor,
    from: plan.from,
    to: plan.to,
    steps: plan.steps,
    blocked: plan.steps.flatMap((step, index) =>
      (positions.get(index + 1) ?? []).map(({ blocked }) => ({
        step: index + 1,
        object: step.object,
        consent: formatConsent(blocked.request),
        loss: blocked.loss,
      })),
    ),
    consents: { used: verdict.used, unused: verdict.unused },
    findings: [...verdict.findings, ...plan.findings],
  };
}
