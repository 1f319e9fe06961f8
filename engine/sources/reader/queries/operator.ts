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
  options: string;
}

const other = (
  word: string,
  column: string,
): string => `(SELECT pg_catalog.format('${word} = OPERATOR(%I.%s)', xn.nspname, x.oprname)
        FROM pg_catalog.pg_operator x JOIN pg_catalog.pg_namespace xn ON xn.oid = x.oprnamespace WHERE x.oid = o.${column})`;

export const operatorQuery: CatalogQuery<Row> = {
  sql: (scope) => `
    SELECT o.oid, n.nspname AS schema, o.oprname AS name, pg_catalog.pg_get_userbyid(o.oprowner) AS owner,
      CASE WHEN o.oprleft <> 0 THEN pg_catalog.format_type(o.oprleft, NULL) END AS left,
      CASE WHEN o.oprright <> 0 THEN pg_catalog.format_type(o.oprright, NULL) END AS right,
      pg_catalog.concat_ws(', ', 'FUNCTION = ' || o.oprcode, ${other("COMMUTATOR", "oprcom")}, ${other("NEGATOR", "oprnegate")},
        CASE WHEN o.oprrest <> 0 THEN 'RESTRICT = ' || o.oprrest END, CASE WHEN o.oprjoin <> 0 THEN 'JOIN = ' || o.oprjoin END,
        CASE WHEN o.oprcanhash THEN 'HASHES' END, CASE WHEN o.oprcanmerge THEN 'MERGES' END) AS options
    FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
    WHERE o.oprcode <> 0 AND ${inScope(scope)} AND ${notExtensionMember("pg_operator", "o.oid")}`,
  read: (rows, builder) => {
    for (const row of rows) {
      const path = [row.schema, row.name];
      const signature = `${row.left ?? "NONE"}, ${row.right ?? "NONE"}`;
      const id = objectId("operator", path, signature);
      const attributes = {
        name: `${quoteName(row.schema)}.${row.name}`,
        left: row.left,
        right: row.right,
        options: row.options,
      };
      builder.add(
        { kind: "operator", id, path, parent: null, attributes },
        catalogKey(pgOperator, row.oid),
        row.owner,
      );
    }
  },
};
