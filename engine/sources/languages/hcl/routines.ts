// Blocks with code in them: function, procedure, aggregate, trigger, event_trigger.
import { quoteName, quoteText } from "../../../catalog/names";
import { Lexer, UnterminatedError } from "../../lexer";
import { type Block, HclError, titleOf } from "./block";
import { comment } from "./comments";
import type { Fields } from "./fields";
import { condition } from "./indexes";
import { inParentheses, type Piece, type Sql } from "./sql";
import { describe, type Value } from "./value";

function argument(fields: Fields): readonly Piece[] {
  const mode = fields.word("mode", ["IN", "OUT", "INOUT", "VARIADIC"]);
  const name = fields.label === "" ? "" : `${quoteName(fields.label)} `;
  const type = fields.type();
  const value = fields.literal("default");
  return [
    { text: `${mode === undefined ? "" : `${mode} `}${name}`, line: fields.line },
    ...(type === undefined ? [] : [type]),
    ...(value === undefined ? [] : [{ ...value, text: `DEFAULT ${value.text}` }]),
  ];
}

/** `BEGIN ATOMIC …` and `RETURN …` are SQL of the statement itself; any other body is a string. */
function isBare(text: string): boolean {
  const lexer = new Lexer(text);
  try {
    const first = lexer.next();
    if (first?.kind !== "word") return false;
    return first.value === "return" || (first.value === "begin" && lexer.next()?.value === "atomic");
  } catch (error) {
    if (error instanceof UnterminatedError) return false;
    throw error;
  }
}

function body(fields: Fields, language: string): Piece | undefined {
  const piece = fields.sql("as");
  if (piece === undefined) return undefined;
  if (language === "sql" && isBare(piece.text)) return { ...piece, text: piece.text.replace(/[;\s]+$/, "") };
  let tag = "$hcl$";
  for (let count = 1; piece.text.includes(tag); count += 1) tag = `$hcl${count}$`;
  return { ...piece, text: `AS ${tag}${piece.text}${tag}` };
}

function returned(fields: Fields): readonly Piece[] {
  const { line } = fields;
  const [table] = fields.inner("return_table");
  const [set] = fields.inner("return_set");
  const plain = fields.type("return");
  if ([table, set, fields.attribute("return")].filter((way) => way !== undefined).length > 1) {
    fields.model.attempt(() => {
      const message = `${titleOf(fields.block)} returns in two ways. Keep one of return, return_set and return_table.`;
      throw new HclError(fields.block, message);
    });
  }
  if (table !== undefined)
    return [{ text: "RETURNS TABLE", line }, ...inParentheses(table.inner("column").map(argument), line)];
  const type = set?.type() ?? plain;
  if (type === undefined) return [];
  return [{ ...type, text: `RETURNS ${set === undefined ? "" : "SETOF "}${type.text}` }];
}

/** @param word FUNCTION or PROCEDURE */
export function writeRoutine(sql: Sql, fields: Fields, word: string): void {
  const { block, line, model } = fields;
  const name = model.sqlNameOf(block);
  const language = (fields.name("lang") ?? "").toLowerCase();
  const security = fields.word("security", ["INVOKER", "DEFINER"]);
  const isFunction = word === "FUNCTION";
  const parallel = isFunction ? fields.word("parallel", ["SAFE", "UNSAFE", "RESTRICTED"]) : undefined;
  const args = fields.inner("arg");
  sql.statement(
    block,
    `CREATE ${word} ${name}`,
    ...inParentheses(args.map(argument), line),
    ...(isFunction ? returned(fields) : []),
    `LANGUAGE ${quoteName(language)}`,
    isFunction ? fields.word("volatility", ["IMMUTABLE", "STABLE", "VOLATILE"]) : undefined,
    isFunction && fields.bool("leakproof") === true ? "LEAKPROOF" : undefined,
    isFunction && fields.bool("strict") === true ? "STRICT" : undefined,
    security === undefined ? undefined : `SECURITY ${security}`,
    parallel === undefined ? undefined : `PARALLEL ${parallel}`,
    body(fields, language),
  );
  // OUT arguments are no part of what names a function.
  const types = args
    .filter((arg) => !isFunction || arg.word("mode", ["IN", "OUT", "INOUT", "VARIADIC"]) !== "OUT")
    .map(
      (arg) => `${arg.word("mode", ["IN", "OUT", "INOUT", "VARIADIC"]) ?? "IN"} ${arg.type()?.text ?? ""}`,
    );
  comment(sql, fields, `${word} ${name}(${types.join(", ")})`);
  fields.checkDependencies();
}

