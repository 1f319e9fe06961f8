// Definitions of a catalog in the words one would write: `timestamptz`, a constant without the cast it gets by itself, keys
// before checks. Whole types and whole constants only: expressions stay as Postgres has them. Pure.
import type { AnyObject, Catalog } from "../catalog/model";
import { unwrapped } from "./statement";

/** Other names that Postgres gives to its types (manual, table 8.1). */
const aliases: readonly (readonly [RegExp, string])[] = [
  [/^timestamp(\(\d\))? with time zone((?:\[\])*)$/, "timestamptz$1$2"],
  [/^timestamp(\(\d\))? without time zone((?:\[\])*)$/, "timestamp$1$2"],
  [/^time(\(\d\))? with time zone((?:\[\])*)$/, "timetz$1$2"],
  [/^time(\(\d\))? without time zone((?:\[\])*)$/, "time$1$2"],
  [/^character varying(\(\d+\))?((?:\[\])*)$/, "varchar$1$2"],
];

/** The catalog, to be written and never to be compared. */
export function inWords(catalog: Catalog): Catalog {
  const { objects } = catalog;
  const worded = [...objects.values()].map((object) => wordOne(object, objects));
  const others = worded.filter(({ kind }) => kind !== "constraint");
  const constraints = worded
    .filter(({ kind }) => kind === "constraint")
    .sort((left, right) => constraintRank(left) - constraintRank(right));
  return { ...catalog, objects: new Map([...others, ...constraints].map((object) => [object.id, object])) };
}

function wordOne(object: AnyObject, objects: Catalog["objects"]): AnyObject {
  switch (object.kind) {
    case "column":
      return { ...object, attributes: { ...object.attributes, type: shortType(object.attributes.type) } };
    case "default": {
      const column = object.parent === null ? undefined : objects.get(object.parent);
      if (column?.kind !== "column") return object;
      const expression = bareConstant(object.attributes.expression, column.attributes.type);
      return { ...object, attributes: { expression } };
    }
    case "constraint": {
      const definition = bareCheck(object.attributes.definition);
      return { ...object, attributes: { ...object.attributes, definition } };
    }
    default:
      return object;
  }
}

/** `timestamp with time zone` → `timestamptz`. */
function shortType(type: string): string {
  const [pattern, short] = aliases.find(([pattern]) => pattern.test(type)) ?? [];
  return pattern === undefined || short === undefined ? type : type.replace(pattern, short);
}

/** `'draft'::text` of a column of type text → `'draft'`. */
function bareConstant(expression: string, type: string): string {
  const [, constant, cast] = /^('(?:[^'\\]|'')*')::(.+)$/.exec(expression) ?? [];
  if (constant === undefined) return expression;
  return cast === type || cast === type.replace(/\(\d+(?:,\d+)?\)$/, "") ? constant : expression;
}

/** `CHECK ((size > 0))` → `CHECK (size > 0)`. */
function bareCheck(definition: string): string {
  const [, inner, rest] = /^CHECK \((.*)\)( NO INHERIT)?$/s.exec(definition) ?? [];
  return inner === undefined ? definition : `CHECK (${unwrapped(inner)})${rest ?? ""}`;
}

const constraintOrder = ["primary key", "unique", "exclude", "foreign key", "check"];

function constraintRank(object: AnyObject): number {
  return object.kind === "constraint" ? constraintOrder.indexOf(object.attributes.type) : 0;
}
