// One text for a whole catalog: what changes it, and what must not.
import { describe, expect, it } from "vitest";
import { fingerprint } from "../../engine/catalog/fingerprint";
import type { Catalog } from "../../engine/catalog/model";
import { catalogOf, column, columnId, facts, index, table, tableId } from "../support/catalogs";

const parts = [table("t"), column("t", "a"), column("t", "b"), index("t", "t_a", ["a"])];
const base = catalogOf(parts, { unmodeled: [{ kind: "aggregate", name: "app.sum(integer)" }] });
const like = (rest: Partial<Catalog>): Catalog => ({ ...base, ...rest });

describe("the fingerprint", () => {
  it("is a sha256", () => {
    expect(fingerprint(base)).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each<[string, Catalog]>([
    ["the order of objects", like({ objects: new Map([...base.objects].reverse()) })],
    ["edges", like({ dependencies: new Map() })],
    ["estimates", like({ estimates: new Map([[tableId("t"), { rows: 7, bytes: 8192 }]]) })],
    ["who depends from outside", like({ outsideDependents: new Map([[tableId("t"), ["view other.v"]]]) })],
    ["facts of the server", like({ server: facts({ indexBuilds: new Set([columnId("t", "a")]) }) })],
  ])("does not follow %s", (_what, other) => {
    expect(fingerprint(other)).toBe(fingerprint(base));
  });

  it.each<[string, Catalog]>([
    ["an attribute", catalogOf([...parts, column("t", "a", "bigint")], { unmodeled: base.unmodeled })],
    ["a new object", catalogOf([...parts, column("t", "c")], { unmodeled: base.unmodeled })],
    ["a missing object", catalogOf(parts.slice(0, -1), { unmodeled: base.unmodeled })],
    ["the scope", like({ scope: ["app", "other"] })],
    ["the server's major version", like({ serverMajor: 18 })],
    ["what is not modelled", like({ unmodeled: [] })],
  ])("follows %s", (_what, other) => {
    expect(fingerprint(other)).not.toBe(fingerprint(base));
  });
});
