// NOT NULL, which is a constraint with a name since Postgres 17 (domains) and 18 (columns). Part of the rules of both.
import type { NotNullConstraint } from "../../catalog/model";
import { attachedId, clipName, notNullOf, objectId, quoteName, quotePath } from "../../catalog/names";
import { keepsNotNull, plainNotNull } from "../../catalog/not-null";
import { type Draft, draft, lock, type ObjectOf, type RuleContext } from "../draft";
import { mayFail } from "../hazards";
import { nulls } from "../offenders";
import { backfill } from "../strategies/data-steps";
import { commentText } from "./attached";
import { alterOwn, alterUnlessAlone, columnName, tableId, tablePath } from "./column-names";
import { isForeign } from "./foreign";
import { inheritsNotNull } from "./inherited";

type Column = ObjectOf<"column">;
type Domain = ObjectOf<"domain">;

/** A check that stands in for NOT NULL while it is validated; a plan after an interruption sees it as not in the source. */
const suffix = "__stackschema_not_null";

/** Its name. */
export const standInName = (column: Column): string =>
  `${clipName(column.path.at(-1) ?? "", suffix.length)}${suffix}`;

const stateOf = (object: Column | Domain): NotNullConstraint =>
  object.attributes.notNullConstraint ?? plainNotNull(object);

/** Names taken on the table: `constraint app.items.items_size_not_null`. */
export function notNullNames(column: Column): readonly string[] {
  return column.attributes.notNull
    ? [`constraint ${quotePath([...tablePath(column), stateOf(column).name])}`]
    : [];
}

/** Whether NOT NULL alone gives the constraint: Postgres passes over names that are taken anywhere in the Postgres schema. */
function isChosen(object: Column | Domain, context: RuleContext): boolean {
  if (!keepsNotNull(object, context.live.serverMajor)) return true;
  if (object.attributes.notNullConstraint !== null) return false;
  // A domain that is replaced holds the name until the new one is in use.
  if (object.kind === "domain" && context.isReplaced(object.id)) return false;
  const holders = context.constraintsNamed([object.path[0] ?? "", stateOf(object).name]);
  return holders.every((id) => id === object.id);
}

/** As CREATE TABLE, ADD COLUMN and CREATE DOMAIN have it; they have no word for NOT VALID. */
export function notNullClauses(object: Column | Domain, context: RuleContext): readonly string[] {
  const { name, noInherit, validated } = stateOf(object);
  if (!object.attributes.notNull || !validated) return [];
  if (isChosen(object, context)) return ["NOT NULL"];
  return [`CONSTRAINT ${quoteName(name)} NOT NULL${noInherit ? " NO INHERIT" : ""}`];
}

/** What follows ALTER DOMAIN to change its NOT NULL. */
export function domainNotNull(before: Domain, after: Domain, context: RuleContext): readonly string[] {
  const [was, will] = [stateOf(before).name, stateOf(after).name];
  if (!after.attributes.notNull) return before.attributes.notNull ? ["DROP NOT NULL"] : [];
  if (!before.attributes.notNull)
    return [isChosen(after, context) ? "SET NOT NULL" : `ADD CONSTRAINT ${quoteName(will)} NOT NULL`];
  return was === will ? [] : [`RENAME CONSTRAINT ${quoteName(was)} TO ${quoteName(will)}`];
}

/** What follows the creation of the column. */
export function laterNotNull(column: Column, context: RuleContext): readonly Draft[] {
  return stateOf(column).validated ? [] : [alteration(column, addClause(column), context)];
}

export function nullDrafts(
  before: Column,
  after: Column,
  attributes: ReadonlySet<string>,
  context: RuleContext,
): readonly Draft[] {
  if (!attributes.has("notNull") && !attributes.has("notNullConstraint")) return [];
  const drop = dropNotNull(after, context);
  if (!after.attributes.notNull) return [drop];
  // Code that runs may leave the column out.
  if (!before.attributes.notNull)
    return setNotNull(after, context).map((made) => ({ ...made, phase: "contract" }));
  const [was, will] = [stateOf(before), stateOf(after)];
  // Nor is there ALTER CONSTRAINT for a foreign table, which has no rows that would be read.
  const isForeignTable = isForeign(tableId(after), context);
  if ((was.validated && !will.validated) || (isForeignTable && was.noInherit !== will.noInherit))
    return remade(after, drop, context);
  const name = quoteName(will.name);
  const old = quoteName(was.name);
  const rename =
    was.name === will.name ? [] : [alteration(after, `RENAME CONSTRAINT ${old} TO ${name}`, context)];
  const goesOn = will.noInherit ? `ALTER CONSTRAINT ${old} NO INHERIT` : `ALTER CONSTRAINT ${name} INHERIT`;
  const reads = !will.noInherit && heirsMayBeNull(after, context);
  return [
    // What heirs have no part in is renamed alone.
    ...(will.noInherit ? [] : rename),
    ...(was.noInherit === will.noInherit ? [] : [{ ...alteration(after, goesOn, context), scans: reads }]),
    ...(will.noInherit ? rename : []),
    ...(was.validated === will.validated ? [] : [validate(after, name, context)]),
  ];
}

