// Changes of a type that are written beside the old column, because the source asks for it by name (expand-contract): which they
// are, what stands in their way, and what an interrupted run has left of them. Pure.
import { createHash } from "node:crypto";
import type { AnyObject, Catalog, ObjectId } from "../../catalog/model";
import { attachedId, endedName, objectId, quoteName } from "../../catalog/names";
import { statedChange, type TypeChange, typeChange } from "../casts";
import type { ObjectOf } from "../draft";
import type { DataDirective, Finding, OnlineMode } from "../model";
import { indexOver } from "./over-helpers";

type Column = ObjectOf<"column">;

/** Marks the new column, and what stands on it, until they take the old one's place. */
const suffix = "__stackschema_new";
/** The comment of such a column begins with it: a plan after an interruption knows it by that. */
const mark = "stackschema: takes the place of column ";

export interface Expansion {
  readonly before: Column;
  readonly after: Column;
  /** The new column under the name it has until it takes the old one's place; nulls are refused later. */
  readonly helper: Column;
  /** The same as an interrupted run has left it. */
  readonly found: Column | null;
  /** Over a row of the table. */
  readonly expression: string;
  readonly change: TypeChange;
  /** What the source says of the conversion, if it does. */
  readonly using: DataDirective | null;
  readonly comment: string;
  readonly trigger: string;
  readonly function: readonly string[];
  /** Of an interrupted run: these are set aside from the live catalog, and used. */
  readonly there: ReadonlySet<ObjectId>;
  /** Sequences that belong to the column and stay. */
  readonly sequences: readonly ObjectOf<"sequence">[];
  readonly cause: string;
}

export interface Expanded {
  /** Without what is set aside. */
  readonly live: Catalog;
  readonly desired: Catalog;
  readonly expansions: ReadonlyMap<ObjectId, Expansion>;
  readonly findings: readonly Finding[];
}

/** What is behind all drafts that prepare an exchange, for the order: no object has this id. */
export const preparation = "preparation of columns" as ObjectId;
/** The columns with their values, which what is built beside stands on. */
export const filling = "filling of columns" as ObjectId;

export function findExpansions(
  live: Catalog,
  desired: Catalog,
  directives: readonly DataDirective[],
  online: OnlineMode,
): Expanded {
  const expansions = new Map<ObjectId, Expansion>();
  const findings: Finding[] = [];
  for (const directive of directives) {
    const expansion = expansionOf(directive, directives, live, desired, online);
    if (expansion === null) continue;
    const refusal = refusalOf(expansion, directives, live, desired);
    if (refusal === null) expansions.set(expansion.after.id, expansion);
    findings.push(...(refusal === null ? firing(expansion, live) : [refused(expansion.after.id, refusal)]));
  }
  const all = [...expansions.values()];
  const built = builtBeside(all, live, desired);
  const settled = all.map((expansion) => goneOnWith(expansion, leftOf(expansion, built, live), live));
  return {
    live: keepSequences(guardTriggers(setAside(live, settled)), settled),
    desired: keepSequences(desired, settled),
    expansions: new Map(settled.map((expansion) => [expansion.after.id, expansion])),
    findings,
  };
}

export function refused(id: ObjectId, reason: string): Finding {
  const message = `${id} cannot be written beside itself: ${reason}. Remove the directive expand-contract to have it altered in one statement`;
  return { level: "error", id: "expand-contract-refused", object: id, message };
}

/** null where it is not for this change, or a single ALTER does no harm. */
function expansionOf(
  { verb, column: path, file, line }: DataDirective,
  directives: readonly DataDirective[],
  live: Catalog,
  desired: Catalog,
  online: OnlineMode,
): Expansion | null {
  const id = objectId("column", path);
  const [before, after] = [live.objects.get(id), desired.objects.get(id)];
  if (verb !== "expand-contract" || before?.kind !== "column" || after?.kind !== "column") return null;
  const table = objectId("table", path.slice(0, -1));
  const isEmpty = live.estimates.get(table)?.rows === 0;
  if (online === "never" || (online === "auto" && isEmpty)) return null;
  const [was, will] = [before.attributes.type, after.attributes.type];
  const using = directives.find(
    (other) => other.verb === "using" && objectId("column", other.column) === id && other.from === was,
  );
  const name = quoteName(path.at(-1) ?? "");
  const change: TypeChange =
    using === undefined ? typeChange(name, was, will, live, desired) : statedChange(using.expression);
  if (was === will || !change.rewrites) return null;
  const expression = change.using ?? name;
  const beside = endedName(path.at(-1) ?? "", suffix, 1);
  const [schema = "", relation = ""] = path;
  const digest = createHash("sha256")
    .update(JSON.stringify([was, will, after.attributes.collation, expression]))
    .digest("hex");
  return {
    before,
    after,
    helper: helperOf(after, beside),
    found: null,
    expression,
    change,
    using: using ?? null,
    comment: `${mark}${path.at(-1)} (${digest.slice(0, 8)})`,
    trigger: triggerOf(beside),
    function: [schema, endedName(`${relation}_${path.at(-1)}`, suffix)],
    there: new Set(),
    sequences: [...live.objects.values()].flatMap((object) =>
      object.kind === "sequence" && object.attributes.ownedBy === id && desired.objects.has(object.id)
        ? [object]
        : [],
    ),
    cause: `expand-contract at ${file}:${line}`,
  };
}

