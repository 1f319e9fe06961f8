import { describe, expect, it } from "vitest";
import { compareApproved, requireApproved, requireApprovedHash } from "../../engine/apply/approved";
import { loss, planOf, step } from "../support/steps";

const a = step("CREATE TABLE a ()");
const b = step("CREATE TABLE b ()");
const grant = step("GRANT SELECT ON a TO r");
const approved = planOf([a, grant, b, grant]);

describe("the plan of now", () => {
  it("is the same with the same steps, whatever the tables hold by now", () => {
    const grown = step(b.sql, { estimate: { rows: 5, bytes: 8192 } });
    expect(compareApproved(approved, planOf([a, grant, grown, grant]))).toEqual({ result: "same" });
  });

  it("may have less left to do, which is told", () => {
    const comparison = compareApproved(approved, planOf([grant, grant]));
    expect(comparison).toEqual({
      result: "less",
      message:
        "2 steps of the plan that was read are no longer needed:\n  - CREATE TABLE a ()\n  - CREATE TABLE b ()",
    });
    expect(requireApproved(approved, planOf([grant, grant]))).toContain("no longer needed");
    expect(requireApproved(approved, planOf([]))).toContain("4 steps");
    expect(requireApproved(approved, approved)).toBeNull();
  });

  it("must not hold a step that was not read: both sides of the difference are named", () => {
    const fresh = planOf([a, step("DROP TABLE c;\n-- more"), b]);
    expect(() => requireApproved(approved, fresh)).toThrow(
      expect.objectContaining({
        code: "plan-changed",
        message: expect.stringContaining(
          "\n  + DROP TABLE c;...\n  - GRANT SELECT ON a TO r\n  - GRANT SELECT ON a TO r\n",
        ),
      }),
    );
  });

  it("must not run a step more often or in another order than it was read", () => {
    expect(compareApproved(approved, planOf([a, a])).result).toBe("changed");
    expect(compareApproved(approved, planOf([b, a]))).toEqual({
      result: "changed",
      message: "  the same steps in another order",
    });
  });

  it("must not destroy a later object of the same name", () => {
    const drop = (hash: string) => planOf([step("DROP TABLE a", { hazards: [loss("drop table a", hash)] })]);
    expect(compareApproved(drop("aaaaaaaa"), drop("aaaaaaaa")).result).toBe("same");
    expect(compareApproved(drop("aaaaaaaa"), drop("bbbbbbbb")).result).toBe("changed");
  });

  it("lists at most ten steps of a side", () => {
    const many = planOf(Array.from({ length: 12 }, (_, index) => step(`CREATE TABLE t${index} ()`)));
    const comparison = compareApproved(approved, many);
    expect(comparison.result === "same" ? "" : comparison.message).toContain("  + and 2 more");
  });

  it("must have the very hash where only that was approved", () => {
    expect(() => requireApprovedHash("c0ffee00", approved)).not.toThrow();
    expect(() => requireApprovedHash("deadbeef", approved)).toThrow(
      expect.objectContaining({
        code: "plan-changed",
        message: expect.stringContaining("approved deadbeef"),
      }),
    );
  });
});
