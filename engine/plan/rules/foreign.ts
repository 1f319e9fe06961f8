// Foreign data: wrappers, servers, user mappings, and what a foreign table has beyond a table (manual, CREATE SERVER and following).
import type { AnyObject, ObjectId, Options } from "../../catalog/model";
import { quoteName, quotePath, quoteText } from "../../catalog/names";
import { spell } from "../../catalog/spelling";
import { type Draft, draft, lock, type ObjectOf, type Rule, type RuleContext } from "../draft";
import { dataLoss } from "../hazards";
import { staysAttached } from "./attachment";
import { tableId } from "./column-names";
import { isGiven } from "./inherited";

type Table = ObjectOf<"table">;

/** `OPTIONS (host 'db', port '5432')`, or nothing. */
export function foreignOptions(options: Options): readonly string[] {
  const entries = Object.entries(options).map(([name, value]) => `${quoteName(name)} ${quoteText(value)}`);
  return entries.length === 0 ? [] : [`OPTIONS (${entries.join(", ")})`];
}

/** The same for what is there: only what differs. */
function changedOptions(before: Options, after: Options): readonly string[] {
  const clauses = [
    ...Object.keys(before).flatMap((name) => (name in after ? [] : [`DROP ${quoteName(name)}`])),
    ...Object.entries(after).flatMap(([name, value]) =>
      before[name] === value
        ? []
        : [`${name in before ? "SET" : "ADD"} ${quoteName(name)} ${quoteText(value)}`],
    ),
  ];
  return clauses.length === 0 ? [] : [`OPTIONS (${clauses.join(", ")})`];
}

const made = (object: AnyObject, clauses: readonly string[], context: RuleContext): Draft =>
  draft(object.id, context.cause(object.id), `CREATE ${[spell(object), ...clauses].join(" ")}`, {
    creates: [object.id],
  });

const altered = (object: AnyObject, clauses: readonly string[], context: RuleContext): readonly Draft[] =>
  clauses.length === 0
    ? []
    : [
        draft(object.id, context.cause(object.id), `ALTER ${[spell(object), ...clauses].join(" ")}`, {
          alters: [object.id],
        }),
      ];

const dropped = (object: AnyObject, context: RuleContext): Draft =>
  draft(object.id, context.cause(object.id), `DROP ${spell(object)}`, {
    drops: [object.id],
    phase: "contract",
  });

export const wrapperRule: Rule<"foreign data wrapper"> = {
  create: (object, context) => {
    const { handler, validator, options } = object.attributes;
    const functions = [
      ...(handler === null ? [] : [`HANDLER ${handler}`]),
      ...(validator === null ? [] : [`VALIDATOR ${validator}`]),
    ];
    return [made(object, [...functions, ...foreignOptions(options)], context)];
  },
  drop: (object, context) => [dropped(object, context)],
  alter: (before, after, attributes, context) => {
    const set = (name: "handler" | "validator"): readonly string[] => {
      const value = after.attributes[name];
      if (!attributes.has(name)) return [];
      return [value === null ? `NO ${name.toUpperCase()}` : `${name.toUpperCase()} ${value}`];
    };
    const options = changedOptions(before.attributes.options, after.attributes.options);
    return altered(after, [...set("handler"), ...set("validator"), ...options], context);
  },
};

export const serverRule: Rule<"server"> = {
  create: (object, context) => {
    const { wrapper, type, version, options } = object.attributes;
    const clauses = [
      ...(type === null ? [] : [`TYPE ${quoteText(type)}`]),
      ...(version === null ? [] : [`VERSION ${quoteText(version)}`]),
      `FOREIGN DATA WRAPPER ${quoteName(wrapper)}`,
      ...foreignOptions(options),
    ];
    return [made(object, clauses, context)];
  },
  drop: (object, context) => [dropped(object, context)],
  alter: (before, after, attributes, context) => {
    const { version } = after.attributes;
    if (
      attributes.has("wrapper") ||
      attributes.has("type") ||
      (attributes.has("version") && version === null)
    )
      return "replace";
    const clauses = [
      ...(attributes.has("version") && version !== null ? [`VERSION ${quoteText(version)}`] : []),
      ...changedOptions(before.attributes.options, after.attributes.options),
    ];
    return altered(after, clauses, context);
  },
};

