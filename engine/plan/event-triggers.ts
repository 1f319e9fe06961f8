// Where event triggers stand in a plan: one that goes is gone before anything else is done, one that comes is made when all
// is done, so that the plan does not fire it. Pure. What is done to event triggers themselves fires none (manual, 40.1).
import type { DraftList } from "./sort";

/** The lists in the order in which they are to be tried. */
export function firingNothing(lists: readonly DraftList[]): readonly DraftList[] {
  const made = new Set(lists.flatMap(({ drafts }) => drafts.flatMap(({ creates }) => creates)));
  const about = lists.filter(isAboutEventTrigger);
  if (about.length === 0) return lists;
  const going = about.filter(({ drafts }) =>
    drafts.every(({ drops }) => drops.length > 0 && !drops.some((id) => made.has(id))),
  );
  return [
    ...going,
    ...lists.filter((list) => !isAboutEventTrigger(list)),
    ...about.filter((list) => !going.includes(list)),
  ];
}

/** Also its comment. */
const isAboutEventTrigger = ({ drafts }: DraftList): boolean =>
  drafts.some(({ object }) => /^(comment on )?event trigger /.test(object));
