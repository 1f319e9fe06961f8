// A source → the desired catalog: read the files, load them in a scratch database, read that back. The door to this
// folder for the engine.
import type { Client } from "pg";
import type { SchemaError, SourceSpec } from "../api";
import { type Catalog, currentRole, type ObjectId } from "../catalog/model";
import { withoutStrays } from "../catalog/of-database";
import { replaceRole } from "../catalog/roles";
import { connect } from "../postgres/connect";
import { type CachedSource, cacheKey, SourceCache } from "./cache";
import { readSource, rootOf, sourceDigest } from "./files";
import { schemaMadeIn } from "./item";
import { keyOf, translate } from "./languages";
import { loadItems } from "./load";
import { outsideScope } from "./outside";
import { type Problem, sourceError } from "./problem";
import { readStatementsOf, type SourceReading } from "./read";
import { unknownSchema } from "./reading";
import type { ScratchProvider } from "./scratch";
import type { ScratchDatabase } from "./scratch-database";

export type CatalogReader = (
  client: Client,
  options: { readonly scope: readonly string[] | "all"; readonly unsetOwner?: string },
) => Promise<Catalog>;

/** What a source that failed to load had made by then. */
export interface MadeBySource {
  readonly schemas: readonly string[];
  readonly extensions: readonly string[];
  /** Of the database (decision 21). */
  readonly objects: readonly ObjectId[];
}

/** Objects out of scope that a source refers to, made in the scratch database before the source is loaded. */
export interface Surroundings {
  /** Says what they are, for the cache. */
  readonly key: string;
  readonly objects: ReadonlySet<ObjectId>;
  make(database: ScratchDatabase): Promise<void>;
}

/** What the target's provider gives in `public` by itself, given in the scratch database, too, before the source is loaded. */
export interface Ground {
  /** Says what it is, for the cache. */
  readonly key: string;
  readonly roles: readonly string[];
  readonly statements: readonly string[];
  /** Postgres schemas of the provider: a source that stubs them makes nothing there that it would miss. */
  readonly schemas: readonly string[];
}

export interface DesiredRequest {
  readonly source: SourceSpec;
  readonly scratch: ScratchProvider;
  /** @default the schemas that the source declares; for a database, all */
  readonly scope?: readonly string[];
  /** Absolute directory for desired catalogs. */
  readonly cacheDirectory: string;
  /** Names the engine that reads: a catalog stored by another is not used. */
  readonly engineVersion: string;
  readonly readCatalog: CatalogReader;
  /** Asked only when the source cannot be loaded by itself. @default none */
  readonly surroundings?: (made: MadeBySource) => Promise<Surroundings | null>;
  /** @default nothing: no cloud that is known runs the target */
  readonly ground?: Ground;
}

export type DesiredSource = CachedSource;

/** Schemas the source made, and `public` where it made something there. */
const declaredSchemasQuery = `
  SELECT n.nspname AS name FROM pg_catalog.pg_namespace n
  WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
      AND d.objid = n.oid AND d.deptype = 'e')
    AND (n.nspname <> 'public' OR EXISTS (SELECT FROM pg_catalog.pg_depend d
      WHERE d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.refobjid = n.oid AND d.deptype = 'n'
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = d.classid AND e.objid = d.objid AND e.deptype = 'e')
        AND d.classid <> 'pg_catalog.pg_extension'::pg_catalog.regclass
        AND d.classid <> 'pg_catalog.pg_default_acl'::pg_catalog.regclass))
  ORDER BY 1`;

async function schemaNames(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(declaredSchemasQuery);
  return rows.map(({ name }) => name);
}

async function loadDatabase(
  request: DesiredRequest,
  source: Extract<SourceSpec, { kind: "database" }>,
): Promise<DesiredSource> {
  const client = await connect(source.target, { applicationName: "stackschema source", pipeline: true });
  try {
    const catalog = await request.readCatalog(client, { scope: request.scope ?? "all" });
    return {
      catalog,
      renames: [],
      dataDirectives: [],
      findings: [],
      declaredSchemas: await schemaNames(client),
    };
  } finally {
    await client.end();
  }
}

const madeExtensionsQuery =
  "SELECT extname AS name FROM pg_catalog.pg_extension WHERE extname <> 'plpgsql' ORDER BY 1";

/**
 * Schemas that were not there `before`, and those that the source's words name: what it makes there may have failed.
 * @param reader of what it made for the database, where that is asked for
 */
async function madeBySource(
  database: ScratchDatabase,
  before: readonly string[],
  named: readonly string[],
  reader: CatalogReader | null,
): Promise<MadeBySource> {
  const schemas = await schemaNames(database.admin);
  const { rows } = await database.admin.query<{ name: string }>(madeExtensionsQuery);
  return {
    schemas: [...new Set([...schemas.filter((name) => !before.includes(name)), ...named])].sort(),
    extensions: rows.map(({ name }) => name),
    objects: reader === null ? [] : [...(await reader(database.admin, { scope: [] })).objects.keys()],
  };
}

