// Tables and partitions, views, materialized views and composite types: pg_class. Their columns are read by column.ts.

import type { AnyObject, AttributesOf, ObjectId } from "../../../catalog/model";
import { objectId } from "../../../catalog/names";
import { type CatalogBuilder, catalogKey } from "../builder";
import { pgClass, pgRewrite, pgType } from "../classes";
import { type CatalogQuery, inScope, notExtensionMember, openOptions, parseOptions } from "../query";

interface Row {
  oid: number;
  schema: string;
  name: string;
  kind: "r" | "p" | "v" | "m" | "c" | "f";
  owner: string;
  typeOid: number;
  arrayOid: number;
  ruleOid: number | null;
  unlogged: boolean;
  rowSecurity: boolean;
  forceRowSecurity: boolean;
  replicaIdentity: "d" | "n" | "f" | "i";
  replicaIndex: string | null;
  clusterIndex: string | null;
  accessMethod: string | null;
  tablespace: string | null;
  options: string[] | null;
  toastOptions: string[] | null;
  toastOid: number;
  populated: boolean;
  rows: number;
  pages: number;
  query: string | null;
  partitionKey: string | null;
  foreign: ForeignPart | null;
}

type ForeignPart = AttributesOf["table"]["foreign"];

const blockSize = 8192;
const replicaIdentities = { d: "default", n: "nothing", f: "full" } as const;

/** Server and options of a foreign table and its columns (pg_foreign_table, pg_attribute.attfdwoptions). */
const foreignPart = `SELECT pg_catalog.jsonb_build_object('server', s.srvname, 'options', ${openOptions("f.ftoptions")},
        'columns', (SELECT coalesce(pg_catalog.jsonb_object_agg(x.name, x.options) FILTER (WHERE x.options <> '{}'), '{}')
          FROM (SELECT a.attname AS name, ${openOptions("a.attfdwoptions")} AS options FROM pg_catalog.pg_attribute a
            WHERE a.attrelid = c.oid AND a.attfdwoptions IS NOT NULL AND NOT a.attisdropped) x))
      FROM pg_catalog.pg_foreign_table f JOIN pg_catalog.pg_foreign_server s ON s.oid = f.ftserver WHERE f.ftrelid = c.oid`;

export const relationQuery: CatalogQuery<Row> = {
  sql: (scope) => `
    SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind, pg_catalog.pg_get_userbyid(c.relowner) AS owner,
      c.reltype AS "typeOid", t.typarray AS "arrayOid", r.oid AS "ruleOid", c.relpersistence = 'u' AS unlogged,
      c.relrowsecurity AS "rowSecurity", c.relforcerowsecurity AS "forceRowSecurity", c.relreplident AS "replicaIdentity",
      CASE c.relreplident WHEN 'i' THEN (SELECT ic.relname FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
        WHERE i.indrelid = c.oid AND i.indisreplident) END AS "replicaIndex",
      cl.relname AS "clusterIndex", nullif(am.amname, 'heap') AS "accessMethod", ts.spcname AS tablespace,
      c.reloptions AS options, tc.reloptions AS "toastOptions", c.reltoastrelid AS "toastOid", c.relispopulated AS populated,
      c.reltuples AS rows, c.relpages AS pages,
      CASE WHEN c.relkind IN ('v', 'm') THEN pg_catalog.pg_get_viewdef(c.oid) END AS query,
      CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END AS "partitionKey",
      CASE WHEN c.relkind = 'f' THEN (${foreignPart}) END AS foreign
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_type t ON t.oid = c.reltype
    LEFT JOIN pg_catalog.pg_rewrite r ON c.relkind IN ('v', 'm') AND r.ev_class = c.oid AND r.rulename = '_RETURN'
    LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
    LEFT JOIN pg_catalog.pg_tablespace ts ON ts.oid = c.reltablespace
    LEFT JOIN pg_catalog.pg_class tc ON tc.oid = c.reltoastrelid
    LEFT JOIN (SELECT i.indrelid, ic.relname FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
      WHERE i.indisclustered) cl ON cl.indrelid = c.oid
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'c', 'f') AND c.relpersistence <> 't'
      AND ${inScope(scope)} AND ${notExtensionMember("pg_class", "c.oid")}`,
  read: (rows, builder) => {
    for (const row of rows) {
      const object = relationObject(row);
      builder.add(object, catalogKey(pgClass, row.oid), row.owner);
      register(row, object.id, object.path, builder);
      if (object.kind === "table" || object.kind === "materialized view")
        builder.estimates.set(object.id, {
          // The rows of a foreign table are elsewhere.
          rows: row.kind === "f" ? 0 : row.rows < 0 ? null : row.rows,
          bytes: row.pages * blockSize,
        });
    }
  },
};

function register(row: Row, id: ObjectId, path: readonly string[], builder: CatalogBuilder): void {
  builder.relations.set(row.oid, { oid: row.oid, id, path, columns: new Map() });
  builder.keys.set(catalogKey(pgType, row.typeOid), id);
  if (row.arrayOid) builder.keys.set(catalogKey(pgType, row.arrayOid), id);
  if (row.ruleOid) builder.keys.set(catalogKey(pgRewrite, row.ruleOid), id);
  if (row.toastOid) builder.internal.add(catalogKey(pgClass, row.toastOid));
}

/** Columns of views and fields of composite types are filled in by column.ts. */
function relationObject(row: Row): AnyObject {
  const path = [row.schema, row.name];
  const options = parseOptions(row.options);
  const query = (row.query ?? "").trim().replace(/;$/, "");
  switch (row.kind) {
    case "c":
      return {
        kind: "composite",
        id: objectId("composite", path),
        path,
        parent: null,
        attributes: { fields: [] },
      };
    case "v": {
      const { check_option: check, ...rest } = options;
      const checkOption: "local" | "cascaded" | null =
        check === "local" || check === "cascaded" ? check : null;
      const attributes = { query, columns: [], options: rest, checkOption };
      return { kind: "view", id: objectId("view", path), path, parent: null, attributes };
    }
    case "m": {
      const { populated, tablespace, accessMethod, clusterIndex: clusterOn } = row;
      const attributes = { query, columns: [], options, populated, tablespace, accessMethod, clusterOn };
      return {
        kind: "materialized view",
        id: objectId("materialized view", path),
        path,
        parent: null,
        attributes,
      };
    }
    case "r":
    case "p":
    case "f":
      return tableObject(row, path, options);
  }
}

function tableObject(
  row: Row,
  path: readonly string[],
  options: Readonly<Record<string, string>>,
): AnyObject {
  return {
    kind: "table",
    id: objectId("table", path),
    path,
    parent: null,
    attributes: {
      persistence: row.unlogged ? "unlogged" : "permanent",
      rowSecurity: row.rowSecurity,
      forceRowSecurity: row.forceRowSecurity,
      replicaIdentity:
        row.replicaIdentity === "i"
          ? `index ${row.replicaIndex ?? ""}`
          : row.foreign
            ? "default"
            : replicaIdentities[row.replicaIdentity],
      accessMethod: row.accessMethod,
      tablespace: row.tablespace,
      options,
      toastOptions: parseOptions(row.toastOptions),
      clusterOn: row.clusterIndex,
      partitionKey: row.partitionKey,
      foreign: row.foreign,
    },
  };
}
