// One graph over all drafts and one deterministic sort. A circle is a bug in a rule: its path is reported, never repaired. Pure.
import type { Catalog, ObjectId } from "../catalog/model";
import type { Draft } from "./draft";
import type { Phases } from "./model";
import { apart } from "./phases";

/** Two drafts in the order they were returned by one call of a rule. */
export interface DraftList {
  readonly drafts: readonly Draft[];
  /** Names taken or freed by the objects they create or drop: `relation app.x`. */
  readonly takes: readonly string[];
  readonly frees: readonly string[];
}

/** Raised for a circle among drafts; names the statements on it. */
export class CircularPlan extends Error {
  override readonly name = "CircularPlan";
  constructor(readonly path: readonly Draft[]) {
    super(
      `a bug in the planner: these statements wait for each other:\n${path.map(({ sql }) => `  ${sql.split("\n")[0]}`).join("\n")}`,
    );
  }
}

/** Drafts by the object they create, or drop. Most objects have one, which is kept without a list: there are hundreds of thousands. */
class DraftsOf {
  readonly #drafts = new Map<ObjectId, Draft | Draft[]>();

  add(id: ObjectId, draft: Draft): void {
    const known = this.#drafts.get(id);
    if (Array.isArray(known)) known.push(draft);
    else this.#drafts.set(id, known === undefined ? draft : [known, draft]);
  }

  has(id: ObjectId): boolean {
    return this.#drafts.has(id);
  }

  get(id: ObjectId): readonly Draft[] | undefined {
    const known = this.#drafts.get(id);
    return known === undefined || Array.isArray(known) ? known : [known];
  }
}

class Graph {
  readonly before = new Map<Draft, Set<Draft>>();
  readonly #creators = new DraftsOf();
  readonly #droppers = new DraftsOf();
  readonly #alterers = new DraftsOf();
  readonly #retirers = new DraftsOf();

  constructor(
    private readonly live: Catalog,
    private readonly desired: Catalog,
    lists: readonly DraftList[],
  ) {
    const drafts = lists.flatMap((list) => list.drafts);
    for (const draft of drafts) {
      this.before.set(draft, new Set());
      for (const id of draft.creates) this.#creators.add(id, draft);
      for (const id of draft.drops) this.#droppers.add(id, draft);
      for (const id of draft.alters) this.#alterers.add(id, draft);
      for (const id of draft.retires) this.#retirers.add(id, draft);
    }
    for (const list of lists)
      for (const [position, draft] of list.drafts.entries()) this.#order(list.drafts[position - 1], draft);
    for (const draft of drafts) this.#connect(draft);
    this.#connectNames(lists);
  }

