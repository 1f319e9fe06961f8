// What a rehearsal of isolation asks and what it answers. Pure.

/** What is tried on a relation, in the order in which it is shown. */
export const attempts = [
  "select",
  "insert",
  "update",
  "delete",
  "move away",
  "move here",
  "truncate",
  "without tenant",
] as const;

export type Attempt = (typeof attempts)[number];

export type Outcome =
  /** Tried: no row of another tenant was seen, written or moved. */
  | { readonly result: "isolated"; readonly own?: number }
  | { readonly result: "refused"; readonly by: "policy" | "privilege" | "statement" }
  | { readonly result: "leak"; readonly why: string }
  /** Nothing to try: a view that takes no rows, a table that belongs to no tenant. */
  | { readonly result: "none" }
  | { readonly result: "untried"; readonly why: string };

export interface RelationTried {
  readonly role: string;
  /** `table ledger.customers`. */
  readonly object: string;
  readonly outcomes: Readonly<Record<Attempt, Outcome>>;
}

/** A view, a materialized view or a function, asked with and without the rows of the other tenants in the database. */
export interface AnswerTried {
  readonly role: string;
  /** `function ledger.search(text)`. */
  readonly object: string;
  readonly outcome: Outcome;
}

export interface IsolationReport {
  /** The tenant that tries, and another one. */
  readonly tenants: readonly [string, string];
  readonly roles: readonly string[];
  /** Whether the owner of the schema was exempt from row security, as a superuser is. */
  readonly ownerExempt: boolean;
  readonly relations: readonly RelationTried[];
  readonly answers: readonly AnswerTried[];
  /** One line each; any of them is a failure. */
  readonly leaks: readonly string[];
  /** Those among them that only show when the other tenant tries. */
  readonly swappedLeaks: readonly string[];
  /** Relations and routines of which something is not proved; without tables that are declared to be everybody's. */
  readonly unproved: readonly string[];
  /** What nothing is proved of, and why. */
  readonly untried: readonly string[];
}

export interface IsolationOptions {
  /** Column that says whose a row is. @default "org_id" */
  readonly tenantColumn?: string;
  /** Setting by which a session says for whom it works. @default "app.org_id" */
  readonly tenantSetting?: string;
  /** Further settings of the sessions that try. @default {} */
  readonly settings?: Readonly<Record<string, string>>;
  /**
   * Whether the schema's owner is exempt from row security during the rehearsal, as it is where it is a superuser: views and
   * routines that work with its rights are tried at their worst. Only an embedded scratch server can. @default "exempt"
   */
  readonly owner?: "exempt" | "bound";
}
