// From two catalogs to a plan: changes, what must be rebuilt, drafts of the rules and strategies, one sort, transactions. Pure.
import { createHash } from "node:crypto";
import { align } from "../catalog/align";
import { fingerprint } from "../catalog/fingerprint";
import type { Catalog, ObjectId } from "../catalog/model";
import { type Change, diffCatalogs } from "../diff";
import { PlanContext } from "./context";
import { isMadeByOwner, type Ownership } from "./creators";
import { dataFindings } from "./data-findings";
import type { Draft } from "./draft";
import { firingNothing } from "./event-triggers";
import { exchangeFindings } from "./exchange-findings";
import { planFindings } from "./findings";
import { foldable } from "./fold";
import { draftLists, dropHost, inlineHost } from "./lists";
import { lockedBy } from "./locks";
import { mergeRewrites } from "./merge";
import type { DataDirective, OnlineMode, Phases, Plan, Step } from "./model";
import { ownersLost, withOwners, withoutNeedless } from "./owners";
import { findRebuild, type Rebuild } from "./rebuild";
import { isForeign } from "./rules/foreign";
import { type DraftList, sortDrafts } from "./sort";
import { findExpansions } from "./strategies/expansions";
import { findInterrupted, findKeyExchanges, withoutWaiting } from "./strategies/key-exchanges";
import { type Carried, carriedByParents } from "./strategies/partitions";
import {
  findRefills,
  type Refills,
  type RefillsRequest,
  type Refusals,
  refusedByCircle,
  refusedByPlan,
} from "./strategies/refills";
import { renameTwins } from "./strategies/twins";
import { finishDetaches } from "./strategies/unfinished-detaches";
import { stepTimeouts, waitsWhileHolding } from "./timeouts";
import { transactionNumbers } from "./transactions";

export interface PlanOptions {
  /** `auto`: online forms where a relation holds data; `never`: the plain forms. @default "auto" */
  readonly online?: OnlineMode;
  /** Drafts that come first: what was already done to `live` when it was read in scratch (renames). @default [] */
  readonly before?: readonly Draft[];
  /** What the source says of rows that are there. @default [] */
  readonly directives?: readonly DataDirective[];
  /** @default "together" */
  readonly phases?: Phases;
  /** Role that what is made is to belong to. @default the login's own */
  readonly owner?: string;
  /** The catalog the plan's fingerprint is taken from. @default `live` */
  readonly from?: Catalog;
}

/** The plan that turns `live` into `desired`. The same two catalogs always give the same plan. */
export function planChanges(live: Catalog, desired: Catalog, options: PlanOptions = {}): Plan {
  return planOwned(live, desired, options, null);
}

/** @param kept owners that the source leaves open, of what is made again; null: not known yet */
function planOwned(
  live: Catalog,
  stated: Catalog,
  options: PlanOptions,
  kept: ReturnType<typeof ownersLost> | null,
): Plan {
  const desired = kept === null ? stated : withOwners(stated, kept);
  const finished = finishDetaches(live, desired);
  const aligned = align(finished.live, desired);
  const online = options.online ?? "auto";
  const expanded = findExpansions(aligned.live, aligned.desired, options.directives ?? [], online);
  const { desired: wanted, expansions } = expanded;
  const interrupted = findInterrupted(expanded.live, wanted);
  const twins = renameTwins(interrupted.live, wanted);
  const changes = diffCatalogs(twins.live, wanted);
  const context = new PlanContext(
    twins.live,
    wanted,
    changes,
    finished.live,
    online,
    options.directives ?? [],
    expansions,
  );
  const rebuild = findRebuild(twins.live, wanted, changes, context);
  const lost = kept === null ? ownersLost(rebuild.replaced, finished.live, wanted, options.owner) : [];
  if (lost.length > 0) return planOwned(live, stated, options, lost);
  const created = idsOf(changes, "create", rebuild);
  const dropped = idsOf(changes, "drop", rebuild);
  const carried = carriedByParents(
    { created, dropped, retyped: rebuild.retyped, forced: new Set(rebuild.causes.keys()) },
    context,
  );
  context.settle(rebuild, inlineParts(created, carried, context), carried.alone);
  context.keyExchanges = findKeyExchanges(interrupted, dropped, context);
  const covered = foldable(twins.live, dropped, {
    host: (id) => dropHost(id, { dropped, created, carried }, context),
  });
  const first = [...(options.before ?? []), ...finished.drafts, ...twins.drafts].map(
    (draft): DraftList => ({ drafts: [draft], takes: [], frees: [] }),
  );
  const { owner } = options;
  const ownership = owner === undefined ? null : { live: finished.live, desired: wanted, owner };
  const { drafts, steps } = withRefills({ rebuild, whole: finished.live, online }, context, () => {
    const made = draftLists({ changes, rebuild, created, dropped, covered, carried }, context);
    const lists = withoutNeedless(made, kept ?? [], ownership);
    const waiting = withoutWaiting(wanted, context.keyExchanges);
    const sorted = sortDrafts(twins.live, waiting, firingNothing([...first, ...lists]), options.phases);
    const ordered = mergeRewrites(sorted);
    return { drafts: ordered, steps: toSteps(ordered, context, ownership) };
  });
  return seal(steps, options.from ?? live, stated, [
    ...planFindings(twins.live, desired, goneIds(dropped, changes, rebuild), steps, live),
    ...expanded.findings,
    ...exchangeFindings([...expansions.values()], drafts, steps, context),
    ...dataFindings(options.directives ?? [], twins.live, desired, steps),
  ]);
}

