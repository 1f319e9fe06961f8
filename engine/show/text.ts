// A plan as people read it: a summary line, the numbered statements, one comment line below each that is not harmless,
// the way out of what is blocked, and the findings. Pure; plain ASCII unless a painter is handed in.
import { formatConsent } from "../judge/consents";
import type { Blocked } from "../judge/model";
import type { Finding, Hazard, HazardKind, Step } from "../plan/model";
import { type Unit, unitsOf } from "../plan/units";
import { describeTime } from "./times";
import { type BlockedHere, blockedAt, blocks, describeEstimate, type Shown, summary } from "./words";

type Paint = (text: string) => string;

/** Colours for a terminal; picocolors fits. */
export interface Painter {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly yellow: Paint;
}

export interface TextOptions {
  /**
   * The command that gives one missing consent; `index` counts the missing ones from 0.
   * @example (consent) => `--consent ${shellQuote(consent)}`
   */
  readonly consentCommand: (consent: string, index: number) => string;
  /** @default no colours */
  readonly paint?: Painter;
}

const unpainted: Painter = { bold: same, dim: same, red: same, yellow: same };

function same(text: string): string {
  return text;
}

/** Empty where there is nothing to do and nothing to say. */
export function planText(shown: Shown, options: TextOptions): string {
  const paint = options.paint ?? unpainted;
  const blocks: string[] = [];
  if (shown.plan.steps.length > 0) {
    blocks.push(head(shown, paint), stepsText(shown, options, paint));
  }
  const findings = [...shown.verdict.findings, ...shown.plan.findings].sort(byLevel);
  if (findings.length > 0) blocks.push(findings.map((finding) => findingText(finding, paint)).join("\n"));
  return blocks.join("\n\n");
}

function head(shown: Shown, paint: Painter): string {
  const line = [paint.bold(summary(shown)), ...proofLines(shown)].join("\n");
  if (shown.live !== null) return line;
  return `${line}\nthe database does not exist yet: planned against an empty one of Postgres ${shown.desired.serverMajor}`;
}

/** What stands in the way of a proof is a finding. */
function proofLines({ proof }: Shown): readonly string[] {
  if (!proof) return [];
  const { milliseconds } = proof;
  if (milliseconds === null) return ["proved before on a copy of the schema"];
  return [`proved on a copy of the schema in ${(milliseconds / 1000).toFixed(1)} s`];
}

function stepsText(shown: Shown, options: TextOptions, paint: Painter): string {
  const units = unitsOf(shown.plan);
  const width = String(shown.plan.steps.length).length;
  const context: StepContext = { shown, options, paint, width, blocked: blockedAt(shown) };
  const lines: string[] = [];
  let transaction = 0;
  for (const unit of units) {
    if (unit.transactional) transaction++;
    if (units.length > 1) lines.push(paint.dim(unitTitle(unit, transaction)));
    for (const [offset, step] of unit.steps.entries()) {
      lines.push(...stepLines(step, unit.first + offset, context));
    }
  }
  return lines.join("\n");
}

function unitTitle(unit: Unit, transaction: number): string {
  return unit.transactional ? `transaction ${transaction}` : "outside a transaction";
}

interface StepContext {
  readonly shown: Shown;
  readonly options: TextOptions;
  readonly paint: Painter;
  readonly width: number;
  readonly blocked: ReadonlyMap<number, readonly BlockedHere[]>;
}

function stepLines(step: Step, number: number, context: StepContext): string[] {
  const { shown, options, paint, width } = context;
  const indent = " ".repeat(width + 4);
  const label = `  ${String(number).padStart(width)}. `.slice(0, indent.length);
  const [first = "", ...rest] = statementLines(step.sql);
  const lines = [`${label}${first}`, ...rest.map((line) => (line === "" ? "" : `${indent}${line}`))];
  const comment = commentOf(step, shown);
  if (comment !== "") lines.push(paint.dim(`${indent}-- ${comment}`));
  for (const { blocked, index } of context.blocked.get(number) ?? []) {
    lines.push(paint.red(`${indent}BLOCKED: ${blockedText(blocked)}. To permit it:`));
    lines.push(`${indent}  ${options.consentCommand(formatConsent(blocked.request), index)}`);
  }
  return lines;
}

