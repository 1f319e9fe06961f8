// Samples of the objects of a database; see samples.ts.

import type { AnyObject } from "../../engine/catalog/model";
import { castId, objectId, transformId } from "../../engine/catalog/names";
import { column, schema, table } from "./sample-parts";
import type { Sample } from "./sample-types";

type DatabaseKind =
  | "language"
  | "foreign data wrapper"
  | "server"
  | "user mapping"
  | "cast"
  | "transform"
  | "publication"
  | "published table"
  | "published schema"
  | "event trigger";

const publication: AnyObject & { readonly kind: "publication" } = {
  kind: "publication",
  id: objectId("publication", ["changes"]),
  path: ["changes"],
  parent: null,
  attributes: {
    allTables: false,
    publish: ["insert", "update", "delete", "truncate"],
    viaRoot: false,
    generatedColumns: null,
  },
};

export const databaseSamples: { readonly [K in DatabaseKind]: Sample<K> } = {
  language: {
    id: objectId("language", ["plx"]),
    path: ["plx"],
    parent: null,
    around: [],
    attributes: { trusted: true, handler: "plx_call", inline: null, validator: null },
    identity: [],
    cases: [
      {
        what: "trusted, handler, inline handler, validator",
        after: { trusted: false, handler: "plx_run", inline: "plx_inline", validator: "plx_check" },
      },
    ],
  },
  "foreign data wrapper": {
    id: objectId("foreign data wrapper", ["files"]),
    path: ["files"],
    parent: null,
    around: [],
    attributes: { handler: null, validator: null, options: {} },
    identity: [],
    cases: [
      {
        what: "handler, validator, options",
        after: { handler: "files_handler", validator: "files_check", options: { debug: "true" } },
      },
    ],
  },
  server: {
    id: objectId("server", ["remote"]),
    path: ["remote"],
    parent: null,
    around: [],
    attributes: { wrapper: "files", type: null, version: "1", options: {} },
    identity: [],
    cases: [
      { what: "version, options", after: { version: "2", options: { host: "db" } } },
      { what: "wrapper", after: { wrapper: "others" } },
      { what: "type", after: { type: "old" } },
    ],
  },
  "user mapping": {
    id: objectId("user mapping", ["remote", "reader"]),
    path: ["remote", "reader"],
    parent: null,
    around: [],
    attributes: { options: {} },
    identity: [],
    cases: [{ what: "user, username, password_required", after: { options: { user: "guest" } } }],
  },
  cast: {
    id: castId("app.size", "integer"),
    path: ["app.size", "integer"],
    parent: null,
    around: [],
    attributes: { method: "inout", function: null, context: "explicit" },
    identity: [],
    cases: [
      {
        what: "function and context",
        after: { method: "function", function: "app.size_of(app.size)", context: "implicit" },
      },
    ],
  },
  transform: {
    id: transformId("app.size", "plx"),
    path: ["app.size", "plx"],
    parent: null,
    around: [],
    attributes: { fromSql: "app.from_size(internal)", toSql: null },
    identity: [],
    cases: [
      {
        what: "functions",
        after: { fromSql: "app.of_size(internal)", toSql: "app.to_size(internal)" },
      },
    ],
  },
  publication: {
    id: publication.id,
    path: publication.path,
    parent: null,
    around: [],
    attributes: publication.attributes,
    identity: [],
    cases: [
      { what: "operations", after: { publish: ["insert"] } },
      { what: "via the partition root", after: { viaRoot: true } },
      {
        what: "generated columns (Postgres 18)",
        after: { generatedColumns: "stored" },
        major: 18,
      },
      { what: "FOR ALL TABLES", after: { allTables: true } },
    ],
  },
  "published table": {
    id: objectId("published table", ["changes", "app", "items"]),
    path: ["changes", "app", "items"],
    parent: publication.id,
    around: [schema, table, column, publication],
    attributes: { columns: null, where: null },
    identity: [],
    cases: [
      { what: "columns", after: { columns: ["size"] } },
      { what: "row filter", after: { where: "(size > 0)" } },
    ],
  },
  "published schema": {
    id: objectId("published schema", ["changes", "app"]),
    path: ["changes", "app"],
    parent: publication.id,
    around: [schema, publication],
    attributes: {},
    identity: [],
    cases: [],
  },
  "event trigger": {
    id: objectId("event trigger", ["watch"]),
    path: ["watch"],
    parent: null,
    around: [schema],
    attributes: { event: "ddl_command_end", tags: [], function: "app.watch", enabled: "origin" },
    identity: [],
    cases: [
      { what: "enabled, disabled, replica, always", after: { enabled: "always" } },
      { what: "event", after: { event: "sql_drop" } },
      { what: "tags", after: { tags: ["CREATE TABLE"] } },
      { what: "function", after: { function: "app.look" } },
    ],
  },
};
