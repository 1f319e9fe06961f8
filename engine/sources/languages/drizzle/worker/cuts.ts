// Runs in the thread: drizzle-kit joins the parts of an object in one text, by separators that it does not escape, and takes
// them apart again. A part that holds one would be cut there without a word, so it is refused.
import { inSql } from "./losses";

interface Policy {
  readonly name: string;
  readonly to?: readonly string[];
  readonly using?: string;
  readonly withCheck?: string;
}

interface Key {
  readonly name: string;
  readonly columns: readonly string[];
}

type Named<T> = Readonly<Record<string, T>>;

interface SnapshotTable {
  readonly columns: Named<{ readonly identity?: { readonly name: string } }>;
  readonly checkConstraints: Named<{ readonly name: string; readonly value: string }>;
  readonly policies: Named<Policy>;
  readonly uniqueConstraints: Named<Key>;
  readonly compositePrimaryKeys: Named<Key>;
  readonly indexes: Named<{
    readonly name: string;
    readonly where?: string;
    readonly method: string;
    readonly with?: unknown;
    readonly columns: readonly { readonly expression: string }[];
  }>;
  readonly foreignKeys: Named<{
    readonly name: string;
    readonly tableFrom: string;
    readonly tableTo: string;
    readonly schemaTo?: string;
    readonly columnsFrom: readonly string[];
    readonly columnsTo: readonly string[];
  }>;
}

/** What drizzle-kit's snapshot holds, as far as it is cut. */
export interface Snapshot {
  readonly tables: Named<SnapshotTable>;
  readonly policies: Named<Policy>;
}

type Parts = readonly (string | undefined)[];

function cut(what: string, parts: Parts, separators: readonly string[]): readonly string[] {
  const found = separators.find((separator) => parts.some((part) => part?.includes(separator)));
  if (found === undefined) return [];
  return [`drizzle-kit would cut ${what} at the "${found}" that it holds. ${inSql}.`];
}

const inPolicy = ({ name, using, withCheck, to = [] }: Policy): readonly string[] => [
  ...cut(`the policy "${name}"`, [name, using, withCheck, ...to], ["--"]),
  ...cut(`a role of the policy "${name}"`, to, [","]),
];

const inKey = ({ name, columns }: Key): readonly string[] => [
  ...cut(`the key "${name}"`, [name], [";"]),
  ...cut(`the key "${name}"`, columns, [";", ","]),
];

function inTable(table: SnapshotTable): readonly string[] {
  const all = Object.values;
  return [
    ...all(table.checkConstraints).flatMap(({ name, value }) =>
      cut(`the check "${name}"`, [name, value], [";"]),
    ),
    ...all(table.indexes).flatMap((index) => {
      const { name, where, method, columns } = index;
      const expressions = columns.map(({ expression }) => expression);
      return [
        ...cut(`the index "${name}"`, [name, where, method, JSON.stringify(index.with)], [";"]),
        ...cut(`the index "${name}"`, expressions, [";", "--", ",,"]),
      ];
    }),
    ...all(table.policies).flatMap(inPolicy),
    ...all(table.foreignKeys).flatMap(({ name, columnsFrom, columnsTo, tableFrom, tableTo, schemaTo }) => [
      ...cut(`the foreign key "${name}"`, [name, tableFrom, tableTo, schemaTo], [";"]),
      ...cut(`the foreign key "${name}"`, [...columnsFrom, ...columnsTo], [";", ","]),
    ]),
    ...[...all(table.uniqueConstraints), ...all(table.compositePrimaryKeys)].flatMap(inKey),
    ...all(table.columns).flatMap(({ identity }) =>
      cut("the name of an identity's sequence", [identity?.name], [";"]),
    ),
  ];
}

export function cuts({ tables, policies }: Snapshot): readonly string[] {
  const all = [...Object.values(tables).flatMap(inTable), ...Object.values(policies).flatMap(inPolicy)];
  return [...new Set(all)];
}
