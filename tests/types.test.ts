// The types that are made of a database: what is committed under generated/ fits its source and was edited by nobody, and what
// drizzle-kit writes comes in one order, with its mistakes mended.
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { generateTypes, planSchema, typesState } from "../engine/index";
import { arrangeRelations, arrangeSchema } from "../engine/types/arrange";
import { connected } from "./support/corpus-databases";
import { sharedServer } from "./support/postgres";

const root = path.resolve(__dirname, "..");
const cacheDirectory = mkdtempSync(path.join(tmpdir(), "stackschema-types-"));

const made = readdirSync(path.join(root, "generated")).filter((name) =>
  existsSync(path.join(root, "generated", name, "schema.ts")),
);

it.each(made)("generated/%s is what its source declares", async (name) => {
  const { target } = await sharedServer(17);
  const { plan } = await planSchema({
    target: null,
    source: { kind: "sql", path: path.join(root, "schema", name) },
    scope: [name],
    scratch: { target },
    proof: "never",
    consents: [],
    cacheDirectory,
  });
  expect(await typesState(path.join(root, "generated", name), plan.to), "run: npm start").toBe("fresh");
});

it("are made from a database, and tell an edit by hand from another catalog", async () => {
  const { target } = await sharedServer(17);
  await connected(target, async (client) => {
    await client.query("CREATE DATABASE types");
  });
  const own = { ...target, database: "types" };
  await connected(own, async (client) => {
    await client.query(
      `CREATE SCHEMA shop; CREATE TABLE shop.makers (id integer PRIMARY KEY, note text NOT NULL DEFAULT '', search tsvector);
       CREATE TABLE shop.items (id integer PRIMARY KEY, maker_id integer REFERENCES shop.makers)`,
    );
  });
  const directory = path.join(cacheDirectory, "made");
  expect(await typesState(directory, "0a1b")).toBe("missing");
  await generateTypes({
    target: own,
    scope: ["shop"],
    directory,
    fingerprint: "0a1b",
    source: "schema/shop",
  });
  expect(await typesState(directory, "0a1b")).toBe("fresh");
  expect(await typesState(directory, "0a1c")).toBe("stale");
  expect(readdirSync(directory)).toEqual(["relations.ts", "schema.ts"]);
  const file = path.join(directory, "schema.ts");
  const text = readFileSync(file, "utf8");
  expect(text).toMatch(/^\/\/ generated .* do not edit. Change schema\/shop/);
  expect(text).toContain("note: text().default('').notNull()");
  expect(text).toContain("const unknown = customType");
  writeFileSync(file, text.replace("note:", "notes:"));
  expect(await typesState(directory, "0a1b")).toBe("edited");
});

it("are never made from a database of another machine", async () => {
  const target = {
    host: "db.example.com",
    port: 5432,
    database: "a",
    user: "a",
    tls: { mode: "disable" },
  } as const;
  const request = { target, scope: ["a"], directory: cacheDirectory, fingerprint: "0", source: "schema/a" };
  await expect(generateTypes(request)).rejects.toThrow("db.example.com is another");
});

it("come in one order, whatever the order of the system catalogs", () => {
  const table = (name: string, entries: readonly string[]) =>
    `export const ${name} = s.table("${name}", {\n\tz: text(),\n\ta: text(),\n}, (table) => [\n${entries.join("\n")}\n]);\n`;
  const key = '\tforeignKey({\n\t\t\tcolumns: [table.a],\n\t\t\tname: "k"\n\t\t}),';
  const index = (operators: string) => `\tindex("i").using("btree", table.a.asc()${operators}),`;
  const one = `import { text, pgSchema } from "x"\n\nexport const s = pgSchema("s");\n\n${table("b", [key, index('.op("b")')])}\n${table("a", [])}`;
  const other = `import { pgSchema, text } from "x"\n\n${table("a", [])}\n${table("b", [index('.op("c")'), key])}\nexport const s = pgSchema("s");\n`;
  const arranged = arrangeSchema(one);
  expect(arranged).toBe(arrangeSchema(other));
  expect(arranged.indexOf("pgSchema(")).toBeLessThan(arranged.indexOf('"a"'));
  expect(arranged.indexOf("z: text")).toBeLessThan(arranged.indexOf("a: text"));
  const relations = (lines: string) =>
    `import { a, b } from "./schema";\n\nexport const r = relations(a, ({one}) => ({\n${lines}\n}));\n`;
  expect(arrangeRelations(relations("\tx: many(a),\n\tb: one(b, {\n\t\tfields: [a.b]\n\t}),"))).toBe(
    arrangeRelations(relations("\tb: one(b, {\n\t\tfields: [a.b]\n\t}),\n\tx: many(a),")),
  );
});
