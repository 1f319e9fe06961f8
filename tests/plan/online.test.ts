// Keys and indexes of tables in use: what takes long comes before what shuts others out.
import { describe, expect, it } from "vitest";
import { planChanges } from "../../engine/plan";
import type { Plan } from "../../engine/plan/model";
import {
  attachment,
  catalogOf,
  check,
  column,
  index,
  type Part,
  primaryKey,
  sqlOf,
  table,
} from "../support/catalogs";

const planned = (live: readonly Part[], desired: readonly Part[]): Plan =>
  planChanges(catalogOf([...live]), catalogOf([...desired]), { online: "always" });

const bare = [table("t"), column("t", "a", { notNull: true }), column("t", "b", { notNull: true })];

describe("a key of a table that holds data", () => {
  it("takes over an index that was built before", () => {
    const plan = planned(bare, [...bare, primaryKey("t", ["a"])]);
    expect(plan.steps.map(({ sql, transactional, scans }) => [sql, transactional, scans])).toEqual([
      ["CREATE UNIQUE INDEX CONCURRENTLY t_pkey__stackschema_new ON app.t (a)", false, true],
      [
        "ALTER TABLE app.t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey__stackschema_new",
        true,
        false,
      ],
    ]);
  });

  it("stays until the index of another definition is there, and gives way in one transaction", () => {
    const plan = planned([...bare, primaryKey("t", ["a"])], [...bare, primaryKey("t", ["a", "b"])]);
    expect(sqlOf(plan)).toEqual([
      "CREATE UNIQUE INDEX CONCURRENTLY t_pkey__stackschema_new ON app.t (a, b)",
      "ALTER TABLE app.t DROP CONSTRAINT t_pkey",
      "ALTER TABLE app.t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey__stackschema_new",
    ]);
    expect(plan.steps[1]?.transaction).toBe(plan.steps[2]?.transaction);
  });

  it("is added at once where its column changes under the old one", () => {
    const wide = [table("t"), column("t", "a", { notNull: true, type: "bigint" }), ...bare.slice(2)];
    const plan = planned([...bare, primaryKey("t", ["a"])], [...wide, primaryKey("t", ["a", "b"])]);
    expect(sqlOf(plan)).toEqual([
      "ALTER TABLE app.t DROP CONSTRAINT t_pkey",
      "ALTER TABLE app.t ALTER COLUMN a TYPE bigint",
      "ALTER TABLE app.t ADD CONSTRAINT t_pkey PRIMARY KEY (a, b)",
    ]);
  });
});

describe("an index of a table that holds data", () => {
  it("serves until the one of another definition is there", () => {
    const plan = planned(
      [...bare, index("t", "t_a", ["a"])],
      [...bare, index("t", "t_a", ["a"], { unique: true })],
    );
    expect(plan.steps.map(({ sql, transaction }) => [transaction, sql])).toEqual([
      [1, "CREATE UNIQUE INDEX CONCURRENTLY t_a__stackschema_new ON app.t USING btree (a)"],
      [2, "DROP INDEX app.t_a"],
      [2, "ALTER INDEX app.t_a__stackschema_new RENAME TO t_a"],
    ]);
  });
});

