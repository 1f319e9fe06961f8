// Which blocks and attributes there are: Atlas's documentation of HCL for PostgreSQL, without what runs Atlas itself.
// What is not here is an error with its place; nothing is passed over.
import { type Block, HclError, titleOf, wayOut } from "./block";

export interface Shape {
  /** Fewest and most names after the type. */
  readonly labels: readonly [number, number];
  /** "any": parameters that Postgres and its extensions name. */
  readonly attributes: readonly string[] | "any";
  readonly required?: readonly string[];
  readonly blocks?: Readonly<Record<string, Shape>>;
  /** Whether it may stand more than once in the block around it. */
  readonly repeats?: boolean;
}

const check: Shape = { labels: [0, 1], attributes: ["expr", "comment"], required: ["expr"], repeats: true };

const partAttributes = ["column", "expr", "desc", "nulls_first", "nulls_last", "ops", "collate"];

const indexPart: Shape = {
  labels: [0, 0],
  attributes: partAttributes,
  repeats: true,
};

const parameters: Shape = { labels: [0, 0], attributes: "any" };

const index: Shape = {
  labels: [1, 1],
  attributes: [
    "columns",
    "unique",
    "type",
    "where",
    "include",
    "nulls_distinct",
    "page_per_range",
    "comment",
  ],
  blocks: { on: indexPart, storage_params: parameters },
  repeats: true,
};

const keyAttributes = ["columns", "include", "without_overlaps", "comment"];

const key: Shape = { labels: [0, 1], attributes: keyAttributes, required: ["columns"] };

const identity: Shape = {
  labels: [0, 0],
  attributes: ["generated", "start", "increment", "min_value", "max_value", "cache", "cycle"],
};

const column: Shape = {
  labels: [1, 1],
  attributes: ["type", "null", "default", "comment", "collate", "as", "renamed_from"],
  required: ["type"],
  blocks: {
    identity,
    as: { labels: [0, 0], attributes: ["expr", "type"], required: ["expr"] },
  },
  repeats: true,
};

const exclusion: Shape = {
  labels: [1, 1],
  attributes: ["type", "where", "include", "comment"],
  blocks: { on: { ...indexPart, attributes: [...partAttributes, "op"], required: ["op"] } },
  repeats: true,
};

const table: Shape = {
  labels: [1, 2],
  attributes: [
    "schema",
    "name",
    "comment",
    "unlogged",
    "access_method",
    "replica_identity",
    "renamed_from",
    "depends_on",
  ],
  required: ["schema"],
  blocks: {
    column,
    index,
    check,
    primary_key: key,
    unique: { ...key, attributes: [...keyAttributes, "nulls_distinct"], repeats: true },
    foreign_key: {
      labels: [1, 1],
      attributes: ["columns", "ref_columns", "on_update", "on_delete", "deferrable", "period", "comment"],
      required: ["columns", "ref_columns"],
      repeats: true,
    },
    exclude: exclusion,
    partition: {
      labels: [0, 0],
      attributes: ["type", "columns"],
      required: ["type"],
      blocks: { by: { labels: [0, 0], attributes: ["column", "expr", "ops", "collate"], repeats: true } },
    },
    storage_params: parameters,
    row_security: { labels: [0, 0], attributes: ["enabled", "enforced"] },
  },
};

const viewColumn: Shape = { labels: [1, 1], attributes: ["type", "null", "comment"], repeats: true };

const viewAttributes = ["schema", "name", "as", "depends_on", "comment"];

const argument: Shape = {
  labels: [0, 1],
  attributes: ["type", "default", "mode"],
  required: ["type"],
  repeats: true,
};

const routineAttributes = ["schema", "name", "lang", "as", "security", "comment", "depends_on"];

const routine: Shape = {
  labels: [1, 2],
  attributes: routineAttributes,
  required: ["schema", "lang", "as"],
  blocks: { arg: argument },
};

const events: Shape = { labels: [0, 0], attributes: ["insert", "update", "update_of", "delete", "truncate"] };

