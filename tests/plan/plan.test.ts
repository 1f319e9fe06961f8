// Whole plans over small catalogs: online forms, replacements, privileges, consent and hashes.
import { describe, expect, it } from "vitest";
import type { Catalog, DefaultPrivilege } from "../../engine/catalog/model";
import { type PlanOptions, planChanges } from "../../engine/plan";
import type { Plan } from "../../engine/plan/model";
import {
  catalogOf,
  check,
  column,
  emptied,
  enumOf,
  facts,
  foreignKey,
  func,
  index,
  type Part,
  policy,
  primaryKey,
  privilege,
  sqlOf,
  table,
  tableId,
  transactionsOf,
  trigger,
  view,
} from "../support/catalogs";

const plan = (live: readonly Part[], desired: readonly Part[], options: PlanOptions = {}): Plan =>
  planChanges(catalogOf(live), catalogOf(desired), options);
const statements = (live: readonly Part[], desired: readonly Part[]): readonly string[] =>
  sqlOf(plan(live, desired));

const t = [table("t"), column("t", "id"), column("t", "n"), primaryKey("t")];
const u = [table("u"), column("u", "id"), primaryKey("u")];
const touch = func("touch", "SELECT 1");

describe("nothing to do", () => {
  it("is an empty plan", () => {
    expect(plan([...t, ...u], [...t, ...u])).toMatchObject({ steps: [], findings: [] });
  });
});

describe("a table in use", () => {
  const nPositive = check("t", "n_positive", "n", "(n > 0)");
  const add = "ALTER TABLE app.t ADD CONSTRAINT n_positive CHECK ((n > 0))";

  it("gets a check in two transactions: NOT VALID, then VALIDATE", () => {
    expect(transactionsOf(plan(t, [...t, nPositive]))).toEqual([
      [`${add} NOT VALID`],
      ["ALTER TABLE app.t VALIDATE CONSTRAINT n_positive"],
    ]);
  });

  it("gets it in one where it is empty or online forms are not asked for; in two where they always are", () => {
    const live = emptied(catalogOf(t), "t");
    const desired = catalogOf([...t, nPositive]);
    expect(sqlOf(planChanges(live, desired))).toEqual([add]);
    expect(sqlOf(plan(t, [...t, nPositive], { online: "never" }))).toEqual([add]);
    expect(sqlOf(planChanges(live, desired, { online: "always" }))).toHaveLength(2);
  });

  it("gets a foreign key in two transactions, with locks on both tables in the first alone", () => {
    const made = plan([...t, ...u], [...t, ...u, foreignKey("t", "t_u", "n", "u")]);
    expect(transactionsOf(made)).toEqual([
      ["ALTER TABLE app.t ADD CONSTRAINT t_u FOREIGN KEY (n) REFERENCES app.u(id) NOT VALID"],
      ["ALTER TABLE app.t VALIDATE CONSTRAINT t_u"],
    ]);
    expect(made.steps.map(({ locks }) => locks.map(({ mode, relation }) => `${mode} ${relation}`))).toEqual([
      ["SHARE ROW EXCLUSIVE table app.t", "SHARE ROW EXCLUSIVE table app.u"],
      ["SHARE UPDATE EXCLUSIVE table app.t", "ROW SHARE table app.u"],
    ]);
  });

  it("gets and loses indexes CONCURRENTLY, outside of any transaction and without a lock timeout", () => {
    const { steps } = plan([...t, index("t", "old", ["n", "id"])], [...t, index("t", "new", ["n"])]);
    expect(steps.map(({ sql }) => sql)).toEqual([
      "CREATE INDEX CONCURRENTLY new ON app.t USING btree (n)",
      "DROP INDEX CONCURRENTLY app.old",
    ]);
    for (const step of steps) expect(step).toMatchObject({ transactional: false, lockTimeout: 0 });
    expect(new Set(steps.map(({ transaction }) => transaction)).size).toBe(2);
  });

  it("shares no transaction with another one", () => {
    const changed = (name: string): Part => table(name, { rowSecurity: true });
    const made = plan([table("a"), table("b")], [changed("a"), changed("b")]);
    expect(transactionsOf(made)).toEqual([
      ["ALTER TABLE app.a ENABLE ROW LEVEL SECURITY"],
      ["ALTER TABLE app.b ENABLE ROW LEVEL SECURITY"],
    ]);
  });
});

