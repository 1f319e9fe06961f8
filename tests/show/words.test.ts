import { describe, expect, it } from "vitest";
import { blocks, describeBytes, describeEstimate, summary } from "../../engine/show/words";
import { id, planOf, step } from "../support/steps";
import { fresh, inUse, shown } from "./plans";

describe("the summary", () => {
  it("counts objects by kind, what is blocked and what is destroyed", () => {
    expect(summary(shown(fresh))).toBe(
      "5 steps: 1 schema, 1 function, 1 table, 1 index, 1 comment; blocks: none; destroys: none",
    );
    expect(summary(shown(inUse))).toBe(
      "7 steps (1 outside a transaction): 1 table, 3 columns, 1 constraint, 1 index; blocks: reads and writes of table app.events; destroys: 2 (2 blocked)",
    );
  });

  it("knows kinds of two words and attached objects", () => {
    const objects = [
      "materialized view app.m",
      "policy app.t.p",
      "policy app.t.q",
      "privilege on table app.t to r",
      "owner of schema app",
    ];
    const plan = planOf(objects.map((object) => step("SELECT 1", { object: id(object) })));
    expect(summary(shown(plan))).toContain("1 materialized view, 2 policies, 1 privilege, 1 owner;");
  });

  it("names at most three blocked relations", () => {
    const scan = (name: string) =>
      step("CREATE INDEX", { scans: true, locks: [{ mode: "SHARE", relation: id(`table app.${name}`) }] });
    expect(summary(shown(planOf(["a", "b", "c", "d"].map(scan))))).toContain(
      "blocks: writes to table app.a, table app.b, table app.c and 1 more;",
    );
  });
});

describe("a step", () => {
  const relation = id("table app.t");
  it.each([
    ["a short lock of the whole table", { locks: [{ mode: "ACCESS EXCLUSIVE", relation }] }, "none"],
    [
      "a scan below the locks of writers",
      { scans: true, locks: [{ mode: "SHARE UPDATE EXCLUSIVE", relation }] },
      "none",
    ],
    [
      "a scan that shuts writers out",
      { scans: true, locks: [{ mode: "SHARE ROW EXCLUSIVE", relation }] },
      "writes",
    ],
    ["a rewrite", { rewrites: true, locks: [{ mode: "ACCESS EXCLUSIVE", relation }] }, "reads and writes"],
    ["a scan of a table that nobody uses yet", { scans: true }, "none"],
    ["a hazard that says so", { hazards: [{ kind: "blocks reads", message: "" }] }, "reads and writes"],
  ] as const)("with %s blocks what Postgres's locks say", (_what, rest, expected) => {
    expect(blocks(step("SELECT 1", rest))).toBe(expected);
  });
});

describe("a size", () => {
  it.each([
    [0, "0 bytes"],
    [1023, "1023 bytes"],
    [8192, "8 kB"],
    [3_250_586, "3.1 MB"],
    [10_737_418_240, "10 GB"],
    [2 ** 52, "4096 TB"],
  ])("of %i bytes reads %s", (bytes, text) => {
    expect(describeBytes(bytes)).toBe(text);
  });

  it("tells rows only where Postgres knows them", () => {
    expect(describeEstimate({ rows: 1, bytes: 8192 })).toBe("1 row, 8 kB");
    expect(describeEstimate({ rows: null, bytes: 8192 })).toBe("rows unknown, 8 kB");
  });
});
