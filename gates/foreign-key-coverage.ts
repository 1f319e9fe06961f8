// foreign-key-coverage: a column that is called a reference is one, and an index serves it.
import { type CatalogObject, quoteName } from "../engine/index";
import type { Column, Facts, Table } from "./framework/facts";
import type { Breach, Gate, Subject } from "./framework/model";
import type { Entry } from "./framework/registry";
import { lastOf, listed, nameOf } from "./framework/words";

type ForeignKey = CatalogObject<"constraint">;

export const foreignKeyCoverage: Gate = {
  level: "mandatory",
  why: "a reference that nobody checks ends up pointing at nothing, and one without index makes every delete of its target a scan",
  appliesTo: "every column whose name ends with `_id`, and every foreign key",
  check: (subject) =>
    subject.registry.flatMap((entry) => {
      const keys = subject.facts
        .on(entry.table.id, "constraint")
        .filter(({ attributes }) => attributes.type === "foreign key");
      return [
        ...references(entry, keys, subject),
        ...keys.flatMap((key) => unserved(entry.table, key, subject.facts)),
      ];
    }),
};

function references(entry: Entry, keys: readonly ForeignKey[], subject: Subject): readonly Breach[] {
  const covered = new Set(keys.flatMap(({ attributes }) => attributes.columns));
  return subject.facts.on(entry.table.id, "column").flatMap((column) => {
    const name = lastOf(column);
    if (!name.endsWith("_id") || covered.has(name)) return [];
    return [
      {
        object: column.id,
        message: `${column.id} is called a reference and has no foreign key`,
        sql: proposal(entry, column, subject),
      },
    ];
  });
}

/** The table that the column is named after, where there is one. */
function proposal({ table, tenant }: Entry, column: Column, { registry, facts }: Subject): string | null {
  const name = lastOf(column);
  const word = name.slice(0, -"_id".length);
  const target = registry.find(({ table: other }) => [`${word}s`, `${word}es`, word].includes(lastOf(other)));
  if (target === undefined) return null;
  const key = facts.primaryKeyOf(target.table);
  const isShared = key.length === 2 && key[0] === target.tenant && facts.column(table, tenant) !== null;
  const own = isShared ? [tenant, name] : [name];
  const refers = `${nameOf(target.table)} ${listed(isShared ? key : key.slice(-1))}`;
  return [
    `ALTER TABLE ${nameOf(table)} ADD CONSTRAINT ${quoteName(`${lastOf(table)}_${word}_fkey`)}`,
    `  FOREIGN KEY ${listed(own)} REFERENCES ${refers};`,
    indexSql(table, own),
  ].join("\n");
}

function unserved(table: Table, key: ForeignKey, facts: Facts): readonly Breach[] {
  const { columns } = key.attributes;
  // A row whose reference is null is none that the target's rows are looked up by.
  const mayMiss = (predicate: string): boolean =>
    columns.some((column) => predicate === `(${quoteName(column)} IS NOT NULL)`);
  const wanted = columns.filter((column) => column.endsWith("_id"));
  const needed = wanted.length === 0 ? columns : wanted;
  const isServed = facts.keysOf(table, mayMiss).some((key) => {
    const end = key.findIndex((column) => !columns.includes(column));
    const leading = end < 0 ? key : key.slice(0, end);
    return needed.every((column) => leading.includes(column));
  });
  if (isServed) return [];
  return [
    {
      object: key.id,
      message: `${key.id} is served by no index that begins with ${listed(columns)}`,
      sql: indexSql(table, columns),
    },
  ];
}

function indexSql(table: Table, columns: readonly string[]): string {
  const words = (columns.at(-1) ?? "").replace(/_id$/, "");
  return `CREATE INDEX ${quoteName(`${lastOf(table)}_${words}_idx`)} ON ${nameOf(table)} ${listed(columns)};`;
}
