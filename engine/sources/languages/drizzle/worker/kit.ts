// Runs in the thread: the SQL of each exported object, by drizzle-kit's own API: from an empty snapshot to one with this
// object alone. So each statement is known to belong to it, and two objects of one name both reach Postgres.
import { generateDrizzleJson, generateMigration } from "drizzle-kit/api";
import { is, type SQL } from "drizzle-orm";
import {
  getTableConfig,
  isPgEnum,
  isPgMaterializedView,
  isPgSequence,
  isPgView,
  PgDialect,
  PgPolicy,
  PgRole,
  PgTable,
} from "drizzle-orm/pg-core";
import type { Answer, Declared, ExportPlace } from "./answer";
import { cuts, type Snapshot } from "./cuts";
import type { Exported, PgObject } from "./exports";
import { lossesOfTable } from "./losses";
import { listening, messageOf } from "./printed";

/** Values in an expression become parameters, which a declaration has no place for; drizzle-kit leaves `$1` there. */
function refuseParameters(): void {
  const own = PgDialect.prototype.sqlToQuery;
  PgDialect.prototype.sqlToQuery = function (this: PgDialect, text: SQL, ...rest) {
    const query = own.call(this, text, ...rest);
    if (query.params.length > 0)
      throw new Error(
        `The values of \`${query.sql}\` would become parameters, and a declaration can have none. ` +
          "Write them into the text, or use sql.raw(…).",
      );
    return query;
  };
}

/** drizzle-kit's link between a policy and the table it was declared for outside of it. */
const linkedTable = (policy: PgPolicy): PgTable | undefined =>
  (policy as unknown as { _linkedTable?: PgTable })._linkedTable;

/** What goes into one snapshot with an object: a policy of its own belongs to its table, which then enables row security. */
function groupOf(value: PgObject, objects: readonly Exported[]): Readonly<Record<string, PgObject>> {
  if (!is(value, PgTable)) return { value };
  const policies = objects.flatMap((other) =>
    is(other.value, PgPolicy) && linkedTable(other.value) === value ? [other.value] : [],
  );
  return { value, ...Object.fromEntries(policies.map((policy, index) => [`policy${index}`, policy])) };
}

type Own = { readonly sql: boolean; readonly problem?: string };

/** Objects that have no SQL of their own, or that no source may declare. */
function ownSql(value: PgObject, objects: readonly Exported[]): Own {
  if (is(value, PgRole)) {
    if ((value as unknown as { _existing?: boolean })._existing === true) return { sql: false };
    const problem =
      `Roles belong to the stack's credentials, not to the source: write pgRole("${value.name}").existing(). ` +
      "The source only names roles; the stack makes them.";
    return { sql: false, problem };
  }
  if (!is(value, PgPolicy)) return { sql: true };
  const tables = objects.flatMap((other) => (is(other.value, PgTable) ? [other.value] : []));
  const table = linkedTable(value);
  if (table !== undefined) return { sql: !tables.includes(table) };
  if (tables.some((one) => getTableConfig(one).policies.includes(value))) return { sql: false };
  const problem = `The policy "${value.name}" belongs to no table. List it in its table, or add .link(table).`;
  return { sql: false, problem };
}

function namesOf(value: PgObject): readonly string[] {
  if (!is(value, PgTable)) return [];
  const config = getTableConfig(value);
  const parts = [
    ...config.policies.map(({ name }) => name),
    ...config.indexes.map((index) => index.config.name ?? ""),
    ...config.foreignKeys.map((key) => key.getName()),
    ...config.checks.map(({ name }) => name),
    ...config.uniqueConstraints.map(({ name }) => name ?? ""),
    ...config.primaryKeys.map((key) => key.getName()),
    ...config.columns.map(({ name }) => name),
  ];
  return parts.filter((name) => name !== "");
}

async function generate(value: PgObject, objects: readonly Exported[]): Promise<readonly string[]> {
  const empty = generateDrizzleJson({});
  const snapshot = generateDrizzleJson(groupOf(value, objects));
  const lost = [
    ...(is(value, PgTable) ? lossesOfTable(value) : []),
    ...cuts(snapshot as unknown as Snapshot),
  ];
  if (lost.length > 0) throw new Error(lost.join("\n"));
  return await generateMigration(empty, snapshot);
}

/** Objects that exist elsewhere give no SQL, and say so themselves. */
function mustGiveSql(value: PgObject): boolean {
  if (isPgEnum(value) || isPgSequence(value) || is(value, PgTable)) return true;
  return (isPgView(value) || isPgMaterializedView(value)) === false;
}

export async function sqlOf(
  objects: readonly Exported[],
): Promise<{ readonly declared: readonly Declared[]; readonly problems: Answer["problems"] }> {
  refuseParameters();
  const declared: Declared[] = [];
  const problems: { places: readonly ExportPlace[]; message: string }[] = [];
  for (const { value, places } of objects) {
    const own = ownSql(value, objects);
    if (own.problem !== undefined) problems.push({ places, message: own.problem });
    if (!own.sql) continue;
    try {
      const sql = await listening(() => generate(value, objects));
      if (sql.length === 0 && mustGiveSql(value)) throw new Error("drizzle-kit makes no SQL of it.");
      declared.push({ places, sql, names: namesOf(value) });
    } catch (error) {
      problems.push({ places, message: messageOf(error) });
    }
  }
  return { declared, problems };
}
