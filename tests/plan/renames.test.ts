// Rename directives: done once, silent after that, an error where they cannot be meant.
import { describe, expect, it } from "vitest";
import type { Kind } from "../../engine/catalog/model";
import { pendingRenames, type RenameDirective } from "../../engine/plan/strategies/renames";
import {
  catalogOf,
  column,
  enumOf,
  func,
  type Part,
  table,
  trigger,
  unique,
  view,
} from "../support/catalogs";

const directive = (kind: Kind | "type", from: string, to: string): RenameDirective => ({
  kind,
  from: from.split("."),
  to: to.split("."),
  file: "app.sql",
  line: 3,
});

interface Outcome {
  readonly sql: readonly string[];
  readonly findings: readonly string[];
}

function outcome(
  directives: readonly RenameDirective[],
  live: readonly Part[],
  desired: readonly Part[],
): Outcome {
  const { drafts, findings } = pendingRenames(directives, catalogOf(live), catalogOf(desired));
  return { sql: drafts.map(({ sql }) => sql), findings: findings.map(({ level, id }) => `${level} ${id}`) };
}
const done = (...sql: readonly string[]): Outcome => ({ sql, findings: [] });
const refused = (id: string): Outcome => ({ sql: [], findings: [`error ${id}`] });

const columns = (...names: readonly string[]): readonly Part[] => [
  table("t"),
  ...names.map((name) => column("t", name)),
];
const faxToPhone = directive("column", "app.t.fax", "app.t.phone");

describe("a rename that is pending", () => {
  it.each<[string, RenameDirective, readonly Part[], readonly Part[], readonly string[]]>([
    [
      "a column",
      faxToPhone,
      columns("fax"),
      columns("phone"),
      ["ALTER TABLE app.t RENAME COLUMN fax TO phone"],
    ],
    [
      "a table",
      directive("table", "app.t", "app.Orders"),
      [table("t")],
      [table("Orders")],
      ['ALTER TABLE app.t RENAME TO "Orders"'],
    ],
    [
      "a type",
      directive("type", "app.a", "app.b"),
      [enumOf("a", ["x"])],
      [enumOf("b", ["x"])],
      ["ALTER TYPE app.a RENAME TO b"],
    ],
    [
      "a constraint",
      directive("constraint", "app.t.a", "app.t.b"),
      [...columns("n"), unique("t", "a", ["n"])],
      [...columns("n"), unique("t", "b", ["n"])],
      ["ALTER TABLE app.t RENAME CONSTRAINT a TO b"],
    ],
    [
      "a trigger",
      directive("trigger", "app.t.a", "app.t.b"),
      [table("t"), trigger("t", "a")],
      [table("t"), trigger("t", "b")],
      ["ALTER TRIGGER a ON app.t RENAME TO b"],
    ],
    [
      "a function, with its arguments",
      directive("function", "app.f", "app.g"),
      [func("f", "SELECT 1", [], { identity: "integer" })],
      [func("g", "SELECT 1", [], { identity: "integer" })],
      ["ALTER FUNCTION app.f(integer) RENAME TO g"],
    ],
    [
      "a view",
      directive("view", "app.a", "app.b"),
      [view("a", "SELECT 1")],
      [view("b", "SELECT 1")],
      ["ALTER VIEW app.a RENAME TO b"],
    ],
  ])("of %s is one statement", (_what, asked, live, desired, sql) => {
    expect(outcome([asked], live, desired)).toEqual(done(...sql));
  });

  it("moves to another schema first, and then takes its name", () => {
    const moved: Part = {
      object: { ...table("o").object, path: ["shop", "o"] },
      needs: [],
    };
    expect(outcome([directive("table", "app.t", "shop.o")], [table("t")], [moved]).sql).toEqual([
      "ALTER TABLE app.t SET SCHEMA shop",
      "ALTER TABLE shop.t RENAME TO o",
    ]);
  });

  it("breaks old code, locks the relation under its new name, and says why it is there", () => {
    const { drafts } = pendingRenames([faxToPhone], catalogOf(columns("fax")), catalogOf(columns("phone")));
    expect(drafts).toMatchObject([
      {
        phase: "contract",
        cause: "renamed in the source from column app.t.fax",
        locks: [{ mode: "ACCESS EXCLUSIVE", relation: "table app.t" }],
        hazards: [{ kind: "breaks old code" }],
      },
    ]);
  });

  it("finds a column in a table that is renamed too, however the directive names the table", () => {
    const live = columns("fax");
    const desired = [table("o"), column("o", "phone")];
    const sql = ["ALTER TABLE app.t RENAME TO o", "ALTER TABLE app.o RENAME COLUMN fax TO phone"];
    const renamed = directive("table", "app.t", "app.o");
    for (const from of ["app.t.fax", "app.o.fax"])
      expect(outcome([directive("column", from, "app.o.phone"), renamed], live, desired)).toEqual(
        done(...sql),
      );
  });

  it("goes on with the column where the table was renamed before", () => {
    const directives = [
      directive("table", "app.t", "app.o"),
      directive("column", "app.o.fax", "app.o.phone"),
    ];
    const live = [table("o"), column("o", "fax")];
    expect(outcome(directives, live, [table("o"), column("o", "phone")])).toEqual(
      done("ALTER TABLE app.o RENAME COLUMN fax TO phone"),
    );
  });
});