/** Of a whole file. */
const shapes: Readonly<Record<string, Shape>> = {
  schema: { labels: [1, 1], attributes: ["name", "comment"] },
  variable: { labels: [1, 1], attributes: ["type", "default", "description"] },
  table,
  view: {
    labels: [1, 2],
    attributes: [...viewAttributes, "check_option"],
    required: ["schema", "as"],
    blocks: { column: viewColumn },
  },
  materialized: {
    labels: [1, 2],
    attributes: viewAttributes,
    required: ["schema", "as"],
    blocks: { column: viewColumn, index },
  },
  enum: {
    labels: [1, 2],
    attributes: ["schema", "name", "values", "comment"],
    required: ["schema", "values"],
  },
  domain: {
    labels: [1, 2],
    attributes: ["schema", "name", "type", "null", "default", "collate", "comment"],
    required: ["schema", "type"],
    blocks: { check },
  },
  composite: {
    labels: [1, 2],
    attributes: ["schema", "name", "comment"],
    required: ["schema"],
    blocks: { field: { labels: [1, 1], attributes: ["type", "collate"], required: ["type"], repeats: true } },
  },
  sequence: {
    labels: [1, 2],
    attributes: [
      "schema",
      "name",
      "type",
      "start",
      "increment",
      "min_value",
      "max_value",
      "cache",
      "cycle",
      "owner",
      "comment",
    ],
    required: ["schema"],
  },
  function: {
    ...routine,
    attributes: [...routineAttributes, "return", "volatility", "leakproof", "strict", "parallel"],
    blocks: {
      ...routine.blocks,
      return_table: {
        labels: [0, 0],
        attributes: [],
        blocks: { column: { labels: [1, 1], attributes: ["type"], required: ["type"], repeats: true } },
      },
      return_set: { labels: [0, 0], attributes: ["type"], required: ["type"] },
    },
  },
  procedure: routine,
  aggregate: {
    labels: [1, 2],
    attributes: [
      "schema",
      "name",
      "state_func",
      "state_type",
      "initial_value",
      "parallel",
      "comment",
      "depends_on",
    ],
    required: ["schema", "state_func", "state_type"],
    blocks: { arg: argument },
  },
  range: {
    labels: [1, 2],
    attributes: ["schema", "name", "subtype", "subtype_diff", "comment"],
    required: ["schema", "subtype"],
  },
  event_trigger: {
    labels: [1, 1],
    attributes: ["on", "tags", "execute", "comment", "depends_on"],
    required: ["on", "execute"],
  },
  permission: {
    labels: [0, 0],
    attributes: ["to", "for", "privileges", "grantable", "for_each"],
    required: ["to", "for", "privileges"],
  },
  trigger: {
    labels: [1, 2],
    attributes: ["on", "foreach", "when", "for_each", "comment", "depends_on"],
    required: ["on"],
    blocks: {
      before: events,
      after: events,
      instead_of: events,
      execute: { labels: [0, 0], attributes: ["function", "args"], required: ["function"] },
    },
  },
  policy: {
    labels: [1, 2],
    attributes: [
      "on",
      "as",
      "for",
      "to",
      "using",
      "check",
      "with_check",
      "for_each",
      "comment",
      "depends_on",
    ],
    required: ["on"],
  },
  extension: { labels: [1, 1], attributes: ["schema", "version", "comment"] },
};

/** Blocks that are Atlas's and have another place here. */
const elsewhere: Readonly<Record<string, string>> = {
  role: "Roles belong to the server, not to a schema: group roles are made by the stack.",
  user: "Logins belong to the server, not to a schema: they are made by the stack.",
  env: "It says how Atlas runs; here the stack or the command line says it. Remove it.",
  atlas: "It says how Atlas runs; here the stack or the command line says it. Remove it.",
  data: "A source reads nothing but its files. Write the values as `locals`.",
};

function list(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.join(", ");
}

function wrongLabels(block: Block, [fewest, most]: Shape["labels"]): HclError | null {
  const count = block.labels.length;
  if (count >= fewest && count <= most && !block.labels.includes("")) return null;
  const wanted =
    most === 0
      ? "no name"
      : fewest === most
        ? `${most} name in quotes`
        : `${fewest} to ${most} names in quotes`;
  return new HclError(block, `The block ${titleOf(block)} takes ${wanted}.`);
}

export function lacksRequired({ type, attributes }: Block): boolean {
  const required = shapes[type]?.required ?? [];
  return required.some((wanted) => attributes.every(({ name }) => name !== wanted));
}

function* insideOf(block: Block, shape: Shape): Generator<HclError> {
  const labels = wrongLabels(block, shape.labels);
  if (labels !== null) yield labels;
  const title = titleOf(block);
  for (const attribute of block.attributes) {
    if (shape.attributes === "any" || shape.attributes.includes(attribute.name)) continue;
    const known = `It has ${list(shape.attributes)}.`;
    yield new HclError(
      attribute,
      `The attribute ${attribute.name} is unknown in ${title}. ${known} ${wayOut}`,
    );
  }
  for (const name of shape.required ?? []) {
    if (block.attributes.every((attribute) => attribute.name !== name))
      yield new HclError(block, `${title} lacks the attribute ${name}.`);
  }
  const before = new Map<string, Block>();
  for (const inner of block.blocks) {
    const known = Object.hasOwn(shape.blocks ?? {}, inner.type) ? shape.blocks?.[inner.type] : undefined;
    if (known === undefined) {
      const names = `Blocks in it are ${list(Object.keys(shape.blocks ?? {}))}.`;
      yield new HclError(inner, `The block ${titleOf(inner)} is unknown in ${title}. ${names} ${wayOut}`);
      continue;
    }
    yield* insideOf(inner, known);
    const identity = JSON.stringify([inner.type, known.repeats === true ? inner.labels : []]);
    const first = before.get(identity);
    const isSame = first !== undefined && (known.repeats !== true || inner.labels.length > 0);
    if (isSame)
      yield new HclError(
        inner,
        `${titleOf(inner)} stands at line ${first.line} already. Keep one of the two.`,
      );
    before.set(identity, inner);
  }
}

/** Everything that is unknown, missing or too often in a block of the file's top. */
export function* misshapen(block: Block): Generator<HclError> {
  if (block.type === "locals") {
    if (block.labels.length > 0) yield new HclError(block, "The block locals takes no name.");
    for (const inner of block.blocks) yield new HclError(inner, "In locals stand attributes only.");
    return;
  }
  const shape = Object.hasOwn(shapes, block.type) ? shapes[block.type] : undefined;
  if (shape !== undefined) {
    yield* insideOf(block, shape);
    return;
  }
  const reason = Object.hasOwn(elsewhere, block.type)
    ? elsewhere[block.type]
    : `Known are ${list(["locals", ...Object.keys(shapes)])}. ${wayOut}`;
  yield new HclError(block, `The block ${titleOf(block)} is not read. ${reason}`);
}
