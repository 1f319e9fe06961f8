// Runs gates over one application: breaches, less exceptions, with the levels of the stack. Pure.
import type { Catalog, Finding, ObjectId } from "../../engine/index";
import { exceptionsFile, ofPapers, readExceptions, unused } from "./exceptions";
import { Facts } from "./facts";
import type { Breach, Choice, Gate, GateFinding, Level, Subject } from "./model";
import type { Papers } from "./papers";
import { registryOf } from "./registry";

export interface RunRequest {
  readonly catalog: Catalog;
  readonly papers: Papers;
  readonly gates: Readonly<Record<string, Gate>>;
  /** By gate; others have their own level. @default none */
  readonly levels?: Readonly<Record<string, Choice>>;
  /** Day of the run, `2026-11-22`: exceptions end. */
  readonly today: string;
}

export interface GateRun {
  readonly findings: readonly GateFinding[];
  /** Gates that were asked. */
  readonly asked: readonly string[];
  readonly excepted: number;
}

export function subjectOf(catalog: Catalog, papers: Papers): Subject {
  const facts = new Facts(catalog);
  return { catalog, facts, registry: registryOf(facts), papers };
}

/** The findings, mandatory ones first, then in the order of the gates. */
export function runGates({ catalog, papers, gates, levels = {}, today }: RunRequest): GateRun {
  const subject = subjectOf(catalog, papers);
  const file = `${papers.source}/${exceptionsFile}`;
  const known = Object.keys(gates);
  const { exceptions, problems } = readExceptions(papers.exceptions, { file, gates: known, today });
  const used = new Set<string>();
  const keyOf = (gate: string, object: string): string => `${gate}\0${object}`;
  const granted = new Set(exceptions.map(({ gate, object }) => keyOf(gate, object)));
  const asked: string[] = [];
  const findings: GateFinding[] = [];
  for (const [id, gate] of Object.entries(gates)) {
    const level = levels[id] ?? gate.level;
    if (level === "off") continue;
    asked.push(id);
    for (const breach of gate.check(subject)) {
      const key = keyOf(id, breach.object);
      if (granted.has(key)) used.add(key);
      else findings.push(found(id, level, breach));
    }
  }
  const left = exceptions.filter(
    ({ gate, object }) => asked.includes(gate) && !used.has(keyOf(gate, object)),
  );
  const isThere = (object: string): boolean =>
    ofPapers.test(object) || catalog.objects.has(object as ObjectId);
  const all = [...problems, ...left.map((one) => unused(one, file, isThere(one.object))), ...findings];
  const ofLevel = (level: Level): readonly GateFinding[] => all.filter((finding) => finding.level === level);
  return { findings: [...ofLevel("mandatory"), ...ofLevel("advisory")], asked, excepted: used.size };
}

function found(gate: string, level: Level, breach: Breach): GateFinding {
  return { gate, level, ...breach, place: null };
}

/** As the engine's judge takes it: a mandatory finding is an error, and stops the plan. */
export function findingOf(finding: GateFinding, catalog: Catalog): Finding {
  const { gate, level, object, message, sql, place } = finding;
  const at = place === null ? "" : `${place.file}:${place.line}: `;
  const isObject = catalog.objects.has(object as ObjectId);
  return {
    level: level === "mandatory" ? "error" : "warning",
    id: gate,
    object: isObject ? (object as ObjectId) : null,
    message: `${at}${message}${sql === null ? "" : `. This would satisfy it:\n${indented(sql)}`}`,
  };
}

export function indented(sql: string): string {
  return sql
    .split("\n")
    .map((line) => (line === "" ? "" : `    ${line}`))
    .join("\n");
}
