// The order of loading, from what the files say and never from their names: the same files under other names, or read in
// another sequence, are loaded in the same way. Where the order between files would decide what a statement means, it is
// a problem. Pure.
import { Cursor, normalised } from "./cursor";
import { type Item, type PrivilegeWords, ranks } from "./item";
import { mentionedFirst } from "./mentions";
import { contradict } from "./privileges";
import type { Problem } from "./problem";
import { unknownSchema } from "./reading";
import { excerptWithoutValues } from "./secrets";

export interface Ordered {
  readonly item: Item;
  /** The statement before it in the same file about the same object: it comes first. */
  readonly after: Ordered | null;
}

function place({ statement }: Item): string {
  return `${statement.file}:${statement.line}`;
}

/** Files by what they say: comments, spacing and names do not count. */
function contentRanks(items: readonly Item[]): ReadonlyMap<string, number> {
  const texts = new Map<string, string[]>();
  for (const { statement } of items) {
    const list = texts.get(statement.file) ?? [];
    list.push(normalised(statement.tokens));
    texts.set(statement.file, list);
  }
  const files = [...texts].map(([file, list]) => ({ file, text: list.join(";") }));
  files.sort((left, right) => compareText(left.text, right.text) || compareText(left.file, right.file));
  return new Map(files.map(({ file }, rank) => [file, rank]));
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * Items as they are to be tried, each with the one it waits for. The items of a file come in the order of the file, but after
 * what they name.
 */
export function orderItems(items: readonly Item[]): readonly Ordered[] {
  const rankOfFile = contentRanks(items);
  const latest = new Map<string, Ordered>();
  const ordered = items.map((item): Ordered => {
    const chained = item.key !== null && item.rank <= ranks.rest;
    const chain = (key: string | null): string => `${item.statement.file}\0${key}`;
    const before = latest.get(chain(item.key)) ?? (item.copies && latest.get(chain(item.copies)));
    const entry: Ordered = { item, after: chained && before ? before : null };
    if (chained) latest.set(chain(item.key), entry);
    if (item.copies !== null) latest.set(chain(item.copies), entry);
    return entry;
  });
  const fileRank = ({ item }: Ordered): number => rankOfFile.get(item.statement.file) ?? 0;
  // CREATE SCHEMA IF NOT EXISTS beside a plain CREATE SCHEMA of the same name: the plain one first.
  const second = ({ item }: Ordered): number => (item.rank === ranks.ground && item.conditional ? 1 : 0);
  ordered.sort(
    (left, right) =>
      left.item.rank - right.item.rank ||
      second(left) - second(right) ||
      fileRank(left) - fileRank(right) ||
      left.item.statement.start - right.item.statement.start,
  );
  return mentionedFirst(ordered);
}

function problem(item: Item, id: string, message: string): Problem {
  const { file, line } = item.statement;
  return { file, line, id, message, excerpt: excerptWithoutValues(item.statement) };
}

function byPlace(left: Item, right: Item): number {
  return (
    compareText(left.statement.file, right.statement.file) || left.statement.start - right.statement.start
  );
}

/** Items that share a key, in the order of their places. */
function groups(items: readonly Item[], keyOf: (item: Item) => string | null): readonly (readonly Item[])[] {
  const found = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === null || key.includes(` ${unknownSchema}\0`)) continue;
    const list = found.get(key);
    if (list === undefined) found.set(key, [item]);
    else list.push(item);
  }
  return [...found.values()].filter((list) => list.length > 1).map((list) => [...list].sort(byPlace));
}

function sameText(left: Item, right: Item): boolean {
  return normalised(left.statement.tokens) === normalised(right.statement.tokens);
}

export interface Rivals {
  readonly first: Item;
  readonly second: Item;
}

/** One object made in two files: which of them would count depends on which comes last. */
export function rivalsIn(items: readonly Item[]): readonly Rivals[] {
  const makers = items.filter((item) => item.makes);
  return groups(makers, (item) => (item.key === null ? null : `${item.key}(${item.variant})`)).flatMap(
    (group) => {
      const [first, ...rest] = group;
      if (first === undefined) return [];
      return rest.flatMap((second) => {
        if (second.statement.file === first.statement.file) return [];
        const harmless = second.conditional && (sameText(second, first) || second.key?.startsWith("schema "));
        const alsoHarmless = first.conditional && second.key?.startsWith("schema ");
        return harmless || alsoHarmless ? [] : [{ first, second }];
      });
    },
  );
}

function madeTwice(items: readonly Item[]): readonly Problem[] {
  return rivalsIn(items).map(({ first, second }) =>
    problem(second, "declared-twice", `${madeAlsoAt(first)}: between files there is no order.`),
  );
}

export function madeAlsoAt(other: Item): string {
  return `The same object is made at ${place(other)}. Keep one of the two`;
}

function lastValue(item: Item): string {
  const { tokens } = item.statement;
  if (item.owner !== undefined) return item.owner;
  return normalised(tokens.slice(new Cursor(tokens).find("is") + 1));
}

/** A comment or an owner that two files set differently. */
function saidTwice(items: readonly Item[]): readonly Problem[] {
  const sayers = items.filter((item) => item.rank === ranks.comment || item.owner !== undefined);
  return groups(sayers, (item) => item.key).flatMap((group) => {
    const [first, ...rest] = group;
    if (first === undefined) return [];
    return rest
      .filter((item) => item.statement.file !== first.statement.file && lastValue(item) !== lastValue(first))
      .map((item) => {
        const message = `${place(first)} says otherwise. Keep one of the two: between files there is no order.`;
        return problem(item, "declared-twice", message);
      });
  });
}

type Privileged = Item & { readonly privilege: PrivilegeWords };

function contradiction(one: Privileged, other: Privileged): Problem | null {
  if (!contradict(one.privilege, other.privilege)) return null;
  const [first, second] = [one, other].sort(byPlace);
  if (first === undefined || second === undefined) return null;
  const sameFile = first.statement.file === second.statement.file;
  if (one.privilege.general === other.privilege.general) {
    if (sameFile) return null;
    const message = `It contradicts ${place(first)}, and between files there is no order. Write the two into one file, in order.`;
    return problem(second, "order-matters", message);
  }
  if (!sameFile || !(second as Privileged).privilege.general) return null;
  const message =
    `It would undo ${place(first)}, but ON ALL … IN SCHEMA is run before the privileges of single objects. ` +
    "Write it before that statement, if that is what is meant, or leave one of them out.";
  return problem(second, "order-matters", message);
}

function contradictions(items: readonly Item[]): readonly Problem[] {
  const privileged = items.filter((item): item is Privileged => item.privilege !== undefined);
  const grants = new Map<string, Privileged[]>();
  for (const item of privileged.filter(({ privilege }) => privilege.verb === "grant")) {
    for (const grantee of new Set(item.privilege.grantees)) {
      const list = grants.get(grantee);
      if (list === undefined) grants.set(grantee, [item]);
      else list.push(item);
    }
  }
  const found = new Map<Item, Problem>();
  for (const revoke of privileged.filter(({ privilege }) => privilege.verb === "revoke")) {
    for (const grantee of revoke.privilege.grantees) {
      for (const grant of grants.get(grantee) ?? []) {
        const said = contradiction(grant, revoke);
        if (said !== null) found.set(byPlace(grant, revoke) > 0 ? grant : revoke, said);
      }
    }
  }
  return [...found.values()];
}

/** What the files say that only an order between them could decide. */
export function orderProblems(items: readonly Item[]): readonly Problem[] {
  return [...madeTwice(items), ...saidTwice(items), ...contradictions(items)];
}
