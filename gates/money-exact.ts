// money-exact: money is counted, never approximated.
import { type CatalogObject, objectId, quoteName } from "../engine/index";
import type { Column, Facts, Table } from "./framework/facts";
import type { Gate } from "./framework/model";
import { breachOf, lastOf, nameOf } from "./framework/words";

/** Last words of names that hold money; a column of another name says `@holds money` in its comment. */
const words =
  "amount|balance|budget|cost|costs|credit_limit|fee|fees|price|revenue|salary|subtotal|total|turnover|gross|net|debit|credit";
const isMoney = new RegExp(`(^|_)(${words})$`);

/** A name may be that of a yes or no, of a day, or of a reference. */
const notAmounts = /^(boolean|date|timestamp|uuid|interval|jsonb?$)/;

export const moneyExact: Gate = {
  level: "mandatory",
  why: "0.1 + 0.2 is not 0.3 in floating point, and an amount without limits takes a wrong sign silently",
  appliesTo:
    "columns whose names end as those of amounts do, or that say `@holds money`; columns of views, too, for their type",
  check: ({ facts }) => [
    ...facts.tables.flatMap((table) =>
      facts
        .on(table.id, "column")
        .filter((column) => holdsMoney(column, facts))
        .flatMap((column) => breachOf(column.id, wrongWith(table, column, facts))),
    ),
    ...[...facts.of("view"), ...facts.of("materialized view")].flatMap((view) => {
      const floating = view.attributes.columns.filter(
        ({ name, type }) => isMoney.test(name) && isInexact(type),
      );
      return breachOf(
        view.id,
        floating.map(({ name, type }) => ({ message: `gives ${name} as ${type}, not numeric`, sql: null })),
      );
    }),
  ],
};

function holdsMoney(column: Column, facts: Facts): boolean {
  const tag = facts.tagsOn(column.id).get("holds");
  return (
    tag === "money" ||
    (tag === undefined && isMoney.test(lastOf(column)) && !notAmounts.test(column.attributes.type))
  );
}

const isInexact = (type: string): boolean => /^(real|double precision|money)$/.test(type);

function wrongWith(
  table: Table,
  column: Column,
  facts: Facts,
): readonly { message: string; sql: string | null }[] {
  const { type, generated } = column.attributes;
  const domain = facts.of("domain").find((one) => nameOf(one) === type);
  const name = lastOf(column);
  const wrong: { message: string; sql: string }[] = [];
  if (!/^numeric\b/.test(domain?.attributes.type ?? type))
    wrong.push({
      message: `is ${type}, not numeric`,
      sql: `ALTER TABLE ${nameOf(table)} ALTER COLUMN ${quoteName(name)} TYPE numeric(18, 2);`,
    });
  // What is computed follows from columns that are checked themselves.
  if (generated === null && checksOf(table, column, domain, facts) === 0)
    wrong.push({
      message: "has no CHECK that says which amounts there may be",
      sql: `ALTER TABLE ${nameOf(table)} ADD CONSTRAINT ${quoteName(`${lastOf(table)}_${name}_check`)} CHECK (${quoteName(name)} >= 0);`,
    });
  return wrong;
}

function checksOf(
  table: Table,
  column: Column,
  domain: CatalogObject<"domain"> | undefined,
  facts: Facts,
): number {
  const onDomain = domain === undefined ? 0 : facts.on(objectId("domain", domain.path), "constraint").length;
  return facts.checksOf(table, lastOf(column)).length + onDomain;
}
