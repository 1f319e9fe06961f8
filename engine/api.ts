// The engine's public types: what Pulumi components and the CLI hand in and get back.
import type { Catalog, ObjectId } from "./catalog/model";
import type { Verdict } from "./judge/model";
import type { Finding, OnlineMode, Phases, Plan, Proof, Step } from "./plan/model";
import type { Target } from "./postgres/target";

/** Major version planned for while there is no server. */
export const defaultMajor = 17;

/** Where the desired schema is written. */
export type SourceSpec =
  /** A `.sql` file, or a directory of them at any depth. */
  { readonly kind: "sql"; readonly path: string } | { readonly kind: "database"; readonly target: Target };

/**
 * Where sources are loaded and plans are proved.
 * `auto`: an embedded server of the target's major version where that package is installed, else `server`.
 * `server`: a temporary database on the target's server.
 */
export type ScratchSpec = "auto" | "embedded" | "server" | { readonly target: Target };

export interface SchemaRequest {
  /** null: the database has never existed; the plan is made against an empty database of `assumeMajor`. */
  readonly target: Target | null;
  /** Major version planned for while there is no target. @default 17 */
  readonly assumeMajor?: number;
  readonly source: SourceSpec;
  /**
   * Postgres schemas managed; each must be in the source or in the database.
   * @default those the source declares; for a database source, those of either side
   */
  readonly scope?: readonly string[];
  /** @default "auto" */
  readonly scratch?: ScratchSpec;
  /** Each `verb object-id hash`, as a blocked preview prints it: `drop column app.customers.fax 3f2a1b9c`. */
  readonly consents: readonly string[];
  /** Consents to everything: disposable databases only. @default false */
  readonly consentAll?: boolean;
  /** Roles that will be there when the plan is applied, though they may not be yet. @default none */
  readonly rolesToCome?: readonly string[];
  /**
   * Role that what is made is to belong to; the login must be a member. In a Postgres schema that is another's, new objects
   * belong to the login all the same, and a finding says so.
   * @default the login
   */
  readonly owner?: string;
  /**
   * Forms that do not block: `auto` where a relation may hold rows, `always` also where it is empty, `never`.
   * @default "auto"
   */
  readonly online?: OnlineMode;
  /** Whether a plan is tried on a copy of the live schema before it is shown. @default "auto" */
  readonly proof?: "auto" | "never";
  /**
   * `apart`: first what code that runs now tolerates, then everything else, so that an application can be deployed between.
   * @default "together"
   */
  readonly phases?: Phases;
  /** Asked about the desired catalog; each finding at level `error` stops the plan. @default no gates */
  readonly gates?: GateCheck;
  /** Absolute directory for desired catalogs and scratch servers. */
  readonly cacheDirectory: string;
}

/** The rules that a desired catalog must keep, as the judge is handed them. Pure: the same catalog gives the same findings. */
export type GateCheck = (desired: Catalog) => readonly Finding[];

/** What a source is loaded with where nothing is planned. */
export type LoadRequest = Pick<
  SchemaRequest,
  "source" | "scope" | "scratch" | "assumeMajor" | "cacheDirectory"
>;

export interface LoadedSchema {
  readonly catalog: Catalog;
  /** What the loader has to tell of the source. */
  readonly findings: readonly Finding[];
}

export interface PlannedSchema {
  readonly plan: Plan;
  readonly verdict: Verdict;
  readonly desired: Catalog;
  /** null where there was no target. */
  readonly live: Catalog | null;
  /** null where the plan was not proved: it is empty, nobody asked, or a finding says why. */
  readonly proof: Proof | null;
  /** Canonical DDL by top-level object, of the desired catalog: what `preview --diff` compares. */
  readonly objects: Readonly<Record<ObjectId, string>>;
  /** The same of the live catalog: equal to `objects` where nothing differs. */
  readonly liveObjects: Readonly<Record<ObjectId, string>>;
}

/** What happens during a run; `index` counts steps from 1. */
export type ApplyEvent =
  | { readonly type: "waiting"; readonly message: string }
  | { readonly type: "step"; readonly index: number; readonly total: number; readonly step: Step }
  | {
      readonly type: "done";
      readonly index: number;
      readonly total: number;
      readonly step: Step;
      readonly milliseconds: number;
    }
  /** How far an index or a backfill is: another phase, or a good part more. */
  | {
      readonly type: "progress";
      readonly index: number;
      readonly total: number;
      readonly step: Step;
      readonly message: string;
    }
  | {
      readonly type: "retry";
      readonly index: number;
      readonly total: number;
      readonly step: Step;
      readonly message: string;
    };

export interface ApplyRequest extends SchemaRequest {
  readonly target: Target;
  /** The plan that was read: anything else stops, unless only less is left to do. Absent: whatever is planned now. */
  readonly approved?: Plan;
  /** Hash of the plan that was read, where the plan itself is elsewhere. */
  readonly approvedHash?: string;
  /** `expand`: of a plan with its phases apart, what comes before the application is deployed. @default all of it */
  readonly until?: "expand" | "contract";
  readonly onEvent?: (event: ApplyEvent) => void;
  /** Stops the running statement and everything after it; what was committed stays. */
  readonly signal?: AbortSignal;
  /** Milliseconds another run may hold the database's advisory lock. @default 60000 */
  readonly lockWait?: number;
}

export interface RanStep {
  readonly sql: string;
  readonly object: ObjectId;
  readonly startedAt: string;
  readonly milliseconds: number;
}

export interface AppliedSchema {
  readonly planned: PlannedSchema;
  readonly ran: readonly RanStep[];
}

/** A mistake of the user or a state of the world, not a bug: printed without a stack trace. */
export class SchemaError extends Error {
  override readonly name = "SchemaError";
  /**
   * @param code stable identifier: `plan-changed`, `connection-refused`, `source-failed`
   * @param message what happened, to which object, what to do next
   */
  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
