// What rules may ask while a plan is made: the two catalogs, and what is already known of the plan. Pure.
import { createHash } from "node:crypto";
import { groupBy } from "../catalog/group";
import type { AnyObject, Catalog, Estimate, ObjectId } from "../catalog/model";
import { attachedId, objectId, quotePath } from "../catalog/names";
import { notNullOn } from "../catalog/not-null";
import type { Change } from "../diff";
import type { ObjectOf, Reach, RuleContext } from "./draft";
import type { DataDirective, OnlineMode } from "./model";
import type { Rebuild } from "./rebuild";
import { isForeign } from "./rules/foreign";
import type { Expansion } from "./strategies/expansions";
import { type KeyExchanges, noKeyExchanges } from "./strategies/key-exchanges";
import { noRefills, type Refills } from "./strategies/refills";

interface ForeignKeyEnd {
  /** The table that has it or that it refers to. */
  readonly end: ObjectId | null;
  readonly key: ObjectOf<"constraint">;
}

export class PlanContext implements RuleContext {
  readonly #children = new Map<Catalog, ReadonlyMap<ObjectId, readonly AnyObject[]>>();
  readonly #privileges = new Map<Catalog, ReadonlyMap<string, readonly ObjectOf<"privilege">[]>>();
  #constraints: ReadonlyMap<string, readonly AnyObject[]> | undefined;
  /** By object, the names of the attributes that differ. */
  readonly #altered: ReadonlyMap<ObjectId, readonly string[]>;
  #rebuild: Rebuild = { replaced: new Set(), retyped: new Set(), swaps: false, causes: new Map() };
  #inline: ReadonlySet<ObjectId> = new Set();
  #alone: ReadonlySet<ObjectId> = new Set();
  readonly #foreignKeys = new Map<Catalog, ReadonlyMap<ObjectId, readonly ForeignKeyEnd[]>>();
  readonly #directives: ReadonlyMap<string, DataDirective>;
  #heirsTo: ReadonlySet<ObjectId> | undefined;
  #exchanged: ReadonlySet<ObjectId> | undefined;
  #attached: ReadonlyMap<ObjectId, readonly ObjectOf<"attachment">[]> | undefined;
  #ties: ReadonlyMap<ObjectId, readonly ObjectOf<"attachment">[]> | undefined;
  #tiedTo: ReadonlyMap<ObjectId, readonly ObjectOf<"attachment">[]> | undefined;
  #aboveForeign: ReadonlySet<ObjectId> | undefined;
  keyExchanges: KeyExchanges = noKeyExchanges;
  refills: Refills = noRefills;