  #order(first: Draft | undefined, second: Draft): void {
    if (first && first !== second) this.before.get(second)?.add(first);
  }

  #after(draft: Draft, firsts: readonly Draft[] | undefined): void {
    for (const first of firsts ?? []) this.#order(first, draft);
  }

  #connect(draft: Draft): void {
    for (const id of draft.creates) {
      this.#after(draft, this.#retirers.get(id) ?? this.#droppers.get(id));
      this.#needs(draft, id);
    }
    for (const id of draft.alters) {
      this.#after(draft, this.#creators.get(id));
      this.#needs(draft, id);
      // After a replacement it is the new version that is altered.
      if (!this.#creators.has(id)) this.#releases(draft, id);
    }
    for (const id of draft.drops) {
      for (const on of this.live.dependencies.get(id) ?? []) {
        for (const dropper of this.#droppers.get(on) ?? []) this.#order(draft, dropper);
        for (const alterer of this.#alterers.get(on) ?? [])
          if (!alterer.additive && !draft.tolerant) this.#order(draft, alterer);
        for (const retirer of this.#retirers.get(on) ?? [])
          if (!this.#retirers.has(id)) this.#order(draft, retirer);
      }
    }
    for (const id of draft.between) {
      this.#after(draft, this.#droppers.get(id));
      for (const creator of this.#creators.get(id) ?? []) this.#order(draft, creator);
    }
    for (const id of draft.afterEnd) this.#after(draft, this.#droppers.get(id) ?? this.#alterers.get(id));
    for (const id of draft.beforeStart)
      for (const creator of this.#creators.get(id) ?? []) this.#order(draft, creator);
    for (const id of draft.after) this.#after(draft, this.#draftsOf(id, draft));
    for (const id of draft.before) for (const second of this.#draftsOf(id, draft)) this.#order(draft, second);
  }

  #draftsOf(id: ObjectId, except: Draft): readonly Draft[] {
    return [this.#creators, this.#droppers, this.#alterers]
      .flatMap((map) => map.get(id) ?? [])
      .filter((other) => other !== except);
  }

  /** The desired version of `id` needs the desired versions of what it depends on. */
  #needs(draft: Draft, id: ObjectId): void {
    for (const on of this.desired.dependencies.get(id) ?? []) {
      this.#after(draft, this.#creators.get(on));
      // What is made together with it is altered afterwards, and so is what says so itself.
      if (draft.creates.includes(on)) continue;
      const alterers = this.#alterers.get(on)?.filter(({ after }) => !after.includes(id));
      this.#after(draft, alterers);
    }
  }

  /** An alteration lets go of what the live version depended on, so that it can be dropped. */
  #releases(draft: Draft, id: ObjectId): void {
    for (const on of this.live.dependencies.get(id) ?? []) {
      for (const dropper of this.#droppers.get(on) ?? []) this.#order(draft, dropper);
    }
  }

  #connectNames(lists: readonly DraftList[]): void {
    const frees = new Map<string, Draft[]>();
    for (const list of lists)
      for (const name of list.frees) for (const draft of list.drafts) push(frees, name, draft);
    for (const list of lists) {
      // What is only prepared beside an old object may come before that one gives up its name.
      const first = list.drafts.find(({ creates }) => creates.length > 0) ?? list.drafts[0];
      if (first)
        for (const name of list.takes)
          this.#after(
            first,
            frees.get(name)?.filter((freeing) => !list.drafts.includes(freeing)),
          );
    }
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}

/**
 * Orders drafts so that each follows what it needs, otherwise as given; a replaced object is made again as soon as it can be.
 * @param phases `apart`: what running code tolerates comes before everything that it does not
 */
export function sortDrafts(
  live: Catalog,
  desired: Catalog,
  lists: readonly DraftList[],
  phases: Phases = "together",
): readonly Draft[] {
  const { before } = new Graph(live, desired, lists);
  const rank = new Map(lists.flatMap((list) => list.drafts).map((draft, position) => [draft, position]));
  const byRank = (left: Draft, right: Draft): number => (rank.get(left) ?? 0) - (rank.get(right) ?? 0);
  const dropped = new Set([...rank.keys()].flatMap(({ drops }) => drops));
  const remakers = new Map<ObjectId, Draft>();
  for (const draft of rank.keys())
    for (const id of draft.creates) if (dropped.has(id)) remakers.set(id, draft);
  const sorted: Draft[] = [];
  const state = new Map<Draft, "open" | "done">();
  const pending: Draft[] = [];

  const visit = (start: Draft): void => {
    const stack: { draft: Draft; waits: Draft[] }[] = [open(start)];
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const next = top.waits.shift();
      if (next) {
        if (state.get(next) === "done") continue;
        if (state.get(next) === "open")
          throw new CircularPlan([
            ...stack.map(({ draft }) => draft).slice(stack.findIndex(({ draft }) => draft === next)),
            next,
          ]);
        stack.push(open(next));
        continue;
      }
      stack.pop();
      state.set(top.draft, "done");
      sorted.push(top.draft);
      for (const id of top.draft.drops) {
        const remaker = remakers.get(id);
        if (remaker) pending.push(remaker);
      }
    }
  };
  const open = (draft: Draft): { draft: Draft; waits: Draft[] } => {
    state.set(draft, "open");
    return { draft, waits: [...(before.get(draft) ?? [])].sort(byRank) };
  };

  for (const draft of [...rank.keys()]) {
    if (!state.has(draft)) visit(draft);
    for (let next = pending.shift(); next; next = pending.shift()) if (!state.has(next)) visit(next);
  }
  return phases === "apart" ? apart(sorted, before) : sorted;
}
