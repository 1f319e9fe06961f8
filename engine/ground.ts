// What a cloud gives in `public` by itself, read from the target: a source is loaded on top of it, so that it means in scratch
// what running it on that server would make. Reads only.
import type { Client } from "pg";
import type { ProviderFacts } from "./catalog/model";
import { quoteName } from "./catalog/names";
import { profilesOf, providerSchemas } from "./providers";
import type { Ground } from "./sources";
import { readServer } from "./sources/reader/server";

interface Row {
  /** null: on the schema itself. */
  readonly objects: string | null;
  readonly grantee: string;
  readonly privileges: readonly string[];
  readonly grantable: boolean;
}

const query = `
  SELECT g.objects, g.grantee, pg_catalog.array_agg(g.privilege ORDER BY g.privilege) AS privileges, g.grantable FROM (
    SELECT CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' ELSE 'TYPES' END AS objects,
      pg_catalog.pg_get_userbyid(x.grantee)::text AS grantee, x.privilege_type AS privilege, x.is_grantable AS grantable
    FROM pg_catalog.pg_default_acl d JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace
    CROSS JOIN LATERAL pg_catalog.aclexplode(d.defaclacl) x
    WHERE n.nspname = 'public' AND pg_catalog.pg_get_userbyid(d.defaclrole) = current_user AND current_user = ANY($1)
      AND pg_catalog.pg_get_userbyid(x.grantee) = ANY($2) AND x.grantee <> d.defaclrole
    UNION ALL
    SELECT NULL, pg_catalog.pg_get_userbyid(x.grantee)::text, x.privilege_type, x.is_grantable
    FROM pg_catalog.pg_namespace n CROSS JOIN LATERAL pg_catalog.aclexplode(n.nspacl) x
    WHERE n.nspname = 'public' AND pg_catalog.pg_get_userbyid(x.grantee) = ANY($3) AND x.grantee <> n.nspowner) g
  GROUP BY g.objects, g.grantee, g.grantable ORDER BY 1, 2, 4`;

/** null where no cloud that is known runs the server. */
export async function groundOf(client: Client): Promise<Ground | null> {
  const { provider } = await readServer(client);
  if (provider === null) return null;
  const rows = await given(client, provider);
  const statements = rows.map(statementOf);
  const schemas = providerSchemas(provider);
  return {
    key: JSON.stringify([statements, schemas]),
    roles: [...new Set(rows.map(({ grantee }) => grantee))],
    statements,
    schemas,
  };
}

async function given(client: Client, provider: ProviderFacts): Promise<readonly Row[]> {
  const known = profilesOf(provider);
  const makers = known.flatMap(({ defaultPrivileges }) => defaultPrivileges?.for ?? []);
  const takers = known.flatMap(({ defaultPrivileges }) => defaultPrivileges?.to ?? []);
  const users = known.flatMap(({ publicTo }) => publicTo);
  return (await client.query<Row>(query, [makers, takers, users])).rows;
}

function statementOf({ objects, grantee, privileges, grantable }: Row): string {
  const start = objects === null ? "" : "ALTER DEFAULT PRIVILEGES IN SCHEMA public ";
  const on = objects ?? "SCHEMA public";
  const option = grantable ? " WITH GRANT OPTION" : "";
  return `${start}GRANT ${privileges.join(", ")} ON ${on} TO ${quoteName(grantee)}${option}`;
}