const swap = [directive("column", "app.t.a", "app.t.b"), directive("column", "app.t.b", "app.t.a")];
const chain = [directive("column", "app.t.a", "app.t.b"), directive("column", "app.t.b", "app.t.c")];

describe("renames that hang together", () => {
  it("free a name before it is taken", () => {
    const sql = ["ALTER TABLE app.t RENAME COLUMN b TO c", "ALTER TABLE app.t RENAME COLUMN a TO b"];
    for (const directives of [chain, [...chain].reverse()])
      expect(outcome(directives, columns("a", "b"), columns("b", "c"))).toEqual(done(...sql));
  });

  it("go on where a run stopped between them", () => {
    expect(outcome(chain, columns("a", "c"), columns("b", "c"))).toEqual(
      done("ALTER TABLE app.t RENAME COLUMN a TO b"),
    );
  });

  it("are silent when they were done", () => {
    expect(outcome(chain, columns("b", "c"), columns("b", "c"))).toEqual(done());
    expect(outcome(chain, [], columns("b", "c"))).toEqual(done());
  });

  it("swap two names by way of a third, committed together", () => {
    const before = [table("t"), column("t", "a"), column("t", "b", "date")];
    const after = [table("t"), column("t", "a", "date"), column("t", "b")];
    expect(outcome(swap, before, after)).toEqual(
      done(
        "ALTER TABLE app.t RENAME COLUMN a TO a__stackschema_old",
        "ALTER TABLE app.t RENAME COLUMN b TO a",
        "ALTER TABLE app.t RENAME COLUMN a__stackschema_old TO b",
      ),
    );
    expect(outcome(swap, after, after)).toEqual(done());
    const { drafts } = pendingRenames(swap, catalogOf(before), catalogOf(after));
    expect(new Set(drafts.map(({ bundle }) => bundle))).toEqual(new Set(["circle of app.t.a"]));
  });
});

describe("a rename that was done", () => {
  it("is silent", () => {
    expect(outcome([faxToPhone], columns("phone"), columns("phone"))).toEqual(done());
  });

  it("is silent in an empty database", () => {
    expect(outcome([faxToPhone], [], columns("phone"))).toEqual(done());
  });
});

describe("a rename that cannot be meant", () => {
  it("has both names in the database", () => {
    expect(outcome([faxToPhone], columns("fax", "phone"), columns("phone"))).toEqual(
      refused("rename-both-exist"),
    );
  });

  it("has its old name still in the source", () => {
    expect(outcome([faxToPhone], columns("fax"), columns("fax", "phone"))).toEqual(
      refused("rename-of-declared"),
    );
  });

  it("has a new name that the source does not declare", () => {
    expect(outcome([faxToPhone], columns("fax"), columns())).toEqual(refused("rename-without-object"));
  });

  it("swaps two columns that differ in nothing but their names", () => {
    expect(outcome(swap, columns("a", "b"), columns("a", "b"))).toEqual(refused("rename-circle-unclear"));
  });

  it("swaps two columns of which neither is what the other was", () => {
    const live = [table("t"), column("t", "a"), column("t", "b", "date")];
    const desired = [table("t"), column("t", "a", "uuid"), column("t", "b")];
    expect(outcome(swap, live, desired)).toEqual(refused("rename-circle-unclear"));
  });

  it("is a chain with every name taken", () => {
    expect(outcome(chain, columns("a", "b", "c"), columns("b", "c"))).toEqual({
      sql: [],
      findings: ["error rename-both-exist", "error rename-both-exist"],
    });
  });

  it("goes on to a name that is given up without being declared", () => {
    const { findings } = pendingRenames(chain, catalogOf(columns("a")), catalogOf(columns("c")));
    expect(findings.map(({ message }) => message).join()).toContain(
      "write one rename, from the first name to the last",
    );
  });

  it("names the file, the line and the directive", () => {
    const { findings } = pendingRenames([faxToPhone], catalogOf([]), catalogOf([]));
    expect(findings[0]?.message).toMatch(/^app\.sql:3: rename column app\.t\.fax -> app\.t\.phone: /);
  });
});
