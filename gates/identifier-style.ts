// identifier-style: a name is written the same way everywhere, without quotes.
import { type AnyObject, type Kind, quoteName, quotePath, spell } from "../engine/index";
import type { Facts } from "./framework/facts";
import type { Gate } from "./framework/model";
import { lastOf } from "./framework/words";

const named: readonly Kind[] = [
  ...([
    "schema",
    "enum",
    "domain",
    "composite",
    "range",
    "sequence",
    "function",
    "procedure",
    "aggregate",
  ] as const),
  ...(["table", "column", "constraint", "index", "view", "materialized view", "trigger", "policy"] as const),
];

export const identifierStyle: Gate = {
  level: "mandatory",
  why: "a name that needs quotes is misspelled by the next person, and by the next tool",
  appliesTo:
    "names of schemas, types, sequences, routines, tables, columns, constraints, indexes, views, triggers and policies",
  check: ({ catalog, facts }) =>
    [...catalog.objects.values()].flatMap((object) => {
      const name = lastOf(object);
      if (!named.includes(object.kind) || isPlain(name) || isOfAbove(object, facts)) return [];
      const better = plainName(name);
      const path = object.path.slice(0, -1);
      const directive = `-- rename: ${object.id} -> ${quotePath([...path, better])}`;
      return [
        {
          object: object.id,
          message:
            `${object.id} is not written in small letters, digits and single underscores, or needs quotes; ` +
            (keepsRows.includes(object.kind)
              ? `in a source write the new name where it is made, and beside it \`${directive}\``
              : "in a source write the new name where it is made"),
          sql: renameSql(object, better),
        },
      ];
    }),
};

/** Whose rows or values a directive carries over to the new name. */
const keepsRows: readonly Kind[] = ["schema", "table", "column", "enum", "domain", "composite", "sequence"];

/** What a partition has from the table above it is renamed there. */
function isOfAbove(object: AnyObject, facts: Facts): boolean {
  const table = object.parent === null ? undefined : facts.catalog.objects.get(object.parent);
  if (table?.kind !== "table" || facts.rootOf(table) === table) return false;
  return (
    object.kind === "column" || (object.kind === "constraint" && object.attributes.inheritedFrom !== null)
  );
}

/** Reserved for every use (manual, appendix C): such a name needs quotes wherever it stands. */
const reserved = new Set(
  `all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create current_catalog
  current_date current_role current_time current_timestamp current_user default deferrable desc distinct do else end except
  false fetch for foreign from grant group having in initially intersect into lateral leading limit localtime localtimestamp
  not null offset on only or order placing primary references returning select session_user some symmetric system_user table
  then to trailing true union unique user using variadic when where window with`.split(/\s+/),
);

const isPlain = (name: string): boolean => /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name) && !reserved.has(name);

/** `CustomerId` → `customer_id`; a reserved word gets an ending. */
function plainName(name: string): string {
  const plain = name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^[_0-9]+|_+$/g, "");
  return plain === "" ? "unnamed" : isPlain(plain) ? plain : `${plain}_`.replace(/_$/, "_value");
}

function renameSql(object: AnyObject, name: string): string {
  const table = object.path.slice(0, -1).map(quoteName).join(".");
  const old = quoteName(lastOf(object));
  if (object.kind === "column") return `ALTER TABLE ${table} RENAME COLUMN ${old} TO ${name};`;
  if (object.kind === "constraint" && object.parent?.startsWith("table "))
    return `ALTER TABLE ${table} RENAME CONSTRAINT ${old} TO ${name};`;
  if (object.kind === "constraint") return `ALTER DOMAIN ${table} RENAME CONSTRAINT ${old} TO ${name};`;
  return `ALTER ${spell(object)} RENAME TO ${name};`;
}
