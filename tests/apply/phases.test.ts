// A plan in two runs, with the application deployed between them: the first leaves what running code needs, the second ends
// where the source says, and together they are the plan that was read.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { applySchema, planSchema, type SchemaRequest, type Target } from "../../engine/index";
import { sharedServer } from "../support/postgres";
import { rows } from "./support";

const directories: string[] = [];

afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
});

function requestOf(target: Target, sql: string): SchemaRequest & { readonly target: Target } {
  const directory = mkdtempSync(path.join(tmpdir(), "stackschema-phases-"));
  directories.push(directory);
  writeFileSync(path.join(directory, "app.sql"), sql);
  const source = { kind: "sql", path: directory } as const;
  return {
    target,
    source,
    consents: [],
    consentAll: true,
    phases: "apart",
    cacheDirectory: path.join(directory, "cache"),
  };
}

const before = `CREATE SCHEMA app;
CREATE TABLE app.customers (id int PRIMARY KEY, name text, fax text);
CREATE TABLE app.orders (id int PRIMARY KEY, customer int);
CREATE VIEW app.names AS SELECT id, name, fax FROM app.customers;`;

const after = `CREATE SCHEMA app;
CREATE TABLE app.customers (id int PRIMARY KEY, name text NOT NULL, town text);
CREATE INDEX customers_town_idx ON app.customers (town);
CREATE TABLE app.orders (id int PRIMARY KEY, customer int REFERENCES app.customers);
CREATE TABLE app.invoices (id int PRIMARY KEY REFERENCES app.orders);
CREATE VIEW app.names AS SELECT id, name FROM app.customers;
CREATE VIEW app.towns AS SELECT DISTINCT town FROM app.customers;`;

const columns = async (target: Target): Promise<unknown> =>
  (
    await rows(
      target,
      "SELECT string_agg(attname, ' ' ORDER BY attnum) AS names FROM pg_attribute WHERE attrelid = 'app.customers'::regclass AND attnum > 0 AND NOT attisdropped",
    )
  )[0]?.names;

it("runs what running code tolerates, then the rest of the plan that was read", async () => {
  const target = await (await sharedServer()).createDatabase("in_phases");
  await applySchema(requestOf(target, before));
  await rows(
    target,
    "INSERT INTO app.customers VALUES (1, 'one', '123'); INSERT INTO app.orders VALUES (1, 1)",
  );
  const request = requestOf(target, after);
  const { plan: approved, verdict } = await planSchema(request);
  expect([...approved.findings, ...verdict.findings].filter(({ level }) => level === "error")).toEqual([]);

  const { ran } = await applySchema({ ...request, approved, until: "expand" });
  expect(await columns(target)).toBe("id name fax town");
  // The old code goes on: what it writes and reads is there.
  await rows(
    target,
    "INSERT INTO app.customers (id, fax, name) VALUES (2, '456', 'two'); INSERT INTO app.orders VALUES (2, NULL)",
  );
  expect(await rows(target, "SELECT fax FROM app.names WHERE id = 2")).toEqual([{ fax: "456" }]);
  expect(await rows(target, "SELECT * FROM app.towns, app.invoices")).toEqual([]);

  const again = await applySchema({ ...request, approved, until: "expand" });
  expect(again.ran).toEqual([]);

  const rest = await applySchema({ ...request, approved });
  expect(await columns(target)).toBe("id name town");
  expect([...ran, ...rest.ran].map(({ sql }) => sql)).toEqual(approved.steps.map(({ sql }) => sql));
  expect((await planSchema(request)).plan.steps).toEqual([]);
});
