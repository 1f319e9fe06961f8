// A column that is written again beside itself: its successor is added, kept in step by a trigger, filled in batches and compared,
// and takes the old column's name in one short transaction. What stands on the column is dropped and made again in it. Pure.
import { endedName, objectId, quoteName, quotePath, quoteText } from "../../catalog/names";
import { keepsNotNull, notNullOn } from "../../catalog/not-null";
import { type Draft, draft, lock, type RuleContext } from "../draft";
import { breaksOldCode, columnValuesProbe, dataLoss, mayFail } from "../hazards";
import type { Hazard } from "../model";
import { nulls } from "../offenders";
import { columnClause, columnSettings, settingsDraft } from "../rules/column";
import { alterTable, columnName, tableId, tablePath } from "../rules/column-names";
import { valuesRefused } from "../rules/column-type";
import { nullDrafts, standInName } from "../rules/not-null";
import { sequenceOptions } from "../rules/sequence";
import { check, demand, neighbours } from "./data-steps";
import { revokeIdentityDefaults } from "./default-privileges";
import { type Expansion, filling, functionId, preparation, triggerId } from "./expansions";

/** Until the old column is gone, its sequence gives up its name. */
const suffix = "__stackschema_old";

export const exchangeOf = ({ after }: Expansion): string => `exchange of ${after.id}`;

/** The column's creation: everything that takes long, and the name in the end. */
export function fillBeside(expansion: Expansion, context: RuleContext): readonly Draft[] {
  const { after, helper, using, there } = expansion;
  const steps = [
    ...check(after, context),
    ...(there.has(helper.id) ? [] : added(expansion, context)),
    ...(there.has(triggerId(expansion)) ? [] : keptInStep(expansion, context)),
    filled(expansion, context),
    ...withoutNulls(expansion, context),
    analyzed(expansion, context),
    compared(expansion, context),
  ];
  const near = using === null ? { after: [], before: [] } : neighbours(after, using, context);
  // What is exchanged in the same plan is read as it is before.
  const isFree = (id: Draft["object"]): boolean => !context.isReplaced(id) && !context.isExchanged(id);
  const placed = steps.map(
    (made, position): Draft => ({
      ...made,
      cause: made.cause.startsWith("check at ") ? made.cause : expansion.cause,
      alters: [filling],
      creates: [],
      additive: true,
      after: [...made.after, ...(position === 0 ? near.after : [])].filter(isFree),
      before: [...made.before, ...(position === steps.length - 1 ? near.before : [])].filter(isFree),
    }),
  );
  return [...placed, ...named(expansion, context)];
}

function added({ after, helper, comment }: Expansion, context: RuleContext): readonly Draft[] {
  const table = tableId(after);
  const settings = columnSettings(helper, context.live.serverMajor);
  const types = (context.desired.dependencies.get(after.id) ?? []).filter((id) => !context.isExchanged(id));
  const message = `until the exchange ${table} has one column more, and in the end the new one is its last: COPY, INSERT and SELECT * that count on the number or the order of columns meet others`;
  const place = { bundle: `addition of ${helper.id}` };
  return [
    // What an earlier conversion left under the name goes first.
    draft(after.id, "", alterTable(helper, `ADD COLUMN ${columnClause(helper, null, context)}`), {
      ...place,
      after: [helper.id, ...types],
      locks: lock("ACCESS EXCLUSIVE", table),
      hazards: [breaksOldCode(message)],
    }),
    draft(after.id, "", `COMMENT ON COLUMN ${quotePath(helper.path)} IS ${quoteText(comment)}`, {
      ...place,
      locks: lock("SHARE UPDATE EXCLUSIVE", table),
    }),
    ...(settings.length === 0
      ? []
      : [{ ...settingsDraft(helper, settings, context), ...place, object: after.id, after: [] }]),
  ];
}

/** Conversions that depend on settings of the session give what they give in ours, whoever writes. */
const settings = ["search_path", '"TimeZone"', '"DateStyle"', '"IntervalStyle"', "lc_monetary"];

