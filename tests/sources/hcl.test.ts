// Atlas HCL as a source: the catalog of its SQL twin, and an error with file and line for whatever is not understood.
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { Catalog } from "../../engine/catalog/model";
import { diffCatalogs } from "../../engine/diff";
import { failure, ids, load } from "./support";

const root = path.resolve(__dirname, "..", "..");
const text = (file: string): string => readFileSync(path.join(root, file), "utf8");

/** What differs, readable. */
function differences(left: Catalog, right: Catalog): readonly string[] {
  return diffCatalogs(left, right).map((change) => JSON.stringify(change).slice(0, 400));
}

const app = 'schema "app" {}\n';
const table = (inside: string): string => `${app}table "t" {\n  schema = schema.app\n${inside}\n}\n`;

test("the login application in HCL is the one written in SQL", async () => {
  const beside = Object.fromEntries(
    ["guards.sql", "privileges.sql"].map((name) => [name, text(`schema/login/${name}`)]),
  );
  const hcl = await load({ "schema.hcl": text("schema/login/schema.hcl"), ...beside });
  const sql = await load({ "a.sql": text("tests/sources/hcl/login.sql"), ...beside });
  expect(hcl.declaredSchemas).toEqual(["login"]);
  expect(ids(hcl, "table")).toHaveLength(6);
  expect(hcl.findings).toEqual([]);
  expect(differences(hcl.catalog, sql.catalog)).toEqual([]);
});

test("every block and attribute, in two files that refer to each other, is what its SQL twin is", async () => {
  const hcl = await load({
    "more/more-blocks.hcl": text("tests/sources/hcl/more-blocks.hcl"),
    "blocks.hcl": text("tests/sources/hcl/blocks.hcl"),
  });
  const sql = await load({ "a.sql": text("tests/sources/hcl/blocks.sql") });
  expect(hcl.catalog.objects.size).toBeGreaterThan(80);
  expect(differences(hcl.catalog, sql.catalog)).toEqual([]);
});

test("scalars of variables are what their types make of them", async () => {
  const variables = [
    'variable "size" {\n  type = number\n  default = "40"\n}\n',
    'variable "name" {\n  type = string\n  default = 7\n}\n',
    'variable "limits" {\n  type = map(number)\n  default = { low = "1", high = 9 }\n}\n',
  ].join("");
  const columns =
    '  column "a" {\n    type = varchar(var.size)\n    default = var.name\n  }\n' +
    '  column "b" {\n    type = integer\n    default = var.limits.low\n  }';
  const hcl = await load({ "a.hcl": `${variables}${table(columns)}` });
  const sql = await load({
    "a.sql":
      "CREATE SCHEMA app; CREATE TABLE app.t (a varchar(40) NOT NULL DEFAULT '7', b integer NOT NULL DEFAULT 1)",
  });
  expect(differences(hcl.catalog, sql.catalog)).toEqual([]);
});

test("braces, quotes and marks in strings, heredocs and comments end nothing, on Windows neither", async () => {
  const hcl = text("tests/sources/hcl/hostile.hcl").replaceAll("\n", "\r\n");
  const one = await load({ "a.hcl": `\ufeff${hcl}` });
  const other = await load({ "a.sql": text("tests/sources/hcl/hostile.sql") });
  expect(ids(one, "table", "enum")).toEqual(['enum a."été-😀""x"', "table a.t"]);
  expect(differences(one.catalog, other.catalog)).toEqual([]);
});

test("what Postgres refuses is named at the line of HCL that says it", async () => {
  const column = '  column "a" {\n    null = true\n    type = int\n    default = "x"\n  }';
  const heredoc = `view "v" {\n  schema = schema.app\n  as = <<SQL\nSELECT 1\n  , nonsense\nSQL\n}\n`;
  const message = await failure({ "b.hcl": `${table(column)}${heredoc}` });
  expect(message).toContain("b.hcl:7  CREATE TABLE app.t");
  expect(message).toContain('invalid input syntax for type integer: "x"');
  expect(message).toContain("b.hcl:14  CREATE VIEW app.v");
  expect(message).toContain('column "nonsense" does not exist');
});

