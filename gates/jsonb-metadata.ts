// jsonb-metadata: a document column holds what others attach, and nothing that the business counts with.
import { quoteName, quoteText } from "../engine/index";
import type { Column, Facts, Table } from "./framework/facts";
import type { Gate } from "./framework/model";
import { breachOf, commentWith, lastOf, nameOf } from "./framework/words";

/** Keys that must not stand at the top of metadata: each belongs in a column, with a type and a CHECK. */
const refusedKeys: readonly string[] = [
  ...["amount", "balance", "currency", "discount", "price", "tax", "total"],
  ...["customer_id", "org_id", "quantity", "status"],
];

export const jsonbMetadata: Gate = {
  level: "mandatory",
  why: "an amount in a document has no type, no CHECK and no index, and nobody finds it when rules change",
  appliesTo: "columns of type json or jsonb",
  check: ({ facts, registry }) =>
    registry.flatMap(({ table, metadata }) =>
      facts
        .on(table.id, "column")
        .filter(({ attributes: { type } }) => type === "jsonb" || type === "json")
        .flatMap((column) =>
          breachOf(column.id, wrongWith(table, column, metadata.includes(lastOf(column)), facts)),
        ),
    ),
};

interface Wrong {
  readonly message: string;
  readonly sql: string | null;
}

function wrongWith(table: Table, column: Column, isListed: boolean, facts: Facts): readonly Wrong[] {
  const name = lastOf(column);
  const alter = `ALTER TABLE ${nameOf(table)}`;
  const wrong: Wrong[] = [];
  if (!/(^|_)metadata$/.test(name))
    wrong.push({
      message: "is no metadata by its name: what the application reads belongs in columns",
      sql: `${alter} RENAME COLUMN ${quoteName(name)} TO ${quoteName(`${name}_metadata`)};`,
    });
  if (column.attributes.type === "json")
    wrong.push({
      message: "is json, whose keys no CHECK can see",
      sql: `${alter} ALTER COLUMN ${quoteName(name)} TYPE jsonb;`,
    });
  if (!isListed)
    wrong.push({
      message: "is not in the registry of metadata: its comment lacks `@holds metadata`",
      sql: commentWith(facts, column.id, "holds", "metadata"),
    });
  const missing = missingKeys(table, name, facts);
  if (missing.length > 0) {
    const keys = refusedKeys.map((key) => quoteText(key)).join(", ");
    wrong.push({
      message: `has no CHECK that refuses the keys ${missing.join(", ")}`,
      sql: `${alter} ADD CONSTRAINT ${quoteName(`${lastOf(table)}_${name}_keys_check`)}\n  CHECK (NOT ${quoteName(name)} ?| ARRAY[${keys}]);`,
    });
  }
  return wrong;
}

/** Keys that no CHECK of the column alone refuses, as Postgres writes `NOT metadata ?| ARRAY['amount', …]`. */
function missingKeys(table: Table, column: string, facts: Facts): readonly string[] {
  const opening = `(NOT (${quoteName(column)} ?| ARRAY[`;
  const lists = facts.checksOf(table, column).flatMap(({ attributes: { columns, definition } }) => {
    const start = columns.length === 1 ? definition.indexOf(opening) : -1;
    // A condition beside it may only be one more that must hold.
    if (start < 0 || definition.includes(" OR ")) return [];
    return [definition.slice(start + opening.length, definition.indexOf("]", start))];
  });
  const refused = new Set(lists.flatMap((list) => list.split(", ")));
  return refusedKeys.filter((key) => !refused.has(`${quoteText(key)}::text`));
}