/** The last by name fires last, and sees what the others made of the row (manual, CREATE TRIGGER, Notes). */
const triggerOf = (helper: string): string => `~${helper}`;

const isOurs = (name: string): boolean => name.startsWith("~") && name.endsWith(suffix);

export const triggerId = ({ helper, trigger }: Expansion): ObjectId =>
  objectId("trigger", [...helper.path.slice(0, -1), trigger]);
export const functionId = ({ function: path }: Expansion): ObjectId => objectId("function", path, "");

function helperOf(after: Column, name: string): Column {
  const path = [...after.path.slice(0, -1), name];
  const attributes = { ...after.attributes, notNull: false, notNullConstraint: null, identity: null };
  return { ...after, id: objectId("column", path), path, attributes };
}

function refusalOf(
  expansion: Expansion,
  directives: readonly DataDirective[],
  live: Catalog,
  desired: Catalog,
): string | null {
  const { before, after, helper, trigger, using } = expansion;
  const table = live.objects.get(before.parent ?? before.id);
  const parts = [...live.objects.values()].filter(({ parent }) => parent === before.parent);
  if (table?.kind !== "table" || table.attributes.partitionKey !== null)
    return "its table is partitioned, which this version cannot do it for";
  if (table.attributes.foreign !== null) return "its table is foreign: its values are elsewhere";
  if (parts.some(({ kind }) => kind === "attachment"))
    return "its table is a partition, whose columns are those of the table above";
  if (before.attributes.generated || after.attributes.generated) return "its values are generated";
  if ((before.attributes.identity === null) !== (after.attributes.identity === null))
    return "it becomes an identity column, or is one no more, in the same plan: do that by itself";
  const state = after.attributes.notNullConstraint;
  if (state !== null && (state.noInherit || !state.validated))
    return "its NOT NULL is NOT VALID or NO INHERIT";
  // Postgres writes every row to add a column of a domain that has constraints (manual, ALTER TABLE, Notes).
  if ((desired.dependencies.get(after.id) ?? []).some((id) => id.startsWith("domain ")))
    return "its new type is a domain";
  const computed = parts.find(
    (object) =>
      object.kind === "column" &&
      object.attributes.generated !== null &&
      using?.expression.includes(object.path.at(-1) ?? "") === true,
  );
  if (computed !== undefined)
    return `its using seems to read ${computed.id}, which has no value yet when a row is written`;
  const taken = [helper.id, triggerId(expansion), functionId(expansion)].find((id) =>
    desired.objects.has(id),
  );
  if (taken !== undefined) return `the source has ${taken}, too`;
  const isFilled = directives.some(
    ({ verb, column }) => verb === "backfill" && objectId("column", column) === after.id,
  );
  if (isFilled) return "it has a backfill, too: write what rows without a value get into its using";
  const later = parts.find(
    (object) =>
      object.kind === "trigger" &&
      !isOurs(object.path.at(-1) ?? "") &&
      object.attributes.definition.includes(" BEFORE ") &&
      Buffer.compare(Buffer.from(object.path.at(-1) ?? ""), Buffer.from(trigger)) > 0,
  );
  return later === undefined ? null : `${later.id} would fire after ${quoteName(trigger)}, which keeps it`;
}

/** A statement of ALTER TABLE would fire none of them. */
function firing({ after, helper }: Expansion, live: Catalog): readonly Finding[] {
  const names = [...live.objects.values()].flatMap((object) =>
    object.kind === "trigger" &&
    object.parent === after.parent &&
    object.attributes.enabled !== "disabled" &&
    !isOurs(object.path.at(-1) ?? "") &&
    / UPDATE (?:OR|ON) /.test(object.attributes.definition)
      ? [quoteName(object.path.at(-1) ?? "")]
      : [],
  );
  if (names.length === 0) return [];
  const message = `the values of ${helper.id} are written by UPDATE, which fires ${names.join(", ")} as any other UPDATE of the table does`;
  return [{ level: "warning", id: "triggers-fire", object: after.id, message }];
}