test("a rename asked for in a comment of HCL, or by its attribute, is one", async () => {
  const comment = "# rename: column app.t.old -> app.t.a\n/* check: column app.t.a =\n   a > 0 */\n";
  const renamed = '  column "b" {\n    type = int\n    renamed_from = "B"\n  }';
  const { renames, dataDirectives } = await load({
    "a.hcl": `${comment}${table(`  column "a" { type = int }\n${renamed}`)}`,
  });
  expect(renames.map(({ line, from, to }) => [line, from.join("."), to.join(".")])).toEqual([
    [1, "app.t.old", "app.t.a"],
    [10, "app.t.B", "app.t.b"],
  ]);
  expect(dataDirectives.map(({ line, expression }) => [line, expression])).toEqual([[2, "a > 0"]]);
});

test("a .sql file beside takes part: its schema is named by a string", async () => {
  const found = await load({
    "a.sql": "CREATE SCHEMA app; GRANT SELECT ON app.t TO PUBLIC;",
    "b.hcl": 'table "t" {\n  schema = "app"\n  column "a" {\n    type = int\n  }\n}\n',
  });
  expect(ids(found, "table", "column", "privilege")).toEqual([
    "table app.t",
    "column app.t.a",
    "privilege on table app.t to public",
  ]);
});

const column = (inside: string): string => table(`  column "a" {\n    type = int\n    ${inside}\n  }`);

