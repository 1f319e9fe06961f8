// money-exact: money is counted, never approximated.
import { type CatalogObject, quoteName } from "../engine/index";
import type { Column, Facts, Table } from "./framework/facts";
import type { Gate } from "./framework/model";
import { baseOf, checksOfDomain, isArray, partsOf } from "./framework/types";
import { breachOf, lastOf, nameOf } from "./framework/words";

/** Last words of names that hold money; a column of another name says `@holds money` in its comment. */
const words =
  "amount|balance|budget|cost|costs|credit_limit|fee|fees|price|revenue|salary|subtotal|total|turnover|gross|net|debit|credit";
const isMoney = new RegExp(`(^|_)(${words})$`);

/** Words that tell of money anywhere in a name: not floating point there, whatever else it is: `amount_eur`, `tax`. */
const mayBeMoney =
  /(^|_)(amount|balance|budget|cost|discount|fee|paid|payment|price|refund|revenue|salary|subtotal|tax|vat)(s|es)?(_|$)/;

/** A name may be that of a yes or no, of a day, or of a reference. */
const notAmounts = /^(boolean|date|timestamp|uuid|interval|jsonb?$)/;

export const moneyExact: Gate = {
  level: "mandatory",
  why: "0.1 + 0.2 is not 0.3 in floating point, and an amount without limits takes a wrong sign silently",
  appliesTo:
    "columns whose names end as those of amounts do, or that say `@holds money`; for floating point also columns with a word for money in their names, and columns of views",
  check: ({ facts }) => [
    ...facts.tables.flatMap((table) =>
      facts.on(table.id, "column").flatMap((column) => {
        if (holdsMoney(column, facts)) return breachOf(column.id, wrongWith(table, column, facts));
        const isFloating = mayHoldMoney(column, facts) && isInexact(column.attributes.type, facts);
        return isFloating ? breachOf(column.id, [notNumeric(table, column, facts)]) : [];
      }),
    ),
    ...[...facts.of("view"), ...facts.of("materialized view")].flatMap((view) => {
      const floating = view.attributes.columns.filter(
        ({ name, type }) => (isMoney.test(name) || mayBeMoney.test(name)) && isInexact(type, facts),
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
    (tag === undefined &&
      isMoney.test(lastOf(column)) &&
      !notAmounts.test(baseOf(column.attributes.type, facts)))
  );
}

/** By a word in its name, or in that of a field of its composite type. */
function mayHoldMoney(column: Column, facts: Facts): boolean {
  if (facts.tagsOn(column.id).has("holds")) return false;
  const base = baseOf(column.attributes.type, facts);
  const fields = facts.of("composite").find((one) => nameOf(one) === base)?.attributes.fields ?? [];
  return [lastOf(column), ...fields.map(({ name }) => name)].some(
    (name) => mayBeMoney.test(name) || isMoney.test(name),
  );
}

const isInexact = (type: string, facts: Facts): boolean =>
  partsOf(type, facts).some((part) => /^(real|double precision|money)$/.test(part));

interface Wrong {
  readonly message: string;
  readonly sql: string | null;
}

function notNumeric(table: Table, column: Column, facts: Facts): Wrong {
  const { type } = column.attributes;
  const base = baseOf(type, facts);
  const name = quoteName(lastOf(column));
  const wanted = `numeric(18, 2)${isArray(type, facts) ? "[]" : ""}`;
  const using = /^(text|character)/.test(base) ? ` USING ${name}::${wanted}` : "";
  const isComposite = facts.of("composite").some((one) => nameOf(one) === base);
  const alter = `ALTER TABLE ${nameOf(table)} ALTER COLUMN ${name} TYPE ${wanted}${using};`;
  const parts = [...new Set(partsOf(type, facts))].join(", ");
  const made = parts === type.replace(/(\[\])+$/, "") ? "" : ` over ${parts}`;
  return { message: `is ${type}${made}, not numeric`, sql: isComposite ? null : alter };
}

function wrongWith(table: Table, column: Column, facts: Facts): readonly Wrong[] {
  const { type, generated } = column.attributes;
  const name = lastOf(column);
  const wrong: Wrong[] = [];
  const isNumeric = /^numeric\b/.test(baseOf(type, facts));
  if (!isNumeric) wrong.push(notNumeric(table, column, facts));
  const condition = isArray(type, facts) ? `0 <= ALL (${quoteName(name)})` : `${quoteName(name)} >= 0`;
  // What is computed follows from columns that are checked themselves.
  const checks = [...facts.checksOf(table, name), ...(isNumeric ? checksOfDomain(type, facts) : [])];
  if (generated === null && !checks.some(compares))
    wrong.push({
      message: "has no CHECK that says which amounts there may be",
      sql: `ALTER TABLE ${nameOf(table)} ADD CONSTRAINT ${quoteName(`${lastOf(table)}_${name}_range_check`)} CHECK (${condition});`,
    });
  return wrong;
}

/** That there is a value says nothing of which ones there may be. */
const compares = ({ attributes }: CatalogObject<"constraint">): boolean =>
  /[<>=]/.test(attributes.definition);
