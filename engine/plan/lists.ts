// The drafts of a plan before they are sorted: each rule is asked about its objects, in the order a reader expects. Pure.
import { groupBy } from "../catalog/group";
import type { AnyObject, ObjectId } from "../catalog/model";
import type { Change } from "../diff";
import type { PlanContext } from "./context";
import type { Draft } from "./draft";
import { type Rebuild, ruleOf } from "./rebuild";
import { validateBelow } from "./rules/constraint";
import { leavesFirst } from "./rules/detach";
import { otherwise } from "./rules/inherited";
import type { DraftList } from "./sort";
import { revokeDefaults } from "./strategies/default-privileges";
import { afterPreparation } from "./strategies/expand-contract";
import { type Carried, extend } from "./strategies/partitions";
import { swapColumn, swappedTypes, swapType } from "./strategies/type-swap";

/** What becomes of the objects of a plan. */
export interface Fates {
  readonly changes: readonly Change[];
  readonly rebuild: Rebuild;
  readonly created: ReadonlySet<ObjectId>;
  readonly dropped: ReadonlySet<ObjectId>;
  /** Dropped along with what they hang on. */
  readonly covered: ReadonlySet<ObjectId>;
  readonly carried: Carried;
}

/** Columns, defaults and constraints that are not NOT VALID can stand inside the CREATE of their parent. */
export function inlineHost(
  object: AnyObject | undefined,
  carried: Carried,
  context: PlanContext,
): ObjectId | null {
  if (!object || carried.created.has(object.id) || carried.created.has(object.parent ?? object.id))
    return null;
  if (object.kind === "column") return object.parent;
  // Rows that are there get their value from the backfill, and not this one.
  if (object.kind === "default")
    return object.parent?.startsWith("column ") && !isWritten(object.parent, context) ? object.parent : null;
  if (object.kind === "attachment")
    return object.attributes.as === "child" || object.attributes.as === "typed table" ? object.parent : null;
  if (object.kind !== "constraint") return null;
  return object.attributes.validated || !object.attributes.enforced ? object.parent : null;
}

/** A column's default is said in a statement of its own: rows that are there must not get it. */
const isWritten = (column: ObjectId, context: PlanContext): boolean =>
  context.isFilled(column) || context.expansion(column) !== undefined;

/** What Postgres drops along without CASCADE: parts of the object, and what hangs on a dropped column of the same table. */
export function dropHost(
  id: ObjectId,
  { dropped, created, carried: { alone, kept } }: Pick<Fates, "dropped" | "created" | "carried">,
  context: PlanContext,
): ObjectId | null {
  const { live } = context;
  const object = live.objects.get(id);
  if (object?.kind === "sequence") return object.attributes.ownedBy;
  if (!object?.parent) return null;
  if (object.kind === "attachment" && leavesFirst(object, context)) return null;
  if (dropped.has(object.parent)) return object.parent;
  if ((object.kind !== "index" && object.kind !== "constraint") || created.has(id) || kept.has(id))
    return null;
  const column = (live.dependencies.get(id) ?? []).find(
    (on) => dropped.has(on) && live.objects.get(on)?.parent === object.parent,
  );
  // Where heirs keep the column, they keep a check on it, too, which must be let go of by its own drop.
  return column?.startsWith("column ") && !alone.has(column) && !kept.has(column) ? column : null;
}

/** Each object followed by its own parts, so that a table is read together with its indexes, policies, grants and comments. */
function* readingOrder(objects: Iterable<AnyObject>, context: PlanContext): Generator<AnyObject> {
  for (const object of objects) {
    yield object;
    yield* readingOrder(context.children(object.id), context);
  }
}

/** What is made and altered by kind, then what goes, the other way round. */
export function draftLists(fates: Fates, context: PlanContext): readonly DraftList[] {
  const swapped = swappedTypes(fates.rebuild, context);
  return [...madeAndAltered(fates, swapped, context), ...gone(fates, swapped, context)]
    .filter(({ drafts }) => drafts.length > 0)
    .map((list) => ({ ...list, drafts: list.drafts.map((made) => extend(made, fates.carried)) }));
}

type AlterChange = Extract<Change, { type: "alter" }>;

