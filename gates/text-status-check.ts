// text-status-check: a status is one of a list that the database knows.
import { quoteName } from "../engine/index";
import { isListed } from "./framework/lists";
import type { Gate } from "./framework/model";
import { baseOf, isArray } from "./framework/types";
import { lastOf, nameOf } from "./framework/words";

const isText = (type: string): boolean => /^(text|character|([^.]+\.)?citext\b)/.test(type);

export const textStatusCheck: Gate = {
  level: "mandatory",
  why: "a status with a typing mistake belongs to no list, and its row is seen by nobody any more",
  appliesTo:
    "text columns called status or state, or whose names end so, also under domains; the status of a document is postable-document's",
  check: ({ registry, facts }) =>
    registry.flatMap(({ table, class: is }) =>
      facts.on(table.id, "column").flatMap((column) => {
        const name = lastOf(column);
        const { type } = column.attributes;
        const isStatus = /(^|_)(status|state)$/.test(name) && isText(baseOf(type, facts));
        const isDocuments = is === "document" && name === "status";
        if (!isStatus || isDocuments || isListed(table, name, facts)) return [];
        const words = "'active', 'archived'";
        const condition = isArray(type, facts)
          ? `${quoteName(name)} <@ ARRAY[${words}]::${type}`
          : `${quoteName(name)} IN (${words})`;
        return [
          {
            object: column.id,
            message: `${column.id} is ${type} and has no CHECK of its own that lists what it may be`,
            sql: `ALTER TABLE ${nameOf(table)} ADD CONSTRAINT ${quoteName(`${lastOf(table)}_${name}_list_check`)} CHECK (${condition});`,
          },
        ];
      }),
    ),
};
