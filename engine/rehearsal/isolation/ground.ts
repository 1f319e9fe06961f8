// Whose the rows are: the tenants, and which rows of each table belong to another one than the tenant that tries.
import type { Client } from "pg";
import { SchemaError } from "../../api";
import { quoteName, quoteText } from "../../catalog/names";
import { unbound } from "../rows";
import { type ForeignKey, foreignKeysOf, type Relation, relationsOf } from "./facts";
import { Ties } from "./ties";

/** How the rows of a relation are told apart. */
export type Belonging =
  /** By a column: that of the tenant, or the tenants' own key. */
  | { readonly by: "column"; readonly column: string }
  /** By rows that refer to them, or that they refer to; `foreign` are the keys of those that are others' alone. */
  | { readonly by: "references"; readonly foreign: readonly string[] }
  | { readonly by: "nobody"; readonly why: string };

export interface Ground {
  readonly relation: Relation;
  readonly belonging: Belonging;
  /** Rows of the tenant that tries and of nobody; of others. null for what is computed. */
  readonly own: number | null;
  readonly foreign: number | null;
  /** A row of the other tenant, or one of the own with the other's name in it. */
  readonly foreignRow: Readonly<Record<string, unknown>> | null;
  readonly ownRow: Readonly<Record<string, unknown>> | null;
  /** Of a view the rows of a table that it reads. */
  readonly base: Pick<Ground, "ownRow" | "foreignRow"> | null;
}

export interface Tenancy {
  readonly own: string;
  readonly other: string;
  readonly grounds: readonly Ground[];
}

const stores = ({ kind }: Relation): boolean => kind === "table";

/** The table whose key the tenant column refers to most: its rows are the tenants. */
function tenantsKey(
  relations: readonly Relation[],
  keys: readonly ForeignKey[],
  column: string,
): { readonly oid: string; readonly column: string } | null {
  const counts = new Map<string, number>();
  for (const { fromColumns, to, toColumns } of keys) {
    if (fromColumns.length !== 1 || fromColumns[0] !== column) continue;
    const place = JSON.stringify({ oid: to, column: toColumns[0] });
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, left], [, right]) => right - left);
  if (most === undefined) return null;
  const found: { oid: string; column: string } = JSON.parse(most[0]);
  return relations.some(({ oid }) => oid === found.oid) ? found : null;
}

/** @param tenantColumn unquoted */
function columnOf(
  relation: Relation,
  tenantColumn: string,
  tenants: ReturnType<typeof tenantsKey>,
): string | null {
  if (relation.columns.some(({ name }) => name === tenantColumn)) return tenantColumn;
  return tenants?.oid === relation.oid ? tenants.column : null;
}

export const isForeign = (column: string, own: string): string =>
  `${quoteName(column)} IS NOT NULL AND ${quoteName(column)}::text <> ${quoteText(own)}`;

/** The same text for the same row of a table with a key. */
export const keyText = ({ key }: Relation): string => `ROW(${key.map(quoteName).join(", ")})::text`;

async function foreignKeysByTies(
  client: Client,
  relation: Relation,
  ties: Ties,
  own: string,
): Promise<readonly string[]> {
  const { rows } = await client.query<{ key: string }>(
    `SELECT ${keyText(relation)} AS key FROM ${relation.sql} t WHERE ${ties.condition(relation.oid, null)} AND NOT ${ties.condition(relation.oid, own)}`,
  );
  return rows.map(({ key }) => key);
}

async function oneRow(client: Client, relation: Relation, where: string): Promise<Ground["ownRow"]> {
  const { rows } = await client.query<{ row: Record<string, unknown> }>(
    `SELECT pg_catalog.to_jsonb(t.*) AS row FROM ${relation.sql} t WHERE ${where} LIMIT 1`,
  );
  return rows[0]?.row ?? null;
}

async function groundOf(
  client: Client,
  relation: Relation,
  belonging: Belonging,
  tenants: Pick<Tenancy, "own" | "other">,
): Promise<Ground> {
  const none = { relation, belonging, own: null, foreign: null, foreignRow: null, ownRow: null, base: null };
  if (!stores(relation) || belonging.by === "nobody") return none;
  const where =
    belonging.by === "column"
      ? isForeign(belonging.column, tenants.own)
      : `${keyText(relation)} = ANY (ARRAY[${belonging.foreign.map(quoteText).join(", ")}]::text[])`;
  const { rows } = await client.query<{ own: string; foreign: string }>(
    `SELECT count(*) FILTER (WHERE NOT coalesce(${where}, false)) AS own, count(*) FILTER (WHERE ${where}) AS foreign FROM ${relation.sql}`,
  );
  const counts = { own: Number(rows[0]?.own ?? 0), foreign: Number(rows[0]?.foreign ?? 0) };
  if (belonging.by !== "column") return { ...none, ...counts };
  const column = `${quoteName(belonging.column)}::text = `;
  const ownRow = await oneRow(client, relation, column + quoteText(tenants.own));
  const theirs = await oneRow(client, relation, column + quoteText(tenants.other));
  const foreignRow = theirs ?? (ownRow && { ...ownRow, [belonging.column]: tenants.other });
  return { ...none, ...counts, ownRow, foreignRow };
}

