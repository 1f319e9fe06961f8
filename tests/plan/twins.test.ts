// A constraint, index or sequence that differs in its name alone is renamed.
import { describe, expect, it } from "vitest";
import { planChanges } from "../../engine/plan";
import {
  catalogOf,
  check,
  column,
  columnId,
  comment,
  defaultOf,
  index,
  type Part,
  primaryKey,
  sequence,
  sqlOf,
  table,
  unique,
} from "../support/catalogs";

const base = [table("t"), column("t", "id"), column("t", "n"), primaryKey("t")];
const statements = (live: readonly Part[], desired: readonly Part[]): readonly string[] =>
  sqlOf(planChanges(catalogOf([...base, ...live]), catalogOf([...base, ...desired])));

describe("a twin under another name", () => {
  it("is renamed: a constraint", () => {
    expect(statements([unique("t", "Old", ["n"])], [unique("t", "new", ["n"])])).toEqual([
      'ALTER TABLE app.t RENAME CONSTRAINT "Old" TO new',
    ]);
  });

  it("is renamed: an index", () => {
    expect(statements([index("t", "old", ["n"])], [index("t", "new", ["n"])])).toEqual([
      "ALTER INDEX app.old RENAME TO new",
    ]);
  });

  it("is renamed: the sequence of a column, whose default follows it by itself", () => {
    const numbered = (name: string): readonly Part[] => {
      const made = sequence(name, { ownedBy: columnId("t", "n") });
      return [made, defaultOf("t", "n", `nextval('app.${name}'::regclass)`, [made])];
    };
    const sql = statements(numbered("old"), numbered("new"));
    expect(sql[0]).toBe("ALTER SEQUENCE app.old RENAME TO new");
    expect(sql.filter((text) => /DROP|CREATE/.test(text))).toEqual([]);
  });

  it("keeps its comment, which is not written again", () => {
    const old = unique("t", "old", ["n"]);
    const renamed = unique("t", "new", ["n"]);
    expect(statements([old, comment(old, "why")], [renamed, comment(renamed, "why")])).toEqual([
      "ALTER TABLE app.t RENAME CONSTRAINT old TO new",
    ]);
    expect(statements([old, comment(old, "why")], [renamed, comment(renamed, "because")])).toEqual([
      "ALTER TABLE app.t RENAME CONSTRAINT old TO new",
      "COMMENT ON CONSTRAINT new ON app.t IS 'because'",
    ]);
  });

  it("locks its table", () => {
    const live = catalogOf([...base, unique("t", "old", ["n"])]);
    const { steps } = planChanges(live, catalogOf([...base, unique("t", "new", ["n"])]));
    expect(steps.map(({ locks }) => locks)).toEqual([
      [{ mode: "ACCESS EXCLUSIVE", relation: "table app.t" }],
    ]);
  });

  it("is renamed once where there are two, and the other is dropped", () => {
    const sql = statements([index("t", "a", ["n"]), index("t", "b", ["n"])], [index("t", "c", ["n"])]);
    expect(sql).toEqual(["ALTER INDEX app.a RENAME TO c", "DROP INDEX CONCURRENTLY app.b"]);
  });
});

describe("no twin", () => {
  it("is what differs in more than the name", () => {
    const sql = statements([check("t", "old", "n", "(n > 0)")], [check("t", "new", "n", "(n > 1)")]);
    expect(sql).toContain("ALTER TABLE app.t DROP CONSTRAINT old");
    expect(sql.join()).not.toContain("RENAME");
  });

  it("is what belongs to another table", () => {
    const other = [table("u"), column("u", "n")];
    const sql = statements([...other, unique("t", "old", ["n"])], [...other, unique("u", "new", ["n"])]);
    expect(sql.join()).not.toContain("RENAME");
  });

  it("is a sequence of its own, whose number nobody may mix up", () => {
    expect(statements([sequence("old")], [sequence("new")])).toEqual([
      "CREATE SEQUENCE app.new",
      "DROP SEQUENCE app.old",
    ]);
  });

  it("is what would take a name that is still in use", () => {
    const live = [index("t", "old", ["n"]), table("taken"), column("taken", "id")];
    const sql = statements(live, [index("t", "taken", ["n"])]);
    expect(sql.join()).not.toContain("RENAME");
    expect(sql.indexOf("DROP TABLE app.taken")).toBeGreaterThanOrEqual(0);
    expect(sql.indexOf("DROP TABLE app.taken")).toBeLessThan(
      sql.findIndex((text) => text.startsWith("CREATE INDEX CONCURRENTLY taken")),
    );
  });
});
