// The report of a rehearsal of isolation for people: a table, role by role, then what leaks and what is not proved.
import { attempts, type IsolationReport, type Outcome } from "./model";

function word(outcome: Outcome): string {
  switch (outcome.result) {
    case "isolated":
      return outcome.own === undefined ? "0 foreign" : `${outcome.own} own, 0 foreign`;
    case "refused":
      return { policy: "refused: policy", privilege: "no privilege", statement: "refused" }[outcome.by];
    case "leak":
      return "LEAK";
    case "none":
      return "–";
    case "untried":
      return "not proved";
  }
}

/** @param rows the first of them is the head */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? "").length)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

type Rows = readonly (readonly string[])[];

function relationRows({ relations }: IsolationReport, role: string): Rows {
  const own = relations.filter((entry) => entry.role === role);
  return own.map(({ object, outcomes }) => [object, ...attempts.map((what) => word(outcomes[what]))]);
}

function answerRows({ answers }: IsolationReport, role: string): Rows {
  return answers
    .filter((entry) => entry.role === role)
    .map(({ object, outcome }) => [
      object,
      outcome.result === "isolated" ? "the same without the other tenants" : word(outcome),
    ]);
}

const list = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [[`${title}:`, ...lines.map((line) => `  ${line}`)].join("\n")];

function verdict({ leaks, relations, answers, roles }: IsolationReport): string {
  if (leaks.length > 0) return leaks.length === 1 ? "1 leak" : `${leaks.length} leaks`;
  const objects = new Set([...relations, ...answers].map(({ object }) => object)).size;
  return `no leak: ${objects} objects, as ${roles.join(" and ")}`;
}

export function isolationText(report: IsolationReport): string {
  const { tenants, roles, ownerExempt, leaks, swappedLeaks, untried } = report;
  const owner = ownerExempt ? "exempt from row security" : "bound by row security like everybody";
  const tables = roles.flatMap((role) => {
    const relations = relationRows(report, role);
    const answers = answerRows(report, role);
    return [
      aligned([[`as ${role}`, ...attempts], ...relations]),
      ...(answers.length > 0 ? [aligned([[`as ${role}`, "answer"], ...answers])] : []),
    ];
  });
  return [
    `tenant ${tenants[0]} tries to reach the rows of others, as of ${tenants[1]}; the schema's owner is ${owner}`,
    ...tables,
    ...list(
      "leaks",
      leaks.filter((leak) => !swappedLeaks.includes(leak)),
    ),
    ...list(`leaks when tenant ${tenants[1]} tries`, swappedLeaks),
    ...list("not proved", untried),
    verdict(report),
  ].join("\n\n");
}

/** As GitHub shows it letter by letter: no mention, no link, no code. */
export const plainMarkdown = (text: string): string =>
  text
    .replace(/[\\`*_[\]~#|]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll("@", "&#64;")
    .replaceAll("://", "&#58;//")
    .replaceAll("www.", "www&#46;");

const cell = (text: string): string => plainMarkdown(text).replaceAll("\n", " ");

/** The same as GitHub shows it. */
export function isolationMarkdown(report: IsolationReport): string {
  const { roles, leaks, swappedLeaks, tenants, untried } = report;
  const table = (head: readonly string[], rows: Rows): string =>
    [head, head.map(() => "---"), ...rows].map((row) => `| ${row.map(cell).join(" | ")} |`).join("\n");
  const tables = roles.flatMap((role) => {
    const answers = answerRows(report, role);
    return [
      table([`as ${role}`, ...attempts], relationRows(report, role)),
      ...(answers.length > 0 ? [table([`as ${role}`, "answer"], answers)] : []),
    ];
  });
  const lines = (title: string, entries: readonly string[]): readonly string[] =>
    entries.length === 0 ? [] : [[`${title}:`, "", ...entries.map((entry) => `- ${cell(entry)}`)].join("\n")];
  const first = leaks.filter((leak) => !swappedLeaks.includes(leak));
  const swapped = lines(`Leaks when tenant ${tenants[1]} tries`, swappedLeaks);
  return [...lines("Leaks", first), ...swapped, ...lines("Not proved", untried), ...tables].join("\n\n");
}