function statementLines(sql: string): string[] {
  const lines = sql.trim().split(/\r?\n/);
  return lines.map((line, index) => (index === lines.length - 1 ? `${line.trimEnd()};` : line.trimEnd()));
}

function blockedText(blocked: Blocked): string {
  return blocked.loss.startsWith("unknown")
    ? `${blocked.request.change} destroys data, how much is ${blocked.loss}`
    : `${blocked.request.change} destroys ${blocked.loss}`;
}

/** The cause that every CREATE has anyway. */
const obviousCause = "new in the source";

/** One line; empty for a step that locks nothing in use, has no hazard and no cause but the obvious one. */
function commentOf(step: Step, shown: Shown): string {
  const cause = step.cause === obviousCause ? "" : oneLine(step.cause);
  const parts = [effectsOf(step), ...hazardsOf(step, shown), cause];
  return parts.filter((part) => part !== "").join("; ");
}

/** `SHARE on table app.t (12,408 rows, 3.1 MB), blocks writes, scans`. */
function effectsOf(step: Step): string {
  const size = step.estimate === null ? "" : ` (${describeEstimate(step.estimate)})`;
  const work = workOf(step);
  if (step.locks.length === 0) return work === "" ? "" : `${work}${size}`;
  // The first is the relation that the step is about, which the estimate is of.
  const locks = step.locks.map(
    ({ mode, relation }, index) => `${mode} on ${relation}${index === 0 ? size : ""}`,
  );
  const shut = blocks(step);
  const how = shut === "none" ? "online" : `blocks ${shut}`;
  return [...locks, how, work].filter((part) => part !== "").join(", ");
}

function workOf(step: Step): string {
  if (step.inBatches !== undefined) return "in batches, each committed";
  const time = describeTime(step);
  const work = step.rewrites ? "rewrites" : step.scans ? "scans" : "";
  return time === "" ? work : `${work} (${time})`;
}

/** What the effects say already needs no heading, and of two that wait the readers are enough. */
function hazardsOf(step: Step, shown: Shown): string[] {
  const blocksReads = step.hazards.some((hazard) => hazard.kind === "blocks reads");
  return step.hazards.flatMap((hazard) => {
    if (hazard.kind === "blocks writes" && blocksReads) return [];
    const heading = inEffects.has(hazard.kind) ? "" : `${hazard.kind}: `;
    return [`${heading}${oneLine(hazard.message)}${foundOf(hazard, shown)}${insteadOf(hazard)}`];
  });
}

/** Of a failure it is told when there is one. */
const insteadOf = ({ kind, remedy }: Hazard): string =>
  kind === "rewrites the table" && remedy !== undefined ? `, or ${remedy}` : "";

const inEffects: ReadonlySet<HazardKind> = new Set(["rewrites the table", "blocks writes", "blocks reads"]);

/** What a probe measured, unless it stands in the lines of what is blocked. */
function foundOf(hazard: Hazard, shown: Shown): string {
  const measured = hazard.probe === undefined ? undefined : shown.verdict.measured?.[hazard.probe];
  const isBlocked = shown.verdict.blocked.some(
    (blocked) => blocked.request.change === hazard.consent?.change,
  );
  return measured === undefined || isBlocked ? "" : ` (${oneLine(measured)})`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim().replace(/\.$/, "");
}

const levels: readonly Finding["level"][] = ["error", "warning", "info"];

function byLevel(a: Finding, b: Finding): number {
  return levels.indexOf(a.level) - levels.indexOf(b.level);
}

function findingText(finding: Finding, paint: Painter): string {
  const about =
    finding.object === null || finding.message.includes(finding.object) ? "" : ` (${finding.object})`;
  const line = `${finding.level} ${finding.id}: ${finding.message}${about}`;
  switch (finding.level) {
    case "error":
      return paint.red(line);
    case "warning":
      return paint.yellow(line);
    case "info":
      return paint.dim(line);
  }
}
