// Text search objects (manual 12): parsers and templates, which Postgres cannot alter, dictionaries and configurations.
import { quotePath } from "../../catalog/names";
import { spell } from "../../catalog/spelling";
import { type Draft, draft, type ObjectOf, type Rule, type RuleContext } from "../draft";
import { defined } from "./defined";

export const parserRule = defined<"text search parser">(
  (object) => `CREATE ${spell(object)} (${object.attributes.options})`,
);

export const templateRule = defined<"text search template">(
  (object) => `CREATE ${spell(object)} (${object.attributes.options})`,
);

type Dictionary = ObjectOf<"text search dictionary">;

const plainDictionary = defined<"text search dictionary">(({ path, attributes: { template, options } }) => {
  const list = [`TEMPLATE = ${template}`, ...(options === null ? [] : [options])];
  return `CREATE TEXT SEARCH DICTIONARY ${quotePath(path)} (${list.join(", ")})`;
});

export const dictionaryRule: Rule<"text search dictionary"> = {
  ...plainDictionary,
  alter: (before, after, attributes, context) => {
    const [was, will] = [optionsOf(before), optionsOf(after)];
    if (attributes.has("template") || was === null || will === null) return "replace";
    const gone = [...was.keys()].filter((name) => !will.has(name));
    const come = [...will].filter(([name, value]) => was.get(name) !== value);
    const list = [...gone, ...come.map(([name, value]) => `${name} = ${value}`)].join(", ");
    return [
      draft(after.id, context.cause(after.id), `ALTER ${spell(after)} (${list})`, { alters: [after.id] }),
    ];
  },
};

/** Options by name, as Postgres wrote them: `language = 'german', stopwords = 'german'`; null where they are written otherwise. */
function optionsOf({ attributes: { options } }: Dictionary): ReadonlyMap<string, string> | null {
  const found = new Map<string, string>();
  const text = options ?? "";
  const one = /("(?:[^"]|"")+"|[\w$]+) = (E?'(?:[^']|'')*'|[^',\s]+)(?:, |$)/y;
  while (one.lastIndex < text.length) {
    const match = one.exec(text);
    if (match === null) return null;
    found.set(match[1] ?? "", match[2] ?? "");
  }
  return found;
}

type Configuration = ObjectOf<"text search configuration">;

const mapping = (object: Configuration, token: string, verb: "ADD" | "ALTER", context: RuleContext): Draft =>
  alterConfiguration(
    object,
    `${verb} MAPPING FOR ${token} WITH ${(object.attributes.mappings[token] ?? []).join(", ")}`,
    context,
  );

const alterConfiguration = (object: Configuration, clause: string, context: RuleContext): Draft =>
  draft(
    object.id,
    context.cause(object.id),
    `ALTER TEXT SEARCH CONFIGURATION ${quotePath(object.path)} ${clause}`,
    { alters: [object.id] },
  );

const plainConfiguration = defined<"text search configuration">(
  ({ path, attributes }) =>
    `CREATE TEXT SEARCH CONFIGURATION ${quotePath(path)} (PARSER = ${attributes.parser})`,
);

export const configurationRule: Rule<"text search configuration"> = {
  ...plainConfiguration,
  create: (object, context) => [
    ...plainConfiguration.create(object, context),
    ...Object.keys(object.attributes.mappings).map((token) => mapping(object, token, "ADD", context)),
  ],
  alter: (before, after, attributes, context) => {
    if (attributes.has("parser")) return "replace";
    const [was, will] = [before.attributes.mappings, after.attributes.mappings];
    const changed = Object.keys(will).filter((token) => was[token]?.join() !== will[token]?.join());
    return [
      ...Object.keys(was)
        .filter((token) => !(token in will))
        .map((token) => alterConfiguration(after, `DROP MAPPING FOR ${token}`, context)),
      ...changed.map((token) => mapping(after, token, token in was ? "ALTER" : "ADD", context)),
    ];
  },
};
