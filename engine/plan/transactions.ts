// Groups ordered drafts into transactions: what is dropped and made again commits together; otherwise one relation in use at a time. Pure.
import type { ObjectId } from "../catalog/model";
import type { Draft } from "./draft";
import { type Lock, lockModes } from "./model";

/** Postgres's lock table is shared and finite (max_locks_per_transaction): very long transactions are cut. */
const mostDrafts = 500;

const strength = ({ mode }: Lock): number =>
  lockModes.indexOf(mode) - lockModes.indexOf("SHARE UPDATE EXCLUSIVE");

/** Readers or writers feel it, or it is held for as long as a scan takes: nothing else may be waited for meanwhile. */
const isFelt = (draft: Draft, held: Lock): boolean =>
  strength(held) > 0 || (strength(held) === 0 && draft.scans);

/**
 * Transaction number of each draft, counting from 1.
 * @param locks of each draft, on relations that are there before it
 */
export function transactionNumbers(
  drafts: readonly Draft[],
  locks: readonly (readonly Lock[])[],
): readonly number[] {
  const together = togetherUntil(drafts);
  const numbers: number[] = [];
  let current = 0;
  let size = 0;
  let boundUntil = -1;
  let mustBreak = true;
  let locked = new Set<ObjectId>();
  drafts.forEach((draft, position) => {
    const wanted = (locks[position] ?? []).filter((lock) => strength(lock) >= 0);
    const bound = position <= boundUntil && draft.transactional;
    const otherRelation = locked.size > 0 && wanted.some(({ relation }) => !locked.has(relation));
    if (
      mustBreak ||
      !draft.transactional ||
      (!bound && (draft.alone || draft.later || otherRelation || size >= mostDrafts))
    ) {
      current += 1;
      size = 0;
      locked = new Set();
    }
    for (const lock of wanted) if (isFelt(draft, lock)) locked.add(lock.relation);
    size += 1;
    boundUntil = Math.max(boundUntil, together[position] ?? -1);
    mustBreak = !draft.transactional || (draft.alone && position >= boundUntil);
    numbers.push(current);
  });
  return numbers;
}

/** For each position, the last position that must commit with it: where what it drops is made again, or its bundle ends. */
function togetherUntil(drafts: readonly Draft[]): readonly number[] {
  const makers = new Map<ObjectId, number>();
  const bundles = new Map<string, number>();
  drafts.forEach((draft, position) => {
    for (const id of draft.creates) makers.set(id, position);
    if (draft.bundle !== null) bundles.set(draft.bundle, position);
  });
  return drafts.map((draft, position) =>
    Math.max(
      position,
      bundles.get(draft.bundle ?? "") ?? -1,
      ...draft.drops.map((id) => makers.get(id) ?? -1),
    ),
  );
}
