// Indexes. On a relation that holds data they are built and dropped CONCURRENTLY (manual, CREATE INDEX).
import type { AnyObject, ObjectId } from "../../catalog/model";
import { objectId, quoteName, quotePath } from "../../catalog/names";
import { type Draft, draft, lock, type ObjectOf, type Rule, type RuleContext } from "../draft";
import { blocksReads, blocksWrites, mayFail, rewrites } from "../hazards";
import { indexDuplicates } from "../offenders";
import { besideOthers, indexOver } from "../strategies/over-helpers";
import { besidePath } from "../strategies/refills";
import { whileEmpty } from "./attachment";
import { isEntryOnly } from "./column-names";
import { finishedBefore, keyByIndex, newIndexName } from "./key-index";
import { indexMarks, optionClauses, withOptions } from "./table";

type Index = ObjectOf<"index">;

/** Attributes that have an ALTER INDEX of their own. */
const alterable = new Set(["options", "tablespace", "statistics"]);

export const indexRule: Rule<"index"> = {
  create: (object, context) => [
    ...(onBeside(object, context) ??
      over(object, context) ??
      (isSwapped(object, context) ? swapIndex(object, context) : [createIndex(object, context)])),
    ...statistics({}, object, context),
    ...indexMarks(object, context),
  ],
  drop: (object, context) => (isTakenOver(object, context) ? [] : [dropIndex(object, context)]),
  alter: (before, after, attributes, context) => {
    if (![...attributes].every((name) => alterable.has(name))) return "replace";
    const alter = (clause: string): Draft =>
      draft(after.id, context.cause(after.id), `ALTER INDEX ${quotePath(after.path)} ${clause}`, {
        alters: [after.id],
        locks: lock("SHARE UPDATE EXCLUSIVE", after.id),
      });
    return [
      ...optionClauses(before.attributes.options, after.attributes.options).map(alter),
      ...(attributes.has("tablespace")
        ? [
            moveIndex(
              alter(`SET TABLESPACE ${quoteName(after.attributes.tablespace ?? "pg_default")}`),
              after,
            ),
          ]
        : []),
      ...statistics(before.attributes.statistics, after, context),
    ];
  },
  names: (object) => [`relation ${quotePath(object.path)}`],
};

/** Whoever plans a query on the table looks at all its indexes, and waits. */
function moveIndex(made: Draft, index: Index): Draft {
  const message = `every query on ${index.parent} waits while the index is written again`;
  return {
    ...made,
    locks: lock("ACCESS EXCLUSIVE", index.id),
    rewrites: true,
    hazards: [rewrites(message), blocksReads(message)],
  };
}

/** @param on the path of its table where it does not have its name yet */
function createIndex(
  index: Index,
  context: RuleContext,
  concurrently = isConcurrent(index, context),
  on?: readonly string[],
): Draft {
  const { definition, unique, options, tablespace, predicate } = index.attributes;
  const table = index.parent;
  const path = on ?? context.desired.objects.get(table ?? index.id)?.path ?? [];
  // The partitions' own indexes are built one by one and attached: none of them is locked for long.
  const isEntry = table !== null && isEntryOnly(table, context);
  // Beside a partition that has no index, one made ONLY would never be valid: made last, it takes what the others have.
  const isLast = isEntry && context.isAboveForeign(table);
  const only = isEntry && !isLast ? "ONLY " : "";
  const reachesOthers = table !== null && context.hasOtherPartitions(table) && context.holdsData(table);
  const sql = [
    `CREATE ${unique ? "UNIQUE " : ""}INDEX ${concurrently ? "CONCURRENTLY " : ""}${quoteName(index.path[1] ?? "")}`,
    `ON ${only}${quotePath(path)} ${definition}`,
    ...withOptions(options),
    ...(tablespace === null ? [] : [`TABLESPACE ${quoteName(tablespace)}`]),
    ...(predicate === null ? [] : [`WHERE ${predicate}`]),
  ].join(" ");
  return draft(index.id, context.cause(index.id), sql, {
    creates: [index.id],
    transactional: !concurrently,
    after: isLast ? partsOf(index, context) : [],
    between: isEntry && !isLast ? whileEmpty(table, context) : [],
    locks: table === null ? [] : lock(concurrently ? "SHARE UPDATE EXCLUSIVE" : "SHARE", table),
    scans: table !== null && context.hasRows(table) && !isEntry,
    estimate: table === null ? null : context.estimate(table),
    hazards: [
      ...(reachesOthers
        ? [blocksWrites(`writers of the partitions of ${table} wait while their indexes are built`)]
        : []),
      ...(unique && table !== null && context.hasRows(table)
        ? [
            mayFail(
              `fails where rows of ${table} collide on ${index.id}${concurrently ? ", and leaves an invalid index to drop" : ""}`,
              indexDuplicates(index, context),
            ),
          ]
        : []),
    ],
  });
}

/** The indexes of partitions that are to be attached to it. */
function partsOf({ id }: Index, { desired }: RuleContext): readonly ObjectId[] {
  return [...desired.objects.values()].flatMap((object) =>
    object.kind === "attachment" && object.attributes.to === id && object.parent !== null
      ? [object.parent]
      : [],
  );
}

/** Another definition of an index in use: the old one serves until the new one is there. */
function isSwapped(index: Index, context: RuleContext): boolean {
  const live = context.live.objects.get(index.id);
  const wasBuilt = live?.kind === "index" && live.attributes.valid;
  if (!context.isReplaced(index.id) || !wasBuilt || !isConcurrent(index, context)) return false;
  const [schema = "", name = ""] = index.path;
  if (context.desired.objects.has(objectId("index", [schema, newIndexName(name)]))) return false;
  const before = context.live.dependencies.get(index.id) ?? [];
  const after = context.desired.dependencies.get(index.id) ?? [];
  // The old one has to go before what it stands on changes, and the new one can come only then.
  return ![...before, ...after].some((id) => id !== index.parent && context.isChanged(id));
}

