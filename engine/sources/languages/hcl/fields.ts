// The attributes of one block, each read as what it must be. What is something else becomes a problem of the source and
// is read as missing, so that one mistake does not hide the next.
import { quoteName, quotePath, quoteText } from "../../../catalog/names";
import { type Attribute, type Block, HclError, titleOf } from "./block";
import { leadsNowhere, type Model } from "./model";
import type { Piece } from "./sql";
import { sqlOf, typeOf } from "./types";
import { describe, type Value } from "./value";

export class Fields {
  /** @param owner block of the table or view that `column.…` alone refers to */
  constructor(
    readonly model: Model,
    readonly block: Block,
    private readonly owner: Block = block,
  ) {}

  get line(): number {
    return this.block.line;
  }

  get label(): string {
    return this.block.labels.at(-1) ?? "";
  }

  inner(type: string): readonly Fields[] {
    return this.block.blocks
      .filter((block) => block.type === type)
      .map((block) => new Fields(this.model, block, this.owner));
  }

  attribute(name: string): Attribute | undefined {
    return this.block.attributes.find((attribute) => attribute.name === name);
  }

  private read<T>(name: string, convert: (value: Value, attribute: Attribute) => T): T | undefined {
    const attribute = this.attribute(name);
    if (attribute === undefined) return undefined;
    return this.model.attempt(() => {
      const value = this.model.valueOf(attribute);
      return value.kind === "null" ? undefined : convert(value, attribute);
    });
  }

  private mustBe(wanted: string, value: Value, attribute: Attribute): HclError {
    const what = `${attribute.name} of ${titleOf(this.block)}`;
    return new HclError(attribute, `${what} must be ${wanted}, and it is ${describe(value)}.`);
  }

  /** @throws nothing; an empty string is text, too */
  text(name: string): string | undefined {
    return this.read(name, (value, attribute) => {
      if (value.kind === "text") return value.text;
      throw this.mustBe("a string", value, attribute);
    });
  }

  bool(name: string): boolean | undefined {
    return this.read(name, (value, attribute) => {
      if (value.kind === "bool") return value.isTrue;
      throw this.mustBe("true or false", value, attribute);
    });
  }

  integer(name: string): string | undefined {
    return this.read(name, (value, attribute) => {
      if (value.kind === "number" && /^-?\d+$/.test(value.text)) return value.text;
      throw this.mustBe("a whole number", value, attribute);
    });
  }

  /** One of some words, written bare or in quotes, with `_` or a space in it. */
  word(name: string, allowed: readonly string[]): string | undefined {
    return this.read(name, (value, attribute) => {
      const written = value.kind === "name" ? value.path.join(".") : value.kind === "text" ? value.text : "";
      const word = written.toUpperCase().replaceAll("_", " ");
      if (allowed.includes(word)) return word;
      const wanted = allowed.map((one) => one.replaceAll(" ", "_")).join(", ");
      throw this.mustBe(`one of ${wanted}`, value, attribute);
    });
  }

  /** A bare word or a string: a language, an operator class. */
  name(name: string): string | undefined {
    return this.read(name, (value, attribute) => {
      if (value.kind === "text") return value.text;
      if (value.kind === "name" && value.path.length === 1) return value.path[0];
      throw this.mustBe("a name", value, attribute);
    });
  }

  type(name = "type"): Piece | undefined {
    return this.read(name, (value, attribute) => this.piece(attribute, typeOf(value, attribute, this.model)));
  }

  /** Every attribute, as parameters of storage are written. */
  parameters(): readonly string[] {
    return this.block.attributes.flatMap(({ name }) => {
      const text = this.read(name, (value, attribute) => {
        if (value.kind === "name" && value.path.length === 1)
          return quoteText((value.path[0] ?? "").toLowerCase());
        const literal = literalOf(value, attribute);
        if (literal !== null) return literal;
        throw this.mustBe("a number, a word, true or false", value, attribute);
      });
      return text === undefined ? [] : [`${quoteName(name)} = ${text}`];
    });
  }

  /** SQL in a string or a heredoc. */
  sql(name: string): Piece | undefined {
    return this.read(name, (value, attribute) => {
      if (value.kind === "text" && value.text.trim() !== "") return this.piece(attribute, value.text);
      if (value.kind === "call" && value.name === "sql")
        return this.piece(attribute, sqlOf(value.values, attribute));
      throw this.mustBe("SQL in quotes", value, attribute);
    });
  }

  /** A value as a constant of SQL; `sql("…")` as it stands. */
  literal(name: string): Piece | undefined {
    return this.read(name, (value, attribute) => {
      const plain = literalOf(value, attribute);
      if (plain !== null) return this.piece(attribute, plain);
      throw this.mustBe('a string, a number, true, false, null or sql("…")', value, attribute);
    });
  }

