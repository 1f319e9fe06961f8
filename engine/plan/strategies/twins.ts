// A constraint, index or sequence that differs in nothing but its name is renamed, not dropped and made again. Pure.

import { sameValue } from "../../catalog/equal";
import type { AnyObject, Catalog, ObjectId } from "../../catalog/model";
import { attachedId, objectId, quoteName, quotePath } from "../../catalog/names";
import { spell } from "../../catalog/spelling";
import { type Draft, draft, lock } from "../draft";
import { isInheritable } from "../rules/inherited";

export interface Twins {
  /** The live catalog as it is once the renames have run. */
  readonly live: Catalog;
  readonly drafts: readonly Draft[];
}

const twinKinds: ReadonlySet<string> = new Set(["constraint", "index", "sequence"]);

export function renameTwins(live: Catalog, desired: Catalog): Twins {
  const created = [...desired.objects.values()].filter(
    (object) => twinKinds.has(object.kind) && !live.objects.has(object.id),
  );
  if (created.length === 0) return { live, drafts: [] };
  const candidates = [...live.objects.values()].filter(
    (object) => twinKinds.has(object.kind) && !desired.objects.has(object.id),
  );
  const renamed = new Map<ObjectId, AnyObject>();
  const pairs: Pair[] = [];
  for (const after of created) {
    const before = candidates.find((candidate) => !renamed.has(candidate.id) && isTwin(candidate, after));
    if (!before || isTaken(live, after)) continue;
    renamed.set(before.id, after);
    pairs.push([before, after]);
  }
  const kept = withHeirs(pairs, live);
  for (const pair of pairs) if (!kept.includes(pair)) renamed.delete(pair[0].id);
  const drafts = kept
    .filter(([before, after]) => !isLed(before, after, renamed, live))
    .map(([before, after]) => renameDraft(before, after));
  return drafts.length === 0 ? { live, drafts } : { live: applyRenames(live, renamed), drafts };
}

type Pair = readonly [AnyObject, AnyObject];

const lastName = ({ path }: AnyObject): string => path.at(-1) ?? "";
type Check = Extract<AnyObject, { kind: "constraint" }>;

const isCheck = (object: AnyObject | undefined): object is Check =>
  object?.kind === "constraint" && isInheritable(object);

/** A check is renamed together with all that came from it or merged with it, or with none of them. */
function withHeirs(pairs: readonly Pair[], live: Catalog): readonly Pair[] {
  if (!pairs.some(([before]) => isCheck(before))) return pairs;
  const ties = [...live.objects.values()].flatMap((tie) =>
    tie.kind === "attachment" && tie.parent !== null ? [{ above: tie.attributes.to, below: tie.parent }] : [],
  );
  const checkOf = (table: ObjectId, name: string): AnyObject | undefined => {
    const path = live.objects.get(table)?.path ?? [];
    const found = live.objects.get(objectId("constraint", [...path, name]));
    return isCheck(found) ? found : undefined;
  };
  const isWhole = ([before, after]: Pair): boolean => {
    const isAlong = (check: AnyObject | undefined): boolean =>
      check === undefined ||
      pairs.some(([one, other]) => one === check && lastName(other) === lastName(after));
    return ties.every(({ above, below }) => {
      if (above === before.parent)
        return isAlong(checkOf(below, lastName(before))) && !checkOf(below, lastName(after));
      return below !== before.parent || isAlong(checkOf(above, lastName(before)));
    });
  };
  const whole = pairs.filter((pair) => !isCheck(pair[0]) || isWhole(pair));
  return whole.length === pairs.length ? pairs : withHeirs(whole, live);
}

function isTwin(before: AnyObject, after: AnyObject): boolean {
  if (before.kind !== after.kind || before.parent !== after.parent || before.path[0] !== after.path[0])
    return false;
  if (before.kind === "sequence" && before.attributes.ownedBy === null) return false;
  return sameValue(ownAttributes(before), ownAttributes(after));
}

/** Where a check came from is said by the check above, which may have another name by then. */
const ownAttributes = (object: AnyObject): object =>
  object.kind === "constraint" && object.attributes.type === "check"
    ? { ...object.attributes, inheritedFrom: null }
    : object.attributes;