function keptInStep(expansion: Expansion, context: RuleContext): readonly Draft[] {
  const { after, helper, change, expression, trigger } = expansion;
  const table = quotePath(tablePath(after));
  const isPlain = change.using === null && !change.losesData;
  const value = isPlain
    ? `NEW.${columnName(after)}`
    : `(SELECT ${expression} FROM (SELECT NEW.*) AS ${quoteName(after.path.at(-2) ?? "")})`;
  const body = `\n#variable_conflict use_column\nBEGIN\n  NEW.${columnName(helper)} := ${value};\n  RETURN NEW;\nEND\n`;
  const kept = isPlain ? "" : `${settings.map((setting) => ` SET ${setting} FROM CURRENT`).join("")}`;
  const tag = body.includes("$keep$") ? quoteText(body) : `$keep$${body}$keep$`;
  const name = quotePath(expansion.function);
  const bundle = `trigger of ${helper.id}`;
  const locks = lock("SHARE ROW EXCLUSIVE", tableId(after));
  const before = [functionId(expansion), triggerId(expansion)];
  return [
    draft(after.id, "", `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql${kept} AS ${tag}`, {
      bundle,
      after: before,
    }),
    draft(
      after.id,
      "",
      `CREATE TRIGGER ${quoteName(trigger)} BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION ${name}()`,
      { bundle, locks, hazards: refusals(expansion, context) },
    ),
    // Also for rows that a subscription brings.
    draft(after.id, "", `ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${quoteName(trigger)}`, {
      bundle,
      locks,
    }),
  ];
}

/** From the trigger on, and not from the exchange, whoever writes such a value fails. */
function refusals({ before, after, change }: Expansion, context: RuleContext): readonly Hazard[] {
  return change.mayFail ? [valuesRefused(before, after, change.using, context)] : [];
}

function filled(expansion: Expansion, context: RuleContext): Draft {
  const { after, helper, expression } = expansion;
  const table = quotePath(tablePath(after));
  const name = columnName(helper);
  const sql = `UPDATE ${table} SET ${name} = ${expression} WHERE ${name} IS NULL AND ${expression} IS NOT NULL`;
  return draft(after.id, "", sql, {
    alone: true,
    later: true,
    inBatches: table,
    locks: lock("ROW EXCLUSIVE", tableId(after)),
    scans: true,
    estimate: context.estimate(tableId(after)),
  });
}

/** Of the constraint behind it, from Postgres 18 on, until the exchange. */
const notNullName = (helper: Expansion["helper"]): string => endedName(helper.path.at(-1) ?? "", "_not_null");

/** As for any column; the name of the constraint comes with the column's. */
function withoutNulls(
  { before, after, helper, found, using }: Expansion,
  context: RuleContext,
): readonly Draft[] {
  if (!after.attributes.notNull) return [];
  const was = found ?? helper;
  const notNullConstraint = keepsNotNull(after, context.live.serverMajor)
    ? { name: notNullName(helper), noInherit: false, validated: true }
    : null;
  const will = { ...helper, attributes: { ...helper.attributes, notNull: true, notNullConstraint } };
  const changed = new Set([
    ...(was.attributes.notNull ? [] : ["notNull"]),
    ...(notNullConstraint === null ? [] : ["notNullConstraint"]),
  ]);
  const table = tablePath(after);
  const standIn = objectId("constraint", [...table, standInName(helper)]);
  const isSure = before.attributes.notNull && using === null;
  const message = `fails where ${after.id} gives a null`;
  const offenders =
    before.attributes.notNull || using !== null ? undefined : nulls(table, after.path.at(-1) ?? "");
  return nullDrafts(was, will, changed, context).map((made) => ({
    ...made,
    object: after.id,
    // What a killed run left under the name goes first.
    after: [standIn],
    hazards: made.hazards.length === 0 || isSure ? [] : [mayFail(message, offenders)],
  }));
}

/** The new column has no statistics yet, and the first plans after the exchange want some. */
const analyzed = ({ after, helper }: Expansion, context: RuleContext): Draft =>
  draft(after.id, "", `ANALYZE ${quotePath(tablePath(after))} (${columnName(helper)})`, {
    alone: true,
    later: true,
    locks: lock("SHARE UPDATE EXCLUSIVE", tableId(after)),
    estimate: context.estimate(tableId(after)),
  });

