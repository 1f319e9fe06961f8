// Indexes and keys over a column whose successor stands beside it: the same over the successor, where nothing but names of columns
// is in the way. Expressions and predicates that name the column are not read by us, and have no such form. Pure.
import type { ObjectId } from "../../catalog/model";
import { objectId, quoteName } from "../../catalog/names";
import type { Draft, ObjectOf } from "../draft";
import { newIndexName } from "../rules/key-index";
import { filling, preparation } from "./expansions";

type Column = ObjectOf<"column">;
type Pair = { readonly before: Column; readonly helper: Column };

export interface IndexOver {
  /** Of the index while it stands beside. */
  readonly id: ObjectId;
  /** Method and columns, or the list of columns of a key. */
  readonly definition: string;
  /** As the reader would find it: definition, predicate, uniqueness, options, tablespace. */
  readonly shape: readonly unknown[];
}

/** null where it has no such form. */
export function indexOver(
  object: ObjectOf<"index"> | ObjectOf<"constraint">,
  pairs: readonly Pair[],
): IndexOver | null {
  const name = newIndexName(object.path.at(-1) ?? "");
  const id = objectId("index", [object.path[0] ?? "", name]);
  const { attributes } = object;
  if (!("type" in attributes)) {
    const { predicate, unique, options, tablespace } = attributes;
    const definition = overHelpers(attributes.definition, pairs);
    if (definition === null || (predicate !== null && pairs.some((pair) => names(predicate, pair))))
      return null;
    return { id, definition, shape: [definition, predicate, unique, options, tablespace] };
  }
  const [, nulls = "", list] = keyParts(attributes.definition) ?? [];
  const definition = list === undefined ? null : overHelpers(list, pairs);
  if (definition === null) return null;
  const { indexOptions, indexTablespace } = attributes;
  const shape = [`USING btree ${definition}${nulls}`, null, true, indexOptions, indexTablespace];
  return { id, definition, shape };
}

/** Where its build stands in the plan: when the columns are filled, and before any exchange. */
export const besideOthers = ({ id }: IndexOver): Pick<Draft, "after" | "before" | "alters" | "additive"> => ({
  after: [filling, id],
  before: [],
  alters: [preparation],
  additive: true,
});

/** Kind, NULLS NOT DISTINCT and list of a key that an index can be taken over for. */
export function keyParts(definition: string): readonly [string, string, string] | null {
  const parts = /^(PRIMARY KEY|UNIQUE)( NULLS NOT DISTINCT)? (\(.*)$/.exec(definition);
  if (!parts || definition.includes(" WITHOUT OVERLAPS")) return null;
  return [parts[1] ?? "", parts[2] ?? "", parts[3] ?? ""];
}

/** As a word: that it is too often seen does no harm. */
const names = (text: string, { before }: Pair): boolean =>
  text.toLowerCase().includes((before.path.at(-1) ?? "").toLowerCase());

/** The first word of each entry of the lists is a column's name. */
function overHelpers(definition: string, pairs: readonly Pair[]): string | null {
  const renamed = new Map(
    pairs.map(({ before, helper }) => [
      quoteName(before.path.at(-1) ?? ""),
      quoteName(helper.path.at(-1) ?? ""),
    ]),
  );
  let depth = 0;
  let isFirst = false;
  let text = "";
  for (const [token] of definition.matchAll(/"(?:[^"]|"")*"|[(),]|\s+|[^\s"(),]+/g)) {
    if (token === "(") depth += 1;
    if (depth > 1) return null;
    if (token === ")") depth -= 1;
    text += isFirst ? (renamed.get(token) ?? token) : token;
    if (token.trim() !== "") isFirst = token === "(" || token === ",";
  }
  return text;
}
