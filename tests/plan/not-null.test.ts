// NOT NULL: the statements that set it under load, by major version, and the name it has since Postgres 18.
import { describe, expect, it } from "vitest";
import type { Catalog } from "../../engine/catalog/model";
import { planChanges } from "../../engine/plan";
import type { Plan } from "../../engine/plan/model";
import { catalogOf, check, column, type Part, sqlOf, table } from "../support/catalogs";

const named = (name: string, more = {}): Parameters<typeof column>[2] => ({
  notNull: true,
  notNullConstraint: { name, noInherit: false, validated: true, ...more },
});

function planOn(major: number, live: readonly Part[], desired: readonly Part[]): Plan {
  const of = (parts: readonly Part[]): Catalog => ({ ...catalogOf([...parts]), serverMajor: major });
  return planChanges(of(live), of(desired), { online: "always" });
}

const open = [table("t"), column("t", "a")];
const set = [table("t"), column("t", "a", { notNull: true })];

describe("NOT NULL on a table that holds data", () => {
  it("is added NOT VALID and validated in a later transaction since Postgres 18", () => {
    const { steps } = planOn(18, open, set);
    expect(steps.map(({ sql, transaction }) => [transaction, sql])).toEqual([
      [1, "ALTER TABLE app.t ADD CONSTRAINT t_a_not_null NOT NULL a NOT VALID"],
      [2, "ALTER TABLE app.t VALIDATE CONSTRAINT t_a_not_null"],
    ]);
    expect(steps.map(({ locks, scans }) => [locks[0]?.mode, scans])).toEqual([
      ["ACCESS EXCLUSIVE", false],
      ["SHARE UPDATE EXCLUSIVE", true],
    ]);
  });

  it("rests on a validated check before, and does not scan under its own lock", () => {
    const { steps } = planOn(17, open, set);
    expect(steps.map(({ sql, transaction }) => [transaction, sql])).toEqual([
      [1, "ALTER TABLE app.t ADD CONSTRAINT a__stackschema_not_null CHECK (a IS NOT NULL) NOT VALID"],
      [2, "ALTER TABLE app.t VALIDATE CONSTRAINT a__stackschema_not_null"],
      [3, "ALTER TABLE app.t ALTER COLUMN a SET NOT NULL"],
      [3, "ALTER TABLE app.t DROP CONSTRAINT a__stackschema_not_null"],
    ]);
    expect(steps.map(({ scans }) => scans)).toEqual([false, true, false, false]);
    expect(steps.flatMap(({ hazards }) => hazards.map(({ kind }) => kind))).toEqual(["may fail on the data"]);
  });

  it("begins with the end of a check that an interrupted run left", () => {
    const left = check("t", "a__stackschema_not_null", "a", "a IS NOT NULL", { validated: false });
    expect(sqlOf(planOn(17, [...open, left], set))).toEqual([
      "ALTER TABLE app.t DROP CONSTRAINT a__stackschema_not_null",
      "ALTER TABLE app.t ADD CONSTRAINT a__stackschema_not_null CHECK (a IS NOT NULL) NOT VALID",
      "ALTER TABLE app.t VALIDATE CONSTRAINT a__stackschema_not_null",
      "ALTER TABLE app.t ALTER COLUMN a SET NOT NULL",
      "ALTER TABLE app.t DROP CONSTRAINT a__stackschema_not_null",
    ]);
    const validate = [table("t"), column("t", "a", named("t_a_not_null", { validated: false }))];
    expect(sqlOf(planOn(18, validate, set))).toEqual(["ALTER TABLE app.t VALIDATE CONSTRAINT t_a_not_null"]);
  });
});

describe("the constraint behind NOT NULL", () => {
  it("is not spoken of where a server has no names for it", () => {
    const live = { ...catalogOf(set), serverMajor: 17 };
    const desired = { ...catalogOf([table("t"), column("t", "a", named("there"))]), serverMajor: 18 };
    expect(planChanges(live, desired).steps).toEqual([]);
    expect(planChanges(desired, live).steps).toEqual([]);
  });

  it("is named where another table has the name that Postgres would choose", () => {
    const other = [table("s"), column("s", "a", named("t_a_not_null"))];
    expect(sqlOf(planOn(18, other, [...other, ...set]))).toEqual([
      "CREATE TABLE app.t (\n  a integer CONSTRAINT t_a_not_null NOT NULL\n)",
    ]);
  });

  it("frees its name before a new column takes it", () => {
    const live = [table("t"), column("t", "b", named("t_a_not_null"))];
    const desired = [table("t"), column("t", "a", { notNull: true }), column("t", "b", { notNull: true })];
    expect(sqlOf(planOn(18, live, desired))).toEqual([
      "ALTER TABLE app.t RENAME CONSTRAINT t_a_not_null TO t_b_not_null",
      "ALTER TABLE app.t ADD COLUMN a integer CONSTRAINT t_a_not_null NOT NULL",
    ]);
  });

  it("loses its validation in one transaction", () => {
    const valid = [table("t"), column("t", "a", named("there"))];
    const invalid = [table("t"), column("t", "a", named("there", { validated: false }))];
    const { steps } = planOn(18, valid, invalid);
    expect(steps.map(({ sql, transaction }) => [transaction, sql])).toEqual([
      [1, "ALTER TABLE app.t ALTER COLUMN a DROP NOT NULL"],
      [1, "ALTER TABLE app.t ADD CONSTRAINT there NOT NULL a NOT VALID"],
    ]);
  });
});
