// The columns of a table, and what else is written with one: identity, generated values, defaults.
import { quoteName } from "../../../catalog/names";
import { HclError, titleOf } from "./block";
import type { Fields } from "./fields";
import type { Piece } from "./sql";

/** `min_value` → its words in SQL, in the order in which Postgres shows them. */
const sequenceOptions: readonly (readonly [string, string])[] = [
  ["start", "START WITH"],
  ["increment", "INCREMENT BY"],
  ["min_value", "MINVALUE"],
  ["max_value", "MAXVALUE"],
  ["cache", "CACHE"],
];

export function optionsOfSequence(fields: Fields): string {
  const numbers = sequenceOptions.map(([name, words]) => {
    const value = fields.integer(name);
    return value === undefined ? "" : ` ${words} ${value}`;
  });
  const cycle = fields.bool("cycle");
  return `${numbers.join("")}${cycle === true ? " CYCLE" : ""}`.trim();
}

export function collation(fields: Fields): string {
  const name = fields.name("collate");
  return name === undefined ? "" : ` COLLATE ${quoteName(name)}`;
}

function identity(fields: Fields): Piece {
  const generated = fields.word("generated", ["ALWAYS", "BY DEFAULT"]) ?? "BY DEFAULT";
  const options = optionsOfSequence(fields);
  return {
    text: `GENERATED ${generated} AS IDENTITY${options === "" ? "" : ` (${options})`}`,
    line: fields.line,
  };
}

function generated(fields: Fields): readonly Piece[] {
  const [block] = fields.inner("as");
  const expression = block === undefined ? fields.sql("as") : block.sql("expr");
  if (expression === undefined) return [];
  const { line } = block ?? fields;
  const kind = block?.word("type", ["STORED", "VIRTUAL"]) ?? "STORED";
  return [{ text: "GENERATED ALWAYS AS (", line }, expression, { text: `) ${kind}`, line }];
}

/** One column as CREATE TABLE has it. Without `null` a column is NOT NULL, as in Atlas. */
export function columnOf(fields: Fields): readonly Piece[] {
  const { line, model } = fields;
  const type = fields.type();
  const ways = [
    ...fields.inner("identity"),
    ...fields.inner("as"),
    ...["default", "as"].filter((name) => fields.attribute(name) !== undefined),
  ];
  if (ways.length > 1) {
    const message = `${titleOf(fields.block)} gets its values in two ways. Keep one of default, identity and as.`;
    model.attempt(() => {
      throw new HclError(fields.block, message);
    });
  }
  const value = fields.literal("default");
  const isNull = fields.bool("null") ?? false;
  return [
    { text: quoteName(fields.label), line },
    ...(type === undefined ? [] : [{ ...type, text: `${type.text}${collation(fields)}` }]),
    ...(value === undefined ? [] : [{ ...value, text: `DEFAULT ${value.text}` }]),
    ...fields.inner("identity").map(identity),
    ...generated(fields),
    ...(isNull ? [] : [{ text: "NOT NULL", line: fields.attribute("null")?.line ?? line }]),
  ];
}
