// How long steps may wait and run: a deadline for each, and little patience while locks are held.
import { describe, expect, it } from "vitest";
import { planChanges } from "../../engine/plan";
import { waitsWhileHolding } from "../../engine/plan/timeouts";
import {
  catalogOf,
  column,
  foreignKey,
  index,
  type Part,
  primaryKey,
  table,
  tableId,
} from "../support/catalogs";
import { id } from "../support/steps";

const bare = [table("t"), column("t", "a"), table("other"), column("other", "id"), primaryKey("other")];
const planned = (...added: Part[]) =>
  planChanges(catalogOf(bare), catalogOf([...bare, ...added]), { online: "always" }).steps.map(
    ({ sql, lockTimeout, statementTimeout }) => [sql.split(" (")[0], lockTimeout, statementTimeout],
  );

describe("a step", () => {
  it("that builds an index waits for others as long as it takes, up to a deadline", () => {
    expect(planned(index("t", "t_a", ["a"]))).toEqual([
      ["CREATE INDEX CONCURRENTLY t_a ON app.t USING btree", 0, 21_600_000],
    ]);
  });

  it("that scans rows has its time, and one that does not is over soon", () => {
    expect(planned(column("t", "b"))).toEqual([
      [expect.stringContaining("ALTER TABLE app.t ADD COLUMN b"), 3000, 30_000],
    ]);
  });

  it("that scans a large table has more, and is the same step all the same", () => {
    const live = (bytes: number) => {
      const catalog = catalogOf(bare);
      return { ...catalog, estimates: new Map([[tableId("t"), { rows: 1_000_000, bytes }]]) };
    };
    const desired = catalogOf([...bare, foreignKey("t", "t_other", "a", "other")]);
    const [small, large] = [1e9, 3e10].map((bytes) =>
      planChanges(live(bytes), desired, { online: "always" }),
    );
    expect(small?.steps.map(({ statementTimeout }) => statementTimeout)).toEqual([30_000, 1_200_000]);
    expect(large?.steps.map(({ statementTimeout }) => statementTimeout)).toEqual([30_000, 6_000_000]);
    expect(large?.hash).toBe(small?.hash);
  });

  it("that locks two tables gives up before Postgres looks for deadlocks", () => {
    expect(planned(foreignKey("t", "t_other", "a", "other"))).toEqual([
      ["ALTER TABLE app.t ADD CONSTRAINT t_other FOREIGN KEY", 800, 30_000],
      ["ALTER TABLE app.t VALIDATE CONSTRAINT t_other", 800, 1_200_000],
    ]);
  });
});

describe("waiting while holding", () => {
  const exclusive = { mode: "ACCESS EXCLUSIVE", relation: id("table app.t") } as const;
  const weak = { mode: "SHARE UPDATE EXCLUSIVE", relation: id("table app.t") } as const;
  const other = { mode: "SHARE", relation: id("table app.other") } as const;

  it.each([
    ["the first lock", [[exclusive]], [1], [false]],
    ["what is held already", [[exclusive], [weak], [exclusive]], [1, 1, 1], [false, false, false]],
    ["a stronger lock on the same table", [[weak], [exclusive]], [1, 1], [false, true]],
    ["a lock on another table", [[exclusive], [], [other]], [1, 1, 1], [false, false, true]],
    ["a lock in the next transaction", [[exclusive], [other]], [1, 2], [false, false]],
    ["two locks at once", [[exclusive, other]], [1], [true]],
  ])("%s", (_what, locks, numbers, expected) => {
    expect(waitsWhileHolding(locks, numbers)).toEqual(expected);
  });
});