describe("a new table", () => {
  it("is made in one transaction with all that belongs to it, without locks or online forms", () => {
    const { steps } = plan([], [...t, index("t", "t_n", ["n"]), touch, trigger("t", "touch", [touch])]);
    expect(new Set(steps.map(({ transaction }) => transaction))).toEqual(new Set([1]));
    expect(steps.flatMap(({ locks }) => locks)).toEqual([]);
    expect(sqlOf({ steps })).toContain("CREATE INDEX t_n ON app.t USING btree (n)");
  });
});

describe("an enum label", () => {
  it("is committed by itself before a new table uses it", () => {
    const before = [enumOf("status", ["new"])];
    const status = enumOf("status", ["new", "done"]);
    const desired = [status, table("t"), column("t", "status", "app.status", [status])];
    expect(
      transactionsOf(plan(before, desired)).map((sql) => sql.map((text) => text.split("\n")[0])),
    ).toEqual([["ALTER TYPE app.status ADD VALUE 'done'"], ["CREATE TABLE app.t ("]]);
  });

  it("comes at its place", () => {
    const added = (labels: readonly string[]): readonly string[] =>
      statements([enumOf("e", ["b", "d"])], [enumOf("e", labels)]);
    expect(added(["a", "b", "d"])).toEqual(["ALTER TYPE app.e ADD VALUE 'a' BEFORE 'b'"]);
    expect(added(["b", "c", "d", "e"])).toEqual([
      "ALTER TYPE app.e ADD VALUE 'c' AFTER 'b'",
      "ALTER TYPE app.e ADD VALUE 'e'",
    ]);
  });

  it("that goes swaps the type in one transaction, and waits for consent", () => {
    const holding = (labels: readonly string[]): readonly Part[] => {
      const status = enumOf("status", labels);
      return [status, table("t"), column("t", "status", "app.status", [status])];
    };
    const made = plan(holding(["new", "gone"]), holding(["new"]));
    expect(transactionsOf(made)).toEqual([
      [
        "ALTER TYPE app.status RENAME TO status__stackschema_old",
        "CREATE TYPE app.status AS ENUM ('new')",
        "ALTER TABLE app.t ALTER COLUMN status TYPE app.status USING status::text::app.status",
        "DROP TYPE app.status__stackschema_old",
      ],
    ]);
    expect(made.steps.flatMap(({ hazards }) => hazards.map(({ consent }) => consent?.change))).toContain(
      "drop value 'gone' of enum app.status",
    );
  });
});

