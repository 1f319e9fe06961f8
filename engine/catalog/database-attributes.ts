// The properties that are compared of objects of the database: a part of the model. Pure.

/** As in the model. */
type Options = Readonly<Record<string, string>>;

export interface DatabaseAttributesOf {
  /** Functions are named as SQL does after HANDLER: qualified and quoted. */
  language: {
    readonly trusted: boolean;
    readonly handler: string;
    readonly inline: string | null;
    readonly validator: string | null;
  };
  "foreign data wrapper": {
    readonly handler: string | null;
    readonly validator: string | null;
    /** Without those that may be secret, here and below (decision 21). */
    readonly options: Options;
  };
  server: {
    readonly wrapper: string;
    readonly type: string | null;
    readonly version: string | null;
    readonly options: Options;
  };
  /** Its path is the server and the role, or `public`. */
  "user mapping": {
    /** null where the reader may not see them: then they are not compared. */
    readonly options: Options | null;
  };
  /** Its path is the source and the target type, as `format_type` writes them. */
  cast: {
    readonly method: "function" | "inout" | "binary";
    /** With its argument types, as `regprocedure` writes it. */
    readonly function: string | null;
    readonly context: "explicit" | "assignment" | "implicit";
  };
  /** Its path is the type and the language. */
  transform: {
    readonly fromSql: string | null;
    readonly toSql: string | null;
  };
  publication: {
    readonly allTables: boolean;
    /** `insert`, `update`, `delete`, `truncate`. */
    readonly publish: readonly string[];
    /** Changes of partitions are published as those of the table above. */
    readonly viaRoot: boolean;
    /** Since Postgres 18; null for none. */
    readonly generatedColumns: "stored" | null;
  };
  /** A table of a publication; its path begins with the publication. */
  "published table": {
    /** null: all of them. Since Postgres 15. */
    readonly columns: readonly string[] | null;
    /** The row filter, as `pg_get_expr` has it. Since Postgres 15. */
    readonly where: string | null;
  };
  /** All tables of a Postgres schema, in a publication. Since Postgres 15. */
  "published schema": Record<never, never>;
  "event trigger": {
    readonly event: string;
    /** Command tags it is limited to; empty for all. */
    readonly tags: readonly string[];
    /** Qualified and quoted. */
    readonly function: string;
    readonly enabled: "origin" | "disabled" | "replica" | "always";
  };
}
