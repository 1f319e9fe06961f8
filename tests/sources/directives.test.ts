import { describe, expect, test } from "vitest";
import { readStatementsOf } from "../../engine/sources/read";

function read(files: Readonly<Record<string, string>>) {
  return readStatementsOf(Object.entries(files).map(([file, text]) => ({ file, bytes: Buffer.from(text) })));
}

describe("a rename is read from a comment", () => {
  test.each([
    [
      "-- rename: column app.customers.fax -> app.customers.phone",
      { kind: "column", from: ["app", "customers", "fax"], to: ["app", "customers", "phone"] },
    ],
    ["--rename:schema old->new", { kind: "schema", from: ["old"], to: ["new"] }],
    ["-- RENAME : Table App.T -> App.U", { kind: "table", from: ["app", "t"], to: ["app", "u"] }],
    ["/* rename: view app.a -> app.b */", { kind: "view", from: ["app", "a"], to: ["app", "b"] }],
    [
      "-- rename: materialized view app.a -> app.b",
      { kind: "materialized view", from: ["app", "a"], to: ["app", "b"] },
    ],
    [
      '-- rename: table app."a -> b" -> "Ä.p"."say ""hi"""',
      { kind: "table", from: ["app", "a -> b"], to: ["Ä.p", 'say "hi"'] },
    ],
    [
      "-- rename: function app.f(uuid, numeric) -> app.g(uuid, numeric)",
      { kind: "function", from: ["app", "f"], to: ["app", "g"], arguments: "uuid, numeric" },
    ],
    ["-- rename: function app.f -> app.g", { kind: "function", from: ["app", "f"], to: ["app", "g"] }],
    [
      "-- rename: constraint app.t.a -> app.t.b",
      { kind: "constraint", from: ["app", "t", "a"], to: ["app", "t", "b"] },
    ],
    ["-- rename: enum app.a -> app.b", { kind: "enum", from: ["app", "a"], to: ["app", "b"] }],
  ])("%s", (comment, expected) => {
    const { renames, problems } = read({ "a.sql": `SELECT\n${comment}\n` });
    expect(problems.filter(({ id }) => id.includes("rename"))).toEqual([]);
    expect(renames).toEqual([{ ...expected, file: "a.sql", line: 2 }]);
  });
});

describe("one that cannot be understood is a problem, with its place", () => {
  test.each([
    ["-- rename column app.t.a -> app.t.b", "After `rename` comes a colon"],
    ["-- rename: colum app.t.a -> app.t.b", "After `rename:` comes one of schema, table, column"],
    ["-- rename: column app.t.a -> b", "A column is given by schema, table and name"],
    ["-- rename: table a -> app.b", "A table is given by schema and name"],
    ["-- rename: table app.a app.b", "Between the old and the new name stands `->`"],
    ["-- rename: table app.a -> app.b, app.c", "After the new name nothing may follow"],
    ["-- rename: table app.a -> app.A", "The old and the new name are the same"],
    ['-- rename: table app."a -> app.b', "has no end"],
    ["-- rename:", "After `rename:` comes one of"],
  ])("%s", (comment, message) => {
    const { renames, problems } = read({ "a.sql": `\n${comment}\n` });
    expect(renames).toEqual([]);
    expect(problems).toEqual([
      expect.objectContaining({
        file: "a.sql",
        line: 2,
        id: "malformed-rename",
        message: expect.stringContaining(message),
      }),
    ]);
  });
});

test("prose, strings and function bodies are no directives", () => {
  const text =
    "-- we may rename this later\nCREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$\n-- rename: x\nSELECT '-- rename: y' $$;";
  expect(read({ "a.sql": text })).toMatchObject({ renames: [], problems: [] });
});

test("the same rename twice is one; contradicting ones are problems, chains are none", () => {
  const ab = "-- rename: table app.a -> app.b\n";
  expect(read({ "1.sql": ab, "2.sql": ab })).toMatchObject({ renames: [{ file: "1.sql" }], problems: [] });
  const told = (other: string) =>
    read({ "1.sql": ab, "2.sql": other }).problems.map(({ file, message }) => `${file}: ${message}`);
  expect(told("-- rename: table app.a -> app.c")).toEqual([
    "2.sql: The same object is given another new name at 1.sql:1. Keep one of the two.",
  ]);
  expect(told("-- rename: table app.c -> app.b")).toEqual([
    "2.sql: The same new name is given to another object at 1.sql:1. Keep one of the two.",
  ]);
  expect(told("-- rename: table app.b -> app.c")).toEqual([]);
  expect(told("-- rename: view app.a -> app.c")).toEqual([]);
});

describe("a data directive is read from a comment", () => {
  const tier = { column: ["app", "customers", "tier"], from: null };
  test.each([
    [
      "-- backfill: column app.customers.tier = coalesce(a, ')')",
      { verb: "backfill", expression: "coalesce(a, ')')", ...tier },
    ],
    [
      "/* check: column app.customers.tier =\n tier = '=' */",
      { verb: "check", expression: "tier = '='", ...tier },
    ],
    ["-- expand-contract: column app.customers.tier", { verb: "expand-contract", expression: "", ...tier }],
    [
      "-- using: column app.customers.tier from numeric(12, 2)[] = tier::text",
      { verb: "using", expression: "tier::text", column: tier.column, from: "numeric(12, 2)[]" },
    ],
  ])("%s", (comment, expected) => {
    const { dataDirectives, problems } = read({ "a.sql": `${comment}\n` });
    expect(problems).toEqual([]);
    expect(dataDirectives).toEqual([{ ...expected, file: "a.sql", line: 1 }]);
  });

  test.each([
    ["-- backfill: customers.tier = 'x'", "comes the word column"],
    ["-- backfill: column customers.tier = 'x'", "by schema, table and name"],
    ["-- backfill: column app.customers.tier 'x'", "stands `=`"],
    ["-- backfill: column app.customers.tier =", "of several lines stands in /* … */"],
    ["-- backfill: column app.customers.tier = 1; DROP TABLE app.customers", "one expression, without `;`"],
    ["-- backfill: column app.customers.tier = 1) WHERE (true", "not balanced"],
    ["-- backfill: column app.customers.tier = (1", "not balanced"],
    ["-- backfill: column app.customers.tier = 'x", "has no end"],
    ["-- backfill: column app.customers.tier = 1 -- one", "no comment in it"],
    ["-- expand-contract: column app.customers.tier = tier::integer", "comes nothing more"],
    ["-- expand-contract: app.customers.tier", "comes the word column"],
    ["-- using: column app.customers.tier = tier::integer", "comes `from` and the type"],
  ])("%s is a problem", (comment, words) => {
    const { dataDirectives, problems } = read({ "a.sql": `${comment}\n` });
    expect(dataDirectives).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toContain(words);
  });

  test("words of a plain comment are none", () => {
    const comments = "-- check: this is right\n-- using: the old way\n-- backfill is done elsewhere\n";
    expect(read({ "a.sql": comments })).toMatchObject({ dataDirectives: [], problems: [] });
  });

  test("two for one column contradict each other", () => {
    const one = "-- backfill: column app.t.a = 1\n";
    expect(read({ "a.sql": one, "b.sql": one })).toMatchObject({ dataDirectives: [{}], problems: [] });
    const { problems } = read({ "a.sql": one, "b.sql": one.replace("1", "2") });
    expect(problems).toMatchObject([{ id: "contradicting-backfill", file: "b.sql", line: 1 }]);
  });
});
