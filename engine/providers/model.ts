// What a profile of a cloud says. Data only: what is done about it is in provided.ts.
import type { ObjectId } from "../catalog/model";

/** What a provider puts into every database of its servers by itself. Each entry has its source in the profile's file. */
export interface ProviderProfile {
  /** As the provider calls it. */
  readonly name: string;
  /** A role that is on the servers of this provider and nowhere else. */
  readonly knownBy: string;
  /** The provider's own superusers. No customer is one of them, so what they own is the provider's. */
  readonly superusers: readonly string[];
  /** Postgres schemas of its own. */
  readonly schemas: readonly string[];
  /** Extensions that it installs unasked. */
  readonly extensions: readonly string[];
  /** What it makes in schemas that are not its own. */
  readonly objects: readonly ObjectId[];
  /** Roles that it gives privileges on the schema `public`. */
  readonly publicTo: readonly string[];
  /** Its ALTER DEFAULT PRIVILEGES FOR ROLE … IN SCHEMA public GRANT … TO …; null for none. */
  readonly defaultPrivileges: { readonly for: readonly string[]; readonly to: readonly string[] } | null;
  /** An event trigger that switches row security on for every table made in `public`, where the project has it. */
  readonly rowSecurityBy: string | null;
  readonly eventTriggers: readonly string[];
  readonly publications: readonly string[];
}

/** Nothing but a name: what most providers put into a database is less than this type can say. */
export const emptyProfile = {
  superusers: [],
  schemas: [],
  extensions: [],
  objects: [],
  publicTo: [],
  defaultPrivileges: null,
  rowSecurityBy: null,
  eventTriggers: [],
  publications: [],
} as const satisfies Omit<ProviderProfile, "name" | "knownBy">;
