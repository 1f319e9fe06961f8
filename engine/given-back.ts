// Whether a login that is no superuser may give back what a plan makes again: Postgres asks for the right to become the owner, and
// for the owner's right to create where the object stands (manual, ALTER TABLE, Notes). Reads only.
import type { Client } from "pg";
import type { AnyObject, Catalog, ObjectId } from "./catalog/model";
import { quoteName } from "./catalog/names";
import { databaseKinds } from "./catalog/of-database";
import type { Finding, Plan } from "./plan/model";

interface Row {
  readonly becomes: boolean;
  /** null: what it stands in is not there yet, or has another name. */
  readonly creates: boolean | null;
}

/** What it stands in: a schema or, under no name, the database. */
const query = (major: number): string => `
  SELECT pg_catalog.pg_has_role(o.role, '${major < 16 ? "MEMBER" : "SET"}') AS becomes,
    CASE WHEN o.schema IS NULL THEN pg_catalog.has_database_privilege(o.role, pg_catalog.current_database(), 'CREATE')
      ELSE pg_catalog.has_schema_privilege(o.role, n.oid, 'CREATE') END AS creates
  FROM ROWS FROM (pg_catalog.unnest($1::name[]), pg_catalog.unnest($2::name[])) WITH ORDINALITY o (role, schema, place)
    LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = o.schema
  ORDER BY o.place`;

interface Given {
  readonly role: string;
  readonly schema: string | null;
  readonly objects: readonly ObjectId[];
}

/** An error for each owner that cannot have its own back; for a login that is no superuser. */
export async function refusedOwners(
  client: Client,
  { steps }: Pick<Plan, "steps">,
  live: Catalog,
  wanted: Catalog,
): Promise<readonly Finding[]> {
  const places = new Map<string, Given>();
  for (const { object: id } of steps) {
    const owner = wanted.objects.has(id) ? undefined : live.objects.get(id);
    const of = owner && owner.parent !== null ? live.objects.get(owner.parent) : undefined;
    // What it takes to own a server, its owner had when it became his.
    if (owner?.kind !== "owner" || !of || of.kind === "server") continue;
    const { role } = owner.attributes;
    const schema = schemaOf(of);
    const key = JSON.stringify([role, schema]);
    places.set(key, { role, schema, objects: [...(places.get(key)?.objects ?? []), of.id] });
  }
  const given = [...places.values()];
  if (given.length === 0) return [];
  const lists = [given.map(({ role }) => role), given.map(({ schema }) => schema)];
  const { rows } = await client.query<Row>(query(live.serverMajor), lists);
  return given.flatMap((one, position) => refusal(one, rows[position], live));
}

const schemaOf = ({ kind, path }: AnyObject): string | null =>
  databaseKinds.has(kind) ? null : (path[0] ?? null);

function refusal(
  { role, schema, objects }: Given,
  row: Row | undefined,
  { serverMajor, server }: Catalog,
): readonly Finding[] {
  const owner = quoteName(role);
  const place = schema === null ? "this database" : `schema ${quoteName(schema)}`;
  const on = schema === null ? "DATABASE …" : `SCHEMA ${quoteName(schema)}`;
  const login = quoteName(server.login ?? "");
  const [why, remedy] =
    row?.becomes === false
      ? [
          `${login} may not become ${owner}`,
          `GRANT ${owner} TO ${login}${serverMajor < 16 ? "" : " WITH SET TRUE"}`,
        ]
      : row?.creates === false
        ? [`${owner} may not create in ${place}`, `GRANT CREATE ON ${on} TO ${owner}`]
        : [null, null];
  if (why === null) return [];
  const shown = objects.slice(0, mostObjects).join(", ");
  const more = objects.length > mostObjects ? ` and ${objects.length - mostObjects} more` : "";
  const message =
    `made again by this plan and not given back to ${owner}, who owns it now: ${shown}${more}: ${why}, so that Postgres would refuse it. ` +
    `Either ${remedy} before, or name an owner in the source (ALTER … OWNER TO …), or have a superuser run this plan`;
  return [{ level: "error", id: "owner-not-kept", object: objects[0] ?? null, message }];
}

const mostObjects = 10;
