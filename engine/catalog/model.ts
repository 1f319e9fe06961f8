// The catalog: a whole schema as plain data. Pure: no Postgres, no input or output, no rules about kinds.
// A catalog is read from a database (live) or from a scratch database where a source was loaded (desired).

import type { DatabaseAttributesOf } from "./database-attributes";
import type { DefaultPrivilege, ServerFacts } from "./server-facts";

declare const brand: unique symbol;

/** Stable text that names one object: its kind, a space, and its quoted path: `column app.customers.fax`. */
export type ObjectId = string & { readonly [brand]: "ObjectId" };

/** Every kind of object the engine models. A missing rule or query for one is a compile error. */
export const kinds = [
  "schema",
  "extension",
  "language",
  "foreign data wrapper",
  "server",
  "user mapping",
  "enum",
  "domain",
  "composite",
  "range",
  "collation",
  "sequence",
  "function",
  "procedure",
  "aggregate",
  "operator",
  "operator family",
  "operator class",
  "conversion",
  "text search parser",
  "text search template",
  "cast",
  "transform",
  "text search dictionary",
  "text search configuration",
  "table",
  "column",
  "default",
  "constraint",
  "index",
  "attachment",
  "statistics",
  "view",
  "materialized view",
  "rule",
  "trigger",
  "policy",
  "publication",
  "published table",
  "published schema",
  "event trigger",
  "privilege",
  "comment",
  "owner",
  "default privilege",
] as const;

export type Kind = (typeof kinds)[number];

/** Options as stored by Postgres (`reloptions`, `attoptions`): name → value, both text. */
export type Options = Readonly<Record<string, string>>;

/** Parameters of a sequence or of an identity column (Postgres manual, CREATE SEQUENCE). Numbers stay text: they may exceed 2^53. */
export interface SequenceParameters {
  readonly dataType: string;
  readonly start: string;
  readonly increment: string;
  readonly minimum: string;
  readonly maximum: string;
  readonly cache: string;
  readonly cycle: boolean;
}

export interface TypeReference {
  /** As `format_type` writes it with an empty search path: `numeric(10,2)`, `app.status`. */
  readonly type: string;
  /** Quoted, schema-qualified; null for the type's own default. */
  readonly collation: string | null;
}

/** NOT NULL where it is more than the two words: a constraint of columns since Postgres 18, of domains since 17. */
export interface NotNullConstraint {
  readonly name: string;
  readonly noInherit: boolean;
  readonly validated: boolean;
}

