// Groups the steps of a plan into units: what is committed together or not at all, in the plan's order. Pure.
import type { Plan, Step } from "./model";

export interface Unit {
  /** false: one step outside any transaction block. */
  readonly transactional: boolean;
  /** Position of the first step in the plan, from 1. */
  readonly first: number;
  readonly steps: readonly Step[];
}

export function unitsOf(plan: Pick<Plan, "steps">): Unit[] {
  const units: { transactional: boolean; first: number; steps: Step[] }[] = [];
  for (const [index, step] of plan.steps.entries()) {
    const last = units.at(-1);
    const joins =
      step.transactional && last?.transactional && last.steps[0]?.transaction === step.transaction;
    if (joins) last.steps.push(step);
    else units.push({ transactional: step.transactional, first: index + 1, steps: [step] });
  }
  return units;
}