function swapIndex(index: Index, context: RuleContext): readonly Draft[] {
  const [schema = "", name = ""] = index.path;
  const beside = newIndexName(name);
  const build = createIndex({ ...index, path: [schema, beside] }, context);
  const sql = `ALTER INDEX ${quotePath([schema, beside])} RENAME TO ${quoteName(name)}`;
  const rename = draft(index.id, context.cause(index.id), sql, { creates: [index.id] });
  if (finishedBefore([schema, beside], index.attributes, context) !== null) return [rename];
  // What a killed run left under the name goes first.
  const after = [...(context.desired.dependencies.get(index.id) ?? []), objectId("index", [schema, beside])];
  return [{ ...build, creates: [], before: [index.id], after }, rename];
}

/** A killed run built it for a key or an index of the source, which this plan makes with it. */
function isTakenOver(index: Index, context: RuleContext): boolean {
  return (index.parent === null ? [] : context.children(index.parent)).some((child) => {
    if (child.kind === "index")
      return (
        index.path.at(-1) === newIndexName(child.path.at(-1) ?? "") &&
        isSwapped(child, context) &&
        finishedBefore(index.path, child.attributes, context) !== null
      );
    const isMade = !context.live.objects.has(child.id) || context.isReplaced(child.id);
    return child.kind === "constraint" && isMade && keyByIndex(child, context)?.finished === index.id;
  });
}

/** Of a materialized view that is filled beside the old one, and that nobody reads yet. */
function onBeside(index: Index, context: RuleContext): readonly Draft[] | null {
  const { parent } = index;
  const place = parent === null ? undefined : context.refills.beside.get(parent);
  if (parent === null || place === undefined) return null;
  const path = besidePath(index.path);
  const build = createIndex({ ...index, path }, context, false, place.path);
  const needs = (context.desired.dependencies.get(index.id) ?? []).filter((id) => id !== parent);
  const sql = `ALTER INDEX ${quotePath(path)} RENAME TO ${quoteName(index.path.at(-1) ?? "")}`;
  return [
    {
      ...build,
      beside: parent,
      phase: "contract",
      creates: [],
      alters: [place.ready],
      additive: true,
      after: [place.filled, ...needs],
      before: [parent],
      alone: true,
      later: true,
      locks: [],
      estimate: context.live.estimates.get(parent) ?? null,
    },
    draft(index.id, context.cause(index.id), sql, { creates: [index.id], bundle: place.bundle }),
  ];
}

/** Built beside on the successors of its columns, which it comes with; null where it has no such form. */
function over(index: Index, context: RuleContext): readonly Draft[] | null {
  const under = context.isReplaced(index.id) ? context.expansionsUnder(index.id) : [];
  const made = under.length === 0 ? null : indexOver(index, under);
  if (made === null) return null;
  const [schema = "", name = ""] = index.path;
  const beside = [schema, newIndexName(name)];
  const attributes = { ...index.attributes, definition: made.definition };
  const build = { ...createIndex({ ...index, path: beside, attributes }, context, true), creates: [] };
  const sql = `ALTER INDEX ${quotePath(beside)} RENAME TO ${quoteName(name)}`;
  return [
    ...(under.some(({ there }) => there.has(made.id)) ? [] : [{ ...build, ...besideOthers(made) }]),
    draft(index.id, context.cause(index.id), sql, { creates: [index.id] }),
  ];
}

/** Of a partitioned table an index is a mere entry, without anything to build. */
function isConcurrent(index: Index, context: RuleContext): boolean {
  const table = index.parent;
  if (table === null || context.isPartitioned(table)) return false;
  return context.holdsData(table) && !context.isForced(index.id);
}

/** Left by an interrupted REINDEX CONCURRENTLY, which names its copies so (manual, REINDEX, Rebuilding Indexes Concurrently). */
export const isOfReindex = (object: AnyObject | undefined): boolean =>
  object?.kind === "index" && !object.attributes.valid && /_cc(new|old)\d*$/.test(object.path.at(-1) ?? "");

function causeOfDrop(index: Index, context: RuleContext): string {
  const cause = context.cause(index.id);
  if (index.attributes.valid || context.desired.objects.has(index.id)) return cause;
  return isOfReindex(index)
    ? `${cause}; left by an interrupted REINDEX CONCURRENTLY`
    : `${cause}; left invalid by an interrupted build`;
}

function dropIndex(index: Index, context: RuleContext): Draft {
  const table = index.parent;
  const concurrently = isConcurrent(index, context) && !isSwapped(index, context);
  return draft(
    index.id,
    causeOfDrop(index, context),
    `DROP INDEX ${concurrently ? "CONCURRENTLY " : ""}${quotePath(index.path)}`,
    {
      drops: [index.id],
      phase: "contract",
      transactional: !concurrently,
      locks: table === null ? [] : lock(concurrently ? "SHARE UPDATE EXCLUSIVE" : "ACCESS EXCLUSIVE", table),
    },
  );
}

function statistics(
  before: Index["attributes"]["statistics"],
  index: Index,
  context: RuleContext,
): readonly Draft[] {
  const positions = new Set([...Object.keys(before), ...Object.keys(index.attributes.statistics)]);
  return [...positions]
    .filter((position) => before[position] !== index.attributes.statistics[position])
    .map((position) => {
      const target = index.attributes.statistics[position] ?? -1;
      const sql = `ALTER INDEX ${quotePath(index.path)} ALTER COLUMN ${position} SET STATISTICS ${target}`;
      return draft(index.id, context.cause(index.id), sql, { alters: [index.id] });
    });
}
