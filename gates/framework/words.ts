// Words of messages, and statements that several gates propose. Pure.
import { type ObjectId, objectId, quoteName, quotePath, quoteText, spell } from "../../engine/index";
import type { Facts, Table, Trigger } from "./facts";
import type { Breach } from "./model";
import { withTag } from "./tags";

/** `app.customers`. */
export const nameOf = (table: { readonly path: readonly string[] }): string => quotePath(table.path);

/** The last part of a path. */
export const lastOf = ({ path }: { readonly path: readonly string[] }): string => path.at(-1) ?? "";

/** `(org_id, id)`. */
export const listed = (columns: readonly string[]): string => `(${columns.map(quoteName).join(", ")})`;

/** `UPDATE, DELETE and TRUNCATE`. */
export function and(words: readonly string[]): string {
  const [last, ...before] = [...words].reverse();
  return before.length === 0 ? (last ?? "") : `${before.reverse().join(", ")} and ${last}`;
}

/** One breach for all that is wrong with one object; none where nothing is. */
export function breachOf(
  object: ObjectId,
  wrong: readonly { readonly message: string; readonly sql: string | null }[],
): readonly Breach[] {
  if (wrong.length === 0) return [];
  const statements = wrong.flatMap(({ sql }) => (sql === null ? [] : [sql]));
  return [
    {
      object,
      message: `${object} ${wrong.map(({ message }) => message).join("; it ")}`,
      sql: statements.length === 0 ? null : statements.join("\n"),
    },
  ];
}

/** The comment of an object with one tag more. */
export function commentWith(facts: Facts, id: ObjectId, name: string, word: string): string {
  const object = facts.catalog.objects.get(id);
  const on = object === undefined ? id : spell(object);
  return `COMMENT ON ${on} IS ${quoteText(withTag(facts.commentOn(id), name, word))};`;
}

export function triggerSql(name: string, when: string, table: Table, each: string, call: string): string {
  return `CREATE TRIGGER ${quoteName(name)} ${when} ON ${nameOf(table)}\n  FOR EACH ${each} EXECUTE FUNCTION ${call};`;
}

export interface Guard {
  /** As a trigger names it: `app.reject_mutation()`. */
  readonly call: string;
  /** What is needed first, with a line break at its end; empty where the function is there and has its tag. */
  readonly sql: string;
  /** A trigger of the table calls it already: only its tag is missing. */
  readonly isCalled: boolean;
}

interface Make {
  readonly name: string;
  readonly body: string;
  /** Whether a trigger that calls it would do. */
  readonly fits: (trigger: Trigger) => boolean;
}

/**
 * The trigger function whose comment has the tag `@guard <word>`; else one of the usual name, which lacks the tag or is not
 * there yet.
 */
export function guardOf(facts: Facts, table: Table, guard: string, make: Make): Guard {
  const functions = facts.of("function");
  const known = functions.find(({ id }) => facts.hasTag(id, "guard", guard));
  const path = known?.path ?? [table.path[0] ?? "", make.name];
  const call = `${quotePath(path)}()`;
  const there = known ?? functions.find(({ id }) => id === objectId("function", path, ""));
  const isCalled = facts
    .triggersOf(table)
    .some((trigger) => trigger.function === there && make.fits(trigger));
  if (known !== undefined) return { call, sql: "", isCalled: false };
  if (there !== undefined)
    return { call, sql: `${commentWith(facts, there.id, "guard", guard)}\n`, isCalled };
  const lines = [
    `CREATE FUNCTION ${call} RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp`,
    `  AS $$ BEGIN ${make.body} END $$;`,
    `COMMENT ON FUNCTION ${call} IS '@guard ${guard}';`,
    `REVOKE ALL ON FUNCTION ${call} FROM PUBLIC;`,
  ];
  return { call, sql: `${lines.join("\n")}\n`, isCalled: false };
}
