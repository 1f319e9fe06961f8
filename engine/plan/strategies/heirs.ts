// Tables that inherit follow the tables above, but for what they define themselves (manual, 5.11; ALTER TABLE, Notes). Pure.

import { sameValue } from "../../catalog/equal";
import type { AnyObject, ObjectId } from "../../catalog/model";
import { objectId } from "../../catalog/names";
import type { ObjectOf, RuleContext } from "../draft";
import { staysAttached } from "../rules/attachment";
import { inheritsNotNull, isInheritable } from "../rules/inherited";

type Part = ObjectOf<"column"> | ObjectOf<"constraint">;
type Objects = ReadonlyMap<ObjectId, AnyObject>;

interface Fate {
  readonly created: ReadonlySet<ObjectId>;
  readonly dropped: ReadonlySet<ObjectId>;
  readonly retyped: ReadonlySet<ObjectId>;
}

/** What is found out here, beside what is known of partitions. */
interface Follows {
  readonly created: Map<ObjectId, ObjectId>;
  readonly dropped: Map<ObjectId, ObjectId>;
  readonly altered: Map<ObjectId, ReadonlySet<string>>;
  readonly leaders: Map<ObjectId, ObjectId>;
  readonly alone: Set<ObjectId>;
  readonly kept: Set<ObjectId>;
  readonly earlier: Map<ObjectId, readonly ObjectId[]>;
  readonly later: Map<ObjectId, readonly ObjectId[]>;
}

export function followParents(fate: Fate, context: RuleContext, follows: Follows): void {
  const heirs = new Heirs(fate, context, follows);
  if (!heirs.any) return;
  for (const object of context.live.objects.values())
    if (isPart(object) && fate.dropped.has(object.id)) heirs.dropped(object);
  keepAbove(follows);
  for (const object of context.desired.objects.values()) {
    if (!isPart(object)) continue;
    if (fate.created.has(object.id)) heirs.created(object);
    else heirs.altered(object);
  }
}

/** What is dropped with the one above is kept, or let go of, below that one, too. */
function keepAbove({ dropped, kept }: Follows): void {
  for (let size = -1; size !== kept.size; ) {
    size = kept.size;
    for (const [heir, above] of dropped) if (kept.has(heir)) kept.add(above);
  }
}

const isPart = (object: AnyObject | undefined): object is Part =>
  object?.kind === "column" || (object?.kind === "constraint" && isInheritable(object));

class Heirs {
  readonly #ties = new Map<ObjectId, ObjectOf<"attachment">[]>();

  constructor(
    private readonly fate: Fate,
    private readonly context: RuleContext,
    private readonly follows: Follows,
  ) {
    for (const object of context.desired.objects.values()) {
      if (object.kind !== "attachment" || object.attributes.as !== "child") continue;
      if (!staysAttached(object.id, context) || fate.created.has(object.id)) continue;
      const { to } = object.attributes;
      this.#ties.set(to, [...(this.#ties.get(to) ?? []), object]);
    }
  }

  get any(): boolean {
    return this.#ties.size > 0;
  }

