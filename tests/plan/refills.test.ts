// Materialized views in use whose query changes: filled beside the old one, or in its place and why.
import { describe, expect, it } from "vitest";
import type { AnyObject, Estimate, ObjectId } from "../../engine/catalog/model";
import { attachedId, objectId } from "../../engine/catalog/names";
import { spell } from "../../engine/catalog/spelling";
import { type PlanOptions, planChanges } from "../../engine/plan";
import type { Plan } from "../../engine/plan/model";
import { catalogOf, column, columnId, type Part, sqlOf, table } from "../support/catalogs";

const schema = objectId("schema", ["app"]);
const idOf = (name: string): ObjectId => objectId("materialized view", ["app", name]);

const filled = (
  name: string,
  query: string,
  needs: readonly ObjectId[] = [columnId("t", "a")],
  populated = true,
): Part => {
  const path = ["app", name];
  const columns = [{ name: "a", type: "integer", collation: null }];
  const none = { tablespace: null, accessMethod: null, clusterOn: null };
  const attributes = { query, columns, options: {}, populated, ...none };
  const object: AnyObject = {
    kind: "materialized view",
    id: idOf(name),
    path,
    parent: null,
    attributes,
  };
  return { object, needs: [schema, ...needs] };
};

const indexOf = (of: string, name: string): Part => ({
  object: {
    kind: "index",
    id: objectId("index", ["app", name]),
    path: ["app", name],
    parent: idOf(of),
    attributes: {
      definition: "USING btree (a)",
      predicate: null,
      options: {},
      unique: true,
      valid: true,
      tablespace: null,
      statistics: {},
    },
  },
  needs: [idOf(of)],
});

const commentOn = ({ object }: Part, text: string): Part => ({
  object: {
    kind: "comment",
    id: attachedId("comment", object.id),
    path: object.path,
    parent: object.id,
    attributes: { text, on: spell(object) },
  },
  needs: [object.id],
});

const view = (name: string, on: ObjectId): Part => ({
  object: {
    kind: "view",
    id: objectId("view", ["app", name]),
    path: ["app", name],
    parent: null,
    attributes: {
      query: "SELECT a FROM app.m",
      columns: [{ name: "a", type: "integer", collation: null }],
      options: {},
      checkOption: null,
    },
  },
  needs: [schema, on],
});

const base = [table("t"), column("t", "a")];
const was = filled("m", "SELECT a FROM app.t");
const will = filled("m", "SELECT a + 1 AS a FROM app.t");

function planned(
  live: readonly Part[],
  desired: readonly Part[],
  options: PlanOptions = {},
  estimates: readonly (readonly [ObjectId, Estimate])[] = [],
): Plan {
  const before = { ...catalogOf([...base, ...live]), estimates: new Map(estimates) };
  return planChanges(before, catalogOf([...base, ...desired]), options);
}

const numbered = ({ steps }: Plan): readonly string[] =>
  steps.map(({ sql, transaction }) => `${transaction} ${sql.replaceAll(/\s+/g, " ")}`);

const hazardsOf = ({ steps }: Plan): readonly string[] =>
  steps.flatMap(({ hazards }) => hazards.map(({ message }) => message));

const plain = [
  "DROP MATERIALIZED VIEW app.m",
  "CREATE MATERIALIZED VIEW app.m AS\nSELECT a + 1 AS a FROM app.t",
];
const mark = "stackschema: takes the place of materialized view m";

describe("a materialized view whose query changes", () => {
  it("is filled, indexed and analysed beside the old one, and takes its place with its views in one transaction", () => {
    const plan = planned(
      [was, indexOf("m", "m_a"), view("v", was.object.id)],
      [will, indexOf("m", "m_a"), commentOn(will, "Ours"), view("v", will.object.id)],
    );
    expect(numbered(plan)).toEqual([
      "1 CREATE MATERIALIZED VIEW app.m__stackschema_new AS SELECT a + 1 AS a FROM app.t",
      `1 COMMENT ON MATERIALIZED VIEW app.m__stackschema_new IS '${mark}'`,
      "2 CREATE UNIQUE INDEX m_a__stackschema_new ON app.m__stackschema_new USING btree (a)",
      "3 ANALYZE app.m__stackschema_new",
      "4 DROP VIEW app.v",
      "4 DROP MATERIALIZED VIEW app.m",
      "4 ALTER MATERIALIZED VIEW app.m__stackschema_new RENAME TO m",
      "4 COMMENT ON MATERIALIZED VIEW app.m IS NULL",
      "4 CREATE VIEW app.v AS SELECT a FROM app.m",
      "4 ALTER INDEX app.m_a__stackschema_new RENAME TO m_a",
      "4 COMMENT ON MATERIALIZED VIEW app.m IS 'Ours'",
    ]);
    expect(hazardsOf(plan)).toEqual([]);
    const locked = plan.steps.flatMap(({ locks, transaction }) => (locks.length > 0 ? [transaction] : []));
    expect(new Set(locked)).toEqual(new Set([4]));
  });

  it("is prepared in the phase in which it takes the place, so that its rows are of then", () => {
    const plan = planned([was, indexOf("m", "m_a")], [will, indexOf("m", "m_a")], { phases: "apart" });
    expect(new Set(plan.steps.map(({ phase }) => phase))).toEqual(new Set(["contract"]));
  });

  it("waits for a new column, and lets go of one that is dropped", () => {
    const next = filled("m", "SELECT b AS a FROM app.t", [columnId("t", "b")]);
    const live = catalogOf([...base, was]);
    const plan = planChanges(live, catalogOf([table("t"), column("t", "b"), next]));
    expect(sqlOf(plan).at(0)).toBe("ALTER TABLE app.t ADD COLUMN b integer");
    expect(sqlOf(plan).at(1)).toContain("app.m__stackschema_new");
    expect(sqlOf(plan).at(-1)).toBe("ALTER TABLE app.t DROP COLUMN a");
  });

  it("does not wait in vain for what changes under it in place", () => {
    const live = catalogOf([...base, was]);
    const desired = catalogOf([table("t"), column("t", "a", { notNull: true }), will]);
    const sql = sqlOf(planChanges(live, desired)).join("\n");
    expect(sql).toMatch(/SET NOT NULL(.|\n)*app\.m__stackschema_new AS/);
  });

  it("is made by the role that is to own it", () => {
    const plan = planned([was, indexOf("m", "m_a")], [will, indexOf("m", "m_a")], { owner: "keeper" });
    expect(plan.steps.map(({ as }) => as ?? null)).toEqual([
      "keeper",
      "keeper",
      "keeper",
      "keeper",
      null,
      "keeper",
      null,
      null,
    ]);
  });
});

