// Amazon RDS for PostgreSQL and Aurora PostgreSQL.
import { emptyProfile, type ProviderProfile } from "./model";

/**
 * Roles: "Understanding the rds_superuser role", of RDS and of Aurora: `rds_superuser` is the administrators' group and no superuser.
 * Observed in public pg_dumps: `rdsadmin` owns what the service itself made, such as `public` before version 15. It also owns every
 * event trigger that a customer made, so that no event trigger is known as the service's by its owner.
 */
export const rds: ProviderProfile = {
  ...emptyProfile,
  name: "RDS or Aurora",
  knownBy: "rds_superuser",
  superusers: ["rdsadmin"],
};
