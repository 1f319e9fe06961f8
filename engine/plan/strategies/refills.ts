// Materialized views in use that another query replaces: the new one is filled beside the old one, and takes its place in a short
// transaction with all that stands on it. Here: which they are, and why others are filled while their readers wait. Pure.
import type { Catalog, ObjectId } from "../../catalog/model";
import { attachedId, objectId, quotePath } from "../../catalog/names";
import type { Draft, ObjectOf, RuleContext } from "../draft";
import type { OnlineMode, Step } from "../model";
import { type Rebuild, ruleOf } from "../rebuild";
import { newIndexName } from "../rules/key-index";
import { CircularPlan } from "../sort";

type MaterializedView = ObjectOf<"materialized view">;

/** The comment of one that stands beside another begins with it: a plan after an interruption knows it by that. */
const mark = "stackschema: takes the place of materialized view ";

/** What stands beside a materialized view until it takes its place. */
export interface Beside {
  readonly id: ObjectId;
  readonly path: readonly string[];
  readonly comment: string;
  /** What is committed together in the end. */
  readonly bundle: string;
  /** For the order, no objects have these ids: when it has its rows, and when its indexes are there, too. */
  readonly filled: ObjectId;
  readonly ready: ObjectId;
}

/** Materialized view → why it is not filled beside the old one. */
export type Refusals = ReadonlyMap<ObjectId, string>;

export interface Refills {
  readonly beside: ReadonlyMap<ObjectId, Beside>;
  /** Filled while their readers wait, and why; null: it was asked for. */
  readonly waiting: ReadonlyMap<ObjectId, string | null>;
  /** By live object that goes for the length of an exchange: what must be done before. */
  readonly holds: ReadonlyMap<ObjectId, readonly ObjectId[]>;
}

export const noRefills: Refills = { beside: new Map(), waiting: new Map(), holds: new Map() };

export interface RefillsRequest {
  readonly rebuild: Rebuild;
  /** As it was read: whether one is filled is left open later. */
  readonly whole: Catalog;
  readonly online: OnlineMode;
  readonly refused: Refusals;
}

/** @param context settled */
export function findRefills(
  { rebuild, whole, online, refused }: RefillsRequest,
  context: RuleContext,
): Refills {
  const replaced = [...rebuild.replaced].flatMap((id) => {
    const after = context.desired.objects.get(id);
    return after?.kind === "materialized view" && isRead(after, whole, online) ? [after] : [];
  });
  if (replaced.length === 0) return noRefills;
  const taken = takenNames(context);
  const beside = new Map<ObjectId, Beside>();
  const waiting = new Map<ObjectId, string | null>();
  for (const after of replaced) {
    const forced = rebuild.causes.get(after.id);
    const reason =
      refused.get(after.id) ?? (forced === undefined ? clash(after, taken, context) : `it ${forced}`);
    if (online === "never") waiting.set(after.id, null);
    else if (reason !== null) waiting.set(after.id, reason);
    else beside.set(after.id, besideOf(after));
  }
  return { beside, waiting, holds: holdsOf(beside, context.live) };
}

/** Filled before and after, and not known to be empty. */
function isRead({ id, attributes }: MaterializedView, { objects, estimates }: Catalog, online: OnlineMode) {
  const before = objects.get(id);
  const isFilled = before?.kind === "materialized view" && before.attributes.populated;
  return isFilled && attributes.populated && (online === "always" || estimates.get(id)?.rows !== 0);
}

/** The path of a materialized view or an index until it takes its name. */
export const besidePath = (path: readonly string[]): readonly string[] => [
  ...path.slice(0, -1),
  newIndexName(path.at(-1) ?? ""),
];

function besideOf({ id: after, path: to }: MaterializedView): Beside {
  const path = besidePath(to);
  const id = objectId("materialized view", path);
  return {
    id,
    path,
    comment: `${mark}${to.at(-1) ?? ""}`,
    bundle: `exchange of ${after}`,
    filled: `rows of ${id}` as ObjectId,
    ready: `indexes of ${id}` as ObjectId,
  };
}