function* madeAndAltered(
  fates: Fates,
  swapped: ReadonlySet<ObjectId>,
  context: PlanContext,
): Generator<DraftList> {
  const { live, desired } = context;
  const alters = new Map(
    fates.changes.flatMap((change) => (change.type === "alter" ? [[change.id, change] as const] : [])),
  );
  const types = [...swapped].flatMap((id) => desired.objects.get(id) ?? []);
  const roots = [...desired.objects.values()].filter(
    ({ parent }) => parent === null || !desired.objects.has(parent),
  );
  for (const after of readingOrder(roots, context)) {
    const { id } = after;
    const before = live.objects.get(id);
    const rule = ruleOf(after.kind);
    if (swapped.has(id) && before) {
      const creation = rule.create(after, context);
      for (const drafts of swapType(before, after, creation, context)) yield { drafts, takes: [], frees: [] };
    } else if (fates.created.has(id)) {
      const leader = desired.objects.get(fates.carried.created.get(id) ?? id);
      if (fates.carried.created.has(id)) {
        if (after.kind === "column" && leader?.kind === "column")
          yield { drafts: otherwise(after, [leader], context), takes: [], frees: [] };
        if (after.kind === "constraint" && leader?.kind === "constraint")
          yield { drafts: validateBelow(after, leader, context), takes: [], frees: [] };
        continue;
      }
      const [first, ...others] = rule.create(after, context);
      const undone = context.refills.beside.has(id) ? [] : revokeDefaults(after, context);
      const drafts = first ? [first, ...undone, ...others] : [];
      yield { drafts, takes: rule.names?.(after) ?? [], frees: [] };
    } else if (before) yield alteration(before, after, alters.get(id), types, fates, context);
  }
}

function alteration(
  before: AnyObject,
  after: AnyObject,
  change: AlterChange | undefined,
  types: readonly AnyObject[],
  { rebuild, carried }: Fates,
  context: PlanContext,
): DraftList {
  const rule = ruleOf(after.kind);
  const follows = carried.altered.get(after.id) ?? new Set();
  const swaps = rebuild.retyped.has(after.id) && !follows.has("type");
  const retype = swaps ? swapColumn(before, after, types, context) : [];
  const own = change?.attributes.filter((name) => !follows.has(name)) ?? [];
  const altered =
    change && own.length > 0 ? rule.alter(change.before, change.after, new Set(own), context) : [];
  const was = change ? (rule.names?.(change.before) ?? []) : [];
  const will = change ? (rule.names?.(change.after) ?? []) : [];
  return {
    drafts: [...retype, ...(altered === "replace" ? [] : altered)],
    takes: will.filter((name) => !was.includes(name)),
    frees: was.filter((name) => !will.includes(name)),
  };
}

function* gone(fates: Fates, swapped: ReadonlySet<ObjectId>, context: PlanContext): Generator<DraftList> {
  const { live } = context;
  const along = coveredByRoot(fates, context);
  for (const object of [...live.objects.values()].reverse()) {
    const { id } = object;
    if (!fates.dropped.has(id) || fates.covered.has(id) || swapped.has(id)) continue;
    if (fates.carried.dropped.has(id)) continue;
    const drafts = ruleOf(object.kind)
      .drop(object, context)
      .map((made) => withCovered(made, id, along))
      .map((made) => (context.isExchanged(id) ? afterPreparation(made) : made))
      .map((made) => ({ ...made, after: [...made.after, ...(context.refills.holds.get(id) ?? [])] }));
    const goes = new Set([id, ...drafts.flatMap(({ drops }) => drops)]);
    const frees = [...goes].flatMap((freed) => {
      const part = live.objects.get(freed);
      return part ? (ruleOf(part.kind).names?.(part) ?? []) : [];
    });
    yield { drafts, takes: [], frees };
  }
}

/** By the object that has a drop of its own: what goes along with it. */
function coveredByRoot(fates: Fates, context: PlanContext): ReadonlyMap<ObjectId, readonly ObjectId[]> {
  const { covered } = fates;
  const top = (id: ObjectId): ObjectId => {
    const host = covered.has(id) ? dropHost(id, fates, context) : null;
    return host === null ? id : top(host);
  };
  return groupBy([...covered], top);
}

/** The drop of an object is also the drop of everything that goes along. */
function withCovered(made: Draft, root: ObjectId, along: ReadonlyMap<ObjectId, readonly ObjectId[]>): Draft {
  return made.drops.includes(root) ? { ...made, drops: [root, ...(along.get(root) ?? [])] } : made;
}
