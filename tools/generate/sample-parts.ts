// The parts that the samples are made of: one schema, table and column, and attributes of most kinds.
import type { AnyObject, AttributesOf, Options } from "../../engine/catalog/model";
import { objectId } from "../../engine/catalog/names";

export const fillfactor: Options = { fillfactor: "70" };
export const parameters = {
  dataType: "bigint",
  start: "1",
  increment: "1",
  minimum: "1",
  maximum: "9223372036854775807",
  cache: "1",
  cycle: false,
};

export const schema: AnyObject = {
  kind: "schema",
  id: objectId("schema", ["app"]),
  path: ["app"],
  parent: null,
  attributes: {},
};

export const tableAttributes: AttributesOf["table"] = {
  persistence: "permanent",
  rowSecurity: false,
  forceRowSecurity: false,
  replicaIdentity: "default",
  accessMethod: null,
  tablespace: null,
  options: {},
  toastOptions: {},
  clusterOn: null,
  partitionKey: null,
  foreign: null,
};

export const table: AnyObject = {
  kind: "table",
  id: objectId("table", ["app", "items"]),
  path: ["app", "items"],
  parent: schema.id,
  attributes: tableAttributes,
};

export const partitioned: AnyObject = {
  kind: "table",
  id: objectId("table", ["app", "all"]),
  path: ["app", "all"],
  parent: schema.id,
  attributes: { ...tableAttributes, partitionKey: "RANGE (size)" },
};

export const columnAttributes: AttributesOf["column"] = {
  type: "integer",
  collation: null,
  notNull: false,
  notNullConstraint: null,
  identity: null,
  generated: null,
  storage: null,
  compression: null,
  statistics: null,
  options: {},
};

export const column: AnyObject = {
  kind: "column",
  id: objectId("column", ["app", "items", "size"]),
  path: ["app", "items", "size"],
  parent: table.id,
  attributes: columnAttributes,
};

export const identity = { ...parameters, always: true, sequence: ["app", "items_size_seq"] };
export const stored = { expression: "(1 + 1)", stored: true };

export const routine: AttributesOf["function"] = {
  definition: "CREATE OR REPLACE FUNCTION app.total(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
  identity: "integer",
  returns: "integer",
  argumentNames: ["a"],
  argumentModes: "i",
  defaultsCount: 1,
  language: "sql",
};

export const routineCases = [
  {
    what: "body, language and other options",
    after: { definition: `${routine.definition} STABLE`, language: "plpgsql" },
  },
  { what: "a default added", after: { defaultsCount: 2 } },
  { what: "a default removed", after: { defaultsCount: 0 } },
  { what: "an argument's name or mode", after: { argumentNames: ["b"], argumentModes: "o" } },
] as const;

export const view = {
  query: " SELECT 1 AS one",
  columns: [{ name: "one", type: "integer", collation: null }],
  options: {},
};
export const two = { name: "two", type: "integer", collation: null };

export const constraint: AttributesOf["constraint"] = {
  type: "foreign key",
  definition: "FOREIGN KEY (size) REFERENCES app.sizes(id)",
  deferrable: false,
  initiallyDeferred: false,
  enforced: true,
  validated: true,
  columns: ["size"],
  references: objectId("table", ["app", "sizes"]),
  indexOptions: {},
  indexTablespace: null,
  inheritedFrom: null,
};

export const positive = { type: "check", definition: "CHECK (size > 0)", references: null } as const;

export const index: AttributesOf["index"] = {
  definition: "USING btree (size)",
  predicate: null,
  options: {},
  unique: false,
  valid: true,
  tablespace: null,
  statistics: {},
};

export const policy: AttributesOf["policy"] = {
  permissive: true,
  command: "ALL",
  roles: ["public"],
  using: "(size > 0)",
  check: "(size > 0)",
};

export const domain: AttributesOf["domain"] = {
  type: "text",
  collation: null,
  notNull: false,
  notNullConstraint: null,
  default: null,
};
export const domainCases = [
  { what: "DEFAULT", after: { default: "'a'::text" } },
  { what: "NOT NULL", after: { notNull: true } },
  {
    what: "name of NOT NULL (Postgres 17)",
    before: { notNull: true },
    after: { notNull: true, notNullConstraint: { name: "coded", noInherit: false, validated: true } },
  },
  { what: "base type", after: { type: "integer" } },
  { what: "collation", after: { collation: 'pg_catalog."C"' } },
] as const;

export const field = (name: string, type: string) => ({ name, type, collation: null });
