import { describe, expect, it } from "vitest";
import type { AnyObject, Catalog } from "../../engine/catalog/model";
import { verify } from "../../engine/verify/verify";
import { id } from "../support/steps";

function view(name: string, query: string): AnyObject {
  return {
    kind: "view",
    id: id(`view app.${name}`),
    path: ["app", name],
    parent: id("schema app"),
    attributes: { query, columns: [], options: {}, checkOption: null },
  };
}

function catalog(...objects: readonly AnyObject[]): Catalog {
  return {
    serverMajor: 17,
    scope: ["app"],
    objects: new Map(objects.map((object) => [object.id, object])),
    dependencies: new Map(),
    unmodeled: [],
    outsideDependents: new Map(),
    estimates: new Map(),
    server: {
      assignmentCasts: new Set(),
      indexBuilds: new Set(),
      indexKeys: new Map(),
      exclusions: new Map(),
      staleCollations: [],
      defaultPrivileges: [],
      roles: null,
    },
  };
}

describe("after a run", () => {
  it("a database that is what the source declares passes", () => {
    expect(() => verify(catalog(view("a", "SELECT 1")), catalog(view("a", "SELECT 1")))).not.toThrow();
  });

  it("each difference is named, with what is and what should be", () => {
    const live = catalog(view("a", "SELECT 1"), view("extra", "SELECT 1"));
    const desired = catalog(view("a", "SELECT 2"), view("lost", "SELECT 1"));
    expect(() => verify(live, desired)).toThrow(
      expect.objectContaining({
        code: "verification-failed",
        message: [
          "every step ran, but the database is not what the source declares: 3 objects differ",
          "  differs: view app.a",
          '    query is "SELECT 1", should be "SELECT 2"',
          "  not in the source: view app.extra",
          "  missing: view app.lost",
          "Somebody may have changed it meanwhile: preview again to see the steps that are left.",
          "If the same difference stays after the next run, it is a bug of stackschema.",
        ].join("\n"),
      }),
    );
  });

  it("what the source leaves open is no difference", () => {
    const owner: AnyObject = {
      kind: "owner",
      id: id("owner of view app.a"),
      path: ["app", "a"],
      parent: id("view app.a"),
      attributes: { role: "somebody", of: "VIEW app.a" },
    };
    expect(() => verify(catalog(view("a", "SELECT 1"), owner), catalog(view("a", "SELECT 1")))).not.toThrow();
  });

  it("a flood of differences is cut short, and so is a long value", () => {
    const many = Array.from({ length: 25 }, (_, index) => view(`v${index}`, "SELECT 1"));
    expect(() => verify(catalog(), catalog(...many))).toThrow(
      /25 objects differ[\s\S]*view app.v19\n {2}and 5 more\n/,
    );
    const long = view("a", "x".repeat(1000));
    expect(() => verify(catalog(long), catalog(view("a", "y")))).toThrow(
      /query is "x{196}\.\.\., should be "y"/,
    );
  });
});
