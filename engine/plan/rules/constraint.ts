// Constraints of tables and domains. On a table that holds data, checks and foreign keys come in two steps: NOT VALID, then VALIDATE.
import type { AnyObject, ObjectId } from "../../catalog/model";
import { objectId, quoteName, quotePath } from "../../catalog/names";
import { type Draft, draft, lock, type ObjectOf, type Reach, type Rule, type RuleContext } from "../draft";
import { blocksReads, blocksWrites, mayFail } from "../hazards";
import type { Lock } from "../model";
import { violations } from "../offenders";
import type { Beside } from "../strategies/key-exchanges";
import { isTiedAlone, staysAttached, tiesBelow, whileEmpty } from "./attachment";
import { isEntryOnly } from "./column-names";
import { isForeign } from "./foreign";
import { comesOpen, isInheritable, openBelow } from "./inherited";
import { keyByIndex } from "./key-index";
import { indexMarks, withOptions } from "./table";
import { isHeldInside, tablesOf } from "./type";

type Constraint = ObjectOf<"constraint">;

const constraintName = (constraint: Constraint): string => quoteName(constraint.path.at(-1) ?? "");
const isOfDomain = (constraint: Constraint): boolean => constraint.parent?.startsWith("domain ") === true;
const isKey = (constraint: Constraint): boolean =>
  ["primary key", "unique", "exclude"].includes(constraint.attributes.type);

function alterOwner(constraint: Constraint, clause: string, context: RuleContext): string {
  const path = quotePath(constraint.path.slice(0, -1));
  if (isOfDomain(constraint)) return `ALTER DOMAIN ${path} ${clause}`;
  // What heirs have nothing to do with must not lock them.
  const isOwn =
    constraint.parent !== null && context.hasHeirs(constraint.parent) && !isInheritable(constraint);
  // Postgres adds a check that heirs get, too, to all of them or to none.
  const isAlone = context.isSaidAlone(constraint.id) && clause.startsWith("DROP ");
  return `ALTER TABLE ${isOwn || isAlone ? "ONLY " : ""}${path} ${clause}`;
}

/** What a statement on the constraint reads and locks. */
const reachOf = (constraint: Constraint): Reach => (isInheritable(constraint) ? "heirs too" : "own");

/** `CONSTRAINT name CHECK (…) DEFERRABLE`, as CREATE TABLE and ADD have it, without NOT VALID. */
export function constraintClause(constraint: Constraint): string {
  const { definition, deferrable, initiallyDeferred, enforced, indexOptions, indexTablespace, type } =
    constraint.attributes;
  const where = type === "exclude" ? definition.indexOf(" WHERE (") : -1;
  const head = where < 0 ? definition : definition.slice(0, where);
  return [
    `CONSTRAINT ${constraintName(constraint)} ${head}`,
    ...withOptions(indexOptions),
    ...(indexTablespace === null ? [] : [`USING INDEX TABLESPACE ${quoteName(indexTablespace)}`]),
    ...(where < 0 ? [] : [definition.slice(where + 1)]),
    ...(deferrable ? ["DEFERRABLE"] : []),
    ...(initiallyDeferred ? ["INITIALLY DEFERRED"] : []),
    ...(enforced ? [] : ["NOT ENFORCED"]),
  ].join(" ");
}

export const constraintRule: Rule<"constraint"> = {
  create: (object, context) =>
    context.isInline(object.id) || comesOpen(object, context)
      ? []
      : [...madeConstraint(object, context), ...indexMarks(object, context)],
  drop: (object, context) =>
    isLostByLeaving(object, context)
      ? []
      : [
          draft(
            object.id,
            context.cause(object.id),
            alterOwner(object, `DROP CONSTRAINT ${constraintName(object)}`, context),
            {
              drops: [object.id],
              locks: ownLocks(object, "ACCESS EXCLUSIVE"),
              ...exchangeOf(object, context),
            },
          ),
        ],
  alter: (before, after, changed, context) => {
    const from = before.attributes.inheritedFrom;
    // What came from the table above goes with it; otherwise attaching and detaching alone change where it is from.
    if (from !== null && changed.has("inheritedFrom") && goesAway(from, before, context)) return "replace";
    if (isLostByLeaving(before, context)) return "replace";
    const attributes = new Set([...changed].filter((name) => name !== "inheritedFrom"));
    if (attributes.size === 0) return [];
    const onlyState = [...attributes].every((name) =>
      ["enforced", "validated", "deferrable", "initiallyDeferred"].includes(name),
    );
    const defers = attributes.has("deferrable") || attributes.has("initiallyDeferred");
    const enforces = attributes.has("enforced");
    // A validation is taken back by NOT ENFORCED only, and ENFORCED always comes with one.
    const staysOpen = after.attributes.enforced && !after.attributes.validated;
    if (!onlyState || ((attributes.has("validated") || enforces) && staysOpen)) return "replace";
    if ((defers || enforces) && before.attributes.type !== "foreign key") return "replace";
    return [
      ...(defers ? [alterDeferrable(after, context)] : []),
      ...(enforces ? [alterEnforced(after, context)] : []),
      ...(attributes.has("validated") && !enforces ? [validate(after, context, "now")] : []),
    ];
  },
  remakes: (object, context) =>
    object.parent !== null && isOfDomain(object) && isHeldInside(object.parent, context)
      ? object.parent
      : null,
  names: (object) => [
    `constraint ${quotePath(object.path)}`,
    ...(isKey(object) ? [`relation ${quotePath([object.path[0] ?? "", object.path.at(-1) ?? ""])}`] : []),
    // A table has one, whatever its name.
    ...(object.attributes.type === "primary key" ? [`primary key of ${object.parent}`] : []),
  ],
};

