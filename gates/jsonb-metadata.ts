// jsonb-metadata: a document column holds what others attach, and nothing that the business counts with.
import { type CatalogObject, quoteName, quoteText } from "../engine/index";
import type { Column, Facts, Table } from "./framework/facts";
import type { Gate } from "./framework/model";
import { baseOf, isArray } from "./framework/types";
import { breachOf, commentWith, lastOf, nameOf } from "./framework/words";

/** Keys that must not stand at the top of metadata: each belongs in a column, with a type and a CHECK. */
const refusedKeys: readonly string[] = [
  ...["amount", "balance", "currency", "discount", "price", "tax", "total"],
  ...["customer_id", "org_id", "quantity", "status"],
];

export const jsonbMetadata: Gate = {
  level: "mandatory",
  why: "an amount in a document has no type, no CHECK and no index, and nobody finds it when rules change",
  appliesTo: "columns of type json or jsonb, also in arrays and under domains",
  check: ({ facts, registry }) =>
    registry.flatMap(({ table, metadata }) =>
      facts
        .on(table.id, "column")
        .filter(({ attributes: { type } }) => /^jsonb?$/.test(baseOf(type, facts)))
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
  const { type } = column.attributes;
  if (isArray(type, facts))
    wrong.push({
      message: `is ${type}, an array, whose keys no CHECK can see`,
      sql: `${alter} ALTER COLUMN ${quoteName(name)} TYPE jsonb USING to_jsonb(${quoteName(name)});`,
    });
  else if (baseOf(type, facts) === "json")
    wrong.push({
      message: "is json, whose keys no CHECK can see",
      sql: `${alter} ALTER COLUMN ${quoteName(name)} TYPE jsonb;`,
    });
  if (!isListed)
    wrong.push({
      message: "is not in the registry of metadata: its comment lacks `@holds metadata`",
      sql: commentWith(facts, column.id, "holds", "metadata"),
    });
  const missing = missingKeys(table, column, facts);
  if (missing.length > 0) {
    const keys = refusedKeys.map((key) => quoteText(key)).join(", ");
    wrong.push({
      message: `has no CHECK that refuses the keys ${missing.join(", ")}`,
      sql: `${alter} ADD CONSTRAINT ${quoteName(`${lastOf(table)}_${name}_keys_check`)}\n  CHECK (NOT ${quoteName(name)} ?| ARRAY[${keys}]);`,
    });
  }
  // The last, since the statements before it know the column by its name.
  if (!/(^|_)metadata$/.test(name))
    wrong.push({
      message: "is no metadata by its name: what the application reads belongs in columns",
      sql: `${alter} RENAME COLUMN ${quoteName(name)} TO ${quoteName(`${name}_metadata`)};`,
    });
  return wrong;
}

/** Keys that no CHECK of the column or of its domain refuses, as Postgres writes `NOT metadata ?| ARRAY['amount', …]`. */
function missingKeys(table: Table, column: Column, facts: Facts): readonly string[] {
  const name = quoteName(lastOf(column));
  const domain = facts.of("domain").find((one) => nameOf(one) === column.attributes.type);
  const own = facts
    .checksOf(table, lastOf(column))
    .filter(({ attributes: { columns } }) => columns.length === 1)
    .flatMap((check) => keysIn(check, [name, `(${name})::jsonb`]));
  const given = domain === undefined ? [] : facts.on(domain.id, "constraint");
  const refused = new Set([...own, ...given.flatMap((check) => keysIn(check, ["VALUE"]))]);
  return refusedKeys.filter((key) => !refused.has(`${quoteText(key)}::text`));
}

/** Whether what stands between these two is a whole condition, or one of several that must all hold. */
const mustHold = (before: string, after: string): boolean =>
  /(^CHECK \(+| AND \(*)$/.test(before) && /^\)+($| AND | NOT VALID$)/.test(after);

function keysIn(check: CatalogObject<"constraint">, subjects: readonly string[]): readonly string[] {
  const { definition, type } = check.attributes;
  // A condition beside it may only be one more that must hold.
  if (type !== "check" || definition.includes(" OR ")) return [];
  return subjects.flatMap((subject) => {
    const opening = `(NOT (${subject} ?| ARRAY[`;
    const start = definition.indexOf(opening);
    const end = definition.indexOf("]", start);
    if (start < 0 || !mustHold(definition.slice(0, start), definition.slice(end + 1))) return [];
    return definition.slice(start + opening.length, end).split(", ");
  });
}
