// Objects of the database: publications with what they publish, and event triggers. One query, for each costs every preview time.
import type { AnyObject, Kind } from "../../../catalog/model";
import { objectId } from "../../../catalog/names";
import { type CatalogBuilder, catalogKey } from "../builder";
import { pgEventTrigger, pgPublication, pgPublicationNamespace, pgPublicationRel } from "../classes";
import { type CatalogQuery, firing, notExtensionMember, type Scope } from "../query";

interface Row {
  class: number;
  oid: number;
  kind: Kind;
  path: string[];
  owner: string | null;
  /** It is owned by the role that reads. */
  mine: boolean;
  /** As the model has them. */
  attributes: object;
}

/**
 * One SELECT of the query.
 * @param attributes pairs of a name and an expression
 */
const select = (
  classId: number,
  kind: Kind,
  oid: string,
  path: string,
  owner: string,
  attributes: string,
  from: string,
): string => `
    SELECT ${classId} AS class, ${oid} AS oid, '${kind}' AS kind, ARRAY[${path}]::text[] AS path, ${owner}::text AS owner, ${owner}::text = current_user AS mine,
      pg_catalog.jsonb_build_object(${attributes}) AS attributes
    FROM ${from}`;

const words = (pairs: Readonly<Record<string, string>>, column: string): string =>
  `CASE ${column} ${Object.entries(pairs)
    .map(([letter, word]) => `WHEN '${letter}' THEN '${word}'`)
    .join(" ")} END`;

/** Only a superuser can own one, so that nobody is named. */
const eventTriggers = select(
  pgEventTrigger,
  "event trigger",
  "e.oid",
  "e.evtname",
  "NULL",
  `'event', e.evtevent, 'enabled', ${words(firing, "e.evtenabled")},
      'tags', coalesce(e.evttags, '{}'),
      'function', pg_catalog.format('%I.%I', n.nspname, p.proname)`,
  `pg_catalog.pg_event_trigger e JOIN pg_catalog.pg_proc p ON p.oid = e.evtfoid
    JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE ${notExtensionMember("pg_event_trigger", "e.oid")}`,
);

const publications = ({ serverMajor }: Scope): string =>
  select(
    pgPublication,
    "publication",
    "p.oid",
    "p.pubname",
    "pg_catalog.pg_get_userbyid(p.pubowner)",
    `'allTables', p.puballtables, 'viaRoot', p.pubviaroot,
      'publish', pg_catalog.array_remove(ARRAY[CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,
        CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END], NULL),
      'generatedColumns', ${serverMajor < 18 ? "NULL" : "CASE p.pubgencols WHEN 's' THEN 'stored' ELSE 'none' END"}`,
    "pg_catalog.pg_publication p",
  );

const publishedTables = ({ serverMajor }: Scope): string =>
  select(
    pgPublicationRel,
    "published table",
    "r.oid",
    "p.pubname, n.nspname, c.relname",
    "NULL",
    serverMajor < 15
      ? "'columns', NULL, 'where', NULL"
      : `'where', pg_catalog.pg_get_expr(r.prqual, r.prrelid),
      'columns', (SELECT pg_catalog.jsonb_agg(a.attname ORDER BY a.attnum) FROM pg_catalog.pg_attribute a
        WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs))`,
    `pg_catalog.pg_publication_rel r JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid
    JOIN pg_catalog.pg_class c ON c.oid = r.prrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace`,
  );

const publishedSchemas = select(
  pgPublicationNamespace,
  "published schema",
  "r.oid",
  "p.pubname, n.nspname",
  "NULL",
  "",
  `pg_catalog.pg_publication_namespace r JOIN pg_catalog.pg_publication p ON p.oid = r.pnpubid
    JOIN pg_catalog.pg_namespace n ON n.oid = r.pnnspid`,
);

export const ofDatabaseQuery: CatalogQuery<Row> = {
  sql: (scope) =>
    [
      eventTriggers,
      publications(scope),
      publishedTables(scope),
      ...(scope.serverMajor < 15 ? [] : [publishedSchemas]),
    ].join("\n    UNION ALL"),
  read: (rows, builder) => {
    for (const row of rows) addObject(row, builder);
  },
};

function addObject(
  { class: classId, oid, kind, path, owner, mine, attributes }: Row,
  builder: CatalogBuilder,
): void {
  const id = objectId(kind, path);
  const isPublished = kind.startsWith("published ");
  const parent = isPublished ? objectId("publication", path.slice(0, 1)) : null;
  const object = { kind, id, path, parent, attributes } as unknown as AnyObject;
  // In a scratch database its administrator made it, which says nothing of who is to own it.
  const isOpen = owner === null || (mine && builder.isOwnerOpen);
  builder.add(object, catalogKey(classId, oid), isOpen ? undefined : owner);
  const schema = objectId("schema", path.slice(1, 2));
  if (isPublished && builder.objects.has(schema)) builder.depend(id, schema);
}
