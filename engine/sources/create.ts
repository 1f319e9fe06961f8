// CREATE statements → items of the load. Only the words up to the object's name, and clauses that stand outside of
// parentheses, are read.
import { quoteName, quoteText } from "../catalog/names";
import { Cursor, normalised } from "./cursor";
import { type Item, type Rank, ranks } from "./item";
import type { Token } from "./lexer";
import { realRoles, roleList } from "./privileges";
import { blank, type Classified, item, type Reading, refuse, resolve, run } from "./reading";
import { extensionAdvice, refusedKinds, temporary } from "./refusals";

/** Words that may stand between CREATE and the kind. */
const modifiers = new Set([
  "unlogged",
  "unique",
  "recursive",
  "constraint",
  "trusted",
  "procedural",
  "materialized",
  "foreign",
]);

interface KindRules {
  readonly rank: Rank;
  /** Objects of one space cannot share a name; `attached` have a table of their own. */
  readonly space: "relation" | "type" | "routine" | "attached" | "other";
}

const rules: Readonly<Record<string, KindRules>> = {
  type: { rank: ranks.type, space: "type" },
  domain: { rank: ranks.type, space: "type" },
  collation: { rank: ranks.type, space: "other" },
  sequence: { rank: ranks.type, space: "relation" },
  table: { rank: ranks.table, space: "relation" },
  function: { rank: ranks.routine, space: "routine" },
  procedure: { rank: ranks.routine, space: "routine" },
  aggregate: { rank: ranks.routine, space: "routine" },
  // Whether a type has an operator class of its own decides what an index without one uses.
  operator: { rank: ranks.routine, space: "other" },
  view: { rank: ranks.rest, space: "relation" },
  index: { rank: ranks.rest, space: "relation" },
  trigger: { rank: ranks.rest, space: "attached" },
  rule: { rank: ranks.rest, space: "attached" },
  policy: { rank: ranks.rest, space: "attached" },
};

const otherRules: KindRules = { rank: ranks.rest, space: "other" };

export function rulesOf(kind: string): KindRules {
  return (Object.hasOwn(rules, kind) ? rules[kind] : undefined) ?? otherRules;
}

/** Kinds of two words whose names do not tell one from another. */
const unnamed: ReadonlyMap<string, readonly string[]> = new Map([
  ["operator", ["class", "family"]],
  ["event", ["trigger"]],
  ["access", ["method"]],
  ["data", ["wrapper"]],
  ["user", ["mapping"]],
]);

/** Only a superuser makes them: `class` and `family` are those of operators. */
const ofSuperusers = new Set(["class", "family", "text-search-parser", "text-search-template"]);

/** The rest of a kind of several words: the next of them is not the object's name. */
function longKind(cursor: Cursor, kind: string): string {
  if (kind !== "text" || !cursor.accept("search")) return kind;
  const which = cursor.word() ?? "";
  cursor.index += 1;
  return `text-search-${which}`;
}

export function createItems(reading: Reading): Classified {
  const cursor = new Cursor(reading.statement.tokens, 1);
  const replaces = cursor.accept("or", "replace");
  if (cursor.word() === "global" || cursor.word() === "local") cursor.index += 1;
  if (cursor.word() === "temp" || cursor.word() === "temporary") return refuse(temporary);
  while (modifiers.has(cursor.word() ?? "")) cursor.index += 1;
  const kind = cursor.word() ?? "";
  cursor.index += 1;
  const refused = Object.hasOwn(refusedKinds, kind) ? refusedKinds[kind] : undefined;
  if (refused !== undefined && !(kind === "user" && cursor.word() === "mapping")) return refuse(refused);
  if (kind === "extension") return extension(reading, cursor);
  if (kind === "schema") return schema(reading, cursor);
  return run(plain(reading, cursor, longKind(cursor, kind), replaces));
}

function plain(reading: Reading, cursor: Cursor, kind: string, replaces: boolean): Item {
  const { rank, space } = rulesOf(kind);
  const concurrently = kind === "index" && cursor.word() === "concurrently" ? cursor.token : undefined;
  if (concurrently !== undefined) cursor.index += 1;
  const conditional = cursor.accept("if", "not", "exists") || replaces;
  const nameIsLeftOut =
    (kind === "index" && cursor.word() === "on") || unnamed.get(kind)?.includes(cursor.word() ?? "") === true;
  const path = nameIsLeftOut ? undefined : cursor.path();
  const key = path === undefined ? null : keyOf(reading, cursor, kind, path);
  const variant = space === "routine" ? groupText(cursor) : "";
  const white = concurrently ?? (space === "routine" ? leakproof(reading, cursor) : undefined);
  const needsSuperuser = ofSuperusers.has(nameIsLeftOut ? (cursor.word() ?? "") : kind);
  const isQuery = kind === "table" && cursor.find("as") >= 0;
  const copies = kind === "table" ? copiedTable(reading, cursor) : null;
  return item(reading, {
    rank: isQuery || copies !== null ? ranks.rest : rank,
    sql: white === undefined ? reading.statement.text : blank(reading, white.start, white.end),
    runner: needsSuperuser ? "admin" : "loader",
    key,
    copies,
    variant,
    makes: true,
    conditional,
    isRoutine: space === "routine",
    isLeakproof: space === "routine" && white !== undefined,
    runsCode:
      isQuery || (kind === "view" && reading.statement.tokens.some(({ value }) => value === "materialized")),
    roles: kind === "policy" ? policyRoles(cursor) : kind === "user" ? mappedRoles(cursor) : [],
  });
}

