// Blocks `view` and `materialized`.
import { quoteName } from "../../../catalog/names";
import { splitFile } from "../../split";
import { HclError, wayOut } from "./block";
import { comment } from "./comments";
import type { Fields } from "./fields";
import { writeIndex } from "./indexes";
import type { Piece, Sql } from "./sql";

/** A query ends where its text does; a semicolon there would end the statement too early. */
function query(fields: Fields): Piece | undefined {
  const piece = fields.sql("as");
  if (piece === undefined) return undefined;
  const { file } = fields.block;
  if (splitFile({ file, text: piece.text }).statements.length > 1)
    throw new HclError({ file, line: piece.line }, `A view is one query, and \`as\` holds more. ${wayOut}`);
  return { ...piece, text: piece.text.replace(/[;\s]+$/, "") };
}

/** The query makes the columns; the blocks say what they are called, and a comment on each, if need be none, has it checked. */
function writeColumns(sql: Sql, fields: Fields, name: string): void {
  for (const column of fields.inner("column")) {
    const what = `COLUMN ${name}.${quoteName(column.label)}`;
    column.type();
    column.bool("null");
    if (column.attribute("comment") === undefined) sql.statement(column.block, `COMMENT ON ${what} IS NULL`);
    else comment(sql, column, what);
  }
}

export function writeView(sql: Sql, fields: Fields): void {
  const name = fields.model.sqlNameOf(fields.block);
  const option = fields.word("check_option", ["LOCAL", "CASCADED"]);
  sql.statement(
    fields.block,
    `CREATE VIEW ${name} AS`,
    query(fields),
    option === undefined ? undefined : `WITH ${option} CHECK OPTION`,
  );
  writeColumns(sql, fields, name);
  comment(sql, fields, `VIEW ${name}`);
  fields.checkDependencies();
}

export function writeMaterialized(sql: Sql, fields: Fields): void {
  const { model, block } = fields;
  const name = model.sqlNameOf(block);
  sql.statement(block, `CREATE MATERIALIZED VIEW ${name} AS`, query(fields));
  for (const index of fields.inner("index")) writeIndex(sql, index, name, model.schemaOf(block));
  writeColumns(sql, fields, name);
  comment(sql, fields, `MATERIALIZED VIEW ${name}`);
  fields.checkDependencies();
}
