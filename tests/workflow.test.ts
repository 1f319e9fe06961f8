// docs/WORKFLOW.md tells the truth: its commands and variables are there, none is missing, and gaps keep their numbers.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../cli/main";

const root = path.resolve(__dirname, "..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const text = read("docs/WORKFLOW.md");

function table(name: string): readonly (readonly string[])[] {
  const begin = text.indexOf(`<!-- table: ${name} -->`);
  const end = text.indexOf("<!-- end of table -->", begin);
  expect(begin, `docs/WORKFLOW.md has no table "${name}"`).toBeGreaterThan(-1);
  return text
    .slice(begin, end)
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

const quoted = (cell = ""): readonly string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? "");

async function commandsOfTheProgram(): Promise<readonly string[]> {
  let help = "";
  const print = (part: string): void => {
    help += part;
  };
  await main(["--help"], { environment: {}, print, note: print, color: false, confirm: null });
  const [, list = ""] = help.split("Commands:\n");
  return [...list.matchAll(/^ {2}([a-z][a-z-]*) /gm)]
    .map((match) => match[1] ?? "")
    .filter((name) => name !== "help");
}

/** Scripts that work on the project and on no schema; the README lists them. */
const ofTheProject =
  /^(format|lint|typecheck|unused|generated?|check|test|matrix|corpus|examples|bench(:.*)?|new-.*)$/;

describe("the table of commands", () => {
  const commands = table("commands").flatMap(([cell]) => quoted(cell));

  it("names every script that works on a schema, and none that is not there", () => {
    const { scripts } = JSON.parse(read("package.json")) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const named = commands.flatMap((command) => /^npm (?:run )?([a-z:-]+)$/.exec(command)?.[1] ?? []);
    const wanted = Object.keys(scripts).filter((name) => !ofTheProject.test(name));
    expect([...named].sort()).toEqual([...wanted].sort());
  });

  it("names every command of the command line, and none that is not there", async () => {
    const named = commands.flatMap((command) => /^stackschema ([a-z-]+)$/.exec(command)?.[1] ?? []);
    expect([...named].sort()).toEqual([...(await commandsOfTheProgram())].sort());
  });
});

/** TypeScript and JavaScript that a user runs. */
function sources(): string {
  const folders = ["cli", "engine", "components", "settings", "tools"];
  const files = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(ts|mjs|cjs)$/.test(file) && !file.includes("node_modules"))
      .map((file) => `${folder}/${file}`),
  );
  return [...files, "index.ts", "settings.ts"].map(read).join("\n");
}

describe("the table of variables", () => {
  const variables = table("variables").flatMap(([cell]) => quoted(cell));
  const code = sources();

  it("names none that nothing reads", () => {
    const whole = variables.filter((name) => /^[A-Z][A-Z_]+$/.test(name));
    // DATABASE_PORT is put together from its parts in one place and written out in another.
    expect(whole.filter((name) => !new RegExp(`\\b${name}\\b`).test(code))).toEqual([]);
  });

  it("names all of ours and of libpq's that are read", () => {
    const ours = /\b(?:environment|process\.env)(?:\.|\?\.)((?:DATABASE|PG|STACKSCHEMA)_?[A-Z_]+)\b/g;
    const found = new Set([...code.matchAll(ours)].map((match) => match[1] ?? ""));
    expect(found.size).toBeGreaterThan(4);
    expect([...found].filter((name) => name !== "PGSERVICE" && !variables.includes(name))).toEqual([]);
  });
});

describe("the register of gaps", () => {
  const rows = table("gaps");

  it("gives each gap a number of its own, in order, and says what it means and where it is told", () => {
    const ids = rows.map(([cell]) => quoted(cell)[0] ?? "");
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(ids.filter((id) => !/^GAP-\d{3}$/.test(id))).toEqual([]);
    expect(rows.filter((cells) => cells.length !== 4 || cells.includes(""))).toEqual([]);
  });

  it("opens with the event outbox, which the ledger still lacks", () => {
    expect(rows[0]?.[1]).toContain("event outbox");
    const ledger = readdirSync(path.join(root, "schema/ledger"))
      .filter((file) => file.endsWith(".sql"))
      .map((file) => read(`schema/ledger/${file}`));
    expect(ledger.join("\n")).not.toMatch(/CREATE TABLE ledger\.\w*outbox/);
  });

  it("is the only place that gives such numbers a meaning", () => {
    const known = new Set(rows.map(([cell]) => quoted(cell)[0]));
    const named = [...text.matchAll(/GAP-\d{3}/g)].map(([id]) => id);
    expect(named.filter((id) => !known.has(id))).toEqual([]);
  });
});
