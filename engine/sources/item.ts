// What the loader runs: one statement of a source, with its place in the order. Pure data.
import type { Setting } from "./settings";
import type { Statement } from "./split";

/** The order of loading. Within one rank the order is that of `order.ts`. */
export const ranks = {
  /** Schemas and extensions: before anything of the source can stand in an extension script's way. */
  ground: 0,
  /** They are meant for all that the source makes, wherever they stand. */
  defaultPrivilege: 1,
  type: 2,
  table: 3,
  routine: 4,
  /** ALTER: before the views that list a table's columns. */
  alteration: 5,
  rest: 6,
  refresh: 7,
  comment: 8,
  /** GRANT … ON ALL TABLES IN SCHEMA: before the privileges of single objects. */
  generalPrivilege: 9,
  privilege: 10,
  /** From here on the source's own role is gone, and the scratch's administrator runs what was checked. */
  owner: 11,
  /** The owner of a schema may need to be changed after what is in it. */
  schemaOwner: 12,
  ownersPrivilege: 13,
  /** What only the administrator may make for the database, then what is said of it. */
  ofDatabase: 14,
  aboutDatabase: 15,
  /** Nothing that could fire them comes after. */
  eventTrigger: 16,
  aboutEventTrigger: 17,
} as const;

export type Rank = (typeof ranks)[keyof typeof ranks];

/** What a GRANT or REVOKE is about, as far as its words tell. */
export interface PrivilegeWords {
  readonly verb: "grant" | "revoke";
  /** ON ALL … IN SCHEMA. */
  readonly general: boolean;
  /** `table`, `sequence`, `function`, `schema` … as the words name it. */
  readonly kind: string;
  /** Resolved names: of schemas where general. */
  readonly objects: readonly string[];
  /** Role names; `public` for everybody. */
  readonly grantees: readonly string[];
  /** Lower case; `all` for all. */
  readonly privileges: readonly string[];
}

export interface Item {
  readonly statement: Statement;
  readonly rank: Rank;
  /** What is sent: as long as the statement's own text wherever errors may point into it. */
  readonly sql: string;
  readonly settings: readonly Setting[];
  /** `admin`: rebuilt or checked word by word, and run by the scratch's administrator. */
  readonly runner: "loader" | "admin";
  /** Names the object that is made or altered: `relation app.customers`; null where the words do not tell. */
  readonly key: string | null;
  /** Key of the table that this one is made LIKE: what is said of that one before is copied, and what comes after is not. */
  readonly copies: string | null;
  /** A routine's arguments as written: tells overloaded ones apart. */
  readonly variant: string;
  /** Makes the object, rather than altering it. */
  readonly makes: boolean;
  /** OR REPLACE, IF NOT EXISTS: running it twice is no error. */
  readonly conditional: boolean;
  readonly isRoutine: boolean;
  /** A routine said to be LEAKPROOF, which the administrator makes it in the end: `sql` does not say it. */
  readonly isLeakproof: boolean;
  /** Runs the source's own code, which may leave the session changed. */
  readonly runsCode: boolean;
  /** Roles that must exist. */
  readonly roles: readonly string[];
  readonly privilege?: PrivilegeWords;
  /** The role an object is given to. */
  readonly owner?: string;
}

interface Made {
  readonly space: string;
  /** Schema, then names; the schema is `?` where the words do not tell it. */
  readonly path: readonly string[];
}

/** The key's parts. */
export function madeOf({ key }: Item): Made | null {
  if (key === null) return null;
  const space = key.slice(0, key.indexOf(" "));
  return { space, path: key.slice(space.length + 1).split("\0") };
}

/** The Postgres schema that an item makes, or makes something in; what hangs on a table is the table's affair. */
export function schemaMadeIn(
  item: Item,
): { readonly schema: string; readonly rest: readonly string[] } | null {
  const { space, path } = madeOf(item) ?? { space: "", path: [] };
  const [schema = "", ...rest] = path;
  const isPlaced = space === "schema" || (rest.length === 1 && space !== "extension");
  return item.makes && isPlaced ? { schema, rest } : null;
}
