// Which statement is likely to need which: it names what the other makes. Only a guess that saves trying in vain: a word may mean
// something else, and what really is needed Postgres says. Pure.

import { groupBy } from "../catalog/group";
import type { Token } from "./lexer";
import type { Ordered } from "./order";

const isName = ({ kind }: Token): boolean => kind === "word" || kind === "name";

/** By the last part of its name. */
type Makers = ReadonlyMap<string, readonly Ordered[]>;

const pathOf = ({ item }: Ordered): readonly string[] =>
  item.key?.slice(item.key.indexOf(" ") + 1).split("\0") ?? [];

const makersAmong = (entries: readonly Ordered[]): Makers =>
  groupBy(entries, (entry) =>
    entry.item.makes && !entry.item.runsCode ? (pathOf(entry).at(-1) ?? null) : null,
  );

/** What stands before the dot, where there is one, must be the schema. */
function isMeant(maker: Ordered, tokens: readonly Token[], at: number): boolean {
  const [dot, qualifier] = [tokens[at - 1], tokens[at - 2]];
  if (dot?.value !== "." || qualifier === undefined || !isName(qualifier)) return true;
  return pathOf(maker).at(-2) === qualifier.value;
}

function neededBy(entry: Ordered, makers: Makers): readonly Ordered[] {
  const { tokens } = entry.item.statement;
  const needed = new Set<Ordered>();
  if (entry.after !== null) needed.add(entry.after);
  for (const [at, token] of tokens.entries()) {
    if (!isName(token)) continue;
    for (const maker of makers.get(token.value) ?? []) {
      // Its own name means itself, also where another one makes the same.
      const isOther = maker.item.key !== entry.item.key && maker.item.rank === entry.item.rank;
      if (isOther && isMeant(maker, tokens, at)) needed.add(maker);
    }
  }
  return [...needed];
}

/** The same entries; what one of them names comes before it, and otherwise the order is kept. */
export function mentionedFirst(entries: readonly Ordered[]): readonly Ordered[] {
  const makers = makersAmong(entries);
  const begun = new Set<Ordered>();
  const found: Ordered[] = [];
  for (const root of entries) {
    const open: { readonly entry: Ordered; readonly needed: Ordered[] }[] = [];
    const begin = (entry: Ordered): void => {
      if (begun.has(entry)) return;
      begun.add(entry);
      open.push({ entry, needed: [...neededBy(entry, makers)].reverse() });
    };
    begin(root);
    for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
      const next = last.needed.pop();
      if (next !== undefined) begin(next);
      else {
        found.push(last.entry);
        open.pop();
      }
    }
  }
  return found;
}