/** RENAME CONSTRAINT of a check goes on to the tables below, and cannot be said of those (manual, ALTER TABLE, Notes). */
function isLed(
  before: AnyObject,
  after: AnyObject,
  renamed: ReadonlyMap<ObjectId, AnyObject>,
  live: Catalog,
): boolean {
  if (before.kind !== "constraint" || before.attributes.type !== "check") return false;
  const name = before.path.at(-1) ?? "";
  return [...live.objects.values()].some((tie) => {
    if (tie.kind !== "attachment" || tie.parent !== before.parent) return false;
    const above = live.objects.get(tie.attributes.to);
    const leader = above && renamed.get(objectId("constraint", [...above.path, name]));
    return leader?.path.at(-1) === after.path.at(-1);
  });
}

/** Relations of a schema share their names: tables, views, sequences, indexes, and the indexes behind keys. */
function isTaken(live: Catalog, after: AnyObject): boolean {
  const schema = after.path[0] ?? "";
  const last = after.path.at(-1) ?? "";
  if (after.kind === "constraint" && !isKey(after)) return false;
  const name = quotePath([schema, last]);
  const isRelation = relationKinds.some((kind) => live.objects.has(`${kind} ${name}` as ObjectId));
  const isKeyIndex = [...live.objects.values()].some(
    (object) => isKey(object) && object.path[0] === schema && object.path.at(-1) === last,
  );
  return isRelation || isKeyIndex;
}

const relationKinds = ["table", "view", "materialized view", "index", "sequence", "composite"];

function isKey(object: AnyObject): boolean {
  return (
    object.kind === "constraint" && ["primary key", "unique", "exclude"].includes(object.attributes.type)
  );
}

function renameDraft(before: AnyObject, after: AnyObject): Draft {
  const to = quoteName(after.path.at(-1) ?? "");
  const owner = before.parent?.startsWith("domain ") ? "DOMAIN" : "TABLE";
  const sql =
    before.kind === "constraint"
      ? `ALTER ${owner} ${quotePath(before.path.slice(0, -1))} RENAME CONSTRAINT ${quoteName(before.path.at(-1) ?? "")} TO ${to}`
      : `ALTER ${before.kind.toUpperCase()} ${quotePath(before.path)} RENAME TO ${to}`;
  return draft(after.id, `same as ${before.id}, which is not in the source`, sql, {
    retires: [],
    locks:
      before.kind === "constraint" && before.parent && owner === "TABLE"
        ? lock("ACCESS EXCLUSIVE", before.parent)
        : [],
  });
}

/** Objects, their comments, and every edge to them under the new ids. */
function applyRenames(live: Catalog, renamed: ReadonlyMap<ObjectId, AnyObject>): Catalog {
  const newIds = new Map<ObjectId, ObjectId>([...renamed].map(([id, after]) => [id, after.id]));
  const objects = new Map<ObjectId, AnyObject>();
  for (const object of live.objects.values()) {
    const after = renamed.get(object.id);
    const parent = object.parent === null ? undefined : renamed.get(object.parent);
    const moved = after
      ? { ...object, id: after.id, path: after.path }
      : parent
        ? attachedTo(object, parent)
        : object;
    if (moved.id !== object.id) newIds.set(object.id, moved.id);
    objects.set(moved.id, moved);
  }
  const current = (id: ObjectId): ObjectId => newIds.get(id) ?? id;
  for (const object of objects.values())
    if (object.kind === "constraint" && object.attributes.inheritedFrom !== null) {
      const inheritedFrom = current(object.attributes.inheritedFrom);
      objects.set(object.id, { ...object, attributes: { ...object.attributes, inheritedFrom } });
    }
  const dependencies = new Map(
    [...live.dependencies].map(([id, edges]) => [current(id), edges.map(current)]),
  );
  return { ...live, objects, dependencies };
}

function attachedTo(object: AnyObject, parent: AnyObject): AnyObject {
  if (object.kind === "comment")
    return {
      ...object,
      id: attachedId("comment", parent.id),
      parent: parent.id,
      path: parent.path,
      attributes: { ...object.attributes, on: spell(parent) },
    };
  if (object.kind === "owner")
    return {
      ...object,
      id: attachedId("owner", parent.id),
      parent: parent.id,
      path: parent.path,
      attributes: { ...object.attributes, of: spell(parent) },
    };
  if (object.kind === "privilege")
    return {
      ...object,
      id: attachedId("privilege", parent.id, object.attributes.grantee),
      parent: parent.id,
      path: parent.path,
      attributes: { ...object.attributes, on: spell(parent) },
    };
  return { ...object, parent: parent.id };
}
