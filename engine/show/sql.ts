// A plan as a script that psql runs as the engine would: its transactions, its timeouts, its order. Pure.
// A blocked step is only there as a comment: whoever runs the script must not destroy what nobody consented to.
import { formatConsent } from "../judge/consents";
import { setRole } from "../plan/creators";
import type { Step } from "../plan/model";
import { type Unit, unitsOf } from "../plan/units";
import { asksFor, type Shown, summary } from "./words";

/** Empty where there is nothing to do. */
export function planSql(shown: Pick<Shown, "plan" | "verdict">): string {
  const { plan } = shown;
  if (plan.steps.length === 0) return "";
  const lines = [
    `-- ${summary(shown)}`,
    `-- plan ${plan.hash}`,
    "-- run it with: psql -X -v ON_ERROR_STOP=1 -f <this file>",
    "SET check_function_bodies = off;",
    "SET client_min_messages = warning;",
  ];
  for (const unit of unitsOf(plan)) lines.push("", ...unitLines(unit, shown));
  return `${lines.join("\n")}\n`;
}

function unitLines(unit: Unit, shown: Pick<Shown, "plan" | "verdict">): string[] {
  const verb = unit.transactional ? "SET LOCAL" : "SET";
  const lines = unit.transactional ? ["BEGIN;"] : [];
  let timeouts = "";
  let role: string | undefined;
  for (const step of unit.steps) {
    const wanted = `${verb} lock_timeout = ${step.lockTimeout};\n${verb} statement_timeout = ${step.statementTimeout};`;
    if (wanted !== timeouts) lines.push(wanted);
    timeouts = wanted;
    if (role !== step.as) lines.push(`${setRole(step)};`);
    role = step.as;
    lines.push(...statement(step, shown));
  }
  lines.push(unit.transactional ? "COMMIT;" : "RESET lock_timeout;\nRESET statement_timeout;");
  return lines;
}

function statement(step: Step, shown: Pick<Shown, "plan" | "verdict">): string[] {
  const sql = `${step.sql.trimEnd()};`;
  const missing = shown.verdict.blocked
    .filter(({ request }) => asksFor(step, request))
    .map(({ request }) => `-- BLOCKED, wants the consent: ${formatConsent(request)}`);
  if (missing.length === 0) return [sql];
  return [...missing, ...sql.split("\n").map((line) => `-- ${line}`.trimEnd())];
}
