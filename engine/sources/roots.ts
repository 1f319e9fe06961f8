// Which failures are roots, and which only follow: a follower lacks nothing but what another failing statement would
// make. A failure whose cause is in doubt is a root, so that no error hides behind another. Pure.
import type { DatabaseError } from "pg";
import type { Item } from "./item";
import { lackOf } from "./lack";
import type { Statement } from "./split";

export interface Failure {
  readonly item: Item;
  readonly error: DatabaseError;
}

/** In a circle, every statement lacks what another of them would make: each is told in full, with the one it waits for. */
export type Standing = "root" | "follows" | { readonly circle: Item };

/** The schema that a statement names and nobody makes; null where that is not what it failed for. */
export function missingSchema({ item, error }: Failure): string | null {
  if (error.code !== "3F000") return null;
  const named = /^schema "(.+)" does not exist$/.exec(error.message)?.[1];
  if (named !== undefined) return named;
  const path = item.settings.find(({ name }) => name === "search_path");
  return path?.schemas.find((name) => name !== "$user" && name !== "public") ?? null;
}

function firstOfStatements(failures: readonly Failure[]): readonly Failure[] {
  const first = new Map<Statement, Failure>();
  for (const failure of failures) {
    if (!first.has(failure.item.statement)) first.set(failure.item.statement, failure);
  }
  return [...first.values()];
}

function byPlace({ item: left }: Failure, { item: right }: Failure): number {
  if (left.statement.file !== right.statement.file)
    return left.statement.file < right.statement.file ? -1 : 1;
  return left.statement.start - right.statement.start;
}

type Causes = ReadonlyMap<Failure, readonly Item[]>;

/** @param makers everything that is not as the source means it */
function causesOf(failures: readonly Failure[], makers: readonly Item[]): Causes {
  const causes = new Map<Failure, readonly Item[]>();
  for (const failure of failures) {
    const { item } = failure;
    const lack = lackOf(failure.error);
    const isCause = (maker: Item): boolean =>
      lack !== null && maker.statement !== item.statement && lack(maker, item);
    causes.set(failure, makers.filter(isCause));
  }
  return new Map([
    ...causes,
    ...schemaCauses([...causes].flatMap(([failure, found]) => (found.length === 0 ? [failure] : []))),
  ]);
}

/** Of the statements that name one schema that nobody makes, the first that makes something there stands for all. */
function schemaCauses(failures: readonly Failure[]): Causes {
  const firsts = new Map<string, Failure>();
  const causes = new Map<Failure, readonly Item[]>();
  for (const wanted of [true, false]) {
    for (const failure of failures.filter(({ item }) => item.makes === wanted)) {
      const schema = missingSchema(failure);
      if (schema === null) continue;
      const first = firsts.get(schema);
      if (first === undefined) firsts.set(schema, failure);
      else causes.set(failure, [first.item]);
    }
  }
  return causes;
}

class Standings {
  readonly found = new Map<Failure, Standing>();
  private readonly failureOf: ReadonlyMap<Statement, Failure>;

  constructor(
    private readonly causes: Causes,
    private readonly known: ReadonlySet<Statement>,
  ) {
    this.failureOf = new Map([...causes.keys()].map((failure) => [failure.item.statement, failure]));
  }

  /** Followers of what is known to be a root, and their followers. */
  spread(): void {
    for (let before = -1; before !== this.found.size; ) {
      before = this.found.size;
      for (const [failure, causes] of this.causes) {
        if (this.found.has(failure)) continue;
        if (causes.length === 0) this.found.set(failure, "root");
        else if (causes.some(({ statement }) => this.isKnown(statement))) this.found.set(failure, "follows");
      }
    }
  }

  /** What is left hangs on circles: their members are roots. */
  breakCircles(): void {
    for (const [failure, causes] of this.causes) {
      if (this.found.has(failure)) continue;
      const circle = causes.find((cause) => this.reaches(cause.statement, failure.item.statement));
      if (circle !== undefined) this.found.set(failure, { circle });
    }
  }

  private isKnown(statement: Statement): boolean {
    const failure = this.failureOf.get(statement);
    return this.known.has(statement) || (failure !== undefined && this.found.has(failure));
  }

  private reaches(from: Statement, to: Statement): boolean {
    const seen = new Set<Statement>();
    const open = [from];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next === to) return true;
      if (seen.has(next)) continue;
      seen.add(next);
      const failure = this.failureOf.get(next);
      if (failure !== undefined)
        open.push(...(this.causes.get(failure) ?? []).map(({ statement }) => statement));
    }
    return false;
  }
}

/**
 * One failure of each failing statement, with its standing.
 * @param rivals makers of one object in two files: one of them was loaded, and it may not be the one that is meant
 */
export function standingsOf(
  failures: readonly Failure[],
  rivals: readonly Item[],
): ReadonlyMap<Failure, Standing> {
  const first = [...firstOfStatements(failures)].sort(byPlace);
  const makers = [...new Set([...first.map(({ item }) => item), ...rivals])];
  const standings = new Standings(causesOf(first, makers), new Set(rivals.map(({ statement }) => statement)));
  standings.spread();
  standings.breakCircles();
  standings.spread();
  return standings.found;
}