describe("a change of a column's type", () => {
  const n = column("t", "n");
  const dependents = [
    view("v", "SELECT n FROM app.t", [n]),
    policy("t", "mine", "(n > 0)", [n]),
    touch,
    trigger("t", "touch", [touch, n]),
    index("t", "t_n", ["n"]),
  ];
  const wide = [table("t"), column("t", "id"), column("t", "n", "bigint"), primaryKey("t")];
  const made = plan([...t, ...dependents], [...wide, ...dependents]);

  it("drops views, policies and triggers on it before and makes them again after, in one transaction", () => {
    const alter = sqlOf(made).indexOf("ALTER TABLE app.t ALTER COLUMN n TYPE bigint");
    const [before, after] = [sqlOf(made).slice(0, alter), sqlOf(made).slice(alter + 1)];
    expect([...before].sort()).toEqual([
      "DROP POLICY mine ON app.t",
      "DROP TRIGGER touch ON app.t",
      "DROP VIEW app.v",
    ]);
    expect(after.map((sql) => sql.split(" ").slice(0, 3).join(" ")).sort()).toEqual([
      "CREATE POLICY mine",
      "CREATE TRIGGER touch",
      "CREATE VIEW app.v",
    ]);
    expect(transactionsOf(made)).toHaveLength(1);
  });

  it("says of each why it is there", () => {
    expect(made.steps.find(({ sql }) => sql.startsWith("DROP VIEW"))?.cause).toBe(
      "depends on column app.t.n, which changes its type",
    );
  });

  it("leaves a plain index to Postgres, but not one whose expression needs the old type", () => {
    expect(sqlOf(made).join()).not.toContain("INDEX");
    const expression = {
      object: index("t", "t_f", ["((n + 1))"]).object,
      needs: [tableId("t"), n.object.id],
    };
    const uuid = [table("t"), column("t", "id"), column("t", "n", "uuid"), primaryKey("t")];
    expect(statements([...t, expression], [...uuid, expression])).toEqual([
      "DROP INDEX app.t_f",
      "ALTER TABLE app.t ALTER COLUMN n TYPE uuid USING n::text::uuid",
      "CREATE INDEX t_f ON app.t USING btree (((n + 1)))",
    ]);
  });

  it("takes along what hangs on what it breaks", () => {
    const first = view("v", "SELECT n FROM app.t", [n]);
    const second = view("w", "SELECT n FROM app.v", [first]);
    expect(statements([...t, first, second], [...wide, first, second])).toEqual([
      "DROP VIEW app.w",
      "DROP VIEW app.v",
      "ALTER TABLE app.t ALTER COLUMN n TYPE bigint",
      expect.stringContaining("CREATE VIEW app.v"),
      expect.stringContaining("CREATE VIEW app.w"),
    ]);
  });
});

describe("a replaced view", () => {
  it("gets its grants again in the same transaction, and nothing else is between", () => {
    const renamed = { columns: [{ name: "two", type: "integer", collation: null }] };
    const [old, made] = [view("v", "SELECT 1"), view("v", "SELECT 2", [], renamed)];
    const grants = (on: Part): readonly Part[] => [on, privilege(on, "reader", ["SELECT"])];
    const result = plan(grants(old), [...grants(made), table("new")]);
    expect(
      transactionsOf(result)[0]
        ?.slice(0, 3)
        .map((sql) => sql.split("\n")[0]),
    ).toEqual(
      sqlOf(result)
        .slice(0, 3)
        .map((sql) => sql.split("\n")[0]),
    );
    const [drop, create, grant] = ["DROP VIEW", "CREATE VIEW", "GRANT SELECT"].map(
      (head) => result.steps.find(({ sql }) => sql.startsWith(head))?.transaction,
    );
    expect(drop).toBeDefined();
    expect([create, grant]).toEqual([drop, drop]);
  });
});

describe("grants", () => {
  const whole = table("t");
  const n = column("t", "n");
  const base = [whole, n, column("t", "id")];

  it("on a column are given again after the REVOKE on the table that takes them along", () => {
    const onColumn = privilege(n, "reader", ["SELECT"]);
    const live = [...base, privilege(whole, "reader", ["SELECT", "INSERT"]), onColumn];
    expect(statements(live, [...base, onColumn])).toEqual([
      "REVOKE SELECT, INSERT ON TABLE app.t FROM reader",
      "GRANT SELECT (n) ON TABLE app.t TO reader",
    ]);
  });

  it("on a column stay as they are where the REVOKE is of something else, or of somebody else", () => {
    const onColumn = privilege(n, "reader", ["SELECT"]);
    expect(
      statements([...base, privilege(whole, "reader", ["INSERT"]), onColumn], [...base, onColumn]),
    ).toEqual(["REVOKE INSERT ON TABLE app.t FROM reader"]);
    expect(
      statements([...base, privilege(whole, "writer", ["SELECT"]), onColumn], [...base, onColumn]),
    ).toEqual(["REVOKE SELECT ON TABLE app.t FROM writer"]);
  });

  const given = (entry: Partial<DefaultPrivilege>): Catalog => {
    const defaults = {
      schema: "app",
      objects: "tables",
      grantee: "reader",
      privileges: { SELECT: false },
    } as const;
    return catalogOf([], { server: facts({ defaultPrivileges: [{ ...defaults, ...entry }] }) });
  };
  const made = (live: Catalog, ...desired: readonly Part[]): readonly string[] =>
    sqlOf(planChanges(live, catalogOf(desired))).slice(1);

  it("that default privileges make on a new object are revoked, except those of the source", () => {
    expect(made(given({}), table("new"))).toEqual(["REVOKE SELECT ON TABLE app.new FROM reader"]);
    expect(
      made(
        given({ privileges: { SELECT: false, INSERT: false } }),
        table("new"),
        privilege(table("new"), "reader", ["SELECT"]),
      ),
    ).toEqual(["REVOKE INSERT ON TABLE app.new FROM reader", "GRANT SELECT ON TABLE app.new TO reader"]);
  });

  it("that default privileges make on other objects, or elsewhere, are not", () => {
    expect(made(given({ objects: "sequences" }), table("new"))).toEqual([]);
    expect(made(given({ schema: "other" }), table("new"))).toEqual([]);
  });

  it("that Postgres gives by itself come back where default privileges took them away", () => {
    const taken = given({ schema: null, objects: "functions", grantee: "public", privileges: {} });
    expect(made(taken, touch)).toEqual(["GRANT EXECUTE ON FUNCTION app.touch() TO PUBLIC"]);
  });
});

