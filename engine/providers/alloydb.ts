// Google AlloyDB for PostgreSQL.
import { emptyProfile, type ProviderProfile } from "./model";

/**
 * Roles: "Manage AlloyDB user roles": `alloydbsuperuser` is the administrators' group and no superuser.
 * Extensions: Neon's guide "Migrate a database schema" lists what every dump of AlloyDB has: `google_columnar_engine` and
 * `google_db_advisor` in `public`, which belongs to alloydbsuperuser. Observed the same in a public pg_dump of version 16.
 * The name of the service's own superuser is in no public document, so that ownership tells nothing here.
 */
export const alloydb: ProviderProfile = {
  ...emptyProfile,
  name: "AlloyDB",
  knownBy: "alloydbsuperuser",
  extensions: ["google_columnar_engine", "google_db_advisor"],
  publicTo: ["alloydbsuperuser"],
};
