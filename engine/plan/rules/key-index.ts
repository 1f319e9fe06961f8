// A key of a table that holds data: its index is built first, CONCURRENTLY, and the constraint then takes it over (manual, ALTER TABLE:
// ADD table_constraint_using_index). Part of the constraint's rule.

import { sameValue } from "../../catalog/equal";
import type { AttributesOf, ObjectId } from "../../catalog/model";
import { endedName, objectId, quoteName, quotePath } from "../../catalog/names";
import { type Draft, draft, lock, type ObjectOf, type RuleContext } from "../draft";
import { mayFail } from "../hazards";
import { violations } from "../offenders";
import { besideOthers, indexOver, keyParts } from "../strategies/over-helpers";
import { withOptions } from "./table";

type Constraint = ObjectOf<"constraint">;

/** Marks an index that is to take another's place; one that a killed run left behind is not in the source and is dropped. */
const suffix = "__stackschema_new";

/** The name of an index until it takes the place of the one called `name`. */
export const newIndexName = (name: string): string => endedName(name, suffix);

/** An index under the name of one that is to take another's place, finished by a run that was killed then. */
export function finishedBefore(
  path: readonly string[],
  wanted: AttributesOf["index"],
  context: RuleContext,
): ObjectId | null {
  const id = objectId("index", path);
  const found = context.live.objects.get(id);
  const isGone = context.desired.objects.has(id) || found?.kind !== "index" || !found.attributes.valid;
  return isGone || !sameValue(found.attributes, { ...wanted, statistics: {} }) ? null : id;
}

/** The index that is built for a key: its path until the key takes it over, and what the reader finds of it then; null: there is none. */
export function indexOfKey(
  constraint: Constraint,
): { readonly path: readonly string[]; readonly wanted: AttributesOf["index"] } | null {
  const { definition, indexOptions, indexTablespace } = constraint.attributes;
  const parts = keyParts(definition);
  if (constraint.parent === null || parts === null) return null;
  return {
    path: [constraint.path[0] ?? "", newIndexName(constraint.path.at(-1) ?? "")],
    wanted: {
      definition: `USING btree ${parts[2]}${parts[1]}`,
      predicate: null,
      options: indexOptions,
      unique: true,
      valid: true,
      tablespace: indexTablespace,
      statistics: {},
    },
  };
}

interface KeyByIndex {
  /** Empty: a killed run has built it. */
  readonly build: readonly Draft[];
  /** How the constraint is added with it. */
  readonly clause: string;
  readonly finished: ObjectId | null;
}

/** The index is built first; null where only the plain form will do. */
export function keyByIndex(constraint: Constraint, context: RuleContext): KeyByIndex | null {
  const { definition, columns, deferrable, initiallyDeferred, indexOptions, indexTablespace } =
    constraint.attributes;
  const table = constraint.parent;
  const parts = keyParts(definition);
  const made = indexOfKey(constraint);
  if (table === null || parts === null || made === null || context.isPartitioned(table)) return null;
  const tablePath = constraint.path.slice(0, -1);
  const columnIds = columns.map((name) => objectId("column", [...tablePath, name]));
  const isRemade = columnIds.some((id) => context.isReplaced(id));
  const finished = isRemade ? null : finishedBefore(made.path, made.wanted, context);
  if (!context.holdsData(table) && finished === null) return null;
  const under = context.isReplaced(constraint.id) ? context.expansionsUnder(constraint.id) : [];
  const over = under.length === 0 ? null : indexOver(constraint, under);
  const isForced = context.isForced(constraint.id) && !goesWithAbove(constraint, context);
  if (over === null && (isForced || isTied(constraint, context))) return null;
  const [kind, nulls, list] = parts;
  const name = constraint.path.at(-1) ?? "";
  const index = newIndexName(name);
  const beside = objectId("index", made.path);
  const sql = [
    `CREATE UNIQUE INDEX CONCURRENTLY ${quoteName(index)} ON ${quotePath(tablePath)} ${over?.definition ?? list}${nulls}`,
    ...withOptions(indexOptions),
    ...(indexTablespace === null ? [] : [`TABLESPACE ${quoteName(indexTablespace)}`]),
  ].join(" ");
  const build = draft(constraint.id, context.cause(constraint.id), sql, {
    // What a killed run left under the name goes first.
    after: [...columnIds, beside],
    before: [constraint.id],
    // Foreign keys that are made over it wait for it.
    alters: [beside],
    additive: true,
    ...(over === null ? {} : besideOthers(over)),
    transactional: false,
    locks: lock("SHARE UPDATE EXCLUSIVE", table),
    scans: true,
    estimate: context.estimate(table),
    hazards: [
      mayFail(
        `fails where rows of ${table} collide on ${quoteName(name)}, and leaves an invalid index to drop`,
        violations(constraint, context),
      ),
    ],
  });
  const clause = [
    `ADD CONSTRAINT ${quoteName(name)} ${kind} USING INDEX ${quoteName(index)}`,
    ...(deferrable ? ["DEFERRABLE"] : []),
    ...(initiallyDeferred ? ["INITIALLY DEFERRED"] : []),
  ].join(" ");
  const isThere = finished !== null || (over !== null && under.some(({ there }) => there.has(over.id)));
  return { build: isThere ? [] : [build], clause, finished };
}

/** The key of a partition, which goes with that of the table above: nothing that it is over changes. */
const goesWithAbove = (constraint: Constraint, context: RuleContext): boolean =>
  context.liveChildren(constraint.id).some(({ kind }) => kind === "attachment");

/** The old key has to go before a column of it changes, and an index over that column can be built only then. */
function isTied(constraint: Constraint, context: RuleContext): boolean {
  const before = context.live.objects.get(constraint.id);
  if (before?.kind !== "constraint" || !context.isReplaced(constraint.id)) return false;
  return sharesChanged(before, constraint, context);
}

/** Whether a column that both are over is changed by the plan. */
export function sharesChanged(before: Constraint, after: Constraint, context: RuleContext): boolean {
  const table = after.path.slice(0, -1);
  return after.attributes.columns.some(
    (name) =>
      before.attributes.columns.includes(name) && context.isChanged(objectId("column", [...table, name])),
  );
}
