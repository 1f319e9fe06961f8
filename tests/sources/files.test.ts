import { symlinkSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { decodeFile } from "../../engine/sources/decode";
import { readSource, sourceDigest } from "../../engine/sources/files";
import { readStatementsOf } from "../../engine/sources/read";
import { writeFiles } from "./support";

test("every .sql file at any depth is read, in one order; seeds, hidden files and others are not", async () => {
  const place = writeFiles({
    "b.sql": "",
    "a/z.SQL": "",
    "a/seed/c.sql": "",
    "seed/rows.sql": "",
    ".git/x.sql": "",
    "node_modules/p/x.sql": "",
    "readme.md": "",
  });
  expect((await readSource(place)).map(({ file }) => file)).toEqual(["a/seed/c.sql", "a/z.SQL", "b.sql"]);
  expect((await readSource(path.join(place, "b.sql"))).map(({ file }) => file)).toEqual(["b.sql"]);
});

test.skipIf(process.platform === "win32")("a link that leads back up is followed once", async () => {
  const place = writeFiles({ "a/b.sql": "" });
  symlinkSync(place, path.join(place, "a", "loop"));
  expect((await readSource(place)).map(({ file }) => file)).toEqual(["a/b.sql"]);
});

test("a missing or empty place is a mistake, not an empty schema", async () => {
  const place = writeFiles({ "readme.md": "" });
  await expect(readSource(place)).rejects.toMatchObject({ code: "source-empty" });
  await expect(readSource(path.join(place, "nowhere"))).rejects.toMatchObject({ code: "source-missing" });
});

test("text is UTF-8 without byte order mark, and lines end the same on every platform", () => {
  const bytes = Buffer.from("\ufeffSELECT 'é';\r\nSELECT 2;\r\n");
  expect(decodeFile({ file: "a.sql", bytes })).toEqual({ file: "a.sql", text: "SELECT 'é';\nSELECT 2;\n" });
});

test.each([
  ["latin 1", Buffer.from("SELECT 1;\nSELECT '\xe9';\n", "latin1"), 2, "The line is not UTF-8"],
  ["UTF-16", Buffer.from("\ufeffSELECT 1", "utf16le"), 1, "The file is UTF-16"],
  ["zero bytes", Buffer.from("SELECT 1;\n\0"), 2, "The file has a zero byte"],
])("%s is a problem with its line", (_name, bytes, line, message) => {
  expect(readStatementsOf([{ file: "a.sql", bytes }])).toMatchObject({
    incomplete: true,
    problems: [{ file: "a.sql", line, id: "encoding", message: expect.stringContaining(message) }],
  });
});

test("the digest changes with any byte and any name", () => {
  const digest = (...files: readonly [string, string][]) =>
    sourceDigest(files.map(([file, text]) => ({ file, bytes: Buffer.from(text) })));
  const all = [
    digest(["a.sql", "x"]),
    digest(["b.sql", "x"]),
    digest(["a.sql", "x "]),
    digest(["a.sql", "x"], ["b.sql", ""]),
    digest(["a.sql", ""], ["b.sql", "x"]),
  ];
  expect(new Set(all).size).toBe(all.length);
});
