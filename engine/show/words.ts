// Words and numbers of a plan, as people read them. Pure; plain ASCII.
import { count } from "../catalog/count";
import { type Estimate, type Kind, kinds } from "../catalog/model";
import { kindOf } from "../catalog/names";
import type { Blocked, Verdict } from "../judge/model";
import type { ConsentRequest, LockMode, Plan, Proof, Step } from "../plan/model";
import { unitsOf } from "../plan/units";

/** What is shown; a `PlannedSchema` is one. */
export interface Shown {
  readonly plan: Plan;
  readonly verdict: Verdict;
  /** null where the database does not exist yet. */
  readonly live: object | null;
  readonly desired: { readonly serverMajor: number };
  /** How the plan was proved; null where it was not. @default null */
  readonly proof?: Proof | null;
}

/** `12 steps in 2 transactions: 3 tables, 1 column; blocks: none; destroys: 1 (1 blocked)`. */
export function summary(shown: Pick<Shown, "plan" | "verdict">): string {
  const { steps } = shown.plan;
  const parts = [
    `${count(steps.length, "step")}${transactions(shown.plan)}: ${objects(steps)}`,
    `blocks: ${blockedRelations(steps)}`,
    `destroys: ${destroyed(shown)}`,
  ];
  return parts.join("; ");
}

function transactions(plan: Plan): string {
  const units = unitsOf(plan);
  const inside = units.filter((unit) => unit.transactional).length;
  const outside = units.length - inside;
  if (outside > 0) return ` (${outside} outside a transaction)`;
  return inside > 1 ? ` in ${inside} transactions` : "";
}

function objects(steps: readonly Step[]): string {
  const counts = new Map<Kind, number>();
  for (const id of new Set(steps.map((step) => step.object))) {
    const kind = kindOf(id);
    if (kind !== null) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return kinds
    .flatMap((kind) => {
      const number = counts.get(kind) ?? 0;
      return number === 0 ? [] : [`${number} ${number === 1 ? words[kind].one : words[kind].many}`];
    })
    .join(", ");
}

function blockedRelations(steps: readonly Step[]): string {
  const found = { reads: new Set<string>(), writes: new Set<string>() };
  for (const step of steps) {
    const what = blocks(step);
    if (what === "none") continue;
    const relations = step.locks.map((lock) => lock.relation);
    for (const relation of relations.length > 0 ? relations : [step.object]) {
      found[what === "writes" ? "writes" : "reads"].add(relation);
    }
  }
  for (const relation of found.reads) found.writes.delete(relation);
  const parts: string[] = [];
  if (found.reads.size > 0) parts.push(`reads and writes of ${list([...found.reads])}`);
  if (found.writes.size > 0) parts.push(`writes to ${list([...found.writes])}`);
  return parts.join(", ") || "none";
}

function destroyed(shown: Pick<Shown, "plan" | "verdict">): string {
  const requests = new Set<string>();
  for (const step of shown.plan.steps) {
    for (const { consent } of step.hazards) if (consent) requests.add(`${consent.change} ${consent.hash}`);
  }
  if (requests.size === 0) return "none";
  const blocked = shown.verdict.blocked.length;
  return blocked === 0 ? String(requests.size) : `${requests.size} (${blocked} blocked)`;
}

/** The consents that are missing, by the position (from 1) of the first step that asks for each. */
export function blockedAt(
  shown: Pick<Shown, "plan" | "verdict">,
): ReadonlyMap<number, readonly BlockedHere[]> {
  const found = new Map<number, BlockedHere[]>();
  for (const [index, blocked] of shown.verdict.blocked.entries()) {
    const position = shown.plan.steps.findIndex((step) => asksFor(step, blocked.request)) + 1;
    found.set(position, [...(found.get(position) ?? []), { blocked, index }]);
  }
  return found;
}

export interface BlockedHere {
  readonly blocked: Blocked;
  /** Position among the missing consents, from 0. */
  readonly index: number;
}

export function asksFor(step: Step, request: ConsentRequest): boolean {
  return step.hazards.some(
    ({ consent }) => consent?.change === request.change && consent.hash === request.hash,
  );
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}

/** What waits for longer than a moment while the step runs. */
export function blocks(step: Step): "none" | "writes" | "reads and writes" {
  const has = (kind: string) => step.hazards.some((hazard) => hazard.kind === kind);
  if (has("blocks reads")) return "reads and writes";
  const takesLong = step.scans || step.rewrites;
  if (takesLong && step.locks.some((lock) => lock.mode === "ACCESS EXCLUSIVE")) return "reads and writes";
  const shutsOut = takesLong && step.locks.some((lock) => stopsWriters.has(lock.mode));
  return has("blocks writes") || shutsOut ? "writes" : "none";
}

/** Modes that conflict with the ROW EXCLUSIVE of a writer (Postgres manual 13.3.1). */
const stopsWriters: ReadonlySet<LockMode> = new Set([
  "SHARE",
  "SHARE ROW EXCLUSIVE",
  "EXCLUSIVE",
  "ACCESS EXCLUSIVE",
]);

/** `12,408 rows, 3.1 MB`. */
export function describeEstimate(estimate: Estimate): string {
  const rows = estimate.rows === null ? "rows unknown" : count(estimate.rows, "row");
  return `${rows}, ${describeBytes(estimate.bytes)}`;
}

/** As Postgres counts: 1024 bytes are a kB. */
export function describeBytes(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  const digits = unit > 0 && value < 10 && !Number.isInteger(value) ? value.toFixed(1) : Math.round(value);
  return `${digits} ${units[unit] ?? ""}`;
}

const plain = (word: string) => ({ one: word, many: `${word}s` });

const words: Readonly<Record<Kind, { readonly one: string; readonly many: string }>> = {
  schema: plain("schema"),
  extension: plain("extension"),
  language: plain("language"),
  "foreign data wrapper": plain("foreign data wrapper"),
  server: plain("server"),
  "user mapping": plain("user mapping"),
  enum: plain("enum"),
  domain: plain("domain"),
  composite: plain("composite type"),
  range: plain("range type"),
  collation: plain("collation"),
  sequence: plain("sequence"),
  function: plain("function"),
  procedure: plain("procedure"),
  aggregate: plain("aggregate"),
  operator: plain("operator"),
  "operator family": { one: "operator family", many: "operator families" },
  "operator class": { one: "operator class", many: "operator classes" },
  conversion: plain("conversion"),
  "text search parser": plain("text search parser"),
  "text search template": plain("text search template"),
  cast: plain("cast"),
  transform: plain("transform"),
  "text search dictionary": { one: "text search dictionary", many: "text search dictionaries" },
  "text search configuration": plain("text search configuration"),
  table: plain("table"),
  column: plain("column"),
  default: plain("default"),
  constraint: plain("constraint"),
  index: { one: "index", many: "indexes" },
  attachment: plain("attachment"),
  statistics: { one: "statistics object", many: "statistics objects" },
  view: plain("view"),
  "materialized view": plain("materialized view"),
  rule: plain("rule"),
  trigger: plain("trigger"),
  policy: { one: "policy", many: "policies" },
  publication: plain("publication"),
  "published table": plain("published table"),
  "published schema": plain("published schema"),
  "event trigger": plain("event trigger"),
  privilege: plain("privilege"),
  comment: plain("comment"),
  owner: plain("owner"),
  "default privilege": plain("default privilege"),
};
