// What a gate is, and what it says. Pure data: a gate looks at the desired catalog and at the papers beside its source,
// never at SQL text, and never at a database.
import type { Catalog } from "../../engine/index";
import type { Facts } from "./facts";
import type { Papers } from "./papers";
import type { Registry } from "./registry";

/** `mandatory` stops a preview; `advisory` is told. */
export type Level = "advisory" | "mandatory";

/** What a stack may say of a gate. */
export const choices = ["off", "advisory", "mandatory"] as const;
export type Choice = (typeof choices)[number];

/** What the gates are asked about: one application. */
export interface Subject {
  readonly catalog: Catalog;
  readonly facts: Facts;
  readonly registry: Registry;
  /** What stands beside the source. */
  readonly papers: Papers;
}

/** One place where a gate does not hold. */
export interface Breach {
  /** Object id, or `contract`, `invariant <id>`, `folder <path>` where it is no object of a catalog. An exception names it. */
  readonly object: string;
  /** What is wrong, with the names filled in; no full stop at its end. */
  readonly message: string;
  /** Statements that would satisfy the gate, with semicolons; null where none can. */
  readonly sql: string | null;
}

export interface Gate {
  /** Until a stack says otherwise. */
  readonly level: Level;
  /** One line: what goes wrong without it. */
  readonly why: string;
  /** One line: what it looks at. */
  readonly appliesTo: string;
  readonly check: (subject: Subject) => readonly Breach[];
}

/** A breach that no exception covers, or what is wrong with the exceptions themselves. */
export interface GateFinding extends Breach {
  /** Id of the gate; `gate-exceptions` for the exceptions. */
  readonly gate: string;
  readonly level: Level;
  /** Where it was written, relative to the project; null where nobody knows. */
  readonly place: Place | null;
}

export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}
