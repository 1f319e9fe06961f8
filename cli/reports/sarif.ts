// Findings of gates as SARIF 2.1.0 (OASIS), for code scanning and editors.
import { exceptionsId } from "../../gates/framework/exceptions";
import { gates } from "../../gates/index";
import { version } from "../package.json";
import type { GateReport } from ".";
import { placeOf } from "./place";

const schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

export function sarifReport(report: GateReport): string {
  const whys = new Map(Object.entries(gates).map(([id, { why }]) => [id, why]));
  const rules = [...report.asked, exceptionsId].map((id) => ({
    id,
    shortDescription: { text: whys.get(id) ?? "an exception must have a reason, and be needed" },
  }));
  const results = report.findings.map((finding) => {
    const { gate, level, message, object, sql } = finding;
    const { file, line } = placeOf(finding, report);
    return {
      ruleId: gate,
      ruleIndex: rules.findIndex(({ id }) => id === gate),
      level: level === "mandatory" ? "error" : "warning",
      message: { text: sql === null ? message : `${message}\n\n${sql}` },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: encodeURI(file), uriBaseId: "%SRCROOT%" },
            region: { startLine: line },
          },
          logicalLocations: [{ fullyQualifiedName: object }],
        },
      ],
      // Two runs tell of the same thing by this, whatever line it has moved to.
      partialFingerprints: { "object/v1": `${gate} ${object}` },
    };
  });
  const driver = { name: "stackschema", version, semanticVersion: version, rules };
  const log = {
    $schema: schema,
    version: "2.1.0",
    runs: [{ tool: { driver }, columnKind: "utf16CodeUnits", results }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}
