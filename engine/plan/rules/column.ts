// Columns. A column with data is never dropped and made again where an ALTER can keep the values.
import { chosenName, quoteName, quotePath } from "../../catalog/names";
import { type Draft, draft, lock, type ObjectOf, type Rule, type RuleContext } from "../draft";
import { blocksReads, columnValuesProbe, dataLoss, mayFail, rewrites } from "../hazards";
import type { Hazard, LockMode } from "../model";
import { anyRow } from "../offenders";
import { afterDefault, backfill, check, markUnfinished, unmarkUnfinished } from "../strategies/data-steps";
import { revokeIdentityDefaults } from "../strategies/default-privileges";
import { fillBeside, giveWay } from "../strategies/expand-contract";
import { isHelper } from "../strategies/expansions";
import { alterOnly, alterOwn, alterTable, alterUnlessAlone, columnName, tableId } from "./column-names";
import { foreignInTheWay, retypeColumn, typeBreaks } from "./column-type";
import { columnOptions, isNowhere } from "./foreign";
import { inlineTies, isGiven, tiesInTheWay } from "./inherited";
import { laterNotNull, notNullClauses, notNullNames, nullDrafts } from "./not-null";
import { changedSequenceOptions, continueAfterValues, enterRange, sequenceOptions } from "./sequence";
import { optionClauses } from "./table";
import { isConstrained, isVolatile } from "./volatile";

type Column = ObjectOf<"column">;

/** `fax text COLLATE "C" DEFAULT 'x' NOT NULL`, as CREATE TABLE and ADD COLUMN have it. */
export function columnClause(column: Column, expression: string | null, context: RuleContext): string {
  const { type, collation, compression, identity, generated } = column.attributes;
  return [
    `${columnName(column)} ${type}`,
    ...(compression === null ? [] : [`COMPRESSION ${compression}`]),
    ...columnOptions(column, context),
    ...(collation === null ? [] : [`COLLATE ${collation}`]),
    ...(expression === null ? [] : [`DEFAULT ${expression}`]),
    ...(generated
      ? [`GENERATED ALWAYS AS (${bare(generated.expression)}) ${generated.stored ? "STORED" : "VIRTUAL"}`]
      : []),
    ...(identity ? [identityClause(column, identity)] : []),
    ...notNullClauses(column, context),
  ].join(" ");
}

/** What CREATE TABLE … OF says of a column beside its type; nothing where there is nothing to say. */
export function typedColumnLines(
  column: Column,
  expression: string | null,
  context: RuleContext,
): readonly string[] {
  const options = [
    ...(expression === null ? [] : [`DEFAULT ${expression}`]),
    ...notNullClauses(column, context),
  ];
  return options.length === 0 ? [] : [`${columnName(column)} WITH OPTIONS ${options.join(" ")}`];
}

/** One pair of parentheses around the whole expression is the syntax's own. */
function bare(expression: string): string {
  if (!expression.startsWith("(") || !expression.endsWith(")")) return expression;
  let depth = 0;
  for (let position = 0; position < expression.length; position += 1) {
    const character = expression[position];
    // A quote may hide parentheses: leave such an expression as it is.
    if (character === "'" || character === '"') return expression;
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (depth === 0 && position < expression.length - 1) return expression;
  }
  return expression.slice(1, -1);
}

type Identity = NonNullable<Column["attributes"]["identity"]>;

/** Postgres names the sequence itself, table_column_seq, unless it is told (manual, CREATE SEQUENCE: SEQUENCE NAME). */
function identityClause(column: Column, identity: Identity): string {
  const [schema = "", table = "", name = ""] = column.path;
  const byDefault = [schema, chosenName(table, name, "seq")];
  const isDefault = quotePath(byDefault) === quotePath(identity.sequence);
  const options = [
    ...(isDefault ? [] : [`SEQUENCE NAME ${quotePath(identity.sequence)}`]),
    ...sequenceOptions(identity),
  ];
  const tail = options.length > 0 ? ` (${options.join(" ")})` : "";
  return `GENERATED ${identity.always ? "ALWAYS" : "BY DEFAULT"} AS IDENTITY${tail}`;
}

