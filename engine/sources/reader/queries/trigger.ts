// Triggers: pg_trigger. Those that Postgres makes for foreign keys are internal.
import { objectId } from "../../../catalog/names";
import { catalogKey } from "../builder";
import { pgConstraint, pgTrigger } from "../classes";
import { type CatalogQuery, firing, inScope, notExtensionMember } from "../query";

interface Row {
  oid: number;
  relation: number;
  name: string;
  definition: string;
  enabled: keyof typeof firing;
  /** Oid of the constraint of a constraint trigger, else 0. */
  constraint: number;
  /** Made by Postgres on a partition, for a trigger of the table above. */
  clone: boolean;
}

export const triggerQuery: CatalogQuery<Row> = {
  sql: (scope) => `
    SELECT g.oid, g.tgrelid AS relation, g.tgname AS name, pg_catalog.pg_get_triggerdef(g.oid) AS definition,
      g.tgenabled AS enabled, g.tgconstraint AS constraint, g.tgparentid <> 0 AS clone
    FROM pg_catalog.pg_trigger g
    JOIN pg_catalog.pg_class c ON c.oid = g.tgrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE (NOT g.tgisinternal OR g.tgparentid <> 0) AND ${inScope(scope)} AND ${notExtensionMember("pg_trigger", "g.oid")}`,
  read: (rows, builder) => {
    for (const row of rows) {
      if (row.clone) builder.internal.add(catalogKey(pgTrigger, row.oid));
      if (row.clone) continue;
      const relation = builder.relations.get(row.relation);
      if (!relation) continue;
      const path = [...relation.path, row.name];
      const attributes = {
        definition: row.definition,
        enabled: firing[row.enabled],
        isConstraint: row.constraint !== 0,
      };
      const id = objectId("trigger", path);
      builder.add(
        { kind: "trigger", id, path, parent: relation.id, attributes },
        catalogKey(pgTrigger, row.oid),
      );
      if (row.constraint) builder.keys.set(catalogKey(pgConstraint, row.constraint), id);
    }
  },
};
