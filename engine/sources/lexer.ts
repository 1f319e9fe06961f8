// SQL text → tokens, by the lexical rules of Postgres (manual 4.1). It knows no statement.
// It must never look into a string, a comment or a quoted name for anything but its end.

export type TokenKind =
  /** A keyword or an unquoted name; `value` is folded to lower case. */
  | "word"
  /** A quoted name; `value` is without its quotes. */
  | "name"
  /** A string constant of any form; `value` is what stands between its quotes. */
  | "string"
  | "number"
  /** One character of an operator or of punctuation, or `$1`. */
  | "symbol"
  /** A psql command, to the end of its line. */
  | "meta";

export interface Token {
  readonly kind: TokenKind;
  readonly value: string;
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
}

export interface Comment {
  /** Without the marks of the comment. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Text that has no end: where it began, and what it is. */
export class UnterminatedError extends Error {
  override readonly name = "UnterminatedError";
  constructor(
    readonly start: number,
    readonly what: string,
  ) {
    super(`${what} has no end`);
  }
}

// Everything from U+0080 up may stand in a name; white space is ASCII only.
const wordPattern = /[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y;
const numberPattern = /\d\w*(?:\.\d\w*)?|\.\d\w*/y;
const dollarPattern = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y;
const parameterPattern = /\$\d+/y;
const spacePattern = /[ \t\n\r\f\v]+/y;
const linePattern = /[^\n\r]*/y;
/** A string goes on after white space that has a line break in it (4.1.2.1). */
const continuationPattern = /(?:[ \t\f\v]|--[^\n\r]*(?=[\n\r]))*[\n\r](?:[ \t\n\r\f\v]|--[^\n\r]*[\n\r])*'/y;
/** Prefixes that change how a quote is read: E'…', B'…', X'…', N'…', U&'…', U&"…". */
const prefixPattern = /(?:([EeBbXxNn])'|([Uu]&)(['"]))/y;
const commentMarkPattern = /\/\*|\*\//g;

/** As Postgres folds names in UTF-8: ASCII letters only. */
export function foldCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function unescapeUnicode(text: string): string {
  return text.replace(
    /\\(\\|\+([0-9A-Fa-f]{6})|([0-9A-Fa-f]{4}))/g,
    (whole, _any, long?: string, short?: string) => {
      const code = Number.parseInt(long ?? short ?? "", 16);
      return Number.isNaN(code) ? whole.slice(1) : code > 0x10ffff ? whole : String.fromCodePoint(code);
    },
  );
}

export class Lexer {
  private position = 0;
  /** Comments in the order they were passed. */
  readonly comments: Comment[] = [];

  constructor(private readonly text: string) {}

  /**
   * The next token, or null at the end.
   * @throws UnterminatedError
   */
  next(): Token | null {
    this.skipSpace();
    const start = this.position;
    const character = this.text[start];
    if (character === undefined) return null;
    const prefix = this.match(prefixPattern);
    if (prefix !== null) return this.prefixed(prefix, start);
    if (character === "'") return this.plainString(start, start);
    if (character === '"') return this.quotedName(start, start);
    if (character === "$") return this.dollar(start);
    if (character === "\\") return this.take("meta", this.match(linePattern) ?? "", start);
    const word = this.match(wordPattern);
    if (word !== null) return this.take("word", foldCase(word), start, word.length);
    const number = this.match(numberPattern);
    if (number !== null) return this.take("number", number, start);
    return this.take("symbol", character, start);
  }

  /**
   * All tokens that are left.
   * @throws UnterminatedError
   */
  rest(): readonly Token[] {
    const tokens: Token[] = [];
    for (let token = this.next(); token !== null; token = this.next()) tokens.push(token);
    return tokens;
  }

  /** Passes the rows that follow COPY … FROM stdin, with the line that ends them. */
  skipCopyRows(): void {
    const end = /^\\\.[ \t]*$/gm;
    end.lastIndex = this.position;
    this.position = end.exec(this.text) === null ? this.text.length : end.lastIndex;
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.position;
    return pattern.exec(this.text)?.[0] ?? null;
  }

  private take(kind: TokenKind, value: string, start: number, length = value.length): Token {
    this.position = start + length;
    return { kind, value, start, end: this.position };
  }

  private skipSpace(): void {
    for (;;) {
      const space = this.match(spacePattern);
      if (space !== null) this.position += space.length;
      else if (this.text.startsWith("--", this.position)) this.lineComment();
      else if (this.text.startsWith("/*", this.position)) this.blockComment();
      else return;
    }
  }

  private lineComment(): void {
    const start = this.position;
    const line = this.match(linePattern) ?? "";
    this.position = start + line.length;
    this.comments.push({ text: line.slice(2), start, end: this.position });
  }

  private blockComment(): void {
    const start = this.position;
    commentMarkPattern.lastIndex = start;
    let depth = 0;
    do {
      const mark = commentMarkPattern.exec(this.text)?.[0];
      if (mark === undefined) throw new UnterminatedError(start, "a /* comment");
      depth += mark === "/*" ? 1 : -1;
    } while (depth > 0);
    this.position = commentMarkPattern.lastIndex;
    this.comments.push({ text: this.text.slice(start + 2, this.position - 2), start, end: this.position });
  }

  private prefixed(prefix: string, start: number): Token {
    const quote = start + prefix.length - 1;
    if (prefix.endsWith('"')) {
      const name = this.quotedName(start, quote);
      return { ...name, value: unescapeUnicode(name.value) };
    }
    return prefix[0] === "E" || prefix[0] === "e"
      ? this.escapedString(start, quote)
      : this.plainString(start, quote);
  }

  /** The offset after the closing quote; a doubled quote stands for itself. */
  private closingQuote(start: number, quote: number, mark: string, what: string): number {
    let from = quote + 1;
    for (;;) {
      const end = this.text.indexOf(mark, from);
      if (end < 0) throw new UnterminatedError(start, what);
      if (this.text[end + 1] !== mark) return end + 1;
      from = end + 2;
    }
  }

  private plainString(start: number, quote: number): Token {
    this.position = this.closingQuote(start, quote, "'", "a quoted string");
    const value = this.text.slice(quote + 1, this.position - 1).replaceAll("''", "'");
    return { kind: "string", value, start, end: this.position };
  }

  private quotedName(start: number, quote: number): Token {
    this.position = this.closingQuote(start, quote, '"', "a quoted name");
    const value = this.text.slice(quote + 1, this.position - 1).replaceAll('""', '"');
    return { kind: "name", value, start, end: this.position };
  }

  private escapedString(start: number, quote: number): Token {
    const end = /\\[\s\S]|''|'/g;
    end.lastIndex = quote + 1;
    for (;;) {
      const found = end.exec(this.text);
      if (found === null) throw new UnterminatedError(start, "a quoted string");
      if (found[0] !== "'") continue;
      this.position = end.lastIndex;
      const more = this.match(continuationPattern);
      if (more === null) break;
      end.lastIndex = this.position + more.length;
    }
    return {
      kind: "string",
      value: this.text.slice(quote + 1, this.position - 1),
      start,
      end: this.position,
    };
  }

  private dollar(start: number): Token {
    const tag = this.match(dollarPattern);
    if (tag === null) return this.take("symbol", this.match(parameterPattern) ?? "$", start);
    const end = this.text.indexOf(tag, start + tag.length);
    if (end < 0) throw new UnterminatedError(start, `the string opened by ${tag}`);
    this.position = end + tag.length;
    return { kind: "string", value: this.text.slice(start + tag.length, end), start, end: this.position };
  }
}
