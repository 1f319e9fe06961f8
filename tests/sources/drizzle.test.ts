// Drizzle's TypeScript as a source: it comes to the same catalog as the same model in SQL, what drizzle-kit would lose is
// refused, and a mistake is told at its file and line.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { fingerprint } from "../../engine/catalog/fingerprint";
import type { Catalog } from "../../engine/catalog/model";
import { type Files, failure, ids, load } from "./support";

const quotes = path.resolve(__dirname, "..", "..", "schema", "quotes");
const textOf = (name: string): string => readFileSync(path.join(quotes, name), "utf8");

/** Every object with what it is, for a difference that can be read. */
const objectsOf = ({ objects }: Catalog): Readonly<Record<string, unknown>> =>
  Object.fromEntries([...objects.values()].map(({ id, attributes }) => [id, attributes]));

/** Loads both, and compares them. */
async function expectEqual(typescript: Files, sql: Files): Promise<void> {
  const declared = await load(typescript);
  const written = await load(sql);
  expect(objectsOf(declared.catalog)).toEqual(objectsOf(written.catalog));
  expect(fingerprint(declared.catalog)).toBe(fingerprint(written.catalog));
  expect(declared.declaredSchemas).toEqual(written.declaredSchemas);
}

describe("the application quotes", () => {
  it("comes to the same catalog as its tables in SQL, with the SQL beside it", async () => {
    const beside = readdirSync(quotes).filter((name) => name.endsWith(".sql"));
    const sql = Object.fromEntries(beside.map((name) => [name, textOf(name)]));
    const tables = readFileSync(path.join(__dirname, "quotes.sql"), "utf8");
    await expectEqual({ ...sql, "schema.ts": textOf("schema.ts") }, { ...sql, "tables.sql": tables });
  });
});
