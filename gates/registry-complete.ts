// registry-complete: every table says what kind of table it is.

import type { Facts, Table } from "./framework/facts";
import type { Gate } from "./framework/model";
import { classes, classNames, type TableClass } from "./framework/registry";
import { breachOf, commentWith } from "./framework/words";

export const registryComplete: Gate = {
  level: "mandatory",
  why: "which rules a table must keep follows from its class, so a table without one keeps none of them",
  appliesTo: "every table but partitions and foreign tables",
  check: ({ registry, facts }) =>
    registry.flatMap((entry) => {
      const { table, written, tenant } = entry;
      const sql = commentWith(facts, table.id, "class", likelyClass(table, facts));
      const wrong = [];
      if (written === null)
        wrong.push({ message: `has no class: say in its comment which of ${choice} it is`, sql });
      else if (entry.class === null)
        wrong.push({
          message: `has the class ${written}, which does not exist; the classes are ${choice}`,
          sql: null,
        });
      if (facts.tagsOn(table.id).has("tenant") && facts.column(table, tenant) === null)
        wrong.push({ message: `says @tenant ${tenant} and has no such column`, sql: null });
      return breachOf(table.id, wrong);
    }),
};

const choice = `${classNames.slice(0, -1).join(", ")} and ${classNames.at(-1)}`;

/** What the proposal says; whoever takes it over knows better. */
function likelyClass(table: Table, facts: Facts): TableClass {
  if (facts.hasColumns(table, ["posted_at"])) return "document";
  const likely: TableClass = facts.hasColumns(table, ["updated_at"]) ? "truth" : "append-only";
  return likely in classes ? likely : "truth";
}
