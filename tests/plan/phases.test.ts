// Expand and contract: what running code tolerates comes first, and what waits takes along what hangs on it.
import { describe, expect, it } from "vitest";
import { planChanges } from "../../engine/plan";
import type { Plan } from "../../engine/plan/model";
import {
  catalogOf,
  check,
  column,
  index,
  type Part,
  primaryKey,
  privilege,
  table,
  view,
} from "../support/catalogs";

const apart = (live: readonly Part[], desired: readonly Part[]): Plan =>
  planChanges(catalogOf(live), catalogOf(desired), { phases: "apart" });

const phasesOf = ({ steps }: Plan): readonly string[] =>
  steps.map(({ phase, sql }) => `${phase}: ${sql.split("\n")[0]}`);

const id = column("t", "id");
const old = column("t", "old");
const t = [table("t"), id, primaryKey("t")];

describe("phases apart", () => {
  it("begin with what running code tolerates, in transactions of their own", () => {
    const live = [...t, old];
    const desired = [...t, column("t", "new"), index("t", "new_idx", ["new"])];
    const plan = apart(live, desired);
    expect(phasesOf(plan)).toEqual([
      "expand: ALTER TABLE app.t ADD COLUMN new integer",
      expect.stringMatching(/^expand: CREATE INDEX CONCURRENTLY new_idx /),
      "contract: ALTER TABLE app.t DROP COLUMN old",
    ]);
    const numbers = (phase: string): ReadonlySet<number> =>
      new Set(plan.steps.filter((step) => step.phase === phase).map(({ transaction }) => transaction));
    for (const number of numbers("contract")) expect(numbers("expand")).not.toContain(number);
  });

  it("leave with what waits all that hangs on it", () => {
    const live = [...t, table("u"), column("u", "id")];
    // The view takes the name of the table, and the other one reads it.
    const u = view("u", "SELECT id FROM app.t", [id]);
    const plan = apart(live, [...t, u, view("w", "SELECT 1 FROM app.u", [u]), table("x"), column("x", "id")]);
    const by = (phase: string): string =>
      plan.steps.flatMap((step) => (step.phase === phase ? [step.sql] : [])).join("\n");
    expect(by("expand")).toContain("CREATE TABLE app.x");
    expect(by("expand")).not.toContain("VIEW");
    expect(by("contract")).toMatch(/DROP TABLE app\.u[\s\S]*CREATE VIEW app\.u[\s\S]*CREATE VIEW app\.w/);
  });

  it("leave to the contract phase what refuses rows that running code writes, and what is revoked", () => {
    const positive = check("t", "positive", "id", "(id > 0)");
    const grants = (names: readonly string[]): Part => privilege(table("t"), "reader", names);
    const plan = apart([...t, grants(["SELECT", "INSERT"])], [...t, positive, grants(["SELECT"])]);
    expect(plan.steps.length).toBeGreaterThan(2);
    expect(new Set(plan.steps.map(({ phase }) => phase))).toEqual(new Set(["contract"]));
    const fresh = [table("u"), column("u", "id"), check("u", "positive", "id", "(id > 0)")];
    expect(new Set(apart(t, [...t, ...fresh]).steps.map(({ phase }) => phase))).toEqual(new Set(["expand"]));
  });

  it("hold the same statements as a plan of one piece", () => {
    const live = [...t, old];
    const desired = [...t, column("t", "new"), table("u"), column("u", "id")];
    const whole = planChanges(catalogOf(live), catalogOf(desired));
    const statements = ({ steps }: Plan): readonly string[] => steps.map(({ sql }) => sql).sort();
    expect(statements(apart(live, desired))).toEqual(statements(whole));
  });
});