  constructor(
    readonly live: Catalog,
    readonly desired: Catalog,
    changes: readonly Change[],
    private readonly whole: Catalog,
    private readonly online: OnlineMode,
    directives: readonly DataDirective[],
    private readonly expansions: ReadonlyMap<ObjectId, Expansion>,
  ) {
    this.#altered = new Map(
      changes.flatMap((change) => (change.type === "alter" ? [[change.id, change.attributes] as const] : [])),
    );
    this.#directives = new Map(
      directives.map((directive) => [`${directive.verb} ${objectId("column", directive.column)}`, directive]),
    );
  }

  /** Called once, when it is known what is dropped and made again, and what is written inside what. */
  settle(rebuild: Rebuild, inline: ReadonlySet<ObjectId>, alone: ReadonlySet<ObjectId>): void {
    this.#rebuild = rebuild;
    this.#inline = inline;
    this.#alone = alone;
  }

  cause(id: ObjectId): string {
    const because = this.#rebuild.causes.get(id);
    if (this.#isNew(id)) return "new in the source";
    if (this.live.objects.has(id) && !this.desired.objects.has(id)) return "not in the source";
    const attributes = this.#altered.get(id);
    const changed = attributes ? `changed: ${attributes.join(", ")}` : null;
    return (
      [changed, because].filter((part) => part !== null && part !== undefined).join("; ") ||
      "belongs to what changes"
    );
  }

  children(id: ObjectId): readonly AnyObject[] {
    return this.#childrenIn(this.desired, id);
  }

  liveChildren(id: ObjectId): readonly AnyObject[] {
    return this.#childrenIn(this.live, id);
  }

  #childrenIn(catalog: Catalog, id: ObjectId): readonly AnyObject[] {
    const known =
      this.#children.get(catalog) ?? groupBy([...catalog.objects.values()], ({ parent }) => parent);
    this.#children.set(catalog, known);
    return known.get(id) ?? [];
  }

  isInline(id: ObjectId): boolean {
    return this.#inline.has(id);
  }

  isInUse(relation: ObjectId): boolean {
    return this.live.objects.has(relation) && !this.#rebuild.replaced.has(relation);
  }

  isThere(relation: ObjectId): boolean {
    // What neither catalog has is out of scope.
    const isKnown = [this.live, this.whole].some(({ objects }) => objects.has(relation));
    return isKnown || !this.desired.objects.has(relation);
  }

  hasRows(relation: ObjectId, reach: Reach = "own"): boolean {
    return this.#reached(relation, reach).some(
      (id) => this.isInUse(id) && this.live.estimates.get(id)?.rows !== 0 && !isForeign(id, this),
    );
  }

  holdsData(relation: ObjectId, reach: Reach = "own"): boolean {
    if (this.online === "never") return false;
    if (this.online === "auto") return this.hasRows(relation, reach);
    // Whoever asks the rows of a foreign table asks another server.
    return this.#reached(relation, reach).some((id) => this.isInUse(id) && !isForeign(id, this));
  }

  estimate(relation: ObjectId, reach: Reach = "own"): Estimate | null {
    const sizes = this.#reached(relation, reach).flatMap((id) =>
      this.isInUse(id) ? (this.live.estimates.get(id) ?? []) : [],
    );
    const [first, ...others] = sizes;
    if (!first) return null;
    return others.reduce(
      (sum, { rows, bytes }) => ({
        rows: sum.rows === null || rows === null ? null : sum.rows + rows,
        bytes: sum.bytes + bytes,
      }),
      first,
    );
  }

  #reached(relation: ObjectId, reach: Reach): readonly ObjectId[] {
    const found = new Set([relation]);
    if (reach === "own") return [relation];
    for (const id of found)
      for (const { parent, attributes } of this.attachedTo(id))
        if (parent !== null && attributes.as === "child") found.add(parent);
    return [...found];
  }

  isReplaced(id: ObjectId): boolean {
    return this.#rebuild.replaced.has(id);
  }

  #isNew(id: ObjectId): boolean {
    return this.desired.objects.has(id) && !this.live.objects.has(id);
  }

  isChanged(id: ObjectId): boolean {
    return this.#altered.has(id) || this.#isNew(id) || this.#rebuild.retyped.has(id) || this.isReplaced(id);
  }

  isForced(id: ObjectId): boolean {
    return this.isReplaced(id) && this.#rebuild.causes.has(id);
  }

  directive(verb: DataDirective["verb"], column: ObjectId): DataDirective | undefined {
    return this.#directives.get(`${verb} ${column}`);
  }

  expansion(column: ObjectId): Expansion | undefined {
    return this.expansions.get(column);
  }

  expansionsUnder(id: ObjectId): readonly Expansion[] {
    return (this.desired.dependencies.get(id) ?? []).flatMap((on) => this.expansions.get(on) ?? []);
  }

  isExchanged(id: ObjectId): boolean {
    this.#exchanged ??= dependentsOf(new Set(this.expansions.keys()), this.live);
    return this.#exchanged.has(id);
  }

  isFilled(column: ObjectId): boolean {
    const table = this.desired.objects.get(column)?.parent;
    return (
      this.directive("backfill", column) !== undefined &&
      !this.live.objects.has(column) &&
      table !== undefined &&
      table !== null &&
      this.hasRows(table)
    );
  }

  privilegesOn(on: string, catalog: Catalog): readonly ObjectOf<"privilege">[] {
    const all = (): readonly ObjectOf<"privilege">[] =>
      [...catalog.objects.values()].flatMap((object) => (object.kind === "privilege" ? [object] : []));
    const known = this.#privileges.get(catalog) ?? groupBy(all(), ({ attributes }) => attributes.on);
    this.#privileges.set(catalog, known);
    return known.get(on) ?? [];
  }

  asFound(column: ObjectId): ObjectOf<"column"> | undefined {
    const found = this.whole.objects.get(column);
    return found?.kind === "column" ? found : undefined;
  }

  foreignKeysAt(table: ObjectId, catalog: Catalog): readonly ObjectOf<"constraint">[] {
    const all = (): readonly ForeignKeyEnd[] =>
      [...catalog.objects.values()].flatMap((object) =>
        object.kind === "constraint" && object.attributes.references !== null
          ? [...new Set([object.parent, object.attributes.references])].map((end) => ({ end, key: object }))
          : [],
      );
    const known = this.#foreignKeys.get(catalog) ?? groupBy(all(), ({ end }) => end);
    this.#foreignKeys.set(catalog, known);
    return (known.get(table) ?? []).map(({ key }) => key);
  }

  attachedTo(id: ObjectId): readonly ObjectOf<"attachment">[] {
    this.#attached ??= groupBy(attachmentsOf(this.whole), ({ attributes }) => attributes.to);
    return this.#attached.get(id) ?? [];
  }

  ties(id: ObjectId): readonly ObjectOf<"attachment">[] {
    this.#ties ??= groupBy(attachmentsOf(this.desired), ({ parent }) => parent);
    return this.#ties.get(id) ?? [];
  }

  tiedTo(id: ObjectId): readonly ObjectOf<"attachment">[] {
    this.#tiedTo ??= groupBy(attachmentsOf(this.desired), ({ attributes }) => attributes.to);
    return this.#tiedTo.get(id) ?? [];
  }

  constraintsNamed(path: readonly string[]): readonly ObjectId[] {
    this.#constraints ??= groupBy(
      [...this.live.objects.values(), ...this.desired.objects.values()],
      constraintPath,
    );
    return (this.#constraints.get(quotePath(path)) ?? []).map(({ id }) => id);
  }

  ownerOf(id: ObjectId): string | null {
    const owner =
      this.desired.objects.get(attachedId("owner", id)) ?? this.whole.objects.get(attachedId("owner", id));
    return owner?.kind === "owner" ? owner.attributes.role : null;
  }

  isPartitioned(table: ObjectId): boolean {
    const object = this.desired.objects.get(table) ?? this.live.objects.get(table);
    return object?.kind === "table" && object.attributes.partitionKey !== null;
  }

  hasOtherPartitions(table: ObjectId): boolean {
    return this.attachedTo(table).some(
      ({ id, attributes }) => attributes.bound !== null && !this.live.objects.has(id),
    );
  }

  hasHeirs(table: ObjectId): boolean {
    this.#heirsTo ??= new Set(
      [...attachmentsOf(this.whole), ...attachmentsOf(this.desired)].flatMap(({ attributes: { as, to } }) =>
        as === "child" ? [to] : [],
      ),
    );
    return this.#heirsTo.has(table);
  }

  isAboveForeign(table: ObjectId): boolean {
    this.#aboveForeign ??= new Set(
      [this.whole, this.desired].flatMap((catalog) => tablesAboveForeign(catalog)),
    );
    return this.#aboveForeign.has(table);
  }

  localParts(table: ObjectId): readonly ObjectOf<"table">[] {
    const object = this.whole.objects.get(table);
    if (object?.kind !== "table" || this.isReplaced(table)) return [];
    const { partitionKey, foreign } = object.attributes;
    const isFull = partitionKey === null && foreign === null && this.live.estimates.get(table)?.rows !== 0;
    const below = this.attachedTo(table).flatMap(({ parent }) =>
      parent === null ? [] : this.localParts(parent),
    );
    return [...new Set([...(isFull ? [object] : []), ...below])];
  }

  isSaidAlone(id: ObjectId): boolean {
    return this.#alone.has(id);
  }

  definitionHash(id: ObjectId): string {
    const collect = (object: AnyObject): readonly unknown[] => [
      object.id,
      object.attributes,
      ...this.liveChildren(object.id)
        .filter(({ kind }) => kind === "column")
        .flatMap(collect),
    ];
    const object = this.live.objects.get(id);
    return createHash("sha256")
      .update(JSON.stringify(object ? collect(object) : id))
      .digest("hex")
      .slice(0, 8);
  }
}

