// What all directives share: a comment of a source that asks for something. Pure.
import { Lexer, type Token, UnterminatedError } from "./lexer";
import type { Problem } from "./problem";

/** Says what is not understood; the place and an example are added by `readAt`. */
export class MalformedError extends Error {}

/**
 * The tokens of a directive.
 * @throws UnterminatedError
 */
export function tokensOf(text: string): readonly Token[] {
  const lexer = new Lexer(text);
  const tokens = lexer.rest();
  if (lexer.comments.length > 0) throw new MalformedError("A directive has no comment in it");
  return tokens;
}

interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** What `parse` makes of a comment's text, or the problem with it. */
export function readAt<T>(
  { file, line }: Place,
  parse: () => T,
  about: { readonly what: string; readonly example: string },
): (T & Place) | Problem {
  try {
    return { ...parse(), file, line };
  } catch (error) {
    if (!(error instanceof MalformedError || error instanceof UnterminatedError)) throw error;
    const message = `The ${about.what} is not understood. ${error.message}: \`${about.example}\`.`;
    return { file, line, id: `malformed-${about.what}`, message };
  }
}
