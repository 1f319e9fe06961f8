// Conversions between encodings: pg_conversion (manual, CREATE CONVERSION).
import type { AttributesOf } from "../../../catalog/model";
import { objectId } from "../../../catalog/names";
import { catalogKey } from "../builder";
import { pgConversion } from "../classes";
import { type CatalogQuery, inScope, notExtensionMember } from "../query";

interface Row {
  oid: number;
  schema: string;
  name: string;
  owner: string;
}

export const conversionQuery: CatalogQuery<Row & AttributesOf["conversion"]> = {
  sql: (scope) => `
    SELECT c.oid, n.nspname AS schema, c.conname AS name, pg_catalog.pg_get_userbyid(c.conowner) AS owner,
      pg_catalog.pg_encoding_to_char(c.conforencoding) AS source, pg_catalog.pg_encoding_to_char(c.contoencoding) AS destination,
      c.conproc::text AS function, c.condefault AS "isDefault"
    FROM pg_catalog.pg_conversion c JOIN pg_catalog.pg_namespace n ON n.oid = c.connamespace
    WHERE ${inScope(scope)} AND ${notExtensionMember("pg_conversion", "c.oid")}`,
  read: (rows, builder) => {
    for (const { oid, schema, name, owner, ...attributes } of rows) {
      const path = [schema, name];
      const object = {
        kind: "conversion",
        id: objectId("conversion", path),
        path,
        parent: null,
        attributes,
      } as const;
      builder.add(object, catalogKey(pgConversion, oid), owner);
    }
  },
};
