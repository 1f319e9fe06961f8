// A diagram of a schema as data: boxes with rows, and the foreign keys between them. Pure; knows no place on a page.

/** What a plan does to a thing; `same` everywhere in the diagram of one schema. */
export type Mark = "same" | "added" | "changed" | "dropped";

export type Key = "PK" | "FK" | "UK";

/** A column, or a label of an enum. */
export interface DiagramRow {
  readonly name: string;
  /** The name that the plan changes; null where it stays. */
  readonly formerName: string | null;
  /** Short, with `?` where it may be null; empty for labels. */
  readonly type: string;
  /** The type that the plan changes; null where it stays. */
  readonly formerType: string | null;
  readonly keys: readonly Key[];
  /** The hub that the column refers to, whose lines are not drawn; null for all others. */
  readonly to: string | null;
  readonly mark: Mark;
  /** Everything that is known of it, a sentence a line. */
  readonly details: readonly string[];
}

/** What a plan does to a part of a box that is no row: an index, a policy, a trigger. */
export interface DiagramNote {
  readonly text: string;
  readonly mark: Exclude<Mark, "same">;
}

export interface DiagramBox {
  /** Object id; that of a table outside the scope all the same. */
  readonly id: string;
  readonly schema: string;
  readonly name: string;
  /** The name that the plan changes; null where it stays. */
  readonly formerName: string | null;
  readonly kind: "table" | "foreign table" | "view" | "materialized view" | "enum" | "outside";
  readonly rows: readonly DiagramRow[];
  readonly notes: readonly DiagramNote[];
  /** `12 partitions`, `reads documents, postings`: a line under the name; empty where there is nothing to say. */
  readonly subtitle: string;
  /** The comment on it; empty where there is none. */
  readonly comment: string;
  readonly mark: Mark;
}

/** A foreign key: from the row that refers to the row that is referred to. */
export interface DiagramLine {
  /** Object id of the constraint, without its kind. */
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** Positions of the rows the line meets; null where such a row is not shown. */
  readonly fromRow: number | null;
  readonly toRow: number | null;
  /** All columns, in order. */
  readonly columns: readonly string[];
  /** How many rows may refer to one: `many`, or `one` where the columns are a key. */
  readonly source: "many" | "one";
  /** Whether a row may refer to none. */
  readonly target: "one" | "none or one";
  readonly mark: Mark;
  /** false: everything refers there, so the rows say it in words. */
  readonly isDrawn: boolean;
}

export interface Diagram {
  /** Postgres schemas with boxes, sorted. */
  readonly schemas: readonly string[];
  readonly boxes: readonly DiagramBox[];
  readonly lines: readonly DiagramLine[];
  /** Whether marks are of a plan. */
  readonly isPlan: boolean;
}