export const mappingRule: Rule<"user mapping"> = {
  create: (object, context) => [made(object, foreignOptions(object.attributes.options ?? {}), context)],
  drop: (object, context) => {
    const verb = context.isReplaced(object.id) ? "replace" : "drop";
    const message = `the options of ${object.id} are gone, also those that are not read, such as a password`;
    const hazards = [dataLoss(`${verb} ${object.id}`, message, object.id, context)];
    return [{ ...dropped(object, context), hazards }];
  },
  alter: (before, after, _attributes, context) =>
    altered(after, changedOptions(before.attributes.options ?? {}, after.attributes.options ?? {}), context),
};

/** Whether its rows move from here to elsewhere, back, or to another server: no ALTER does that. */
export const isElsewhere = (before: Table, after: Table): boolean =>
  before.attributes.foreign?.server !== after.attributes.foreign?.server;

export function isForeign(table: ObjectId, { live, desired }: RuleContext): boolean {
  const object = live.objects.get(table) ?? desired.objects.get(table);
  return object?.kind === "table" && object.attributes.foreign !== null;
}

/** Neither it nor an heir of it holds rows here. */
export const isNowhere = (table: ObjectId, context: RuleContext): boolean =>
  isForeign(table, context) && !context.hasRows(table, "heirs too");

/** Of a new column of a foreign table. */
export function columnOptions(column: ObjectOf<"column">, { desired }: RuleContext): readonly string[] {
  const table = desired.objects.get(tableId(column));
  if (table?.kind !== "table") return [];
  return foreignOptions(table.attributes.foreign?.columns[column.path.at(-1) ?? ""] ?? {});
}

/** Options of a foreign table and of its columns; new ones that are not from the table above bring theirs along. */
export function foreignDrafts(
  after: Table,
  before: Table | undefined,
  context: RuleContext,
): readonly Draft[] {
  const will = after.attributes.foreign;
  if (!will) return [];
  const was = before?.attributes.foreign ?? { ...will, columns: {} };
  const alter = (clause: string, column?: ObjectId): Draft =>
    draft(after.id, context.cause(after.id), `ALTER ${spell(after)} ${clause}`, {
      after: [after.id, ...(column === undefined ? [] : [column])],
      locks: lock("ACCESS EXCLUSIVE", after.id),
    });
  return [
    ...changedOptions(was.options, will.options).map((clause) => alter(clause)),
    ...context.children(after.id).flatMap((column) => {
      const { id, path } = column;
      const isOld = context.isInUse(id);
      if (column.kind !== "column" || !(isOld || isFromAbove(column, context))) return [];
      const name = path.at(-1) ?? "";
      return changedOptions((isOld && was.columns[name]) || {}, will.columns[name] ?? {}).map((clause) =>
        alter(`ALTER COLUMN ${quotePath([name])} ${clause}`, id),
      );
    }),
  ];
}

/** Whether a new column comes by a statement on a table above. */
function isFromAbove(column: ObjectOf<"column">, context: RuleContext): boolean {
  if (isGiven(column, context)) return true;
  const name = column.path.at(-1) ?? "";
  return context.ties(tableId(column)).some(({ id, attributes: { as, to, given } }) => {
    const above = context.children(to).find(({ kind, path }) => kind === "column" && path.at(-1) === name);
    return (
      above !== undefined &&
      !context.isInUse(above.id) &&
      (as === "partition" || given.includes(name)) &&
      staysAttached(id, context)
    );
  });
}
