// Adopts a database: reads it once, writes it as a source, says what its journals claim, and plans the source against it.
// Sends nothing that writes to the database, and writes no file over another.
import path from "node:path";
import { type Client, DatabaseError } from "pg";
import { compareClaims } from "./adopt/compare";
import { type FoundJournal, findJournals } from "./adopt/journals";
import type { FolderFile, Row, TableShape } from "./adopt/journals/model";
import { layOut, type SourceText } from "./adopt/layout";
import type { AdoptedJournal, Adoption, AdoptionProof, LeftOut } from "./adopt/model";
import {
  leftOutOf,
  quoted,
  rolesIn,
  tableIdOf,
  tablesOf,
  withoutJournalSchemas,
  withoutOtherExtensions,
} from "./adopt/parts";
import { readFolder, requireEmpty, rewriteFiles, writeFiles } from "./adopt/write";
import { SchemaError, type ScratchSpec } from "./api";
import type { Catalog } from "./catalog/model";
import { quoteName } from "./catalog/names";
import { inspectDatabase, planSchema } from "./engine";
import { creationStart } from "./inspect";
import { connect } from "./postgres/connect";
import type { Target } from "./postgres/target";
import { replay } from "./replay";

export interface AdoptRequest {
  readonly target: Target;
  /** Absolute; must be empty or not there. */
  readonly directory: string;
  /** Postgres schemas. @default all but system schemas, those of extensions and those of journals */
  readonly scope?: readonly string[];
  /** Folders of migrations that the journals are compared with. @default none */
  readonly migrations?: readonly string[];
  /** Whether the migrations that count as applied are run in scratch, where they are SQL. @default false */
  readonly replay?: boolean;
  /** @default "auto" */
  readonly scratch?: ScratchSpec;
  /** Absolute. */
  readonly cacheDirectory: string;
}

/**
 * @throws SchemaError `out-not-empty`, `nothing-to-adopt`, `migrations-missing`, `journal-unreadable`, those of `inspectDatabase`
 */
export async function adoptDatabase(request: AdoptRequest): Promise<Adoption> {
  const { target, directory, scope } = request;
  await requireEmpty(directory);
  const folders = await Promise.all((request.migrations ?? []).map(readFolder));
  const read = await inspectDatabase(target, scope === undefined ? {} : { scope });
  const { journals, leftBehind } = await readJournals(target, read);
  const { catalog: own, from } = creationStart(read, scope);
  const found = journals.map(({ journal }) => journal);
  const asked = scope === undefined ? own : withoutOtherExtensions(own, scope);
  const part = withoutJournalSchemas(asked, found, scope ?? []);
  // What the provider gives is there already, and stays.
  const whole = { ...part.catalog, objects: new Map([...from.objects, ...part.catalog.objects]) };
  const files = layOut(whole, from, { journals: journalFiles(found) });
  if (files.length === 0)
    throw new SchemaError(
      "nothing-to-adopt",
      `the database ${target.database} has nothing to adopt${scope === undefined ? "" : ` in ${scope.join(", ")}`}. Correct --database or --scope.`,
    );
  const adopted: AdoptedJournal[] = [];
  for (const one of journals)
    adopted.push(
      await adoptJournal(one, {
        files,
        folders,
        request,
        live: part.catalog,
        tables: found.flatMap(tablesOf),
      }),
    );
  await writeFiles(directory, files);
  const withPaths = (): readonly SourceText[] =>
    layOut(whole, from, { journals: journalFiles(found), searchPaths: "set" });
  return {
    version: 1,
    directory,
    files: files.map(({ path: name }) => name),
    schemas: schemasIn(part.catalog),
    roles: rolesIn(part.catalog),
    journals: adopted,
    leftOut: [...leftOutOf(read, part.catalog, part.journalSchemas), ...leftBehind],
    proof: await proveWritten(request, files, withPaths),
  };
}

function schemasIn({ objects }: Catalog): readonly string[] {
  const names = [...objects.values()].flatMap(({ kind, path: [name = ""] }) =>
    kind === "schema" ? [name] : [],
  );
  return [...new Set(names)].sort();
}

/** Where the source cannot be loaded, bodies of routines may name things without their schema: once more with search paths. */
async function proveWritten(
  request: AdoptRequest,
  files: readonly SourceText[],
  withPaths: () => readonly SourceText[],
): Promise<AdoptionProof> {
  const proof = await proveEmpty(request);
  if (proof.failure === null) return proof;
  const helped = withPaths();
  await rewriteFiles(request.directory, files, helped);
  const again = await proveEmpty(request);
  if (again.failure === null) return again;
  await rewriteFiles(request.directory, helped, files);
  return proof;
}

async function proveEmpty({
  target,
  directory,
  scratch,
  cacheDirectory,
}: AdoptRequest): Promise<AdoptionProof> {
  try {
    const { plan } = await planSchema({
      target,
      source: { kind: "sql", path: directory },
      consents: [],
      cacheDirectory,
      proof: "never",
      ...(scratch === undefined ? {} : { scratch }),
    });
    const steps = plan.steps.map(({ sql }) => sql);
    const hasErrors = plan.findings.some(({ level }) => level === "error");
    return { empty: steps.length === 0 && !hasErrors, steps, findings: plan.findings, failure: null };
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    return { empty: false, steps: [], findings: [], failure: error.message };
  }
}

