// Findings of gates for people: one paragraph for each, with the SQL that would satisfy the gate.
import { indented } from "../../gates/framework/run";
import type { GateReport } from ".";

export function textReport({ findings, asked, excepted }: GateReport): string {
  const paragraphs = findings.map(({ gate, level, message, sql, place }) => {
    const at = place === null ? "" : `${place.file}:${place.line}: `;
    const head = `${level} ${gate}: ${at}${message}`;
    return sql === null ? `${head}\n` : `${head}\n${indented(sql)}\n`;
  });
  const mandatory = findings.filter(({ level }) => level === "mandatory").length;
  const found =
    findings.length === 0
      ? "all hold"
      : `${mandatory} mandatory, ${findings.length - mandatory} advisory findings`;
  const kept = excepted === 0 ? "" : `; ${excepted} excepted`;
  return `${[...paragraphs, `${asked.length} gates: ${found}${kept}`].join("\n")}\n`;
}
