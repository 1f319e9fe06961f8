// Tables. Columns, defaults and constraints of a new table stand inside its CREATE TABLE where nothing forbids it.
import type { AnyObject, ObjectId, Options } from "../../catalog/model";
import { objectId, quoteName, quotePath } from "../../catalog/names";
import { spell } from "../../catalog/spelling";
import { type Draft, draft, lock, type ObjectOf, type Rule, type RuleContext } from "../draft";
import { blocksReads, dataLoss, rewrites, tableRowsProbe } from "../hazards";
import type { Hazard, Lock } from "../model";
import { ownRows } from "../offenders";
import { nameOf } from "./attachment";
import { columnClause, typedColumnLines } from "./column";
import { beforeReferring, constraintClause } from "./constraint";
import { keysLetGo } from "./detach";
import { foreignDrafts, foreignOptions, isElsewhere } from "./foreign";
import { givenOtherwise, inlineTies, isGiven, notNullLines, partsAbove } from "./inherited";

export const tableRule: Rule<"table"> = {
  create: (object, context) => [
    createTable(object, context),
    ...givenOtherwise(object, context),
    ...settings(object, undefined, allSettings, context),
  ],
  drop: (object, context) => [
    draft(object.id, context.cause(object.id), `DROP ${spell(object)}`, {
      drops: [object.id],
      before: [...refusedBeside(object, context), ...retypedAbove(object, context)],
      between: keysLetGo(object.id, context),
      phase: "contract",
      locks: lock("ACCESS EXCLUSIVE", object.id),
      estimate: context.estimate(object.id),
      hazards: holdsRows(object) ? [lossOfRows(object, context)] : [],
    }),
  ],
  alter: (before, after, attributes, context) =>
    attributes.has("partitionKey") || isElsewhere(before, after)
      ? "replace"
      : settings(after, before, attributes, context),
  breaks: (_before, _after, attributes, dependent, context) =>
    attributes.has("persistence") && linksChangingTables(dependent, context),
  names: (object) => [`relation ${quotePath(object.path)}`, `type ${quotePath(object.path)}`],
};

/** The rows of a partitioned table are its partitions', each of which has a drop of its own; those of a foreign table are elsewhere. */
const holdsRows = ({ attributes }: ObjectOf<"table">): boolean =>
  attributes.partitionKey === null && attributes.foreign === null;

/** Columns above whose type changes: it would go on to the table that leaves, where a check or a foreign table may refuse it. */
function retypedAbove({ id }: ObjectOf<"table">, context: RuleContext): readonly ObjectId[] {
  return context.liveChildren(id).flatMap((tie) => {
    const above = tie.kind === "attachment" ? context.live.objects.get(tie.attributes.to) : undefined;
    if (above?.kind !== "table") return [];
    const columns = context
      .liveChildren(above.id)
      .flatMap((column) => (column.kind === "column" && isRetyped(column, context) ? [column.id] : []));
    return [...columns, ...retypedAbove(above, context)];
  });
}

function isRetyped({ id, attributes }: ObjectOf<"column">, context: RuleContext): boolean {
  const after = context.desired.objects.get(id);
  if (after?.kind !== "column" || context.isReplaced(id)) return false;
  return after.attributes.type !== attributes.type || after.attributes.collation !== attributes.collation;
}

/** A key, unique index or foreign key of the table above, which there cannot be while a partition is foreign. */
const refusedBeside = ({ id, attributes }: ObjectOf<"table">, context: RuleContext): readonly ObjectId[] =>
  (attributes.foreign === null ? [] : context.liveChildren(id)).flatMap((tie) =>
    tie.kind === "attachment" && tie.attributes.as === "partition"
      ? context
          .children(tie.attributes.to)
          .flatMap((part) => (part.kind === "constraint" || part.kind === "index" ? [part.id] : []))
      : [],
  );

function lossOfRows(table: ObjectOf<"table">, context: RuleContext): Hazard {
  const verb = context.isReplaced(table.id) ? "replace" : "drop";
  const message = `${table.id} is dropped with its rows`;
  const own = ownRows(table.id, context);
  return dataLoss(`${verb} ${table.id}`, message, table.id, context, tableRowsProbe(table.path, own));
}

