// postable-document: what has been posted is never changed.
import { quoteName } from "../engine/index";
import type { Facts, Table, Trigger } from "./framework/facts";
import { isListed } from "./framework/lists";
import type { Gate } from "./framework/model";
import { breachOf, guardOf, lastOf, nameOf, triggerSql } from "./framework/words";

interface Wrong {
  readonly message: string;
  readonly sql: string | null;
}

export const postableDocument: Gate = {
  level: "mandatory",
  why: "books are only worth something while what was posted stays as it was",
  appliesTo: "tables of class document, and tables with a column posted_at, which must be of that class",
  check: ({ registry, facts }) =>
    registry.flatMap(({ table, class: is }) => {
      if (is === "document") return breachOf(table.id, wrongWith(table, facts));
      // One without class is told by registry-complete.
      if (is === null || is === "append-only" || !facts.hasColumns(table, ["posted_at"])) return [];
      const message = `has a column posted_at and is of class ${is}: what is posted must be a document`;
      return breachOf(table.id, [{ message, sql: null }]);
    }),
};

function wrongWith(table: Table, facts: Facts): readonly Wrong[] {
  const wrong: Wrong[] = [];
  const alter = `ALTER TABLE ${nameOf(table)}`;
  const status = facts.column(table, "status");
  if (status === null)
    wrong.push({
      message: "has no column status for its posting state",
      sql: `${alter} ADD COLUMN status text NOT NULL DEFAULT 'draft';`,
    });
  if (!isListed(table, "status", facts))
    wrong.push({
      message: "has no CHECK on its status that lists what it may be",
      sql: `${alter} ADD CONSTRAINT ${quoteName(`${lastOf(table)}_status_list_check`)} CHECK (status IN ('draft', 'posted', 'void'));`,
    });
  const version = facts.column(table, "version")?.attributes;
  if (version === undefined || !version.notNull || !["integer", "bigint"].includes(version.type))
    wrong.push({
      message:
        "has no column version (integer, NOT NULL) by which a writer sees that somebody else was there before",
      sql: `${alter} ADD COLUMN version integer NOT NULL DEFAULT 1;`,
    });
  if (!isSealed(table, facts)) {
    const body =
      "RAISE EXCEPTION '% is posted: % is refused', OLD.id, TG_OP USING ERRCODE = 'restrict_violation';";
    const { call, sql, isCalled } = guardOf(facts, table, "posted", {
      name: "reject_posted_mutation",
      body,
      fits,
    });
    const made = triggerSql("reject_posted_mutation", "BEFORE UPDATE OR DELETE", table, "ROW", call);
    wrong.push({
      message:
        "has no trigger (BEFORE UPDATE OR DELETE, each row) of a function with the tag `@guard posted`, which refuses changes once posted; a WHEN may only ask for that status",
      sql: isCalled
        ? sql.trimEnd()
        : `${sql}${made.replace(" EXECUTE", " WHEN (OLD.status = 'posted') EXECUTE")}`,
    });
  }
  return wrong;
}

function isSealed(table: Table, facts: Facts): boolean {
  const guards = facts
    .triggersOf(table)
    .filter(fits)
    .filter(({ function: made }) => made !== null && facts.hasTag(made.id, "guard", "posted"));
  return (["UPDATE", "DELETE"] as const).every((event) =>
    guards.some(({ events }) => events.includes(event)),
  );
}

const fits = ({ when, each, isOn, isPartial, condition }: Trigger): boolean =>
  when === "BEFORE" && each === "row" && isOn && !isPartial && (condition === null || isPosted(condition));

/** Conditions that are true for whatever is posted, as Postgres writes them; a cast follows from the type of the column. */
function isPosted(condition: string): boolean {
  const status = String.raw`(?:old\.status|\(old\.status\)::text)`;
  const is = new RegExp(String.raw`^\(${status} = 'posted'::[^' ]+\)$`);
  const oneOf = new RegExp(String.raw`^\(${status} = ANY \(+ARRAY\[([^\]]*)\][^']*$`);
  const list = oneOf.exec(condition)?.[1]?.split(", ") ?? [];
  return is.test(condition) || list.some((item) => /^\(?'posted'::/.test(item)) || dated === condition;
}

const dated = "(old.posted_at IS NOT NULL)";