/** The properties that are compared, per kind. A value is JSON data and nothing else. */
export interface AttributesOf extends DatabaseAttributesOf {
  schema: Record<never, never>;
  extension: { readonly schema: string };
  enum: { readonly labels: readonly string[] };
  domain: TypeReference & {
    readonly notNull: boolean;
    /** As for a column; always inherited and validated. */
    readonly notNullConstraint: NotNullConstraint | null;
    readonly default: string | null;
  };
  composite: { readonly fields: readonly (TypeReference & { readonly name: string })[] };
  /** Options as CREATE TYPE … AS RANGE has them. */
  range: { readonly options: string };
  /** Options as CREATE COLLATION has them. */
  collation: { readonly options: string };
  sequence: SequenceParameters & {
    readonly persistence: "permanent" | "unlogged";
    /** The column whose drop takes the sequence along (OWNED BY), or null. */
    readonly ownedBy: ObjectId | null;
  };
  function: RoutineAttributes;
  procedure: RoutineAttributes;
  aggregate: {
    readonly arguments: string;
    /** As DROP AGGREGATE names it. */
    readonly identity: string;
    readonly returns: string;
    readonly options: string;
  };
  operator: {
    /** Qualified; an operator's own name is never quoted. */
    readonly name: string;
    readonly left: string | null;
    readonly right: string | null;
    readonly function: string;
    /** Qualified names, as `name`. */
    readonly commutator: string | null;
    readonly negator: string | null;
    /** Functions that estimate selectivity. */
    readonly restrict: string | null;
    readonly join: string | null;
    readonly hashes: boolean;
    readonly merges: boolean;
  };
  "operator family": {
    readonly method: string;
    /** Those that belong to none of its classes. */
    readonly members: OperatorMembers;
  };
  "operator class": {
    readonly method: string;
    /** Quoted, qualified. */
    readonly family: string;
    readonly type: string;
    readonly isDefault: boolean;
    /** Where it is not `type`. */
    readonly storage: string | null;
    readonly members: OperatorMembers;
  };
  conversion: {
    readonly source: string;
    readonly destination: string;
    readonly function: string;
    readonly isDefault: boolean;
  };
  /** Options as CREATE TEXT SEARCH PARSER and TEMPLATE have them. */
  "text search parser": { readonly options: string };
  "text search template": { readonly options: string };
  "text search dictionary": { readonly template: string; readonly options: string | null };
  "text search configuration": {
    readonly parser: string;
    /** Token type → dictionaries, in the order they are asked. */
    readonly mappings: Readonly<Record<string, readonly string[]>>;
  };
  table: {
    readonly persistence: "permanent" | "unlogged";
    readonly rowSecurity: boolean;
    readonly forceRowSecurity: boolean;
    /** `default`, `full`, `nothing`, or the name of the index used. */
    readonly replicaIdentity: string;
    readonly accessMethod: string | null;
    readonly tablespace: string | null;
    readonly options: Options;
    /** `toast.`-prefixed storage parameters, without the prefix. */
    readonly toastOptions: Options;
    /** Name of the index of CLUSTER ON, or null. */
    readonly clusterOn: string | null;
    /** Of a partitioned table, as `pg_get_partkeydef` has it: `RANGE (created_at)`. */
    readonly partitionKey: string | null;
    /** Of a foreign table; null for one that holds its rows here. */
    readonly foreign: {
      readonly server: string;
      readonly options: Options;
      /** Column → its options, where it has some. */
      readonly columns: Readonly<Record<string, Options>>;
    } | null;
  };
  column: TypeReference & {
    readonly notNull: boolean;
    /** null for what NOT NULL alone gives: the name that Postgres chooses, inherited, validated. Always null before Postgres 18. */
    readonly notNullConstraint: NotNullConstraint | null;
    readonly identity:
      | (SequenceParameters & { readonly always: boolean; readonly sequence: readonly string[] })
      | null;
    readonly generated: { readonly expression: string; readonly stored: boolean } | null;
    /** Only where it differs from the type's own: `plain`, `external`, `extended`, `main`. */
    readonly storage: string | null;
    readonly compression: string | null;
    readonly statistics: number | null;
    readonly options: Options;
  };
  /** The DEFAULT of one column, of a table or of a view. */
  default: { readonly expression: string };
  constraint: {
    readonly type: "primary key" | "unique" | "foreign key" | "check" | "exclude";
    /** `pg_get_constraintdef` without the trailing DEFERRABLE, INITIALLY DEFERRED, NOT ENFORCED and NOT VALID. */
    readonly definition: string;
    readonly deferrable: boolean;
    readonly initiallyDeferred: boolean;
    /** Checks and foreign keys may be NOT ENFORCED since Postgres 18, and are then not validated. */
    readonly enforced: boolean;
    readonly validated: boolean;
    /** Column names for keys and checks, in the constraint's own order. */
    readonly columns: readonly string[];
    /** Foreign keys: the table referred to. */
    readonly references: ObjectId | null;
    /** Storage parameters and tablespace of the index behind a key. */
    readonly indexOptions: Options;
    readonly indexTablespace: string | null;
    /** The constraint of the table above that this foreign key or check came from, and with which it goes. */
    readonly inheritedFrom: ObjectId | null;
  };
  index: {
    /** Method and columns as `pg_get_indexdef` has them after the table's name: `USING btree (lower(email)) INCLUDE (id)`. */
    readonly definition: string;
    /** Of a partial index, in parentheses where Postgres puts them. */
    readonly predicate: string | null;
    readonly options: Options;
    readonly unique: boolean;
    /** `indisvalid`: false for one left behind by an interrupted CREATE INDEX CONCURRENTLY. */
    readonly valid: boolean;
    readonly tablespace: string | null;
    /** Statistics targets of expression columns, by position (from 1), where set. */
    readonly statistics: Readonly<Record<string, number>>;
  };
  /** What ties one object to another that stays without it (manual, 5.11 and 5.12; CREATE TABLE, OF). */
  attachment: {
    /** The partitioned table; the index or constraint of it; the table inherited from; the composite type. */
    readonly to: ObjectId;
    readonly as: "partition" | "index" | "child" | "typed table";
    /** Of a partition, as ATTACH PARTITION has it: `FOR VALUES FROM (1) TO (9)`, `DEFAULT`. */
    readonly bound: string | null;
    /** `inhdetachpending`: an interrupted DETACH PARTITION … CONCURRENTLY has to be finished. */
    readonly detaching: boolean;
    /** Of a child: the place of the table above among those it inherits from (`inhseqno`). Not compared. */
    readonly place: number | null;
    /** Of a child: its columns that came from there and that it does not define itself (`attislocal`). Not compared. */
    readonly given: readonly string[];
  };
  statistics: {
    /** `pg_get_statisticsobjdef`, whole. */
    readonly definition: string;
    readonly target: number | null;
  };
  view: ViewAttributes & { readonly checkOption: "local" | "cascaded" | null };
  "materialized view": ViewAttributes & {
    readonly populated: boolean;
    readonly tablespace: string | null;
    readonly accessMethod: string | null;
    /** As of a table. */
    readonly clusterOn: string | null;
  };
  rule: {
    /** `pg_get_ruledef`, whole. */
    readonly definition: string;
    readonly enabled: "origin" | "disabled" | "replica" | "always";
  };
  trigger: {
    /** `pg_get_triggerdef`, whole. */
    readonly definition: string;
    readonly enabled: "origin" | "disabled" | "replica" | "always";
    readonly isConstraint: boolean;
  };
  policy: {
    readonly permissive: boolean;
    readonly command: "ALL" | "SELECT" | "INSERT" | "UPDATE" | "DELETE";
    /** Role names, unquoted; `public` for everybody. */
    readonly roles: readonly string[];
    readonly using: string | null;
    readonly check: string | null;
  };
  privilege: {
    /** What GRANT names after ON: `TABLE app.customers`. */
    readonly on: string;
    /** Role name, unquoted; `public` for everybody; `<owner>` where the object's owner is meant, whoever that is. */
    readonly grantee: string;
    /** Column the privileges are limited to, or null for the whole object. */
    readonly column: string | null;
    /** Privilege → with grant option. Empty: the privileges that Postgres gives by default were revoked. */
    readonly privileges: Readonly<Record<string, boolean>>;
    /** What Postgres grants by itself on a new object of this kind to this grantee. */
    readonly byDefault: readonly string[];
  };
  /** Of one grantee on objects of one kind in one Postgres schema. */
  "default privilege": {
    /** The role whose new objects they are for. */
    readonly role: string;
    readonly objects: DefaultPrivilege["objects"];
    readonly grantee: string;
    /** Privilege → with grant option. */
    readonly privileges: Readonly<Record<string, boolean>>;
  };
  comment: {
    readonly text: string;
    /** What COMMENT ON names: `COLUMN app.v.total`. */
    readonly on: string;
  };
  owner: {
    readonly role: string;
    /** What ALTER … OWNER TO names: `TABLE app.customers`. */
    readonly of: string;
  };
}

