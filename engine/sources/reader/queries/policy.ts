// Row security policies: pg_policy.
import { objectId } from "../../../catalog/names";
import { catalogKey } from "../builder";
import { pgPolicy } from "../classes";
import { type CatalogQuery, inScope } from "../query";

interface Row {
  oid: number;
  relation: number;
  name: string;
  permissive: boolean;
  command: "*" | "r" | "a" | "w" | "d";
  roles: string[];
  using: string | null;
  check: string | null;
}

const commands = { "*": "ALL", r: "SELECT", a: "INSERT", w: "UPDATE", d: "DELETE" } as const;

export const policyQuery: CatalogQuery<Row> = {
  sql: (scope) => `
    SELECT p.oid, p.polrelid AS relation, p.polname AS name, p.polpermissive AS permissive, p.polcmd AS command,
      ARRAY(SELECT CASE r WHEN 0 THEN 'public' ELSE pg_catalog.pg_get_userbyid(r)::text END FROM unnest(p.polroles) r ORDER BY 1) AS roles,
      pg_catalog.pg_get_expr(p.polqual, p.polrelid) AS using, pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) AS check
    FROM pg_catalog.pg_policy p
    JOIN pg_catalog.pg_class c ON c.oid = p.polrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE ${inScope(scope)}`,
  read: (rows, builder) => {
    for (const row of rows) {
      const relation = builder.relations.get(row.relation);
      if (!relation) continue;
      const path = [...relation.path, row.name];
      const { permissive, roles, using, check } = row;
      const attributes = { permissive, command: commands[row.command], roles, using, check };
      const id = objectId("policy", path);
      builder.add(
        { kind: "policy", id, path, parent: relation.id, attributes },
        catalogKey(pgPolicy, row.oid),
      );
    }
  },
};
