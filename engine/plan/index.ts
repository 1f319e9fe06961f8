// From two catalogs to a plan: changes, what must be rebuilt, drafts of the rules and strategies, one sort, transactions. Pure.
import { createHash } from "node:crypto";
import { align } from "../catalog/align";
import { fingerprint } from "../catalog/fingerprint";
import type { AnyObject, Catalog, ObjectId } from "../catalog/model";
import { type Change, diffCatalogs } from "../diff";
import { PlanContext } from "./context";
import type { Draft } from "./draft";
import { planFindings } from "./findings";
import { foldable } from "./fold";
import type { OnlineMode, Plan, Step } from "./model";
import { findRebuild, type Rebuild, ruleOf } from "./rebuild";
import { type DraftList, sortDrafts } from "./sort";
import { revokeDefaults } from "./strategies/default-privileges";
import { renameTwins } from "./strategies/twins";
import { swapColumn, swappedTypes, swapType } from "./strategies/type-swap";
import { stepTimeouts } from "./timeouts";
import { transactionNumbers } from "./transactions";

export interface PlanOptions {
  /** `auto`: online forms where a relation holds data; `never`: the plain forms. @default "auto" */
  readonly online?: OnlineMode;
  /** Drafts that come first: what was already done to `live` when it was read in scratch (renames). @default [] */
  readonly before?: readonly Draft[];
  /** The catalog the plan's fingerprint is taken from. @default `live` */
  readonly from?: Catalog;
}