describe("consent", () => {
  const asked = (live: readonly Part[], desired: readonly Part[]): readonly (readonly [string, string])[] =>
    plan(live, desired).steps.flatMap(({ hazards }) =>
      hazards.flatMap(({ consent }): readonly (readonly [string, string])[] =>
        consent ? [[consent.change, consent.hash]] : [],
      ),
    );

  it("names the change and the definition that is lost", () => {
    const [[change, hash] = []] = asked(t, [...t.filter(({ object }) => object.path.at(-1) !== "n")]);
    expect(change).toBe("drop column app.t.n");
    expect(hash).toMatch(/^[0-9a-f]{8}$/);
  });

  it("is asked for once where a table goes with all its columns", () => {
    expect(asked(t, []).map(([change]) => change)).toEqual(["drop table app.t"]);
  });

  it("fits no later object of the same name", () => {
    const hashOf = (...parts: readonly Part[]): string | undefined =>
      asked([table("t"), ...parts], [])[0]?.[1];
    const [first, same] = [hashOf(column("t", "n")), hashOf(column("t", "n"))];
    expect(first).toBe(same);
    expect(hashOf(column("t", "n", "bigint"))).not.toBe(first);
    expect(hashOf(column("t", "n"), column("t", "m"))).not.toBe(first);
  });

  it("is not needed for what holds no data", () => {
    const extra = [index("t", "t_n", ["n"]), view("v", "SELECT 1"), touch];
    expect(asked([...t, ...extra], t)).toEqual([]);
  });
});

describe("the hash of a plan", () => {
  const desired = catalogOf([...t, index("t", "t_n", ["n"])]);
  const sized = (rows: number): Catalog => ({
    ...catalogOf(t),
    estimates: new Map([[tableId("t"), { rows, bytes: 8192 }]]),
  });
  const base = planChanges(sized(5), desired);

  it("is the same for the same catalogs, whatever the estimates", () => {
    expect(planChanges(sized(5), desired).hash).toBe(base.hash);
    const larger = planChanges(sized(5_000_000), desired);
    expect(larger.steps[0]?.estimate?.rows).toBe(5_000_000);
    expect(larger.hash).toBe(base.hash);
  });

  it("is another where a statement or the start is", () => {
    expect(planChanges(sized(5), catalogOf([...t, index("t", "t_n", ["id"])])).hash).not.toBe(base.hash);
    expect(planChanges(sized(0), desired).hash).not.toBe(base.hash);
    const elsewhere = { ...catalogOf([...t, ...u]), estimates: sized(5).estimates };
    const both = catalogOf([...t, ...u, index("t", "t_n", ["n"])]);
    expect(sqlOf(planChanges(elsewhere, both))).toEqual(sqlOf(base));
    expect(planChanges(elsewhere, both).hash).not.toBe(base.hash);
  });

  it("comes with the fingerprints of both ends", () => {
    expect(base.from).not.toBe(base.to);
    expect(planChanges(desired, desired)).toMatchObject({ from: base.to, to: base.to });
  });
});