const mistakes: readonly (readonly [string, string, string])[] = [
  ["syntax", `${app}table "t" {\n  schema = \n}\n`, "a.hcl:3  Invalid expression"],
  ["a block without end", `${app}table "t" {\n`, "a.hcl:2  Unclosed configuration block"],
  [
    "an unknown block",
    `${app}\ntabel "t" {}\n`,
    'a.hcl:3  The block tabel "t" is not read. Known are locals, schema',
  ],
  ["an unknown inner block", table("  indx {\n  }"), 'a.hcl:4  The block indx is unknown in table "t"'],
  ["one that JavaScript knows", table("  constructor {\n  }"), "a.hcl:4  The block constructor is unknown"],
  ["a commercial block", `${app}role "r" {\n}\n`, 'a.hcl:2  The block role "r" is not read. Roles belong to'],
  [
    "an unknown attribute",
    column("nul = true"),
    'a.hcl:6  The attribute nul is unknown in column "a". It has type',
  ],
  ["an unknown type", table('  column "a" {\n    type = txet\n  }'), "a.hcl:5  The type txet is unknown"],
  ["a type in quotes", table('  column "a" {\n    type = "int[]"\n  }'), 'is written as sql("int[]")'],
  [
    "an unknown column",
    table("  primary_key {\n    columns = [column.x]\n  }"),
    'a.hcl:5  table "t" has no column "x"',
  ],
  [
    "an unknown enum",
    table('  column "a" {\n    type = enum.x\n  }'),
    "a.hcl:5  `enum.x` refers to something",
  ],
  ["an unknown schema", 'table "t" {\n  schema = schema.x\n}\n', "a.hcl:2  `schema.x` refers to something"],
  ["no schema", 'table "t" {\n}\n', 'a.hcl:1  table "t" lacks the attribute schema'],
  ["an unknown variable", column("default = var.x"), "a.hcl:6  `var.x` is declared by no block `variable`"],
  ["an unknown local", column("comment = local.x"), "a.hcl:6  `local.x` is declared by no block `locals`"],
  [
    "a local that needs itself",
    `locals {\n  x = local.y\n  y = local.x\n}\n${column("default = local.x")}`,
    "local.x needs itself",
  ],
  [
    "a variable that is not what its type says",
    `variable "x" {\n  type = number\n  default = "often"\n}\n${column("default = var.x")}`,
    'a.hcl:3  default of variable "x" must be number, and it is "often".',
  ],
  [
    "a list with something else in it, used nowhere",
    `variable "x" {\n  type = list(number)\n  default = [1, "two"]\n}\n${column("null = true")}`,
    'a.hcl:3  default of variable "x" must be list(number), and it is [1, "two"].',
  ],
  [
    "a type of a variable that is none",
    `variable "x" {\n  type = varchar\n  default = "a"\n}\n${column("null = true")}`,
    "a.hcl:2  varchar is no type of a variable",
  ],
  [
    "a variable without value",
    `variable "x" {\n  type = string\n}\n${column("default = var.x")}`,
    'a.hcl:9  The variable "x" (a.hcl:1) has no default',
  ],
  [
    "a wrong kind of value",
    column('null = "yes"'),
    'a.hcl:6  null of column "a" must be true or false, and it is "yes"',
  ],
  ["an expression", column("default = 1 + 2"), "a.hcl:6  The expression is not understood at `$"],
  [
    "a directive of templates",
    column('comment = "%{ if true }x%{ endif }"'),
    "a.hcl:6  The expression is not understood",
  ],
  ["what is said twice", `${app}${app}`, 'a.hcl:2  schema "app" is declared at a.hcl:1 already'],
  [
    "a column twice",
    table('  column "a" { type = int }\n  column "a" { type = int }'),
    'a.hcl:5  column "a" stands at line 4 already',
  ],
  [
    "a block twice",
    table("  row_security {\n  }\n  row_security {\n  }"),
    "a.hcl:6  row_security stands at line 4 already",
  ],
  [
    "a block without the name that others have",
    table('  column "a" {\n    type = int\n  }\n  column {\n    type = int\n  }'),
    "a.hcl:7  This block column lacks its name in quotes",
  ],
  [
    "a view of two statements",
    `${app}view "v" {\n  schema = schema.app\n  as = "SELECT 1; CREATE TABLE app.hidden (x int)"\n}\n`,
    "a.hcl:4  A view is one query, and `as` holds more",
  ],
  ["an attribute of the file", `x = 1\n${app}`, "a.hcl:1  The attribute x stands outside of every block"],
  [
    "two sources of values",
    column('default = 1\n    as = "2"'),
    'a.hcl:4  column "a" gets its values in two ways',
  ],
  ["each without for_each", column("default = each.value"), "a.hcl:6  `each.value` has a meaning"],
  [
    "a grant on nothing",
    `${app}permission {\n  to = PUBLIC\n  for = bigint\n  privileges = [SELECT]\n}\n`,
    "a.hcl:4  Nothing is granted on bigint",
  ],
  [
    "no event",
    `${table("")}trigger "x" {\n  on = table.t\n}\n`,
    'a.hcl:6  trigger "x" needs one of the blocks before',
  ],
];

test("whatever is not understood is an error with its file and line", async () => {
  const wrong: string[] = [];
  for (const [name, hcl, wanted] of mistakes) {
    const message = (await failure({ "a.hcl": hcl }))
      .replace(/(a\.hcl:\d+)\n\s+/g, "$1  ")
      .replace(/\s*\n\s+/g, " ");
    if (!message.includes(wanted)) wrong.push(`${name}: ${message}`);
  }
  expect(wrong).toEqual([]);
});

test("all mistakes of all files are told at once", async () => {
  const message = await failure({
    "a.hcl": table('  column "a" {\n    type = txet\n    comment = 1\n  }\n  foo = 1'),
    "b.hcl": 'enum "e" {\n  schema = schema.nowhere\n  values = ["a"]\n}\n',
  });
  expect(message.match(/[ab]\.hcl:\d+/g)).toEqual(["a.hcl:5", "a.hcl:6", "a.hcl:8", "b.hcl:2"]);
  expect(message).toContain("4 problems");
});
