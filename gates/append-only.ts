// append-only: rows are added, and nobody changes or deletes them.
import type { Facts, Table, Trigger } from "./framework/facts";
import type { Gate } from "./framework/model";
import { and, breachOf, guardOf, nameOf, triggerSql } from "./framework/words";
import { writersOf } from "./framework/writers";

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
      is === "append-only"
        ? breachOf(table.id, [
            ...writersOf(facts, table, changes),
            ...unguarded(table, facts),
            ...facts.partitionsOf(table).flatMap((one) => emptied(one, facts)),
          ])
        : [],
    ),
};

const changes = ["UPDATE", "DELETE", "TRUNCATE"] as const;

const body =
  "RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';";

const fits = ({ when, isOn, isPartial, condition }: Trigger): boolean =>
  when === "BEFORE" && isOn && !isPartial && condition === null;

/** Its triggers that refuse, by the function they call. */
const guardsOf = (table: Table, facts: Facts): readonly Trigger[] =>
  facts
    .triggersOf(table)
    .filter(fits)
    .filter(({ function: made }) => made !== null && facts.hasTag(made.id, "guard", "append-only"));

const guard = (table: Table, facts: Facts) =>
  guardOf(facts, table, "append-only", { name: "reject_mutation", body, fits });

/** Changes that no trigger refuses. Partitions get those for each row; one for a statement knows only its own table. */
function openTo(table: Table, facts: Facts): readonly (typeof changes)[number][] {
  const isPartitioned = table.attributes.partitionKey !== null;
  const guards = guardsOf(table, facts);
  return changes.filter(
    (change) =>
      !guards.some(
        ({ events, each }) =>
          events.includes(change) && (change === "TRUNCATE" || each === "row" || !isPartitioned),
      ),
  );
}

/** Grants do not hold the owner, who runs migrations of data and scripts. */
function unguarded(table: Table, facts: Facts): readonly Wrong[] {
  const isPartitioned = table.attributes.partitionKey !== null;
  const open = openTo(table, facts);
  if (open.length === 0) return [];
  const { call, sql, isCalled } = guard(table, facts);
  const rows = open.filter((change) => change !== "TRUNCATE");
  const made = [
    ...(rows.length > 0
      ? [triggerSql("reject_mutation", `BEFORE ${rows.join(" OR ")}`, table, "ROW", call)]
      : []),
    ...(open.includes("TRUNCATE") ? [truncateSql(table, call)] : []),
  ];
  const each = isPartitioned && rows.length > 0 ? ", for each row," : "";
  return [
    {
      message: `has no trigger before ${and(open)}${each} of a function with the tag \`@guard append-only\`, which refuses it to the owner, too`,
      sql: isCalled ? sql.trimEnd() : `${sql}${made.join("\n")}`,
    },
  ];
}

const truncateSql = (table: Table, call: string): string =>
  triggerSql("reject_truncate", "BEFORE TRUNCATE", table, "STATEMENT", call);

/** A partition is emptied by its own name, and only triggers of its own see that. */
function emptied(partition: Table, facts: Facts): readonly Wrong[] {
  if (!openTo(partition, facts).includes("TRUNCATE")) return [];
  const { call } = guard(partition, facts);
  return [
    {
      message: `has no trigger before TRUNCATE on its partition ${nameOf(partition)}`,
      sql: truncateSql(partition, call),
    },
  ];
}
