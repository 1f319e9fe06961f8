// Google Cloud SQL for PostgreSQL.
import { emptyProfile, type ProviderProfile } from "./model";

/**
 * Roles: "About PostgreSQL users and roles": `cloudsqlsuperuser` is the administrators' group and no superuser.
 * Observed in public pg_dumps: `cloudsqladmin` owns what the service itself made; GRANT ALL ON SCHEMA public TO cloudsqlsuperuser
 * from version 15 on; a schema `google_vacuum_mgmt` of cloudsqladmin, which no extension has as a member, with the extension
 * of that name.
 */
export const cloudSql: ProviderProfile = {
  ...emptyProfile,
  name: "Cloud SQL",
  knownBy: "cloudsqlsuperuser",
  superusers: ["cloudsqladmin"],
  schemas: ["google_vacuum_mgmt"],
  extensions: ["google_vacuum_mgmt"],
  publicTo: ["cloudsqlsuperuser"],
};
