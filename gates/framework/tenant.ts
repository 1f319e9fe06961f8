// How a policy says that a row is the current tenant's: the forms that are known, as Postgres writes them. Pure.
import { objectId, quoteName, quotePath, quoteText } from "../../engine/index";
import type { Facts, Table } from "./facts";
import { nameOf } from "./words";

/** Where the Postgres schema's comment does not name another by `@tenant-setting`. */
const usualSetting = "app.org_id";

/** The setting that holds the current tenant. */
export function tenantSetting(table: Table, facts: Facts): string {
  return facts.tagsOn(objectId("schema", table.path.slice(0, 1))).get("tenant-setting") ?? usualSetting;
}

/**
 * Expressions of a policy that are true for the current tenant's rows and for no others: the column equals the setting, or
 * a function whose comment says `@tenant current`. Each as it is, or as a subquery, which Postgres evaluates once; on either
 * side.
 */
export function tenantForms(column: string, table: Table, facts: Facts): ReadonlySet<string> {
  const setting = `${quoteText(tenantSetting(table, facts))}::text`;
  const values: readonly (readonly [value: string, name: string])[] = [
    [`(NULLIF(current_setting(${setting}, true), ''::text))::uuid`, '"nullif"'],
    [`(current_setting(${setting}, true))::uuid`, "current_setting"],
    [`(current_setting(${setting}))::uuid`, "current_setting"],
    ...facts
      .of("function")
      .filter(({ id }) => facts.hasTag(id, "tenant", "current"))
      .map(({ path }) => [`${quotePath(path)}()`, quoteName(path.at(-1) ?? "")] as const),
  ];
  const name = quoteName(column);
  return new Set(
    values.flatMap(([value, as]) => {
      const query = `( SELECT ${value} AS ${as})`;
      return [value, query].flatMap((one) => [`(${name} = ${one})`, `(${one} = ${name})`]);
    }),
  );
}

interface Place {
  /** Table whose Postgres schema says the setting. */
  readonly root: Table;
  /** Names of policies that the table has. */
  readonly taken: readonly string[];
}

export function tenantSql(table: Table, column: string, facts: Facts, { root, taken }: Place): string {
  const is = `${quoteName(column)} = nullif(current_setting(${quoteText(tenantSetting(root, facts))}, true), '')::uuid`;
  let name = "tenant";
  while (taken.includes(name)) name += "_only";
  return `CREATE POLICY ${name} ON ${nameOf(table)}\n  USING (${is})\n  WITH CHECK (${is});`;
}
