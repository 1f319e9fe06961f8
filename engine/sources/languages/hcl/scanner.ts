// HCL text → its blocks and attributes in their order, each with its line, which the parser's JSON does not give.
// It must only be given text that the parser has accepted, and looks into an expression for nothing but its end.
import type { Attribute, Block } from "./block";

const identifier = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const heredocMark = /<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)[^\n]*\n/uy;
const openers = "([{";
const closers = ")]}";

export interface HclComment {
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

export interface ScannedFile {
  readonly blocks: readonly Block[];
  /** Attributes outside of blocks. */
  readonly attributes: readonly Attribute[];
  readonly comments: readonly HclComment[];
}

interface Body {
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly Block[];
}

const characterOf = (code: number): string => (code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code));

/** What stands between the quotes of a label: HCL knows these escapes there and no `${`. */
export function withoutEscapes(text: string): string {
  const simple: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };
  return text.replace(
    /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([\s\S]))/g,
    (_whole, short: string | undefined, long: string | undefined, one: string | undefined) =>
      one === undefined ? characterOf(Number.parseInt(short ?? long ?? "", 16)) : (simple[one] ?? one),
  );
}

class Scanner {
  private position = 0;
  private counted = 0;
  private line = 1;
  readonly comments: HclComment[] = [];

  constructor(
    private readonly file: string,
    private readonly text: string,
  ) {}

  body(): Body {
    const attributes: Attribute[] = [];
    const blocks: Block[] = [];
    for (;;) {
      this.skipSpace(true);
      const name = this.match(identifier);
      if (name === null) break;
      const line = this.lineNow();
      this.position += name.length;
      this.skipSpace(false);
      if (this.text[this.position] === "=") {
        this.position += 1;
        attributes.push({ file: this.file, line, name, text: this.expression() });
      } else blocks.push(this.block(name, line));
    }
    // The brace that ends the body of a block; at the end of the file nothing is left.
    this.position += 1;
    return { attributes, blocks };
  }

  private block(type: string, line: number): Block {
    const labels: string[] = [];
    for (;;) {
      this.skipSpace(false);
      const start = this.position;
      const name = this.match(identifier);
      if (name !== null) {
        this.position += name.length;
        labels.push(name);
      } else if (this.text[start] === '"') {
        this.skipString();
        labels.push(withoutEscapes(this.text.slice(start + 1, this.position - 1)));
      } else break;
    }
    this.position += 1;
    return { file: this.file, line, type, labels, ...this.body() };
  }

  /** To the end of its line, or to the brace that ends a block of one line. */
  private expression(): string {
    const start = this.position;
    let depth = 0;
    while (this.position < this.text.length) {
      const character = this.text[this.position] ?? "";
      if (depth === 0 && (character === "\n" || character === "}")) break;
      if (this.skipToken(character)) {
        // A heredoc ends with its line, and outside of brackets so does the expression.
        if (depth === 0 && this.text[this.position - 1] === "\n") break;
        continue;
      }
      if (openers.includes(character)) depth += 1;
      if (closers.includes(character)) depth -= 1;
      this.position += 1;
    }
    return this.text.slice(start, this.position);
  }

  /** Passes a string, a heredoc or a comment; false where there is none. */
  private skipToken(character: string): boolean {
    if (character === '"') this.skipString();
    else if (character === "<" && this.match(heredocMark) !== null) this.skipHeredoc();
    else return this.skipComment();
    return true;
  }

  private skipString(): void {
    this.position += 1;
    while (this.position < this.text.length) {
      const character = this.text[this.position];
      if (character === "\\") this.position += 2;
      else if (character === '"') break;
      else if (/^(?:\$\$|%%)\{/.test(this.text.slice(this.position, this.position + 3))) this.position += 3;
      else if (/^[$%]\{/.test(this.text.slice(this.position, this.position + 2))) this.skipInterpolation();
      else this.position += 1;
    }
    this.position += 1;
  }

  private skipInterpolation(): void {
    this.position += 2;
    let depth = 1;
    while (depth > 0 && this.position < this.text.length) {
      const character = this.text[this.position] ?? "";
      if (this.skipToken(character)) continue;
      if (character === "{") depth += 1;
      if (character === "}") depth -= 1;
      this.position += 1;
    }
  }

  private skipHeredoc(): void {
    heredocMark.lastIndex = this.position;
    const [opening = "", name = ""] = heredocMark.exec(this.text) ?? [];
    this.position += opening.length;
    while (this.position < this.text.length) {
      const found = this.text.indexOf("\n", this.position);
      const end = found < 0 ? this.text.length : found + 1;
      const ends = this.text.slice(this.position, end).trim() === name;
      this.position = end;
      if (ends) return;
    }
  }

  /** The comment's own line break is left, where it ends a line. */
  private skipComment(): boolean {
    const rest = this.text.slice(this.position, this.position + 2);
    const line = this.lineNow();
    if (rest === "/*") {
      const end = this.text.indexOf("*/", this.position + 2);
      this.comments.push({ text: this.text.slice(this.position + 2, end), line });
      this.position = end + 2;
      return true;
    }
    if (!rest.startsWith("#") && rest !== "//") return false;
    const found = this.text.indexOf("\n", this.position);
    const end = found < 0 ? this.text.length : found;
    this.comments.push({ text: this.text.slice(this.position + (rest === "//" ? 2 : 1), end), line });
    this.position = end;
    return true;
  }

  private skipSpace(withLines: boolean): void {
    for (;;) {
      const character = this.text[this.position] ?? "";
      if (character === " " || character === "\t" || character === "\r") this.position += 1;
      else if (withLines && character === "\n") this.position += 1;
      else if (!this.skipComment()) return;
    }
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.position;
    return pattern.exec(this.text)?.[0] ?? null;
  }

  private lineNow(): number {
    for (; this.counted < this.position; this.counted += 1)
      if (this.text[this.counted] === "\n") this.line += 1;
    return this.line;
  }
}

/** @param text that the parser has accepted */
export function scan(file: string, text: string): ScannedFile {
  const scanner = new Scanner(file, text);
  const body = scanner.body();
  return { ...body, comments: scanner.comments };
}
