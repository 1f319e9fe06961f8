// What a seed must leave alone: declarations, which go through plan, gates and consents, and rows that are there. Looked at
// inside of the file's own transaction, so that whatever it did, a branch on the data among it, is taken back.
import type { Client } from "pg";

/** What stood in the database when a file began. */
export interface Standing {
  /** What each declared thing is, by catalog and number. */
  readonly objects: ReadonlyMap<string, string>;
  /** Numbers of the files that hold the tables' rows: a table that is emptied gets another. */
  readonly files: ReadonlyMap<string, string>;
  /** By table, what this session deleted: earlier transactions may be among it. */
  readonly deleted: ReadonlyMap<string, number>;
}

/** Catalogs whose rows have a number of their own. */
const numbered = [
  ...[
    "pg_namespace",
    "pg_class",
    "pg_type",
    "pg_proc",
    "pg_constraint",
    "pg_trigger",
    "pg_policy",
    "pg_rewrite",
  ],
  ...[
    "pg_attrdef",
    "pg_operator",
    "pg_cast",
    "pg_extension",
    "pg_default_acl",
    "pg_statistic_ext",
    "pg_collation",
  ],
  ...["pg_event_trigger", "pg_publication", "pg_foreign_server", "pg_foreign_data_wrapper", "pg_language"],
];

/** Number of an object in a catalog, its part, and the row's version. */
const rowsOfCatalogs = [
  ...numbered.map((name) => `SELECT '${name}' AS catalog, oid, 0 AS part, xmin FROM pg_catalog.${name}`),
  "SELECT 'pg_class', attrelid, 0, xmin FROM pg_catalog.pg_attribute",
  "SELECT 'pg_class', seqrelid, 0, xmin FROM pg_catalog.pg_sequence",
  "SELECT 'pg_type', enumtypid, 0, xmin FROM pg_catalog.pg_enum",
  "SELECT 'pg_class', indrelid, 0, xmin FROM pg_catalog.pg_index WHERE indrelid IN (SELECT oid FROM pg_catalog.pg_class WHERE relkind IN ('r', 'p'))",
  "SELECT 'pg_class', inhrelid, 0, xmin FROM pg_catalog.pg_inherits",
].join("\n UNION ALL ");

/** Of a session, of TOAST and of what a materialized view is filled into: none of it is declared. */
const passing = `(^|[ (])(pg_temp(_\\d+)?|pg_toast(_temp_\\d+)?)(\\.|$)`;

/** REFRESH MATERIALIZED VIEW gives the view and its indexes other files; nothing that is declared changes with it. */
const refreshed = `SELECT oid FROM pg_catalog.pg_class WHERE relkind = 'm'
  UNION SELECT indexrelid FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indrelid WHERE c.relkind = 'm'`;

/** The transaction of the statement, or one within it: `xmin` alone would miss what a savepoint or an EXCEPTION block did. */
const isOwn = (version: string): string => `pg_catalog.age(${version}) <= 0 AND pg_catalog.pg_xact_status(
  (pg_catalog.pg_current_xact_id()::text::numeric - pg_catalog.age(${version}))::text::xid8) = 'in progress'`;

const identified = `pg_catalog.pg_identify_object(('pg_catalog.' || r.catalog)::pg_catalog.regclass, r.oid, r.part) i`;

/** Numbers below this one are Postgres's own. */
const firstOfUsers = 16384;

const objectsQuery = `
  SELECT DISTINCT r.catalog || ' ' || r.oid AS key, i.type || ' ' || i.identity AS object
  FROM (${rowsOfCatalogs}) r, ${identified}
  WHERE r.oid >= ${firstOfUsers} AND i.identity !~ '${passing}'`;

