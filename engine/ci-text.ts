// The report of a pull request's schema as people read it: a few lines for a terminal, and Markdown for a comment. Pure.
import type { CiPart, CiReport, CiStatus } from "./ci";
import type { Step } from "./plan/model";
import { isolationMarkdown, isolationText, plainMarkdown } from "./rehearsal/isolation/text";
import { planText } from "./show/text";
import { blocks, describeEstimate, summary } from "./show/words";

const words: Readonly<Record<CiStatus, string>> = {
  passed: "ok",
  failed: "FAILED",
  blocked: "BLOCKED",
  skipped: "–",
};

function headline({ isGood, parts }: CiReport): string {
  if (isGood) return "good";
  const wrong = parts.filter(({ status }) => status === "failed" || status === "blocked");
  return wrong.map(({ name, status }) => `${name} ${status}`).join(", ");
}

function partText({ name, status, summary: said, lines }: CiPart): string {
  return [`${words[status].padEnd(8)}${name}: ${said}`, ...lines.map((line) => `          ${line}`)].join(
    "\n",
  );
}

/** @param name of the schema, as it is asked for */
export function ciText(report: CiReport, name: string): string {
  const { planned, isolation, parts } = report;
  const plan =
    planned === null ? "" : planText(planned, { consentCommand: (consent) => `--consent '${consent}'` });
  return [
    plan,
    isolation === null ? "" : isolationText(isolation),
    parts.map(partText).join("\n"),
    `${name}: ${headline(report)}`,
  ]
    .filter((text) => text !== "")
    .join("\n\n");
}

const cell = (text: string): string => plainMarkdown(text).replaceAll("\n", "<br>");

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(head), row(head.map(() => "---")), ...rows.map((cells) => row(cells.map(cell)))].join("\n");
}

/** A fence longer than any run of backticks within. */
function fenced(text: string, language: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(Math.max(3, longest + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

const folded = (title: string, text: string): string =>
  `<details>\n<summary>${title}</summary>\n\n${text}\n\n</details>`;

function lockRows(steps: readonly Step[]): readonly (readonly string[])[] {
  return steps.flatMap((step, index) =>
    step.locks.map(({ mode, relation }) => [
      String(index + 1),
      mode,
      relation,
      blocks(step) === "none" ? "a moment" : blocks(step),
      step.estimate === null ? "" : describeEstimate(step.estimate),
    ]),
  );
}

function planParts({ planned }: CiReport): readonly string[] {
  if (planned === null || planned.plan.steps.length === 0) return [];
  const { plan } = planned;
  const sql = plan.steps.map((step, index) => `-- ${index + 1}: ${step.cause}\n${step.sql};`).join("\n\n");
  const locks = lockRows(plan.steps);
  const hazards = plan.steps.flatMap((step, index) =>
    step.hazards.map(({ kind, message }) => [String(index + 1), kind, message]),
  );
  return [
    summary(planned),
    plan.steps.length > 12
      ? folded(`SQL: ${plan.steps.length} steps`, fenced(sql, "sql"))
      : `### SQL\n\n${fenced(sql, "sql")}`,
    ...(locks.length === 0 ? [] : [`### Locks\n\n${table(["step", "lock", "on", "blocks", "size"], locks)}`]),
    ...(hazards.length === 0 ? [] : [`### Hazards\n\n${table(["step", "hazard", "what"], hazards)}`]),
  ];
}

function findingParts({ planned }: CiReport): readonly string[] {
  const findings = planned === null ? [] : [...planned.verdict.findings, ...planned.plan.findings];
  if (findings.length === 0) return [];
  const rows = findings.map(({ level, id, message }) => [level, id, message]);
  return [`### Findings\n\n${table(["level", "id", "what"], rows)}`];
}

/** GitHub's limit for a comment is 65,536 characters; some is left for what stands around it. */
const longestComment = 60_000;

/** The line by which the comment of an earlier run is found. */
export const ciMarker = (name: string): string => `<!-- stackschema ci: ${name.replaceAll("--", "- -")} -->`;

/** One comment; what does not fit in it is left out and said to be. @param name of the schema, as it is asked for */
export function ciMarkdown(report: CiReport, name: string): string {
  const parts = report.parts.map(({ name: of, status, summary: said, lines }) => [
    of,
    words[status],
    [said, ...lines.slice(0, 20).map((line) => line.split("\n", 1)[0] ?? "")].join("\n"),
  ]);
  // What has lines of its own, as SQL that would satisfy a gate, stands under the table.
  const long = report.parts.flatMap(({ lines }) => lines.slice(0, 20).filter((line) => line.includes("\n")));
  const must = [
    ciMarker(name),
    `## Schema \`${name}\`: ${headline(report)}`,
    table(["part", "", "what"], parts),
    ...(long.length === 0 ? [] : [fenced(long.join("\n\n"), "sql")]),
  ];
  const isolation =
    report.isolation === null ? [] : [folded("Isolation", isolationMarkdown(report.isolation))];
  let text = must.join("\n\n");
  for (const more of [...planParts(report), ...findingParts(report), ...isolation]) {
    const fits = text.length + more.length < longestComment;
    text += fits
      ? `\n\n${more}`
      : "\n\n*A part is left out here: it is too long for a comment. Run the command yourself.*";
  }
  return `${text}\n`;
}
