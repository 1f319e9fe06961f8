// timestamps-with-zone: a moment is a moment, wherever the session that wrote it stood.
import { quoteName } from "../engine/index";
import type { Column, Facts, Table } from "./framework/facts";
import type { Gate } from "./framework/model";
import { baseOf, isArray, partsOf } from "./framework/types";
import { lastOf, nameOf } from "./framework/words";

export const timestampsWithZone: Gate = {
  level: "mandatory",
  why: "a timestamp without time zone means another moment for every client that reads it",
  appliesTo:
    "columns of type timestamp, also in arrays, domains and composite types, and columns whose names end with `_at`",
  check: ({ facts }) =>
    facts.tables.flatMap((table) =>
      facts.on(table.id, "column").flatMap((column) => {
        const { type } = column.attributes;
        const parts = partsOf(type, facts);
        const isMoment = parts.some((part) => /^timestamp/.test(part)) || lastOf(column).endsWith("_at");
        const unzoned = parts.filter((part) => /^timestamp/.test(part) && !isZoned(part));
        const isKept = unzoned.length === 0 && parts.some(isZoned);
        if (!isMoment || isKept) return [];
        const made = /^timestamp/.test(type) || unzoned[0] === undefined ? "" : `, which is ${unzoned[0]}`;
        return [
          {
            object: column.id,
            message: `${column.id} is ${type}${made}, not timestamptz`,
            sql: sqlOf(table, column, facts),
          },
        ];
      }),
    ),
};

const isZoned = (type: string): boolean => /^timestamp(\(\d\))? with time zone$/.test(type);

/** null where no cast leads there. */
function sqlOf(table: Table, column: Column, facts: Facts): string | null {
  const { type } = column.attributes;
  const base = baseOf(type, facts);
  const name = quoteName(lastOf(column));
  const alter = `ALTER TABLE ${nameOf(table)} ALTER COLUMN ${name} TYPE timestamptz`;
  const isText = /^(text|character)/.test(base);
  if (!isText && !/^(timestamp|date$)/.test(base)) return null;
  if (isArray(type, facts)) {
    const sql = `${alter}[] USING ${name}::${isText ? "text" : "timestamp"}[]::timestamptz[];`;
    // An array has no AT TIME ZONE; its cast reads the times in the session's zone.
    return base === "date" ? `${alter}[] USING ${name}::timestamptz[];` : `SET TimeZone = 'UTC';\n${sql}`;
  }
  if (isText) return `${alter} USING ${name}::timestamptz;`;
  return `${alter}${base.startsWith("timestamp") ? ` USING ${name} AT TIME ZONE 'UTC'` : ""};`;
}
