// Runs one foreign case in one direction on a server; the judgement is the corpus runner's.
import type { Target } from "../../engine/postgres/target";
import { CorpusFailure, migrate } from "../support/corpus";
import { type CorpusServer, load } from "../support/corpus-databases";
import { withDatabases } from "../support/corpus-pool";
import type { Direction, ForeignCase, KnownGap, Loadable } from "./cases";

export interface Outcome {
  readonly id: string;
  readonly direction: Direction;
  readonly major: number;
  /** null when it converged. */
  readonly failure: string | null;
}

/** Never throws: what goes wrong is the outcome. */
export async function runForeign(
  server: CorpusServer,
  entry: ForeignCase,
  direction: Direction,
  login: Target = server.admin,
): Promise<Outcome> {
  const [start, end] = direction === "forward" ? [entry.old, entry.new] : [entry.new, entry.old];
  const outcome = { id: entry.id, direction, major: server.major };
  try {
    await withDatabases(server, login, 2, async ([live, fresh]) => {
      if (live === undefined || fresh === undefined) throw new Error("two databases were asked for");
      await load(live, entry.setup, start).catch(asLoadFailure);
      await load(fresh, entry.setup, end).catch(asLoadFailure);
      await migrate({ live, fresh, server });
    });
    return { ...outcome, failure: null };
  } catch (error) {
    return { ...outcome, failure: error instanceof Error ? error.message : String(error) };
  }
}

function asLoadFailure(cause: unknown): never {
  throw new CorpusFailure("load", cause instanceof Error ? cause.message : String(cause), { cause });
}

/** What is wrong with an outcome, the list of known gaps considered; null when nothing is. */
export function complaint(outcome: Outcome, loadable: Loadable, gaps: readonly KnownGap[]): string | null {
  const gap = gaps.find(
    ({ id, direction, majors }) =>
      id === outcome.id && direction === outcome.direction && majors.includes(outcome.major),
  );
  if (gap !== undefined && outcome.failure === null) {
    return "converges now: take it off known-gaps.txt";
  }
  if (gap === undefined && outcome.failure !== null && loadable.otherKinds.length === 0)
    return outcome.failure;
  return null;
}
