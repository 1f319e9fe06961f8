// Keys of tables in use that are replaced together with the foreign keys on them, `(id)` by `(org_id, id)`: each foreign key is made
// beside the one that it replaces, over the index of the new key, and the key follows when no old one is left. A table is locked for a
// moment then, with one other at most, and is never without its keys. Here: which they are, and what an interrupted run has left. Pure.
import { sameValue } from "../../catalog/equal";
import { groupBy } from "../../catalog/group";
import type { AnyObject, Catalog, ObjectId } from "../../catalog/model";
import { objectId } from "../../catalog/names";
import type { ObjectOf, RuleContext } from "../draft";
import { indexOfKey, keyByIndex, newIndexName, sharesChanged } from "../rules/key-index";

type Constraint = ObjectOf<"constraint">;

/** How a foreign key comes to its table before the key that it refers to. */
export interface Beside {
  /** Its name until it takes the place of the one called like it; null: no other has its name. */
  readonly name: string | null;
  /** The same as an interrupted run has left it. */
  readonly found: Constraint | null;
  /** What it waits for: the index of the new key, and columns. */
  readonly after: readonly ObjectId[];
  /** The old key and the new one, whose exchange waits for it. */
  readonly keys: readonly ObjectId[];
  /** Columns that only the old one is over: what becomes of them waits, so that nothing comes between. */
  readonly released: readonly ObjectId[];
}

/** What is committed together. */
export interface ExchangedTogether {
  readonly bundle: string;
  /** Columns that only the old key is over, as above. */
  readonly released: readonly ObjectId[];
}

export interface KeyExchanges {
  /** By desired foreign key. */
  readonly beside: ReadonlyMap<ObjectId, Beside>;
  /** By live foreign key that goes without one of its name: those that must be there before. */
  readonly successors: ReadonlyMap<ObjectId, readonly ObjectId[]>;
  /** By key, old or new. */
  readonly exchanges: ReadonlyMap<ObjectId, ExchangedTogether>;
}

export const noKeyExchanges: KeyExchanges = {
  beside: new Map(),
  successors: new Map(),
  exchanges: new Map(),
};

export interface Interrupted {
  /** Without what is gone on with. */
  readonly live: Catalog;
  /** By desired foreign key, what stands beside it under another name. */
  readonly found: ReadonlyMap<ObjectId, Constraint>;
}

/** What an interrupted run has left: foreign keys under their passing names, and such as refer to an index that its key did not take yet. */
export function findInterrupted(live: Catalog, desired: Catalog): Interrupted {
  const found = new Map<ObjectId, Constraint>();
  for (const after of desired.objects.values()) {
    const before = live.objects.get(after.id);
    if (!isForeignKey(after) || !isForeignKey(before)) continue;
    if (before.attributes.definition === after.attributes.definition) continue;
    const helper = live.objects.get(objectId("constraint", besidePath(after)));
    if (!isForeignKey(helper) || desired.objects.has(helper.id)) continue;
    const { validated } = after.attributes;
    if (sameValue({ ...helper.attributes, validated }, after.attributes)) found.set(after.id, helper);
  }
  const aside = new Set([...found.values()].map(({ id }) => id));
  const objects =
    aside.size === 0 ? live.objects : new Map([...live.objects].filter(([id]) => !aside.has(id)));
  const taken = indexesToCome(live, desired);
  if (taken.size === 0) return { live: aside.size === 0 ? live : { ...live, objects }, found };
  const dependencies = new Map(
    [...live.dependencies].map(([id, on]) => [id, on.filter((other) => !taken.has(other))] as const),
  );
  return { live: { ...live, objects, dependencies }, found };
}

/** Finished indexes that keys of the source take over: what refers to one of them keeps it. */
function indexesToCome(live: Catalog, desired: Catalog): ReadonlySet<ObjectId> {
  const taken = new Set<ObjectId>();
  for (const key of desired.objects.values()) {
    if (key.kind !== "constraint") continue;
    const made = indexOfKey(key);
    const id = made && objectId("index", made.path);
    const index = id && live.objects.get(id);
    if (!made || !id || index?.kind !== "index" || desired.objects.has(id)) continue;
    const before = live.objects.get(key.id);
    const isThere = before !== undefined && sameValue(before.attributes, key.attributes);
    if (!isThere && sameValue({ ...index.attributes, statistics: {} }, made.wanted)) taken.add(id);
  }
  return taken;
}

