// What an adoption gives back: the files, what the journals claim, what was left out, and the proof. Pure data.
import type { Finding } from "../plan/model";
import type { JournalFinding } from "./compare";

export interface AdoptedJournal {
  readonly tool: string;
  /** Quoted, qualified; the history first. */
  readonly tables: readonly string[];
  /** Where they are now: a file of the source, or null where their Postgres schema is left unmanaged. */
  readonly file: string | null;
  /** false: the login may not read them, and nothing is known of what they claim. */
  readonly readable: boolean;
  readonly applied: number;
  readonly last: string | null;
  readonly files: number | null;
  readonly findings: readonly JournalFinding[];
  /** What running the applied migrations makes that the database has not, and the other way round; null: not asked, or not SQL. */
  readonly replay: Replay | null;
  readonly retire: readonly string[];
  readonly note: string | null;
}

export interface Replay {
  /** null: it ran. */
  readonly failure: string | null;
  /** Of the migrations and not in the database. */
  readonly missing: readonly string[];
  /** In the database and of no migration. */
  readonly extra: readonly string[];
  /** There on both sides, and not the same. */
  readonly different: readonly string[];
}

/** Not in the source. */
export interface LeftOut {
  readonly what: string;
  readonly reason: string;
}

/** The plan of the written source against the database it was written from. */
export interface AdoptionProof {
  readonly empty: boolean;
  /** The statements that it should not have. */
  readonly steps: readonly string[];
  readonly findings: readonly Finding[];
  /** Why there is no plan at all. */
  readonly failure: string | null;
}

export interface Adoption {
  readonly version: 1;
  /** Absolute. */
  readonly directory: string;
  /** Below it, with slashes. */
  readonly files: readonly string[];
  /** Postgres schemas that the source declares. */
  readonly schemas: readonly string[];
  /** Named in grants, policies and owners; a source makes none of them. */
  readonly roles: readonly string[];
  readonly journals: readonly AdoptedJournal[];
  readonly leftOut: readonly LeftOut[];
  readonly proof: AdoptionProof;
}
