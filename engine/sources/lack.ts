// What Postgres's words say is missing, and whether a statement would have made it. Pure. Where the words leave a doubt,
// nobody would have made it: a problem shown once too often is better than one that is hidden.
import type { DatabaseError } from "pg";
import { type Item, madeOf } from "./item";

/** Whether this statement would have made what the failing one lacks. */
export type Lack = (maker: Item, failing: Item) => boolean;

/** Classes of errors that say that something is not there. */
const missingCodes = new Set(["42P01", "42704", "42883", "42703", "42830", "3F000"]);

/** Spaces of names, as in the keys of items, by Postgres's word for the kind. */
const spacesByWord: Readonly<Record<string, readonly string[]>> = {
  relation: ["relation"],
  table: ["relation"],
  view: ["relation"],
  "materialized view": ["relation"],
  sequence: ["relation"],
  index: ["relation"],
  // An extension mostly has the name of its type: citext, hstore, vector.
  type: ["type", "relation", "extension"],
  schema: ["schema"],
  function: ["routine"],
  procedure: ["routine"],
  aggregate: ["routine"],
  routine: ["routine"],
};

function says({ statement }: Item, name: string): boolean {
  return statement.tokens.some(({ kind, value }) => (kind === "word" || kind === "name") && value === name);
}

/** Also in the body of a function, which is a string. */
function mentions({ statement }: Item, name: string): boolean {
  const words = statement.text.toLowerCase().split(/[^\w$\u0080-\uffff]+/);
  return words.includes(name.toLowerCase());
}

/** Names as Postgres writes them into its messages: without quotes, joined by dots. */
function isNamed(path: readonly string[], name: string): boolean {
  const last = path.at(-1) ?? "";
  if (name === last || name === path.join(".")) return true;
  return path[0] === "?" && name.endsWith(`.${last}`);
}

/** Made without being named as an object: a primary key's index, a serial's sequence, a constraint's index. */
function isImplied(maker: Item, path: readonly string[], name: string): boolean {
  const table = path.at(-1) ?? "";
  const own = name.slice(name.lastIndexOf(".") + 1);
  if (own === `${table}_pkey`) return true;
  const column = own.startsWith(`${table}_`) && own.endsWith("_seq") ? own.slice(table.length + 1, -4) : null;
  if (column !== null && says(maker, column)) return true;
  const { tokens } = maker.statement;
  return tokens.some(({ value }, at) => value === own && tokens[at - 1]?.value === "constraint");
}

function lacksObject(word: string, name: string): Lack {
  const spaces = Object.hasOwn(spacesByWord, word) ? spacesByWord[word] : undefined;
  const schema = name.includes(".") ? name.slice(0, name.indexOf(".")) : null;
  return (maker) => {
    const made = madeOf(maker);
    if (made === null) return false;
    const { space, path } = made;
    if (space === "schema" && maker.makes && path[0] === schema) return true;
    if (space === "relation" && spaces?.includes("relation") && isImplied(maker, path, name)) return true;
    if (!maker.makes) return false;
    const fits = spaces === undefined ? space === word.replaceAll(" ", "-") : spaces.includes(space);
    return fits && isNamed(space === "extension" ? [path[0] ?? ""] : path, name.replace(/(\[\])+$/, ""));
  };
}

/** A column or constraint: whoever makes or alters the table and names it. */
function lacksPart(name: string, table: string | null): Lack {
  return (maker, failing) => {
    const made = madeOf(maker);
    if (made === null || !["relation", "type"].includes(made.space)) return false;
    // A table that is called like the column says the name in any case.
    if (made.path.at(-1) === name || !says(maker, name)) return false;
    return table === null ? mentions(failing, made.path.at(-1) ?? "") : isNamed(made.path, table);
  };
}

/** A trigger, policy or rule. */
function lacksAttached(kind: string, name: string, table: string): Lack {
  return (maker) => {
    const made = madeOf(maker);
    if (!maker.makes || made?.space !== kind || made.path.at(-1) !== name) return false;
    return isNamed(made.path.slice(0, -1), table);
  };
}

/** A key that a foreign key may refer to. */
function lacksKey(table: string): Lack {
  return (maker) => {
    const [, second] = maker.statement.tokens;
    if (second?.value === "unique") return says(maker, table);
    const made = madeOf(maker);
    if (made?.space !== "relation" || !isNamed(made.path, table)) return false;
    return says(maker, "unique") || says(maker, "primary");
  };
}

function lacksOperator(symbol: string): Lack {
  return (maker) => {
    const [create, kind] = maker.statement.tokens;
    return create?.value === "create" && kind?.value === "operator" && maker.statement.text.includes(symbol);
  };
}

const missing = "(?: for encoding .*| with argument .*| for access method .*)? does not exist";
const patterns: readonly (readonly [RegExp, (...found: string[]) => Lack])[] = [
  [/^column "([^"]+)" of relation "([^"]+)" does not exist/, lacksPart],
  [/^constraint "([^"]+)" (?:for|of) (?:table|relation|domain) "([^"]+)" does not exist/, lacksPart],
  [/^(trigger|policy|rule) "([^"]+)" (?:for|on) (?:table|relation) "([^"]+)" does not exist/, lacksAttached],
  [/^(index) "([^"]+)" for table "[^"]+" does not exist/, lacksObject],
  [/^there is no (?:unique constraint|primary key).* for referenced table "([^"]+)"/, lacksKey],
  [/^operator does not exist: (?:.* )?([-+*/<>=~!@#%^&|`?]+)(?: |$)/, lacksOperator],
  [/^(function|procedure|aggregate|routine) ([^\s(]+)\(.*\) does not exist/, lacksObject],
  [/^(type) ([^\s"]+) does not exist/, lacksObject],
  [/^could not find an? (function|procedure|aggregate|routine) named "([^"]+)"/, lacksObject],
  [new RegExp(`^(?!column )([a-z][a-z ]*) "([^"]+)"${missing}`), lacksObject],
];

/** Null where the error is not about something that is missing. */
export function lackOf({ code, message }: DatabaseError): Lack | null {
  if (code === undefined || !missingCodes.has(code)) return null;
  for (const [pattern, lack] of patterns) {
    const found = pattern.exec(message);
    if (found !== null) return lack(...found.slice(1));
  }
  if (code !== "42703") return null;
  const column =
    /^column "([^"]+)"/.exec(message)?.[1] ?? /^column (?:\S*\.)?(\S+) does not/.exec(message)?.[1];
  return column === undefined ? null : lacksPart(column, null);
}
