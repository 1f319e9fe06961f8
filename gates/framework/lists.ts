// Whether a CHECK lists what a column may be, as Postgres writes it: `((status = ANY (ARRAY['draft'::text, …])))`. Pure.
import type { Facts, Table } from "./facts";
import { baseOf, checksOfDomain } from "./types";
import { nameOf } from "./words";

interface Check {
  readonly attributes: { readonly type: string; readonly definition: string };
}

/** One of some values, or all elements of an array among them; a condition that is turned round lists nothing. */
const isList = ({ attributes: { type, definition } }: Check): boolean =>
  type === "check" && !/\bNOT \(/.test(definition) && /( = ANY \(| <@ |= '|= \('| ~ '\^)/.test(definition);

/** Whether values are listed by a CHECK of this column alone, by its domain, or by its type. */
export function isListed(table: Table, column: string, facts: Facts): boolean {
  const own = facts.checksOf(table, column).filter(({ attributes }) => attributes.columns.length === 1);
  const type = facts.column(table, column)?.attributes.type ?? "";
  const isEnum = facts.of("enum").some((one) => nameOf(one) === baseOf(type, facts));
  return isEnum || [...own, ...checksOfDomain(type, facts)].some(isList);
}