function goesAway(above: ObjectId, constraint: Constraint, context: RuleContext): boolean {
  if (context.desired.objects.has(above)) return false;
  return (constraint.parent === null ? [] : context.liveChildren(constraint.parent)).some(
    ({ id, kind }) => kind === "attachment" && staysAttached(id, context),
  );
}

/** Postgres 14 drops a foreign key to a partitioned table with the tie to the table that it came from; later ones leave it. */
function isLostByLeaving({ parent, attributes }: Constraint, context: RuleContext): boolean {
  const { inheritedFrom, references } = attributes;
  if (context.live.serverMajor > 14 || inheritedFrom === null || parent === null) return false;
  if (references === null || !context.isPartitioned(references)) return false;
  return context
    .liveChildren(parent)
    .some((tie) => tie.kind === "attachment" && !staysAttached(tie.id, context));
}

/** @param far the mode on the table that a foreign key refers to. @default mode */
function ownLocks(constraint: Constraint, mode: Lock["mode"], far = mode): readonly Lock[] {
  if (isOfDomain(constraint) || !constraint.parent) return [];
  const { references } = constraint.attributes;
  const own = lock(mode, constraint.parent);
  return references === null || references === constraint.parent ? own : [...own, ...lock(far, references)];
}

/** The tables that a check of a domain is checked on. */
function usersOf(constraint: Constraint, context: RuleContext): readonly Lock[] {
  return isOfDomain(constraint) && constraint.parent ? tablesOf(constraint.parent, context) : [];
}

function alterDeferrable(constraint: Constraint, context: RuleContext): Draft {
  const { deferrable, initiallyDeferred } = constraint.attributes;
  const state = deferrable
    ? initiallyDeferred
      ? "DEFERRABLE INITIALLY DEFERRED"
      : "DEFERRABLE INITIALLY IMMEDIATE"
    : "NOT DEFERRABLE";
  return draft(
    constraint.id,
    context.cause(constraint.id),
    alterOwner(constraint, `ALTER CONSTRAINT ${constraintName(constraint)} ${state}`, context),
    {
      alters: [constraint.id],
      locks: constraint.parent === null ? [] : lock("ACCESS EXCLUSIVE", constraint.parent),
    },
  );
}

/** ENFORCED (Postgres 18) scans at once: Postgres has no form of it that validates later. */
function alterEnforced(constraint: Constraint, context: RuleContext): Draft {
  const { enforced } = constraint.attributes;
  const table = constraint.parent;
  return draft(
    constraint.id,
    context.cause(constraint.id),
    alterOwner(
      constraint,
      `ALTER CONSTRAINT ${constraintName(constraint)} ${enforced ? "ENFORCED" : "NOT ENFORCED"}`,
      context,
    ),
    {
      alters: [constraint.id],
      locks: ownLocks(constraint, "ACCESS EXCLUSIVE", enforced ? "SHARE ROW EXCLUSIVE" : "ACCESS EXCLUSIVE"),
      scans: enforced,
      estimate: table === null ? null : context.estimate(table),
      hazards:
        enforced && table !== null && context.holdsData(table)
          ? [
              mayFail(
                `fails where a row of ${table} violates ${constraintName(constraint)}`,
                violations(constraint, context),
              ),
              blocksReads(`readers and writers of ${table} wait for the scan`),
            ]
          : [],
    },
  );
}

/** What gives way to one that was made beside it does so by itself, when that one holds for every row. */
function exchangeOf({ id }: Constraint, { keyExchanges }: RuleContext): Partial<Draft> {
  const { beside, successors, exchanges } = keyExchanges;
  const after = successors.get(id) ?? [];
  return {
    bundle: exchanges.get(id)?.bundle ?? null,
    later: exchanges.has(id) || after.length > 0 || beside.has(id),
    after,
  };
}

