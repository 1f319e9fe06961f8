// Random schemas as plain data: what fast-check makes, mixes and shrinks. Names come from small pools, so that two
// schemas share most of them and differ in what stands behind. Must never hold SQL; see render.ts.
import fc from "fast-check";
import { quotePath } from "../../engine/catalog/names";
import { type OtherModel, others } from "./others";

/** Names of each kind; some need quotes, one is as long as Postgres allows. */
const pools = {
  tables: ["orders", "Order Lines", "select", "t".repeat(63)],
  columns: ["id2", "Amount", "user", 'a"b', "note"],
  views: ["v_small", "V Big", "v_chain"],
  functions: ["calc", "Calc All"],
} as const;

/** Postgres's own types and those that the schema itself declares. */
export const typeNames = [
  "integer",
  "bigint",
  "text",
  "character varying(10)",
  "numeric(10,2)",
  "boolean",
  "date",
  "timestamp with time zone",
  "uuid",
  "jsonb",
  "enum",
  "domain",
  "composite",
  "integer[]",
  "enum[]",
] as const;

export type TypeName = (typeof typeNames)[number];

export interface ColumnModel {
  readonly type: TypeName;
  readonly notNull: boolean;
  readonly filledBy: "nothing" | "default" | "call" | "identity" | "generated" | "sequence";
  readonly comment: string | null;
  readonly statistics: number | null;
}

export interface TableModel {
  readonly columns: Readonly<Record<string, ColumnModel | null>>;
  readonly wideKey: boolean;
  readonly keyType: "integer" | "bigint" | "uuid";
  /** Index into the other tables, with the action on delete. */
  readonly foreignKey: {
    readonly target: number;
    readonly action: string;
    readonly deferrable: boolean;
  } | null;
  readonly checked: number | null;
  readonly unique: { readonly column: number; readonly nullsNotDistinct: boolean } | null;
  readonly index: {
    readonly column: number;
    readonly partial: boolean;
    readonly expression: boolean;
    readonly unique: boolean;
  } | null;
  readonly security: "off" | "on" | "forced";
  readonly policy: {
    readonly column: number;
    readonly command: string;
    readonly role: string;
    readonly calls: boolean;
    readonly restrictive: boolean;
  } | null;
  readonly trigger: {
    readonly column: number;
    readonly state: string;
    readonly moment: "BEFORE" | "AFTER";
  } | null;
  readonly grants: {
    readonly role: string;
    readonly privilege: string;
    readonly option: boolean;
    readonly column: number | null;
  } | null;
  readonly unlogged: boolean;
  readonly fillfactor: number | null;
  readonly comment: string | null;
}

export interface ViewModel {
  readonly over: number;
  readonly materialized: boolean;
  readonly columns: number;
  readonly shape: "plain" | "filtered" | "grouped" | "joined";
  readonly barrier: boolean;
  readonly indexed: boolean;
  readonly grant: string | null;
}

export interface FunctionModel {
  readonly argument: "integer" | "bigint" | "text" | "enum";
  readonly result: "integer" | "bigint" | "text";
  readonly name: string;
  readonly withDefault: boolean;
  readonly body: "text" | "atomic";
  readonly isPublic: boolean;
}

export interface SchemaModel {
  readonly labels: readonly string[];
  readonly domain: {
    readonly base: string;
    readonly check: number | null;
    readonly notNull: boolean;
    readonly default: boolean;
  };
  readonly fields: readonly string[];
  readonly sequence: { readonly increment: number; readonly type: string };
  readonly tables: Readonly<Record<string, TableModel | null>>;
  readonly views: Readonly<Record<string, ViewModel | null>>;
  readonly functions: Readonly<Record<string, FunctionModel | null>>;
  readonly others: OtherModel;
}

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null, freq: 2 });
const anyColumn = fc.nat({ max: pools.columns.length - 1 });
const role = fc.constantFrom("public", "gen_reader", "Gen Writer");
const comment = maybe(fc.constantFrom("plain", 'it\'s \\ "quoted"', "two\nlines"));

function record<T>(
  names: readonly string[],
  value: fc.Arbitrary<T>,
): fc.Arbitrary<Readonly<Record<string, T>>> {
  return fc.record(Object.fromEntries(names.map((name) => [name, value])));
}

const column: fc.Arbitrary<ColumnModel> = fc.record({
  type: fc.constantFrom(...typeNames),
  notNull: fc.boolean(),
  filledBy: fc.constantFrom("nothing", "default", "default", "call", "identity", "generated", "sequence"),
  comment,
  statistics: maybe(fc.constantFrom(0, 500)),
});