/** The path of a foreign key until it takes its name. */
const besidePath = ({ path }: Constraint): readonly string[] => [
  ...path.slice(0, -1),
  newIndexName(path.at(-1) ?? ""),
];

const isForeignKey = (object: AnyObject | undefined): object is Constraint =>
  object?.kind === "constraint" && object.attributes.type === "foreign key";

const isKey = (object: AnyObject | undefined): object is Constraint =>
  object?.kind === "constraint" && ["primary key", "unique"].includes(object.attributes.type);

/**
 * @param dropped live objects that the plan drops, those that it makes again included
 * @param context settled
 */
export function findKeyExchanges(
  { found }: Interrupted,
  dropped: ReadonlySet<ObjectId>,
  context: RuleContext,
): KeyExchanges {
  const keys = exchangedKeys(dropped, context);
  if (keys.size === 0 && found.size === 0) return noKeyExchanges;
  const goingByTable = groupBy(
    [...dropped].flatMap((id) => {
      const object = context.live.objects.get(id);
      return isForeignKey(object) ? [object] : [];
    }),
    ({ parent }) => parent,
  );
  const beside = new Map<ObjectId, Beside>();
  for (const after of context.desired.objects.values()) {
    if (!isForeignKey(after)) continue;
    const going = (after.parent === null ? [] : (goingByTable.get(after.parent) ?? [])).filter(
      ({ attributes }) => attributes.references === after.attributes.references,
    );
    const made = besideOf(after, going, keys, found.get(after.id) ?? null, context);
    if (made !== null) beside.set(after.id, made);
  }
  return { beside, successors: successorsOf(goingByTable, beside, context), exchanges: exchangesOf(keys) };
}

interface KeyPair {
  readonly before: Constraint;
  readonly after: Constraint;
}

/** By the new key. */
function exchangedKeys(dropped: ReadonlySet<ObjectId>, context: RuleContext): ReadonlyMap<ObjectId, KeyPair> {
  const primary = new Map(
    [...dropped].flatMap((id) => {
      const object = context.live.objects.get(id);
      return isKey(object) && object.attributes.type === "primary key"
        ? [[object.parent, object] as const]
        : [];
    }),
  );
  const pairs = new Map<ObjectId, KeyPair>();
  for (const after of context.desired.objects.values()) {
    if (!isKey(after)) continue;
    const isNew = !context.live.objects.has(after.id);
    const same = context.isReplaced(after.id) ? context.live.objects.get(after.id) : undefined;
    const before = isNew && after.attributes.type === "primary key" ? primary.get(after.parent) : same;
    if (!isKey(before) || context.expansionsUnder(after.id).length > 0) continue;
    // A key of another name goes with a column of its own.
    if (isNew && columnsOf(before).some((id) => dropped.has(id))) continue;
    const isFree = !sharesChanged(before, after, context) && !isAmbiguous(after, context);
    if (isFree && keyByIndex(after, context) !== null) pairs.set(after.id, { before, after });
  }
  return pairs;
}

/** Another unique index over the same columns: Postgres might tie a foreign key to that one. */
function isAmbiguous(key: Constraint, context: RuleContext): boolean {
  const wanted = [...key.attributes.columns].sort();
  const own = newIndexName(key.path.at(-1) ?? "");
  return (key.parent === null ? [] : context.liveChildren(key.parent)).some((child) => {
    if (isKey(child)) return sameValue([...child.attributes.columns].sort(), wanted);
    if (child.kind !== "index" || !child.attributes.unique || child.path.at(-1) === own) return false;
    const columns = (context.live.dependencies.get(child.id) ?? []).flatMap((id) =>
      id.startsWith("column ") ? [context.live.objects.get(id)?.path.at(-1) ?? ""] : [],
    );
    return sameValue(columns.sort(), wanted);
  });
}