function attachmentsOf({ objects }: Catalog): readonly ObjectOf<"attachment">[] {
  return [...objects.values()].flatMap((object) => (object.kind === "attachment" ? [object] : []));
}

/** Partitioned tables and those with heirs, at any height above a foreign one. */
function tablesAboveForeign(catalog: Catalog): readonly ObjectId[] {
  const ties = groupBy(attachmentsOf(catalog), ({ parent }) => parent);
  const above = (table: ObjectId): readonly ObjectId[] =>
    (ties.get(table) ?? []).flatMap(({ attributes: { to } }) => [to, ...above(to)]);
  return [...catalog.objects.values()].flatMap((object) =>
    object.kind === "table" && object.attributes.foreign !== null ? above(object.id) : [],
  );
}

/** The objects, and all that hangs on them. */
function dependentsOf(roots: ReadonlySet<ObjectId>, catalog: Catalog): ReadonlySet<ObjectId> {
  const found = new Set(roots);
  if (found.size === 0) return found;
  for (let size = 0; size < found.size; ) {
    size = found.size;
    for (const [id, on] of catalog.dependencies) if (on.some((other) => found.has(other))) found.add(id);
  }
  return found;
}

/** Schema and name of the constraint that an object is, or that is behind its NOT NULL. */
function constraintPath(object: AnyObject): string | null {
  const name = object.kind === "constraint" ? object.path.at(-1) : notNullOn(object)?.name;
  return name === undefined ? null : quotePath([object.path[0] ?? "", name]);
}