  /** A statement on the part drops what came from it alone; where not all of that goes, it is said ONLY of the table. */
  dropped(part: Part): void {
    const below = this.#below(part, this.context.live.objects);
    const isWhole = this.#goesWhole(part);
    if (!isWhole) this.follows.alone.add(part.id);
    for (const heir of below) {
      if (isWhole && this.fate.dropped.has(heir.id) && !this.#isOwn(heir))
        this.follows.dropped.set(heir.id, part.id);
      else {
        // What is inherited still can be neither dropped nor altered.
        push(this.follows.later, heir.id, part.id);
        if (part.kind === "constraint" || !this.fate.dropped.has(heir.id)) this.follows.kept.add(part.id);
      }
    }
  }

  #goesWhole(part: Part): boolean {
    return this.#below(part, this.context.live.objects).every((heir) => {
      if (this.#isOwn(heir)) return true;
      const sources = this.#above(heir);
      // What is let go of for a while does not hold it meanwhile.
      if (!this.fate.dropped.has(heir.id))
        return this.#above(heir, true).some(({ id }) => !this.fate.dropped.has(id));
      return sources.length === 1 && this.#goesWhole(heir);
    });
  }

  /** What an heir defines itself is made first, and merged with what comes from above. */
  created(part: Part): void {
    for (const heir of this.#below(part, this.context.desired.objects)) {
      if (!this.fate.created.has(heir.id) || this.#isOwn(heir)) {
        push(this.follows.earlier, heir.id, part.id);
        continue;
      }
      this.follows.created.set(heir.id, part.id);
      const [own, theirs] = [this.#defaultOf(heir), this.#defaultOf(part)];
      if (own && theirs && sameValue(own.attributes, theirs.attributes))
        this.follows.created.set(own.id, theirs.id);
    }
  }

  altered(part: Part): void {
    const was = this.context.live.objects.get(part.id);
    if (!isPart(was)) return;
    const below = this.#below(part, this.context.desired.objects).filter(
      ({ id }) => !this.fate.created.has(id),
    );
    if (!this.#allFollow(was, part)) this.follows.alone.add(part.id);
    for (const heir of below) {
      const before = this.context.live.objects.get(heir.id);
      if (!isPart(before)) continue;
      const changes = changed(before, heir);
      const isAlone = this.follows.alone.has(part.id);
      const attributes = followed(was, part).filter(
        (name) => changes.includes(name) && !(isAlone && mayBeAlone.has(name)),
      );
      if (this.fate.retyped.has(part.id) && this.fate.retyped.has(heir.id)) attributes.push("type");
      if (attributes.includes("notNull")) attributes.push("notNullConstraint");
      else if (changed(was, part).includes("notNull") || letsGoOfNotNull(was, part))
        push(this.follows.later, heir.id, part.id);
      if (attributes.length === 0) continue;
      const known = this.follows.altered.get(heir.id) ?? [];
      this.follows.altered.set(heir.id, new Set([...known, ...attributes]));
      this.follows.leaders.set(heir.id, part.id);
    }
  }

  /** Whether NOT NULL or a generation expression that goes on to the heirs is what they are to have. */
  #allFollow(was: Part, part: Part): boolean {
    if (was.kind !== "column" || part.kind !== "column") return true;
    const goesOn = followed(was, part).filter((name) => mayBeAlone.has(name));
    return goesOn.every((name) => this.#allHave(part, part, name as "notNull" | "generated"));
  }

  #allHave(part: Part, wanted: ObjectOf<"column">, name: "notNull" | "generated"): boolean {
    return this.#below(part, this.context.desired.objects).every(
      (heir) =>
        heir.kind === "column" &&
        sameValue(heir.attributes[name], wanted.attributes[name]) &&
        this.#allHave(heir, wanted, name),
    );
  }

  /** The same part of the tables that inherit from the part's table and go on to. */
  #below(part: Part, objects: Objects): readonly Part[] {
    const name = part.path.at(-1) ?? "";
    return (this.#ties.get(part.parent ?? part.id) ?? []).flatMap(({ path }) => {
      const found = objects.get(objectId(part.kind, [...path, name]));
      return isPart(found) ? [found] : [];
    });
  }

  #isOwn(part: Part): boolean {
    if (part.kind === "constraint") return part.attributes.inheritedFrom === null;
    const name = part.path.at(-1) ?? "";
    return !this.#tiesOf(part).some(({ attributes }) => attributes.given.includes(name));
  }

  /** The same part of the tables that its table inherits from. */
  #above(part: Part, whileTied = false): readonly Part[] {
    const isSame = (other: AnyObject): other is Part =>
      isPart(other) && other.kind === part.kind && other.path.at(-1) === part.path.at(-1);
    return this.#tiesOf(part)
      .filter((tie) => !whileTied || this.#ties.get(tie.attributes.to)?.some(({ id }) => id === tie.id))
      .flatMap(({ attributes: { to } }) => this.context.liveChildren(to).filter(isSame));
  }

  #tiesOf({ parent }: Part): readonly ObjectOf<"attachment">[] {
    if (parent === null) return [];
    const isTie = (object: AnyObject): object is ObjectOf<"attachment"> =>
      object.kind === "attachment" && object.attributes.as === "child";
    return this.context.liveChildren(parent).filter(isTie);
  }

  #defaultOf({ id }: Part): AnyObject | undefined {
    return this.context.children(id).find(({ kind }) => kind === "default");
  }
}

function changed(before: Part, after: Part): readonly string[] {
  return Object.keys(after.attributes).filter(
    (name) =>
      !sameValue(
        (before.attributes as Readonly<Record<string, unknown>>)[name],
        (after.attributes as Readonly<Record<string, unknown>>)[name],
      ),
  );
}

/** What Postgres lets be said ONLY of a table that has heirs. */
const mayBeAlone: ReadonlySet<string> = new Set(["notNull", "generated"]);

/** NOT NULL becomes NO INHERIT: until then an heir cannot drop it. */
const letsGoOfNotNull = (before: Part, after: Part): boolean =>
  before.kind === "column" && after.kind === "column" && inheritsNotNull(before) && !inheritsNotNull(after);

/** What of the change goes on to the heirs: not that a column may be null again, which is said of each. */
function followed(before: Part, after: Part): string[] {
  if (after.kind === "constraint") return changed(before, after).filter((name) => name === "validated");
  const gains = before.kind === "column" && inheritsNotNull(after) && !inheritsNotNull(before);
  return [
    ...changed(before, after).filter((name) => ["type", "collation", "generated"].includes(name)),
    ...(gains ? ["notNull"] : []),
  ];
}

function push(map: Map<ObjectId, readonly ObjectId[]>, key: ObjectId, value: ObjectId): void {
  map.set(key, [...(map.get(key) ?? []), value]);
}
