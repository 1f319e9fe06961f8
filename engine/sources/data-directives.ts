// Data directives: what only the user knows of the rows, as SQL beside the declaration. Pure.
// `-- backfill: column app.customers.tier = 'basic'`, `-- using: column app.orders.sum from text = sum::numeric`,
// `-- check: column app.customers.tier = tier <> ''`, `-- expand-contract: column app.orders.id`. The expression is handed to Postgres as it stands.
import { Cursor } from "./cursor";
import { MalformedError, readAt, tokensOf } from "./directive";
import type { Token } from "./lexer";
import type { Problem } from "./problem";

const verbs = ["backfill", "using", "check", "expand-contract"] as const;

export interface DataDirective {
  readonly verb: (typeof verbs)[number];
  /** Unquoted: schema, table, column. */
  readonly column: readonly string[];
  /** Of `using`: the type that is converted from, as `format_type` writes it. */
  readonly from: string | null;
  readonly expression: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** `check:` and `using:` are words of plain comments, too, so that a column has to follow. */
const looksLikeData = /^\s*(?:(?:backfill|expand-contract)\s*:|(?:using|check)\s*:\s*column\b)/i;

const example: Readonly<Record<DataDirective["verb"], string>> = {
  backfill: "-- backfill: column app.customers.tier = CASE WHEN credit > 1000 THEN 'gold' ELSE 'basic' END",
  using: "-- using: column app.orders.amount from text = replace(amount, ',', '')::numeric",
  check: "-- check: column app.customers.tier = tier IN ('gold', 'basic')",
  "expand-contract": "-- expand-contract: column app.orders.amount",
};

export function isDataDirective(text: string): boolean {
  return looksLikeData.test(text);
}

/** @param text of a comment that `isDataDirective` */
export function readDataDirective(file: string, line: number, text: string): DataDirective | Problem {
  const verb = verbs.find((known) => text.trimStart().toLowerCase().startsWith(known)) ?? "backfill";
  return readAt({ file, line }, () => parse(text.trim(), verb), { what: verb, example: example[verb] });
}

function parse(text: string, verb: DataDirective["verb"]): Omit<DataDirective, "file" | "line"> {
  const cursor = new Cursor(tokensOf(text), 1);
  // The second word of `expand-contract`.
  if (verb === "expand-contract") cursor.index += 2;
  if (!cursor.acceptSymbol(":")) throw new MalformedError(`After \`${verb}\` comes a colon`);
  if (!cursor.accept("column")) throw new MalformedError(`After \`${verb}:\` comes the word column`);
  const column = cursor.path();
  if (column?.length !== 3)
    throw new MalformedError("A column is given by schema, table and name, with dots between");
  if (verb === "expand-contract") {
    if (!cursor.atEnd)
      throw new MalformedError("After the column comes nothing more: `using` has the expression");
    return { verb, column, from: null, expression: "" };
  }
  const from = verb === "using" ? typeOf(cursor, text) : null;
  const equals = cursor.token;
  if (equals === undefined || !cursor.acceptSymbol("="))
    throw new MalformedError(
      verb === "using"
        ? "Between the type and the expression stands `=`"
        : "Between the column and the expression stands `=`",
    );
  requireOneExpression(cursor.tokens.slice(cursor.index));
  return { verb, column, from, expression: text.slice(equals.end).trim() };
}

/** The text between `from` and `=`. */
function typeOf(cursor: Cursor, text: string): string {
  const start = cursor.token?.end;
  if (start === undefined || !cursor.accept("from"))
    throw new MalformedError("After the column comes `from` and the type that is converted");
  while (!cursor.atEnd && cursor.symbol() !== "=") cursor.index += 1;
  const type = text.slice(start, cursor.token?.start).trim();
  if (type === "") throw new MalformedError("After `from` comes the type that is converted");
  return type;
}

/** It is put in parentheses, which nothing in it may close. */
function requireOneExpression(tokens: readonly Token[]): void {
  let depth = 0;
  for (const { kind, value } of tokens) {
    if (kind === "meta" || (kind === "symbol" && value === ";"))
      throw new MalformedError(
        `After \`=\` comes one expression, without \`${kind === "meta" ? "\\" : value}\``,
      );
    if (kind === "symbol" && (value === "(" || value === "[")) depth += 1;
    if (kind === "symbol" && (value === ")" || value === "]")) depth -= 1;
    if (depth < 0) break;
  }
  if (tokens.length === 0)
    throw new MalformedError("After `=` comes an expression; one of several lines stands in /* … */");
  if (depth !== 0) throw new MalformedError("The parentheses of the expression are not balanced");
}

/** One of each verb for a column; a directive that is there twice counts once. */
export function checkDataDirectives(all: readonly DataDirective[]): {
  readonly dataDirectives: readonly DataDirective[];
  readonly problems: readonly Problem[];
} {
  const known = new Map<string, DataDirective>();
  const problems: Problem[] = [];
  for (const directive of all) {
    const { verb, column, from, expression, file, line } = directive;
    const key = [verb, ...column].join("\0");
    const other = known.get(key);
    if (other === undefined) known.set(key, directive);
    else if (other.expression !== expression || other.from !== from) {
      const message = `The column has another ${verb} at ${other.file}:${other.line}. Keep one of the two.`;
      problems.push({ file, line, id: `contradicting-${verb}`, message });
    }
  }
  return { dataDirectives: [...known.values()], problems };
}
