// SQL that is made of blocks, each of its lines knowing the line of HCL it comes from. Pure.
import type { SourceFile } from "../../split";
import type { Place } from "./block";

/** Some SQL and where it comes from. */
export interface Piece {
  readonly text: string;
  /** Of its first line, from 1. */
  readonly line: number;
  /** Whether each line of it is a line of the file, as in a heredoc; else all of it is at `line`. */
  readonly isRunning?: boolean;
}

export class Sql {
  private readonly lines: string[] = [];
  private readonly origin: number[] = [];

  /** One statement; what is no piece stands where the block does. */
  statement({ line }: Place, ...parts: readonly (Piece | string | undefined)[]): void {
    for (const part of [...parts, ";"]) {
      if (part !== undefined) this.add(typeof part === "string" ? { text: part, line } : part);
    }
  }

  add({ text, line, isRunning }: Piece): void {
    for (const [index, words] of text.split("\n").entries()) {
      this.lines.push(words);
      this.origin.push(isRunning === true ? line + index : line);
    }
  }

  toFile(file: string): SourceFile {
    return { file, text: `${this.lines.join("\n")}\n`, origin: this.origin };
  }
}

/** Pieces in parentheses, with commas between. */
export function inParentheses(items: readonly (readonly Piece[])[], line: number): readonly Piece[] {
  const inner = items.flatMap((pieces, index) => (index === 0 ? pieces : [{ text: ",", line }, ...pieces]));
  return [{ text: "(", line }, ...inner, { text: ")", line }];
}
