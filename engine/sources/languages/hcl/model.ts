// The blocks of all files of a source as one whole: what each name stands for, wherever its block is.
import { quotePath } from "../../../catalog/names";
import type { Problem } from "../../problem";
import { type Attribute, type Block, HclError, type Place, titleOf, wayOut } from "./block";
import { evaluate, type Names } from "./expression";
import type { HclFile, Json } from "./parser";
import { describe, type Value } from "./value";
import { asType } from "./variable-types";

/** Blocks whose objects are in a Postgres schema. */
const inSchema = [
  "table",
  "view",
  "materialized",
  "enum",
  "domain",
  "composite",
  "sequence",
  "function",
  "procedure",
  "aggregate",
  "range",
];

const referable = [...inSchema, "schema"];

export interface Found {
  readonly block: Block;
  /** What stands behind the block's own names: `column`, `id`. */
  readonly rest: readonly string[];
}

export class Model implements Names {
  readonly problems: Problem[] = [];
  readonly blocks: readonly Block[];
  private readonly expressions = new Map<Attribute, Json>();
  private readonly named = new Map<string, Block>();
  private readonly locals = new Map<string, Attribute>();
  private readonly variables = new Map<string, Block>();
  /** Locals that are being evaluated, to find one that needs itself. */
  private readonly open = new Set<Attribute>();
  /** Of a block that stands for several: the one that is written now. */
  private each: { readonly key: Value; readonly value: Value } | null = null;

  constructor(files: readonly HclFile[]) {
    this.blocks = files.flatMap(({ blocks }) => blocks);
    for (const { expressions } of files)
      for (const [key, value] of expressions) this.expressions.set(key, value);
    for (const block of this.blocks) this.attempt(() => this.register(block));
  }

