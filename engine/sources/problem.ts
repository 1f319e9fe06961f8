// What is wrong with a source, where, and how a list of it is told. Pure.
import { SchemaError } from "../api";

export interface Problem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column?: number;
  /** Stable identifier: `psql-command`, `statement-failed`. */
  readonly id: string;
  /** What is wrong and what to do. */
  readonly message: string;
  /** The statement's first words. */
  readonly excerpt?: string;
  /** Another problem that this one only follows from: `customers.sql:3`. */
  readonly follows?: string;
}

/** Same shape as the plan's finding, which the sources must not import. */
export interface SourceFinding {
  readonly level: "error" | "warning" | "info";
  readonly id: string;
  readonly object: string | null;
  readonly message: string;
}

const excerptLength = 72;

/** A statement's beginning, on one line. */
export function excerptOf(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > excerptLength ? `${line.slice(0, excerptLength - 1)}…` : line;
}

export function placeOf(problem: Pick<Problem, "file" | "line" | "column">): string {
  return `${problem.file}:${problem.line}${problem.column === undefined ? "" : `:${problem.column}`}`;
}

function compare(left: Problem, right: Problem): number {
  const byRoot = Number(left.follows !== undefined) - Number(right.follows !== undefined);
  if (byRoot !== 0) return byRoot;
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.line - right.line;
}

function indent(text: string): string {
  return text.replace(/^/gm, "    ");
}

function describe(problem: Problem): string {
  const head = problem.excerpt === undefined ? placeOf(problem) : `${placeOf(problem)}  ${problem.excerpt}`;
  return `  ${head}\n${indent(problem.message)}`;
}

/** One error that names every problem; those that only follow from another come last. */
export function sourceError(source: string, problems: readonly Problem[]): SchemaError {
  const sorted = [...problems].sort(compare);
  const count = sorted.length === 1 ? "1 problem" : `${sorted.length} problems`;
  const body = sorted.map(describe).join("\n");
  return new SchemaError("source-failed", `The source ${source} cannot be loaded: ${count}.\n${body}`);
}
