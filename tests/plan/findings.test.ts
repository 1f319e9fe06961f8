// What the reader of a plan must know though no step does it.
import { describe, expect, it } from "vitest";
import type { Catalog } from "../../engine/catalog/model";
import { objectId } from "../../engine/catalog/names";
import { planChanges } from "../../engine/plan";
import { isAside } from "../../engine/plan/findings";
import { catalogOf, column, columnId, facts, index, type Part, table, tableId } from "../support/catalogs";

const t = [table("t"), column("t", "a"), column("t", "b")];

const found = (live: Catalog, desired: Catalog): readonly string[] =>
  planChanges(live, desired).findings.map(({ level, id, object }) => `${level} ${id} ${object}`);

describe("a dependent outside of what is managed", () => {
  const needed = (on: ReturnType<typeof tableId>, parts: readonly Part[] = t): Catalog =>
    catalogOf(parts, { outsideDependents: new Map([[on, ["view other.v", "view other.w"]]]) });

  it("forbids the drop of what it needs, by name", () => {
    const { findings } = planChanges(needed(tableId("t")), catalogOf([]));
    expect(findings).toMatchObject([{ level: "error", id: "needed-outside", object: "table app.t" }]);
    expect(findings[0]?.message).toContain("view other.v, view other.w depend on it");
  });

  it("forbids the drop of a column of it, even where the table goes too", () => {
    const error = ["error needed-outside column app.t.b"];
    expect(found(needed(columnId("t", "b")), catalogOf(t.slice(0, 2)))).toEqual(error);
    expect(found(needed(columnId("t", "b")), catalogOf([]))).toEqual(error);
  });

  it("forbids a change of type, and no other change", () => {
    const retyped = catalogOf([table("t"), column("t", "a"), column("t", "b", "bigint")]);
    expect(found(needed(columnId("t", "b")), retyped)).toEqual(["error needed-outside column app.t.b"]);
    const required = catalogOf([table("t"), column("t", "a"), column("t", "b", { notNull: true })]);
    expect(found(needed(columnId("t", "b")), required)).toEqual([]);
  });

  it("is nobody's business while what it needs stays", () => {
    expect(found(needed(tableId("t")), catalogOf(t))).toEqual([]);
  });
});

describe("an object that is not modelled", () => {
  const sum = [{ kind: "aggregate", name: "app.sum(integer)" }];
  const without = catalogOf(t);
  const having = catalogOf(t, { unmodeled: sum });

  it.each<[string, Catalog, Catalog, string]>([
    ["is left alone in the database", having, without, "info"],
    ["is not compared where both sides have it", having, having, "warning"],
    ["cannot be made", without, having, "error"],
  ])("%s", (_what, live, desired, level) => {
    expect(found(live, desired)).toEqual([`${level} unmodeled-object app.sum(integer)`]);
    expect(planChanges(live, desired).steps).toEqual([]);
  });

  it("is no obstacle where nothing else needs it", () => {
    const fed = catalogOf(t, { unmodeled: [{ kind: "subscription", name: "feed (app.t)" }] });
    expect(found(without, fed)).toEqual(["warning unmodeled-object feed (app.t)"]);
    expect(found(fed, without)).toEqual(["info unmodeled-object feed (app.t)"]);
  });
});

describe("columns in another order", () => {
  const turned = [table("t"), column("t", "b"), column("t", "a")];

  it("are told of a table that the plan touches", () => {
    const plan = planChanges(catalogOf(t), catalogOf([...turned, column("t", "c")]));
    expect(plan.steps).toHaveLength(1);
    expect(plan.findings).toMatchObject([{ level: "info", id: "column-order", object: "table app.t" }]);
    expect(plan.findings[0]?.message).toContain("in the order a, b; the source has b, a");
    expect(plan.findings.some(isAside)).toBe(false);
  });

  it("are an aside of all other tables together, and nothing is done", () => {
    const u = [table("u"), column("u", "a"), column("u", "b")];
    const turnedToo = [table("u"), column("u", "b"), column("u", "a")];
    const plan = planChanges(catalogOf([...t, ...u]), catalogOf([...turned, ...turnedToo]));
    expect(plan.steps).toEqual([]);
    expect(plan.findings).toMatchObject([{ level: "info", id: "column-order", object: null }]);
    expect(plan.findings[0]?.message).toContain("columns of table app.t, table app.u stand");
    expect(plan.findings.every(isAside)).toBe(true);
  });

  it("are none where columns only come or go", () => {
    const desired = catalogOf([table("t"), column("t", "new"), column("t", "b")]);
    expect(found(catalogOf(t), desired)).toEqual([]);
  });
});

describe("an invalid index", () => {
  const left = (builds: Catalog["server"]["indexBuilds"]): Catalog =>
    catalogOf([...t, index("t", "t_a", ["a"], { valid: false })], { server: facts({ indexBuilds: builds }) });
  const wanted = catalogOf([...t, index("t", "t_a", ["a"])]);

  it("that somebody seems to be building is not touched", () => {
    const builds = new Set([objectId("index", ["app", "t_a"])]);
    expect(found(left(builds), wanted)).toEqual(["error index-being-built index app.t_a"]);
  });

  it("that nobody builds is no finding", () => {
    expect(found(left(new Set()), wanted)).toEqual([]);
  });

  it("that REINDEX CONCURRENTLY left, or works on, is called that", () => {
    const copy = index("t", "t_a_ccnew1", ["a"], { valid: false });
    const live = (builds: readonly Part[]): Catalog =>
      catalogOf([...t, index("t", "t_a", ["a"]), copy], {
        server: facts({ indexBuilds: new Set(builds.map(({ object }) => object.id)) }),
      });
    const [step] = planChanges(live([]), wanted).steps;
    expect(step?.cause).toBe("not in the source; left by an interrupted REINDEX CONCURRENTLY");
    const [finding] = planChanges(live([copy]), wanted).findings;
    expect(finding).toMatchObject({ level: "error", id: "index-being-built" });
    expect(finding?.message).toContain(
      "index app.t_a_ccnew1 is the unfinished copy of an index, and somebody seems to run REINDEX",
    );
  });

  it("that is not in the source is dropped as what an interrupted build left", () => {
    const [step] = planChanges(left(new Set()), catalogOf(t)).steps;
    expect(step?.cause).toBe("not in the source; left invalid by an interrupted build");
  });
});

describe("a collation of another version", () => {
  it("is told with the indexes that were built by it", () => {
    const stale = (collation: string | null) => ({
      collation,
      recorded: "1",
      actual: "2",
      indexes: [objectId("index", ["app", "t_a"]), objectId("constraint", ["app", "t", "t_key"])],
    });
    const live = catalogOf(t, { server: facts({ staleCollations: [stale(null), stale("app.german")] }) });
    const { findings, steps } = planChanges(live, catalogOf(t));
    expect(steps).toEqual([]);
    expect(findings).toMatchObject([
      { level: "warning", id: "stale-collation", object: null },
      { level: "warning", id: "stale-collation", object: "app.german" },
    ]);
    expect(findings[0]?.message).toContain(
      "the database's own collation is of version 2 on this server, and was of version 1 when these were built by it: index app.t_a, constraint app.t.t_key.",
    );
    expect(findings[1]?.message).toMatch(/then ALTER COLLATION app.german REFRESH VERSION$/);
  });
});