interface ReadJournal {
  readonly journal: FoundJournal;
  /** null: the login may not read it. */
  readonly rows: readonly Row[] | null;
  readonly companionRows: readonly Row[];
}

/** What stands in the database and in no catalog: journals wherever they are, and what is never written. */
async function readJournals(
  target: Target,
  read: Catalog,
): Promise<{ readonly journals: readonly ReadJournal[]; readonly leftBehind: readonly LeftOut[] }> {
  const client = await connect(target, { applicationName: "stackschema adopt" });
  try {
    await client.query("SET default_transaction_read_only = on; SET row_security = off");
    const { rows } = await client.query<TableShape>(shapes);
    const journals: ReadJournal[] = [];
    for (const journal of findJournals(rows)) {
      const history = await rowsOf(client, journal.history, journal.kind.order);
      const companionRows: Row[] = [];
      for (const companion of journal.companions)
        companionRows.push(...((await rowsOf(client, companion, [])) ?? []));
      journals.push({ journal, rows: history, companionRows });
    }
    const { rows: leftBehind } = await client.query<LeftOut>(behind, [read.scope]);
    return { journals, leftBehind };
  } finally {
    await client.end();
  }
}

const shapes = `
  SELECT n.nspname::text AS schema, c.relname::text AS name,
    pg_catalog.jsonb_object_agg(a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod)) AS columns
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  GROUP BY 1, 2 HAVING count(*) < 20 ORDER BY 1, 2`;

const behind = `
  SELECT pg_catalog.format('%s objects of extension %s', count(*), e.extname) AS what, 'CREATE EXTENSION makes them' AS reason
  FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
  JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
  WHERE d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.deptype = 'e' AND n.nspname <> 'pg_catalog'
  GROUP BY e.extname
  UNION ALL
  SELECT pg_catalog.format('subscription %I', subname), 'its connection may hold a password'
  FROM pg_catalog.pg_subscription WHERE subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
  UNION ALL
  SELECT CASE WHEN s.setrole = 0 THEN 'settings of the database' ELSE pg_catalog.format('settings of role %I in the database', pg_catalog.pg_get_userbyid(s.setrole)) END,
    'ALTER DATABASE and ALTER ROLE … SET belong to the server'
  FROM pg_catalog.pg_db_role_setting s JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase WHERE d.datname = current_database()
  UNION ALL
  SELECT pg_catalog.format('schema %I', n.nspname), 'it is not in the scope that was asked for'
  FROM pg_catalog.pg_namespace n
  WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'public') AND n.nspname <> ALL ($1::text[])
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.objid = n.oid AND d.deptype = 'e')
  ORDER BY 1`;

/** null where the login may not read it, or sees only a part of it. */
async function rowsOf(
  client: Client,
  table: TableShape,
  order: readonly string[],
): Promise<readonly Row[] | null> {
  const columns = Object.keys(table.columns).map((name) => `${quoteName(name)}::text AS ${quoteName(name)}`);
  const by = order.map((name) => `t.${quoteName(name)}`);
  const sql = `SELECT ${columns.join(", ")} FROM ${quoted(table)} t${by.length === 0 ? "" : ` ORDER BY ${by.join(", ")}`}`;
  try {
    return (await client.query<Row>(sql)).rows;
  } catch (error) {
    if (error instanceof DatabaseError && error.code === "42501") return null;
    throw error;
  }
}

function journalFiles(journals: readonly FoundJournal[]): Parameters<typeof layOut>[2]["journals"] {
  return new Map(
    journals.flatMap((journal) =>
      tablesOf(journal).map((table) => {
        const header =
          `-- The journal of ${journal.kind.tool}. Nothing here reads it: it stands in the source so that the plan leaves it alone.\n` +
          "-- Once nothing runs that tool any more, on no server, remove this file: the next plan drops the table with your consent.\n";
        return [tableIdOf(table), { file: journal.kind.id, header }] as const;
      }),
    ),
  );
}

interface Surrounding {
  readonly files: readonly SourceText[];
  readonly folders: readonly (readonly FolderFile[])[];
  readonly request: AdoptRequest;
  readonly live: Catalog;
  readonly tables: readonly TableShape[];
}

async function adoptJournal(
  { journal, rows, companionRows }: ReadJournal,
  { files, folders, request, live, tables }: Surrounding,
): Promise<AdoptedJournal> {
  const { kind } = journal;
  const entries = kind.entries(rows ?? []);
  const folder = folders.find((one) => kind.migrations(one) !== null) ?? (folders.length === 0 ? null : []);
  const claims = compareClaims(kind, entries, rows === null ? null : folder);
  const locked = (kind.warnings?.(companionRows) ?? []).map((message) => ({
    id: "locked" as const,
    message,
  }));
  const file = files.find(
    ({ path: name }) => path.posix.basename(name) === `${kind.id}.sql` && name.includes("journals/"),
  );
  const isWritten = live.objects.has(tableIdOf(journal.history));
  const made =
    request.replay === true && folder !== null && rows !== null
      ? await replay({ kind, entries, folder, live, tables, request })
      : null;
  return {
    tool: kind.tool,
    tables: tablesOf(journal).map(quoted),
    file: isWritten && file !== undefined ? file.path : null,
    readable: rows !== null,
    applied: claims.applied,
    last: claims.last,
    files: claims.files,
    findings: [...claims.findings, ...locked],
    replay: made,
    retire: kind.retire,
    note: kind.note ?? null,
  };
}
