// What the planner must know of the server and of the database as a whole; never compared. Pure data.
import type { ObjectId } from "./model";

export interface ServerFacts {
  /** Casts that need no USING: `source→target` pairs of type names with implicit or assignment context (`pg_cast`). */
  readonly assignmentCasts: ReadonlySet<string>;
  /** Invalid indexes whose table somebody holds the lock of a running CREATE INDEX CONCURRENTLY on (`pg_locks`). */
  readonly indexBuilds: ReadonlySet<ObjectId>;
  /** Of unique indexes, what must be unique: each column or expression as `pg_get_indexdef` has it. */
  readonly indexKeys: ReadonlyMap<ObjectId, readonly string[]>;
  /** What EXCLUDE constraints and keys WITHOUT OVERLAPS compare (`pg_constraint.conexclop`). */
  readonly exclusions: ReadonlyMap<ObjectId, Exclusion>;
  /** Collations whose rules are of another version than when indexes were built by them (`pg_collation.collversion`). */
  readonly staleCollations: readonly StaleCollation[];
  /** Privileges that ALTER DEFAULT PRIVILEGES gives to new objects the reading role makes (`pg_default_acl`). */
  readonly defaultPrivileges: readonly DefaultPrivilege[];
  /** Of the server that is planned for, all roles (`pg_roles`), or those to come; null where nobody asked. */
  readonly roles: ReadonlySet<string> | null;
  /** Who plans, and owns what is made; not given where no server is planned for. */
  readonly login?: string;
  /** Where a cloud runs the server (engine/providers). */
  readonly provider?: ProviderFacts;
}

/** Two rows collide where each operator says true of their keys. */
export interface Exclusion {
  /** A column or an expression, and `OPERATOR(schema.name)`. */
  readonly elements: readonly { readonly key: string; readonly operator: string }[];
  /** Which rows count; null: all. */
  readonly predicate: string | null;
}

export interface ProviderFacts {
  /** Names of profiles. */
  readonly names: readonly string[];
  /** The role that read the catalog. */
  readonly reader: string;
  /** Event triggers that fire. */
  readonly eventTriggers: readonly string[];
}

export interface StaleCollation {
  /** Qualified; null for the database's own. */
  readonly collation: string | null;
  readonly recorded: string;
  readonly actual: string;
  /** Indexes, and constraints that have one. */
  readonly indexes: readonly ObjectId[];
}

export interface DefaultPrivilege {
  /** null: in every schema. */
  readonly schema: string | null;
  readonly objects: "tables" | "sequences" | "functions" | "types" | "schemas";
  readonly grantee: string;
  readonly privileges: Readonly<Record<string, boolean>>;
}
