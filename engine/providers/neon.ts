// Neon.
import { emptyProfile, type ProviderProfile } from "./model";

/**
 * Roles: "Manage roles": `neon_superuser` is the administrators' group and no superuser. "Changelog, 2023-11-27": `cloud_admin` is
 * Neon's own, and owns the extension `neon`, which is in the database `postgres`.
 * Default privileges, `public.health_check` of cloud_admin and the grant to `web_access`: repository neondatabase/neon,
 * compute_tools/src/sql (`default_grants`, `add_availabilitycheck_tables`). Schemas: observed in public pg_dumps: `neon` and
 * `neon_migration` of cloud_admin; `neon_auth` of Neon Auth; `pgrst`, of `neon_service`, with the Data API.
 */
export const neon: ProviderProfile = {
  ...emptyProfile,
  name: "Neon",
  knownBy: "neon_superuser",
  superusers: ["cloud_admin"],
  schemas: ["neon", "neon_auth", "neon_migration", "pgrst"],
  extensions: ["neon"],
  publicTo: ["web_access"],
  defaultPrivileges: { for: ["cloud_admin"], to: ["neon_superuser"] },
};
