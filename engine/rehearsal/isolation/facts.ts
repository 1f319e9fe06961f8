// What is there to be tried, asked of the system catalogs: relations with their columns, who may do what with them,
// routines that can be called, and which tables belong to tenants.
import type { Client } from "pg";
import { ownSchema } from "../rows";

export interface Column {
  readonly name: string;
  readonly type: string;
  /** Takes a value that is given: no generated column. */
  readonly isWritable: boolean;
  /** Part of a key, or of an index that is unique. */
  readonly isKey: boolean;
}

export type RelationKind = "table" | "view" | "materialized view" | "foreign table";

export interface Relation {
  readonly oid: string;
  readonly kind: RelationKind;
  /** Quoted, with its schema. */
  readonly sql: string;
  readonly columns: readonly Column[];
  /** Columns of the primary key; empty where there is none. */
  readonly key: readonly string[];
  /** Of a view: numbers of the relations that it reads. */
  readonly reads: readonly string[];
  /** Declared to be everybody's: `@class reference` in its comment. */
  readonly isReference: boolean;
}

const relationsQuery = `
  SELECT c.oid::text AS oid, pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) AS sql,
    CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table' ELSE 'table' END AS kind,
    (SELECT pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('name', a.attname, 'type', pg_catalog.format_type(a.atttypid, NULL),
        'isWritable', a.attgenerated = '' AND a.attidentity <> 'a',
        'isKey', EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisunique
          AND a.attnum = ANY (i.indkey::int2[]))) ORDER BY a.attnum)
      FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
    (SELECT pg_catalog.jsonb_agg(a.attname ORDER BY a.attnum) FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a
      ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey::int2[]) WHERE i.indrelid = c.oid AND i.indisprimary) AS key,
    coalesce((SELECT pg_catalog.jsonb_agg(DISTINCT d.refobjid::text) FROM pg_catalog.pg_rewrite w JOIN pg_catalog.pg_depend d
      ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.objid = w.oid
      WHERE w.ev_class = c.oid AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid <> c.oid), '[]') AS reads,
    coalesce(pg_catalog.obj_description(c.oid, 'pg_class') ~ '@class\\s+reference\\M', false) AS "isReference"
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND ${ownSchema("n")}
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
      AND e.objid = c.oid AND e.deptype = 'e')
  ORDER BY c.relkind IN ('v', 'm'), 2`;

export async function relationsOf(client: Client): Promise<readonly Relation[]> {
  type Row = Omit<Relation, "columns" | "key"> & { columns: Column[] | null; key: string[] | null };
  const { rows } = await client.query<Row>(relationsQuery);
  return rows.map((row) => ({ ...row, columns: row.columns ?? [], key: row.key ?? [] }));
}

/** Roles that something is granted to, or that own something beside the schema's owner; no superuser. */
const rolesQuery = `
  WITH own AS (SELECT n.oid FROM pg_catalog.pg_namespace n WHERE ${ownSchema("n")}),
  named AS (
    SELECT acl.grantee AS role FROM pg_catalog.pg_namespace n, pg_catalog.aclexplode(n.nspacl) acl WHERE n.oid IN (SELECT oid FROM own)
    UNION SELECT acl.grantee FROM pg_catalog.pg_class c, pg_catalog.aclexplode(c.relacl) acl WHERE c.relnamespace IN (SELECT oid FROM own)
    UNION SELECT acl.grantee FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid,
      pg_catalog.aclexplode(a.attacl) acl WHERE c.relnamespace IN (SELECT oid FROM own)
    UNION SELECT acl.grantee FROM pg_catalog.pg_proc p, pg_catalog.aclexplode(p.proacl) acl WHERE p.pronamespace IN (SELECT oid FROM own)
    UNION SELECT c.relowner FROM pg_catalog.pg_class c WHERE c.relnamespace IN (SELECT oid FROM own))
  SELECT r.rolname::text AS name FROM pg_catalog.pg_roles r
  WHERE r.oid IN (SELECT role FROM named) AND NOT r.rolsuper AND r.rolname <> $1
    AND r.rolname <> 'pg_database_owner' ORDER BY 1`;

/** @param owner of the schema, who is none of them */
export async function rolesIn(client: Client, owner: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(rolesQuery, [owner]);
  return rows.map(({ name }) => name);
}

/** What a role may do with one relation. */
export interface Rights {
  /** Columns of which it may read, give and change the values. */
  readonly select: readonly string[];
  readonly insert: readonly string[];
  readonly update: readonly string[];
  readonly delete: boolean;
  readonly truncate: boolean;
}

export const noRights: Rights = { select: [], insert: [], update: [], delete: false, truncate: false };

const columnsWith = (
  privilege: string,
): string => `coalesce((SELECT pg_catalog.jsonb_agg(a.attname) FROM pg_catalog.pg_attribute a
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      AND pg_catalog.has_column_privilege($1, c.oid, a.attnum, '${privilege}')), '[]')`;

