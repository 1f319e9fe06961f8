// text-status-check: a status is one of a list that the database knows.
import { quoteName } from "../engine/index";
import type { Gate } from "./framework/model";
import { lastOf, nameOf } from "./framework/words";

export const textStatusCheck: Gate = {
  level: "mandatory",
  why: "a status with a typing mistake belongs to no list, and its row is seen by nobody any more",
  appliesTo: "text columns called status or state, or whose names end so",
  check: ({ facts }) =>
    facts.tables.flatMap((table) =>
      facts.on(table.id, "column").flatMap((column) => {
        const name = lastOf(column);
        const { type } = column.attributes;
        const isStatus = /(^|_)(status|state)$/.test(name) && /^(text|character)/.test(type);
        const words = "'active', 'archived'";
        const condition = type.endsWith("[]")
          ? `${quoteName(name)} <@ ARRAY[${words}]::${type}`
          : `${quoteName(name)} IN (${words})`;
        if (
          !isStatus ||
          facts.checksOf(table, name).some(({ attributes }) => attributes.columns.length === 1)
        )
          return [];
        return [
          {
            object: column.id,
            message: `${column.id} is ${type} and has no CHECK of its own that lists what it may be`,
            sql: `ALTER TABLE ${nameOf(table)} ADD CONSTRAINT ${quoteName(`${lastOf(table)}_${name}_check`)} CHECK (${condition});`,
          },
        ];
      }),
    ),
};
