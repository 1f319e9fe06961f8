// Objects of the database (decision 21): languages, foreign data, casts, transforms, publications, event triggers. One query, for each costs every preview time.
import type { AnyObject, Kind, ObjectId } from "../../../catalog/model";
import { castId, objectId, quoteText, transformId } from "../../../catalog/names";
import { openMappingOptions } from "../../../catalog/secrets";
import { type CatalogBuilder, catalogKey } from "../builder";
import {
  pgCast,
  pgEventTrigger,
  pgForeignDataWrapper,
  pgForeignServer,
  pgLanguage,
  pgPublication,
  pgPublicationNamespace,
  pgPublicationRel,
  pgTransform,
  pgUserMapping,
} from "../classes";
import { type CatalogQuery, firing, notExtensionMember, openOptions, type Scope } from "../query";

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

const functionOf = (oid: string): string => `CASE WHEN ${oid} <> 0 THEN ${oid}::pg_catalog.regproc::text END`;

const signatureOf = (oid: string): string =>
  `CASE WHEN ${oid} <> 0 THEN ${oid}::pg_catalog.regprocedure::text END`;

const words = (pairs: Readonly<Record<string, string>>, column: string): string =>
  `CASE ${column} ${Object.entries(pairs)
    .map(([letter, word]) => `WHEN '${letter}' THEN '${word}'`)
    .join(" ")} END`;

const languages = select(
  pgLanguage,
  "language",
  "l.oid",
  "l.lanname",
  "NULL",
  `'trusted', l.lanpltrusted, 'handler', l.lanplcallfoid::pg_catalog.regproc::text, 'inline', ${functionOf("l.laninline")},
      'validator', ${functionOf("l.lanvalidator")}`,
  `pg_catalog.pg_language l WHERE l.oid >= 16384 AND l.lanispl AND ${notExtensionMember("pg_language", "l.oid")}`,
);

const wrappers = select(
  pgForeignDataWrapper,
  "foreign data wrapper",
  "w.oid",
  "w.fdwname",
  "NULL",
  `'handler', ${functionOf("w.fdwhandler")}, 'validator', ${functionOf("w.fdwvalidator")}, 'options', ${openOptions("w.fdwoptions")}`,
  `pg_catalog.pg_foreign_data_wrapper w WHERE ${notExtensionMember("pg_foreign_data_wrapper", "w.oid")}`,
);

const servers = select(
  pgForeignServer,
  "server",
  "s.oid",
  "s.srvname",
  "pg_catalog.pg_get_userbyid(s.srvowner)",
  `'wrapper', w.fdwname, 'type', s.srvtype, 'version', s.srvversion, 'options', ${openOptions("s.srvoptions")}`,
  `pg_catalog.pg_foreign_server s JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw
    WHERE ${notExtensionMember("pg_foreign_server", "s.oid")}`,
);

/** The view shows the options to whom they concern; a superuser sees all, so that there none means none. */
const mappings = select(
  pgUserMapping,
  "user mapping",
  "m.umid",
  "m.srvname, m.usename",
  "NULL",
  `'options', CASE WHEN m.umoptions IS NOT NULL
        OR (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user) THEN
      (SELECT coalesce(pg_catalog.jsonb_object_agg(o.option_name, o.option_value), '{}') FROM pg_catalog.pg_options_to_table(m.umoptions) o
        WHERE o.option_name IN (${openMappingOptions.map(quoteText).join(", ")})) END`,
  `pg_catalog.pg_user_mappings m WHERE ${notExtensionMember("pg_user_mapping", "m.umid")}`,
);

/** Postgres makes casts of its own along with range types. */
const casts = select(
  pgCast,
  "cast",
  "c.oid",
  "pg_catalog.format_type(c.castsource, NULL), pg_catalog.format_type(c.casttarget, NULL)",
  "NULL",
  `'method', ${words({ f: "function", i: "inout", b: "binary" }, "c.castmethod")},
      'context', ${words({ e: "explicit", a: "assignment", i: "implicit" }, "c.castcontext")}, 'function', ${signatureOf("c.castfunc")}`,
  `pg_catalog.pg_cast c WHERE c.oid >= 16384 AND ${notExtensionMember("pg_cast", "c.oid")}
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = ${pgCast} AND d.objid = c.oid AND d.deptype = 'i')`,
);

const transforms = select(
  pgTransform,
  "transform",
  "t.oid",
  "pg_catalog.format_type(t.trftype, NULL), l.lanname",
  "NULL",
  `'fromSql', ${signatureOf("t.trffromsql")}, 'toSql', ${signatureOf("t.trftosql")}`,
  `pg_catalog.pg_transform t JOIN pg_catalog.pg_language l ON l.oid = t.trflang WHERE ${notExtensionMember("pg_transform", "t.oid")}`,
);

/** Only a superuser can own one, so that nobody is named; wrappers and languages are alike. */
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
      'generatedColumns', ${serverMajor < 18 ? "NULL" : "CASE p.pubgencols WHEN 's' THEN 'stored' END"}`,
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
      languages,
      wrappers,
      servers,
      mappings,
      casts,
      transforms,
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
  const id = idOf(kind, path);
  const isPublished = kind.startsWith("published ");
  const parent = isPublished ? objectId("publication", path.slice(0, 1)) : null;
  const object = { kind, id, path, parent, attributes } as unknown as AnyObject;
  // In a scratch database its administrator made it, which says nothing of who is to own it.
  const isOpen = owner === null || (mine && builder.unsetOwner !== undefined);
  builder.add(object, catalogKey(classId, oid), isOpen ? undefined : owner);
  const schema = objectId("schema", path.slice(1, 2));
  if (isPublished && builder.objects.has(schema)) builder.depend(id, schema);
}

/** Names of types are written as Postgres has them. */
function idOf(kind: Kind, path: readonly string[]): ObjectId {
  const [first = "", second = ""] = path;
  if (kind === "cast") return castId(first, second);
  return kind === "transform" ? transformId(first, second) : objectId(kind, path);
}