/** One of ours, which an interrupted run has left: its rows are of then, and it is not gone on with. */
export function isLeft(id: ObjectId, live: Catalog): boolean {
  const words = live.objects.get(attachedId("comment", id));
  if (words?.kind !== "comment" || !words.attributes.text.startsWith(mark)) return false;
  return newIndexName(words.attributes.text.slice(mark.length)) === words.path.at(-1);
}

/** Of both catalogs, but what an interrupted run has left. */
function takenNames({ live, desired }: RuleContext): ReadonlySet<string> {
  const staying = [...live.objects.values()].filter(
    ({ id, kind, parent }) => !isLeft(kind === "index" && parent !== null ? parent : id, live),
  );
  return new Set(
    [...staying, ...desired.objects.values()].flatMap((object) => ruleOf(object.kind).names?.(object) ?? []),
  );
}

function clash(after: MaterializedView, taken: ReadonlySet<string>, context: RuleContext): string | null {
  const indexes = context.children(after.id).filter(({ kind }) => kind === "index");
  const names = [after, ...indexes].map(({ path }) => quotePath(besidePath(path)));
  const name = names.find((wanted) => taken.has(`relation ${wanted}`) || taken.has(`type ${wanted}`));
  return name === undefined ? null : `the name ${name}, which it would have until then, is taken`;
}

function holdsOf(
  beside: ReadonlyMap<ObjectId, Beside>,
  live: Catalog,
): ReadonlyMap<ObjectId, readonly ObjectId[]> {
  const holds = new Map<ObjectId, ObjectId[]>();
  for (const [id, { filled, ready }] of beside) {
    const found = new Set([id]);
    for (let size = 0; size < found.size; ) {
      size = found.size;
      for (const [other, on] of live.dependencies) if (on.some((one) => found.has(one))) found.add(other);
    }
    for (const one of found) holds.set(one, [...(holds.get(one) ?? []), filled, ready]);
  }
  return holds;
}

/** What it is made of may come only when the old one is gone; a circle without such a one is thrown again. */
export function refusedByCircle(error: unknown, { beside }: Refills): Refusals {
  const path = error instanceof CircularPlan ? error.path : [];
  const found = path.flatMap(({ beside: of }) => {
    const id = of !== null && beside.has(of) ? of : null;
    const other = path.find(({ object }) => object !== id)?.object;
    return id === null
      ? []
      : [[id, `${other ?? "what it reads"} changes only when the old one is gone`] as const];
  });
  if (found.length === 0) throw error;
  return new Map(found);
}

/**
 * Those whose place cannot be taken in a moment, found in the plan as it would run.
 * @param steps those of `drafts`, one each
 */
export function refusedByPlan(
  drafts: readonly Draft[],
  steps: readonly Step[],
  { beside }: Refills,
): Refusals {
  const refused = new Map<ObjectId, string>();
  if (beside.size === 0) return refused;
  const numberOf = (position: number): number => steps[position]?.transaction ?? 0;
  for (const [id, { bundle }] of beside) {
    const numbers = new Set(
      drafts.flatMap((made, position) => (made.bundle === bundle ? [numberOf(position)] : [])),
    );
    const long = drafts.find((made, position) => numbers.has(numberOf(position)) && takesLong(made));
    if (long !== undefined)
      refused.set(id, `${long.object} would be made or changed in the same moment, and takes long`);
  }
  drafts.forEach((made, position) => {
    const first = drafts[steps.findIndex(({ transaction }) => transaction === numberOf(position))];
    if (made.beside !== null && first?.beside !== made.beside)
      refused.set(made.beside, `${first?.object ?? "another change"} is committed with what prepares it`);
  });
  return refused;
}

const takesLong = ({ sql, scans, rewrites, transactional, beside }: Draft): boolean =>
  scans ||
  rewrites ||
  !transactional ||
  beside !== null ||
  (sql.startsWith("CREATE MATERIALIZED VIEW ") && !sql.endsWith("WITH NO DATA"));
