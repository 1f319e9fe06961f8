// Partitions and heirs follow the table above: what a statement on it does to them needs none of their own. Pure.

import { sameValue } from "../../catalog/equal";
import { groupBy } from "../../catalog/group";
import type { AnyObject, ObjectId } from "../../catalog/model";
import { attachmentId, objectId } from "../../catalog/names";
import { notNullOn } from "../../catalog/not-null";
import type { Draft, ObjectOf, RuleContext } from "../draft";
import { staysAttached } from "../rules/attachment";
import { followParents } from "./heirs";

/** For each object, the object above whose draft does the same to it. */
export interface Carried {
  readonly created: ReadonlyMap<ObjectId, ObjectId>;
  readonly dropped: ReadonlyMap<ObjectId, ObjectId>;
  /** Columns: the attributes that follow, in ALTER TABLE of the table above. */
  readonly altered: ReadonlyMap<ObjectId, ReadonlySet<string>>;
  /** The column or check above each one that follows it. */
  readonly leaders: ReadonlyMap<ObjectId, ObjectId>;
  /** What is said ONLY of its table, because not all heirs follow. */
  readonly alone: ReadonlySet<ObjectId>;
  /** Columns that are dropped and stay in a table below; checks that one below lets go of after them, by itself. */
  readonly kept: ReadonlySet<ObjectId>;
  /** For each object, those above that are made after its own drafts. */
  readonly earlier: ReadonlyMap<ObjectId, readonly ObjectId[]>;
  /** For each object, those above that are dropped or altered before its own drafts. */
  readonly later: ReadonlyMap<ObjectId, readonly ObjectId[]>;
}

interface Fate {
  readonly created: ReadonlySet<ObjectId>;
  readonly dropped: ReadonlySet<ObjectId>;
  readonly retyped: ReadonlySet<ObjectId>;
  /** Replaced because of something else: what is let go of for a while does not follow. */
  readonly forced: ReadonlySet<ObjectId>;
}

/** ALTER TABLE goes on to the partitions with these and cannot be kept from it. */
const followed = ["type", "collation", "notNull", "generated", "identity"] as const;

export function carriedByParents(fate: Fate, context: RuleContext): Carried {
  const found = new Finder(fate, context);
  for (const object of context.desired.objects.values()) {
    if (object.kind !== "attachment") continue;
    if (object.attributes.as === "index") found.attachedIndex(object);
    if (object.attributes.as !== "partition") continue;
    if (staysAttached(object.id, context) && !fate.forced.has(object.id)) found.steady(object);
    else if (fate.created.has(object.id)) found.attached(object);
  }
  for (const object of context.live.objects.values())
    if (object.kind === "attachment" && object.attributes.as === "index") found.droppedIndex(object);
  followParents(fate, context, found);
  return found;
}

class Finder implements Carried {
  readonly created = new Map<ObjectId, ObjectId>();
  readonly dropped = new Map<ObjectId, ObjectId>();
  readonly altered = new Map<ObjectId, ReadonlySet<string>>();
  readonly leaders = new Map<ObjectId, ObjectId>();
  readonly alone = new Set<ObjectId>();
  readonly kept = new Set<ObjectId>();
  readonly earlier = new Map<ObjectId, readonly ObjectId[]>();
  readonly later = new Map<ObjectId, readonly ObjectId[]>();

  constructor(
    private readonly fate: Fate,
    private readonly context: RuleContext,
  ) {}

  /** The partition was and stays attached. */
  steady(attachment: ObjectOf<"attachment">): void {
    const above = this.context.desired.objects.get(attachment.attributes.to);
    if (!attachment.parent || !above) return;
    for (const child of this.context.children(attachment.parent)) {
      const by = counterpart(child, above);
      if (by === null) continue;
      if (this.fate.created.has(child.id) && this.fate.created.has(by)) this.#created(child, by);
      else if (child.kind === "column") this.#altered(child, by);
    }
    for (const child of this.context.liveChildren(attachment.parent)) {
      const by = counterpart(child, above);
      if (by !== null && this.fate.dropped.has(child.id) && this.fate.dropped.has(by))
        this.dropped.set(child.id, by);
    }
  }

