// What ALTER DEFAULT PRIVILEGES IN SCHEMA gives to objects that are yet to be made: pg_default_acl (manual 5.8).
import type { DefaultPrivilege } from "../../../catalog/model";
import { defaultPrivilegeId, objectId } from "../../../catalog/names";
import { catalogKey } from "../builder";
import { pgDefaultAcl } from "../classes";
import { type CatalogQuery, inScope } from "../query";

interface Row {
  oid: number;
  schema: string;
  role: string;
  objects: "r" | "S" | "f" | "T";
  grantee: string;
  privileges: Record<string, boolean>;
}

const objectWords = { r: "tables", S: "sequences", f: "functions", T: "types" } as const;

export const defaultPrivilegeQuery: CatalogQuery<Row> = {
  sql: (scope) => `
    SELECT d.oid, n.nspname AS schema, d.defaclobjtype AS objects,
      pg_catalog.pg_get_userbyid(d.defaclrole) AS role,
      CASE x.grantee WHEN 0 THEN 'public' ELSE pg_catalog.pg_get_userbyid(x.grantee)::text END AS grantee,
      pg_catalog.jsonb_object_agg(x.privilege_type, x.is_grantable) AS privileges
    FROM pg_catalog.pg_default_acl d JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace
    CROSS JOIN LATERAL pg_catalog.aclexplode(d.defaclacl) x
    WHERE ${inScope(scope)} GROUP BY d.oid, n.nspname, d.defaclrole, d.defaclobjtype, x.grantee`,
  read: (rows, builder) => {
    for (const row of rows) {
      const objects: DefaultPrivilege["objects"] = objectWords[row.objects];
      const schema = objectId("schema", [row.schema]);
      const { role, grantee, privileges } = row;
      const id = defaultPrivilegeId(schema, role, objects, grantee);
      builder.add(
        {
          kind: "default privilege",
          id,
          path: [row.schema],
          parent: null,
          attributes: { role, objects, grantee, privileges },
        },
        catalogKey(pgDefaultAcl, row.oid),
      );
    }
  },
};
