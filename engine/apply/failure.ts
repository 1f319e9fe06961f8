// What a failed run says: the step, its SQL, Postgres's own words, what is committed, what was undone, and what to do next.
import { DatabaseError } from "pg";
import { type RanStep, SchemaError } from "../api";
import type { Step } from "../plan/model";
import type { Unit } from "../plan/units";

/** A run that stopped; what was committed before stays, and the next run goes on from there. */
export class ApplyError extends SchemaError {
  /** @param ran the steps that are committed */
  constructor(
    code: string,
    message: string,
    readonly ran: readonly RanStep[],
    options?: ErrorOptions,
  ) {
    super(code, message, options);
  }
}

/** One statement of a unit failed; `step` is null where COMMIT itself did. */
export class StepFailure extends Error {
  constructor(
    override readonly cause: Error,
    readonly step: Step | null,
    /** Position in the plan, from 1. */
    readonly index: number,
    readonly blockers: string | null,
    /** Characters that stand before the step's own SQL in what was sent. */
    readonly offset: number,
  ) {
    super(cause.message, { cause });
  }
}

/** Errors that a rolled back transaction may not meet again. */
const passing: Readonly<Record<string, string>> = {
  "55P03": "lock-timeout",
  "40P01": "deadlock",
  "40001": "serialization-failure",
};

/** Whether the whole transaction may simply be tried again. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof DatabaseError)) return false;
  // Two sessions changed one catalog row at once, as concurrent GRANTs do.
  const concurrent = error.code === "XX000" && /tuple concurrently (updated|deleted)/.test(error.message);
  return concurrent || (error.code !== undefined && error.code in passing);
}

/** Whether the session is gone, so that nothing more can be asked of it. */
export function isLost(error: unknown): boolean {
  return !(error instanceof DatabaseError) || error.severity === "FATAL" || error.severity === "PANIC";
}

interface FailureContext {
  readonly unit: Unit;
  readonly total: number;
  readonly ran: readonly RanStep[];
  readonly attempts: number;
  readonly cancelled: boolean;
}

export function applyError(failure: StepFailure, context: FailureContext): ApplyError {
  const { code, next } = diagnose(failure, context);
  const lines = [headline(failure, context), ...postgresWords(failure.cause)];
  if (failure.blockers !== null) lines.push(`  ${failure.blockers}`);
  if (failure.step !== null) lines.push(...statement(failure.step.sql, failure));
  lines.push(...aftermath(failure, context), next);
  return new ApplyError(code, lines.join("\n"), context.ran, { cause: failure.cause });
}

export function cancelledBefore(context: Omit<FailureContext, "attempts" | "cancelled">): ApplyError {
  const lines = [
    `cancelled before step ${context.unit.first}/${context.total}`,
    committed(context.ran.length, context.total),
    goesOn,
  ];
  return new ApplyError("cancelled", lines.join("\n"), context.ran);
}

const goesOn = "Run it again: it goes on from what is there.";

function diagnose(failure: StepFailure, context: FailureContext): { code: string; next: string } {
  const error = failure.cause;
  if (isLost(error)) return { code: "connection-lost", next: goesOn };
  if (context.cancelled) return { code: "cancelled", next: goesOn };
  const extension = /extension "(.+?)" is not allow-listed/.exec(error.message)?.[1];
  if (extension !== undefined)
    return { code: "extension-not-allowed", next: `${allowing(extension)} ${goesOn}` };
  const state = error instanceof DatabaseError ? error.code : undefined;
  if (isPassing(error)) {
    const next = failure.blockers?.startsWith("blocked by")
      ? `End or await what holds the lock. ${goesOn}`
      : goesOn;
    return { code: passing[state ?? ""] ?? "concurrent-change", next };
  }
  switch (state) {
    case "57014":
      return { code: "statement-timeout", next: `The step ran into its time limit. ${goesOn}` };
    case "42501":
      return {
        code: "permission-denied",
        next: needsSuperuser(error)
          ? "Have a superuser run the plan, or make the object by hand: it is compared then like any other."
          : "Connect as the owner of the object, or have the privilege granted.",
      };
    case "25006":
      return {
        code: "read-only",
        next: "Connect to the primary, by a user whose transactions are not read-only.",
      };
    default:
      return { code: "step-failed", next: `${staysBehind(failure)}${goesOn}` };
  }
}