/** Storage, statistics and options, which ADD COLUMN has no place for on every supported major. */
export function columnSettings(column: Column, major: number, before?: Column): readonly string[] {
  const name = columnName(column);
  const { storage, statistics, options, compression } = column.attributes;
  const was = before?.attributes;
  return [
    ...(storage === (was?.storage ?? null)
      ? []
      : [`ALTER COLUMN ${name} SET STORAGE ${storage ?? ownStorage(column, major)}`]),
    ...(before && compression !== was?.compression
      ? [`ALTER COLUMN ${name} SET COMPRESSION ${compression ?? "default"}`]
      : []),
    ...(statistics === (was?.statistics ?? null)
      ? []
      : [`ALTER COLUMN ${name} SET STATISTICS ${statistics ?? -1}`]),
    ...optionClauses(was?.options ?? {}, options).map((clause) => `ALTER COLUMN ${name} ${clause}`),
  ];
}

/** The word DEFAULT is there from PG16 on; before, the strategy of the type itself (pg_type.typstorage) has to be named. */
function ownStorage(column: Column, major: number): string {
  if (major >= 16) return "DEFAULT";
  return /^(numeric|inet|cidr)\b/.test(column.attributes.type) ? "MAIN" : "EXTENDED";
}

export const columnRule: Rule<"column"> = {
  create: (object, context) => {
    if (isGiven(object, context)) return [];
    const expansion = context.expansion(object.id);
    if (expansion !== undefined) return fillBeside(expansion, context);
    if (context.isFilled(object.id)) return fillColumn(object, context);
    const isTyped = inlineTies(tableId(object), "typed table", context).length > 0;
    const settings = columnSettings(
      object,
      context.live.serverMajor,
      isTyped ? bareColumn(object) : undefined,
    );
    return [
      ...(context.isInline(object.id)
        ? revokeIdentityDefaults(object, context)
        : addWithIdentity(object, context)),
      ...laterNotNull(object, context),
      ...(settings.length === 0 ? [] : [settingsDraft(object, settings, context)]),
    ];
  },
  drop: (object, context) => {
    const expansion = context.expansion(object.id);
    if (expansion !== undefined) return giveWay(expansion, context);
    return [...check(object, context), dropColumn(object, context)];
  },
  alter: (before, after, attributes, context) => {
    if (context.expansion(after.id) !== undefined) return "replace";
    if (mustReplace(before, after, attributes, context)) return "replace";
    const settings = columnSettings(after, context.live.serverMajor, before);
    const identity = identityDrafts(before, after, attributes, context);
    // An identity column is a NOT NULL integer for as long as it is one.
    const endsFirst = after.attributes.identity === null;
    return [
      ...(endsFirst ? identity : []),
      ...generatedDrafts(before, after, attributes, context),
      ...(attributes.has("type") || attributes.has("collation") ? retypeColumn(before, after, context) : []),
      ...(attributes.has("notNull") && after.attributes.notNull
        ? afterDefault(
            [
              ...backfill(after, context),
              ...check(after, context),
              ...nullDrafts(before, after, attributes, context),
            ],
            after,
            context,
          )
        : nullDrafts(before, after, attributes, context)),
      ...(endsFirst ? [] : identity),
      ...(settings.length === 0 ? [] : [settingsDraft(after, settings, context)]),
    ];
  },
  breaks: (before, after, attributes, dependent, context) => {
    if (attributes.has("type") || attributes.has("collation"))
      return typeBreaks(before, after, dependent, context);
    return attributes.has("generated") && dependent.kind === "column";
  },
  unties: (before, attributes, context) =>
    attributes.has("type") || attributes.has("collation")
      ? [...tiesInTheWay(before, context), ...foreignInTheWay(before, context)]
      : [],
  names: (object) => [
    ...notNullNames(object),
    ...(object.attributes.identity ? [`relation ${quotePath(object.attributes.identity.sequence)}`] : []),
  ],
};

/** As CREATE TABLE … OF makes it, which has no word for its settings. */
const bareColumn = (column: Column): Column => ({
  ...column,
  attributes: { ...column.attributes, storage: null, compression: null, statistics: null, options: {} },
});

export function settingsDraft(column: Column, clauses: readonly string[], context: RuleContext): Draft {
  return draft(column.id, context.cause(column.id), alterOnly(column, clauses.join(", "), context), {
    // Nothing that stands on a column looks at these.
    after: [column.id],
    locks: lock(settingsLock(clauses), tableId(column)),
  });
}

