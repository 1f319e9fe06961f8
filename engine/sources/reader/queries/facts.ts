// Facts of the server that the planner needs and nobody compares: casts and the reader's default privileges.
import type { DefaultPrivilege } from "../../../catalog/model";
import { quoteText } from "../../../catalog/names";
import type { CatalogBuilder } from "../builder";
import type { CatalogQuery } from "../query";

interface Row {
  cast: string | null;
  schema: string | null;
  objects: "r" | "S" | "f" | "T" | "n" | null;
  grantee: string | null;
  privilege: string | null;
  grantable: boolean | null;
}

const objectWords = { r: "tables", S: "sequences", f: "functions", T: "types", n: "schemas" } as const;

export const factsQuery: CatalogQuery<Row> = {
  sql: ({ creator }) => `
    SELECT pg_catalog.format_type(castsource, NULL) || '→' || pg_catalog.format_type(casttarget, NULL) AS cast,
      NULL::name AS schema, NULL::"char" AS objects, NULL::text AS grantee, NULL::text AS privilege, NULL::bool AS grantable
    FROM pg_catalog.pg_cast WHERE castcontext IN ('a', 'i')
    UNION ALL
    SELECT NULL, n.nspname, d.defaclobjtype, CASE x.grantee WHEN 0 THEN 'public' ELSE pg_catalog.pg_get_userbyid(x.grantee)::text END,
      x.privilege_type, x.is_grantable
    FROM pg_catalog.pg_default_acl d LEFT JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace
    CROSS JOIN LATERAL pg_catalog.aclexplode(d.defaclacl) x
    WHERE d.defaclrole = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ${creator === undefined ? "current_user" : quoteText(creator)}) AND x.grantee <> d.defaclrole
    UNION ALL
    -- What PUBLIC has by nature and does not get: an entry for every schema replaces Postgres's own.
    SELECT NULL, NULL, d.defaclobjtype, 'public', NULL, NULL FROM pg_catalog.pg_default_acl d
    WHERE d.defaclrole = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ${creator === undefined ? "current_user" : quoteText(creator)}) AND d.defaclnamespace = 0`,
  read: (rows, builder) => {
    for (const row of rows) {
      if (row.cast !== null) builder.assignmentCasts.add(row.cast);
      else addDefaultPrivilege(row, builder);
    }
  },
};

function addDefaultPrivilege(row: Row, builder: CatalogBuilder): void {
  if (row.objects === null || row.grantee === null) return;
  const objects = objectWords[row.objects];
  const same = (known: DefaultPrivilege): boolean =>
    known.schema === row.schema && known.objects === objects && known.grantee === row.grantee;
  const known = builder.defaultPrivileges.find(same);
  const given = row.privilege === null ? {} : { [row.privilege]: row.grantable === true };
  const privileges = { ...known?.privileges, ...given };
  const entry: DefaultPrivilege = { schema: row.schema, objects, grantee: row.grantee, privileges };
  if (known) builder.defaultPrivileges.splice(builder.defaultPrivileges.indexOf(known), 1, entry);
  else builder.defaultPrivileges.push(entry);
}