async function chooseTenants(
  client: Client,
  columns: ReadonlyMap<string, { sql: string; column: string }>,
): Promise<Pick<Tenancy, "own" | "other">> {
  const seen = new Map<string, number>();
  for (const { sql, column } of columns.values()) {
    const { rows } = await client.query<{ tenant: string }>(
      `SELECT DISTINCT ${quoteName(column)}::text AS tenant FROM ${sql} WHERE ${quoteName(column)} IS NOT NULL`,
    );
    for (const { tenant } of rows) seen.set(tenant, (seen.get(tenant) ?? 0) + 1);
  }
  const [own, other] = [...seen].sort(([left, few], [right, many]) => many - few || (left < right ? -1 : 1));
  if (own !== undefined && other !== undefined) return { own: own[0], other: other[0] };
  const message = `Isolation is tried between two tenants, and there ${own === undefined ? "is none" : "is one only"}. Write rows of ${own === undefined ? "two tenants" : "another tenant"} into seed/isolation/10-second-tenant.sql of the source, best one in each table: they are loaded for this rehearsal and nowhere else.`;
  throw new SchemaError("isolation-tenants", message);
}

/** Why nobody knows whose the rows of a relation are. */
function whyNobody(relation: Relation, isTied: boolean, tenantColumn: string): string {
  const column = `it has no column ${tenantColumn}`;
  return relation.key.length === 0 && isTied
    ? `${column} and no primary key`
    : `${column}, and no foreign key ties it to a table that has one`;
}

function withBase(ground: Ground, grounds: readonly Ground[]): Ground {
  const { relation } = ground;
  if (relation.kind !== "view") return ground;
  const base = grounds.find(
    (other) =>
      other.foreignRow !== null &&
      relation.reads.includes(other.relation.oid) &&
      relation.columns.some(({ name }) => other.relation.columns.some((column) => column.name === name)),
  );
  return base === undefined ? ground : { ...ground, base };
}

/** A condition for the rows of other tenants, or null where nobody knows. */
export function foreignRows({ relation, belonging }: Ground, own: string): string | null {
  if (belonging.by === "column") return isForeign(belonging.column, own);
  if (belonging.by === "nobody") return null;
  return `${keyText(relation)} = ANY (ARRAY[${belonging.foreign.map(quoteText).join(", ")}]::text[])`;
}

/**
 * Finds two tenants and whose each row is, for the one and, the other way round, for the other.
 * @param client of an owner of all tables
 * @throws SchemaError `isolation-no-tenants`, `isolation-tenants`
 */
export async function findTenancies(
  client: Client,
  tenantColumn: string,
): Promise<readonly [Tenancy, Tenancy]> {
  const relations = await relationsOf(client);
  const keys = await foreignKeysOf(client);
  const tenants = tenantsKey(relations, keys, tenantColumn);
  const columns = new Map<string, { sql: string; column: string }>();
  for (const relation of relations) {
    const column = columnOf(relation, tenantColumn, tenants);
    if (column !== null && stores(relation)) columns.set(relation.oid, { sql: relation.sql, column });
  }
  if (columns.size === 0) {
    const message = `No table has a column ${tenantColumn}: nothing says whose a row is. Name the column (--tenant-column).`;
    throw new SchemaError("isolation-no-tenants", message);
  }
  const ties = new Ties(relations, keys, columns);
  const tenancyOf = async (chosen: Pick<Tenancy, "own" | "other">): Promise<Tenancy> => {
    const grounds: Ground[] = [];
    for (const relation of relations) {
      const column = columnOf(relation, tenantColumn, tenants);
      const isTied = column === null && ties.areAny(relation.oid);
      const belonging: Belonging =
        column !== null
          ? { by: "column", column }
          : isTied && relation.key.length > 0
            ? { by: "references", foreign: await foreignKeysByTies(client, relation, ties, chosen.own) }
            : { by: "nobody", why: whyNobody(relation, isTied, tenantColumn) };
      grounds.push(await groundOf(client, relation, belonging, chosen));
    }
    return { ...chosen, grounds: grounds.map((ground) => withBase(ground, grounds)) };
  };
  return await unbound(client, "rolled back", async () => {
    const { own, other } = await chooseTenants(client, columns);
    return [await tenancyOf({ own, other }), await tenancyOf({ own: other, other: own })];
  });
}
