// Further kinds of a random schema, each there or not in a few forms, around one table and one partitioned table.
// And what the random schemas cover: every kind of the model stands in `coverage`, or it does not compile.
import fc from "fast-check";
import type { Kind } from "../../engine/catalog/model";

/** A reason where random schemas do not have the kind. */
export const coverage: Readonly<Record<Kind, true | string>> = {
  schema: true,
  extension: "made of files of the server, and compared by schema only; see the corpus",
  enum: true,
  domain: true,
  composite: true,
  range: true,
  collation: true,
  sequence: true,
  function: true,
  procedure: true,
  aggregate: true,
  operator: true,
  "operator family": "only a superuser makes one, and these schemas are made by somebody else",
  "operator class": "only a superuser makes one, and these schemas are made by somebody else",
  conversion: true,
  "text search parser": "only a superuser makes one, and these schemas are made by somebody else",
  "text search template": "only a superuser makes one, and these schemas are made by somebody else",
  "text search dictionary": true,
  "text search configuration": true,
  table: true,
  column: true,
  default: true,
  constraint: true,
  index: true,
  attachment: true,
  statistics: true,
  view: true,
  "materialized view": true,
  rule: true,
  trigger: true,
  policy: true,
  language: "only a superuser makes one, and these schemas are made by somebody else",
  "foreign data wrapper": "only a superuser makes one, and these schemas are made by somebody else",
  server: "hangs on a foreign data wrapper",
  "user mapping": "hangs on a foreign data wrapper",
  cast: true,
  transform: "hangs on a language beside SQL, of which these servers have none for it",
  publication: true,
  "published table": true,
  "published schema": "only a superuser makes one, and these schemas are made by somebody else",
  "event trigger": "only a superuser makes one, and these schemas are made by somebody else",
  privilege: true,
  comment: true,
  owner: "a source that gives nothing away has no owners; see the corpus",
  "default privilege": true,
};

export interface OtherModel {
  readonly collation: string | null;
  readonly range: string | null;
  readonly aggregate: string | null;
  readonly procedure: string | null;
  readonly operator: string | null;
  readonly conversion: string | null;
  readonly dictionary: string | null;
  readonly configuration: string | null;
  readonly statistics: string | null;
  readonly rule: string | null;
  readonly defaultPrivilege: string | null;
  readonly cast: string | null;
  /** Operations; and the columns of the table that is published. */
  readonly publication: string | null;
  /** What a child adds to the column that it inherits. */
  readonly child: string | null;
  readonly usesTypes: boolean;
  /** Upper bounds of partitions that follow one another; where a source has none, they would be left to others. */
  readonly partitions: readonly number[];
  readonly partitionIndex: boolean;
}

const oneOf = (...values: readonly string[]): fc.Arbitrary<string | null> =>
  fc.option(fc.constantFrom(...values), { nil: null, freq: 3 });

export const others: fc.Arbitrary<OtherModel> = fc.record({
  collation: oneOf("de", "fr"),
  range: oneOf("integer", "date"),
  aggregate: oneOf("'0'", "'1'"),
  procedure: oneOf("SELECT 1", "SELECT 2"),
  operator: oneOf("", ", RESTRICT = eqsel", ", RESTRICT = eqsel, JOIN = eqjoinsel"),
  conversion: oneOf("", "DEFAULT "),
  dictionary: oneOf("", ", ACCEPT = true", ", ACCEPT = false, STOPWORDS = english"),
  configuration: oneOf("asciiword", "word, email"),
  statistics: oneOf("ndistinct", "dependencies, mcv"),
  rule: oneOf("UPDATE", "DELETE"),
  defaultPrivilege: oneOf("SELECT", "SELECT, INSERT"),
  cast: oneOf("", " AS ASSIGNMENT"),
  publication: oneOf("insert", "insert, update"),
  child: oneOf("", ", more text", ", more text NOT NULL"),
  usesTypes: fc.boolean(),
  partitions: fc.subarray([10, 20, 30], { minLength: 1 }),
  partitionIndex: fc.boolean(),
});

