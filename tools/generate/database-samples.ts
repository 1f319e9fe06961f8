// Samples of the objects of a database; see samples.ts.

import type { AnyObject } from "../../engine/catalog/model";
import { objectId } from "../../engine/catalog/names";
import { column, schema, table } from "./sample-parts";
import type { Sample } from "./sample-types";

type DatabaseKind = "publication" | "published table" | "published schema" | "event trigger";

const publication: AnyObject & { readonly kind: "publication" } = {
  kind: "publication",
  id: objectId("publication", ["changes"]),
  path: ["changes"],
  parent: null,
  attributes: {
    allTables: false,
    publish: ["insert", "update", "delete", "truncate"],
    viaRoot: false,
    generatedColumns: "none",
  },
};

export const databaseSamples: { readonly [K in DatabaseKind]: Sample<K> } = {
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
