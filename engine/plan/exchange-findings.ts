// What a column that is written beside itself cannot carry over in a moment: found in the plan as it would run. Pure.
import type { Draft, RuleContext } from "./draft";
import type { Finding, Step } from "./model";
import { exchangeOf } from "./strategies/expand-contract";
import { type Expansion, refused } from "./strategies/expansions";

/** @param steps those of `drafts`, one each */
export function exchangeFindings(
  expansions: readonly Expansion[],
  drafts: readonly Draft[],
  steps: readonly Step[],
  context: RuleContext,
): readonly Finding[] {
  return expansions.flatMap((expansion): readonly Finding[] => {
    const reason = reasonAgainst(expansion, drafts, steps, context);
    return reason === null ? [] : [refused(expansion.after.id, reason)];
  });
}

function reasonAgainst(
  expansion: Expansion,
  drafts: readonly Draft[],
  steps: readonly Step[],
  context: RuleContext,
): string | null {
  const { after } = expansion;
  const type = context.desired.dependencies.get(after.id)?.find((id) => context.isReplaced(id));
  if (type !== undefined && type !== after.parent) return `${type} is made anew in the same plan`;
  const numberOf = (position: number): number => steps[position]?.transaction ?? 0;
  const own = drafts.flatMap(({ bundle }, position) => (bundle === exchangeOf(expansion) ? [position] : []));
  const numbers = new Set(own.map(numberOf));
  const inside = drafts.filter((_, position) => numbers.has(numberOf(position)));
  const long = inside.find(
    ({ scans, rewrites, inBatches, transactional }) =>
      scans || rewrites || inBatches !== null || !transactional,
  );
  if (long !== undefined)
    return `${long.object} would be made or changed while everybody waits for the exchange, and takes long. Change it in another plan, before or after`;
  return numbers.size > 1 ? "other changes of the plan come between the steps of its exchange" : null;
}
