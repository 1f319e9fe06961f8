// Empty databases for corpus cases. Making one costs more than most cases, so they are used again, but only when the
// system catalogs say that nothing of the last case is left; otherwise the database is dropped and a new one made.
import type { Client } from "pg";
import type { Target } from "../../engine/postgres/target";
import { type CorpusServer, connected } from "./corpus-databases";

let counter = 0;
const idle = new Map<string, string[]>();

/** Hands in `count` empty databases that belong to `login`, each as `template0` is. */
export async function withDatabases<T>(
  server: CorpusServer,
  login: Target,
  count: number,
  work: (databases: readonly Target[]) => Promise<T>,
): Promise<T> {
  const key = `${server.admin.host}:${server.admin.port}/${login.user}`;
  const pool = idle.get(key) ?? [];
  idle.set(key, pool);
  const names: string[] = [];
  try {
    for (let number = 0; number < count; number++) names.push(pool.pop() ?? (await create(server, login)));
    return await work(names.map((database) => ({ ...login, database })));
  } finally {
    for (const name of names) if (await isEmptied(server, name)) pool.push(name);
  }
}

async function create(server: CorpusServer, login: Target): Promise<string> {
  const name = `corpus_${process.pid}_${++counter}`;
  await connected(server.admin, (admin) =>
    admin.query(`CREATE DATABASE ${name} TEMPLATE template0 OWNER ${admin.escapeIdentifier(login.user)}`),
  );
  return name;
}

/** Removes everything from a database; one that keeps a trace is dropped, and the answer is false. */
async function isEmptied(server: CorpusServer, database: string): Promise<boolean> {
  const target = { ...server.admin, database };
  const emptied = await connected(target, async (client) => {
    await client.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
    await client.query(dropEverything);
    return (await traces(client)) === 0;
  }).catch(() => false);
  if (!emptied) {
    await connected(server.admin, (admin) => admin.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`));
  }
  return emptied;
}

/** What pg_depend and pg_shdepend know, and what stands in neither: privileges and comment of `public`. */
async function traces(client: Client): Promise<number> {
  const { rows } = await client.query<{ traces: number }>(`
    SELECT (
      (SELECT count(*) FROM pg_depend WHERE objid >= 16384 OR refobjid >= 16384)
      + (SELECT count(*) FROM pg_shdepend d JOIN pg_database b ON b.oid = d.dbid WHERE b.datname = current_database())
      + (SELECT count(*) FROM pg_namespace WHERE oid >= 16384) + (SELECT count(*) FROM pg_class WHERE oid >= 16384)
      + (SELECT count(*) FROM pg_proc WHERE oid >= 16384) + (SELECT count(*) FROM pg_type WHERE oid >= 16384)
      + (SELECT count(*) FROM pg_cast WHERE oid >= 16384) + (SELECT count(*) FROM pg_default_acl)
      + (SELECT count(*) FROM pg_event_trigger) + (SELECT count(*) FROM pg_publication)
      + (SELECT count(*) FROM pg_foreign_data_wrapper) + (SELECT count(*) FROM pg_largeobject_metadata)
      + (SELECT count(*) FROM pg_seclabel)
      + (SELECT count(*) FROM pg_db_role_setting s JOIN pg_database b ON b.oid = s.setdatabase WHERE b.datname = current_database())
      + (SELECT count(*) FROM pg_namespace n WHERE nspname = 'public' AND (
          obj_description(n.oid, 'pg_namespace') IS DISTINCT FROM 'standard public schema'
          OR n.nspacl IS DISTINCT FROM (SELECT initprivs FROM pg_init_privs p WHERE p.objoid = n.oid AND p.classoid = 'pg_namespace'::regclass)))
      + (SELECT 1 - count(*) FROM pg_namespace WHERE nspname = 'public')
    )::integer AS traces`);
  return rows[0]?.traces ?? 1;
}

const dropEverything = `
DO $do$
DECLARE
  commands text[];
  command text;
BEGIN
  SELECT array_agg(c.sql ORDER BY c.turn) INTO commands FROM (
    SELECT 1, format('DROP EVENT TRIGGER IF EXISTS %I CASCADE', evtname) FROM pg_event_trigger
    UNION ALL SELECT 2, format('DROP PUBLICATION IF EXISTS %I CASCADE', pubname) FROM pg_publication
    UNION ALL SELECT 3, format('DROP EXTENSION IF EXISTS %I CASCADE', extname) FROM pg_extension WHERE extname <> 'plpgsql'
    UNION ALL SELECT 4, format('DROP SCHEMA IF EXISTS %I CASCADE', nspname) FROM pg_namespace
      WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public')
    UNION ALL SELECT 5, format('DROP %s IF EXISTS public.%I CASCADE', CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'S' THEN 'SEQUENCE'
        WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'f' THEN 'FOREIGN TABLE' WHEN 'c' THEN 'TYPE' ELSE 'TABLE' END, relname)
      FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c')
    UNION ALL SELECT 6, format('DROP ROUTINE IF EXISTS %s CASCADE', oid::regprocedure)
      FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT 7, format('DROP TYPE IF EXISTS public.%I CASCADE', typname)
      FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd', 'r')
  ) AS c (turn, sql);
  FOREACH command IN ARRAY coalesce(commands, '{}') LOOP
    EXECUTE command;
  END LOOP;
END
$do$`;
