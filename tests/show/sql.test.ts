import { describe, expect, it } from "vitest";
import { planSql } from "../../engine/show/sql";
import { planOf } from "../support/steps";
import { fresh, inUse, shown } from "./plans";

describe("a plan as a script", () => {
  it("has the engine's transactions and timeouts", async () => {
    await expect(planSql(shown(fresh))).toMatchFileSnapshot("golden/fresh.sql");
  });

  it("leaves out what is blocked, and runs what is consented to", async () => {
    const consented = shown(inUse, ["drop column app.customers.fax 3f2a1b9c"]);
    await expect(planSql(consented)).toMatchFileSnapshot("golden/in-use.sql");
  });

  it("is empty where there is nothing to do", () => {
    expect(planSql(shown(planOf([])))).toBe("");
  });
});
