// Samples of tables and of what stands on them; see samples.ts.
import { attachmentId, objectId } from "../../engine/catalog/names";
import {
  column,
  columnAttributes,
  constraint,
  fillfactor,
  identity,
  index,
  partitioned,
  policy,
  positive,
  schema,
  stored,
  table,
  tableAttributes,
} from "./sample-parts";
import type { Sample } from "./sample-types";

type TableKind =
  | "table"
  | "column"
  | "default"
  | "constraint"
  | "index"
  | "attachment"
  | "statistics"
  | "rule"
  | "trigger"
  | "policy";

export const tableSamples: { readonly [K in TableKind]: Sample<K> } = {
  table: {
    id: table.id,
    path: table.path,
    parent: schema.id,
    around: [schema],
    attributes: tableAttributes,
    identity: [],
    cases: [
      { what: "row security, on and forced", after: { rowSecurity: true, forceRowSecurity: true } },
      {
        what: "storage parameters, also of TOAST",
        after: { options: fillfactor, toastOptions: { autovacuum_enabled: "false" } },
      },
      { what: "replica identity", after: { replicaIdentity: "full" } },
      { what: "CLUSTER ON", after: { clusterOn: "items_pkey" } },
      { what: "tablespace", after: { tablespace: "fast" } },
      { what: "access method", after: { accessMethod: "columnar" } },
      { what: "logged or unlogged", after: { persistence: "unlogged" } },
      {
        what: "server of a foreign table",
        before: { foreign: { server: "remote", options: {}, columns: {} } },
        after: { foreign: { server: "other", options: {}, columns: {} } },
      },
      {
        what: "options of a foreign table and its columns",
        before: { foreign: { server: "remote", options: {}, columns: {} } },
        after: { foreign: { server: "remote", options: { table_name: "x" }, columns: {} } },
      },
      { what: "PARTITION BY", after: { partitionKey: "RANGE (size)" } },
    ],
  },
  column: {
    id: column.id,
    path: column.path,
    parent: table.id,
    around: [schema, table],
    attributes: columnAttributes,
    identity: [],
    cases: [
      { what: "type", after: { type: "bigint" } },
      { what: "collation", before: { type: "text" }, after: { collation: 'pg_catalog."C"' } },
      { what: "NOT NULL", after: { notNull: true } },
      {
        what: "name, NO INHERIT and NOT VALID of NOT NULL (Postgres 18)",
        before: { notNull: true, notNullConstraint: { name: "sized", noInherit: false, validated: false } },
        after: { notNull: true, notNullConstraint: { name: "has_size", noInherit: true, validated: true } },
        major: 18,
      },
      { what: "identity", before: { notNull: true }, after: { identity } },
      {
        what: "storage, compression, statistics target, options",
        after: { storage: "plain", compression: "lz4", statistics: 5, options: { n_distinct: "5" } },
      },
      {
        what: "generation expression (from Postgres 17)",
        before: { generated: stored },
        after: { generated: { ...stored, expression: "(1 + 2)" } },
      },
      {
        what: "generation expression (before Postgres 17)",
        before: { generated: stored },
        after: { generated: { ...stored, expression: "(1 + 2)" } },
        major: 16,
      },
      { what: "generated to plain", before: { generated: stored }, after: { generated: null } },
      { what: "plain to generated", after: { generated: stored } },
      {
        what: "stored to virtual (Postgres 18)",
        before: { generated: stored },
        after: { generated: { ...stored, stored: false } },
        major: 18,
      },
    ],
  },
  default: {
    id: objectId("default", column.path),
    path: column.path,
    parent: column.id,
    around: [schema, table, column],
    attributes: { expression: "1" },
    identity: [],
    cases: [{ what: "expression", after: { expression: "2" } }],
  },
  constraint: {
    id: objectId("constraint", ["app", "items", "items_size_fkey"]),
    path: ["app", "items", "items_size_fkey"],
    parent: table.id,
    around: [schema, table, column],
    attributes: constraint,
    // What it was inherited from follows from the attachment of its table.
    identity: ["inheritedFrom"],
    cases: [
      { what: "NOT VALID to valid", before: { validated: false }, after: { validated: true } },
      { what: "valid to NOT VALID", after: { validated: false } },
      {
        what: "ENFORCED of a foreign key (Postgres 18)",
        before: { enforced: false, validated: false },
        after: { enforced: true, validated: true },
        major: 18,
      },
      {
        what: "ENFORCED of a check (Postgres 18)",
        before: positive,
        after: { ...positive, enforced: false, validated: false },
        major: 18,
      },
      { what: "DEFERRABLE of a foreign key", after: { deferrable: true, initiallyDeferred: true } },
      {
        what: "DEFERRABLE of a key",
        before: { type: "unique", definition: "UNIQUE (size)", references: null },
        after: { type: "unique", definition: "UNIQUE (size)", references: null, deferrable: true },
      },
      {
        what: "definition: columns, expression, actions",
        after: { ...positive, columns: ["other"] },
      },
      {
        what: "storage parameters and tablespace of its index",
        after: { indexOptions: fillfactor, indexTablespace: "fast" },
      },
    ],
  },
  index: {
    id: objectId("index", ["app", "items_size_idx"]),
    path: ["app", "items_size_idx"],
    parent: table.id,
    around: [schema, table, column],
    attributes: index,
    identity: [],
    cases: [
      { what: "storage parameters", after: { options: fillfactor } },
      { what: "tablespace", after: { tablespace: "fast" } },
      { what: "statistics target of an expression", after: { statistics: { "1": 500 } } },
      { what: "method, columns, operator classes, INCLUDE", after: { definition: "USING hash (size)" } },
      { what: "predicate", after: { predicate: "(size > 0)" } },
      { what: "uniqueness", after: { unique: true } },
      { what: "left invalid by an interrupted build", before: { valid: false }, after: { valid: true } },
    ],
  },
  attachment: {
    id: attachmentId(table.id, partitioned.id),
    path: table.path,
    parent: table.id,
    around: [schema, partitioned, table],
    attributes: {
      to: partitioned.id,
      as: "partition",
      bound: "FOR VALUES FROM (1) TO (9)",
      detaching: false,
      place: null,
      given: [],
    },
    // Of the same two tables it is always the same; the last two are not compared.
    identity: ["to", "as", "place", "given"],
    cases: [
      { what: "bound of a partition", after: { bound: "DEFAULT" } },
      {
        what: "left by an interrupted DETACH … CONCURRENTLY",
        before: { detaching: true },
        after: { detaching: false },
      },
    ],
  },
  statistics: {
    id: objectId("statistics", ["app", "items_stats"]),
    path: ["app", "items_stats"],
    parent: table.id,
    around: [schema, table],
    attributes: {
      definition: "CREATE STATISTICS app.items_stats ON size, other FROM app.items",
      target: null,
    },
    identity: [],
    cases: [
      { what: "statistics target", after: { target: 100 } },
      {
        what: "kinds, columns, expressions",
        after: { definition: "CREATE STATISTICS app.items_stats ON other, size FROM app.items" },
      },
    ],
  },
  rule: {
    id: objectId("rule", ["app", "items", "keep"]),
    path: ["app", "items", "keep"],
    parent: table.id,
    around: [schema, table],
    attributes: {
      definition: "CREATE RULE keep AS ON DELETE TO app.items DO INSTEAD NOTHING",
      enabled: "origin",
    },
    identity: [],
    cases: [
      {
        what: "definition",
        after: { definition: "CREATE RULE keep AS ON UPDATE TO app.items DO INSTEAD NOTHING" },
      },
      { what: "enabled, disabled, replica, always", after: { enabled: "disabled" } },
    ],
  },
  trigger: {
    id: objectId("trigger", ["app", "items", "touch"]),
    path: ["app", "items", "touch"],
    parent: table.id,
    around: [schema, table, column],
    attributes: {
      definition: "CREATE TRIGGER touch BEFORE UPDATE ON app.items FOR EACH ROW EXECUTE FUNCTION app.touch()",
      enabled: "origin",
      isConstraint: false,
    },
    identity: [],
    cases: [
      {
        what: "definition",
        after: {
          definition:
            "CREATE TRIGGER touch AFTER UPDATE ON app.items FOR EACH ROW EXECUTE FUNCTION app.touch()",
        },
      },
      { what: "enabled, disabled, replica, always", after: { enabled: "always" } },
      {
        what: "definition of a constraint trigger, or from one to a plain trigger",
        after: {
          isConstraint: true,
          definition:
            "CREATE CONSTRAINT TRIGGER touch AFTER UPDATE ON app.items FOR EACH ROW EXECUTE FUNCTION app.touch()",
        },
      },
    ],
  },
  policy: {
    id: objectId("policy", ["app", "items", "tenant"]),
    path: ["app", "items", "tenant"],
    parent: table.id,
    around: [schema, table, column],
    attributes: policy,
    identity: [],
    cases: [
      { what: "roles", after: { roles: ["reader"] } },
      { what: "USING and WITH CHECK", after: { using: "(size > 1)", check: "(size > 1)" } },
      { what: "USING or WITH CHECK removed", after: { check: null } },
      { what: "command", after: { command: "UPDATE" } },
      { what: "permissive or restrictive", after: { permissive: false } },
    ],
  },
};
