// What a language of sources other than SQL gives: its files as SQL, each line knowing where it came from.
import type { Problem } from "../problem";
import type { SourceFile } from "../split";

export interface SourceBytes {
  /** Relative to the source, with `/` on every platform. */
  readonly file: string;
  readonly bytes: Buffer;
}

export interface Translated {
  /** SQL of each file, under the file's own name; `origin` says which line of it each line of SQL comes from. */
  readonly files: readonly SourceFile[];
  /** What is unknown or wrong in them, with file and line: nothing is passed over. */
  readonly problems: readonly Problem[];
}

/** One language, one file or folder here. */
export interface Language {
  /** Of its files, in lower case: `.hcl`. */
  readonly ending: string;
  /**
   * What besides the files decides what they mean, such as installed packages: for the cache.
   * @default nothing
   */
  key?(root: string): Promise<string>;
  /**
   * @param root absolute directory of the source
   * @param files of this language, all of them, in the order of their names
   */
  translate(root: string, files: readonly SourceBytes[]): Promise<Translated>;
}
