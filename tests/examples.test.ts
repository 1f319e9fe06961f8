// The plans in docs/examples are what is planned now; `npm run examples` writes them anew.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { render } from "../tools/examples/render";
import { sharedServer } from "./support/postgres";

const directory = path.resolve(__dirname, "..", "docs", "examples");
const names = readdirSync(directory).sort();

test("there are ten examples at least", () => {
  expect(names.length).toBeGreaterThanOrEqual(10);
});

test.each(names)("%s", async (name) => {
  const present = readFileSync(path.join(directory, name), "utf8").replaceAll("\r\n", "\n");
  const database = await (await sharedServer(17)).createDatabase();
  expect(await render(name, present, database)).toBe(present);
});