  /** What is thrown as an HclError becomes a problem of the source. */
  attempt<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof HclError)) throw error;
      this.problems.push(error.toProblem());
      return undefined;
    }
  }

  private register(block: Block): void {
    if (block.type === "locals") {
      for (const local of block.attributes) {
        const before = this.locals.get(local.name);
        if (before !== undefined) throw this.twice(local, `local.${local.name}`, before);
        this.locals.set(local.name, local);
      }
    } else if (block.type === "variable") {
      const name = block.labels[0] ?? "";
      const before = this.variables.get(name);
      if (before !== undefined) throw this.twice(block, titleOf(block), before);
      this.variables.set(name, block);
    } else if (referable.includes(block.type)) {
      const key = [block.type, ...block.labels].join("\0");
      const before = this.named.get(key);
      if (before !== undefined) throw this.twice(block, titleOf(block), before);
      this.named.set(key, block);
    }
  }

  private twice(place: Place, what: string, before: Place): HclError {
    return new HclError(
      place,
      `${what} is declared at ${before.file}:${before.line} already. Keep one of the two.`,
    );
  }

  valueOf(attribute: Attribute): Value {
    return evaluate(this.expressions.get(attribute) ?? null, attribute.text, this, attribute);
  }

  resolve(path: readonly string[], place: Place): Value {
    if (path[0] === "local") return this.inside(this.localOf(path, place), path, place);
    if (path[0] === "var") return this.inside(this.variableOf(path, place), path, place);
    if (path[0] === "each") return this.eachOf(path, place);
    return { kind: "name", path };
  }

  /** Runs the work once for each item of a block's `for_each`, and once where it has none. */
  forEach(block: Block, work: () => void): void {
    const attribute = block.attributes.find(({ name }) => name === "for_each");
    if (attribute === undefined) {
      work();
      return;
    }
    let items = this.valueOf(attribute);
    if (items.kind === "call" && items.name === "toset") items = items.values[0] ?? items;
    const pairs =
      items.kind === "list"
        ? items.items.map((value) => ({ key: value, value }))
        : items.kind === "object"
          ? [...items.entries].map(([text, value]) => ({ key: { kind: "text" as const, text }, value }))
          : null;
    if (pairs === null)
      throw new HclError(attribute, `for_each is a list or an object, and not ${describe(items)}.`);
    try {
      for (const pair of pairs) {
        this.each = pair;
        work();
      }
    } finally {
      this.each = null;
    }
  }

  private eachOf(path: readonly string[], place: Place): Value {
    const [, which, ...rest] = path;
    const value = which === "key" ? this.each?.key : which === "value" ? this.each?.value : undefined;
    if (value === undefined)
      throw new HclError(place, `\`${path.join(".")}\` has a meaning in a block with for_each only.`);
    if (value.kind === "name") return { kind: "name", path: [...value.path, ...rest] };
    return this.inside(value, path, place);
  }

  spell(path: readonly string[], place: Place): string {
    if (path[0] === "column" && path.length === 2) return path[1] ?? "";
    const found = this.find(path, place);
    const [first, second, third] = found.rest;
    const isColumn = first === "column" && second !== undefined && (third === undefined || third === "name");
    if (isColumn) return second;
    if (found.rest.length === 1 && first === "name") return this.nameOf(found.block);
    const message =
      `\`${path.join(".")}\` is no text. In a string stands \`.name\` behind it, ` +
      `as in \${${path.slice(0, 2).join(".")}.name}.`;
    throw new HclError(place, message);
  }

  /**
   * The block that a name such as `table.users.column.id` or `table.app.users` begins with.
   * @throws HclError where there is none
   */
  find(path: readonly string[], place: Place): Found {
    const [type = "", first = "", second = ""] = path;
    const one = this.named.get([type, first].join("\0"));
    if (one !== undefined) return { block: one, rest: path.slice(2) };
    const two = this.named.get([type, first, second].join("\0"));
    if (two !== undefined) return { block: two, rest: path.slice(3) };
    const message =
      `\`${path.join(".")}\` refers to something that no .hcl file of the source declares. ` +
      "Correct the name. What only a .sql file declares is named by a string; a foreign key to it is written in a .sql file.";
    throw new HclError(place, message);
  }

  /** Unquoted. */
  nameOf(block: Block): string {
    const attribute = block.attributes.find(({ name }) => name === "name");
    if (attribute === undefined) return block.labels.at(-1) ?? "";
    const value = this.valueOf(attribute);
    if (value.kind === "text" && value.text !== "") return value.text;
    throw new HclError(
      attribute,
      `${titleOf(block)}: its name is a string, and here it is ${describe(value)}.`,
    );
  }

  /** Schema and name of what a block declares, unquoted. */
  pathOf(block: Block): readonly string[] {
    return inSchema.includes(block.type) ? [this.schemaOf(block), this.nameOf(block)] : [this.nameOf(block)];
  }

  /** As SQL writes it. */
  sqlNameOf(block: Block): string {
    return quotePath(this.pathOf(block));
  }

  schemaOf(block: Block): string {
    const attribute = block.attributes.find(({ name }) => name === "schema");
    if (attribute === undefined)
      throw new HclError(block, `${titleOf(block)} has no schema. Add \`schema = schema.<name>\`.`);
    const value = this.valueOf(attribute);
    if (value.kind === "text") return value.text;
    if (value.kind === "name" && value.path[0] === "schema") {
      const { block: schema, rest } = this.find(value.path, attribute);
      if (rest.length === 0) return this.nameOf(schema);
    }
    const message = `A schema is a reference such as schema.app, or the name in quotes of one that a .sql file makes, and not ${describe(value)}.`;
    throw new HclError(attribute, message);
  }

  private localOf(path: readonly string[], place: Place): Value {
    const local = this.locals.get(path[1] ?? "");
    if (local === undefined)
      throw new HclError(
        place,
        `\`${path.join(".")}\` is declared by no block \`locals\`. Declare it, or correct the name.`,
      );
    if (this.open.has(local))
      throw new HclError(place, `local.${local.name} needs itself. Break the circle.`);
    this.open.add(local);
    try {
      return this.valueOf(local);
    } finally {
      this.open.delete(local);
    }
  }

  private variableOf(path: readonly string[], place: Place): Value {
    const name = path[1] ?? "";
    const block = this.variables.get(name);
    if (block === undefined)
      throw new HclError(
        place,
        `\`${path.join(".")}\` is declared by no block \`variable\`. Declare it, or correct the name.`,
      );
    const given = block.attributes.find((attribute) => attribute.name === "default");
    if (given !== undefined) return this.typedDefault(block, given) ?? this.valueOf(given);
    const message =
      `The variable ${JSON.stringify(name)} (${block.file}:${block.line}) has no default, and a source gets no other value: ` +
      `two databases that differ have two sources. Add \`default = …\` to it.`;
    throw new HclError(place, message);
  }

  /**
   * A variable's default as its type has it; null where it does not fit, which `checkVariable` tells.
   * @throws HclError where the type is none
   */
  private typedDefault(block: Block, given: Attribute): Value | null {
    const type = block.attributes.find(({ name }) => name === "type");
    const value = this.valueOf(given);
    if (type === undefined) return value;
    try {
      return asType(this.valueOf(type), value);
    } catch (error) {
      if (error instanceof TypeError) throw new HclError(type, error.message);
      throw error;
    }
  }

  /** @throws HclError for a default that is not of the variable's type */
  checkVariable(block: Block): void {
    const [given, type] = ["default", "type"].map((wanted) =>
      block.attributes.find(({ name }) => name === wanted),
    );
    if (given === undefined || type === undefined || this.typedDefault(block, given) !== null) return;
    const wanted = describe(this.valueOf(type));
    throw new HclError(
      given,
      `default of ${titleOf(block)} must be ${wanted}, and it is ${describe(this.valueOf(given))}.`,
    );
  }

  /** `local.limits.name`: what stands behind the first two parts leads into the value. */
  private inside(value: Value, path: readonly string[], place: Place): Value {
    let current = value;
    for (const part of path.slice(2)) {
      const next =
        current.kind === "object"
          ? current.entries.get(part)
          : current.kind === "list"
            ? current.items[Number(part)]
            : undefined;
      if (next === undefined)
        throw new HclError(
          place,
          `\`${path.join(".")}\`: there is no ${JSON.stringify(part)} in ${describe(current)}.`,
        );
      current = next;
    }
    return current;
  }
}

/** For a name that leads nowhere in the block it begins with. */
export function leadsNowhere(path: readonly string[], place: Place, wanted: string): HclError {
  return new HclError(place, `\`${path.join(".")}\` is not ${wanted}. ${wayOut}`);
}