const table: fc.Arbitrary<TableModel> = fc.record({
  columns: record(pools.columns, maybe(column)),
  wideKey: fc.boolean(),
  keyType: fc.constantFrom("integer", "bigint", "uuid"),
  foreignKey: maybe(
    fc.record({
      target: fc.nat({ max: pools.tables.length - 1 }),
      action: fc.constantFrom("NO ACTION", "CASCADE", "RESTRICT"),
      deferrable: fc.boolean(),
    }),
  ),
  checked: maybe(anyColumn),
  unique: maybe(fc.record({ column: anyColumn, nullsNotDistinct: fc.boolean() })),
  index: maybe(
    fc.record({ column: anyColumn, partial: fc.boolean(), expression: fc.boolean(), unique: fc.boolean() }),
  ),
  security: fc.constantFrom("off", "on", "forced"),
  policy: maybe(
    fc.record({
      column: anyColumn,
      command: fc.constantFrom("ALL", "SELECT", "UPDATE"),
      role,
      calls: fc.boolean(),
      restrictive: fc.boolean(),
    }),
  ),
  trigger: maybe(
    fc.record({
      column: anyColumn,
      state: fc.constantFrom("ENABLE", "DISABLE", "ENABLE ALWAYS"),
      moment: fc.constantFrom("BEFORE", "AFTER"),
    }),
  ),
  grants: maybe(
    fc.record({
      role,
      privilege: fc.constantFrom("SELECT", "UPDATE", "INSERT"),
      option: fc.boolean(),
      column: maybe(anyColumn),
    }),
  ),
  unlogged: fc.boolean(),
  fillfactor: maybe(fc.constantFrom(70, 90)),
  comment,
});

const view: fc.Arbitrary<ViewModel> = fc.record({
  over: fc.nat({ max: 6 }),
  materialized: fc.boolean(),
  columns: fc.integer({ min: 1, max: 6 }),
  shape: fc.constantFrom("plain", "filtered", "grouped", "joined"),
  barrier: fc.boolean(),
  indexed: fc.boolean(),
  grant: maybe(role),
});

const routine: fc.Arbitrary<FunctionModel> = fc.record({
  argument: fc.constantFrom("integer", "bigint", "text", "enum"),
  result: fc.constantFrom("integer", "bigint", "text"),
  name: fc.constantFrom("a", "b"),
  withDefault: fc.boolean(),
  body: fc.constantFrom("text", "atomic"),
  isPublic: fc.boolean(),
});

export const schema: fc.Arbitrary<SchemaModel> = fc.record({
  labels: fc.shuffledSubarray(["new", "paid", "it's", "Done"], { minLength: 1 }),
  domain: fc.record({
    base: fc.constantFrom("text", "character varying(20)"),
    check: maybe(fc.constantFrom(1, 2)),
    notNull: fc.boolean(),
    default: fc.boolean(),
  }),
  fields: fc.shuffledSubarray(["x integer", "y text", "z date"], { minLength: 1 }),
  sequence: fc.record({
    increment: fc.constantFrom(1, 5, -1),
    type: fc.constantFrom("smallint", "integer", "bigint"),
  }),
  tables: record(pools.tables, maybe(table)),
  views: record(pools.views, maybe(view)),
  functions: record(pools.functions, maybe(routine)),
  others,
});

/** Two schemas, the second an edit of the first: what `taken` says is another's, part by part. */
export const edited: fc.Arbitrary<readonly [SchemaModel, SchemaModel]> = fc
  .tuple(schema, schema, fc.infiniteStream(fc.boolean()))
  .map(([before, other, taken]) => [before, mix(before, other, taken) as SchemaModel]);

export interface Renamed {
  readonly before: SchemaModel;
  readonly after: SchemaModel;
  /** As the source says them: `table app.orders -> app."moved orders"`. */
  readonly directives: readonly string[];
}

/** Two schemas, some tables and columns of the first under new names in the second. */
export const renamed: fc.Arbitrary<Renamed> = fc
  .tuple(edited, record(pools.tables, fc.boolean()), record(pools.columns, fc.boolean()))
  .map(([[before, after], tables, columns]) => {
    const newTable = (name: string): string =>
      tables[name] && before.tables[name] && after.tables[name] ? `moved ${name}`.slice(0, 60) : name;
    const newColumn = (table: string, name: string): string =>
      columns[name] && before.tables[table]?.columns[name] && after.tables[table]?.columns[name]
        ? `moved ${name}`
        : name;
    const directives = pools.tables.flatMap((table) => [
      ...(newTable(table) === table
        ? []
        : [`table ${quotePath(["app", table])} -> ${quotePath(["app", newTable(table)])}`]),
      ...pools.columns.flatMap((name) =>
        newColumn(table, name) === name
          ? []
          : [
              `column ${quotePath(["app", table, name])} -> ${quotePath(["app", newTable(table), newColumn(table, name)])}`,
            ],
      ),
    ]);
    const moved = Object.entries(after.tables).map(([table, model]): [string, TableModel | null] => [
      newTable(table),
      model && {
        ...model,
        columns: Object.fromEntries(
          Object.entries(model.columns).map(([name, column]) => [newColumn(table, name), column]),
        ),
      },
    ]);
    return { before, after: { ...after, tables: Object.fromEntries(moved) }, directives };
  });

/** Objects part by part, down to a column's properties; anything else as a whole. */
function mix(left: unknown, right: unknown, taken: Iterator<boolean>): unknown {
  if (!isRecord(left) || !isRecord(right)) return taken.next().value === true ? right : left;
  return Object.fromEntries(Object.keys(left).map((key) => [key, mix(left[key], right[key], taken)]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
