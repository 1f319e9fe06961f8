// Operators: pg_operator (manual, CREATE OPERATOR). Shells, which only a commutator or negator speaks of, are left out.
import { objectId, quoteName } from "../../../catalog/names";
import { catalogKey } from "../builder";
import { pgOperator } from "../classes";
import { type CatalogQuery, inScope, notExtensionMember } from "../query";

interface Row {
  oid: number;
  schema: string;
  name: string;
  owner: string;
  left: string | null;
  right: string | null;
  function: string;
  commutator: string | null;
  negator: string | null;
  restrict: string | null;
  join: string | null;
  hashes: boolean;
  merges: boolean;
}

const other = (column: string): string => `(SELECT pg_catalog.format('%I.%s', xn.nspname, x.oprname)
        FROM pg_catalog.pg_operator x JOIN pg_catalog.pg_namespace xn ON xn.oid = x.oprnamespace WHERE x.oid = o.${column})`;

export const operatorQuery: CatalogQuery<Row> = {
  sql: (scope) => `
    SELECT o.oid, n.nspname AS schema, o.oprname AS name, pg_catalog.pg_get_userbyid(o.oprowner) AS owner,
      CASE WHEN o.oprleft <> 0 THEN pg_catalog.format_type(o.oprleft, NULL) END AS left,
      CASE WHEN o.oprright <> 0 THEN pg_catalog.format_type(o.oprright, NULL) END AS right,
      o.oprcode::text AS function, ${other("oprcom")} AS commutator, ${other("oprnegate")} AS negator,
      CASE WHEN o.oprrest <> 0 THEN o.oprrest::text END AS restrict, CASE WHEN o.oprjoin <> 0 THEN o.oprjoin::text END AS join,
      o.oprcanhash AS hashes, o.oprcanmerge AS merges
    FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
    WHERE o.oprcode <> 0 AND ${inScope(scope)} AND ${notExtensionMember("pg_operator", "o.oid")}`,
  read: (rows, builder) => {
    for (const { oid, schema, name, owner, ...properties } of rows) {
      const path = [schema, name];
      const signature = `${properties.left ?? "NONE"}, ${properties.right ?? "NONE"}`;
      const id = objectId("operator", path, signature);
      const attributes = { ...properties, name: `${quoteName(schema)}.${name}` };
      builder.add(
        { kind: "operator", id, path, parent: null, attributes },
        catalogKey(pgOperator, oid),
        owner,
      );
    }
  },
};