export function writeAggregate(sql: Sql, fields: Fields): void {
  const { block, line } = fields;
  const name = fields.model.sqlNameOf(block);
  const args = fields.inner("arg");
  const start = fields.literal("initial_value");
  const parallel = fields.word("parallel", ["SAFE", "UNSAFE", "RESTRICTED"]);
  const type = fields.type("state_type");
  sql.statement(
    block,
    `CREATE AGGREGATE ${name}`,
    ...(args.length === 0 ? ["(*)"] : inParentheses(args.map(argument), line)),
    `(SFUNC = ${functionOf(fields, "state_func")}, STYPE =`,
    type,
    // The value is text that the type reads, so a number is written like a string.
    start === undefined
      ? undefined
      : `, INITCOND = ${/^['E]/.test(start.text) ? start.text : quoteText(start.text)}`,
    parallel === undefined ? undefined : `, PARALLEL = ${parallel}`,
    ")",
  );
  const types = args.map((arg) => arg.type()?.text ?? "");
  comment(sql, fields, `AGGREGATE ${name}(${types.length === 0 ? "*" : types.join(", ")})`);
  fields.checkDependencies();
}

/** One of the source, or by its bare name one of Postgres. */
function functionOf(fields: Fields, name: string): string {
  const raw = fields.attribute(name)?.text.trim() ?? "";
  return (raw.includes(".") ? fields.object(name, ["function"]) : fields.name(name)) ?? "";
}

export function writeEventTrigger(sql: Sql, fields: Fields): void {
  const { block } = fields;
  const name = quoteName(fields.label);
  const event = fields.word("on", [
    "DDL COMMAND START",
    "DDL COMMAND END",
    "TABLE REWRITE",
    "SQL DROP",
    "LOGIN",
  ]);
  const tags = fields.texts("tags");
  sql.statement(
    block,
    `CREATE EVENT TRIGGER ${name} ON ${event?.toLowerCase().replaceAll(" ", "_") ?? ""}`,
    tags === undefined ? undefined : `WHEN TAG IN (${tags.map(quoteText).join(", ")})`,
    `EXECUTE FUNCTION ${fields.object("execute", ["function"]) ?? ""}()`,
  );
  comment(sql, fields, `EVENT TRIGGER ${name}`);
  fields.checkDependencies();
}

function eventsOf(fields: Fields): string {
  const events = ["insert", "update", "delete", "truncate"].filter((event) => fields.bool(event) === true);
  const columns = fields.columns("update_of");
  const words = events.map((event) => event.toUpperCase());
  if (columns !== undefined) words.push(`UPDATE OF ${columns.join(", ")}`);
  return words.join(" OR ");
}

/** The table or view that a block is on, if it is declared in HCL. */
export function relationOf(fields: Fields): Block | undefined {
  const attribute = fields.attribute("on");
  if (attribute === undefined) return undefined;
  return fields.model.attempt(() => {
    const value = fields.model.valueOf(attribute);
    return value.kind === "name" ? fields.model.find(value.path, attribute).block : undefined;
  });
}

function constant(value: Value, place: Block): string {
  if (value.kind === "text") return quoteText(value.text);
  if (value.kind === "number") return value.text;
  throw new HclError(
    place,
    `An argument of a trigger's function is a string or a number, not ${describe(value)}.`,
  );
}

export function writeTrigger(sql: Sql, fields: Fields): void {
  const { block, model } = fields;
  const timings = ["before", "after", "instead_of"].flatMap((type) => fields.inner(type));
  const [timing] = timings;
  const [execute] = fields.inner("execute");
  if (timing === undefined || timings.length > 1 || execute === undefined) {
    const wanted = "one of the blocks before, after and instead_of, and a block execute";
    model.attempt(() => {
      throw new HclError(block, `${titleOf(block)} needs ${wanted}.`);
    });
    return;
  }
  const on = fields.object("on", ["table", "view", "materialized"]) ?? "";
  const each = fields.word("foreach", ["ROW", "STATEMENT"]) ?? "STATEMENT";
  const values = execute.list("args", (value) => constant(value, execute.block)) ?? [];
  const name = quoteName(fields.label);
  sql.statement(
    block,
    `CREATE TRIGGER ${name} ${timing.block.type.toUpperCase().replace("_", " ")}`,
    { text: `${eventsOf(timing)} ON ${on} FOR EACH ${each}`, line: timing.line },
    ...condition(fields, "when", "WHEN"),
    {
      text: `EXECUTE FUNCTION ${execute.object("function", ["function"]) ?? ""}(${values.join(", ")})`,
      line: execute.line,
    },
  );
  comment(sql, fields, `TRIGGER ${name} ON ${on}`);
  fields.checkDependencies();
}
