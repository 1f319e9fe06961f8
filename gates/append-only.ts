// append-only: rows are added, and nobody changes or deletes them.
import { quoteName } from "../engine/index";
import type { Facts, Table, Trigger } from "./framework/facts";
import type { Gate } from "./framework/model";
import { and, breachOf, guardOf, nameOf, triggerSql } from "./framework/words";

interface Wrong {
  readonly message: string;
  readonly sql: string | null;
}

export const appendOnly: Gate = {
  level: "mandatory",
  why: "a record of what happened that can be changed afterwards is no record",
  appliesTo: "tables of class append-only",
  check: ({ registry, facts }) =>
    registry.flatMap(({ table, class: is }) =>
      is === "append-only" ? breachOf(table.id, [...granted(table, facts), ...unguarded(table, facts)]) : [],
    ),
};

const changes = ["UPDATE", "DELETE", "TRUNCATE"] as const;

function granted(table: Table, facts: Facts): readonly Wrong[] {
  return facts.grantsOn(table.id).flatMap(({ grantee, column, privileges }) => {
    const names = changes.filter((name) => privileges.includes(name));
    if (names.length === 0) return [];
    const role = grantee === "public" ? "PUBLIC" : quoteName(grantee);
    const of = column === null ? "" : ` (${quoteName(column)})`;
    return [
      {
        message: `lets ${role} ${and(names)}${of}`,
        sql: `REVOKE ${names.map((name) => `${name}${of}`).join(", ")} ON ${nameOf(table)} FROM ${role};`,
      },
    ];
  });
}

/** Grants do not hold the owner, who runs migrations of data and scripts. */
function unguarded(table: Table, facts: Facts): readonly Wrong[] {
  const guards = facts
    .triggersOf(table)
    .filter(fits)
    .filter(({ function: made }) => made !== null && facts.hasTag(made.id, "guard", "append-only"));
  const open = changes.filter((change) => !guards.some(({ events }) => events.includes(change)));
  if (open.length === 0) return [];
  const body =
    "RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';";
  const { call, sql, isCalled } = guardOf(facts, table, "append-only", {
    name: "reject_mutation",
    body,
    fits,
  });
  const rows = open.filter((change) => change !== "TRUNCATE");
  const made = [
    ...(rows.length > 0
      ? [triggerSql("reject_mutation", `BEFORE ${rows.join(" OR ")}`, table, "ROW", call)]
      : []),
    ...(open.includes("TRUNCATE")
      ? [triggerSql("reject_truncate", "BEFORE TRUNCATE", table, "STATEMENT", call)]
      : []),
  ];
  return [
    {
      message: `has no trigger before ${and(open)} of a function with the tag \`@guard append-only\`, which refuses it to the owner, too`,
      sql: isCalled ? sql.trimEnd() : `${sql}${made.join("\n")}`,
    },
  ];
}

const fits = ({ when, isOn, isPartial, condition }: Trigger): boolean =>
  when === "BEFORE" && isOn && !isPartial && condition === null;