/** What desired indexes and keys over the columns look like while they are built beside: the index's id and its definition. */
function builtBeside(
  expansions: readonly Expansion[],
  live: Catalog,
  desired: Catalog,
): ReadonlyMap<ObjectId, string> {
  const built = new Map<ObjectId, string>();
  if (expansions.length === 0) return built;
  const ids = new Map(expansions.map((expansion) => [expansion.after.id, expansion]));
  for (const object of desired.objects.values()) {
    if ((object.kind !== "index" && object.kind !== "constraint") || !live.objects.has(object.id)) continue;
    const under = (desired.dependencies.get(object.id) ?? []).flatMap((id) => ids.get(id) ?? []);
    const over = under.length === 0 ? null : indexOver(object, under);
    if (over !== null) built.set(over.id, JSON.stringify(over.shape));
  }
  return built;
}

/** Recognised by the comment, which knows the conversion: with another one the work begins anew. */
function leftOf(
  expansion: Expansion,
  built: ReadonlyMap<ObjectId, string>,
  live: Catalog,
): ReadonlySet<ObjectId> {
  const { helper, comment } = expansion;
  const words = live.objects.get(attachedId("comment", helper.id));
  if (words?.kind !== "comment" || words.attributes.text !== comment) return new Set();
  const trigger = triggerId(expansion);
  const own = [helper.id, ...(live.objects.has(trigger) ? [trigger, functionId(expansion)] : [])];
  const indexes = [...live.objects.values()].filter(
    (object) =>
      object.kind === "index" &&
      object.attributes.valid &&
      (live.dependencies.get(object.id) ?? []).includes(helper.id) &&
      built.get(object.id) === JSON.stringify(shapeOf(object)),
  );
  return new Set([...own, ...indexes.map(({ id }) => id)].filter((id) => live.objects.has(id)));
}

function goneOnWith(expansion: Expansion, there: ReadonlySet<ObjectId>, live: Catalog): Expansion {
  const found = there.has(expansion.helper.id) ? live.objects.get(expansion.helper.id) : undefined;
  return { ...expansion, there, found: found?.kind === "column" ? found : null };
}

const shapeOf = ({ attributes }: ObjectOf<"index">): unknown => [
  attributes.definition,
  attributes.predicate,
  attributes.unique,
  attributes.options,
  attributes.tablespace,
];

function setAside(live: Catalog, expansions: readonly Expansion[]): Catalog {
  const aside = new Set(expansions.flatMap(({ there }) => [...there]));
  if (aside.size === 0) return live;
  const isAside = ({ id, parent }: AnyObject): boolean =>
    aside.has(id) || (parent !== null && aside.has(parent));
  return { ...live, objects: new Map([...live.objects].filter(([, object]) => !isAside(object))) };
}

/** A trigger that fills a column has to go before the column does; Postgres does not know that they belong together. */
function guardTriggers(live: Catalog): Catalog {
  const guarded = new Map<ObjectId, readonly ObjectId[]>();
  for (const { kind, parent } of live.objects.values()) {
    const column = kind === "comment" && parent !== null ? live.objects.get(parent) : undefined;
    if (column === undefined || !isHelper(column.id, live)) continue;
    const { id, path } = column;
    const trigger = objectId("trigger", [...path.slice(0, -1), triggerOf(path.at(-1) ?? "")]);
    if (live.objects.has(trigger)) guarded.set(trigger, [...(live.dependencies.get(trigger) ?? []), id]);
  }
  return guarded.size === 0 ? live : { ...live, dependencies: new Map([...live.dependencies, ...guarded]) };
}

/** A column of ours: it holds nothing but copies. */
export function isHelper(column: ObjectId, live: Catalog): boolean {
  const words = column.startsWith("column ") ? live.objects.get(attachedId("comment", column)) : undefined;
  return words?.kind === "comment" && words.attributes.text.startsWith(mark);
}

/** They change their owner and are not made again with the column. */
function keepSequences(catalog: Catalog, expansions: readonly Expansion[]): Catalog {
  const kept = new Map(
    expansions.flatMap(({ after, sequences }) => sequences.map(({ id }) => [id, after.id] as const)),
  );
  if (kept.size === 0) return catalog;
  const dependencies = new Map(
    [...catalog.dependencies].map(([id, on]) => [id, on.filter((other) => kept.get(id) !== other)]),
  );
  return { ...catalog, dependencies };
}
