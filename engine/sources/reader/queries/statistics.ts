// Extended statistics: pg_statistic_ext (manual 14.2.2). They go with their table and with any of their columns.
import { objectId } from "../../../catalog/names";
import { catalogKey } from "../builder";
import { pgStatisticExt } from "../classes";
import { type CatalogQuery, inScope, notExtensionMember } from "../query";

interface Row {
  oid: number;
  relation: number;
  schema: string;
  name: string;
  owner: string;
  definition: string;
  target: number | null;
}

export const statisticsQuery: CatalogQuery<Row> = {
  sql: (scope) => `
    SELECT x.oid, x.stxrelid AS relation, n.nspname AS schema, x.stxname AS name, pg_catalog.pg_get_userbyid(x.stxowner) AS owner,
      pg_catalog.pg_get_statisticsobjdef(x.oid) AS definition, nullif(x.stxstattarget, -1) AS target
    FROM pg_catalog.pg_statistic_ext x JOIN pg_catalog.pg_namespace n ON n.oid = x.stxnamespace
    WHERE ${inScope(scope)} AND ${notExtensionMember("pg_statistic_ext", "x.oid")}`,
  read: (rows, builder) => {
    for (const row of rows) {
      const relation = builder.relations.get(row.relation);
      if (!relation) continue;
      const path = [row.schema, row.name];
      const attributes = { definition: row.definition, target: row.target };
      const id = objectId("statistics", path);
      builder.add(
        { kind: "statistics", id, path, parent: relation.id, attributes },
        catalogKey(pgStatisticExt, row.oid),
        row.owner,
      );
    }
  },
};
