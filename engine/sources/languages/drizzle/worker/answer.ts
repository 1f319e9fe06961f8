// What passes between the thread that runs a source's TypeScript and the one that asked for it.

export interface ThreadData {
  /** Absolute directory of the source. */
  readonly root: string;
  /** A directory of the engine: its packages are taken where the source has none of its own. */
  readonly ours: string;
}

export interface ExportPlace {
  /** Relative to the source, with `/` on every platform. */
  readonly file: string;
  /** Name that it is exported under. */
  readonly name: string;
}

/** One object that the files export, as SQL. */
export interface Declared {
  /** Every file that exports it. */
  readonly places: readonly ExportPlace[];
  readonly sql: readonly string[];
  /** Of what belongs to it, for places in messages: constraints, indexes and policies before columns. */
  readonly names: readonly string[];
}

export interface Answer {
  readonly declared: readonly Declared[];
  readonly problems: readonly { readonly places: readonly ExportPlace[]; readonly message: string }[];
  /** Files that threw while they were loaded. */
  readonly thrown: readonly {
    readonly file: string;
    readonly message: string;
    readonly stack: string;
    /** Filled in by who asked. */
    readonly place: { readonly file: string; readonly line: number } | null;
  }[];
}