/** What is said inside the CREATE of what it belongs to. */
const inlineParts = (
  created: ReadonlySet<ObjectId>,
  carried: Carried,
  context: PlanContext,
): ReadonlySet<ObjectId> =>
  foldable(context.desired, created, {
    host: (id) => inlineHost(context.desired.objects.get(id), carried, context),
    // Only CREATE TABLE can say that a column is not the table's own.
    first: (id) => context.desired.objects.get(id)?.kind === "attachment",
  });

interface Ordered {
  readonly drafts: readonly Draft[];
  readonly steps: readonly Step[];
}

/** What turns out not to go beside what is there is ordered once more, in its place. */
function withRefills(
  request: Omit<RefillsRequest, "refused">,
  context: PlanContext,
  order: () => Ordered,
): Ordered {
  let refused: Refusals = new Map();
  for (;;) {
    context.refills = findRefills({ ...request, refused }, context);
    const { ordered, more } = tried(order, context.refills);
    if (ordered !== null && more.size === 0) return ordered;
    refused = new Map([...refused, ...more]);
  }
}

interface Tried {
  readonly ordered: Ordered | null;
  readonly more: Refusals;
}

function tried(order: () => Ordered, refills: Refills): Tried {
  try {
    const ordered = order();
    return { ordered, more: refusedByPlan(ordered.drafts, ordered.steps, refills) };
  } catch (error) {
    return { ordered: null, more: refusedByCircle(error, refills) };
  }
}

function idsOf(changes: readonly Change[], type: "create" | "drop", rebuild: Rebuild): ReadonlySet<ObjectId> {
  return new Set([
    ...changes.filter((change) => change.type === type).map(({ id }) => id),
    ...rebuild.replaced,
  ]);
}

const isRetyped = (attributes: readonly string[]): boolean =>
  attributes.includes("type") || attributes.includes("collation");

/** What is dropped, and columns whose type changes: nothing outside may hang on them. */
function goneIds(
  dropped: ReadonlySet<ObjectId>,
  changes: readonly Change[],
  rebuild: Rebuild,
): readonly ObjectId[] {
  const retyped = changes.flatMap((change) =>
    change.type === "alter" && change.before.kind === "column" && isRetyped(change.attributes)
      ? [change.id]
      : [],
  );
  return [...dropped, ...rebuild.retyped, ...retyped];
}

function toSteps(
  drafts: readonly Draft[],
  context: PlanContext,
  ownership: Ownership | null,
): readonly Step[] {
  const [gone, made] = [new Set<ObjectId>(), new Set<ObjectId>()];
  const locks = drafts.map((next) => {
    const locked = lockedBy(next, { gone, made }, context);
    for (const id of next.drops) gone.add(id);
    for (const id of next.creates) {
      made.add(id);
      // What is tied again is reached again.
      if (id.startsWith("attachment of ")) gone.delete(id);
    }
    return locked;
  });
  const numbers = transactionNumbers(drafts, locks);
  const holding = waitsWhileHolding(locks, numbers);
  return drafts.map((made, position) => ({
    sql: made.sql,
    object: made.object,
    cause: made.cause,
    phase: made.phase,
    transactional: made.transactional,
    transaction: numbers[position] ?? 0,
    locks: locks[position] ?? [],
    scans: made.scans,
    rewrites: made.rewrites,
    estimate: made.estimate,
    ...stepTimeouts(made, holding[position] ?? false),
    hazards: askedHere(made, context),
    ...(made.inBatches === null ? {} : { inBatches: made.inBatches }),
    ...(ownership !== null && isMadeByOwner(made, ownership) ? { as: ownership.owner } : {}),
  }));
}

/** A count over foreign tables would ask other servers: what it would tell is unknown. */
function askedHere({ object: id, hazards }: Draft, context: PlanContext): Step["hazards"] {
  const isAbove = (at: ObjectId): boolean => {
    const { parent } = context.live.objects.get(at) ?? context.desired.objects.get(at) ?? { parent: null };
    return isForeign(at, context) || context.isAboveForeign(at) || (parent !== null && isAbove(parent));
  };
  if (hazards.every(({ probe }) => probe === undefined) || !isAbove(id)) return hazards;
  return hazards.map((hazard) => {
    const { probe, offenders: _list, ...rest } = hazard;
    return probe?.includes(" FROM ONLY ") ? hazard : rest;
  });
}

function seal(steps: readonly Step[], live: Catalog, desired: Catalog, findings: Plan["findings"]): Plan {
  const from = fingerprint(live);
  // The JSON of `from` and all steps, one by one: whole, it would be as large as the plan.
  const hash = createHash("sha256").update(`[${JSON.stringify(from)},[`);
  for (const [position, { estimate: _estimate, statementTimeout: _timeout, ...bound }] of steps.entries()) {
    // Sizes, and what follows from them, are others the next day.
    hash.update(`${position === 0 ? "" : ","}${JSON.stringify(bound)}`);
  }
  return { steps, from, to: fingerprint(desired), hash: hash.update("]]").digest("hex"), findings };
}
