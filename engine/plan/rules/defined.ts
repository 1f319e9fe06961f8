// Kinds that a CREATE with a list of options makes, and that Postgres can hardly alter: aggregates, ranges, collations, conversions.
import type { Kind } from "../../catalog/model";
import { quotePath, quoteText } from "../../catalog/names";
import { spell } from "../../catalog/spelling";
import { type Draft, draft, lock, type ObjectOf, type Rule, type RuleContext } from "../draft";
import type { Lock } from "../model";

/**
 * The rule of a kind with one CREATE, one DROP, and nothing in between.
 * @param locks of either. @default none
 */
export function defined<K extends Kind>(
  create: (object: ObjectOf<K>) => string,
  locks: (object: ObjectOf<K>) => readonly Lock[] = () => [],
): Rule<K> {
  return {
    create: (object, context) => [
      draft(object.id, context.cause(object.id), create(object), {
        creates: [object.id],
        locks: locks(object),
      }),
    ],
    drop: (object, context) => [
      draft(object.id, context.cause(object.id), `DROP ${spell(object)}`, {
        drops: [object.id],
        phase: "contract",
        locks: locks(object),
      }),
    ],
    alter: () => "replace",
  };
}

const createAggregate = ({ path, attributes }: ObjectOf<"aggregate">, orReplace: boolean): string =>
  `CREATE ${orReplace ? "OR REPLACE " : ""}AGGREGATE ${quotePath(path)}(${attributes.arguments}) (${attributes.options})`;

export const aggregateRule: Rule<"aggregate"> = {
  ...defined<"aggregate">((object) => createAggregate(object, false)),
  // What it takes and returns is what callers hold on to (manual, CREATE AGGREGATE).
  alter: (before, after, attributes, context) =>
    ["arguments", "identity", "returns"].some((name) => attributes.has(name)) ||
    isHypothetical(before) !== isHypothetical(after)
      ? "replace"
      : [draft(after.id, context.cause(after.id), createAggregate(after, true), { alters: [after.id] })],
  names: (object) => [`routine ${quotePath(object.path)}(${object.attributes.identity})`],
};

const isHypothetical = ({ attributes }: ObjectOf<"aggregate">): boolean =>
  attributes.options.endsWith("HYPOTHETICAL");

export const rangeRule: Rule<"range"> = {
  ...defined<"range">(
    ({ path, attributes }) => `CREATE TYPE ${quotePath(path)} AS RANGE (${attributes.options})`,
  ),
  names: (object) => [`type ${quotePath(object.path)}`],
};

export const collationRule = defined<"collation">(
  ({ path, attributes }) => `CREATE COLLATION ${quotePath(path)} (${attributes.options})`,
);

export const conversionRule: Rule<"conversion"> = {
  ...defined<"conversion">(({ path, attributes }) => {
    const { source, destination, isDefault } = attributes;
    return `CREATE ${isDefault ? "DEFAULT " : ""}CONVERSION ${quotePath(path)} FOR ${quoteText(source)} TO ${quoteText(destination)} FROM ${attributes.function}`;
  }),
  names: ({ path, attributes: { source, destination, isDefault } }) =>
    isDefault ? [`default conversion ${path[0]} ${source} ${destination}`] : [],
};

export const castRule = defined<"cast">((object) => {
  const { method, context } = object.attributes;
  const how = {
    function: `WITH FUNCTION ${object.attributes.function}`,
    inout: "WITH INOUT",
    binary: "WITHOUT FUNCTION",
  };
  const when = { explicit: "", assignment: " AS ASSIGNMENT", implicit: " AS IMPLICIT" };
  return `CREATE ${spell(object)} ${how[method]}${when[context]}`;
});

/** The rule of a kind whose CREATE OR REPLACE changes all there is. */
const replaceable = <K extends Kind>(
  create: (object: ObjectOf<K>, orReplace: string) => string,
): Rule<K> => ({
  ...defined<K>((object) => create(object, "")),
  alter: (_before, after, _attributes, context) => [
    draft(after.id, context.cause(after.id), create(after, "OR REPLACE "), { alters: [after.id] }),
  ],
});

export const transformRule = replaceable<"transform">((object, orReplace) => {
  const { fromSql, toSql } = object.attributes;
  const functions = [
    ...(fromSql === null ? [] : [`FROM SQL WITH FUNCTION ${fromSql}`]),
    ...(toSql === null ? [] : [`TO SQL WITH FUNCTION ${toSql}`]),
  ];
  return `CREATE ${orReplace}${spell(object)} (${functions.join(", ")})`;
});

export const languageRule = replaceable<"language">((object, orReplace) => {
  const { trusted, handler, inline, validator } = object.attributes;
  return [
    `CREATE ${orReplace}${trusted ? "TRUSTED " : ""}${spell(object)} HANDLER ${handler}`,
    ...(inline === null ? [] : [`INLINE ${inline}`]),
    ...(validator === null ? [] : [`VALIDATOR ${validator}`]),
  ].join(" ");
});

const setTarget = (object: ObjectOf<"statistics">, context: RuleContext): Draft =>
  draft(
    object.id,
    context.cause(object.id),
    `ALTER STATISTICS ${quotePath(object.path)} SET STATISTICS ${object.attributes.target ?? -1}`,
    { alters: [object.id] },
  );

const plainStatistics = defined<"statistics">(
  ({ attributes }) => attributes.definition,
  // Their relation is looked at, and nobody waits who only reads or writes rows.
  ({ parent }) => (parent === null ? [] : lock("SHARE UPDATE EXCLUSIVE", parent)),
);

export const statisticsRule: Rule<"statistics"> = {
  ...plainStatistics,
  create: (object, context) => [
    ...plainStatistics.create(object, context),
    ...(object.attributes.target === null ? [] : [setTarget(object, context)]),
  ],
  alter: (_before, after, attributes, context) =>
    attributes.has("definition") ? "replace" : [setTarget(after, context)],
};
