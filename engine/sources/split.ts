// One file's text → its statements, as Postgres would divide them. It must never change the text of a statement.
import { type Comment, Lexer, type Token, UnterminatedError } from "./lexer";
import type { Problem } from "./problem";

export interface SourceFile {
  /** Relative to the source, with `/` on every platform. */
  readonly file: string;
  /** Without byte order mark, lines ended by a line feed. */
  readonly text: string;
  /** Where the text was made of a file in another language: for each of its lines the line of that file, from 1. */
  readonly origin?: readonly number[];
}

export interface Statement {
  readonly file: string;
  /** From its first to its last token, without the final semicolon. */
  readonly text: string;
  /** Offsets are those of the file. */
  readonly tokens: readonly Token[];
  /** Comments between the statement before and this one. */
  readonly comments: readonly Comment[];
  readonly start: number;
  /** From 1. */
  readonly line: number;
}

/** A statement of a file. A large source has millions of tokens, which nobody needs while it is loaded. */
class SplitStatement implements Statement {
  #tokens: readonly Token[] | null;

  constructor(
    readonly file: string,
    readonly text: string,
    tokens: readonly Token[],
    readonly comments: readonly Comment[],
    readonly start: number,
    readonly line: number,
  ) {
    this.#tokens = tokens;
  }

  /** Read again where they were forgotten. */
  get tokens(): readonly Token[] {
    this.#tokens ??= new Lexer(this.text)
      .rest()
      .filter(({ kind }) => kind !== "meta")
      .map((token) => ({ ...token, start: token.start + this.start, end: token.end + this.start }));
    return this.#tokens;
  }

  forgetTokens(): void {
    this.#tokens = null;
  }
}

/** Frees memory; whoever asks for the tokens later gets them all the same. */
export function forgetTokens(statement: Statement): void {
  if (statement instanceof SplitStatement) statement.forgetTokens();
}

export interface SplitFile {
  readonly statements: readonly Statement[];
  /** Every comment of the file, those inside of statements too. */
  readonly comments: readonly Comment[];
  readonly problems: readonly Problem[];
}

/** Line and column, from 1, of offsets in one text. */
export class Lines {
  private readonly starts: number[] = [0];

  /** @param origin of a text that was made of another */
  constructor(
    text: string,
    private readonly origin?: readonly number[],
  ) {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) this.starts.push(at + 1);
  }

  at(offset: number): { line: number; column: number } {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: this.origin?.[low] ?? low + 1, column: offset - (this.starts[low] ?? 0) + 1 };
  }
}

const isWord = (token: Token | undefined, word: string): boolean =>
  token?.kind === "word" && token.value === word;
const isSymbol = (token: Token | undefined, symbol: string): boolean =>
  token?.kind === "symbol" && token.value === symbol;

/** Follows one statement token by token and tells which semicolon ends it. */
class Boundary {
  private depth = 0;
  private inAtomicBody = false;
  private previous: Token | undefined;
  private readonly head: string[] = [];

  /** Whether the token is the semicolon that ends the statement. */
  ends(token: Token): boolean {
    const before = this.previous;
    this.previous = token;
    if (this.head.length < 4 && token.kind === "word") this.head.push(token.value);
    if (this.inAtomicBody) {
      // Each statement of the body ends with a semicolon, so the END after one, or after nothing, is the body's own;
      // a CASE's END never follows one.
      if (isWord(token, "end") && (isSymbol(before, ";") || isWord(before, "atomic")))
        this.inAtomicBody = false;
      return false;
    }
    if (isSymbol(token, "(")) this.depth += 1;
    if (isSymbol(token, ")")) this.depth -= 1;
    if (isWord(token, "atomic") && isWord(before, "begin") && this.depth === 0 && this.makesRoutine()) {
      this.inAtomicBody = true;
    }
    // Only the actions of a rule have semicolons in parentheses: elsewhere one shows a parenthesis left open.
    return isSymbol(token, ";") && (this.depth <= 0 || !this.makesRule());
  }

  private makes(kind: string): boolean {
    const [create, or, replace] = this.head;
    if (create !== "create") return false;
    return or === "or" && replace === "replace" ? this.head[3] === kind : or === kind;
  }

  private makesRoutine(): boolean {
    return this.makes("function") || this.makes("procedure");
  }

  private makesRule(): boolean {
    return this.makes("rule");
  }
}

/** pg_dump writes these around its output to guard psql; they say nothing about the schema. */
const harmlessMeta = /^\\(?:un)?restrict\b/;

function metaProblem(source: SourceFile, line: number, token: Token): Problem {
  const command = token.value.split(/\s/, 1)[0] ?? token.value;
  const advice =
    command === "\\i" || command === "\\ir" || command === "\\include" || command === "\\include_relative"
      ? "Remove it: every .sql file of the source is loaded, in any order."
      : command === "\\c" || command === "\\connect"
        ? "Remove it: which database is meant is decided by the stack or by --database."
        : "Remove it: the source is run by Postgres itself, which knows SQL only.";
  const message = `\`${command}\` is a command of psql. ${advice}`;
  return { file: source.file, line, id: "psql-command", message };
}

function isCopyFromStdin(tokens: readonly Token[]): boolean {
  return (
    isWord(tokens[0], "copy") &&
    tokens.some((token, index) => isWord(token, "from") && isWord(tokens[index + 1], "stdin"))
  );
}

/** Divides a file; what cannot be read is a problem, and statements before it are still given. */
export function splitFile(source: SourceFile): SplitFile {
  const { file, text } = source;
  const lexer = new Lexer(text);
  const lines = new Lines(text, source.origin);
  const statements: Statement[] = [];
  const problems: Problem[] = [];
  let tokens: Token[] = [];
  let boundary = new Boundary();
  let commentsSeen = 0;

  const finish = (): void => {
    const first = tokens[0];
    const last = tokens.at(-1);
    if (first !== undefined && last !== undefined) {
      const comments = lexer.comments.slice(commentsSeen).filter((comment) => comment.start < first.start);
      const { line } = lines.at(first.start);
      const own = text.slice(first.start, last.end);
      statements.push(new SplitStatement(file, own, tokens, comments, first.start, line));
      if (isCopyFromStdin(tokens)) lexer.skipCopyRows();
    }
    tokens = [];
    boundary = new Boundary();
    commentsSeen = lexer.comments.length;
  };

  try {
    for (let token = lexer.next(); token !== null; token = lexer.next()) {
      if (token.kind === "meta") {
        if (tokens.length > 0 || !harmlessMeta.test(token.value)) {
          problems.push(metaProblem(source, lines.at(token.start).line, token));
        }
      } else if (boundary.ends(token)) finish();
      else tokens.push(token);
    }
    finish();
  } catch (error) {
    if (!(error instanceof UnterminatedError)) throw error;
    const { line } = lines.at(error.start);
    const message = `${error.what} has no end; the rest of the file from here on was not read.`;
    problems.push({
      file,
      line,
      id: "unterminated",
      message: `${message[0]?.toUpperCase()}${message.slice(1)}`,
    });
  }
  return { statements, comments: lexer.comments, problems };
}
