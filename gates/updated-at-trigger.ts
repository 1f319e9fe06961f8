// updated-at-trigger: the database says when a row was changed, not the client.
import type { Facts, Trigger } from "./framework/facts";
import type { Gate } from "./framework/model";
import { guardOf, triggerSql } from "./framework/words";

export const updatedAtTrigger: Gate = {
  level: "mandatory",
  why: "a client that forgets to set updated_at, or sets it by its own clock, hides its change from whoever asks what is new",
  appliesTo: "tables with a column updated_at",
  check: ({ facts }) =>
    facts.tables.flatMap((table) => {
      if (facts.column(table, "updated_at") === null) return [];
      const isKept = facts.triggersOf(table).some((trigger) => fits(trigger) && isGuard(trigger, facts));
      if (isKept) return [];
      const body = "NEW.updated_at := now(); RETURN NEW;";
      const { call, sql, isCalled } = guardOf(facts, table, "updated-at", {
        name: "set_updated_at",
        body,
        fits,
      });
      return [
        {
          object: table.id,
          message: `${table.id} has no trigger (BEFORE UPDATE, each row that changes) of a function with the tag \`@guard updated-at\``,
          sql: isCalled
            ? sql.trimEnd()
            : `${sql}${triggerSql("set_updated_at", "BEFORE UPDATE", table, "ROW", call)}`,
        },
      ];
    }),
};

/** A row that stays as it is needs no new time. */
const changed = "(old.* IS DISTINCT FROM new.*)";

const fits = ({ when, events, each, isOn, isPartial, condition }: Trigger): boolean =>
  when === "BEFORE" &&
  events.includes("UPDATE") &&
  each === "row" &&
  isOn &&
  !isPartial &&
  (condition === null || condition === changed);

const isGuard = ({ function: made }: Trigger, facts: Facts): boolean =>
  made !== null && facts.hasTag(made.id, "guard", "updated-at");
