// The differ: which objects are new, gone or changed, and in which attributes.
import { describe, expect, it } from "vitest";
import { sameValue } from "../../engine/catalog/equal";
import type { Catalog } from "../../engine/catalog/model";
import { type Change, diffCatalogs } from "../../engine/diff";
import { catalogOf, column, index, table, tableId } from "../support/catalogs";

const told = (change: Change): string =>
  `${change.type} ${change.id}${change.type === "alter" ? `: ${change.attributes.join(", ")}` : ""}`;
const differences = (live: Catalog, desired: Catalog): readonly string[] =>
  diffCatalogs(live, desired).map(told);

describe("the differ", () => {
  it("finds nothing between a catalog and a copy of it", () => {
    const parts = [table("t"), column("t", "a"), index("t", "t_a", ["a"])];
    expect(differences(catalogOf(parts), structuredClone(catalogOf(parts)))).toEqual([]);
  });

  it("tells drops and alterations in the live order, then what is new in the desired order", () => {
    const live = catalogOf([table("z"), table("b"), table("c")]);
    const desired = catalogOf([table("y"), table("a"), table("c"), table("b", { rowSecurity: true })]);
    expect(differences(live, desired)).toEqual([
      "drop table app.z",
      "alter table app.b: rowSecurity",
      "create table app.y",
      "create table app.a",
    ]);
  });

  it("names the attributes that differ, sorted, and carries both versions", () => {
    const live = catalogOf([table("t"), column("t", "a", { type: "text", collation: "a", notNull: true })]);
    const desired = catalogOf([
      table("t"),
      column("t", "a", { type: "name", collation: "b", notNull: false }),
    ]);
    const [change] = diffCatalogs(live, desired);
    expect(change && told(change)).toBe("alter column app.t.a: collation, notNull, type");
    expect(change).toMatchObject({
      before: { attributes: { type: "text" } },
      after: { attributes: { type: "name" } },
    });
  });

  it("looks at attributes only: not at edges, estimates or order", () => {
    const live = catalogOf([table("t"), table("u")]);
    const desired: Catalog = {
      ...catalogOf([table("u"), table("t")]),
      dependencies: new Map(),
      estimates: new Map([[tableId("t"), { rows: 1, bytes: 1 }]]),
    };
    expect(differences(live, desired)).toEqual([]);
  });

  it("does not count the order of a record's keys", () => {
    const live = catalogOf([table("t", { options: { fillfactor: "70", autovacuum_enabled: "false" } })]);
    const desired = catalogOf([table("t", { options: { autovacuum_enabled: "false", fillfactor: "70" } })]);
    expect(differences(live, desired)).toEqual([]);
  });
});

describe("equality of values", () => {
  it.each([
    [
      [1, 2],
      [2, 1],
    ],
    [[], {}],
    [[1], [1, 2]],
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: undefined }, { b: undefined }],
    [null, {}],
    ["1", 1],
    [{ a: { b: [1] } }, { a: { b: ["1"] } }],
  ])("%j is not %j", (left, right) => {
    expect(sameValue(left, right)).toBe(false);
    expect(sameValue(right, left)).toBe(false);
  });

  it("goes to any depth", () => {
    expect(sameValue({ a: [{ b: null, c: "x" }] }, { a: [{ c: "x", b: null }] })).toBe(true);
  });
});