/** `AttributesOf["privilege"].grantee` where the object's owner is meant. */
export const ownerGrantee = "<owner>";

/** In policies and privileges of a source: CURRENT_USER or SESSION_USER, the role that the plan will run as. */
export const currentRole = "<current role>";

/** `OPERATOR 1 (integer, bigint)`, as ALTER OPERATOR FAMILY … DROP has it → `app.<`, with FOR ORDER BY; or a function and its arguments. */
type OperatorMembers = Readonly<Record<string, string>>;

interface RoutineAttributes {
  /** `pg_get_functiondef`, whole. */
  readonly definition: string;
  /** `pg_get_function_identity_arguments` types only: `uuid, numeric`. */
  readonly identity: string;
  readonly returns: string | null;
  readonly argumentNames: readonly string[];
  readonly argumentModes: string;
  readonly defaultsCount: number;
  readonly language: string;
}

interface ViewAttributes {
  /** `pg_get_viewdef` without the final semicolon. */
  readonly query: string;
  readonly columns: readonly (TypeReference & { readonly name: string })[];
  readonly options: Options;
}

/** One thing with an identity. */
export interface CatalogObject<K extends Kind = Kind> {
  readonly kind: K;
  readonly id: ObjectId;
  /** Unquoted parts: `["app", "customers", "fax"]`; a schema or extension has one part. */
  readonly path: readonly string[];
  /** The object that takes this one along when it is dropped: a column's table, a comment's object. */
  readonly parent: ObjectId | null;
  readonly attributes: AttributesOf[K];
}

/** `CatalogObject`, told apart by `kind`. */
export type AnyObject = { [K in Kind]: CatalogObject<K> }[Kind];

/** What the reader saw in scope and does not model; never dropped, never silently skipped. */
export interface Unmodeled {
  /** Postgres's word for the kind: `aggregate`, `partitioned table`. */
  readonly kind: string;
  /** Quoted, qualified name. */
  readonly name: string;
}

/** Size of a relation as Postgres estimates it (`pg_class.reltuples`, `pg_relation_size`); rows are null when never analysed. */
export interface Estimate {
  readonly rows: number | null;
  readonly bytes: number;
}

export interface Catalog {
  /** Major version of the server that it was read from: 17. */
  readonly serverMajor: number;
  /** Postgres schemas it covers, sorted. */
  readonly scope: readonly string[];
  readonly objects: ReadonlyMap<ObjectId, AnyObject>;
  /** Object → the objects in this catalog it cannot exist without (`pg_depend`), parents included. */
  readonly dependencies: ReadonlyMap<ObjectId, readonly ObjectId[]>;
  readonly unmodeled: readonly Unmodeled[];
  /** Objects outside the scope that depend on objects inside: dependent's name by the object's id. */
  readonly outsideDependents: ReadonlyMap<ObjectId, readonly string[]>;
  /** Live catalogs only; never part of a fingerprint. */
  readonly estimates: ReadonlyMap<ObjectId, Estimate>;
  /** Facts of the server the planner needs; never compared. */
  readonly server: ServerFacts;
}

export type { DefaultPrivilege, Exclusion, ProviderFacts, ServerFacts, StaleCollation } from "./server-facts";