/** Neither of two tables can change its persistence first while a foreign key between them stays. */
function linksChangingTables(dependent: AnyObject, context: RuleContext): boolean {
  if (dependent.kind !== "constraint" || dependent.parent === null) return false;
  const { references } = dependent.attributes;
  if (references === null || references === dependent.parent) return false;
  return [dependent.parent, references].every((id) => {
    const [before, after] = [context.live.objects.get(id), context.desired.objects.get(id)];
    return (
      before?.kind === "table" &&
      after?.kind === "table" &&
      before.attributes.persistence !== after.attributes.persistence
    );
  });
}

const allSettings: ReadonlySet<string> = new Set([
  "rowSecurity",
  "forceRowSecurity",
  "replicaIdentity",
  "clusterOn",
]);

function createTable(object: ObjectOf<"table">, context: RuleContext): Draft {
  const lines: string[] = [];
  const creates: ObjectId[] = [object.id];
  const after: ObjectId[] = [];
  const locks: Lock[] = [];
  const [type] = inlineTies(object.id, "typed table", context);
  const above = inlineTies(object.id, "child", context);
  for (const child of context.children(object.id)) {
    if (child.kind !== "column" || !context.isInline(child.id)) continue;
    const inlineDefault = context
      .children(child.id)
      .find((grandchild) => grandchild.kind === "default" && context.isInline(grandchild.id));
    const expression = inlineDefault?.kind === "default" ? inlineDefault.attributes.expression : null;
    if (type) lines.push(...typedColumnLines(child, expression, context));
    else if (!isGiven(child, context)) lines.push(columnClause(child, expression, context));
    creates.push(child.id, ...(inlineDefault ? [inlineDefault.id] : []));
  }
  lines.push(...notNullLines(object, context));
  for (const child of context.children(object.id)) {
    if (child.kind !== "constraint" || !context.isInline(child.id)) continue;
    if (!isGiven(child, context)) lines.push(constraintClause(child));
    creates.push(child.id);
    after.push(...beforeReferring(child, context));
    const { references } = child.attributes;
    if (references !== null && references !== object.id)
      locks.push(...lock("SHARE ROW EXCLUSIVE", references));
  }
  for (const tie of [...above, ...(type ? [type] : [])]) {
    creates.push(tie.id);
    after.push(...partsAbove(tie, context));
    if (tie.attributes.as === "child") locks.push(...lock("SHARE UPDATE EXCLUSIVE", tie.attributes.to));
  }
  const list = lines.length > 0 ? ` (\n  ${lines.join(",\n  ")}\n)` : type ? "" : " ()";
  const { persistence, accessMethod, tablespace, partitionKey, foreign } = object.attributes;
  const word = foreign ? "FOREIGN " : persistence === "unlogged" ? "UNLOGGED " : "";
  const sql = [
    `CREATE ${word}TABLE ${quotePath(object.path)}${type ? ` OF ${nameOf(type.attributes.to)}` : ""}${list}`,
    ...(above.length === 0
      ? []
      : [`INHERITS (${above.map(({ attributes }) => nameOf(attributes.to)).join(", ")})`]),
    ...(foreign === null ? [] : [`SERVER ${quoteName(foreign.server)}`, ...foreignOptions(foreign.options)]),
    ...(partitionKey === null ? [] : [`PARTITION BY ${partitionKey}`]),
    ...(accessMethod === null ? [] : [`USING ${quoteName(accessMethod)}`]),
    ...withOptions(storage(object)),
    ...(tablespace === null ? [] : [`TABLESPACE ${quoteName(tablespace)}`]),
  ].join(" ");
  return draft(object.id, context.cause(object.id), sql, { creates, after, locks });
}

function storage(object: ObjectOf<"table">): Options {
  const toast = Object.entries(object.attributes.toastOptions).map(([name, value]): [string, string] => [
    `toast.${name}`,
    value,
  ]);
  return { ...object.attributes.options, ...Object.fromEntries(toast) };
}

