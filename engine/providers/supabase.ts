// Supabase, hosted and self-hosted.
import { objectId } from "../catalog/names";
import { emptyProfile, type ProviderProfile } from "./model";

/**
 * Roles: "Postgres Roles": `anon`, `authenticated` and `service_role` are those of the API, `supabase_admin` is Supabase's own.
 * Schemas, extensions, event triggers, the publication: the project's own dump of a new database (repository supabase/postgres,
 * migrations/schema-17.sql); pg_net and `supabase_functions`: its migration "enable webhooks by default"; `_realtime`: the setup of
 * repository supabase/realtime; `supabase_migrations` is where the command line keeps what it ran.
 * Grants and default privileges in `public`: migrations/db/init-scripts, "initial schema".
 * `ensure_rls` with `public.rls_auto_enable()`: "Event Triggers", auto enable Row Level Security; a project may have it or not.
 */
export const supabase: ProviderProfile = {
  ...emptyProfile,
  name: "Supabase",
  knownBy: "supabase_admin",
  superusers: ["supabase_admin"],
  schemas: [
    "_realtime",
    "auth",
    "extensions",
    "graphql",
    "graphql_public",
    "pgbouncer",
    "realtime",
    "storage",
    "supabase_functions",
    "supabase_migrations",
    "vault",
  ],
  extensions: ["pg_graphql", "pg_net", "pg_stat_statements", "pgcrypto", "supabase_vault", "uuid-ossp"],
  objects: [objectId("function", ["public", "rls_auto_enable"], "")],
  publicTo: ["postgres", "anon", "authenticated", "service_role"],
  defaultPrivileges: {
    for: ["postgres", "supabase_admin"],
    to: ["postgres", "anon", "authenticated", "service_role"],
  },
  rowSecurityBy: "ensure_rls",
  eventTriggers: [
    "ensure_rls",
    "issue_graphql_placeholder",
    "issue_pg_cron_access",
    "issue_pg_graphql_access",
    "issue_pg_net_access",
    "pgrst_ddl_watch",
    "pgrst_drop_watch",
  ],
  publications: ["supabase_realtime"],
};
