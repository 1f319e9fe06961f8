// Findings of gates as GitHub Actions' workflow commands, which it shows as annotations of a pull request.
import type { GateReport } from ".";
import { placeOf } from "./place";

/** As the runner's toolkit escapes what a command holds. */
const data = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

export function githubReport(report: GateReport): string {
  return report.findings
    .map((finding) => {
      const { file, line } = placeOf(finding, report);
      const command = finding.level === "mandatory" ? "error" : "warning";
      const text = finding.sql === null ? finding.message : `${finding.message}\n${finding.sql}`;
      return `::${command} file=${property(file)},line=${line},title=${property(finding.gate)}::${data(text)}\n`;
    })
    .join("");
}
