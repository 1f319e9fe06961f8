// A plan that the rows which are there would make fail is refused before anything runs, and says which rows.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Finding } from "../../engine/index";
import { connect, planSchema, type Target } from "../../engine/index";
import { sharedServer } from "../support/postgres";

const folder = mkdtempSync(path.join(tmpdir(), "stackschema-data-"));
let target: Target;

const before = `
CREATE SCHEMA app;
CREATE DOMAIN app.size AS integer;
CREATE DOMAIN app.small AS app.size;
CREATE TABLE app.o (id integer PRIMARY KEY);
CREATE TABLE app.held (id integer PRIMARY KEY, value app.small);
CREATE TABLE app.t (id integer PRIMARY KEY, email text, code text, amount integer, o integer, label text, "odd name" integer);`;

const rows = `
INSERT INTO app.o VALUES (1);
INSERT INTO app.held VALUES (1, 5), (2, -5), (3, NULL);
INSERT INTO app.t VALUES (1, 'a', 'x', 1, 1, '1', 1), (2, NULL, 'x', -1, 2, 'two', 1), (3, NULL, 'y', NULL, NULL, '3', NULL);`;

beforeAll(async () => {
  target = await (await sharedServer(17)).createDatabase("data");
  const client = await connect(target);
  await client.query(before + rows);
  await client.end();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function refused(sql: string, name: string): Promise<readonly Finding[]> {
  const file = path.join(folder, `${name}.sql`);
  writeFileSync(file, sql);
  const request = { target, source: { kind: "sql" as const, path: file }, scratch: "server" as const };
  const { verdict } = await planSchema({ ...request, consents: [], cacheDirectory: folder });
  return verdict.findings.filter(({ level }) => level === "error");
}

const changes: readonly (readonly [name: string, from: string, to: string, found: string])[] = [
  ["nulls", "email text", "email text NOT NULL", "2 nulls"],
  ["duplicates", "code text", "code text UNIQUE", "1 duplicate key"],
  ["a check", "amount integer", "amount integer CHECK (amount > 0)", "1 row"],
  ["a foreign key", ", o integer", ", o integer REFERENCES app.o", "1 row"],
  ["a type", "label text", "label integer", "1 value"],
  ["a new column", "label text", "label text, more text NOT NULL", "1 row or more"],
  ["a unique index", "", "CREATE UNIQUE INDEX t_code ON app.t (code);", "1 duplicate key"],
  [
    "an index over an expression",
    "",
    "CREATE UNIQUE INDEX t_o ON app.t ((id > 1), lower(code)) WHERE id > 0;",
    "no",
  ],
  [
    "an index over another expression",
    "",
    "CREATE UNIQUE INDEX t_o ON app.t ((id > 0), lower(code));",
    "1 duplicate key",
  ],
  ["a partial index", "", "CREATE UNIQUE INDEX t_o ON app.t (code) WHERE id < 3;", "1 duplicate key"],
  [
    "an index where nulls are equal",
    "",
    "CREATE UNIQUE INDEX t_e ON app.t (email) NULLS NOT DISTINCT;",
    "1 duplicate key",
  ],
  ["a check of a domain", "size AS integer", "size AS integer CHECK (VALUE > 0)", "1 value"],
  ["a domain without nulls", "size AS integer", "size AS integer NOT NULL", "1 null"],
  ["an exclusion", "label text", "label text, EXCLUDE (code WITH =)", "1 colliding pair"],
  [
    "an exclusion of ranges",
    "label text",
    "label text, EXCLUDE USING gist (int4range(amount, amount + 3) WITH &&) WHERE (id > 0)",
    "3 colliding pairs",
  ],
  [
    "an exclusion of part of the rows",
    "label text",
    "label text, EXCLUDE USING gist (int4range(amount, amount + 3) WITH &&) WHERE (id < 2)",
    "no",
  ],
  ["an odd name", '"odd name" integer', '"odd name" integer UNIQUE', "1 duplicate key"],
];

test.each(changes)("%s: what violates is counted and listed", async (name, from, to, found) => {
  const wanted = from === "" ? `${before}${to}` : before.replace(from, to);
  const findings = await refused(wanted, name.replaceAll(" ", "-"));
  if (found === "no") return expect(findings).toEqual([]);
  expect(findings.map(({ id }) => id)).toEqual(["fails-on-the-data"]);
  const [{ message } = { message: "" }] = findings;
  expect(message).toContain(`(${found}`);
  const [, list] = /This lists them: (.*)$/s.exec(message) ?? [];
  if (name === "a new column") return;
  const client = await connect(target);
  const listed = await client.query(list ?? "").finally(() => client.end());
  expect(listed.rowCount).toBe(Number.parseInt(found, 10));
});

test("what the data allows is planned", async () => {
  const fits = before
    .replace("email text", "email text UNIQUE")
    .replace("amount integer", "amount integer CHECK (amount > -2)")
    .replace("id integer PRIMARY KEY, email", "id smallint PRIMARY KEY, email");
  expect(await refused(fits, "fits")).toEqual([]);
});