  private piece(attribute: Attribute, text: string): Piece {
    // The lines of a heredoc are lines of the file, from the one below its name on.
    return /^\s*<<-?/.test(attribute.text)
      ? { text, line: attribute.line + 1, isRunning: true }
      : { text, line: attribute.line };
  }

  /** Columns of this table, quoted. */
  columns(name: string): readonly string[] | undefined {
    return this.list(name, (value, attribute) => quoteName(this.columnOf(value, attribute).column));
  }

  column(name: string): string | undefined {
    return this.read(name, (value, attribute) => quoteName(this.columnOf(value, attribute).column));
  }

  /** Columns that must all be of one table, and that table as SQL names it. */
  columnsElsewhere(
    name: string,
  ): { readonly table: string; readonly columns: readonly string[] } | undefined {
    const found = this.list(name, (value, attribute) => this.columnOf(value, attribute, true));
    const [first] = found ?? [];
    if (found === undefined || first === undefined) return undefined;
    return this.model.attempt(() => {
      const tables = new Set(found.map(({ block }) => this.model.sqlNameOf(block)));
      if (tables.size > 1)
        throw new HclError(
          this.attribute(name) ?? this.block,
          `${name} names columns of several tables: ${[...tables].join(", ")}.`,
        );
      return { table: [...tables][0] ?? "", columns: found.map(({ column }) => quoteName(column)) };
    });
  }

  /** One column of any table, as `columnsElsewhere` gives several. */
  columnOfReference(name: string): { readonly table: string; readonly column: string } | undefined {
    return this.read(name, (value, attribute) => {
      const { block, column } = this.columnOf(value, attribute, true);
      return { table: this.model.sqlNameOf(block), column: quoteName(column) };
    });
  }

  /** @throws HclError for a column that is not declared */
  private columnOf(
    value: Value,
    attribute: Attribute,
    mayBeElsewhere = false,
  ): { readonly block: Block; readonly column: string } {
    if (value.kind !== "name") throw this.mustBe("references such as column.id", value, attribute);
    const isOwn = value.path[0] === "column";
    const { block, rest } = isOwn
      ? { block: this.owner, rest: value.path }
      : this.model.find(value.path, attribute);
    const [word, column = "", ...more] = rest;
    if (word !== "column" || more.length > 0) throw leadsNowhere(value.path, attribute, "a column");
    if (block !== this.owner && !mayBeElsewhere)
      throw new HclError(
        attribute,
        `\`${value.path.join(".")}\` is a column of ${titleOf(block)}, not of ${titleOf(this.owner)}.`,
      );
    const declared = block.blocks.some((inner) => inner.type === "column" && inner.labels[0] === column);
    if (!declared)
      throw new HclError(attribute, `${titleOf(block)} has no column ${JSON.stringify(column)}.`);
    return { block, column };
  }

  list<T>(name: string, convert: (value: Value, attribute: Attribute) => T): readonly T[] | undefined {
    return this.read(name, (value, attribute) => {
      if (value.kind !== "list" || value.items.length === 0)
        throw this.mustBe("a list with something in it", value, attribute);
      return value.items.map((item) => convert(item, attribute));
    });
  }

  texts(name: string): readonly string[] | undefined {
    return this.list(name, (value, attribute) => {
      if (value.kind === "text") return value.text;
      throw this.mustBe("a list of strings", value, attribute);
    });
  }

  /** What a reference to a block of one of some types is called in SQL; a string is the name of what a .sql file makes. */
  object(name: string, types: readonly string[]): string | undefined {
    return this.read(name, (value, attribute) => this.objectOf(value, attribute, types));
  }

  objectOf(value: Value, attribute: Attribute, types: readonly string[]): string {
    if (value.kind === "text") return quotePath(value.text.split("."));
    if (value.kind !== "name" || !types.includes(value.path[0] ?? ""))
      throw this.mustBe(`a reference to a ${types.join(" or ")}`, value, attribute);
    const { block, rest } = this.model.find(value.path, attribute);
    if (rest.length > 0) throw leadsNowhere(value.path, attribute, `a ${types.join(" or ")}`);
    return this.model.sqlNameOf(block);
  }

  /** References that say only what must be there before; whatever order works is found without them. */
  checkDependencies(): void {
    this.list("depends_on", (value, attribute) => {
      if (value.kind !== "name") throw this.mustBe("a list of references", value, attribute);
      return this.model.find(value.path, attribute);
    });
  }
}

function literalOf(value: Value, attribute: Attribute): string | null {
  if (value.kind === "text") return quoteText(value.text);
  if (value.kind === "number") return value.text;
  if (value.kind === "bool") return String(value.isTrue);
  if (value.kind === "call" && value.name === "sql") return sqlOf(value.values, attribute);
  return null;
}
