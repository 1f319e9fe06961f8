// timestamps-with-zone: a moment is a moment, wherever the session that wrote it stood.
import { quoteName } from "../engine/index";
import type { Gate } from "./framework/model";
import { lastOf, nameOf } from "./framework/words";

export const timestampsWithZone: Gate = {
  level: "mandatory",
  why: "a timestamp without time zone means another moment for every client that reads it",
  appliesTo: "columns of type timestamp, and columns whose names end with `_at`",
  check: ({ facts }) =>
    facts.tables.flatMap((table) =>
      facts.on(table.id, "column").flatMap((column) => {
        const { type } = column.attributes;
        const isZoned = /^timestamp(\(\d\))? with time zone$/.test(type);
        const isMoment = /^timestamp/.test(type) || lastOf(column).endsWith("_at");
        if (!isMoment || isZoned) return [];
        const using = type.startsWith("timestamp")
          ? ` USING ${quoteName(lastOf(column))} AT TIME ZONE 'UTC'`
          : "";
        return [
          {
            object: column.id,
            message: `${column.id} is ${type}, not timestamptz`,
            sql: `ALTER TABLE ${nameOf(table)} ALTER COLUMN ${quoteName(lastOf(column))} TYPE timestamptz${using};`,
          },
        ];
      }),
    ),
};
