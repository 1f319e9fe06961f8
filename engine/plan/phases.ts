// Expand and contract: which drafts may run while the old code of the application still does, and which wait until the new
// code is deployed. What waits for something that must wait, or is committed with it, waits too. Pure.
import type { Draft } from "./draft";
import type { HazardKind } from "./model";

const intolerable: ReadonlySet<HazardKind> = new Set<HazardKind>(["loses data", "breaks old code"]);

/** By what it does itself: what it waits for is not looked at. */
function breaksRunningCode({ phase, hazards }: Draft): boolean {
  return phase === "contract" || hazards.some(({ kind }) => intolerable.has(kind));
}

/** All drafts that must wait, with all that hangs on them. */
function contractOf(
  sorted: readonly Draft[],
  before: ReadonlyMap<Draft, ReadonlySet<Draft>>,
): ReadonlySet<Draft> {
  const waiting = new Set(sorted.filter(breaksRunningCode));
  const bundles = new Set<string>();
  for (let size = -1; size !== waiting.size; ) {
    size = waiting.size;
    for (const { bundle } of waiting) if (bundle !== null) bundles.add(bundle);
    for (const draft of sorted) {
      const waits = [...(before.get(draft) ?? [])].some((first) => waiting.has(first));
      if (waits || (draft.bundle !== null && bundles.has(draft.bundle))) waiting.add(draft);
    }
  }
  return waiting;
}

/** The same drafts, expand first and contract after it; each part as it was, and no transaction spans both. */
export function apart(
  sorted: readonly Draft[],
  before: ReadonlyMap<Draft, ReadonlySet<Draft>>,
): readonly Draft[] {
  const waiting = contractOf(sorted, before);
  const expand = sorted
    .filter((draft) => !waiting.has(draft))
    .map((draft): Draft => ({ ...draft, phase: "expand" }));
  const contract = sorted
    .filter((draft) => waiting.has(draft))
    .map((draft, index): Draft => ({ ...draft, phase: "contract", later: draft.later || index === 0 }));
  return [...expand, ...contract];
}
