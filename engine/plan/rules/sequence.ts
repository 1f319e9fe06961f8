// Sequences. OWNED BY has its own statement, because the column may come later than the sequence.
import type { Catalog, SequenceParameters } from "../../catalog/model";
import { objectId, quoteName, quotePath, quoteText } from "../../catalog/names";
import { type Draft, draft, lock, type ObjectOf, type Rule, type RuleContext } from "../draft";

const limits: Readonly<Record<string, { readonly minimum: string; readonly maximum: string }>> = {
  smallint: { minimum: "-32768", maximum: "32767" },
  integer: { minimum: "-2147483648", maximum: "2147483647" },
  bigint: { minimum: "-9223372036854775808", maximum: "9223372036854775807" },
};

/** The options that differ from Postgres's defaults (manual, CREATE SEQUENCE). */
export function sequenceOptions(parameters: SequenceParameters): readonly string[] {
  const ascending = !parameters.increment.startsWith("-");
  const range = limits[parameters.dataType];
  const minimum = ascending ? "1" : range?.minimum;
  const maximum = ascending ? range?.maximum : "-1";
  const start = ascending ? parameters.minimum : parameters.maximum;
  return [
    ...(parameters.increment === "1" ? [] : [`INCREMENT BY ${parameters.increment}`]),
    ...(parameters.minimum === minimum ? [] : [`MINVALUE ${parameters.minimum}`]),
    ...(parameters.maximum === maximum ? [] : [`MAXVALUE ${parameters.maximum}`]),
    ...(parameters.start === start ? [] : [`START WITH ${parameters.start}`]),
    ...(parameters.cache === "1" ? [] : [`CACHE ${parameters.cache}`]),
    ...(parameters.cycle ? ["CYCLE"] : []),
  ];
}

/** Every option that differs between two states, spelled out. */
export function changedSequenceOptions(
  before: SequenceParameters,
  after: SequenceParameters,
): readonly string[] {
  return [
    ...(before.dataType === after.dataType ? [] : [`AS ${after.dataType}`]),
    ...(before.increment === after.increment ? [] : [`INCREMENT BY ${after.increment}`]),
    ...(before.minimum === after.minimum ? [] : [`MINVALUE ${after.minimum}`]),
    ...(before.maximum === after.maximum ? [] : [`MAXVALUE ${after.maximum}`]),
    ...(before.start === after.start ? [] : [`START WITH ${after.start}`]),
    ...(before.cache === after.cache ? [] : [`CACHE ${after.cache}`]),
    ...(before.cycle === after.cycle ? [] : [after.cycle ? "CYCLE" : "NO CYCLE"]),
  ];
}

/**
 * A sequence that stands before the beginning of its new range must be moved there, or Postgres refuses the range. One
 * that stands beyond its end is left to fail: only its owner knows which numbers may come twice.
 */
export function enterRange(
  before: SequenceParameters,
  after: SequenceParameters,
  sequence: string,
): { readonly first: string | null; readonly option: string | null } {
  const none = { first: null, option: null };
  const ascending = !after.increment.startsWith("-");
  const begin = ascending ? after.minimum : after.maximum;
  const was = {
    first: ascending ? before.minimum : before.maximum,
    last: ascending ? before.maximum : before.minimum,
  };
  const isBefore = (left: string, right: string): boolean =>
    ascending ? BigInt(left) < BigInt(right) : BigInt(left) > BigInt(right);
  if (!isBefore(was.first, begin)) return none;
  if (isBefore(was.last, begin)) return { first: null, option: "RESTART" };
  const where = `last_value ${ascending ? "<" : ">"} ${begin}`;
  return {
    first: `SELECT setval(${quoteText(sequence)}, ${begin}, false) FROM ${sequence} WHERE ${where}`,
    option: null,
  };
}

