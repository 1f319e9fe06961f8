// The server that is read from: its version, and whether a cloud runs it.
import type { Client } from "pg";
import type { ProviderFacts } from "../../catalog/model";
import { quoteText } from "../../catalog/names";
import { recognised, tellingRoles } from "../../providers";

export interface ReadServer {
  readonly major: number;
  readonly provider: ProviderFacts | null;
  /** Rows of pg_class, those of Postgres itself among them. */
  readonly relations: number;
}

interface Row {
  readonly version: number;
  readonly reader: string;
  readonly roles: readonly string[];
  readonly eventTriggers: readonly string[];
  readonly relations: number;
}

const query = `
  SELECT pg_catalog.current_setting('server_version_num')::int4 AS version, current_user::text AS reader,
    ARRAY(SELECT rolname::text FROM pg_catalog.pg_roles WHERE rolname IN (${tellingRoles.map(quoteText).join(", ")})) AS roles,
    ARRAY(SELECT evtname::text FROM pg_catalog.pg_event_trigger WHERE evtenabled <> 'D' ORDER BY 1) AS "eventTriggers",
    (SELECT pg_catalog.count(*)::int4 FROM pg_catalog.pg_class) AS relations`;

export async function readServer(client: Client): Promise<ReadServer> {
  const { rows } = await client.query<Row>(query);
  const { version = 0, reader = "", roles = [], eventTriggers = [], relations = 0 } = rows[0] ?? {};
  const names = recognised(roles);
  return {
    major: Math.floor(version / 10_000),
    provider: names.length === 0 ? null : { names, reader, eventTriggers },
    relations,
  };
}