type Attempt =
  | { readonly ok: true; readonly desired: DesiredSource }
  | { readonly ok: false; readonly error: SchemaError; readonly made: MadeBySource };

/** What stays of a source's statements once they are loaded: those of a large one fill memory. */
interface Loaded extends Pick<DesiredSource, "renames" | "dataDirectives" | "findings"> {
  readonly problems: readonly Problem[];
  /** Postgres schemas that the statements name. */
  readonly named: readonly string[];
}

async function load(
  { scope, ground }: DesiredRequest,
  { items, files, problems, findings, renames, dataDirectives }: SourceReading,
  database: ScratchDatabase,
): Promise<Loaded> {
  const failed = await loadItems(database, items, files);
  return {
    renames,
    dataDirectives,
    findings: [...findings, ...(scope === undefined ? [] : outsideScope(items, scope, ground?.schemas))],
    problems: [...problems, ...failed],
    named: [...new Set(items.map((item) => schemaMadeIn(item)?.schema ?? unknownSchema))].filter(
      (name) => name !== unknownSchema,
    ),
  };
}

async function lay({ roles, statements }: Ground, database: ScratchDatabase): Promise<void> {
  if (statements.length === 0) return;
  await database.ensureRoles(roles);
  await database.loader.query(statements.join(";\n"));
}

async function attempt(
  request: DesiredRequest,
  place: string,
  take: () => SourceReading,
  surroundings: Surroundings | null,
): Promise<Attempt> {
  const { scratch, scope, ground } = request;
  const database = await scratch.createDatabase();
  try {
    if (ground) await lay(ground, database);
    await surroundings?.make(database);
    const before = surroundings === null ? [] : await schemaNames(database.admin);
    const { problems, named, ...loaded } = await load(request, take(), database);
    const reader = problems.length > 0 ? request.readCatalog : null;
    const made = await madeBySource(database, before, named, reader);
    if (problems.length > 0) return { ok: false, error: sourceError(place, problems), made };
    const found = await request.readCatalog(database.admin, {
      scope: scope ?? made.schemas,
      unsetOwner: database.loaderRole,
    });
    const own = replaceRole(found, database.loaderRole, currentRole);
    const catalog = withoutStrays(own, surroundings?.objects ?? new Set());
    return { ok: true, desired: { ...loaded, catalog, declaredSchemas: made.schemas } };
  } finally {
    await database.close();
  }
}

async function loadFiles(request: DesiredRequest, place: string): Promise<DesiredSource> {
  const { scratch, scope, engineVersion, ground } = request;
  const bytes = await readSource(place);
  const root = await rootOf(place);
  const cache = new SourceCache(request.cacheDirectory);
  const scopeKey = scope === undefined ? "declared" : JSON.stringify(scope);
  const digest = [sourceDigest(bytes), await keyOf(root, bytes)].join(" ");
  const keyWith = (outside: string): string =>
    cacheKey([digest, scratch.identity, engineVersion, scopeKey, ground?.key ?? "", outside]);
  const cached = await cache.get(keyWith(""));
  if (cached !== null) return cached;
  const inSql = await translate(root, bytes);
  const read = (): SourceReading => readStatementsOf(inSql.written, inSql);
  let kept: SourceReading | null = read();
  const { incomplete, problems } = kept;
  // What a file that could not be read to its end declares is missing everywhere else: those failures would say nothing.
  if (incomplete) throw sourceError(place, problems);
  // Whoever takes it lets go of it: it is seldom needed again.
  const take = (): SourceReading => {
    const reading = kept ?? read();
    kept = null;
    return reading;
  };
  const remembered = await cache.getNote<MadeBySource>(keyWith("made"));
  const alone = remembered === null ? await attempt(request, place, take, null) : null;
  if (alone?.ok) {
    await cache.put(keyWith(""), alone.desired);
    return alone.desired;
  }
  const made = alone?.made ?? remembered ?? { schemas: [], extensions: [], objects: [] };
  const surroundings = problems.length > 0 ? null : ((await request.surroundings?.(made)) ?? null);
  const known = surroundings === null ? null : await cache.get(keyWith(surroundings.key));
  if (known !== null) return known;
  if (surroundings === null && alone !== null) throw alone.error;
  const surrounded = await attempt(request, place, take, surroundings);
  if (!surrounded.ok) throw surrounded.error;
  await cache.put(keyWith(surroundings?.key ?? ""), surrounded.desired);
  await cache.putNote(keyWith("made"), made);
  return surrounded.desired;
}

/**
 * The desired catalog of a source.
 * @throws SchemaError `source-missing`, `source-empty`, `source-failed` with every problem named, and those of the scratch
 */
export async function loadDesired(request: DesiredRequest): Promise<DesiredSource> {
  const { source } = request;
  if (source.kind === "database") return await loadDatabase(request, source);
  return await loadFiles(request, source.path);
}