function besideOf(
  after: Constraint,
  going: readonly Constraint[],
  keys: ReadonlyMap<ObjectId, KeyPair>,
  found: Constraint | null,
  context: RuleContext,
): Beside | null {
  const { parent } = after;
  const isNew = !context.live.objects.has(after.id);
  if (parent === null || !(isNew || context.isReplaced(after.id)) || !context.isInUse(parent)) return null;
  if (found === null && !mayStandBeside(after, parent, going, context)) return null;
  const needs = context.desired.dependencies.get(after.id) ?? [];
  const pair = needs.flatMap((id) => keys.get(id) ?? [])[0];
  if (pair === undefined && found === null) return null;
  const exchanged = pair === undefined ? [] : [pair.before.id, pair.after.id];
  const index = pair && indexOfKey(pair.after);
  return {
    name: isNew ? null : (besidePath(after).at(-1) ?? null),
    found,
    after: [
      ...needs.filter((id) => !exchanged.includes(id)),
      ...(index ? [objectId("index", index.path)] : []),
    ],
    keys: exchanged,
    released: releasedBy(
      going.find(({ id }) => id === after.id),
      after,
    ),
  };
}

function mayStandBeside(
  after: Constraint,
  table: ObjectId,
  going: readonly Constraint[],
  context: RuleContext,
): boolean {
  const { inheritedFrom, enforced } = after.attributes;
  if (context.isPartitioned(table) || inheritedFrom !== null || !enforced) return false;
  if (context.expansionsUnder(after.id).length > 0) return false;
  return !going.some((before) => sharesChanged(before, after, context));
}

/** Foreign keys that go and those that come to the same two tables have different names where Postgres made them up. */
function successorsOf(
  goingByTable: ReadonlyMap<ObjectId, readonly Constraint[]>,
  beside: ReadonlyMap<ObjectId, Beside>,
  context: RuleContext,
): ReadonlyMap<ObjectId, readonly ObjectId[]> {
  const coming = groupBy([...beside.keys()], (id) => context.desired.objects.get(id)?.parent ?? null);
  const successors = new Map<ObjectId, readonly ObjectId[]>();
  for (const [table, going] of goingByTable)
    for (const before of going) {
      if (beside.has(before.id)) continue;
      const next = (coming.get(table) ?? []).filter((id) => {
        const after = context.desired.objects.get(id);
        return (
          isForeignKey(after) &&
          beside.get(id)?.name === null &&
          after.attributes.references === before.attributes.references
        );
      });
      // One of its own name is made again in its exchange, and is nobody's successor.
      if (next.length > 0 && !context.isReplaced(before.id)) successors.set(before.id, next);
    }
  return successors;
}

const exchangesOf = (keys: ReadonlyMap<ObjectId, KeyPair>): ReadonlyMap<ObjectId, ExchangedTogether> =>
  new Map(
    [...keys.values()].flatMap(({ before, after }) => {
      const exchange = { bundle: `exchange of ${after.id}`, released: releasedBy(before, after) };
      return [[before.id, exchange] as const, [after.id, exchange] as const];
    }),
  );

function releasedBy(before: Constraint | undefined, after: Constraint): readonly ObjectId[] {
  const kept = columnsOf(after);
  return before === undefined ? [] : columnsOf(before).filter((id) => !kept.includes(id));
}

const columnsOf = ({ path, attributes }: Constraint): readonly ObjectId[] =>
  attributes.columns.map((name) => objectId("column", [...path.slice(0, -1), name]));

/** For the order: a foreign key that is made over an index does not wait for the key that will take it. */
export function withoutWaiting(desired: Catalog, { beside }: KeyExchanges): Catalog {
  if (beside.size === 0) return desired;
  const dependencies = new Map(desired.dependencies);
  for (const [id, { keys }] of beside)
    dependencies.set(
      id,
      (desired.dependencies.get(id) ?? []).filter((on) => !keys.includes(on)),
    );
  return { ...desired, dependencies };
}