  #created(child: AnyObject, by: ObjectId): void {
    this.created.set(child.id, by);
    const value = (column: ObjectId): AnyObject | undefined =>
      this.context.children(column).find(({ kind }) => kind === "default");
    const [own, theirs] = [value(child.id), value(by)];
    if (own && theirs && sameValue(own.attributes, theirs.attributes)) this.created.set(own.id, theirs.id);
  }

  #altered(after: ObjectOf<"column">, by: ObjectId): void {
    const before = this.context.live.objects.get(after.id);
    const above = this.context.desired.objects.get(by);
    const aboveBefore = this.context.live.objects.get(by);
    if (before?.kind !== "column" || above?.kind !== "column" || aboveBefore?.kind !== "column") return;
    const attributes: string[] = followed.filter(
      (name) =>
        !sameValue(before.attributes[name], after.attributes[name]) &&
        !sameValue(aboveBefore.attributes[name], above.attributes[name]) &&
        sameValue(above.attributes[name], after.attributes[name]),
    );
    if (this.fate.retyped.has(after.id) && this.fate.retyped.has(by)) attributes.push("type");
    if (attributes.includes("notNull") && notNullOn(after)?.name === notNullOn(above)?.name)
      attributes.push("notNullConstraint");
    if (attributes.length === 0) return;
    this.altered.set(after.id, new Set(attributes));
    this.leaders.set(after.id, by);
  }

  /** ATTACH PARTITION adds the foreign keys of the table above, and takes the indexes that fit. */
  attached(attachment: ObjectOf<"attachment">): void {
    for (const child of attachment.parent ? this.context.children(attachment.parent) : [])
      if (
        child.kind === "constraint" &&
        child.attributes.type === "foreign key" &&
        child.attributes.inheritedFrom !== null &&
        this.fate.created.has(child.id)
      )
        this.created.set(child.id, attachment.id);
  }

  attachedIndex(attachment: ObjectOf<"attachment">): void {
    const tie = this.#tieOf(attachment, this.context.desired.objects);
    if (!tie || !this.fate.created.has(attachment.id)) return;
    const above = this.context.desired.objects.get(attachment.attributes.to);
    const isBesideForeign =
      above?.kind === "index" && above.parent !== null && this.context.isAboveForeign(above.parent);
    const isAway = this.fate.created.has(tie.id);
    // Beside foreign partitions it is made last, and takes what is there.
    if (
      isBesideForeign &&
      this.fate.created.has(above.id) &&
      (!isAway || staysAttached(tie.id, this.context))
    )
      this.created.set(attachment.id, above.id);
    else if (isAway) this.created.set(attachment.id, tie.id);
  }

  /** An attached index goes with the index above, and cannot go before it. */
  droppedIndex(attachment: ObjectOf<"attachment">): void {
    const { parent: index, attributes } = attachment;
    const tie = this.#tieOf(attachment, this.context.live.objects);
    if (!index || !tie || !staysAttached(tie.id, this.context)) return;
    if (this.fate.dropped.has(index) && this.fate.dropped.has(attributes.to))
      this.dropped.set(index, attributes.to);
  }

  /** The attachment of the index's table to the table of the index above. */
  #tieOf(
    attachment: ObjectOf<"attachment">,
    objects: ReadonlyMap<ObjectId, AnyObject>,
  ): AnyObject | undefined {
    const table = objects.get(attachment.parent ?? attachment.id)?.parent;
    const above = objects.get(attachment.attributes.to)?.parent;
    return table && above ? objects.get(attachmentId(table, above)) : undefined;
  }
}

/** The object of the table above that a column or constraint of a partition comes from. */
function counterpart(child: AnyObject, above: AnyObject): ObjectId | null {
  if (child.kind === "column") return objectId("column", [...above.path, child.path.at(-1) ?? ""]);
  return child.kind === "constraint" ? child.attributes.inheritedFrom : null;
}

/** The draft with everything that it does to partitions. */
export function extend(draft: Draft, carried: Carried): Draft {
  const creates = followers(draft.creates, carried.created);
  const drops = followers(draft.drops, carried.dropped);
  const alters = followers(draft.alters, carried.leaders);
  const beforeStart = [...draft.creates, ...draft.alters].flatMap((id) => carried.earlier.get(id) ?? []);
  const afterEnd = [...draft.drops, ...draft.alters].flatMap((id) => carried.later.get(id) ?? []);
  if ([creates, drops, alters, beforeStart, afterEnd].every(({ length }) => length === 0)) return draft;
  return {
    ...draft,
    afterEnd: [...draft.afterEnd, ...afterEnd],
    beforeStart: [...draft.beforeStart, ...beforeStart],
    creates: [...draft.creates, ...creates],
    drops: [...draft.drops, ...drops],
    alters: [...draft.alters, ...alters],
  };
}

const followersOf = new WeakMap<
  ReadonlyMap<ObjectId, ObjectId>,
  ReadonlyMap<ObjectId, readonly ObjectId[]>
>();

/** The same map from those that lead to those that follow; turned round once. */
function turned(follows: ReadonlyMap<ObjectId, ObjectId>): ReadonlyMap<ObjectId, readonly ObjectId[]> {
  const known = followersOf.get(follows);
  if (known) return known;
  const led = groupBy(follows.keys(), (id) => follows.get(id) ?? null);
  followersOf.set(follows, led);
  return led;
}

/** Those that follow one of `leaders`, directly or through another. */
function followers(
  leaders: readonly ObjectId[],
  follows: ReadonlyMap<ObjectId, ObjectId>,
): readonly ObjectId[] {
  if (leaders.length === 0 || follows.size === 0) return [];
  const led = turned(follows);
  const found = new Set<ObjectId>();
  const queue = [...leaders];
  for (let id = queue.pop(); id !== undefined; id = queue.pop())
    for (const next of led.get(id) ?? []) {
      if (found.has(next)) continue;
      found.add(next);
      queue.push(next);
    }
  return [...found].sort();
}
