// A draft is a step before it has its place: the statement, and which objects it creates, drops and alters. Pure data.
import type { AnyObject, Catalog, Estimate, Kind, ObjectId } from "../catalog/model";
import type { DataDirective, Hazard, Lock, LockMode } from "./model";
import type { Expansion } from "./strategies/expansions";
import type { KeyExchanges } from "./strategies/key-exchanges";
import type { Refills } from "./strategies/refills";

export interface Draft {
  readonly sql: string;
  readonly object: ObjectId;
  readonly cause: string;
  readonly phase: "expand" | "contract";
  readonly transactional: boolean;
  /** Must be committed before anything that follows (a new enum label before its use). */
  readonly alone: boolean;
  /** Must not share a transaction with the draft before it (VALIDATE after ADD … NOT VALID). */
  readonly later: boolean;
  /** Desired objects that exist after it. */
  readonly creates: readonly ObjectId[];
  /** Live objects that are gone after it. */
  readonly drops: readonly ObjectId[];
  /** Live types that give up their name here and are dropped later, once nothing uses them. */
  readonly retires: readonly ObjectId[];
  /** Drafts of one bundle are committed together, with all that stands between them. */
  readonly bundle: string | null;
  /** Objects that exist before and after it, changed. */
  readonly alters: readonly ObjectId[];
  /** What depends on the live version of what it alters may stay as it is. */
  readonly additive: boolean;
  /** What it drops stays while what that depends on is altered: nothing that is altered breaks it. */
  readonly tolerant: boolean;
  /** Objects whose own drafts, of any sort, come first, beyond what the catalogs' dependencies say. */
  readonly after: readonly ObjectId[];
  /** Objects whose own drafts come later. */
  readonly before: readonly ObjectId[];
  /** Objects that are dropped before it; altered, where they stay. What is made in their place may come later. */
  readonly afterEnd: readonly ObjectId[];
  /** Objects that are made after it. What is there in their place may go earlier. */
  readonly beforeStart: readonly ObjectId[];
  /** Objects that are dropped before it and made after it, where they are. */
  readonly between: readonly ObjectId[];
  readonly locks: readonly Lock[];
  readonly scans: boolean;
  readonly rewrites: boolean;
  readonly estimate: Estimate | null;
  readonly hazards: readonly Hazard[];
  /** Desired object that what it makes or fills stands beside, until it takes its place. */
  readonly beside: ObjectId | null;
  /** As of a step. */
  readonly inBatches: string | null;
}

type Optional = Partial<Omit<Draft, "sql" | "object">>;

/** Most drafts have most of their lists empty, and a plan may have a hundred thousand of them. */
const none: readonly never[] = Object.freeze([]);

export function draft(object: ObjectId, cause: string, sql: string, rest: Optional = {}): Draft {
  return {
    sql,
    object,
    cause,
    phase: "expand",
    transactional: true,
    alone: false,
    later: false,
    creates: none,
    drops: none,
    retires: none,
    bundle: null,
    alters: none,
    additive: false,
    tolerant: false,
    after: none,
    before: none,
    afterEnd: none,
    beforeStart: none,
    between: none,
    locks: none,
    scans: false,
    rewrites: false,
    estimate: null,
    hazards: none,
    beside: null,
    inBatches: null,
    ...rest,
  };
}

export function lock(mode: LockMode, relation: ObjectId): readonly Lock[] {
  return [{ mode, relation }];
}

/** What a statement reaches: the table alone, or also the tables that inherit from it. @default "own" */
export type Reach = "own" | "heirs too";

