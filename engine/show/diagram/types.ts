// How a type is written where there is little room, and the columns a foreign key refers to. Pure text.
import type { CatalogObject } from "../../catalog/model";
import { quoteName } from "../../catalog/names";

/** Names of `format_type` and the shorter ones that Postgres knows as well (manual, table 8.1). */
const shorter: readonly (readonly [RegExp, string])[] = [
  [/^timestamp(\(\d\))? with time zone/, "timestamptz$1"],
  [/^timestamp(\(\d\))? without time zone/, "timestamp$1"],
  [/^time(\(\d\))? with time zone/, "timetz$1"],
  [/^time(\(\d\))? without time zone/, "time$1"],
  [/^character varying/, "varchar"],
  [/^character\(/, "char("],
  [/^bit varying/, "varbit"],
  [/^double precision/, "float8"],
  [/^boolean/, "bool"],
];

/** `timestamp with time zone` → `timestamptz`; a type of the box's own Postgres schema without that schema. */
export function shortType(type: string, schema: string): string {
  const own = `${quoteName(schema)}.`;
  const local = type.startsWith(own) ? type.slice(own.length) : type;
  for (const [long, short] of shorter) if (long.test(local)) return local.replace(long, short);
  return local;
}

/**
 * The columns that a foreign key refers to, in order. Its definition begins with what is known of it, so only the quoted
 * names after that are read; empty for one that is written in another way (PERIOD).
 */
export function referencedColumns({ attributes }: CatalogObject<"constraint">): readonly string[] {
  const { columns, references, definition } = attributes;
  if (references === null) return [];
  const beginning = `FOREIGN KEY (${columns.map(quoteName).join(", ")}) REFERENCES ${references.slice("table ".length)}(`;
  if (!definition.startsWith(beginning)) return [];
  const names: string[] = [];
  const name = /\s*(?:"((?:[^"]|"")*)"|([^",()\s]+))\s*([,)])/y;
  name.lastIndex = beginning.length;
  for (let found = name.exec(definition); found !== null; found = name.exec(definition)) {
    names.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? "");
    if (found[3] === ")") return names;
  }
  return [];
}
