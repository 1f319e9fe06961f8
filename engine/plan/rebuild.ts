// Finds everything that must be dropped and made again because something it hangs on is. Knows no kind: the rules answer. Pure.
import type { AnyObject, Catalog, Kind, ObjectId } from "../catalog/model";
import type { Change } from "../diff";
import type { Rule, RuleContext } from "./draft";
import { rules } from "./rules";

export interface Rebuild {
  /** Dropped and made again. */
  readonly replaced: ReadonlySet<ObjectId>;
  /** Columns that keep their values while their type is swapped for another of the same name. */
  readonly retyped: ReadonlySet<ObjectId>;
  /** Whether a column that stays holds values of a type that is replaced: both types must be there for a while. */
  readonly swaps: boolean;
  /** Why an object without a change of its own is in the plan. */
  readonly causes: ReadonlyMap<ObjectId, string>;
}

type AlterChange = Extract<Change, { type: "alter" }>;

export function ruleOf(kind: Kind): Rule<Kind> {
  return rules[kind] as Rule<Kind>;
}

/** Kinds whose values a table holds: their users are converted, never dropped. */
const typeKinds: ReadonlySet<Kind> = new Set(["enum", "domain", "composite", "range", "collation"]);

class Search implements Rebuild {
  readonly replaced = new Set<ObjectId>();
  readonly retyped = new Set<ObjectId>();
  swaps = false;
  readonly causes = new Map<ObjectId, string>();
  readonly #dependents: ReadonlyMap<ObjectId, readonly ObjectId[]>;
  readonly #alters = new Map<ObjectId, AlterChange>();
  readonly #dropped = new Set<ObjectId>();
  readonly #created: AnyObject[] = [];
  #takenNames: ReadonlySet<string> | undefined;
  readonly #queue: ObjectId[] = [];

  constructor(
    private readonly live: Catalog,
    private readonly desired: Catalog,
    changes: readonly Change[],
    private readonly context: RuleContext,
  ) {
    this.#dependents = reversed(live);
    for (const change of changes) {
      if (change.type === "alter") this.#alters.set(change.id, change);
      if (change.type === "drop") this.#dropped.add(change.id);
      if (change.type === "create") this.#created.push(change.after);
    }
  }

  run(): Rebuild {
    for (const id of this.#dropped) this.#spread(id, "is dropped");
    for (const change of this.#alters.values()) this.#alter(change);
    for (const object of this.#created) {
      const remade = ruleOf(object.kind).remakes?.(object, this.context);
      if (remade) this.#replace(remade, `${object.id}, which is new`);
    }
    for (let id = this.#queue.pop(); id !== undefined; id = this.#queue.pop())
      this.#spread(id, "is replaced");
    return this;
  }

  #alter(change: AlterChange): void {
    const attributes = new Set(change.attributes);
    const rule = ruleOf(change.before.kind);
    if (rule.alter(change.before, change.after, attributes, this.context) === "replace") {
      this.#replace(change.id, null);
      return;
    }
    this.#breakDependents(
      change.before,
      change.after,
      attributes,
      `${change.id}, which changes its ${change.attributes.join(", ")}`,
    );
  }

  #breakDependents(
    before: AnyObject,
    after: AnyObject,
    attributes: ReadonlySet<string>,
    because: string,
  ): void {
    const { breaks, unties } = ruleOf(before.kind);
    for (const id of unties?.(before, attributes, this.context) ?? []) this.#replace(id, because);
    if (!breaks) return;
    for (const id of this.#dependents.get(before.id) ?? []) {
      const dependent = this.live.objects.get(id);
      if (dependent && breaks(before, after, attributes, dependent, this.context)) this.#replace(id, because);
    }
  }

  #replace(id: ObjectId, because: string | null): void {
    if (because !== null && this.replaced.has(id) && !this.causes.has(id))
      this.causes.set(id, `depends on ${because}`);
    if (this.replaced.has(id) || this.#dropped.has(id)) return;
    const object = this.live.objects.get(id);
    if (!object || !this.desired.objects.has(id)) return;
    this.replaced.add(id);
    if (because !== null && !this.causes.has(id)) this.causes.set(id, `depends on ${because}`);
    this.#queue.push(id);
  }

  /** What hangs on an object that goes away: it goes too, unless it lets go of it by an alteration of its own. */
  #spread(id: ObjectId, fate: string): void {
    const object = this.live.objects.get(id);
    const givesWay = object !== undefined && ruleOf(object.kind).givesWay?.(object, this.context) === true;
    const along = object && ruleOf(object.kind).takesAlong?.(object, this.context);
    if (along) this.#replace(along, `${id}, which ${fate}`);
    for (const dependentId of this.#dependents.get(id) ?? []) {
      const dependent = this.live.objects.get(dependentId);
      const after = this.desired.objects.get(dependentId);
      if (!dependent || !after || this.#dropped.has(dependentId)) continue;
      const because = `${id}, which ${fate}`;
      const stillNeeds = (this.desired.dependencies.get(dependentId) ?? []).includes(id);
      const letsGo = !stillNeeds && this.#alters.has(dependentId);
      if (letsGo && !givesWay && !(isView(dependent) && this.#isInTheWay(id))) continue;
      if (this.#isTypeOf(id, dependent)) this.#retype(dependent, after, because);
      else this.#replace(dependentId, because);
    }
  }

  /** Whether its name, or that of something gone that it stands on, is taken anew: it may have to go before that is made. */
  #isInTheWay(id: ObjectId): boolean {
    const object = this.live.objects.get(id);
    if (!object || !(this.#dropped.has(id) || this.replaced.has(id))) return false;
    const names = ruleOf(object.kind).names?.(object) ?? [];
    this.#takenNames ??= new Set(this.#created.flatMap((made) => ruleOf(made.kind).names?.(made) ?? []));
    const taken = this.#takenNames;
    return (
      names.some((name) => taken.has(name)) ||
      (this.live.dependencies.get(id) ?? []).some((on) => this.#isInTheWay(on))
    );
  }

  #isTypeOf(id: ObjectId, dependent: AnyObject): boolean {
    const kind = this.live.objects.get(id)?.kind;
    return (
      kind !== undefined &&
      typeKinds.has(kind) &&
      dependent.kind === "column" &&
      dependent.attributes.generated === null
    );
  }

  #retype(before: AnyObject, after: AnyObject, because: string): void {
    this.swaps = true;
    if (this.retyped.has(before.id) || this.#alters.get(before.id)?.attributes.includes("type")) return;
    this.retyped.add(before.id);
    this.causes.set(before.id, `depends on ${because}`);
    this.#breakDependents(before, after, new Set(["type"]), `${before.id}, which changes its type`);
  }
}

const isView = ({ kind }: AnyObject): boolean => kind === "view" || kind === "materialized view";

function reversed(catalog: Catalog): ReadonlyMap<ObjectId, readonly ObjectId[]> {
  const dependents = new Map<ObjectId, ObjectId[]>();
  for (const [id, edges] of catalog.dependencies)
    for (const on of edges) {
      const known = dependents.get(on);
      if (known) known.push(id);
      else dependents.set(on, [id]);
    }
  return dependents;
}

export function findRebuild(
  live: Catalog,
  desired: Catalog,
  changes: readonly Change[],
  context: RuleContext,
): Rebuild {
  return new Search(live, desired, changes, context).run();
}
