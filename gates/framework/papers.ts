// What stands beside a source and is no SQL: the contract document, the exceptions, and which names of invariants are said
// where. Pure data; `gates/files` reads it.

export interface Papers {
  /** Name of the application: that of its source's directory. */
  readonly application: string;
  /** Path of the source, relative to the project. */
  readonly source: string;
  /** Text of CONTRACT.md; null where there is none. */
  readonly contract: string | null;
  /** Text of gates.yaml; null where there is none. */
  readonly exceptions: string | null;
  /** Text files in which an invariant may be named: those of the source, and what else was asked for. */
  readonly texts: readonly TextFile[];
  /** Folders and files of the source, and folders of the project, relative to it. */
  readonly paths: readonly string[];
}

export interface TextFile {
  /** Relative to the project. */
  readonly file: string;
  readonly text: string;
}

/** Of an application that has nothing but a catalog. */
export const noPapers: Papers = {
  application: "app",
  source: "app",
  contract: null,
  exceptions: null,
  texts: [],
  paths: [],
};