const rightsQuery = `
  SELECT c.oid::text AS oid, ${columnsWith("SELECT")} AS select, ${columnsWith("INSERT")} AS insert, ${columnsWith("UPDATE")} AS update,
    pg_catalog.has_table_privilege($1, c.oid, 'DELETE') AS delete, pg_catalog.has_table_privilege($1, c.oid, 'TRUNCATE') AS truncate
  FROM pg_catalog.pg_class c WHERE c.oid = ANY ($2::oid[]) AND pg_catalog.has_schema_privilege($1, c.relnamespace, 'USAGE')`;

/** By the relation's number; a relation whose schema the role cannot look into gives no rights. */
export async function rightsOf(
  client: Client,
  role: string,
  relations: readonly Relation[],
): Promise<(relation: Relation) => Rights> {
  const { rows } = await client.query<Rights & { oid: string }>(rightsQuery, [
    role,
    relations.map(({ oid }) => oid),
  ]);
  const known = new Map(rows.map((row) => [row.oid, row]));
  return ({ oid }) => known.get(oid) ?? noRights;
}

export interface Routine {
  /** `ledger.search(text)`. */
  readonly signature: string;
  /** Quoted, with its schema. */
  readonly sql: string;
  readonly kind: "function" | "procedure";
  /** Types of the arguments that have no default. */
  readonly required: readonly string[];
  /** Types of all arguments. */
  readonly all: readonly string[];
}

const routinesQuery = `
  SELECT pg_catalog.format('%I.%I(%s)', n.nspname, p.proname, pg_catalog.pg_get_function_identity_arguments(p.oid)) AS signature,
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(p.proname) AS sql,
    CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END AS kind,
    coalesce((SELECT pg_catalog.jsonb_agg(pg_catalog.format_type(t.type, NULL) ORDER BY t.at)
      FROM pg_catalog.unnest(p.proargtypes::oid[]) WITH ORDINALITY t (type, at)
      WHERE t.at <= p.pronargs - p.pronargdefaults), '[]') AS required,
    coalesce((SELECT pg_catalog.jsonb_agg(pg_catalog.format_type(t.type, NULL) ORDER BY t.at)
      FROM pg_catalog.unnest(p.proargtypes::oid[]) WITH ORDINALITY t (type, at)), '[]') AS all
  FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  WHERE p.prokind IN ('f', 'p') AND ${ownSchema("n")}
    AND p.prorettype NOT IN ('pg_catalog.trigger'::pg_catalog.regtype, 'pg_catalog.event_trigger'::pg_catalog.regtype)
    AND pg_catalog.has_function_privilege($1, p.oid, 'EXECUTE') AND pg_catalog.has_schema_privilege($1, n.oid, 'USAGE')
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
      AND e.objid = p.oid AND e.deptype = 'e')
  ORDER BY 1`;

/** Functions and procedures that the role may call. */
export async function routinesOf(client: Client, role: string): Promise<readonly Routine[]> {
  return (await client.query<Routine>(routinesQuery, [role])).rows;
}

/** Relations and routines as reports name them: `table app.notes`, `function app.find(text)`. */
export async function objectsIn(client: Client): Promise<ReadonlySet<string>> {
  const relations = await relationsOf(client);
  const { rows } = await client.query<Pick<Routine, "kind" | "signature">>(
    `SELECT CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END AS kind,
      pg_catalog.format('%I.%I(%s)', n.nspname, p.proname, pg_catalog.pg_get_function_identity_arguments(p.oid)) AS signature
      FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE ${ownSchema("n")}`,
  );
  return new Set([
    ...relations.map(({ kind, sql }) => `${kind} ${sql}`),
    ...rows.map(({ kind, signature }) => `${kind} ${signature}`),
  ]);
}

export interface ForeignKey {
  readonly from: string;
  readonly fromColumns: readonly string[];
  readonly to: string;
  readonly toColumns: readonly string[];
}

const names = (
  relation: string,
  key: string,
): string => `(SELECT pg_catalog.jsonb_agg(a.attname ORDER BY k.at)
  FROM pg_catalog.unnest(${key}) WITH ORDINALITY k (number, at)
  JOIN pg_catalog.pg_attribute a ON a.attrelid = ${relation} AND a.attnum = k.number)`;

/** Between relations, by their numbers. */
export async function foreignKeysOf(client: Client): Promise<readonly ForeignKey[]> {
  const { rows } = await client.query<ForeignKey>(
    `SELECT c.conrelid::text AS from, ${names("c.conrelid", "c.conkey")} AS "fromColumns", c.confrelid::text AS to,
      ${names("c.confrelid", "c.confkey")} AS "toColumns" FROM pg_catalog.pg_constraint c WHERE c.contype = 'f' ORDER BY c.conname`,
  );
  return rows;
}