/** `WITH (fillfactor='70')`, or nothing. */
export function withOptions(options: Options): readonly string[] {
  const entries = Object.entries(options);
  return entries.length === 0 ? [] : [`WITH (${entries.map(optionText).join(", ")})`];
}

const optionText = ([name, value]: readonly [string, string]): string =>
  `${name}='${value.replaceAll("'", "''")}'`;

/** SET for new and changed options, RESET for those that are gone. */
export function optionClauses(before: Options, after: Options): readonly string[] {
  const set = Object.entries(after).filter(([name, value]) => before[name] !== value);
  const reset = Object.keys(before).filter((name) => !(name in after));
  return [
    ...(set.length > 0 ? [`SET (${set.map(optionText).join(", ")})`] : []),
    ...(reset.length > 0 ? [`RESET (${reset.join(", ")})`] : []),
  ];
}

/** Everything about a table that has a statement of its own. `before` is absent for a new table. */
function settings(
  after: ObjectOf<"table">,
  before: ObjectOf<"table"> | undefined,
  changed: ReadonlySet<string>,
  context: RuleContext,
): readonly Draft[] {
  return [
    ...(changed.has("persistence")
      ? [
          rewriteSetting(
            after,
            after.attributes.persistence === "unlogged" ? "SET UNLOGGED" : "SET LOGGED",
            context,
            foreignKeysAt(after.id, context),
          ),
        ]
      : []),
    ...(changed.has("accessMethod")
      ? [
          rewriteSetting(
            after,
            `SET ACCESS METHOD ${quoteName(after.attributes.accessMethod ?? "heap")}`,
            context,
          ),
        ]
      : []),
    ...(changed.has("tablespace")
      ? [
          rewriteSetting(
            after,
            `SET TABLESPACE ${quoteName(after.attributes.tablespace ?? "pg_default")}`,
            context,
          ),
        ]
      : []),
    ...optionDrafts(after, before, context),
    ...foreignDrafts(after, before, context),
    ...rowSecurity(after, before, context),
    ...replicaIdentity(after, before, context),
    ...clusterOn(after, before, context),
  ];
}

/** The foreign keys from and to a table: they bind its persistence to that of the other. */
function foreignKeysAt(table: ObjectId, context: RuleContext): readonly ObjectId[] {
  return [context.live, context.desired].flatMap((catalog) =>
    context.foreignKeysAt(table, catalog).map(({ id }) => id),
  );
}

/** Nothing that stands on a table looks at how it is stored, so no order is due. */
function rewriteSetting(
  table: ObjectOf<"table">,
  clause: string,
  context: RuleContext,
  between: readonly ObjectId[] = [],
): Draft {
  const message = `every row of ${table.id} is written again while readers and writers wait`;
  return draft(table.id, context.cause(table.id), `ALTER TABLE ${quotePath(table.path)} ${clause}`, {
    after: [table.id],
    between,
    locks: lock("ACCESS EXCLUSIVE", table.id),
    rewrites: true,
    estimate: context.estimate(table.id),
    hazards: context.hasRows(table.id) ? [rewrites(message), blocksReads(message)] : [],
  });
}

function optionDrafts(
  after: ObjectOf<"table">,
  before: ObjectOf<"table"> | undefined,
  context: RuleContext,
): readonly Draft[] {
  if (!before) return [];
  return optionClauses(storage(before), storage(after)).map((clause) =>
    draft(after.id, context.cause(after.id), `ALTER TABLE ${quotePath(after.path)} ${clause}`, {
      after: [after.id],
      locks: lock("SHARE UPDATE EXCLUSIVE", after.id),
    }),
  );
}

