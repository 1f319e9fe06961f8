// Azure Database for PostgreSQL Flexible Server.
import { emptyProfile, type ProviderProfile } from "./model";

/**
 * Roles: "Access management in Azure Database for PostgreSQL flexible server": `azure_pg_admin` is every administrator's group,
 * `azuresu` is Microsoft's own superuser.
 * Observed in public pg_dumps of versions 13 to 17: `public` belongs to azure_pg_admin; the extensions `azure` and `pgaadauth` lie
 * in pg_catalog, which is never read; `azuresu` owns the tables of pg_cron.
 */
export const azure: ProviderProfile = {
  ...emptyProfile,
  name: "Azure Database for PostgreSQL",
  knownBy: "azure_pg_admin",
  superusers: ["azuresu"],
  extensions: ["azure", "pgaadauth"],
  publicTo: ["azure_pg_admin"],
};
