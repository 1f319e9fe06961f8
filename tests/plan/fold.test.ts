// What stands inside its parent's CREATE, and what needs a statement of its own because of a circle.
import { describe, expect, it } from "vitest";
import type { ObjectId } from "../../engine/catalog/model";
import { planChanges } from "../../engine/plan";
import { foldable } from "../../engine/plan/fold";
import {
  catalogOf,
  check,
  column,
  defaultOf,
  foreignKey,
  func,
  type Part,
  primaryKey,
  sqlOf,
  table,
  tableId,
  unique,
} from "../support/catalogs";

/** Ids that go with their host, when everything in the catalog is new. */
function folded(parts: readonly Part[], without: readonly ObjectId[] = []): readonly string[] {
  const catalog = catalogOf(parts);
  const members = new Set([...catalog.objects.keys()].filter((of) => !without.includes(of)));
  const host = (of: ObjectId): ObjectId | null => {
    const object = catalog.objects.get(of);
    return object && ["column", "default", "constraint"].includes(object.kind) ? object.parent : null;
  };
  return [...foldable(catalog, members, { host })].filter((of) => !of.startsWith("schema ")).sort();
}

const made = (...parts: readonly Part[]): readonly string[] =>
  sqlOf(planChanges(catalogOf([]), catalogOf(parts)));
const keyed = (name: string): readonly Part[] => [table(name), column(name, "id"), primaryKey(name)];

describe("parts of a new table", () => {
  it("go with it, through their own hosts too", () => {
    const parts = [...keyed("t"), defaultOf("t", "id", "1"), check("t", "positive", "id", "(id > 0)")];
    expect(folded(parts)).toEqual([
      "column app.t.id",
      "constraint app.t.positive",
      "constraint app.t.t_pkey",
      "default app.t.id",
    ]);
    expect(made(...parts)).toEqual([
      "CREATE TABLE app.t (\n  id integer DEFAULT 1,\n  CONSTRAINT t_pkey PRIMARY KEY (id),\n  CONSTRAINT positive CHECK ((id > 0))\n)",
    ]);
  });

  it("go alone when their host is not new", () => {
    expect(folded(keyed("t"), [tableId("t")])).toEqual([]);
  });

  it("hold a foreign key to another table, or to itself", () => {
    const parts = [...keyed("a"), ...keyed("b"), column("b", "a"), foreignKey("b", "b_a", "a", "a")];
    expect(folded(parts)).toContain("constraint app.b.b_a");
    expect(folded([...keyed("a"), column("a", "up"), foreignKey("a", "a_up", "up", "a")])).toContain(
      "constraint app.a.a_up",
    );
  });

  it("leave out exactly the foreign keys of a circle of tables", () => {
    const parts = [
      ...keyed("a"),
      column("a", "b"),
      foreignKey("a", "a_b", "b", "b"),
      ...keyed("b"),
      column("b", "a"),
      foreignKey("b", "b_a", "a", "a"),
      ...keyed("c"),
      column("c", "a"),
      foreignKey("c", "c_a", "a", "a"),
    ];
    expect(folded(parts).filter((of) => of.startsWith("constraint"))).toEqual([
      "constraint app.a.a_pkey",
      "constraint app.b.b_pkey",
      "constraint app.c.c_a",
      "constraint app.c.c_pkey",
    ]);
    const sql = made(...parts);
    expect(sql.filter((text) => text.startsWith("ALTER TABLE"))).toEqual([
      "ALTER TABLE app.a ADD CONSTRAINT a_b FOREIGN KEY (b) REFERENCES app.b(id)",
      "ALTER TABLE app.b ADD CONSTRAINT b_a FOREIGN KEY (a) REFERENCES app.a(id)",
    ]);
  });

  it("leave out a default whose function needs the table, and keep one whose function does not", () => {
    const needsTable = func("f", "SELECT 1 FROM app.t", [table("t")]);
    const circular = [table("t"), column("t", "n"), needsTable, defaultOf("t", "n", "app.f()", [needsTable])];
    expect(folded(circular)).toEqual(["column app.t.n"]);
    expect(made(...circular).map((sql) => sql.split("\n")[0])).toEqual([
      "CREATE TABLE app.t (",
      expect.stringContaining("CREATE FUNCTION app.f()"),
      "ALTER TABLE app.t ALTER COLUMN n SET DEFAULT app.f()",
    ]);
    const free = func("f", "SELECT 1");
    expect(folded([table("t"), column("t", "n"), free, defaultOf("t", "n", "app.f()", [free])])).toEqual([
      "column app.t.n",
      "default app.t.n",
    ]);
  });

  it("leave out what hangs on a part that is left out", () => {
    const needsTable = func("f", "SELECT 1 FROM app.t", [table("t")]);
    const parts = [
      table("t"),
      column("t", "n", "integer", [needsTable]),
      needsTable,
      defaultOf("t", "n", "1"),
      unique("t", "t_id", ["id"]),
      column("t", "id"),
    ];
    expect(folded(parts)).toEqual(["column app.t.id", "constraint app.t.t_id"]);
  });

  it("leave out a constraint that is not to be validated", () => {
    const loose = check("t", "loose", "id", "(id > 0)", { validated: false });
    expect(made(table("t"), column("t", "id"), loose)).toEqual([
      "CREATE TABLE app.t (\n  id integer\n)",
      "ALTER TABLE app.t ADD CONSTRAINT loose CHECK ((id > 0)) NOT VALID",
    ]);
  });
});
