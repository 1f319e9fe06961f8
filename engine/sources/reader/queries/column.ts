// Columns and defaults: pg_attribute, pg_attrdef. Columns of views and composite types become attributes of those.

import type { AnyObject, AttributesOf, TypeReference } from "../../../catalog/model";
import { objectId } from "../../../catalog/names";
import { type CatalogBuilder, catalogKey, type IdentitySequence, type Relation } from "../builder";
import { pgAttrdef, pgClass } from "../classes";
import { type CatalogQuery, inScope, notExtensionMember, parseOptions } from "../query";

interface Row {
  relation: number;
  number: number;
  name: string;
  type: string;
  collation: string | null;
  notNull: boolean;
  identity: "" | "a" | "d";
  generated: "" | "s" | "v";
  storage: "p" | "e" | "x" | "m" | null;
  compression: "" | "p" | "l";
  statistics: number | null;
  options: string[] | null;
  expression: string | null;
  defaultOid: number | null;
}

const storages = { p: "plain", e: "external", x: "extended", m: "main" } as const;
const compressions = { "": null, p: "pglz", l: "lz4" } as const;

export const columnQuery: CatalogQuery<Row> = {
  sql: (scope) => `
    SELECT a.attrelid AS relation, a.attnum AS number, a.attname AS name, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
      CASE WHEN a.attcollation <> t.typcollation AND a.attcollation <> 0 THEN a.attcollation::regcollation::text END AS collation,
      a.attnotnull AS "notNull", a.attidentity AS identity, a.attgenerated AS generated,
      CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END AS storage, a.attcompression AS compression,
      nullif(a.attstattarget, -1) AS statistics, a.attoptions AS options,
      pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS expression, d.oid AS "defaultOid"
    FROM pg_catalog.pg_attribute a
    JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'c', 'f') AND c.relpersistence <> 't'
      AND ${inScope(scope)} AND ${notExtensionMember("pg_class", "c.oid")}
    ORDER BY a.attrelid, a.attnum`,
  read: (rows, builder) => {
    const lists = new Map<Relation, (TypeReference & { name: string })[]>();
    for (const row of rows) {
      const relation = builder.relations.get(row.relation);
      if (!relation) continue;
      relation.columns.set(row.number, row.name);
      const owner = builder.objects.get(relation.id);
      if (owner?.kind === "table") addColumn(row, relation, builder);
      else {
        builder.keys.set(catalogKey(pgClass, row.relation, row.number), relation.id);
        const { name, type, collation } = row;
        const list = lists.get(relation);
        if (list) list.push({ name, type, collation });
        else lists.set(relation, [{ name, type, collation }]);
        addDefault(row, relation, builder);
      }
    }
    for (const [relation, list] of lists) fillList(relation, list, builder);
  },
  inParts: true,
};

function addColumn(row: Row, relation: Relation, builder: CatalogBuilder): void {
  const path = [...relation.path, row.name];
  const id = objectId("column", path);
  const identity = builder.identities.get(`${row.relation}:${row.number}`);
  const attributes = attributesOf(row, identity);
  builder.add(
    {
      kind: "column",
      id,
      path,
      parent: relation.id,
      attributes: builder.shareColumn(attributes),
    },
    catalogKey(pgClass, row.relation, row.number),
  );
  if (identity) builder.keys.set(catalogKey(pgClass, identity.oid), id);
  if (row.generated && row.defaultOid) builder.keys.set(catalogKey(pgAttrdef, row.defaultOid), id);
  else addDefault(row, relation, builder);
}

function attributesOf(row: Row, identity: IdentitySequence | undefined): AttributesOf["column"] {
  return {
    type: row.type,
    collation: row.collation,
    notNull: row.notNull,
    notNullConstraint: null,
    identity:
      row.identity && identity
        ? { ...identity.parameters, always: row.identity === "a", sequence: identity.path }
        : null,
    generated: row.generated ? { expression: row.expression ?? "", stored: row.generated === "s" } : null,
    storage: row.storage ? storages[row.storage] : null,
    compression: compressions[row.compression],
    statistics: row.statistics,
    options: parseOptions(row.options),
  };
}

function addDefault(row: Row, relation: Relation, builder: CatalogBuilder): void {
  if (row.expression === null || row.defaultOid === null) return;
  const path = [...relation.path, row.name];
  const column = objectId("column", path);
  const parent = builder.objects.has(column) ? column : relation.id;
  const id = objectId("default", path);
  builder.add(
    { kind: "default", id, path, parent, attributes: { expression: row.expression } },
    catalogKey(pgAttrdef, row.defaultOid),
  );
}

function fillList(
  relation: Relation,
  list: readonly (TypeReference & { name: string })[],
  builder: CatalogBuilder,
): void {
  const object = builder.objects.get(relation.id);
  if (!object) return;
  let filled: AnyObject = object;
  if (object.kind === "composite")
    filled = { ...object, attributes: { fields: [...object.attributes.fields, ...list] } };
  else if (object.kind === "view")
    filled = {
      ...object,
      attributes: { ...object.attributes, columns: [...object.attributes.columns, ...list] },
    };
  else if (object.kind === "materialized view")
    filled = {
      ...object,
      attributes: { ...object.attributes, columns: [...object.attributes.columns, ...list] },
    };
  builder.objects.set(relation.id, filled);
}
