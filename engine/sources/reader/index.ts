// The one door to a catalog, live or desired: one snapshot, scoped in SQL. It never writes.
import type { Client } from "pg";
import { sameValue } from "../../catalog/equal";
import type { AnyObject, Catalog, ObjectId } from "../../catalog/model";
import { kinds } from "../../catalog/model";
import { providerSchemas } from "../../providers";
import { CatalogBuilder, type CatalogKey } from "./builder";
import { aggregateQuery } from "./queries/aggregate";
import { attachmentQuery } from "./queries/attachment";
import { collationQuery } from "./queries/collation";
import { columnQuery } from "./queries/column";
import { commentQuery } from "./queries/comment";
import { constraintQuery } from "./queries/constraint";
import { conversionQuery } from "./queries/conversion";
import { defaultPrivilegeQuery } from "./queries/default-privilege";
import { dependencyQuery } from "./queries/dependency";
import { extensionQuery } from "./queries/extension";
import { factsQuery } from "./queries/facts";
import { indexQuery } from "./queries/index-query";
import { ofDatabaseQuery } from "./queries/of-database";
import { operatorQuery } from "./queries/operator";
import { operatorClassQuery, operatorFamilyQuery } from "./queries/operator-class";
import { policyQuery } from "./queries/policy";
import { privilegeQuery } from "./queries/privilege";
import { rangeQuery } from "./queries/range";
import { relationQuery } from "./queries/relation";
import { routineQuery } from "./queries/routine";
import { ruleQuery } from "./queries/rule-query";
import { schemaQuery } from "./queries/schema";
import { sequenceQuery } from "./queries/sequence";
import { staleCollationQuery } from "./queries/stale-collation";
import { statisticsQuery } from "./queries/statistics";
import { textSearchQuery } from "./queries/text-search";
import { textSearchPartQuery } from "./queries/text-search-part";
import { triggerQuery } from "./queries/trigger";
import { typeQuery } from "./queries/type";
import { unmodeledQuery } from "./queries/unmodeled";
import type { CatalogQuery, Scope } from "./query";
import { readServer } from "./server";
import { outsideDependents } from "./strangers";

export interface ReadOptions {
  /** Postgres schemas to read; `all` leaves out system schemas, those of extensions and those of the provider. */
  readonly scope: readonly string[] | "all";
  /** Schemas of the provider that `all` does not leave out: those that a source declares, or every one. @default none */
  readonly providerSchemas?: readonly string[] | "all";
  /** Objects of this role count as having no owner of their own: the role a source was loaded as. */
  readonly unsetOwner?: string;
  /** Role that will make objects there. @default the login */
  readonly creator?: string;
  /** A catalog that is expected to be much the same: what is equal is taken from it. */
  readonly like?: Catalog;
  /** With more rows of pg_class, memory counts for more than round trips: long answers come in parts. @default 20 000 */
  readonly atOnce?: number;
}

/** In reading order: what others refer to comes first. */
const queries = [
  schemaQuery,
  extensionQuery,
  typeQuery,
  rangeQuery,
  collationQuery,
  sequenceQuery,
  relationQuery,
  columnQuery,
  constraintQuery,
  indexQuery,
  attachmentQuery,
  statisticsQuery,
  routineQuery,
  aggregateQuery,
  operatorQuery,
  operatorFamilyQuery,
  operatorClassQuery,
  conversionQuery,
  textSearchPartQuery,
  textSearchQuery,
  ruleQuery,
  triggerQuery,
  policyQuery,
  ofDatabaseQuery,
  unmodeledQuery,
  commentQuery,
  privilegeQuery,
  defaultPrivilegeQuery,
  dependencyQuery,
  factsQuery,
  staleCollationQuery,
] as readonly CatalogQuery<object>[];

/**
 * Deparsing must not depend on the session: every name qualified, one form for every constant. Compiling a query that runs
 * once costs more than running it.
 */
const session = `
  SET LOCAL jit = off;
  SET LOCAL cursor_tuple_fraction = 1;
  SET LOCAL search_path = '';
  SET LOCAL quote_all_identifiers = off;
  SET LOCAL DateStyle = ISO;
  SET LOCAL IntervalStyle = postgres;
  SET LOCAL TimeZone = 'UTC';
  SET LOCAL extra_float_digits = 1;
  SET LOCAL bytea_output = hex;
  SET LOCAL standard_conforming_strings = on;`;

/**
 * Reads the catalog of the database that `client` is connected to, in one REPEATABLE READ snapshot.
 * Needs no privilege beyond CONNECT: the system catalogs are readable by everybody.
 */
export async function readCatalog(client: Client, options: ReadOptions): Promise<Catalog> {
  return (await readWithKeys(client, options)).catalog;
}