/** Added without a value, which the rows get piece by piece; then what is said of it holds. */
function fillColumn(column: Column, context: RuleContext): readonly Draft[] {
  const empty = { ...column, attributes: { ...column.attributes, notNull: false, notNullConstraint: null } };
  const settings = columnSettings(column, context.live.serverMajor);
  const added = [
    addColumn(empty, context),
    ...(settings.length === 0 ? [] : [settingsDraft(column, settings, context)]),
  ];
  const filled = [...backfill(column, context), ...check(column, context)];
  if (column.attributes.notNull) {
    const refused = nullDrafts(empty, column, new Set(["notNull"]), context);
    return [...added, ...afterDefault([...filled, ...refused], column, context)];
  }
  const bundle = `addition of ${column.id}`;
  return [
    ...[...added, markUnfinished(column, context)].map((made) => ({ ...made, bundle })),
    ...afterDefault([...filled, ...unmarkUnfinished(column, context)], column, context),
  ];
}
/** Statistics targets and options are for the planner alone. */
export const settingsLock = (clauses: readonly string[]): LockMode =>
  clauses.every((clause) => / SET STATISTICS | (SET|RESET) \(/.test(clause))
    ? "SHARE UPDATE EXCLUSIVE"
    : "ACCESS EXCLUSIVE";

/** A column of a table that has heirs gets its identity, which they do not have, in a second statement (manual, CREATE TABLE, INHERITS). */
function addWithIdentity(column: Column, context: RuleContext): readonly Draft[] {
  if (column.attributes.identity === null || !context.hasHeirs(tableId(column)))
    return [addColumn(column, context), ...revokeIdentityDefaults(column, context)];
  const bare: Column = { ...column, attributes: { ...column.attributes, identity: null } };
  return [addColumn(bare, context), ...identityDrafts(bare, column, new Set(["identity"]), context)];
}

function addColumn(column: Column, context: RuleContext): Draft {
  const table = tableId(column);
  const inlineDefault = context
    .children(column.id)
    .find((child) => child.kind === "default" && context.isInline(child.id));
  const expression = inlineDefault?.kind === "default" ? inlineDefault.attributes.expression : null;
  const { generated, identity, notNull } = column.attributes;
  const rewrite =
    generated?.stored === true ||
    identity !== null ||
    isConstrained(column.attributes.type, context) ||
    (expression !== null && isVolatile(expression, inlineDefault?.id, context));
  const hazards: Hazard[] = [];
  if (context.hasRows(table, "heirs too")) {
    if (rewrite)
      hazards.push(
        rewrites(`every row of ${table} is written again to fill ${columnName(column)}`),
        blocksReads("readers and writers wait"),
      );
    if (notNull && expression === null && !generated && !identity)
      hazards.push(
        mayFail(
          `fails where ${table} has rows: ${columnName(column)} is NOT NULL without a DEFAULT`,
          anyRow(column.path.slice(0, -1)),
          `give it a DEFAULT, or say what the rows get: -- backfill: column ${quotePath(column.path)} = <expression>`,
        ),
      );
  }
  return draft(
    column.id,
    context.cause(column.id),
    alterTable(column, `ADD COLUMN ${columnClause(column, expression, context)}`),
    {
      creates: [column.id, ...(inlineDefault ? [inlineDefault.id] : [])],
      locks: lock("ACCESS EXCLUSIVE", table),
      rewrites: rewrite && context.hasRows(table, "heirs too"),
      // Nothing is written for a virtual column, but each row is asked whether it is null.
      scans: notNull && generated?.stored === false && context.hasRows(table, "heirs too"),
      estimate: context.estimate(table, "heirs too"),
      hazards,
    },
  );
}

function dropColumn(column: Column, context: RuleContext): Draft {
  const table = tableId(column);
  const { generated } = column.attributes;
  const verb = context.isReplaced(column.id) ? "replace" : "drop";
  const message = `the values of ${column.id} are gone`;
  const isAlone = context.isSaidAlone(column.id);
  const probe = columnValuesProbe(column.path, isAlone ? "ONLY " : "");
  return draft(
    column.id,
    context.cause(column.id),
    alterUnlessAlone(column, `DROP COLUMN ${columnName(column)}`, context),
    {
      drops: [column.id],
      phase: "contract",
      locks: lock("ACCESS EXCLUSIVE", table),
      estimate: context.estimate(table, isAlone ? "own" : "heirs too"),
      hazards:
        generated || isNowhere(table, context) || isHelper(column.id, context.live)
          ? []
          : [dataLoss(`${verb} ${column.id}`, message, column.id, context, probe)],
    },
  );
}

/** Only PG17 can change a generation expression in place; plain values never become generated ones without loss. */
function mustReplace(
  before: Column,
  after: Column,
  attributes: ReadonlySet<string>,
  context: RuleContext,
): boolean {
  if (!attributes.has("generated")) return false;
  const was = before.attributes.generated;
  const will = after.attributes.generated;
  if (!will) return was?.stored === false;
  return !was || was.stored !== will.stored || context.live.serverMajor < 17;
}

function generatedDrafts(
  before: Column,
  after: Column,
  attributes: ReadonlySet<string>,
  context: RuleContext,
): readonly Draft[] {
  if (!attributes.has("generated")) return [];
  const will = after.attributes.generated;
  const table = tableId(after);
  const clause = will ? `SET EXPRESSION AS (${bare(will.expression)})` : "DROP EXPRESSION";
  const rewrite = will?.stored === true;
  return [
    draft(
      before.id,
      context.cause(after.id),
      alterUnlessAlone(after, `ALTER COLUMN ${columnName(after)} ${clause}`, context),
      {
        alters: [after.id],
        locks: lock("ACCESS EXCLUSIVE", table),
        rewrites: rewrite,
        estimate: context.estimate(table, "heirs too"),
        hazards:
          rewrite && context.hasRows(table, "heirs too")
            ? [rewrites(`every row of ${table} is written again`), blocksReads("readers and writers wait")]
            : [],
      },
    ),
  ];
}

function identityDrafts(
  before: Column,
  after: Column,
  attributes: ReadonlySet<string>,
  context: RuleContext,
): readonly Draft[] {
  if (!attributes.has("identity")) return [];
  const was = before.attributes.identity;
  const will = after.attributes.identity;
  const alter = (clause: string): Draft =>
    draft(
      after.id,
      context.cause(after.id),
      // An identity is the table's own; a partitioned table's is its partitions', too.
      alterOwn(after, `ALTER COLUMN ${columnName(after)} ${clause}`, context),
      { alters: [after.id], locks: lock("ACCESS EXCLUSIVE", tableId(after)) },
    );
  if (!will) return [alter("DROP IDENTITY")];
  if (was) return changeIdentity(after, was, will, alter, context);
  return [
    alter(`ADD ${identityClause(after, will)}`),
    ...revokeIdentityDefaults(after, context),
    ...continueAfterValues(after, will.sequence, will, context),
  ];
}

function changeIdentity(
  after: Column,
  was: Identity,
  will: Identity,
  alter: (clause: string) => Draft,
  context: RuleContext,
): readonly Draft[] {
  const { first, option } = enterRange(was, will, quotePath(was.sequence));
  const clauses = [
    ...(was.always === will.always ? [] : [`SET GENERATED ${will.always ? "ALWAYS" : "BY DEFAULT"}`]),
    // The sequence's data type follows the column's by ALTER COLUMN TYPE.
    ...changedSequenceOptions({ ...was, dataType: will.dataType }, will).map((clause) => `SET ${clause}`),
    ...(option === null ? [] : [option]),
  ];
  const isRenamed = quotePath(was.sequence) !== quotePath(will.sequence);
  return [
    ...(first === null ? [] : [draft(after.id, context.cause(after.id), first, { alters: [after.id] })]),
    ...(clauses.length > 0 ? [alter(clauses.join(" "))] : []),
    ...(isRenamed ? [renameSequence(after, was, will, context)] : []),
  ];
}

function renameSequence(column: Column, was: Identity, will: Identity, context: RuleContext): Draft {
  const sql = `ALTER SEQUENCE ${quotePath(was.sequence)} RENAME TO ${quoteName(will.sequence.at(-1) ?? "")}`;
  return draft(column.id, context.cause(column.id), sql, { alters: [column.id] });
}
