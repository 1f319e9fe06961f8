// What a file of HCL is made of, and how something wrong with it is told. Pure.
import type { Problem } from "../../problem";

export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

export interface Attribute extends Place {
  readonly name: string;
  /** The expression as written, with comments and, of a heredoc, its last line. */
  readonly text: string;
}

export interface Block extends Place {
  readonly type: string;
  readonly labels: readonly string[];
  /** In the order of the file, like `blocks`. */
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly Block[];
}

/** Something of the source that cannot be used; becomes a problem of the source. */
export class HclError extends Error {
  override readonly name = "HclError";

  constructor(
    readonly place: Place,
    message: string,
  ) {
    super(message);
  }

  toProblem(): Problem {
    return { file: this.place.file, line: this.place.line, id: "hcl", message: this.message };
  }
}

/** `table "app" "users"`, as messages name it. */
export function titleOf({ type, labels }: Pick<Block, "type" | "labels">): string {
  return [type, ...labels.map((label) => JSON.stringify(label))].join(" ");
}

/** Ends most messages: where whatever HCL cannot say has its place. */
export const wayOut = "Write it as SQL in a .sql file beside this one: a source may have both.";