/** The catalog together with the system catalog rows its objects come from, which survive a rename. */
export async function readWithKeys(
  client: Client,
  options: ReadOptions,
): Promise<{ readonly catalog: Catalog; readonly keys: ReadonlyMap<CatalogKey, ObjectId> }> {
  const { major: serverMajor, provider, relations } = await readServer(client);
  const read = options.providerSchemas ?? [];
  const leftOut =
    provider === null || read === "all"
      ? []
      : providerSchemas(provider).filter((schema) => !read.includes(schema));
  const { creator } = options;
  const scope: Scope = {
    schemas: options.scope,
    serverMajor,
    leftOut,
    ...(creator === undefined ? {} : { creator }),
  };
  const builder = new CatalogBuilder(options.unsetOwner, options.like);
  await (relations > (options.atOnce ?? manyRelations) ? readInParts : readAtOnce)(client, scope, builder);
  const objects = ordered(builder.objects);
  const catalog: Catalog = {
    serverMajor,
    scope: options.scope === "all" ? schemaNames(builder) : [...options.scope].sort(),
    objects,
    dependencies: orderedEdges(objects, builder, options.like),
    unmodeled: [...builder.unmodeled].sort((left, right) =>
      compare(`${left.kind} ${left.name}`, `${right.kind} ${right.name}`),
    ),
    outsideDependents: await outsideDependents(client, builder),
    estimates: builder.estimates,
    server: {
      assignmentCasts: builder.assignmentCasts,
      indexBuilds: builder.indexBuilds,
      indexKeys: builder.indexKeys,
      exclusions: builder.exclusions,
      staleCollations: builder.staleCollations,
      defaultPrivileges: builder.defaultPrivileges,
      roles: null,
      ...(provider === null ? {} : { provider }),
    },
  };
  return { catalog, keys: builder.keys };
}

const manyRelations = 20_000;

const beginning = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;${session}`;

/** One snapshot. All queries are sent at once where the client does so. */
async function readAtOnce(client: Client, scope: Scope, builder: CatalogBuilder): Promise<void> {
  const send = (query: CatalogQuery<object>) => client.query<object>(query.sql(scope));
  const isPipelined = Reflect.get(client, "pipeline") === true;
  const begin = client.query(beginning);
  const answers = isPipelined ? queries.map(send) : [];
  const end = isPipelined ? [client.query("COMMIT")] : [];
  // Whoever waits still sees the error; only Node's complaint about those nobody came to see is avoided.
  for (const answer of [begin, ...answers, ...end]) answer.catch(() => undefined);
  try {
    await begin;
    for (const query of queries) query.read((await (answers.shift() ?? send(query))).rows, builder);
    await (end[0] ?? client.query("COMMIT"));
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

const partSize = 2000;

/** One snapshot. Of the longest answers two parts are in memory: one is read while Postgres makes the next. */
async function readInParts(client: Client, scope: Scope, builder: CatalogBuilder): Promise<void> {
  await client.query(beginning);
  try {
    for await (const [query, rows] of oneAhead(answers(client, scope))) query.read(rows, builder);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

type Answer = readonly [query: CatalogQuery<object>, rows: readonly object[]];

async function* answers(client: Client, scope: Scope): AsyncGenerator<Answer, void, void> {
  for (const query of queries) {
    if (!query.inParts) {
      yield [query, (await client.query<object>(query.sql(scope))).rows];
      continue;
    }
    await client.query(`DECLARE part NO SCROLL CURSOR FOR ${query.sql(scope)}`);
    for (let read = partSize; read === partSize; ) {
      const { rows } = await client.query<object>(`FETCH ${partSize} FROM part`);
      read = rows.length;
      yield [query, rows];
    }
    await client.query("CLOSE part");
  }
}

/** Asks for the next while the one before is used. */
async function* oneAhead<Item>(items: AsyncGenerator<Item, void, void>): AsyncGenerator<Item, void, void> {
  let next = items.next();
  try {
    for (let result = await next; !result.done; result = await next) {
      next = items.next();
      yield result.value;
    }
  } finally {
    // What nobody waits for any more has been asked all the same: its error is that of the one before, or none.
    await next.catch(() => undefined);
  }
}

function schemaNames(builder: CatalogBuilder): readonly string[] {
  return [...builder.objects.values()]
    .flatMap((object) => (object.kind === "schema" ? [object.path[0] ?? ""] : []))
    .sort();
}

const rank = new Map<string, number>(kinds.map((kind, position) => [kind, position]));

/** By kind, then by id; columns keep the order of their table. */
function ordered(objects: ReadonlyMap<ObjectId, AnyObject>): ReadonlyMap<ObjectId, AnyObject> {
  const list = [...objects.values()].sort((left, right) => {
    const byKind = (rank.get(left.kind) ?? 0) - (rank.get(right.kind) ?? 0);
    if (byKind !== 0) return byKind;
    return left.kind === "column"
      ? compare(left.parent ?? "", right.parent ?? "")
      : compare(left.id, right.id);
  });
  const inOrder = new Map<ObjectId, AnyObject>();
  for (const object of list) inOrder.set(object.id, object);
  return inOrder;
}

/** In the order of the objects, so that nothing depends on the numbers that Postgres gave them. */
function orderedEdges(
  objects: ReadonlyMap<ObjectId, AnyObject>,
  builder: CatalogBuilder,
  like: Catalog | undefined,
): Catalog["dependencies"] {
  const edges = new Map<ObjectId, readonly ObjectId[]>();
  for (const id of objects.keys()) {
    const found = builder.edges.get(id);
    const on = found && found.length > 1 ? [...found].sort() : found;
    const known = like?.dependencies.get(id);
    if (on) edges.set(id, known && sameValue(known, on) ? known : on);
  }
  return edges;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
