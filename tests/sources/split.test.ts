import { describe, expect, test } from "vitest";
import { Lines, splitFile } from "../../engine/sources/split";

function split(text: string) {
  return splitFile({ file: "a.sql", text });
}

function texts(text: string): readonly string[] {
  const { statements, problems } = split(text);
  expect(problems).toEqual([]);
  return statements.map((statement) => statement.text);
}

describe("statements end at semicolons, except inside", () => {
  test.each<[string, string, readonly string[]]>([
    ["nothing", "", []],
    ["only comments and semicolons", "-- a\n;; /* b; */ ;", []],
    ["no final semicolon", "select 1; select 2", ["select 1", "select 2"]],
    ["standard strings", "select 'a;''b'; select 2", ["select 'a;''b'", "select 2"]],
    ["a backslash in a standard string", "select '\\'; select 2", ["select '\\'", "select 2"]],
    ["escape strings", "select E'a\\';b'; select 2", ["select E'a\\';b'", "select 2"]],
    [
      "escape strings that go on after a line",
      "select E'a'\n 'b\\';c'; select 2",
      ["select E'a'\n 'b\\';c'", "select 2"],
    ],
    [
      "escape strings that go on after a comment",
      "select E'a' -- x'\n 'b\\';c'; select 2",
      ["select E'a' -- x'\n 'b\\';c'", "select 2"],
    ],
    ["a word before a string that ends in e", "select type';'; select 2", ["select type';'", "select 2"]],
    [
      "bit and national strings",
      "select B'01', N'a;', X'1F'; select 2",
      ["select B'01', N'a;', X'1F'", "select 2"],
    ],
    [
      "unicode strings and names",
      "select U&'d\\0061;', U&\"a;b\"; select 2",
      ["select U&'d\\0061;', U&\"a;b\"", "select 2"],
    ],
    ["quoted names", 'select "a;""b"; select 2', ['select "a;""b"', "select 2"]],
    ["dollar quotes", "select $$a;b$$; select 2", ["select $$a;b$$", "select 2"]],
    ["tagged dollar quotes", "select $a$ $b$; $$ $a$; select 2", ["select $a$ $b$; $$ $a$", "select 2"]],
    ["a dollar inside of a name", "select a$b$ from t; select c$b$", ["select a$b$ from t", "select c$b$"]],
    ["parameters", "select $1; select $2", ["select $1", "select $2"]],
    ["nested comments", "select /* a /* b; */ ; */ 1; select 2", ["select /* a /* b; */ ; */ 1", "select 2"]],
    ["line comments", "select 1 -- a; 'b\n; select 2", ["select 1", "select 2"]],
    ["names in other scripts", "select é — ü; select 2", ["select é — ü", "select 2"]],
    [
      "an atomic body",
      "create function f() returns int begin atomic select case when true then 1 end; select 2; end; select 3",
      [
        "create function f() returns int begin atomic select case when true then 1 end; select 2; end",
        "select 3",
      ],
    ],
    [
      "an empty atomic body",
      "create or replace procedure f() begin atomic end; select 3",
      ["create or replace procedure f() begin atomic end", "select 3"],
    ],
    [
      "an atomic body with a column named end",
      "create function f() returns int begin atomic select 1 as end; end; select 3",
      ["create function f() returns int begin atomic select 1 as end; end", "select 3"],
    ],
    [
      "the actions of a rule",
      "create rule r as on insert to t do also (insert into a values (1); delete from b); select 1",
      ["create rule r as on insert to t do also (insert into a values (1); delete from b)", "select 1"],
    ],
    [
      "a rule's single action",
      "create or replace rule r as on insert to t do nothing; select 1",
      ["create or replace rule r as on insert to t do nothing", "select 1"],
    ],
    [
      "an argument named begin",
      "create function f(begin int) returns int language sql as 'select 1'; select 1",
      ["create function f(begin int) returns int language sql as 'select 1'", "select 1"],
    ],
    ["a transaction", "begin; select 1; end;", ["begin", "select 1", "end"]],
    ["pg_dump's guards", "\\restrict abc\nselect 1;\n\\unrestrict abc\n", ["select 1"]],
  ])("%s", (_name, text, expected) => {
    expect(texts(text)).toEqual(expected);
  });

  test("a parenthesis left open does not swallow the statements after it", () => {
    expect(texts("create table a (x int; create table b (); select 1")).toEqual([
      "create table a (x int",
      "create table b ()",
      "select 1",
    ]);
  });
});

test("a statement knows its line and the comments before it", () => {
  const { statements } = split("select 1; -- behind\n\n-- before\n/* and\n more */ select\n -- inside\n 2;");
  expect(statements.map(({ line }) => line)).toEqual([1, 5]);
  expect(statements[1]?.comments.map(({ text }) => text)).toEqual([" behind", " before", " and\n more "]);
});

test.each([
  ["select 1;\nselect 'abc\n;\n", 2, "A quoted string has no end"],
  ["select 1;\n\nselect E'abc\\';", 3, "A quoted string has no end"],
  ['select "abc;\n', 1, "A quoted name has no end"],
  ["select 1;\nselect $a$ $b$\n;", 2, "The string opened by $a$ has no end"],
  ["select 1; /* a\n /* b */\nselect 2", 1, "A /* comment has no end"],
])("what has no end is told with the line where it began: %j", (text, line, message) => {
  const { problems } = split(text);
  expect(problems).toEqual([
    expect.objectContaining({ line, id: "unterminated", message: expect.stringContaining(message) }),
  ]);
});

test.each([
  ["\\i other.sql", "`\\i` is a command of psql. Remove it: every .sql file"],
  ["\\connect prod", "`\\connect` is a command of psql. Remove it: which database"],
  ["\\set ON_ERROR_STOP on", "`\\set` is a command of psql. Remove it: the source is run by Postgres itself"],
  ["\\restricted x", "`\\restricted` is a command of psql"],
])("a psql command is a problem with its line: %s", (command, message) => {
  const { problems, statements } = split(`select 1;\n${command}\nselect 2;`);
  expect(problems).toEqual([
    expect.objectContaining({ line: 2, id: "psql-command", message: expect.stringContaining(message) }),
  ]);
  expect(statements.map(({ text }) => text)).toEqual(["select 1", "select 2"]);
});

test("rows behind COPY … FROM stdin are passed", () => {
  expect(texts("copy t (a) from stdin;\n1\t'\n;;\n\\.\nselect 1;")).toEqual([
    "copy t (a) from stdin",
    "select 1",
  ]);
});

test("lines and columns are counted from one", () => {
  const lines = new Lines("ab\n\ncd");
  expect([0, 2, 3, 4, 5].map((offset) => lines.at(offset))).toEqual([
    { line: 1, column: 1 },
    { line: 1, column: 3 },
    { line: 2, column: 1 },
    { line: 3, column: 1 },
    { line: 3, column: 2 },
  ]);
});
