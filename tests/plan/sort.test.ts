// The order of drafts: each after what it needs, otherwise as given, and a circle is named.
import { describe, expect, it } from "vitest";
import type { Catalog } from "../../engine/catalog/model";
import { type Draft, draft } from "../../engine/plan/draft";
import { type DraftList, sortDrafts } from "../../engine/plan/sort";
import { catalogOf, column, columnId, func, table, view } from "../support/catalogs";
import { id } from "../support/steps";

const nothing = catalogOf([]);
const [a, b, c] = [id("view app.a"), id("view app.b"), id("view app.c")];

const make = (sql: string, rest: Parameters<typeof draft>[3]): Draft => draft(a, "test", sql, rest);
const creates = (of: typeof a): Draft => make(`create ${of}`, { creates: [of] });
const drops = (of: typeof a): Draft => make(`drop ${of}`, { drops: [of] });
const alters = (of: typeof a, rest: Partial<Draft> = {}): Draft =>
  make(`alter ${of}`, { alters: [of], ...rest });

const alone = (...drafts: readonly Draft[]): readonly DraftList[] =>
  drafts.map((made) => ({ drafts: [made], takes: [], frees: [] }));

/** `needs`: from an object to what it cannot exist without. */
const needing = (...edges: readonly (readonly [typeof a, typeof a])[]): Catalog => ({
  ...nothing,
  dependencies: new Map(edges.map(([from, to]) => [from, [to]])),
});

const sorted = (lists: readonly DraftList[], live = nothing, desired = nothing): readonly string[] =>
  sortDrafts(live, desired, lists).map(({ sql }) => sql);

describe("the order of drafts", () => {
  it("is the given one where nothing asks for another", () => {
    expect(sorted(alone(creates(c), drops(a), alters(b)))).toEqual([
      "create view app.c",
      "drop view app.a",
      "alter view app.b",
    ]);
  });

  it("puts what is needed first, through any number of links", () => {
    const desired = needing([a, b], [b, c]);
    expect(sorted(alone(creates(a), creates(b), creates(c)), nothing, desired)).toEqual([
      "create view app.c",
      "create view app.b",
      "create view app.a",
    ]);
  });

  it("makes what needs the altered form of something after the alteration", () => {
    expect(sorted(alone(creates(a), alters(b)), nothing, needing([a, b]))).toEqual([
      "alter view app.b",
      "create view app.a",
    ]);
  });

  it("drops what hangs on something before that something goes", () => {
    expect(sorted(alone(drops(b), drops(a)), needing([a, b]))).toEqual([
      "drop view app.a",
      "drop view app.b",
    ]);
  });

  it("drops what hangs on something before it is altered, unless the alteration only adds", () => {
    const live = needing([a, b]);
    expect(sorted(alone(alters(b), drops(a)), live)).toEqual(["drop view app.a", "alter view app.b"]);
    expect(sorted(alone(alters(b, { additive: true }), drops(a)), live)).toEqual([
      "alter view app.b",
      "drop view app.a",
    ]);
  });

  it("lets an alteration let go of what is dropped after it", () => {
    expect(sorted(alone(drops(b), alters(a)), needing([a, b]))).toEqual([
      "alter view app.a",
      "drop view app.b",
    ]);
  });

  it("drops a replaced object, makes it again at once, and alters the new version", () => {
    const lists = alone(drops(b), alters(a), alters(c), creates(b), creates(a), drops(a));
    expect(sorted(lists, needing([a, b]), needing([a, b]))).toEqual([
      "drop view app.a",
      "drop view app.b",
      "create view app.b",
      "create view app.a",
      "alter view app.a",
      "alter view app.c",
    ]);
  });

  it("takes a name only after it was given up", () => {
    const taking = { drafts: [creates(a)], takes: ["relation app.x"], frees: [] };
    const freeing = { drafts: [drops(b)], takes: [], frees: ["relation app.x"] };
    expect(sorted([taking, freeing])).toEqual(["drop view app.b", "create view app.a"]);
    const other = { ...freeing, frees: ["relation app.y"] };
    expect(sorted([taking, other])).toEqual(["create view app.a", "drop view app.b"]);
  });

  it("makes a type anew once the old one gave up its name, and drops the old one after its users", () => {
    const type = id("enum app.e");
    const retire = make("rename e", { retires: [type] });
    const end = make("drop old e", { drops: [type] });
    const user = columnId("t", "e");
    const lists = alone(
      end,
      make("create e", { creates: [type] }),
      make("retype t.e", { alters: [user] }),
      retire,
    );
    expect(sorted(lists, needing([user, type]), needing([user, type]))).toEqual([
      "rename e",
      "create e",
      "retype t.e",
      "drop old e",
    ]);
  });

  it("keeps the order inside one list and honours what a draft names itself", () => {
    const list = { drafts: [creates(a), make("then", {}), make("last", {})], takes: [], frees: [] };
    expect(sorted([list])).toEqual(["create view app.a", "then", "last"]);
    expect(sorted(alone(make("after", { after: [b] }), drops(b)))).toEqual(["drop view app.b", "after"]);
  });
});

describe("a circle among drafts", () => {
  const message = (lists: readonly DraftList[], desired: Catalog): string => {
    try {
      sortDrafts(nothing, desired, lists);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    return "sorted";
  };

  it("is reported with the statements on it, first line each, and no others", () => {
    const before = make("leads into the circle", { creates: [id("view app.d")] });
    const long = make("create view app.a\nwith a body", { creates: [a] });
    const desired = needing([a, b], [b, c], [c, a], [id("view app.d"), a]);
    expect(message(alone(before, long, creates(b), creates(c)), desired)).toBe(
      [
        "a bug in the planner: these statements wait for each other:",
        "  create view app.a",
        "  create view app.b",
        "  create view app.c",
        "  create view app.a",
      ].join("\n"),
    );
  });

  it("is none where one statement makes both ends", () => {
    const both = make("create both", { creates: [a, b], alters: [] });
    expect(message(alone(both), needing([a, b], [b, a]))).toBe("sorted");
  });
});

describe("sorting real catalogs", () => {
  it("gives the same order for the same input", () => {
    const parts = [
      table("t"),
      column("t", "id"),
      view("v", "SELECT id", [column("t", "id")]),
      func("f", "1"),
    ];
    const desired = catalogOf(parts);
    const lists = alone(...[...desired.objects.keys()].reverse().map(creates));
    expect(sorted(lists, nothing, desired)).toEqual(sorted(lists, nothing, desired));
    expect(sorted(lists, nothing, desired).indexOf("create table app.t")).toBeLessThan(
      sorted(lists, nothing, desired).indexOf("create column app.t.id"),
    );
  });
});