/** The word LEAKPROOF among a routine's clauses, unless negated: only a superuser may say it. */
function leakproof(reading: Reading, cursor: Cursor): Token | undefined {
  const { tokens } = reading.statement;
  const body = cursor.find("as", "begin", "return");
  const at = cursor.find("leakproof");
  const isClause = at >= 0 && (body < 0 || at < body || tokens[body]?.value === "as");
  return isClause && tokens[at - 1]?.value !== "not" ? tokens[at] : undefined;
}

/** LIKE as a part of its own of the list in parentheses that opens here. */
function copiedTable(reading: Reading, cursor: Cursor): string | null {
  if (cursor.symbol() !== "(") return null;
  const list = new Cursor(cursor.tokens, cursor.index + 1);
  while (!list.atEnd && list.symbol() !== ")") {
    const starts = ["(", ","].includes(list.tokens[list.index - 1]?.value ?? "");
    if (starts && list.accept("like")) return `relation ${resolve(reading, list.path() ?? [])}`;
    if (!list.group()) list.index += 1;
  }
  return null;
}

/** What stands in the parentheses here, which tells overloaded routines apart. */
function groupText(cursor: Cursor): string {
  const from = cursor.index;
  cursor.group();
  return normalised(cursor.tokens.slice(from, cursor.index));
}

/** An index has the schema of its table; a trigger, rule or policy has its table's name too. */
function keyOf(reading: Reading, cursor: Cursor, kind: string, path: readonly string[]): string {
  const { space } = rulesOf(kind);
  if (kind !== "index" && space !== "attached") {
    const name = resolve(reading, path);
    return `${space === "other" ? kind : space} ${name}`;
  }
  const on = new Cursor(cursor.tokens, cursor.find(kind === "rule" ? "to" : "on") + 1);
  on.accept("only");
  const table = resolve(reading, on.path() ?? []);
  const schemaName = table.split("\0")[0] ?? "?";
  return kind === "index" ? `relation ${schemaName}\0${path.at(-1)}` : `${kind} ${table}\0${path.join("\0")}`;
}

export function policyRoles(cursor: Cursor): string[] {
  const to = cursor.find("to");
  return to < 0 ? [] : realRoles(roleList(new Cursor(cursor.tokens, to + 1)));
}

/** CREATE USER MAPPING FOR role SERVER … */
function mappedRoles(cursor: Cursor): string[] {
  const after = cursor.find("for");
  if (after < 0 || cursor.tokens[after + 1]?.value === "user") return [];
  return realRoles(roleList(new Cursor(cursor.tokens, after + 1)));
}

/** AUTHORIZATION becomes an owner set later, which asks for no membership in that role. */
function schema(reading: Reading, cursor: Cursor): Classified {
  const conditional = cursor.accept("if", "not", "exists");
  const named =
    cursor.word() === "authorization" && cursor.index + 2 >= cursor.tokens.length
      ? undefined
      : cursor.identifier();
  const authorization = cursor.token;
  const owner = cursor.accept("authorization") ? roleList(cursor)[0] : undefined;
  const name = named ?? owner;
  if (name === undefined || (owner?.startsWith("(") === true && named === undefined)) {
    return run(item(reading, { rank: ranks.ground }));
  }
  // It is in every database from the start; pg_dump writes it where its owner or comment differs.
  if (name === "public" && owner === undefined) return { type: "ignored" };
  const hasElements = !cursor.atEnd;
  const base = {
    rank: hasElements ? ranks.type : ranks.ground,
    key: `schema ${name}`,
    makes: true,
    conditional,
  };
  if (owner === undefined || owner.startsWith("(")) return run(item(reading, base));
  const last = cursor.tokens[cursor.index - 1];
  const sql =
    named === undefined || authorization === undefined || last === undefined
      ? `CREATE SCHEMA ${conditional ? "IF NOT EXISTS " : ""}${quoteName(name)}`
      : blank(reading, authorization.start, last.end);
  const made = item(reading, { ...base, sql, roles: [owner] });
  const owned = item(reading, {
    rank: ranks.schemaOwner,
    sql: `ALTER SCHEMA ${quoteName(name)} OWNER TO ${quoteName(owner)}`,
    runner: "admin",
    key: `owner schema ${name}`,
    roles: [owner],
    owner,
  });
  return name === "public" ? run(owned) : run(made, owned);
}

/** Only a statement that is understood to its last word is run by the administrator, and it is written anew. */
function extension(reading: Reading, cursor: Cursor): Classified {
  const conditional = cursor.accept("if", "not", "exists");
  const name = cursor.identifier();
  if (name === undefined) return refuse(extensionAdvice);
  const parts = ["CREATE EXTENSION", ...(conditional ? ["IF NOT EXISTS"] : []), quoteName(name)];
  cursor.accept("with");
  while (!cursor.atEnd) {
    if (cursor.accept("cascade")) parts.push("CASCADE");
    else if (cursor.accept("schema")) {
      const schemaName = cursor.identifier();
      if (schemaName === undefined) return refuse(extensionAdvice);
      parts.push("SCHEMA", quoteName(schemaName));
    } else if (cursor.accept("version")) {
      const { token } = cursor;
      if (token?.kind !== "string" && token?.kind !== "name" && token?.kind !== "word")
        return refuse(extensionAdvice);
      cursor.index += 1;
      parts.push("VERSION", quoteText(token.value));
    } else return refuse(extensionAdvice);
  }
  const sql = parts.join(" ");
  const key = `extension ${name}`;
  return {
    type: "run",
    items: [item(reading, { rank: ranks.ground, sql, runner: "admin", key, makes: true, conditional })],
  };
}
