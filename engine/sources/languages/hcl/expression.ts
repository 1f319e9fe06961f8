// The expressions that the parser leaves as text: names, calls, lists, and strings with `${…}` in them. Pure.
import { HclError, type Place } from "./block";
import type { Json } from "./parser";
import { withoutEscapes } from "./scanner";
import { describe, type Value } from "./value";

/** What names stand for; given by whoever knows the blocks. */
export interface Names {
  /** Of `var.…` and `local.…` their value; any other name stands for itself. */
  resolve(path: readonly string[], place: Place): Value;
  /** What a name gives inside of a string: of `table.users.name` the table's name. */
  spell(path: readonly string[], place: Place): string;
}

const identifier = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const number = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const space = /(?:[ \t\r\n]|\/\*[\s\S]*?\*\/|(?:#|\/\/)[^\n]*)+/y;
const wholeNumber = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

const known = 'names, calls such as varchar(255) and sql("…"), lists, numbers and strings are understood';

class Expression {
  constructor(
    private readonly text: string,
    private readonly names: Names,
    private readonly place: Place,
    private position = 0,
  ) {}

  /** The whole text is one string, whose escapes are resolved already unless it `isRaw`. */
  template(isRaw: boolean, end: string | null): Value {
    const parts: (string | Value)[] = [];
    let plain = "";
    const flush = (): void => {
      if (plain !== "") parts.push(isRaw ? withoutEscapes(plain) : plain);
      plain = "";
    };
    for (;;) {
      const two = this.text.slice(this.position, this.position + 2);
      const three = this.text.slice(this.position, this.position + 3);
      if (end !== null && two.startsWith(end)) break;
      if (two === "") {
        if (end === null) break;
        throw this.notUnderstood();
      }
      if (three === "$${" || three === "%%{") {
        plain += three.slice(1);
        this.position += 3;
      } else if (two === "${") {
        flush();
        this.position += 2;
        parts.push(this.interpolated());
      } else if (two === "%{") throw this.notUnderstood();
      else {
        const length = isRaw && two.startsWith("\\") ? 2 : 1;
        plain += this.text.slice(this.position, this.position + length);
        this.position += length;
      }
    }
    flush();
    const [only] = parts;
    // A string that is one `${…}` has the value in it, whatever that is.
    if (parts.length === 1 && only !== undefined && typeof only !== "string") return only;
    return { kind: "text", text: parts.map((part) => this.spelled(part)).join("") };
  }

  value(): Value {
    const character = this.peek();
    if (character === '"') {
      this.position += 1;
      const value = this.template(true, '"');
      this.position += 1;
      return value;
    }
    if (character === "[") return { kind: "list", items: this.sequence("[", "]") };
    if (character === "(") return this.only(this.sequence("(", ")"));
    if (character === "-") {
      this.position += 1;
      const value = this.value();
      if (value.kind !== "number") throw this.notUnderstood();
      return { kind: "number", text: value.text.startsWith("-") ? value.text.slice(1) : `-${value.text}` };
    }
    const digits = this.match(number);
    if (digits !== null) return { kind: "number", text: digits };
    return this.name();
  }

  private only(values: readonly Value[]): Value {
    const [value] = values;
    if (value === undefined || values.length > 1) throw this.notUnderstood();
    return value;
  }

  private name(): Value {
    const first = this.match(identifier);
    if (first === null) throw this.notUnderstood();
    if (first === "true" || first === "false") return { kind: "bool", isTrue: first === "true" };
    if (first === "null") return { kind: "null" };
    if (this.peek() === "(") return { kind: "call", name: first, values: this.sequence("(", ")") };
    const path = [first];
    for (;;) {
      const next = this.peek();
      if (next !== "." && next !== "[") break;
      this.position += 1;
      path.push(next === "." ? this.part() : this.index());
    }
    return this.names.resolve(path, this.place);
  }

  private part(): string {
    this.peek();
    const part = this.match(identifier) ?? this.match(number);
    if (part === null) throw this.notUnderstood();
    return part;
  }

  private index(): string {
    const value = this.value();
    if (this.peek() !== "]" || (value.kind !== "text" && value.kind !== "number")) throw this.notUnderstood();
    this.position += 1;
    return value.text;
  }

  private sequence(open: string, close: string): readonly Value[] {
    this.position += open.length;
    const values: Value[] = [];
    while (this.peek() !== close) {
      values.push(this.value());
      if (this.peek() === ",") this.position += 1;
      else if (this.peek() !== close) throw this.notUnderstood();
    }
    this.position += 1;
    return values;
  }

  private interpolated(): Value {
    const value = this.value();
    if (this.peek() !== "}") throw this.notUnderstood();
    this.position += 1;
    return value;
  }

  private spelled(part: string | Value): string {
    if (typeof part === "string") return part;
    if (part.kind === "text" || part.kind === "number") return part.text;
    if (part.kind === "bool") return String(part.isTrue);
    if (part.kind === "name") return this.names.spell(part.path, this.place);
    throw new HclError(this.place, `${describe(part)} cannot stand inside of a string.`);
  }

  private peek(): string {
    const blank = this.match(space);
    return blank === null ? (this.text[this.position] ?? "") : this.peek();
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0] ?? null;
    this.position += found?.length ?? 0;
    return found;
  }

  private notUnderstood(): HclError {
    const around = this.text.slice(Math.max(0, this.position - 20), this.position + 20).trim();
    const message = `The expression is not understood at \`${around}\`: ${known}. Write its result instead.`;
    return new HclError(this.place, message);
  }
}

/**
 * @param text of the whole attribute as written: the parser's number may have lost digits
 * @throws HclError
 */
export function evaluate(json: Json, text: string, names: Names, place: Place): Value {
  if (json === null) return { kind: "null" };
  if (typeof json === "boolean") return { kind: "bool", isTrue: json };
  if (typeof json === "number") {
    const written = text.replace(/\s*(?:#|\/\/|\/\*)[\s\S]*$/, "").trim();
    if (wholeNumber.test(written)) return { kind: "number", text: written };
    // The parser gives a number of at most 15 digits as it was, and rounds a longer one.
    if (/[\d.]{16,}/.test(text))
      throw new HclError(
        place,
        "In a list or an object a number has at most 15 digits. Make it a local of its own.",
      );
    return { kind: "number", text: String(json) };
  }
  if (typeof json === "string") return new Expression(json, names, place).template(false, null);
  if (isList(json)) return { kind: "list", items: json.map((item) => evaluate(item, text, names, place)) };
  const entries = Object.entries(json).map(([name, item]): [string, Value] => [
    name,
    evaluate(item, text, names, place),
  ]);
  return { kind: "object", entries: new Map(entries) };
}

function isList(json: Exclude<Json, string>): json is readonly Json[] {
  return Array.isArray(json);
}