describe("an index that a killed run finished", () => {
  const built = index("t", "t_pkey__stackschema_new", ["a"], { unique: true });
  const key = primaryKey("t", ["a"]);

  it("is taken by the key it was built for, also where its column becomes NOT NULL", () => {
    expect(sqlOf(planned([...bare, built], [...bare, key]))).toEqual([
      "ALTER TABLE app.t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey__stackschema_new",
    ]);
    const open = [table("t"), column("t", "a"), ...bare.slice(2)];
    expect(sqlOf(planned([...open, built], [...bare, key])).at(-1)).toBe(
      "ALTER TABLE app.t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey__stackschema_new",
    );
  });

  it("takes the place of the one it was built for", () => {
    const beside = index("t", "t_a__stackschema_new", ["a"], { unique: true });
    const plan = planned(
      [...bare, index("t", "t_a", ["a"]), beside],
      [...bare, index("t", "t_a", ["a"], { unique: true })],
    );
    expect(plan.steps.map(({ sql, transaction }) => [transaction, sql])).toEqual([
      [1, "DROP INDEX app.t_a"],
      [1, "ALTER INDEX app.t_a__stackschema_new RENAME TO t_a"],
    ]);
  });

  it.each([
    ["not valid", index("t", "t_pkey__stackschema_new", ["a"], { unique: true, valid: false })],
    ["of another definition", index("t", "t_pkey__stackschema_new", ["b"], { unique: true })],
  ])("is dropped and built again where it is %s", (_why, left) => {
    expect(sqlOf(planned([...bare, left], [...bare, key]))).toEqual([
      "DROP INDEX CONCURRENTLY app.t_pkey__stackschema_new",
      "CREATE UNIQUE INDEX CONCURRENTLY t_pkey__stackschema_new ON app.t (a)",
      "ALTER TABLE app.t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey__stackschema_new",
    ]);
  });

  it("is dropped where nothing in the source asks for it", () => {
    expect(sqlOf(planned([...bare, built], bare))).toEqual([
      "DROP INDEX CONCURRENTLY app.t_pkey__stackschema_new",
    ]);
  });
});

describe("a partition that leaves a table that holds data", () => {
  const keyed = (partitionKey: string): Part[] => [
    table("m", { partitionKey }),
    column("m", "a"),
    table("m_1"),
    column("m_1", "a"),
  ];
  const live = keyed("RANGE (a)");
  const tie = (bound: string, detaching = false): Part => attachment("m_1", "m", bound, detaching);
  const range = "FOR VALUES FROM (1) TO (9)";

  it("is detached CONCURRENTLY, and the check that Postgres adds is dropped", () => {
    const plan = planned([...live, tie(range)], live);
    expect(plan.steps.map(({ sql, transactional }) => [sql, transactional])).toEqual([
      ["ALTER TABLE app.m DETACH PARTITION app.m_1 CONCURRENTLY", false],
      ["ALTER TABLE app.m_1 DROP CONSTRAINT m_1_a_check", true],
    ]);
  });

  it.each([
    ["is the DEFAULT one", keyed("RANGE (a)"), "DEFAULT"],
    ["is one by HASH", keyed("HASH (a)"), "FOR VALUES WITH (modulus 2, remainder 0)"],
    ["is one by an expression", keyed("RANGE (abs(a))"), range],
    ["has a check on the key already", [...live, check("m_1", "m_1_low", "a", "a < 9")], range],
  ])("is detached in the plain form where it %s", (_why, tables, bound) => {
    expect(sqlOf(planned([...tables, tie(bound)], tables))).toEqual([
      "ALTER TABLE app.m DETACH PARTITION app.m_1",
    ]);
  });

  it("whose detach was interrupted is finished first, whatever becomes of it", () => {
    const finish = "ALTER TABLE app.m DETACH PARTITION app.m_1 FINALIZE";
    expect(sqlOf(planned([...live, tie(range, true)], live))).toEqual([finish]);
    expect(sqlOf(planned([...live, tie(range, true)], [...live, tie(range)]))).toEqual([
      finish,
      `ALTER TABLE app.m ATTACH PARTITION app.m_1 ${range}`,
    ]);
    const stays = [table("m_2"), column("m_2", "a"), attachment("m_2", "m", "FOR VALUES FROM (9) TO (12)")];
    const goes = planned([...live, tie(range, true), ...stays], [...live.slice(0, 2), ...stays]);
    expect(sqlOf(goes)).toEqual([finish, "DROP TABLE app.m_1"]);
    const leftToOthers = planned([...live, tie(range, true)], live.slice(0, 2));
    expect(sqlOf(leftToOthers)).toEqual([]);
  });
});