/** "Possible errors when managing extensions" in the documentation of Azure Database for PostgreSQL. */
function allowing(extension: string): string {
  return (
    `Azure makes no extension that the server's parameter azure.extensions does not list. Add ${extension} to it: where a ` +
    "stack makes the server, by its setting stackschema:azure.extensions."
  );
}

const needsSuperuser = (error: Error): boolean =>
  error instanceof DatabaseError && /superuser/i.test(`${error.message} ${error.hint ?? ""}`);

/** A constraint that was added NOT VALID before is there for everybody who writes. */
function staysBehind({ step }: StepFailure): string {
  const [, name] = / VALIDATE CONSTRAINT (.*)$/s.exec(step?.sql ?? "") ?? [];
  if (name === undefined) return "Correct the source, or the data that stands in the way. ";
  return `The constraint ${name} stays NOT VALID: rows that are there may violate it, and rows that are written may not. Correct the data, or take what asks for it out of the source. `;
}

function headline(failure: StepFailure, context: FailureContext): string {
  const what =
    failure.step === null
      ? `COMMIT of steps ${range(context.unit)} of ${context.total}`
      : `step ${failure.index}/${context.total} (${failure.step.object})`;
  const tries = context.attempts > 1 ? ` after ${context.attempts} attempts` : "";
  if (isLost(failure.cause)) return `the connection was lost in ${what}: ${failure.cause.message}`;
  const verb = context.cancelled ? "was cancelled" : "failed";
  return `${what} ${verb}${tries}: ${failure.cause.message}`;
}

function postgresWords(error: Error): string[] {
  if (!(error instanceof DatabaseError)) return [];
  const words: [string, string | undefined][] = [
    ["DETAIL", error.detail],
    ["HINT", error.hint],
    ["WHERE", error.where?.split("\n", 1)[0]],
  ];
  return words.flatMap(([label, text]) => (text ? [`  ${label}: ${text}`] : []));
}

const shownLines = 15;

/** The step's SQL with a mark below the place Postgres means, cut short around it. */
function statement(sql: string, failure: StepFailure): string[] {
  const lines = sql.split("\n");
  const mark = place(sql, failure);
  const from = mark === null || mark.line < shownLines ? 0 : mark.line - Math.floor(shownLines / 2);
  const shown = lines.slice(from, from + shownLines).map((line) => `    ${line}`.trimEnd());
  if (mark !== null) shown.splice(mark.line - from + 1, 0, `    ${" ".repeat(mark.column)}^`);
  if (from > 0) shown.unshift("    ...");
  if (from + shownLines < lines.length) shown.push("    ...");
  return shown;
}

function place(sql: string, failure: StepFailure): { line: number; column: number } | null {
  const position = failure.cause instanceof DatabaseError ? Number(failure.cause.position) : Number.NaN;
  const at = position - 1 - failure.offset;
  // Postgres counts characters, not UTF-16 units.
  const characters = [...sql];
  if (!(at >= 0 && at <= characters.length)) return null;
  const before = characters.slice(0, at).join("").split("\n");
  return { line: before.length - 1, column: before.at(-1)?.length ?? 0 };
}

function aftermath(failure: StepFailure, context: FailureContext): string[] {
  const { unit, total, ran } = context;
  const last = unit.first + unit.steps.length - 1;
  const lines = [committed(ran.length, total)];
  const lost = isLost(failure.cause);
  if (lost && failure.step === null) {
    lines.push(
      `Whether ${describe(unit.first, last)} ${last > unit.first ? "were" : "was"} committed is not known.`,
    );
  } else if (failure.step?.inBatches !== undefined) {
    lines.push("The rows that had their value by then keep it.");
  } else if (!unit.transactional) {
    lines.push(
      "The step ran outside a transaction: what it left, such as an invalid index, the next run finishes or removes.",
    );
  } else if (failure.index > unit.first || failure.step === null) {
    const undone = failure.step === null ? last : failure.index - 1;
    lines.push(
      `${capital(describe(unit.first, undone))} ${undone > unit.first ? "were" : "was"} undone with it.`,
    );
  }
  return lines;
}

function committed(count: number, total: number): string {
  if (count === 0) return "Nothing was committed.";
  return `${capital(describe(1, count))} of ${total} ${count > 1 ? "are" : "is"} committed.`;
}

function range(unit: Unit): string {
  const last = unit.first + unit.steps.length - 1;
  return last === unit.first ? String(last) : `${unit.first}-${last}`;
}

function describe(first: number, last: number): string {
  return first === last ? `step ${first}` : `steps ${first} to ${last}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
