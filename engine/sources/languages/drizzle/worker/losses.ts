// Runs in the thread: what the installed drizzle-kit would leave out of an object, cut short or spell wrongly without a word,
// found by reading what it does with each part. Each is refused with what to write instead. See also cuts.ts.
import { is, SQL } from "drizzle-orm";
import { getTableConfig, type PgColumn, PgPolicy, PgRole, type PgTable } from "drizzle-orm/pg-core";

type Config = ReturnType<typeof getTableConfig>;

export const inSql = "Declare it in a .sql file of the source";

function doubled(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

function lossesOfNames({ columns, foreignKeys, primaryKeys }: Config): readonly string[] {
  const lost: string[] = [];
  for (const name of doubled(columns.map((column) => column.name)))
    lost.push(`Two columns are called "${name}", and drizzle-kit would keep one. Rename or remove one.`);
  for (const name of doubled(foreignKeys.map((key) => key.getName())))
    lost.push(`Two foreign keys are called "${name}", and drizzle-kit would keep one. Name them apart.`);
  if (primaryKeys.length > 1)
    lost.push(
      "The table has more than one primaryKey(…), and drizzle-kit would keep one. Remove the others.",
    );
  return lost;
}

/** drizzle-kit writes a default between quotes and escapes what is in it for a text alone. */
function lossOfDefault(column: PgColumn): string | null {
  const value: unknown = column.default;
  if (value === undefined || value === null || is(value, SQL)) return null;
  const instead = `Write the default of "${column.name}" as SQL: .default(sql\`…\`)`;
  const isJson = ["PgJson", "PgJsonb"].includes(column.columnType);
  if (isJson && typeof value === "string") return `${instead}; drizzle-kit would not quote it as JSON.`;
  if (isJson && JSON.stringify(value).includes("'"))
    return `${instead}; drizzle-kit would not escape the ' in it.`;
  if (Array.isArray(value) && !isJson) {
    const texts: readonly unknown[] = value.flat(Number.POSITIVE_INFINITY);
    if (
      texts.some(
        (text) => typeof text !== "number" && typeof text !== "boolean" && /["'\\]/.test(String(text)),
      )
    )
      return `${instead}; drizzle-kit would not escape the quotes or backslashes in it.`;
  }
  if (typeof value === "bigint") return `${instead}; drizzle-kit cannot write a bigint.`;
  return null;
}

interface Indexed {
  readonly name?: string;
  readonly indexConfig?: { readonly order?: string; readonly nulls?: string; readonly opClass?: string };
}

/** That ONLY is left out says nothing: no table that Drizzle can declare is partitioned. */
function lossesOfIndexes({ indexes }: Config): readonly string[] {
  const lost: string[] = [];
  for (const { config } of indexes) {
    const name = config.name ?? "an index";
    for (const column of config.columns as readonly Indexed[]) {
      const { opClass, order, nulls } = column.indexConfig ?? {};
      const isPlain = order !== "desc" && (nulls === undefined || nulls === "last");
      if (opClass !== undefined && !isPlain)
        lost.push(
          `drizzle-kit would leave the order of "${column.name ?? ""}" out of ${name}, as it has an operator class. ${inSql}.`,
        );
    }
  }
  return lost;
}

function lossesOfPolicies({ policies }: Config): readonly string[] {
  const isRole = (to: unknown): boolean => typeof to === "string" || is(to, PgRole);
  return policies
    .filter((policy) => is(policy, PgPolicy) && policy.to !== undefined && ![policy.to].flat().every(isRole))
    .map(({ name }) => `The policy "${name}" is for something that is neither a role nor the name of one.`);
}

export function lossesOfTable(table: PgTable): readonly string[] {
  const config = getTableConfig(table);
  return [
    ...lossesOfNames(config),
    ...config.columns.flatMap((column) => lossOfDefault(column) ?? []),
    ...lossesOfIndexes(config),
    ...lossesOfPolicies(config),
  ];
}