export const sequenceRule: Rule<"sequence"> = {
  create: (object, context) => {
    const { dataType, persistence } = object.attributes;
    const options = [
      ...(dataType === "bigint" ? [] : [`AS ${dataType}`]),
      ...sequenceOptions(object.attributes),
    ];
    const unlogged = persistence === "unlogged" ? "UNLOGGED " : "";
    const sql = [`CREATE ${unlogged}SEQUENCE ${quotePath(object.path)}`, ...options].join(" ");
    return [
      draft(object.id, context.cause(object.id), sql, { creates: [object.id] }),
      ...ownedBy(object, context),
      ...continueSerial(object, context),
    ];
  },
  drop: (object, context) => [
    draft(object.id, context.cause(object.id), `DROP SEQUENCE ${quotePath(object.path)}`, {
      drops: [object.id],
      phase: "contract",
    }),
  ],
  alter: (before, after, attributes, context) => {
    // Who takes numbers from it is not touched.
    const altering = { alters: [after.id], additive: true };
    const cause = context.cause(after.id);
    const name = quotePath(after.path);
    const { first, option } = enterRange(before.attributes, after.attributes, name);
    const options = [
      ...changedSequenceOptions(before.attributes, after.attributes),
      ...(option === null ? [] : [option]),
    ];
    return [
      ...(first === null ? [] : [draft(after.id, cause, first, altering)]),
      ...(options.length > 0
        ? [draft(after.id, cause, `ALTER SEQUENCE ${name} ${options.join(" ")}`, altering)]
        : []),
      ...(attributes.has("persistence")
        ? [
            draft(
              after.id,
              cause,
              `ALTER SEQUENCE ${name} SET ${after.attributes.persistence === "unlogged" ? "UNLOGGED" : "LOGGED"}`,
              altering,
            ),
          ]
        : []),
      ...(attributes.has("ownedBy") ? ownedBy(after, context, "reset") : []),
    ];
  },
  names: (object) => [`relation ${quotePath(object.path)}`],
};

/** Also needed when the owning column was dropped and made again. */
function ownedBy(
  object: ObjectOf<"sequence">,
  context: RuleContext,
  mode: "new" | "reset" = "new",
): readonly Draft[] {
  const owner = object.attributes.ownedBy;
  if (owner === null && mode === "new") return [];
  const column = owner === null ? undefined : context.desired.objects.get(owner);
  const target = column ? quotePath(column.path) : "NONE";
  return [
    draft(
      object.id,
      context.cause(object.id),
      `ALTER SEQUENCE ${quotePath(object.path)} OWNED BY ${target}`,
      {
        after: owner === null ? [object.id] : [object.id, owner],
      },
    ),
  ];
}

/** A new sequence that an old column's default takes its numbers from. */
function continueSerial(object: ObjectOf<"sequence">, context: RuleContext): readonly Draft[] {
  const { ownedBy: owner } = object.attributes;
  const column = owner === null ? undefined : context.desired.objects.get(owner);
  if (column?.kind !== "column" || !context.live.objects.has(column.id)) return [];
  const numbers = (context.desired.dependencies.get(objectId("default", column.path)) ?? []).includes(
    object.id,
  );
  if (!numbers || column.attributes.type.includes("char") || column.attributes.type === "text") return [];
  return continueAfterValues(column, object.path, object.attributes, context);
}

/** A new sequence must go on after the values that are there, or the next insert collides. */
export function continueAfterValues(
  column: ObjectOf<"column">,
  sequence: readonly string[],
  parameters: SequenceParameters,
  context: RuleContext,
): readonly Draft[] {
  const tablePath = column.path.slice(0, -1);
  const table = objectId("table", tablePath);
  if (!context.isInUse(table)) return [];
  const name = quoteName(column.path.at(-1) ?? "");
  const ascending = !parameters.increment.startsWith("-");
  const last = ascending ? `max(${name})` : `min(${name})`;
  const beyond = ascending
    ? `greatest(coalesce(${last}, ${parameters.start}), ${parameters.minimum})`
    : `least(coalesce(${last}, ${parameters.start}), ${parameters.maximum})`;
  const sql = `SELECT setval(${quoteText(quotePath(sequence))}, ${beyond}, ${last} IS NOT NULL) FROM ${quotePath(tablePath)}`;
  const about = { after: [column.id, objectId("sequence", sequence)], bundle: `values of ${column.id}` };
  const cause = `${quotePath(sequence)} goes on after the values of ${column.id}`;
  const setval = draft(column.id, cause, sql, { ...about, scans: true, estimate: context.estimate(table) });
  const isForced = ({ objects }: Catalog): boolean => {
    const object = objects.get(table);
    return object?.kind === "table" && object.attributes.forceRowSecurity;
  };
  if (!isForced(context.live) && !isForced(context.desired)) return [setval];
  // A forced policy would hide rows from their owner, and with them the highest value.
  const force = (clause: string): Draft =>
    draft(column.id, cause, `ALTER TABLE ${quotePath(tablePath)} ${clause} ROW LEVEL SECURITY`, {
      ...about,
      locks: lock("ACCESS EXCLUSIVE", table),
    });
  return [force("NO FORCE"), setval, ...(isForced(context.desired) ? [force("FORCE")] : [])];
}