function compared({ after, helper, expression }: Expansion, context: RuleContext): Draft {
  const table = tableId(after);
  const differs = `${columnName(helper)}::text IS DISTINCT FROM ${expression}::${after.attributes.type}::text`;
  const message = `${quotePath(helper.path)} is not in step with ${columnName(after)}`;
  return draft(after.id, "", demand(quotePath(tablePath(after)), differs, message), {
    alone: true,
    later: true,
    locks: lock("ACCESS SHARE", table),
    scans: true,
    estimate: context.estimate(table),
  });
}

function named(expansion: Expansion, context: RuleContext): readonly Draft[] {
  const { after, helper } = expansion;
  const wanted = notNullOn(after)?.name;
  const isKept = keepsNotNull(after, context.live.serverMajor) && wanted !== undefined;
  const sqls = [
    `RENAME COLUMN ${columnName(helper)} TO ${columnName(after)}`,
    ...(isKept ? [`RENAME CONSTRAINT ${quoteName(notNullName(helper))} TO ${quoteName(wanted)}`] : []),
  ];
  return sqls.map((clause, position) =>
    draft(after.id, expansion.cause, alterTable(after, clause), {
      ...(position === 0 ? { creates: [after.id] } : { alters: [after.id] }),
      bundle: exchangeOf(expansion),
      locks: lock("ACCESS EXCLUSIVE", tableId(after)),
    }),
  );
}

/** The column's drop. What only the old column knows goes over to the new one before. */
export function giveWay(expansion: Expansion, context: RuleContext): readonly Draft[] {
  const { before, after, helper, trigger, change } = expansion;
  const table = quotePath(tablePath(before));
  const locks = lock("ACCESS EXCLUSIVE", tableId(before));
  const made = (sql: string, rest: Partial<Draft> = {}): Draft =>
    draft(before.id, expansion.cause, sql, { locks, ...rest });
  const loss = `${before.attributes.type} -> ${after.attributes.type} may lose part of the values of ${after.id}`;
  const drafts = [
    made(`DROP TRIGGER ${quoteName(trigger)} ON ${table}`),
    made(`DROP FUNCTION ${quotePath(expansion.function)}()`, { locks: [] }),
    made(`COMMENT ON COLUMN ${quotePath(helper.path)} IS NULL`, {
      locks: lock("SHARE UPDATE EXCLUSIVE", tableId(before)),
    }),
    ...expansion.sequences.map(({ path }) =>
      made(`ALTER SEQUENCE ${quotePath(path)} OWNED BY ${quotePath(helper.path)}`, { locks: [] }),
    ),
    ...identityOver(expansion, made, context),
    made(alterTable(before, `DROP COLUMN ${columnName(before)}`), {
      drops: [before.id],
      phase: "contract",
      hazards: change.losesData
        ? [dataLoss(`retype ${after.id}`, loss, after.id, context, columnValuesProbe(after.path))]
        : [],
    }),
  ];
  return drafts.map((one) => ({ ...one, bundle: exchangeOf(expansion) }));
}

/** The old sequence keeps others from it while its position is read: a change of its name locks it. */
function identityOver(
  { before, after, helper }: Expansion,
  made: (sql: string, rest?: Partial<Draft>) => Draft,
  context: RuleContext,
): readonly Draft[] {
  const [was, will] = [before.attributes.identity, after.attributes.identity];
  if (was === null || will === null) return [];
  const old = endedName(was.sequence.at(-1) ?? "", suffix);
  const options = [`SEQUENCE NAME ${quotePath(will.sequence)}`, ...sequenceOptions(will)].join(" ");
  const kind = will.always ? "ALWAYS" : "BY DEFAULT";
  const oldPath = quotePath([...was.sequence.slice(0, -1), old]);
  return [
    made(`ALTER SEQUENCE ${quotePath(was.sequence)} RENAME TO ${quoteName(old)}`, { locks: [] }),
    made(
      alterTable(helper, `ALTER COLUMN ${columnName(helper)} ADD GENERATED ${kind} AS IDENTITY (${options})`),
    ),
    made(`SELECT setval(${quoteText(quotePath(will.sequence))}, last_value, is_called) FROM ${oldPath}`, {
      locks: [],
    }),
    ...revokeIdentityDefaults(after, context),
  ];
}

/** What must be done before the first step of any exchange, so that no transaction of one has to wait for it. */
export const afterPreparation = (made: Draft): Draft => ({
  ...made,
  later: true,
  after: [...made.after, filling, preparation],
});
