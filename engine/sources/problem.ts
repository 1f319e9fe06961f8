// What is wrong with a source, where, and how a list of it is told. Pure.
import { SchemaError } from "../api";
import { count } from "../catalog/count";

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
  /** It fails only because another failing statement would make what it needs. */
  readonly follows?: boolean;
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

function comparePlaces(left: Problem, right: Problem): number {
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.line - right.line;
}

/** What is made twice comes first: which of the two counts may be what makes others fail. */
function compareRoots(left: Problem, right: Problem): number {
  const last = ({ id }: Problem): number => Number(id !== "declared-twice");
  return last(left) - last(right) || comparePlaces(left, right);
}

function indent(text: string): string {
  return text.replace(/^/gm, "    ");
}

function describe(problem: Problem): string {
  const head = problem.excerpt === undefined ? placeOf(problem) : `${placeOf(problem)}  ${problem.excerpt}`;
  return `  ${head}\n${indent(problem.message)}`;
}

const lineLength = 100;

function wrap(words: readonly string[]): string {
  const lines: string[] = [];
  for (const word of words) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= lineLength)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.join("\n");
}

/** `a.sql:1, 4; b.sql:2`, each place once. */
function placesOf(problems: readonly Problem[]): string {
  const linesByFile = new Map<string, Set<number>>();
  for (const { file, line } of [...problems].sort(comparePlaces)) {
    linesByFile.set(file, (linesByFile.get(file) ?? new Set()).add(line));
  }
  const files = [...linesByFile].map(([file, lines]) => {
    const [first, ...rest] = [...lines];
    return [`${file}:${first}`, ...rest.map(String)];
  });
  const words = files.flatMap((places, file) =>
    places.map((place, at) => {
      if (at < places.length - 1) return `${place},`;
      return file < files.length - 1 ? `${place};` : place;
    }),
  );
  return wrap(words);
}

/** One error that tells every problem in full, and names every statement that only lacks what those would make. */
export function sourceError(source: string, problems: readonly Problem[]): SchemaError {
  const roots = problems.filter(({ follows }) => follows !== true).sort(compareRoots);
  const followers = problems.filter(({ follows }) => follows === true);
  const head = count(roots.length, "problem");
  const body = roots.map(describe).join("\n");
  if (followers.length === 0) {
    return new SchemaError("source-failed", `The source ${source} cannot be loaded: ${head}.\n${body}`);
  }
  const statements = count(followers.length, "statement");
  const verb = followers.length === 1 ? "needs" : "need";
  const whole = `${head}, and ${statements} that ${verb} ${roots.length === 1 ? "it" : "them"}`;
  const rest = `  and ${statements} that ${verb} what fails above:\n${indent(placesOf(followers))}`;
  return new SchemaError(
    "source-failed",
    `The source ${source} cannot be loaded: ${whole}.\n${body}\n${rest}`,
  );
}