/** The plan that turns `live` into `desired`. The same two catalogs always give the same plan. */
export function planChanges(live: Catalog, desired: Catalog, options: PlanOptions = {}): Plan {
  const aligned = align(live, desired);
  const twins = renameTwins(aligned.live, aligned.desired);
  const changes = diffCatalogs(twins.live, aligned.desired);
  const context = new PlanContext(twins.live, aligned.desired, changes, live, options.online ?? "auto");
  const rebuild = findRebuild(twins.live, aligned.desired, changes, context);
  const created = idsOf(changes, "create", rebuild);
  const dropped = idsOf(changes, "drop", rebuild);
  context.settle(
    rebuild,
    foldable(aligned.desired, created, { host: (id) => inlineHost(aligned.desired.objects.get(id)) }),
  );
  const covered = foldable(twins.live, dropped, { host: (id) => dropHost(id, twins.live, dropped, created) });
  const lists = [
    ...(options.before ?? []).map((draft): DraftList => ({ drafts: [draft], takes: [], frees: [] })),
    ...twins.drafts.map((draft): DraftList => ({ drafts: [draft], takes: [], frees: [] })),
    ...draftLists(changes, rebuild, created, dropped, covered, context),
  ];
  const steps = toSteps(sortDrafts(twins.live, aligned.desired, lists), context);
  return seal(
    steps,
    options.from ?? live,
    desired,
    planFindings(twins.live, desired, goneIds(dropped, changes, rebuild)),
  );
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

/** Columns, defaults and valid constraints can stand inside the CREATE of their parent. */
function inlineHost(object: AnyObject | undefined): ObjectId | null {
  if (object?.kind === "column") return object.parent;
  if (object?.kind === "default") return object.parent?.startsWith("column ") ? object.parent : null;
  return object?.kind === "constraint" && object.attributes.validated ? object.parent : null;
}

/** What Postgres drops along without CASCADE: parts of the object, and what hangs on a dropped column of the same table. */
function dropHost(
  id: ObjectId,
  live: Catalog,
  dropped: ReadonlySet<ObjectId>,
  created: ReadonlySet<ObjectId>,
): ObjectId | null {
  const object = live.objects.get(id);
  if (object?.kind === "sequence") return object.attributes.ownedBy;
  if (!object?.parent) return null;
  if (dropped.has(object.parent)) return object.parent;
  if ((object.kind !== "index" && object.kind !== "constraint") || created.has(id)) return null;
  const column = (live.dependencies.get(id) ?? []).find(
    (on) => dropped.has(on) && live.objects.get(on)?.parent === object.parent,
  );
  return column?.startsWith("column ") ? column : null;
}

/** Each object followed by its own parts, so that a table is read together with its indexes, policies, grants and comments. */
function* readingOrder(objects: Iterable<AnyObject>, context: PlanContext): Generator<AnyObject> {
  for (const object of objects) {
    yield object;
    yield* readingOrder(context.children(object.id), context);
  }
}

/** Drafts in the order a reader expects: what is made and altered by kind, then what goes, the other way round. */
function draftLists(
  changes: readonly Change[],
  rebuild: Rebuild,
  created: ReadonlySet<ObjectId>,
  dropped: ReadonlySet<ObjectId>,
  covered: ReadonlySet<ObjectId>,
  context: PlanContext,
): readonly DraftList[] {
  const { live, desired } = context;
  const alters = new Map(
    changes.flatMap((change) => (change.type === "alter" ? [[change.id, change] as const] : [])),
  );
  const swapped = swappedTypes(rebuild, context);
  const types = [...swapped].flatMap((id) => desired.objects.get(id) ?? []);
  const lists: DraftList[] = [];
  const roots = [...desired.objects.values()].filter(
    ({ parent }) => parent === null || !desired.objects.has(parent),
  );
  for (const after of readingOrder(roots, context)) {
    const { id } = after;
    const before = live.objects.get(id);
    const rule = ruleOf(after.kind);
    if (swapped.has(id) && before) {
      const creation = rule.create(after, context);
      for (const drafts of swapType(before, after, creation, context))
        lists.push({ drafts, takes: [], frees: [] });
      continue;
    }
    if (created.has(id)) {
      const [first, ...others] = rule.create(after, context);
      const drafts = first ? [first, ...revokeDefaults(after, context), ...others] : [];
      lists.push({ drafts, takes: rule.names?.(after) ?? [], frees: [] });
      continue;
    }
    const change = alters.get(id);
    const retype = before && rebuild.retyped.has(id) ? swapColumn(before, after, types, context) : [];
    const altered = change
      ? rule.alter(change.before, change.after, new Set(change.attributes), context)
      : [];
    const was = change ? (rule.names?.(change.before) ?? []) : [];
    const will = change ? (rule.names?.(change.after) ?? []) : [];
    lists.push({
      drafts: [...retype, ...(altered === "replace" ? [] : altered)],
      takes: will.filter((name) => !was.includes(name)),
      frees: was.filter((name) => !will.includes(name)),
    });
  }
  for (const object of [...live.objects.values()].reverse()) {
    if (!dropped.has(object.id) || covered.has(object.id) || swapped.has(object.id)) continue;
    const rule = ruleOf(object.kind);
    const drafts = rule
      .drop(object, context)
      .map((made) => withCovered(made, object.id, live, covered, dropped, created));
    const gone = drafts.flatMap(({ drops }) => drops.flatMap((id) => live.objects.get(id) ?? []));
    const frees = gone.flatMap((each) => ruleOf(each.kind).names?.(each) ?? []);
    lists.push({ drafts, takes: [], frees });
  }
  return lists.filter(({ drafts }) => drafts.length > 0);
}

/** The drop of an object is also the drop of everything that goes along. */
function withCovered(
  made: Draft,
  root: ObjectId,
  live: Catalog,
  covered: ReadonlySet<ObjectId>,
  dropped: ReadonlySet<ObjectId>,
  created: ReadonlySet<ObjectId>,
): Draft {
  if (!made.drops.includes(root)) return made;
  const top = (id: ObjectId): ObjectId => {
    const host = covered.has(id) ? dropHost(id, live, dropped, created) : null;
    return host === null ? id : top(host);
  };
  return { ...made, drops: [root, ...[...covered].filter((id) => top(id) === root)] };
}

function toSteps(drafts: readonly Draft[], context: PlanContext): readonly Step[] {
  const numbers = transactionNumbers(drafts, (relation) => context.isInUse(relation));
  return drafts.map((made, position) => ({
    sql: made.sql,
    object: made.object,
    cause: made.cause,
    phase: made.phase,
    transactional: made.transactional,
    transaction: numbers[position] ?? 0,
    locks: made.locks.filter(({ relation }) => context.isInUse(relation)),
    scans: made.scans,
    rewrites: made.rewrites,
    estimate: made.estimate,
    ...stepTimeouts(made),
    hazards: made.hazards,
  }));
}

function seal(steps: readonly Step[], live: Catalog, desired: Catalog, findings: Plan["findings"]): Plan {
  const from = fingerprint(live);
  const bound = steps.map(({ estimate: _estimate, ...rest }) => rest);
  const hash = createHash("sha256")
    .update(JSON.stringify([from, bound]))
    .digest("hex");
  return { steps, from, to: fingerprint(desired), hash, findings };
}