function madeConstraint(constraint: Constraint, context: RuleContext): readonly Draft[] {
  const beside = context.keyExchanges.beside.get(constraint.id);
  return beside === undefined ? addConstraint(constraint, context) : addBeside(constraint, beside, context);
}

/** A foreign key over the index of a key to come: written and validated while the old one holds, and then called as it. */
function addBeside(constraint: Constraint, beside: Beside, context: RuleContext): readonly Draft[] {
  const { id, path, parent } = constraint;
  const { name, found, keys, released } = beside;
  const last = path.at(-1) ?? "";
  const helper = { ...constraint, path: [...path.slice(0, -1), name ?? last] };
  const before = name === null ? keys : [id, ...keys];
  const [add, ...later] = addConstraint(helper, context).map((made) => ({ ...made, before }));
  if (name === null || !add) return add ? [{ ...add, after: beside.after }, ...later] : [];
  const made = [
    { ...add, creates: [], after: beside.after },
    ...later.map((step) => ({ ...step, alters: [] })),
  ];
  const isRight = found?.attributes.validated === true || !constraint.attributes.validated;
  const left =
    found === null ? made : isRight ? [] : [{ ...validate(helper, context, "now"), alters: [], before }];
  const sql = alterOwner(helper, `RENAME CONSTRAINT ${quoteName(name)} TO ${quoteName(last)}`, context);
  const locks = parent === null ? [] : lock("ACCESS EXCLUSIVE", parent);
  return [
    ...left,
    draft(id, context.cause(id), sql, { creates: [id], before: [...keys, ...released], locks }),
  ];
}

function addConstraint(constraint: Constraint, context: RuleContext): readonly Draft[] {
  const { type, enforced, validated } = constraint.attributes;
  const table = constraint.parent;
  // The key of a partitioned table is a mere entry; its partitions' keys are made one by one and attached.
  const isEntry = table !== null && isKey(constraint) && isEntryOnly(table, context);
  const inUse = table !== null && context.holdsData(table, reachOf(constraint)) && !isEntry;
  const twoSteps = validated && inUse && canWait(constraint, context);
  const notValid = (enforced && !validated) || twoSteps;
  const scansRows = enforced && !notValid && !isEntry && isRead(constraint, context);
  const clause = `ADD ${constraintClause(constraint)}${notValid ? " NOT VALID" : ""}`;
  const sql = isEntry
    ? `ALTER TABLE ONLY ${quotePath(constraint.path.slice(0, -1))} ${clause}`
    : alterOwner(constraint, clause, context);
  const byIndex = keyByIndex(constraint, context);
  if (byIndex !== null) return [...byIndex.build, takeIndex(constraint, byIndex.clause, context)];
  const below = validated || type !== "check" ? [] : openBelow(constraint, context);
  const add = draft(constraint.id, context.cause(constraint.id), sql, {
    creates: [constraint.id, ...below.map(({ id }) => id)],
    phase: refusesRows(constraint, context) ? "contract" : "expand",
    after: [...beforeReferring(constraint, context), ...below.flatMap(({ parent }) => parent ?? [])],
    between: isEntry ? whileEmpty(table, context) : [],
    locks: [
      ...ownLocks(constraint, type === "foreign key" ? "SHARE ROW EXCLUSIVE" : "ACCESS EXCLUSIVE"),
      ...(notValid ? [] : usersOf(constraint, context)),
    ],
    scans: scansRows,
    estimate: table === null ? null : context.estimate(table, reachOf(constraint)),
    hazards: scansRows && table !== null ? keyHazards(constraint, table, context) : [],
  });
  return twoSteps ? [add, validate(constraint, context, "later")] : [add];
}

/** Rows that running code may write. A key may be what new code needs (ON CONFLICT), so it does not wait for that. */
function refusesRows(constraint: Constraint, context: RuleContext): boolean {
  const { parent } = constraint;
  return !isKey(constraint) && (parent === null || context.isInUse(parent));
}

/** The lock is held for a moment: everything that takes long was done before. */
function takeIndex(constraint: Constraint, clause: string, context: RuleContext): Draft {
  const exchange = context.keyExchanges.exchanges.get(constraint.id);
  return draft(constraint.id, context.cause(constraint.id), alterOwner(constraint, clause, context), {
    creates: [constraint.id],
    bundle: exchange?.bundle ?? null,
    before: exchange?.released ?? [],
    locks: ownLocks(constraint, "ACCESS EXCLUSIVE"),
  });
}

/** Whether there are rows that the constraint is checked on. */
const isRead = (constraint: Constraint, context: RuleContext): boolean =>
  isOfDomain(constraint)
    ? usersOf(constraint, context).some(({ relation }) => context.hasRows(relation))
    : constraint.parent !== null && context.hasRows(constraint.parent, reachOf(constraint));

