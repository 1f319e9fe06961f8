// A block `table` → CREATE TABLE with its columns and constraints, and what stands beside it: foreign keys, indexes,
// comments, row security. Foreign keys stand apart, so that tables may refer to each other.
import { quoteName, quotePath } from "../../../catalog/names";
import { HclError, titleOf } from "./block";
import { columnOf } from "./columns";
import { comment } from "./comments";
import type { Fields } from "./fields";
import { condition, listOf, partsOf, storage, writeIndex } from "./indexes";
import { inParentheses, type Piece, type Sql } from "./sql";

const actions = ["NO ACTION", "RESTRICT", "CASCADE", "SET NULL", "SET DEFAULT"];

function named(fields: Fields): string {
  return fields.label === "" ? "" : `CONSTRAINT ${quoteName(fields.label)} `;
}

function key(fields: Fields, words: string): readonly Piece[] {
  const distinct = words === "UNIQUE" && fields.bool("nulls_distinct") === false ? " NULLS NOT DISTINCT" : "";
  const list = fields.columns("columns") ?? [];
  const overlaps = fields.bool("without_overlaps") === true ? " WITHOUT OVERLAPS" : "";
  const columns = `(${list.join(", ")}${overlaps})`;
  const text = `${named(fields)}${words}${distinct} ${columns}${listOf(fields, "include", "INCLUDE ")}`;
  return [{ text, line: fields.line }];
}

export function checkOf(fields: Fields): readonly Piece[] {
  return condition(fields, "expr", `${named(fields)}CHECK`);
}

function exclusion(fields: Fields): readonly Piece[] {
  const method = fields.name("type")?.toLowerCase();
  const { line } = fields;
  return [
    { text: `${named(fields)}EXCLUDE${method === undefined ? "" : ` USING ${quoteName(method)}`}`, line },
    ...partsOf(fields, "on"),
    { text: listOf(fields, "include", "INCLUDE "), line },
    ...condition(fields, "where", "WHERE"),
  ];
}

function partition(fields: Fields): readonly Piece[] {
  const strategy = fields.word("type", ["RANGE", "LIST", "HASH"]) ?? "";
  return [{ text: `PARTITION BY ${strategy}`, line: fields.line }, ...partsOf(fields, "by")];
}

function writeForeignKey(sql: Sql, fields: Fields, table: string): void {
  const own = fields.columns("columns");
  const target = fields.columnsElsewhere("ref_columns");
  if (own === undefined || target === undefined) return;
  if (own.length !== target.columns.length) {
    fields.model.attempt(() => {
      const message = `${titleOf(fields.block)} has ${own.length} columns and ${target.columns.length} ref_columns.`;
      throw new HclError(fields.block, message);
    });
  }
  const isPeriod = fields.bool("period") === true;
  const withPeriod = (columns: readonly string[]): string =>
    columns
      .map((name, index) => `${isPeriod && index === columns.length - 1 ? "PERIOD " : ""}${name}`)
      .join(", ");
  const update = fields.word("on_update", actions);
  const remove = fields.word("on_delete", actions);
  const deferrable = fields.word("deferrable", ["INITIALLY IMMEDIATE", "INITIALLY DEFERRED"]);
  sql.statement(
    fields.block,
    `ALTER TABLE ${table} ADD CONSTRAINT ${quoteName(fields.label)} FOREIGN KEY (${withPeriod(own)})`,
    `REFERENCES ${target.table} (${withPeriod(target.columns)})`,
    update === undefined ? undefined : `ON UPDATE ${update}`,
    remove === undefined ? undefined : `ON DELETE ${remove}`,
    deferrable === undefined ? undefined : `DEFERRABLE ${deferrable}`,
  );
}

function writeComments(sql: Sql, fields: Fields, table: string): void {
  comment(sql, fields, `TABLE ${table}`);
  for (const column of fields.inner("column"))
    comment(sql, column, `COLUMN ${table}.${quoteName(column.label)}`);
  for (const type of ["check", "primary_key", "unique", "foreign_key", "exclude"]) {
    for (const constraint of fields.inner(type)) {
      if (constraint.attribute("comment") === undefined) continue;
      if (constraint.label === "") {
        fields.model.attempt(() => {
          throw new HclError(constraint.block, `A ${type} with a comment needs a name: ${type} "…".`);
        });
      } else comment(sql, constraint, `CONSTRAINT ${quoteName(constraint.label)} ON ${table}`);
    }
  }
}

function writeReplicaIdentity(sql: Sql, fields: Fields, table: string): void {
  const attribute = fields.attribute("replica_identity");
  if (attribute === undefined) return;
  const value = fields.model.attempt(() => fields.model.valueOf(attribute));
  if (value?.kind === "name" && value.path.length === 2 && value.path[0] === "index")
    sql.statement(
      attribute,
      `ALTER TABLE ${table} REPLICA IDENTITY USING INDEX ${quoteName(value.path[1] ?? "")}`,
    );
  else {
    const word = fields.word("replica_identity", ["DEFAULT", "FULL", "NOTHING"]);
    if (word !== undefined) sql.statement(attribute, `ALTER TABLE ${table} REPLICA IDENTITY ${word}`);
  }
}

/** Atlas asks for a rename by an attribute; here a comment does. */
function writeRenames(sql: Sql, fields: Fields): void {
  const path = fields.model.pathOf(fields.block);
  const before = fields.text("renamed_from");
  if (before !== undefined) {
    const names = `${quotePath([path[0] ?? "", before])} -> ${quotePath(path)}`;
    sql.add({
      text: `-- rename: table ${names}`,
      line: fields.attribute("renamed_from")?.line ?? fields.line,
    });
  }
  for (const column of fields.inner("column")) {
    const old = column.text("renamed_from");
    if (old === undefined) continue;
    const names = `${quotePath([...path, old])} -> ${quotePath([...path, column.label])}`;
    const { line } = column.attribute("renamed_from") ?? column;
    sql.add({ text: `-- rename: column ${names}`, line });
  }
}

export function writeTable(sql: Sql, fields: Fields): void {
  const { model, block } = fields;
  const table = model.sqlNameOf(block);
  const items = [
    ...fields.inner("column").map(columnOf),
    ...fields.inner("primary_key").map((inner) => key(inner, "PRIMARY KEY")),
    ...fields.inner("unique").map((inner) => key(inner, "UNIQUE")),
    ...fields.inner("check").map(checkOf),
    ...fields.inner("exclude").map(exclusion),
  ];
  const method = fields.name("access_method");
  sql.statement(
    block,
    `CREATE ${fields.bool("unlogged") === true ? "UNLOGGED " : ""}TABLE ${table}`,
    ...inParentheses(items, fields.line),
    ...fields.inner("partition").flatMap(partition),
    method === undefined ? undefined : `USING ${quoteName(method)}`,
    storage(fields),
  );
  writeRenames(sql, fields);
  for (const index of fields.inner("index")) writeIndex(sql, index, table, model.schemaOf(block));
  for (const foreign of fields.inner("foreign_key")) writeForeignKey(sql, foreign, table);
  for (const security of fields.inner("row_security")) {
    if (security.bool("enabled") === true)
      sql.statement(security.block, `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
    if (security.bool("enforced") === true)
      sql.statement(security.block, `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
  }
  writeReplicaIdentity(sql, fields, table);
  writeComments(sql, fields, table);
  fields.checkDependencies();
}
