// What the commands print about a plan, and the exit code it means. Decides nothing else.
import picocolors from "picocolors";
import { type PlannedSchema, planJson, planSql, planText, shellQuote } from "../engine/index";
import { type ExitCode, exitCodes } from "./failures";
import type { Terminal } from "./terminal";

export const formats = ["text", "sql", "json"] as const;
export type Format = (typeof formats)[number];

function consentOption(consent: string): string {
  return `--consent ${shellQuote(consent)}`;
}

export function renderPlan(planned: PlannedSchema, format: Format, terminal: Terminal): string {
  if (format === "sql") return planSql(planned);
  if (format === "json") return `${JSON.stringify(planJson(planned), null, 2)}\n`;
  const paint = terminal.color ? { paint: picocolors } : {};
  const text = planText(planned, { consentCommand: consentOption, ...paint });
  const nothing = planned.plan.steps.length === 0 ? ["nothing to do"] : [];
  return `${[...nothing, text].filter((part) => part !== "").join("\n")}\n`;
}

export function hasErrors(planned: PlannedSchema): boolean {
  return [...planned.plan.findings, ...planned.verdict.findings].some((finding) => finding.level === "error");
}

/** What `plan` and `check` end with. */
export function planExitCode(planned: PlannedSchema): ExitCode {
  if (hasErrors(planned)) return exitCodes.error;
  if (planned.verdict.blocked.length > 0) return exitCodes.blocked;
  return planned.plan.steps.length > 0 ? exitCodes.pending : exitCodes.done;
}
