// Who makes what a plan makes, and so owns it: the role that is asked for, where the Postgres schemas are that role's or are
// still to be made; elsewhere the login, as if no role were asked for. Reads only.
import type { Client } from "pg";
import { SchemaError, type SchemaRequest } from "./api";
import { quoteName } from "./catalog/names";
import type { Finding } from "./plan/model";

export interface Creator {
  /** Name of the role that new objects belong to. */
  readonly role: string;
  /** The role that creating statements are run as; null: the login itself. */
  readonly as: string | null;
  readonly findings: readonly Finding[];
}

interface Row {
  readonly login: string;
  readonly known: boolean;
  readonly others: readonly { readonly schema: string; readonly owner: string }[];
}

const query = `
  SELECT current_user::text AS login, EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = $1) AS known,
    coalesce((SELECT json_agg(json_build_object('schema', n.nspname, 'owner', pg_catalog.pg_get_userbyid(n.nspowner)) ORDER BY n.nspname)
      FROM pg_catalog.pg_namespace n
      WHERE n.nspname = ANY($2::text[]) AND pg_catalog.pg_get_userbyid(n.nspowner) <> $1), '[]') AS others`;

/**
 * @param scope Postgres schemas that are managed
 * @throws SchemaError `owner-missing`
 */
export async function creatorOf(
  client: Client,
  { owner, rolesToCome = [] }: Pick<SchemaRequest, "owner" | "rolesToCome">,
  scope: readonly string[],
): Promise<Creator> {
  const { rows } = await client.query<Row>(query, [owner ?? "", scope]);
  const { login, known, others } = rows[0] ?? { login: "", known: false, others: [] };
  if (owner === undefined) return { role: login, as: null, findings: [] };
  if (others.length > 0) {
    return { role: login, as: null, findings: others.map((other) => belongsToAnother(other, owner, login)) };
  }
  if (!known && !rolesToCome.includes(owner)) {
    const message = `The role ${quoteName(owner)}, which is to own what is made, does not exist. Make it (CREATE ROLE ${quoteName(owner)} NOLOGIN), or name another owner.`;
    throw new SchemaError("owner-missing", message);
  }
  return { role: owner, as: owner, findings: [] };
}

function belongsToAnother({ schema, owner }: Row["others"][number], wanted: string, login: string): Finding {
  return {
    level: "info",
    id: "owned-by-another",
    object: `schema ${quoteName(schema)}`,
    message:
      `schema ${quoteName(schema)} belongs to ${quoteName(owner)} and not to ${quoteName(wanted)}: what is made in it belongs to ` +
      `${quoteName(login)}, as before. To hand all of it over: ALTER SCHEMA … OWNER TO ${quoteName(wanted)}, and the same for each object in it`,
  };
}
