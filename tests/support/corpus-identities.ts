// What Postgres itself says of a database's objects: their identities (oids, attribute numbers), files and rows, so
// that "altered in place" and "rows survive" are facts. Plain catalog queries: must never use the engine's reader.
import type { Client } from "pg";

/** Object → its identity: the same text before and after means that the object was kept, not made anew. */
export type Identities = ReadonlyMap<string, string>;

const userSchemas = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`;
const member = (catalog: string, oid: string): string =>
  `EXISTS (SELECT FROM pg_depend x WHERE x.classid = '${catalog}'::regclass AND x.objid = ${oid} AND x.deptype = 'e')`;

const identityQueries = [
  `SELECT format('schema %I', n.nspname) AS object, n.oid::text AS identity
     FROM pg_namespace n WHERE ${userSchemas} AND NOT ${member("pg_namespace", "n.oid")}`,
  `SELECT format('extension %I', e.extname), e.oid::text FROM pg_extension e WHERE e.extname <> 'plpgsql'`,
  `SELECT format('%s %I.%I', CASE c.relkind WHEN 'r' THEN 'table' WHEN 'f' THEN 'table' WHEN 'v' THEN 'view' WHEN 'S' THEN 'sequence'
            WHEN 'i' THEN 'index' ELSE 'materialized view' END, n.nspname, c.relname), c.oid::text
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'f', 'v', 'S', 'i', 'm') AND ${userSchemas} AND NOT ${member("pg_class", "c.oid")}
      AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x'))`,
  `SELECT format('column %I.%I.%I', n.nspname, c.relname, a.attname), c.oid || '/' || a.attnum
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'f') AND a.attnum > 0 AND NOT a.attisdropped AND ${userSchemas}`,
  `SELECT format('constraint %I.%I.%I', n.nspname, coalesce(c.relname, t.typname), k.conname), k.oid::text
     FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
     LEFT JOIN pg_class c ON c.oid = k.conrelid LEFT JOIN pg_type t ON t.oid = k.contypid
    WHERE k.contype IN ('p', 'u', 'x', 'f', 'c') AND ${userSchemas}
      -- Postgres's own, one for each partition that is referred to.
      AND NOT EXISTS (SELECT FROM pg_constraint above WHERE above.oid = k.conparentid AND above.conrelid = k.conrelid)`,
  `SELECT format('%s %I.%I', CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' ELSE 'composite' END,
            n.nspname, t.typname), t.oid::text
     FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
    WHERE (t.typtype IN ('e', 'd') OR c.relkind = 'c') AND ${userSchemas} AND NOT ${member("pg_type", "t.oid")}`,
  `SELECT format('label %I.%I %L', n.nspname, t.typname, e.enumlabel), e.oid::text
     FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE NOT ${member("pg_type", "t.oid")}`,
  `SELECT format('%s %I.%I(%s)', CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END, n.nspname, p.proname,
            pg_get_function_identity_arguments(p.oid)), p.oid::text
     FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE ${userSchemas} AND NOT ${member("pg_proc", "p.oid")}`,
  `SELECT format('trigger %I.%I.%I', n.nspname, c.relname, t.tgname), t.oid::text
     FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT t.tgisinternal`,
  `SELECT format('policy %I.%I.%I', n.nspname, c.relname, p.polname), p.oid::text
     FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace`,
];

export async function identities(client: Client): Promise<Identities> {
  const { rows } = await client.query<{ object: string; identity: string }>(
    identityQueries.join("\nUNION ALL\n"),
  );
  return new Map(rows.map((row) => [row.object, row.identity]));
}

/** Table → the file that holds its rows: another file means that every row was written again. */
export async function tableFiles(client: Client): Promise<Identities> {
  const { rows } = await client.query<{ object: string; identity: string }>(
    `SELECT format('table %I.%I', n.nspname, c.relname) AS object, c.oid || '/' || c.relfilenode AS identity
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND ${userSchemas}`,
  );
  return new Map(rows.map((row) => [row.object, row.identity]));
}

export interface StoredRows {
  /** Table → number of rows. */
  readonly counts: ReadonlyMap<string, number>;
  /** Column → its values as text, sorted. */
  readonly values: ReadonlyMap<string, readonly (string | null)[]>;
  /** Sequence → the next value it would give. */
  readonly sequences: ReadonlyMap<string, string>;
}

/** Every row of every table, column by column, those of heirs, which may be foreign, by themselves. Needs a superuser: row security must not hide any. */
export async function storedRows(client: Client): Promise<StoredRows> {
  const { rows: columns } = await client.query<{
    table: string;
    from: string;
    column: string;
    expression: string;
  }>(
    `SELECT format('table %I.%I', n.nspname, c.relname) AS table, format('ONLY %I.%I', n.nspname, c.relname) AS from,
            format('column %I.%I.%I', n.nspname, c.relname, a.attname) AS column, quote_ident(a.attname) AS expression
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.relkind = 'r' AND ${userSchemas} ORDER BY c.oid, a.attnum`,
  );
  const counts = new Map<string, number>();
  const values = new Map<string, readonly (string | null)[]>();
  for (const { table, from, column, expression } of columns) {
    const { rows } = await client.query<{ value: string | null }>(
      `SELECT ${expression}::text AS value FROM ${from} ORDER BY 1 NULLS FIRST`,
    );
    counts.set(table, rows.length);
    values.set(
      column,
      rows.map((row) => row.value),
    );
  }
  return { counts, values, sequences: await sequencePositions(client) };
}

async function sequencePositions(client: Client): Promise<Map<string, string>> {
  const { rows: names } = await client.query<{ object: string; from: string; increment: string }>(
    `SELECT format('sequence %I.%I', n.nspname, c.relname) AS object, format('%I.%I', n.nspname, c.relname) AS from,
            s.seqincrement::text AS increment
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_sequence s ON s.seqrelid = c.oid
      WHERE ${userSchemas}`,
  );
  const positions = new Map<string, string>();
  for (const { object, from } of names) {
    const { rows } = await client.query<{ next: string }>(
      `SELECT CASE WHEN is_called THEN 'after ' ELSE 'at ' END || last_value AS next FROM ${from}`,
    );
    positions.set(object, rows[0]?.next ?? "");
  }
  return positions;
}