/** What a rule may ask of the plan that is being made. */
export interface RuleContext {
  readonly live: Catalog;
  readonly desired: Catalog;
  /** Why the object has a draft: `new in the source`. */
  cause(id: ObjectId): string;
  /** Children of an object in the desired catalog, in catalog order. */
  children(id: ObjectId): readonly AnyObject[];
  liveChildren(id: ObjectId): readonly AnyObject[];
  /** Written inside its parent's own CREATE statement. */
  isInline(id: ObjectId): boolean;
  /** In use: there before the plan and still there, so that locks on it are felt. */
  isInUse(relation: ObjectId): boolean;
  /** In the live catalog, also where the source leaves it to others, or out of scope. */
  isThere(relation: ObjectId): boolean;
  /** In use and not known to be empty: what scans it takes its time. */
  hasRows(relation: ObjectId, reach?: Reach): boolean;
  /** The same where online forms are worth their extra steps: asked for, or not told otherwise. */
  holdsData(relation: ObjectId, reach?: Reach): boolean;
  estimate(relation: ObjectId, reach?: Reach): Estimate | null;
  /** The object is dropped and made again by this plan. */
  isReplaced(id: ObjectId): boolean;
  /** The plan alters it, or makes it. */
  isChanged(id: ObjectId): boolean;
  /** It is replaced because of something else, and so in that change's transaction. */
  isForced(id: ObjectId): boolean;
  /** Privileges granted ON this text, of either catalog. */
  privilegesOn(on: string, catalog: Catalog): readonly ObjectOf<"privilege">[];
  /** Role that owns the object once the plan has run; null where nobody says. */
  ownerOf(id: ObjectId): string | null;
  /** A partitioned table: what is said of it goes on to its partitions, unless it is said of it ONLY. */
  isPartitioned(table: ObjectId): boolean;
  /** It has partitions that the source leaves to others: what is said of it must reach them. */
  hasOtherPartitions(table: ObjectId): boolean;
  /** Tables inherit from it, before or after the plan. */
  hasHeirs(table: ObjectId): boolean;
  /** Foreign tables are its partitions or heirs, at any depth, before or after the plan: who reads it asks another server. */
  isAboveForeign(table: ObjectId): boolean;
  /** Of the table, its partitions and heirs, also of others', those that hold rows here. */
  localParts(table: ObjectId): readonly ObjectOf<"table">[];
  /** Heirs do not all follow what becomes of this column or check: it is said ONLY of its table. */
  isSaidAlone(id: ObjectId): boolean;
  /** The column as it was found: the live one may have the name that its NOT NULL is to have. */
  asFound(column: ObjectId): ObjectOf<"column"> | undefined;
  /** The foreign keys from and to a table, each once. */
  foreignKeysAt(table: ObjectId, catalog: Catalog): readonly ObjectOf<"constraint">[];
  /** What is attached to a table or an index in the live catalog. */
  attachedTo(id: ObjectId): readonly ObjectOf<"attachment">[];
  /** What ties a table or an index to those above it, in the desired catalog. */
  ties(id: ObjectId): readonly ObjectOf<"attachment">[];
  /** What is attached to a table or an index in the desired catalog. */
  tiedTo(id: ObjectId): readonly ObjectOf<"attachment">[];
  /** Of both catalogs: constraints of this name in the Postgres schema, and columns and domains whose NOT NULL has it. */
  constraintsNamed(path: readonly string[]): readonly ObjectId[];
  /** What the source says of the rows of a column. */
  directive(verb: DataDirective["verb"], column: ObjectId): DataDirective | undefined;
  /** A new column that gets its values in rows which are there by a backfill of the source. */
  isFilled(column: ObjectId): boolean;
  /** The column's change of type is written beside it. */
  expansion(column: ObjectId): Expansion | undefined;
  /** Those of the columns that the object stands on. */
  expansionsUnder(id: ObjectId): readonly Expansion[];
  /** It hangs on such a column, through whatever else, and is dropped and made again in its exchange. */
  isExchanged(id: ObjectId): boolean;
  /** Keys that are replaced together with the foreign keys on them. */
  readonly keyExchanges: KeyExchanges;
  /** Materialized views in use that are replaced. */
  readonly refills: Refills;
  /** Eight hex digits over the live definition of the object and its children. */
  definitionHash(id: ObjectId): string;
}

export type ObjectOf<K extends Kind> = Extract<AnyObject, { kind: K }>;

/** All planning knowledge of one kind. */
export interface Rule<K extends Kind> {
  create(object: ObjectOf<K>, context: RuleContext): readonly Draft[];
  drop(object: ObjectOf<K>, context: RuleContext): readonly Draft[];
  /** `replace`: Postgres cannot alter it in place; it is dropped and made again with what depends on it. */
  alter(
    before: ObjectOf<K>,
    after: ObjectOf<K>,
    attributes: ReadonlySet<string>,
    context: RuleContext,
  ): readonly Draft[] | "replace";
  /** Whether an alteration in place forces this live dependent to be dropped before and made again after. @default never */
  breaks?(
    before: ObjectOf<K>,
    after: ObjectOf<K>,
    attributes: ReadonlySet<string>,
    dependent: AnyObject,
    context: RuleContext,
  ): boolean;
  /** Live objects that do not depend on it, and are dropped before an alteration in place and made again after it. @default none */
  unties?(before: ObjectOf<K>, attributes: ReadonlySet<string>, context: RuleContext): readonly ObjectId[];
  /** A live object that must be made anew for this new one to come to it. @default none */
  remakes?(after: ObjectOf<K>, context: RuleContext): ObjectId | null;
  /** Whether this live object must be gone before any new object of the rule's kind and name is made. @default never */
  givesWay?(before: ObjectOf<K>, context: RuleContext): boolean;
  /** An object that has to be made again when this live one goes, because it cannot be let go of alone. @default none */
  takesAlong?(before: ObjectOf<K>, context: RuleContext): ObjectId | null;
  /** Names taken in Postgres's namespaces, `relation app.x`: a draft that frees one comes before the draft that takes it. */
  names?(object: ObjectOf<K>): readonly string[];
}
