// Blocks that say who may do what: policy, permission.
import { quoteName, quotePath } from "../../../catalog/names";
import { type Attribute, type Block, HclError } from "./block";
import { comment } from "./comments";
import type { Fields } from "./fields";
import { condition } from "./indexes";
import type { Sql } from "./sql";
import { describe, type Value } from "./value";

/** Roles belong to the server: no block declares them, and any name is taken. */
function role(value: Value, place: Block): string {
  const path = value.kind === "text" ? [value.text] : value.kind === "name" ? value.path : [];
  const [first = "", second] = path;
  const word = first.toUpperCase();
  if (path.length === 1 && ["PUBLIC", "CURRENT_USER", "CURRENT_ROLE", "SESSION_USER"].includes(word))
    return word;
  if (path.length === 1 && first !== "") return quoteName(first);
  if (path.length === 2 && second !== undefined && ["role", "user"].includes(first))
    return quotePath([second]);
  throw new HclError(place, `${describe(value)} is no role. Write its name in quotes.`);
}

export function writePolicy(sql: Sql, fields: Fields): void {
  const { block } = fields;
  const on = fields.object("on", ["table"]) ?? "";
  const name = quoteName(fields.label);
  const kind = fields.word("as", ["PERMISSIVE", "RESTRICTIVE"]);
  const command = fields.word("for", ["ALL", "SELECT", "INSERT", "UPDATE", "DELETE"]);
  const roles = fields.list("to", (value) => role(value, block));
  sql.statement(
    block,
    `CREATE POLICY ${name} ON ${on}`,
    kind === undefined ? undefined : `AS ${kind}`,
    command === undefined ? undefined : `FOR ${command}`,
    roles === undefined ? undefined : `TO ${roles.join(", ")}`,
    ...condition(fields, "using", "USING"),
    ...condition(fields, "check", "WITH CHECK"),
    ...condition(fields, "with_check", "WITH CHECK"),
  );
  comment(sql, fields, `POLICY ${name} ON ${on}`);
  fields.checkDependencies();
}

/** Blocks that something can be granted on, as GRANT names them. */
const grantable: Readonly<Record<string, string>> = {
  schema: "SCHEMA",
  table: "TABLE",
  view: "TABLE",
  materialized: "TABLE",
  sequence: "SEQUENCE",
  function: "FUNCTION",
  procedure: "PROCEDURE",
  enum: "TYPE",
  composite: "TYPE",
  domain: "DOMAIN",
};

const privileges = [
  ..."ALL SELECT INSERT UPDATE DELETE TRUNCATE REFERENCES TRIGGER MAINTAIN USAGE CREATE EXECUTE".split(" "),
];

/** What is granted on, and of a table perhaps one column. */
function targetOf(fields: Fields, attribute: Attribute): { readonly words: string; readonly column: string } {
  const { model } = fields;
  const value = model.valueOf(attribute);
  const word = value.kind === "name" ? grantable[value.path[0] ?? ""] : undefined;
  if (value.kind !== "name" || word === undefined)
    throw new HclError(
      attribute,
      `Nothing is granted on ${describe(value)}. Known are ${Object.keys(grantable).join(", ")}.`,
    );
  const { block, rest } = model.find(value.path, attribute);
  const words = `${word} ${model.sqlNameOf(block)}`;
  if (rest.length === 0) return { words, column: "" };
  return { words, column: ` (${fields.columnOfReference("for")?.column ?? ""})` };
}

export function writePermission(sql: Sql, fields: Fields): void {
  const { block, model } = fields;
  const attribute = fields.attribute("for");
  if (attribute === undefined) return;
  const { words, column } = targetOf(fields, attribute);
  const to = fields.attribute("to");
  const grantee = to === undefined ? "" : role(model.valueOf(to), block);
  const list = fields.list("privileges", (value) => {
    const word = (
      value.kind === "name" ? value.path.join(".") : value.kind === "text" ? value.text : ""
    ).toUpperCase();
    if (!privileges.includes(word))
      throw new HclError(block, `${describe(value)} is no privilege. Known are ${privileges.join(", ")}.`);
    return `${word}${column}`;
  });
  const option = fields.bool("grantable") === true ? " WITH GRANT OPTION" : "";
  sql.statement(block, `GRANT ${(list ?? []).join(", ")} ON ${words} TO ${grantee}${option}`);
}
