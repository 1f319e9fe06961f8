// What the classifying files share: the statement being read, and how items are made of it. Pure.
import type { Item } from "./item";
import type { Setting } from "./settings";
import type { Statement } from "./split";

export type Classified =
  | { readonly type: "run"; readonly items: readonly Item[]; readonly note?: string }
  | { readonly type: "refused"; readonly message: string }
  /** Nothing to run; worth telling where there is a message. */
  | { readonly type: "ignored"; readonly message?: string; readonly drops?: string };

export interface Reading {
  readonly statement: Statement;
  readonly settings: readonly Setting[];
  /** Schema that unqualified names are made in; null where the words do not tell. */
  readonly schema: string | null;
}

/** Stands for a schema that the words do not tell. */
export const unknownSchema = "?";

export function refuse(message: string): Classified {
  return { type: "refused", message };
}

export function run(...items: readonly Item[]): Classified {
  return { type: "run", items };
}

/** An item with what most have. */
export function item(reading: Reading, rest: Partial<Item> & Pick<Item, "rank">): Item {
  return {
    statement: reading.statement,
    sql: reading.statement.text,
    settings: reading.settings,
    runner: "loader",
    key: null,
    copies: null,
    variant: "",
    makes: false,
    conditional: false,
    isRoutine: false,
    isLeakproof: false,
    runsCode: false,
    roles: [],
    ...rest,
  };
}

/** A name as the session resolves it when it makes something: parts joined by a zero character. */
export function resolve(reading: Reading, path: readonly string[]): string {
  return path.length > 1 ? path.join("\0") : `${reading.schema ?? unknownSchema}\0${path[0] ?? ""}`;
}

/** Text of the statement with a part made white, so that positions in it stay true. */
export function blank({ statement }: Reading, start: number, end: number): string {
  const from = start - statement.start;
  const to = end - statement.start;
  return statement.text.slice(0, from) + " ".repeat(to - from) + statement.text.slice(to);
}
