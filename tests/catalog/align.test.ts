// What a source leaves open is no difference.
import { describe, expect, it } from "vitest";
import { align } from "../../engine/catalog/align";
import { emptyLike } from "../../engine/catalog/empty";
import type { AnyObject, Catalog } from "../../engine/catalog/model";
import { objectId } from "../../engine/catalog/names";
import { diffCatalogs } from "../../engine/diff";
import { samples } from "../../tools/generate/samples";
import { catalogOf, check, column, owner, type Part, privilege, table } from "../support/catalogs";

const t = table("t");

function differences(live: readonly Part[], desired: readonly Part[]): readonly string[] {
  const aligned = align(catalogOf(live), catalogOf(desired));
  return diffCatalogs(aligned.live, aligned.desired).map(({ type, id }) => `${type} ${id}`);
}

describe("an owner", () => {
  it("is no difference where the source does not set it", () => {
    expect(differences([t, owner(t, "alice")], [t])).toEqual([]);
  });

  it("is one where the source does", () => {
    expect(differences([t, owner(t, "alice")], [t, owner(t, "bob")])).toEqual(["alter owner of table app.t"]);
    expect(differences([t], [t, owner(t, "bob")])).toEqual(["create owner of table app.t"]);
  });
});

describe("a grant to the owner", () => {
  it("is no difference on either side, whichever side names the owner", () => {
    const grant = privilege(t, "alice", ["SELECT"]);
    expect(differences([t, owner(t, "alice"), grant], [t])).toEqual([]);
    expect(differences([t, owner(t, "alice")], [t, grant])).toEqual([]);
    expect(differences([t, grant], [t, owner(t, "alice")])).toEqual(["create owner of table app.t"]);
  });

  it("goes by the owner that the source sets, not by the one that is there", () => {
    const grant = privilege(t, "alice", ["SELECT"]);
    expect(differences([t, owner(t, "alice")], [t, owner(t, "bob"), grant])).toEqual([
      "alter owner of table app.t",
      "create privilege on table app.t to alice",
    ]);
  });

  it("is none on a column of the owner's table, and counts for anybody else", () => {
    const a = column("t", "a");
    const live = [t, a, owner(t, "alice")];
    expect(differences(live, [t, a, privilege(a, "alice", ["SELECT"])])).toEqual([]);
    expect(differences(live, [t, a, privilege(a, "bob", ["SELECT"])])).toEqual([
      "create privilege on column app.t.a to bob",
    ]);
  });
});

describe("a materialized view", () => {
  const { id, path, parent, attributes } = samples["materialized view"];
  const sums = (populated: boolean, query = attributes.query): Part => {
    const object: AnyObject = {
      kind: "materialized view",
      id,
      path,
      parent,
      attributes: { ...attributes, populated, query },
    };
    return { object, needs: [] };
  };

  it("is the same whether it is filled or not", () => {
    expect(differences([sums(true)], [sums(false)])).toEqual([]);
    expect(differences([sums(true)], [sums(false, " SELECT 2 AS one")])).toEqual([`alter ${id}`]);
  });
});

describe("a check that came from a table above", () => {
  const above = objectId("constraint", ["app", "t", "open"]);
  const both = (isValidAbove: boolean, isValidBelow: boolean): readonly Part[] => [
    t,
    table("below"),
    check("t", "open", "a", "a > 0", { validated: isValidAbove }),
    check("below", "open", "a", "a > 0", { validated: isValidBelow, inheritedFrom: above }),
  ];
  const below = "alter constraint app.below.open";

  it("may be valid where the one above is left open", () => {
    expect(differences(both(false, true), both(false, false))).toEqual([]);
  });

  it("is a difference where the source has it valid, or where the one above is no longer open", () => {
    expect(differences(both(false, false), both(false, true))).toEqual([below]);
    expect(differences(both(true, true), both(false, false))).toEqual(["alter constraint app.t.open", below]);
  });
});

describe("aligning", () => {
  it("leaves the catalogs it was given as they were", () => {
    const live: Catalog = catalogOf([t, owner(t, "alice")]);
    const before = [...live.objects.keys()];
    expect(align(live, catalogOf([t])).live.objects.size).toBe(before.length - 1);
    expect([...live.objects.keys()]).toEqual(before);
  });
});

describe("an empty catalog", () => {
  it("holds nothing but the schema public, on a server like the other", () => {
    const object: AnyObject = {
      kind: "schema",
      id: objectId("schema", ["public"]),
      path: ["public"],
      parent: null,
      attributes: {},
    };
    const withPublic = catalogOf([{ object, needs: [] }, t, column("t", "a")], { serverMajor: 15 });
    const empty = emptyLike(withPublic);
    expect([...empty.objects.keys()]).toEqual(["schema public"]);
    expect(empty.dependencies.size).toBe(0);
    expect(empty.serverMajor).toBe(15);
  });
});
