// Types of columns, fields and arguments, as HCL names them → as Postgres does.
import type { Place } from "./block";
import { HclError } from "./block";
import type { Model } from "./model";
import { describe, type Value } from "./value";

/** Names that are the same in both. */
const plain = [
  ..."smallint int2 integer int int4 bigint int8 smallserial serial2 serial serial4 bigserial serial8".split(
    " ",
  ),
  ..."numeric decimal real float4 float8 float money boolean bool bytea bit varbit".split(" "),
  ..."char character bpchar varchar text name uuid json jsonb jsonpath xml hstore citext ltree".split(" "),
  ..."date time timetz timestamp timestamptz interval cidr inet macaddr macaddr8".split(" "),
  ..."point line lseg box path polygon circle tsvector tsquery txid_snapshot pg_snapshot pg_lsn oid".split(
    " ",
  ),
  ..."int4range int8range numrange tsrange tstzrange daterange".split(" "),
  ..."int4multirange int8multirange nummultirange tsmultirange tstzmultirange datemultirange".split(" "),
  ..."regclass regcollation regconfig regdictionary regnamespace regoper regoperator regproc regprocedure".split(
    " ",
  ),
  ..."regrole regtype void trigger event_trigger record cstring internal language_handler".split(" "),
  ..."any anyelement anyarray anynonarray anyenum anyrange anymultirange anycompatible anycompatiblearray".split(
    " ",
  ),
];

/** Those that have a space in SQL. */
const spaced: Readonly<Record<string, string>> = {
  double_precision: "double precision",
  character_varying: "character varying",
  bit_varying: "bit varying",
  time_with_time_zone: "time with time zone",
  time_without_time_zone: "time without time zone",
  timestamp_with_time_zone: "timestamp with time zone",
  timestamp_without_time_zone: "timestamp without time zone",
};

/** Fields of an interval: `day_to_second(4)` is `interval day to second(4)`. */
const fieldsOfInterval = [
  ..."year month day hour minute second year_to_month day_to_hour day_to_minute day_to_second".split(" "),
  ..."hour_to_minute hour_to_second minute_to_second".split(" "),
];

/** Whose length or precision goes in parentheses. */
const sized = new Set([
  ..."numeric decimal float bit varbit bit_varying char character varchar character_varying".split(" "),
  ..."time timetz timestamp timestamptz interval".split(" "),
  ...fieldsOfInterval.filter((name) => name.endsWith("second")),
]);

const types = new Map([
  ...plain.map((name): [string, string] => [name, name]),
  ...fieldsOfInterval.map((name): [string, string] => [name, `interval ${name.replaceAll("_", " ")}`]),
  ...Object.entries(spaced),
]);

/** Of a reference: the blocks that are types; of a relation, its row. */
const typed = ["enum", "domain", "composite", "range", "table", "view", "materialized"];

function unknown(value: Value, place: Place): HclError {
  const text = describe(value);
  const quoted = JSON.stringify(value.kind === "text" ? value.text : text);
  const message =
    `The type ${text} is unknown. What Postgres knows besides, with arrays and types of extensions, ` +
    `is written as sql(${quoted}).`;
  return new HclError(place, message);
}

/**
 * @returns SQL
 * @throws HclError
 */
export function typeOf(value: Value, place: Place, model: Model): string {
  if (value.kind === "name") {
    const [first = ""] = value.path;
    if (value.path.length > 1 && typed.includes(first)) {
      const { block, rest } = model.find(value.path, place);
      if (rest.length === 0) return model.sqlNameOf(block);
    }
    const known = value.path.length === 1 ? types.get(first) : undefined;
    if (known !== undefined) return known;
  }
  if (value.kind === "call" && value.name === "sql") return sqlOf(value.values, place);
  if (value.kind === "call" && sized.has(value.name) && value.values.length > 0) {
    const sizes = value.values.map((size) => (size.kind === "number" ? size.text : null));
    if (!sizes.includes(null)) return `${types.get(value.name) ?? value.name}(${sizes.join(", ")})`;
  }
  throw unknown(value, place);
}

/**
 * What `sql("…")` says, as it stands.
 * @throws HclError
 */
export function sqlOf(values: readonly Value[], place: Place): string {
  const [value] = values;
  if (values.length === 1 && value?.kind === "text" && value.text.trim() !== "") return value.text;
  throw new HclError(place, 'sql takes one string: sql("now()").');
}
