import { describe, expect, it } from "vitest";
import { compareApproved } from "../../engine/apply/approved";
import { planJson } from "../../engine/show/json";
import { planOf } from "../support/steps";
import { inUse, shown } from "./plans";

describe("a plan as JSON", () => {
  it("carries everything under a version", async () => {
    const json = planJson(shown(inUse, ["drop column app.customers.fax 3f2a1b9c", "drop table x 00000000"]));
    await expect(`${JSON.stringify(json, null, 2)}\n`).toMatchFileSnapshot("golden/in-use.json.txt");
  });

  it("is a plan again after it was saved, and fits as the approved one", () => {
    const saved = JSON.parse(JSON.stringify(planJson(shown(inUse))));
    expect(compareApproved(saved, inUse)).toEqual({ result: "same" });
  });

  it("of nothing says so", () => {
    expect(planJson({ ...shown(planOf([])), live: null })).toMatchObject({
      version: 1,
      summary: "nothing to do",
      hasTarget: false,
      steps: [],
      blocked: [],
    });
  });
});