const changedQuery = `
  SELECT DISTINCT i.type || ' ' || i.identity AS object FROM (
    SELECT * FROM (${rowsOfCatalogs}) c WHERE ${isOwn("c.xmin")} AND NOT (c.catalog = 'pg_class' AND c.oid IN (${refreshed}))
    UNION ALL SELECT (SELECT relname FROM pg_catalog.pg_class WHERE oid = d.classoid), d.objoid, d.objsubid, d.xmin
      FROM pg_catalog.pg_description d WHERE ${isOwn("d.xmin")}) r, ${identified}
  WHERE i.identity !~ '${passing}'
  UNION SELECT 'the settings of a role or database' FROM pg_catalog.pg_db_role_setting s WHERE ${isOwn("s.xmin")}
  UNION SELECT 'the members of role ' || pg_catalog.pg_get_userbyid(m.roleid) FROM pg_catalog.pg_auth_members m WHERE ${isOwn("m.xmin")}
  UNION SELECT 'database ' || b.datname FROM pg_catalog.pg_database b WHERE ${isOwn("b.xmin")} ORDER BY 1`;

const filesQuery = `
  SELECT 'table ' || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) AS key,
    pg_catalog.pg_relation_filenode(c.oid)::text AS value
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND c.oid >= ${firstOfUsers} AND c.relpersistence <> 't'`;

const deletedQuery = `
  SELECT pg_catalog.quote_ident(schemaname) || '.' || pg_catalog.quote_ident(relname) AS key, n_tup_del::text AS value
  FROM pg_catalog.pg_stat_xact_user_tables WHERE n_tup_del > 0 AND schemaname !~ '^pg_'`;

async function mapOf(client: Client, sql: string): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ key: string; value: string }>(sql);
  return new Map(rows.map(({ key, value }) => [key, value]));
}

async function deletedIn(client: Client): Promise<ReadonlyMap<string, number>> {
  return new Map([...(await mapOf(client, deletedQuery))].map(([table, count]) => [table, Number(count)]));
}

/** @param client in the transaction of a file, before its first statement */
export async function standing(client: Client): Promise<Standing> {
  const { rows } = await client.query<{ key: string; object: string }>(objectsQuery);
  return {
    objects: new Map(rows.map(({ key, object }) => [key, object])),
    files: await mapOf(client, filesQuery),
    deleted: await deletedIn(client),
  };
}

export interface Touched {
  /** Declared things that are new, changed or gone: `table app.notes`. */
  readonly declared: readonly string[];
  /** `table app.notes: 3 rows deleted`, `table app.notes: emptied`. */
  readonly deleted: readonly string[];
  /** Whether the server counts what is deleted: `track_counts`. */
  readonly isCounted: boolean;
}

/** @param client in the same transaction, after the last statement */
export async function touched(client: Client, before: Standing): Promise<Touched> {
  const now = await client.query<{ key: string; object: string }>(objectsQuery);
  const there = new Set(now.rows.map(({ key }) => key));
  const gone = [...before.objects].flatMap(([key, object]) => (there.has(key) ? [] : [object]));
  const changed = await client.query<{ object: string }>(changedQuery);
  const files = await mapOf(client, filesQuery);
  const emptied = [...before.files].flatMap(([table, file]) => {
    const other = files.get(table);
    return other === undefined || other === file ? [] : [table];
  });
  const deleted = [...(await deletedIn(client))].flatMap(([table, count]) => {
    const own = count - (before.deleted.get(table) ?? 0);
    return own > 0 ? [`table ${table}: ${own === 1 ? "1 row" : `${own} rows`} deleted`] : [];
  });
  const counts = await client.query<{ value: string }>(
    "SELECT pg_catalog.current_setting('track_counts') AS value",
  );
  // What empties a table makes its files, and those of its indexes, anew and declares nothing.
  const declared = changed.rows
    .map(({ object }) => object)
    .filter((object) => !emptied.includes(object) && !/^(?:toast table|index) /.test(object));
  return {
    declared: [...new Set([...gone, ...declared])],
    deleted: [...deleted, ...emptied.map((table) => `${table}: emptied`)],
    isCounted: counts.rows[0]?.value === "on",
  };
}
