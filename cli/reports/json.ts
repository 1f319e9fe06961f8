// Findings of gates for programs.
import type { GateReport } from ".";
import { placeOf } from "./place";

export function jsonReport(report: GateReport): string {
  const { findings, asked, excepted } = report;
  const told = findings.map(({ gate, level, object, message, sql, ...rest }) => {
    const { file, line } = placeOf({ gate, level, object, message, sql, ...rest }, report);
    return { gate, level, object, message, sql, file, line };
  });
  return `${JSON.stringify({ version: 1, gates: asked, excepted, findings: told }, null, 2)}\n`;
}
