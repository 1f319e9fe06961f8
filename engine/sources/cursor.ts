// Walks over the tokens of one statement. Pure. It must never look further than the leading words ask for.
import type { Token } from "./lexer";

/** A name as written: unquoted parts. */
type Path = readonly string[];

export class Cursor {
  constructor(
    readonly tokens: readonly Token[],
    public index = 0,
  ) {}

  get token(): Token | undefined {
    return this.tokens[this.index];
  }

  get atEnd(): boolean {
    return this.index >= this.tokens.length;
  }

  /** The word at a distance, or undefined where there is none. */
  word(ahead = 0): string | undefined {
    const token = this.tokens[this.index + ahead];
    return token?.kind === "word" ? token.value : undefined;
  }

  symbol(ahead = 0): string | undefined {
    const token = this.tokens[this.index + ahead];
    return token?.kind === "symbol" ? token.value : undefined;
  }

  /** Passes these words if they all stand here. */
  accept(...words: readonly string[]): boolean {
    if (!words.every((word, ahead) => this.word(ahead) === word)) return false;
    this.index += words.length;
    return true;
  }

  acceptSymbol(symbol: string): boolean {
    if (this.symbol() !== symbol) return false;
    this.index += 1;
    return true;
  }

  /** Passes one of the words and gives it. */
  acceptAny(words: ReadonlySet<string>): string | undefined {
    const word = this.word();
    if (word === undefined || !words.has(word)) return undefined;
    this.index += 1;
    return word;
  }

  /** Passes one identifier. */
  identifier(): string | undefined {
    const { token } = this;
    if (token?.kind !== "word" && token?.kind !== "name") return undefined;
    this.index += 1;
    return token.value;
  }

  /** Passes a name of one or more parts. */
  path(): Path | undefined {
    const first = this.identifier();
    if (first === undefined) return undefined;
    const parts = [first];
    while (this.symbol() === ".") {
      this.index += 1;
      const part = this.identifier();
      if (part === undefined) return undefined;
      parts.push(part);
    }
    return parts;
  }

  /** Passes a balanced group in parentheses, if one opens here. */
  group(): boolean {
    if (this.symbol() !== "(") return false;
    let depth = 0;
    do {
      if (this.symbol() === "(") depth += 1;
      if (this.symbol() === ")") depth -= 1;
      this.index += 1;
    } while (depth > 0 && !this.atEnd);
    return true;
  }

  /** Index of the next of these words outside parentheses, from here on; -1 where there is none. */
  find(...words: readonly string[]): number {
    let depth = 0;
    for (let at = this.index; at < this.tokens.length; at += 1) {
      const token = this.tokens[at];
      if (token?.kind === "symbol") {
        if (token.value === "(") depth += 1;
        if (token.value === ")") depth -= 1;
      } else if (depth === 0 && token?.kind === "word" && words.includes(token.value)) return at;
    }
    return -1;
  }
}

/** Tokens as one text that does not change with spacing, comments and case of keywords. */
export function normalised(tokens: readonly Token[]): string {
  return tokens
    .map(({ kind, value }) => (kind === "name" ? `"${value}"` : kind === "string" ? `'${value}'` : value))
    .join(" ");
}
