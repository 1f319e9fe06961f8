// Rewrite rules other than the one that makes a view: pg_rewrite (manual 39).
import { objectId } from "../../../catalog/names";
import { catalogKey } from "../builder";
import { pgRewrite } from "../classes";
import { type CatalogQuery, firing, inScope, notExtensionMember } from "../query";

interface Row {
  oid: number;
  relation: number;
  name: string;
  definition: string;
  enabled: keyof typeof firing;
}

export const ruleQuery: CatalogQuery<Row> = {
  sql: (scope) => `
    SELECT r.oid, r.ev_class AS relation, r.rulename AS name, pg_catalog.pg_get_ruledef(r.oid) AS definition, r.ev_enabled AS enabled
    FROM pg_catalog.pg_rewrite r
    JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE r.rulename <> '_RETURN' AND ${inScope(scope)} AND ${notExtensionMember("pg_class", "c.oid")}`,
  read: (rows, builder) => {
    for (const row of rows) {
      const relation = builder.relations.get(row.relation);
      if (!relation) continue;
      const path = [...relation.path, row.name];
      const attributes = {
        definition: row.definition.trim().replace(/;$/, ""),
        enabled: firing[row.enabled],
      };
      const id = objectId("rule", path);
      builder.add(
        { kind: "rule", id, path, parent: relation.id, attributes },
        catalogKey(pgRewrite, row.oid),
      );
    }
  },
};