/** Heirs that get it from above then are read. */
const heirsMayBeNull = (column: Column, context: RuleContext): boolean =>
  context.attachedTo(tableId(column)).some(({ parent, attributes, path }) => {
    const heir = context.live.objects.get(
      objectId("column", [...path.slice(0, 2), column.path.at(-1) ?? ""]),
    );
    const isNullable = heir?.kind === "column" && !heir.attributes.notNull;
    return attributes.as === "child" && isNullable && parent !== null && !isForeign(parent, context);
  });

/** Each heir says it for itself: one may keep it, and what was inherited is then its own. */
function dropNotNull(column: Column, context: RuleContext): Draft {
  const clause = `ALTER COLUMN ${columnName(column)} DROP NOT NULL`;
  return { ...alteration(column, clause, context), sql: alterOwn(column, clause, context) };
}

/** Nothing takes a validation back; the comment goes with the constraint and is said again. */
function remade(column: Column, drop: Draft, context: RuleContext): readonly Draft[] {
  const id = attachedId("comment", notNullOf(column.id));
  const comment = context.live.objects.has(id) ? context.desired.objects.get(id) : undefined;
  return [
    drop,
    alteration(column, addClause(column), context),
    ...(comment?.kind === "comment"
      ? [
          draft(comment.id, context.cause(column.id), commentText(comment), {
            alters: [column.id],
          }),
        ]
      : []),
  ].map((made) => ({ ...made, bundle: notNullOf(column.id) }));
}

function addClause(column: Column, state = stateOf(column)): string {
  const { name, noInherit, validated } = state;
  const endings = `${noInherit ? " NO INHERIT" : ""}${validated ? "" : " NOT VALID"}`;
  return `ADD CONSTRAINT ${quoteName(name)} NOT NULL ${columnName(column)}${endings}`;
}

function setNotNull(column: Column, context: RuleContext): readonly Draft[] {
  const will = stateOf(column);
  const set = `ALTER COLUMN ${columnName(column)} SET NOT NULL`;
  if (!will.validated) return [alteration(column, addClause(column), context)];
  const table = tableId(column);
  if (!context.holdsData(table, "heirs too")) {
    const plain = alteration(column, isChosen(column, context) ? set : addClause(column), context);
    return [{ ...plain, scans: !isForeign(table, context), estimate: context.estimate(table, "heirs too") }];
  }
  // Rows without a value that came after the backfill, before nulls were refused.
  const rest = backfill(column, context);
  if (keepsNotNull(column, context.live.serverMajor))
    return [
      alteration(column, addClause(column, { ...will, validated: false }), context),
      ...rest,
      { ...validate(column, quoteName(will.name), context), later: true },
    ];
  const helper = quoteName(standInName(column));
  const noInherit = context.isSaidAlone(column.id) ? " NO INHERIT" : "";
  const check = `ADD CONSTRAINT ${helper} CHECK (${columnName(column)} IS NOT NULL)${noInherit} NOT VALID`;
  return [
    alteration(column, check, context),
    ...rest,
    { ...validate(column, helper, context), later: true },
    // Postgres takes the check's word and does not scan.
    { ...alteration(column, set, context), later: true },
    alteration(column, `DROP CONSTRAINT ${helper}`, context),
  ];
}

function validate(column: Column, name: string, context: RuleContext): Draft {
  const table = tableId(column);
  const isFilled = context.directive("backfill", column.id) !== undefined;
  return {
    ...alteration(column, `VALIDATE CONSTRAINT ${name}`, context),
    locks: lock("SHARE UPDATE EXCLUSIVE", table),
    scans: true,
    estimate: context.estimate(table, context.isSaidAlone(column.id) ? "own" : "heirs too"),
    hazards: [
      mayFail(
        `fails where ${column.id} holds a null`,
        isFilled ? undefined : nulls(tablePath(column), column.path.at(-1) ?? ""),
        `say what the rows get: -- backfill: column ${quotePath(column.path)} = <expression>`,
      ),
    ],
  };
}

function alteration(column: Column, clause: string, context: RuleContext): Draft {
  const isOwn =
    column.attributes.notNull && !inheritsNotNull(column) && !clause.startsWith("ALTER CONSTRAINT ");
  const alter = isOwn ? alterOwn : alterUnlessAlone;
  return draft(column.id, context.cause(column.id), alter(column, clause, context), {
    alters: [column.id],
    locks: lock("ACCESS EXCLUSIVE", tableId(column)),
  });
}
