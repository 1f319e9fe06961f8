// The words of a schema resource: its plan for people, with the Pulumi commands that give consent and approval.

import { type Plan, planText, type Shown, type Step, shellQuote } from "../../engine/index";
import { setCommand } from "../config-command";

/** The command that sets one value of the stack's configuration; on Windows as PowerShell wants it quoted. */
export function configCommand(stack: string, key: string, value: string): string {
  const quoted = process.platform === "win32" ? `'${value.replaceAll("'", "''")}'` : shellQuote(value);
  return setCommand(stack, key, quoted);
}

export interface PlanWords {
  readonly stack: string;
  /** How many consents the stack has already: the next one goes behind them. */
  readonly consents: number;
}

export function planWords(shown: Shown, { stack, consents }: PlanWords): string {
  const consentCommand = (consent: string, index: number): string =>
    configCommand(stack, `stackschema:consents[${consents + index}]`, consent);
  return planText(shown, { consentCommand });
}

/** One significant digit: estimates move from hour to hour, and a saved Pulumi plan binds every input. */
export function withRoundEstimates(plan: Plan): Plan {
  return { ...plan, steps: plan.steps.map(withRoundEstimate) };
}

function withRoundEstimate(step: Step): Step {
  if (step.estimate === null) return step;
  const { rows, bytes } = step.estimate;
  return { ...step, estimate: { rows: rows === null ? null : round(rows), bytes: round(bytes) } };
}

function round(value: number): number {
  return Number(value.toPrecision(1));
}