function rowSecurity(
  after: ObjectOf<"table">,
  before: ObjectOf<"table"> | undefined,
  context: RuleContext,
): readonly Draft[] {
  const clauses: string[] = [];
  if (after.attributes.rowSecurity !== (before?.attributes.rowSecurity ?? false))
    clauses.push(after.attributes.rowSecurity ? "ENABLE ROW LEVEL SECURITY" : "DISABLE ROW LEVEL SECURITY");
  if (after.attributes.forceRowSecurity !== (before?.attributes.forceRowSecurity ?? false))
    clauses.push(
      after.attributes.forceRowSecurity ? "FORCE ROW LEVEL SECURITY" : "NO FORCE ROW LEVEL SECURITY",
    );
  if (clauses.length === 0) return [];
  // Policies come first when it is switched on, so that no statement in between sees nothing.
  const policies = after.attributes.rowSecurity
    ? context.children(after.id).filter(({ kind }) => kind === "policy")
    : [];
  return [
    draft(after.id, context.cause(after.id), `ALTER TABLE ${quotePath(after.path)} ${clauses.join(", ")}`, {
      phase: before !== undefined && after.attributes.rowSecurity ? "contract" : "expand",
      after: [after.id, ...policies.map(({ id }) => id)],
      locks: lock("ACCESS EXCLUSIVE", after.id),
    }),
  ];
}

function replicaIdentity(
  after: ObjectOf<"table">,
  before: ObjectOf<"table"> | undefined,
  context: RuleContext,
): readonly Draft[] {
  const wanted = after.attributes.replicaIdentity;
  const index = wanted.startsWith("index ") ? wanted.slice("index ".length) : null;
  if (wanted === (before?.attributes.replicaIdentity ?? "default")) return [];
  const clause = index === null ? wanted.toUpperCase() : `USING INDEX ${quoteName(index)}`;
  return [
    draft(
      after.id,
      context.cause(after.id),
      `ALTER TABLE ${quotePath(after.path)} REPLICA IDENTITY ${clause}`,
      {
        after: [after.id, ...(index === null ? [] : indexIds(after, index))],
        locks: lock("ACCESS EXCLUSIVE", after.id),
      },
    ),
  ];
}

type Clustered = ObjectOf<"table"> | ObjectOf<"materialized view">;

export function clusterOn(
  after: Clustered,
  before: Clustered | undefined,
  context: RuleContext,
): readonly Draft[] {
  const wanted = after.attributes.clusterOn;
  if (wanted === (before?.attributes.clusterOn ?? null)) return [];
  const clause = wanted === null ? "SET WITHOUT CLUSTER" : `CLUSTER ON ${quoteName(wanted)}`;
  return [
    draft(after.id, context.cause(after.id), `ALTER ${spell(after)} ${clause}`, {
      after: [after.id, ...(wanted === null ? [] : indexIds(after, wanted))],
      locks: lock("SHARE UPDATE EXCLUSIVE", after.id),
    }),
  ];
}

/** What a table says of an index is forgotten with the index: said again of one that is dropped and made again. */
export function indexMarks(index: AnyObject, context: RuleContext): readonly Draft[] {
  const table = index.parent === null ? undefined : context.desired.objects.get(index.parent);
  const live = table && context.live.objects.get(table.id);
  // A key that takes the name of an index, or an index that of a key, is as new as one that is made again.
  const isNew = context.isReplaced(index.id) || !context.live.objects.has(index.id);
  if (!isNew || table === undefined || live === undefined || context.isReplaced(table.id)) return [];
  const [name = ""] = index.path.slice(-1);
  const marked = markedForCluster(table, live, name, context);
  if (table.kind !== "table" || live.kind !== "table") return marked;
  const { replicaIdentity: identity } = table.attributes;
  const forgotten = { ...live, attributes: { ...live.attributes, replicaIdentity: "default" } };
  return identity === `index ${name}` && live.attributes.replicaIdentity === identity
    ? [...replicaIdentity(table, forgotten, context), ...marked]
    : marked;
}

function markedForCluster(
  table: AnyObject,
  live: AnyObject,
  index: string,
  context: RuleContext,
): readonly Draft[] {
  if (!isClustered(table) || !isClustered(live)) return [];
  const isForgotten = table.attributes.clusterOn === index && live.attributes.clusterOn === index;
  return isForgotten ? clusterOn(table, undefined, context) : [];
}

const isClustered = (object: AnyObject): object is Clustered =>
  object.kind === "table" || object.kind === "materialized view";

/** An index's name may belong to an index or to the constraint that made it. */
function indexIds(table: AnyObject, name: string): readonly ObjectId[] {
  return [objectId("index", [table.path[0] ?? "", name]), objectId("constraint", [...table.path, name])];
}
