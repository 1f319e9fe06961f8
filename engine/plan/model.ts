// The plan: ordered steps, each with everything its executor and its reader need. Pure data.
import type { Estimate, ObjectId } from "../catalog/model";

/** Table-level lock modes (Postgres manual 13.3.1), weakest first. */
export const lockModes = [
  "ACCESS SHARE",
  "ROW SHARE",
  "ROW EXCLUSIVE",
  "SHARE UPDATE EXCLUSIVE",
  "SHARE",
  "SHARE ROW EXCLUSIVE",
  "EXCLUSIVE",
  "ACCESS EXCLUSIVE",
] as const;
export type LockMode = (typeof lockModes)[number];

/** Whether changes to tables in use take the forms that do not block. */
export type OnlineMode = "auto" | "always" | "never";

/** Whether steps that running code does not tolerate stand where they are needed first, or after all others. */
export type Phases = "together" | "apart";

export interface Lock {
  readonly mode: LockMode;
  /** The relation in use that is locked; relations made by the same plan are not listed. */
  readonly relation: ObjectId;
}

export type HazardKind =
  /** Rows, columns or values are gone afterwards. Blocks until consented. */
  | "loses data"
  /** Every row is written again under the lock. */
  | "rewrites the table"
  /** Writers wait while the step scans or builds. */
  | "blocks writes"
  /** Readers wait too. */
  | "blocks reads"
  /** Depends on the rows that are there: a validation, a unique index, a cast. */
  | "may fail on the data"
  /** Something the running application uses stops working: a rename, a removed grant. */
  | "breaks old code";

export interface Hazard {
  readonly kind: HazardKind;
  /** One sentence for the reader, with the names filled in. */
  readonly message: string;
  /** Present where consent is needed: what the stack's config must name. */
  readonly consent?: ConsentRequest;
  /** Read-only query that tells what would be lost or would fail; one row, columns named for people. */
  readonly probe?: string;
  /** Read-only query that lists some of the rows that the step would fail on. */
  readonly offenders?: string;
  /** What the source may say so that the step does not fail, or does not write every row: follows "or". */
  readonly remedy?: string;
}

export interface ConsentRequest {
  /** `drop column app.customers.fax`: verb and object id. */
  readonly change: string;
  /** Eight hex digits over the object's live definition, so that it cannot fit a later object of that name. */
  readonly hash: string;
}

/** What the source says of the rows behind a change, which no schema can tell; its directives are of this shape. */
export interface DataDirective {
  /**
   * `backfill`: the value of a column in rows that have none. `using`: how the values of a type become those of another.
   * `check`: what holds for every row before the column goes on to change. `expand-contract`: its change of type is written beside it.
   */
  readonly verb: "backfill" | "using" | "check" | "expand-contract";
  /** Unquoted: schema, table, column. */
  readonly column: readonly string[];
  /** Of `using`: the type that is converted from; null for the others. */
  readonly from: string | null;
  /** One SQL expression over a row of the table; empty where the verb takes none. */
  readonly expression: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

export interface Step {
  /** One statement, fully qualified, without the final semicolon. */
  readonly sql: string;
  /** The object the step is about. */
  readonly object: ObjectId;
  /** Why it is there: `new in the source`, `needs column app.t.c, which changes its type`. */
  readonly cause: string;
  /** DESIGN, decision 13: expand is what running code tolerates; contract breaks old code. */
  readonly phase: "expand" | "contract";
  /** false: must run outside a transaction block (CREATE INDEX CONCURRENTLY). */
  readonly transactional: boolean;
  /** Steps with the same number are committed together or not at all. */
  readonly transaction: number;
  readonly locks: readonly Lock[];
  readonly scans: boolean;
  readonly rewrites: boolean;
  /** Size of the relation that is scanned, rewritten or dropped. */
  readonly estimate: Estimate | null;
  /** Milliseconds; 0 means no limit. */
  readonly lockTimeout: number;
  /** Milliseconds; 0 means no limit. */
  readonly statementTimeout: number;
  readonly hazards: readonly Hazard[];
  /** Role that the statement is run as, so that what it makes belongs to it. Absent: the login. */
  readonly as?: string;
  /**
   * The quoted table whose rows the statement, which ends in a condition, is run over block by block, each piece committed
   * by itself. Absent: it is run as it stands.
   */
  readonly inBatches?: string;
}

/** Something the reader of a plan must know though no step does it. */
export interface Finding {
  readonly level: "error" | "warning" | "info";
  /** Stable identifier: `unmodeled-object`, `stale-rename`. */
  readonly id: string;
  readonly object: string | null;
  readonly message: string;
}

/** The plan ran on a copy of the schema and ended in what the source says. */
export interface Proof {
  /** What it took; null where an earlier run proved the same plan. */
  readonly milliseconds: number | null;
}

export interface Plan {
  readonly steps: readonly Step[];
  /** Of the live catalog it starts from. */
  readonly from: string;
  /** Of the desired catalog. */
  readonly to: string;
  /** sha256 over `from` and the steps, without estimates: the same plan has the same hash. */
  readonly hash: string;
  readonly findings: readonly Finding[];
}
