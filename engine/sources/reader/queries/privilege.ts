// Privileges that differ from what Postgres gives by itself: relacl, attacl, proacl, typacl, nspacl against acldefault (manual 5.8).

import { type AnyObject, ownerGrantee } from "../../../catalog/model";
import { attachedId, identityOf, objectId, quotePath, quoteText } from "../../../catalog/names";
import { onPublic } from "../../../catalog/roles";
import { spell } from "../../../catalog/spelling";
import { type CatalogBuilder, catalogKey } from "../builder";
import { pgForeignDataWrapper, pgForeignServer, pgLanguage } from "../classes";
import { type CatalogQuery, inScope, notExtensionMember, type Scope } from "../query";

interface Row {
  class: number;
  oid: number;
  column: number;
  columnName: string | null;
  actual: boolean;
  grantee: string;
  privilege: string;
  grantable: boolean;
}

interface Grants {
  readonly actual: Map<string, boolean>;
  readonly byDefault: string[];
}

const holders = (scope: Scope): string => `
      SELECT 1259 AS class, c.oid, 0 AS col, NULL::name AS colname, c.relacl AS acl, c.relowner AS owner,
        CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char" AS type
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relacl IS NOT NULL AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND ${inScope(scope)}
      UNION ALL
      SELECT 1259, c.oid, a.attnum, a.attname, a.attacl, c.relowner, 'c'
      FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND ${inScope(scope)}
      UNION ALL
      SELECT 1255, p.oid, 0, NULL, p.proacl, p.proowner, 'f'
      FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE p.proacl IS NOT NULL AND ${inScope(scope)}
      UNION ALL
      SELECT 1247, t.oid, 0, NULL, t.typacl, t.typowner, 'T'
      FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE t.typacl IS NOT NULL AND ${inScope(scope)}
      UNION ALL
      SELECT 2615, n.oid, 0, NULL, coalesce(n.nspacl, pg_catalog.acldefault('n', n.nspowner)), n.nspowner, 'n'
      FROM pg_catalog.pg_namespace n WHERE (n.nspacl IS NOT NULL OR n.nspname = 'public') AND ${inScope(scope)}
      UNION ALL
      SELECT ${pgForeignServer}, s.oid, 0, NULL, s.srvacl, s.srvowner, 'S'
      FROM pg_catalog.pg_foreign_server s WHERE s.srvacl IS NOT NULL AND ${notExtensionMember("pg_foreign_server", "s.oid")}
      UNION ALL
      SELECT ${pgForeignDataWrapper}, w.oid, 0, NULL, w.fdwacl, w.fdwowner, 'F'
      FROM pg_catalog.pg_foreign_data_wrapper w WHERE w.fdwacl IS NOT NULL AND ${notExtensionMember("pg_foreign_data_wrapper", "w.oid")}
      UNION ALL
      SELECT ${pgLanguage}, l.oid, 0, NULL, l.lanacl, l.lanowner, 'l'
      FROM pg_catalog.pg_language l WHERE l.lanacl IS NOT NULL AND l.oid >= 16384 AND ${notExtensionMember("pg_language", "l.oid")}`;

export const privilegeQuery: CatalogQuery<Row> = {
  sql: (scope) => `
    SELECT o.class, o.oid, o.col AS column, o.colname AS "columnName", e.actual,
      CASE e.grantee WHEN 0 THEN 'public' WHEN o.owner THEN '${ownerGrantee}' ELSE pg_catalog.pg_get_userbyid(e.grantee)::text END AS grantee,
      e.privilege_type AS privilege, e.is_grantable AS grantable
    FROM (${holders(scope)}) o CROSS JOIN LATERAL (
      SELECT true AS actual, x.grantee, x.privilege_type, x.is_grantable FROM pg_catalog.aclexplode(o.acl) x
      UNION ALL
      SELECT false, x.grantee, x.privilege_type, false FROM pg_catalog.aclexplode(pg_catalog.acldefault(o.type, o.owner)) x
      UNION ALL
      SELECT false, 0::oid, x.privilege, false FROM pg_catalog.unnest(ARRAY[${onPublic(scope.serverMajor).map(quoteText).join(", ")}]) x (privilege)
      WHERE o.class = 2615 AND o.oid = (SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname = 'public')) e`,
  read: (rows, builder) => {
    const holdersSeen = new Map<AnyObject, Map<string, Map<string, Grants>>>();
    for (const row of rows) {
      const holder = holderOf(row, builder);
      if (!holder || isLoaders(row, holder, builder)) continue;
      const columns = getOrAdd(holdersSeen, holder, () => new Map<string, Map<string, Grants>>());
      const grantees = getOrAdd(columns, row.columnName ?? "", () => new Map<string, Grants>());
      const grants = getOrAdd(grantees, row.grantee, () => ({
        actual: new Map<string, boolean>(),
        byDefault: [],
      }));
      if (!row.actual) grants.byDefault.push(row.privilege);
      else grants.actual.set(row.privilege, row.grantable || grants.actual.get(row.privilege) === true);
    }
    for (const [holder, columns] of holdersSeen)
      for (const [column, grantees] of columns)
        for (const [grantee, grants] of grantees)
          addPrivilege(holder, column === "" ? null : column, grantee, grants, builder);
  },
};

function holderOf(row: Row, builder: CatalogBuilder): AnyObject | undefined {
  const whole = builder.keys.get(catalogKey(row.class, row.oid));
  return whole && builder.objects.get(whole);
}

/** In a scratch database its own role is let use every wrapper, so that it can make servers. */
const isLoaders = ({ grantee }: Row, { kind }: AnyObject, builder: CatalogBuilder): boolean =>
  kind === "foreign data wrapper" && grantee === builder.unsetOwner;

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function addPrivilege(
  holder: AnyObject,
  column: string | null,
  grantee: string,
  grants: Grants,
  builder: CatalogBuilder,
): void {
  const byDefault = [...grants.byDefault].sort();
  const names = [...grants.actual.keys()].sort();
  const asDefault =
    names.join() === byDefault.join() &&
    (grantee === ownerGrantee || ![...grants.actual.values()].includes(true));
  if (asDefault) return;
  const columnId = column === null ? undefined : objectId("column", [...holder.path, column]);
  const parent = columnId && builder.objects.has(columnId) ? columnId : holder.id;
  const whole = holder.kind === "column" ? identityOf(holder.id) : holder.id;
  const target = column === null ? whole : `column ${quotePath([...holder.path, column])}`;
  const id = attachedId("privilege", target, grantee);
  const privileges = Object.fromEntries(
    names.map((name) => [name, grants.actual.get(name) === true && grantee !== ownerGrantee]),
  );
  builder.add(
    {
      kind: "privilege",
      id,
      path: holder.path,
      parent,
      attributes: { on: grantTarget(holder), grantee, column, privileges, byDefault },
    },
    null,
  );
}

/** GRANT names views as tables, and every type as TYPE or DOMAIN. */
function grantTarget(holder: AnyObject): string {
  // Of a column only the sequence behind its identity comes here; its own grants are those of a table's column.
  if (holder.kind === "column" && holder.attributes.identity)
    return `SEQUENCE ${quotePath(holder.attributes.identity.sequence)}`;
  if (holder.kind === "aggregate") return `FUNCTION ${quotePath(holder.path)}(${holder.attributes.identity})`;
  if (holder.kind === "server") return `FOREIGN ${spell(holder)}`;
  const isRelation = ["table", "view", "materialized view"].includes(holder.kind);
  return isRelation ? `TABLE ${quotePath(holder.path)}` : spell(holder);
}
