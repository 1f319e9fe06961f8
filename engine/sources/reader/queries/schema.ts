// Schemas: pg_namespace.
import { objectId } from "../../../catalog/names";
import { catalogKey } from "../builder";
import { pgNamespace } from "../classes";
import { type CatalogQuery, inScope } from "../query";

interface Row {
  oid: number;
  name: string;
  owner: string;
}

export const schemaQuery: CatalogQuery<Row> = {
  sql: (scope) => `
    SELECT n.oid, n.nspname AS name, pg_catalog.pg_get_userbyid(n.nspowner) AS owner
    FROM pg_catalog.pg_namespace n WHERE ${inScope(scope)}`,
  read: (rows, builder) => {
    for (const row of rows) {
      const id = objectId("schema", [row.name]);
      // Who owns `public` is the server's affair (manual 5.9.6), not a source's.
      const owner = row.name === "public" ? undefined : row.owner;
      builder.add(
        { kind: "schema", id, path: [row.name], parent: null, attributes: {} },
        catalogKey(pgNamespace, row.oid),
        owner,
      );
    }
  },
};
