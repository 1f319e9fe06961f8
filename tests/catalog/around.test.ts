// The part of a catalog that some objects can be made in: all that they need, and none of the rest.
import { expect, test } from "vitest";
import { partAround } from "../../engine/catalog/around";
import type { Catalog, ObjectId } from "../../engine/catalog/model";
import { inspectDatabase } from "../../engine/index";
import { query } from "../e2e/app";
import { sharedServer } from "../support/postgres";

async function around(sql: string, ...ids: readonly string[]): Promise<readonly string[]> {
  const target = await (await sharedServer(17)).createDatabase();
  await query(target, sql);
  const catalog: Catalog = await inspectDatabase(target, { scope: ["app"] });
  return [...partAround(catalog, ids as readonly ObjectId[]).objects.keys()].sort();
}

test("a view comes with its tables, their columns, checks and keys, and what those need", async () => {
  expect(
    await around(
      `CREATE SCHEMA app; CREATE DOMAIN app.amount AS integer CHECK (VALUE > 0);
       CREATE TABLE app.o (id integer PRIMARY KEY);
       CREATE TABLE app.t (id integer PRIMARY KEY, v app.amount, o integer REFERENCES app.o, CHECK (id > 0));
       CREATE INDEX ON app.t (o); CREATE TABLE app.other (id integer);
       CREATE VIEW app.below AS SELECT t.* FROM app.t GROUP BY t.id;
       CREATE VIEW app.above AS SELECT * FROM app.below`,
      "view app.above",
    ),
  ).toEqual([
    "column app.t.id",
    "column app.t.o",
    "column app.t.v",
    "constraint app.amount.amount_check",
    "constraint app.t.t_id_check",
    "constraint app.t.t_pkey",
    "domain app.amount",
    "schema app",
    "table app.t",
    "view app.above",
    "view app.below",
  ]);
});

test("a policy comes with its table and the functions it calls; a partition with the table above", async () => {
  expect(
    await around(
      `CREATE SCHEMA app; CREATE FUNCTION app.me() RETURNS integer LANGUAGE sql AS 'SELECT 1';
       CREATE TABLE app.m (id integer) PARTITION BY RANGE (id);
       CREATE TABLE app.m_1 PARTITION OF app.m FOR VALUES FROM (1) TO (9);
       CREATE POLICY p ON app.m_1 USING (id = app.me()); CREATE POLICY q ON app.m_1 USING (true)`,
      "policy app.m_1.p",
    ),
  ).toEqual([
    "attachment of table app.m_1 to table app.m",
    "column app.m.id",
    "column app.m_1.id",
    "function app.me()",
    "policy app.m_1.p",
    "schema app",
    "table app.m",
    "table app.m_1",
  ]);
});
