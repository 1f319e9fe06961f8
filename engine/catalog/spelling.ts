// How SQL names an object in COMMENT ON, ALTER … OWNER TO and GRANT ON. Pure text, one line per kind.
import type { AnyObject, Kind } from "./model";
import { quoteName, quotePath } from "./names";

type Spelling<K extends Kind> = (object: Extract<AnyObject, { kind: K }>) => string;

const named =
  (word: string) =>
  (object: AnyObject): string =>
    `${word} ${quotePath(object.path)}`;

/** `TRIGGER name ON table`: the last part of the path belongs to the relation before it. */
const onRelation =
  (word: string) =>
  (object: AnyObject): string =>
    `${word} ${quoteName(object.path.at(-1) ?? "")} ON ${quotePath(object.path.slice(0, -1))}`;

/** Their names are those of one access method. */
const usingMethod =
  (word: string) =>
  (object: Extract<AnyObject, { kind: "operator family" | "operator class" }>): string =>
    `${word} ${quotePath(object.path)} USING ${quoteName(object.attributes.method)}`;

const spellings: { readonly [K in Kind]: Spelling<K> } = {
  schema: named("SCHEMA"),
  extension: named("EXTENSION"),
  language: named("LANGUAGE"),
  "foreign data wrapper": named("FOREIGN DATA WRAPPER"),
  server: named("SERVER"),
  "user mapping": ({ path: [server = "", role = ""] }) =>
    `USER MAPPING FOR ${role === "public" ? "PUBLIC" : quoteName(role)} SERVER ${quoteName(server)}`,
  enum: named("TYPE"),
  domain: named("DOMAIN"),
  composite: named("TYPE"),
  range: named("TYPE"),
  collation: named("COLLATION"),
  sequence: named("SEQUENCE"),
  function: (object) => `FUNCTION ${quotePath(object.path)}(${object.attributes.identity})`,
  procedure: (object) => `PROCEDURE ${quotePath(object.path)}(${object.attributes.identity})`,
  aggregate: (object) => `AGGREGATE ${quotePath(object.path)}(${object.attributes.identity})`,
  operator: ({ attributes: { name, left, right } }) =>
    `OPERATOR ${name} (${left ?? "NONE"}, ${right ?? "NONE"})`,
  "operator family": usingMethod("OPERATOR FAMILY"),
  "operator class": usingMethod("OPERATOR CLASS"),
  conversion: named("CONVERSION"),
  "text search parser": named("TEXT SEARCH PARSER"),
  "text search template": named("TEXT SEARCH TEMPLATE"),
  cast: ({ path }) => `CAST (${path.join(" AS ")})`,
  transform: ({ path: [type = "", language = ""] }) =>
    `TRANSFORM FOR ${type} LANGUAGE ${quoteName(language)}`,
  "text search dictionary": named("TEXT SEARCH DICTIONARY"),
  "text search configuration": named("TEXT SEARCH CONFIGURATION"),
  table: (object) => `${object.attributes.foreign ? "FOREIGN " : ""}TABLE ${quotePath(object.path)}`,
  column: named("COLUMN"),
  default: named("COLUMN"),
  constraint: (object) =>
    object.parent?.startsWith("domain ")
      ? `CONSTRAINT ${quoteName(object.path.at(-1) ?? "")} ON DOMAIN ${quotePath(object.path.slice(0, -1))}`
      : onRelation("CONSTRAINT")(object),
  index: named("INDEX"),
  attachment: (object) => object.id,
  statistics: named("STATISTICS"),
  view: named("VIEW"),
  "materialized view": named("MATERIALIZED VIEW"),
  rule: onRelation("RULE"),
  trigger: onRelation("TRIGGER"),
  policy: onRelation("POLICY"),
  publication: named("PUBLICATION"),
  "published table": (object) => object.id,
  "published schema": (object) => object.id,
  "event trigger": named("EVENT TRIGGER"),
  privilege: (object) => object.id,
  comment: (object) => object.attributes.on,
  owner: (object) => object.id,
  "default privilege": (object) => object.id,
};

/** `TABLE app.customers`, `TRIGGER touch ON app.customers`. */
export function spell(object: AnyObject): string {
  const spelling = spellings[object.kind] as Spelling<Kind>;
  return spelling(object);
}
