// Extensions: pg_extension. Members are never read; whatever depends on one depends on its extension.
import { objectId } from "../../../catalog/names";
import { catalogKey } from "../builder";
import { pgExtension } from "../classes";
import type { CatalogQuery } from "../query";

interface Row {
  oid: number;
  name: string;
  schema: string;
  members: string[];
}

export const extensionQuery: CatalogQuery<Row> = {
  sql: () => `
    SELECT e.oid, e.extname AS name, n.nspname AS schema,
      ARRAY(SELECT d.classid::int8 || ':' || d.objid::int8 || ':0' FROM pg_catalog.pg_depend d
        WHERE d.refclassid = 'pg_catalog.pg_extension'::regclass AND d.refobjid = e.oid AND d.deptype = 'e') AS members
    FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
    WHERE n.nspname <> 'pg_catalog'`,
  read: (rows, builder) => {
    for (const row of rows) {
      const id = objectId("extension", [row.name]);
      builder.add(
        { kind: "extension", id, path: [row.name], parent: null, attributes: { schema: row.schema } },
        catalogKey(pgExtension, row.oid),
      );
      const schema = objectId("schema", [row.schema]);
      if (builder.objects.has(schema)) builder.depend(id, schema);
      for (const member of row.members) builder.keys.set(member as `${number}:${number}:${number}`, id);
    }
  },
};