describe("a materialized view is made in its place", () => {
  const forSize = (rows: number | null): readonly (readonly [ObjectId, Estimate])[] => [
    [was.object.id, { rows, bytes: 0 }],
  ];

  it("where that is asked for, and the plan says who waits", () => {
    const plan = planned([was], [will], { online: "never" });
    expect(sqlOf(plan)).toEqual(plain);
    expect(new Set(plan.steps.map(({ transaction }) => transaction)).size).toBe(1);
    expect(hazardsOf(plan)).toEqual(["readers of materialized view app.m wait until it is filled"]);
  });

  it("where it is known to be empty, unless asked for always", () => {
    expect(sqlOf(planned([was], [will], {}, forSize(0)))).toEqual(plain);
    expect(hazardsOf(planned([was], [will], {}, forSize(0)))).toEqual([]);
    expect(sqlOf(planned([was], [will], { online: "always" }, forSize(0)))).not.toEqual(plain);
    expect(sqlOf(planned([was], [will], {}, forSize(null)))).not.toEqual(plain);
  });

  it("where nobody can read it before or after", () => {
    const bare = filled("m", "SELECT a FROM app.t", [columnId("t", "a")], false);
    expect(sqlOf(planned([bare], [will]))).toEqual(plain);
    const left = filled("m", "SELECT a + 1 AS a FROM app.t", [columnId("t", "a")], false);
    expect(sqlOf(planned([was], [left]))).toEqual([plain[0], `${plain[1]} WITH NO DATA`]);
  });

  it("where another one stands on it, which would be filled with it", () => {
    const upon = filled("n", "SELECT a FROM app.m", [idOf("m")]);
    const plan = planned([was, upon], [will, upon]);
    expect(sqlOf(plan).join()).not.toContain("__stackschema_new");
    expect(hazardsOf(plan)).toEqual([
      "readers of materialized view app.m wait until it is filled, because materialized view app.n would be made or changed in the same moment, and takes long",
      "readers of materialized view app.n wait until it is filled, because it depends on materialized view app.m, which is replaced",
    ]);
  });

  it("where what it reads comes only when the old one is gone", () => {
    const reads = { ...view("v", idOf("m")) };
    const wider = {
      object: { ...reads.object, attributes: { ...reads.object.attributes, columns: [] } } as AnyObject,
      needs: [schema, columnId("t", "a")],
    };
    const over = filled("m", "SELECT a FROM app.v", [reads.object.id]);
    const plan = planned([was, reads], [over, wider]);
    expect(sqlOf(plan).join()).not.toContain("__stackschema_new");
    expect(hazardsOf(plan).join("\n")).toContain("because view app.v changes only when the old one is gone");
  });

  it("where a name that it needs is somebody else's", () => {
    const other = filled("m__stackschema_new", "SELECT 1 AS a", []);
    const plan = planned([was, other], [will]);
    expect(sqlOf(plan)).toEqual([...plain, "DROP MATERIALIZED VIEW app.m__stackschema_new"]);
    expect(hazardsOf(plan).join("\n")).toContain("the name app.m__stackschema_new");
    const taken = indexOf("m", "m_a__stackschema_new");
    const beside = planned([was, indexOf("m", "m_a"), taken], [will, indexOf("m", "m_a")]);
    expect(sqlOf(beside).slice(0, 2)).toEqual(plain);
  });
});

describe("what an interrupted run left beside a materialized view", () => {
  const left = filled("m__stackschema_new", "SELECT a + 1 AS a FROM app.t");
  const parts = [was, left, commentOn(left, mark), indexOf("m__stackschema_new", "m_a__stackschema_new")];

  it("goes first, and is filled again with the rows of now", () => {
    const sql = numbered(planned(parts, [will]));
    expect(sql.slice(0, 2)).toEqual([
      "1 DROP MATERIALIZED VIEW app.m__stackschema_new",
      "2 CREATE MATERIALIZED VIEW app.m__stackschema_new AS SELECT a + 1 AS a FROM app.t",
    ]);
  });

  it("is not taken for ours under another name", () => {
    const other = filled("elsewhere", "SELECT a FROM app.t");
    const plan = planned([was, other, commentOn(other, mark)], [was]);
    expect(hazardsOf(plan)).toEqual(["code that says app.elsewhere stops working"]);
  });

  it("goes where nothing asks for it any more, and no code misses it", () => {
    const plan = planned(parts, [was]);
    expect(sqlOf(plan)).toEqual(["DROP MATERIALIZED VIEW app.m__stackschema_new"]);
    expect(hazardsOf(plan)).toEqual([]);
    expect(plan.steps[0]?.cause).toBe("not in the source; left by an interrupted run");
  });
});