/** NOT VALID is for checks and foreign keys of tables; of partitioned tables' foreign keys from PG18 on. */
function canWait(constraint: Constraint, context: RuleContext): boolean {
  const { type } = constraint.attributes;
  if (isOfDomain(constraint) || constraint.parent === null) return false;
  if (type === "foreign key")
    return !context.isPartitioned(constraint.parent) || context.live.serverMajor >= 18;
  return type === "check";
}

/**
 * A foreign key binds to whichever unique index fits: those that go must be gone before it is made. That of a partitioned table
 * fits once the partitions' own are attached, and rows that are referred to are looked for in the partitions there are.
 */
export function beforeReferring(constraint: Constraint, context: RuleContext): readonly ObjectId[] {
  const { parent } = constraint;
  const { references } = constraint.attributes;
  if (references === null) return [];
  const gone = context
    .liveChildren(references)
    .filter((child) => isUnique(child) && !context.desired.objects.has(child.id));
  const keys = context.children(references).filter(isUnique);
  const partitions = tiesBelow(references, context).filter(
    (tie) => tie.parent !== null && context.isInUse(tie.parent),
  );
  // Who refers back waits for the partitions of this one's table.
  const isMutual = [references, ...partitions.map((tie) => tie.parent)].some(
    (table) => table === parent || (parent !== null && refersTo(table, parent, context)),
  );
  const attached = keys.flatMap(({ id }) => tiesBelow(id, context));
  const first = isMutual ? attached.filter((tie) => isTiedAlone(tie, context)) : [...attached, ...partitions];
  return [...gone, ...first].map(({ id }) => id);
}

const isUnique = (child: AnyObject): boolean =>
  child.kind === "constraint" ? isKey(child) : child.kind === "index";

const refersTo = (table: ObjectId | null, other: ObjectId, context: RuleContext): boolean =>
  context
    .foreignKeysAt(other, context.desired)
    .some((key) => key.parent === table && key.attributes.references === other);

function keyHazards(constraint: Constraint, table: ObjectId, context: RuleContext): Draft["hazards"] {
  const name = constraintName(constraint);
  const offenders = violations(constraint, context);
  if (!isKey(constraint)) return [mayFail(`fails where a row of ${table} violates ${name}`, offenders)];
  return [
    mayFail(`fails where rows of ${table} collide on ${name}`, offenders),
    blocksWrites(`writers of ${table} wait while the index of ${name} is built`),
    blocksReads(`readers of ${table} wait while the index of ${name} is built`),
  ];
}

/** A table that was made under a check left open holds it for all its rows; one that gets it from above does not. */
export function validateBelow(check: Constraint, above: Constraint, context: RuleContext): readonly Draft[] {
  if (!check.attributes.validated || above.attributes.validated || !above.attributes.enforced) return [];
  return [validate(check, context, "later")];
}

/** A foreign table has no rows here, and heirs with a check of their own have validated that. */
function isScanned(constraint: Constraint, context: RuleContext): boolean {
  const { parent } = constraint;
  if (parent === null || !isForeign(parent, context) || !isInheritable(constraint)) return true;
  return context.attachedTo(parent).some(({ parent: heir, attributes, path }) => {
    if (heir === null || attributes.as !== "child") return false;
    const id = objectId("constraint", [...path.slice(0, 2), constraint.path.at(-1) ?? ""]);
    const below = context.desired.objects.get(id);
    if (below?.kind !== "constraint") return false;
    return below.attributes.inheritedFrom !== null && isScanned(below, context);
  });
}

function validate(constraint: Constraint, context: RuleContext, when: "now" | "later"): Draft {
  const table = constraint.parent;
  const references = constraint.attributes.references;
  const locks = [
    ...(table === null || isOfDomain(constraint) ? [] : lock("SHARE UPDATE EXCLUSIVE", table)),
    ...usersOf(constraint, context),
    ...(references === null || references === table ? [] : lock("ROW SHARE", references)),
  ];
  return draft(
    constraint.id,
    context.cause(constraint.id),
    alterOwner(constraint, `VALIDATE CONSTRAINT ${constraintName(constraint)}`, context),
    {
      // What is attached to it comes back in the exchange, and does not wait for the rows.
      alters: context.isExchanged(constraint.id) ? [] : [constraint.id],
      later: when === "later",
      locks,
      scans: isScanned(constraint, context),
      estimate: table === null ? null : context.estimate(table, reachOf(constraint)),
      hazards: [
        mayFail(
          `fails where a row violates ${constraintName(constraint)}; the constraint then stays NOT VALID, and new rows have to fit it`,
          violations(constraint, context),
        ),
      ],
    },
  );
}
