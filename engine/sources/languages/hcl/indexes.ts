// Indexes of tables and materialised views, and whatever else has parts like theirs: exclusions, keys of partitions.
import { quoteName } from "../../../catalog/names";
import { HclError, titleOf } from "./block";
import { collation } from "./columns";
import { comment } from "./comments";
import type { Fields } from "./fields";
import { inParentheses, type Piece, type Sql } from "./sql";

function tell(fields: Fields, message: string): undefined {
  fields.model.attempt(() => {
    throw new HclError(fields.block, `${titleOf(fields.block)}${message}`);
  });
}

function operatorClass(fields: Fields): string {
  const raw = fields.attribute("ops");
  if (raw === undefined) return "";
  // A class with parameters or of another schema is SQL.
  const isSql = /^\s*sql\s*\(/.test(raw.text);
  const name = isSql ? fields.sql("ops")?.text : fields.name("ops");
  return name === undefined ? "" : ` ${isSql ? name : quoteName(name)}`;
}

function order(fields: Fields): string {
  const descends = fields.bool("desc") === true ? " DESC" : "";
  const first = fields.bool("nulls_first");
  const last = fields.bool("nulls_last");
  if (first === true && last === true) tell(fields, " puts nulls first and last. Keep one of the two.");
  return `${descends}${first === true ? " NULLS FIRST" : ""}${last === true ? " NULLS LAST" : ""}`;
}

/** One column or expression. */
function part(fields: Fields): readonly Piece[] {
  const { line } = fields;
  const expression = fields.sql("expr");
  const column = fields.column("column");
  const count = ["expr", "column"].filter((name) => fields.attribute(name) !== undefined).length;
  if (count !== 1) tell(fields, ": it has either column or expr.");
  const operator = fields.text("op");
  const behind = `${collation(fields)}${operatorClass(fields)}${order(fields)}${operator === undefined ? "" : ` WITH ${operator}`}`;
  if (expression === undefined) return [{ text: `${column ?? ""}${behind}`, line }];
  return [{ text: "(", line }, expression, { text: `)${behind}`, line }];
}

/** Of `columns`, or of the blocks of one type that give each part by itself. */
export function partsOf(fields: Fields, type: string): readonly Piece[] {
  const blocks = fields.inner(type);
  const isList = fields.attribute("columns") !== undefined;
  if (isList === blocks.length > 0) tell(fields, `: it has either columns or blocks ${type}.`);
  const columns = (fields.columns("columns") ?? []).map((text): readonly Piece[] => [
    { text, line: fields.attribute("columns")?.line ?? fields.line },
  ]);
  return inParentheses(isList ? columns : blocks.map(part), fields.line);
}

export function listOf(fields: Fields, name: string, words: string): string {
  const columns = fields.columns(name);
  return columns === undefined ? "" : ` ${words}(${columns.join(", ")})`;
}

export function condition(fields: Fields, name: string, words: string): readonly Piece[] {
  const expression = fields.sql(name);
  const { line } = fields;
  return expression === undefined ? [] : [{ text: `${words} (`, line }, expression, { text: ")", line }];
}

/** Storage parameters: of the block `storage_params` and whatever else the caller knows. */
export function storage(fields: Fields, more: readonly string[] = []): string | undefined {
  const given = fields.inner("storage_params").flatMap((block) => block.parameters());
  const all = [...more, ...given];
  return all.length === 0 ? undefined : `WITH (${all.join(", ")})`;
}

/** @param relation as SQL names it */
export function writeIndex(sql: Sql, fields: Fields, relation: string, schema: string): void {
  const unique = fields.bool("unique") === true ? "UNIQUE " : "";
  const method = fields.name("type")?.toLowerCase();
  const pages = fields.integer("page_per_range");
  const distinct = fields.bool("nulls_distinct");
  const name = quoteName(fields.label);
  sql.statement(
    fields.block,
    `CREATE ${unique}INDEX ${name} ON ${relation}${method === undefined ? "" : ` USING ${quoteName(method)}`}`,
    ...partsOf(fields, "on"),
    listOf(fields, "include", "INCLUDE "),
    distinct === false ? "NULLS NOT DISTINCT" : undefined,
    storage(fields, pages === undefined ? [] : [`pages_per_range = ${pages}`]),
    ...condition(fields, "where", "WHERE"),
  );
  comment(sql, fields, `INDEX ${quoteName(schema)}.${name}`);
}
