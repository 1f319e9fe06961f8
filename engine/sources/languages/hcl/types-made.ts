// Blocks that make a type or a sequence: enum, domain, composite, range, sequence.
import { quoteName, quoteText } from "../../../catalog/names";
import { collation, optionsOfSequence } from "./columns";
import { comment } from "./comments";
import type { Fields } from "./fields";
import { inParentheses, type Piece, type Sql } from "./sql";
import { checkOf } from "./table";

export function writeEnum(sql: Sql, fields: Fields): void {
  const name = fields.model.sqlNameOf(fields.block);
  const values = (fields.texts("values") ?? []).map(quoteText);
  sql.statement(fields.block, `CREATE TYPE ${name} AS ENUM (${values.join(", ")})`);
  comment(sql, fields, `TYPE ${name}`);
}

/** Without `null` a domain is NOT NULL, like a column. */
export function writeDomain(sql: Sql, fields: Fields): void {
  const name = fields.model.sqlNameOf(fields.block);
  const value = fields.literal("default");
  sql.statement(
    fields.block,
    `CREATE DOMAIN ${name} AS`,
    fields.type(),
    collation(fields),
    value === undefined ? undefined : { ...value, text: `DEFAULT ${value.text}` },
    fields.bool("null") === true ? undefined : "NOT NULL",
    ...fields.inner("check").flatMap(checkOf),
  );
  comment(sql, fields, `DOMAIN ${name}`);
  for (const check of fields.inner("check"))
    comment(sql, check, `CONSTRAINT ${quoteName(check.label)} ON DOMAIN ${name}`);
}

function field(fields: Fields): readonly Piece[] {
  const type = fields.type();
  const { line } = fields;
  return [
    { text: quoteName(fields.label), line },
    ...(type === undefined ? [] : [type]),
    { text: collation(fields), line },
  ];
}

export function writeComposite(sql: Sql, fields: Fields): void {
  const name = fields.model.sqlNameOf(fields.block);
  const items = fields.inner("field").map(field);
  sql.statement(fields.block, `CREATE TYPE ${name} AS`, ...inParentheses(items, fields.line));
  comment(sql, fields, `TYPE ${name}`);
}

export function writeRange(sql: Sql, fields: Fields): void {
  const name = fields.model.sqlNameOf(fields.block);
  const difference = fields.name("subtype_diff");
  sql.statement(
    fields.block,
    `CREATE TYPE ${name} AS RANGE (SUBTYPE =`,
    fields.type("subtype"),
    difference === undefined ? undefined : `, SUBTYPE_DIFF = ${quoteName(difference)}`,
    ")",
  );
  comment(sql, fields, `TYPE ${name}`);
}

export function writeSequence(sql: Sql, fields: Fields): void {
  const name = fields.model.sqlNameOf(fields.block);
  const type = fields.type();
  sql.statement(
    fields.block,
    `CREATE SEQUENCE ${name}`,
    type === undefined ? undefined : { ...type, text: `AS ${type.text}` },
    optionsOfSequence(fields),
  );
  const owner = fields.columnOfReference("owner");
  if (owner !== undefined)
    sql.statement(fields.block, `ALTER SEQUENCE ${name} OWNED BY ${owner.table}.${owner.column}`);
  comment(sql, fields, `SEQUENCE ${name}`);
}