/** What must stand before everything else: default privileges hold for what comes after them. */
export const firstStatements = ({ defaultPrivilege }: OtherModel): readonly string[] =>
  defaultPrivilege === null
    ? []
    : [`ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT ${defaultPrivilege} ON TABLES TO gen_reader`];

export function otherStatements(model: OtherModel): readonly string[] {
  const { collation, range, aggregate, procedure, operator, conversion } = model;
  const made = (value: string | null, sql: string): readonly string[] => (value === null ? [] : [sql]);
  const columns = [
    "id integer",
    `note text${model.usesTypes && collation !== null ? ' COLLATE app."Order"' : ""}`,
    ...(model.usesTypes && range !== null ? ["during app.span"] : []),
  ];
  return [
    ...made(collation, `CREATE COLLATION app."Order" (PROVIDER = icu, LOCALE = '${collation}')`),
    ...made(range, `CREATE TYPE app.span AS RANGE (SUBTYPE = ${range})`),
    ...made(
      aggregate,
      `CREATE AGGREGATE app.total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = ${aggregate})`,
    ),
    ...made(procedure, `CREATE PROCEDURE app.act(a integer) LANGUAGE sql AS '${procedure}'`),
    "CREATE FUNCTION app.same(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = $2'",
    ...made(
      operator,
      `CREATE OPERATOR app.=== (FUNCTION = app.same, LEFTARG = integer, RIGHTARG = integer${operator})`,
    ),
    ...made(
      conversion,
      `CREATE ${conversion}CONVERSION app.latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8`,
    ),
    `CREATE TABLE app."Other Things" (${columns.join(", ")})`,
    ...made(
      model.child,
      `CREATE TABLE app."Child" (own integer${model.child}) INHERITS (app."Other Things")`,
    ),
    ...castStatements(model),
    ...attachedStatements(model),
    ...partitionStatements(model),
  ];
}

function castStatements({ cast }: OtherModel): readonly string[] {
  if (cast === null) return [];
  return [
    "CREATE TYPE app.coin AS (amount integer)",
    "CREATE FUNCTION app.worth(app.coin) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT ($1).amount'",
    `CREATE CAST (app.coin AS integer) WITH FUNCTION app.worth(app.coin)${cast}`,
  ];
}

function attachedStatements({
  dictionary,
  configuration,
  statistics,
  rule,
  publication,
}: OtherModel): readonly string[] {
  const on = 'app."Other Things"';
  return [
    ...(dictionary === null
      ? []
      : [`CREATE TEXT SEARCH DICTIONARY app.words (TEMPLATE = simple${dictionary})`]),
    ...(configuration === null
      ? []
      : [
          "CREATE TEXT SEARCH CONFIGURATION app.search (PARSER = default)",
          `ALTER TEXT SEARCH CONFIGURATION app.search ADD MAPPING FOR ${configuration} WITH ${dictionary === null ? "" : "app.words, "}simple`,
        ]),
    ...(statistics === null ? [] : [`CREATE STATISTICS app.together (${statistics}) ON id, note FROM ${on}`]),
    ...(publication === null
      ? []
      : [`CREATE PUBLICATION "gen news" FOR TABLE ${on} WITH (publish = '${publication}')`]),
    ...(rule === null ? [] : [`CREATE RULE quiet AS ON ${rule} TO ${on} DO INSTEAD NOTHING`]),
  ];
}

function partitionStatements({ partitions, partitionIndex }: OtherModel): readonly string[] {
  return [
    "CREATE TABLE app.parts (id integer, size integer) PARTITION BY RANGE (id)",
    ...partitions.map(
      (upper) =>
        `CREATE TABLE app.part_${upper} PARTITION OF app.parts FOR VALUES FROM (${upper - 10}) TO (${upper})`,
    ),
    ...(partitionIndex ? ["CREATE INDEX parts_size ON app.parts (size)"] : []),
  ];
}
