// One object of every kind, and the changes of it that docs/COVERAGE.md tells of. What becomes of each change is asked of
// the planner, never written here. A kind without a sample does not compile; a property without a change fails a test.
import type { AnyObject, AttributesOf, Kind, ObjectId } from "../../engine/catalog/model";
import { attachedId, objectId } from "../../engine/catalog/names";
import {
  column,
  columnAttributes,
  constraint,
  domain,
  domainCases,
  field,
  fillfactor,
  identity,
  index,
  parameters,
  policy,
  positive,
  routine,
  routineCases,
  schema,
  stored,
  table,
  tableAttributes,
  two,
  view,
} from "./sample-parts";

export interface Case<K extends Kind> {
  /** As it stands in the table. */
  readonly what: string;
  /** Properties that are not those of the sample, before the change. */
  readonly before?: Partial<AttributesOf[K]>;
  readonly after: Partial<AttributesOf[K]>;
  /** Major version of the server. @default 17 */
  readonly major?: number;
}

export interface Sample<K extends Kind> {
  readonly id: ObjectId;
  readonly path: readonly string[];
  /** The last of `around`, or null. */
  readonly parent: ObjectId | null;
  readonly around: readonly AnyObject[];
  readonly attributes: AttributesOf[K];
  /** Properties that are part of the identity: another value is another object. */
  readonly identity: readonly (keyof AttributesOf[K])[];
  readonly cases: readonly Case<K>[];
}

export const samples: { readonly [K in Kind]: Sample<K> } = {
  schema: {
    id: schema.id,
    path: schema.path,
    parent: null,
    around: [],
    attributes: {},
    identity: [],
    cases: [],
  },
  extension: {
    id: objectId("extension", ["citext"]),
    path: ["citext"],
    parent: null,
    around: [schema],
    attributes: { schema: "app" },
    identity: [],
    cases: [{ what: "schema", after: { schema: "public" } }],
  },
  enum: {
    id: objectId("enum", ["app", "status"]),
    path: ["app", "status"],
    parent: schema.id,
    around: [schema],
    attributes: { labels: ["new", "done"] },
    identity: [],
    cases: [
      { what: "a label added at any place", after: { labels: ["new", "open", "done"] } },
      { what: "a label removed", after: { labels: ["new"] } },
      { what: "labels in another order", after: { labels: ["done", "new"] } },
    ],
  },
  domain: {
    id: objectId("domain", ["app", "code"]),
    path: ["app", "code"],
    parent: schema.id,
    around: [schema],
    attributes: domain,
    identity: [],
    cases: domainCases,
  },
  composite: {
    id: objectId("composite", ["app", "address"]),
    path: ["app", "address"],
    parent: schema.id,
    around: [schema],
    attributes: { fields: [field("street", "text"), field("city", "text")] },
    identity: [],
    cases: [
      {
        what: "an attribute added at the end",
        after: { fields: [field("street", "text"), field("city", "text"), field("zip", "text")] },
      },
      { what: "an attribute removed", after: { fields: [field("street", "text")] } },
      {
        what: "type of an attribute",
        after: { fields: [field("street", "text"), field("city", "integer")] },
      },
      {
        what: "attributes in another order",
        after: { fields: [field("city", "text"), field("street", "text")] },
      },
    ],
  },
  sequence: {
    id: objectId("sequence", ["app", "numbers"]),
    path: ["app", "numbers"],
    parent: schema.id,
    around: [schema, table, column],
    attributes: { ...parameters, persistence: "permanent", ownedBy: null },
    identity: [],
    cases: [
      { what: "type", after: { dataType: "integer" } },
      {
        what: "increment, limits, start, cache, cycle",
        after: { increment: "2", minimum: "0", maximum: "9", start: "2", cache: "5", cycle: true },
      },
      { what: "logged or unlogged", after: { persistence: "unlogged" } },
      { what: "OWNED BY", after: { ownedBy: column.id } },
    ],
  },
  function: {
    id: objectId("function", ["app", "total"], "integer"),
    path: ["app", "total"],
    parent: schema.id,
    around: [schema],
    attributes: routine,
    identity: ["identity"],
    cases: [...routineCases, { what: "what it returns", after: { returns: "bigint" } }],
  },
  procedure: {
    id: objectId("procedure", ["app", "total"], "integer"),
    path: ["app", "total"],
    parent: schema.id,
    around: [schema],
    attributes: {
      ...routine,
      definition: routine.definition.replace("FUNCTION", "PROCEDURE"),
      returns: null,
    },
    identity: ["identity", "returns"],
    cases: routineCases,
  },
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
    identity: [],
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
  view: {
    id: objectId("view", ["app", "totals"]),
    path: ["app", "totals"],
    parent: schema.id,
    around: [schema],
    attributes: { ...view, checkOption: null },
    identity: [],
    cases: [
      { what: "query", after: { query: " SELECT 2 AS one" } },
      {
        what: "columns added at the end",
        after: { query: " SELECT 1 AS one, 2 AS two", columns: [...view.columns, two] },
      },
      {
        what: "columns removed, renamed, moved or of another type",
        after: { query: " SELECT 2 AS two", columns: [two] },
      },
      {
        what: "options and CHECK OPTION",
        after: { options: { security_invoker: "true" }, checkOption: "local" },
      },
    ],
  },
  "materialized view": {
    id: objectId("materialized view", ["app", "sums"]),
    path: ["app", "sums"],
    parent: schema.id,
    around: [schema],
    attributes: { ...view, populated: true, tablespace: null, accessMethod: null },
    identity: ["populated"],
    cases: [
      { what: "query and columns", after: { query: " SELECT 2 AS two", columns: [two] } },
      { what: "storage parameters", after: { options: fillfactor } },
      { what: "tablespace", after: { tablespace: "fast" } },
      { what: "access method", after: { accessMethod: "columnar" } },
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
  privilege: {
    id: attachedId("privilege", table.id, "reader"),
    path: table.path,
    parent: table.id,
    around: [schema, table],
    attributes: {
      on: "TABLE app.items",
      grantee: "reader",
      column: null,
      privileges: { SELECT: false },
      byDefault: [],
    },
    identity: ["on", "grantee", "column", "byDefault"],
    cases: [{ what: "privileges and grant options", after: { privileges: { INSERT: true } } }],
  },
  comment: {
    id: attachedId("comment", table.id),
    path: table.path,
    parent: table.id,
    around: [schema, table],
    attributes: { text: "Items", on: "TABLE app.items" },
    identity: ["on"],
    cases: [{ what: "text", after: { text: "Things" } }],
  },
  owner: {
    id: attachedId("owner", table.id),
    path: table.path,
    parent: table.id,
    around: [schema, table],
    attributes: { role: "alice", of: "TABLE app.items" },
    identity: ["of"],
    cases: [{ what: "role", after: { role: "bob" } }],
  },
};
