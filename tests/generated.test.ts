// Documents tell the truth: their generated parts are fresh, what they tell of comes from the code, and their links lead somewhere.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type Kind, kinds } from "../engine/catalog/model";
import { unmodeledQuery } from "../engine/sources/reader/queries/unmodeled";
import { importTable } from "../tools/generate/architecture";
import { cell, fillBlocks } from "../tools/generate/blocks";
import { answer, unmodeledKinds } from "../tools/generate/coverage";
import { refresh } from "../tools/generate/documents";
import type { Case, Sample } from "../tools/generate/sample-types";
import { samples } from "../tools/generate/samples";

const root = path.resolve(__dirname, "..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const made: string[] = [];

/** A copy of everything that the generator reads as text. */
function copyOfDocuments(): string {
  const copy = mkdtempSync(path.join(tmpdir(), "stackschema-documents-"));
  made.push(copy);
  const servers = ["components/servers/azure-args.ts", "components/servers/gcp-args.ts", "settings"];
  for (const file of [
    "README.md",
    "Pulumi.yaml",
    "docs",
    "gates",
    "tests/architecture.test.ts",
    ...servers,
  ]) {
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    cpSync(path.join(root, file), path.join(copy, file), { recursive: true });
  }
  return copy;
}

afterAll(() => {
  for (const directory of made) rmSync(directory, { recursive: true, force: true });
});

describe("generated parts of documents", () => {
  it("are fresh", async () => {
    expect(await refresh({ root, mode: "check" })).toEqual([]);
  });

  it("are named when they are stale, and left as they are by a check", async () => {
    const copy = copyOfDocuments();
    const readme = path.join(copy, "README.md");
    const stale = readFileSync(readme, "utf8").replace("| `port` | integer |", "| `port` | text |");
    writeFileSync(readme, stale);
    expect(await refresh({ root: copy, mode: "check" })).toEqual(["README.md"]);
    expect(readFileSync(readme, "utf8")).toBe(stale);
  });

  it("follow what they are made of", async () => {
    const copy = copyOfDocuments();
    const settings = path.join(copy, "Pulumi.yaml");
    writeFileSync(
      settings,
      readFileSync(settings, "utf8").replace("description: Port of", "description: The port of"),
    );
    expect(await refresh({ root: copy, mode: "write" })).toEqual(["README.md"]);
    expect(readFileSync(path.join(copy, "README.md"), "utf8")).toContain("| The port of the local server;");
    expect(await refresh({ root: copy, mode: "check" })).toEqual([]);
  });

  it("need their place in the document", () => {
    expect(() => fillBlocks("a.md", "nothing", { kinds: "text" })).toThrow("a.md lacks");
    const orphan = "<!-- generated: other -->\n<!-- end of generated -->";
    expect(() => fillBlocks("a.md", orphan, {})).toThrow('nothing generates "other"');
  });

  it("keep a table whole whatever its cells hold", () => {
    expect(cell("a | b\nc")).toBe("a \\| b c");
  });
});

describe("the coverage of kinds", () => {
  it.each(kinds)("tells of every property of a %s", (kind) => {
    const sample = samples[kind] as Sample<Kind>;
    const answers = sample.cases.map((change) => answer(kind, sample, change));
    const told = new Set(answers.flatMap(({ attributes }) => attributes));
    const own = Object.keys(sample.attributes).filter(
      (name) => !sample.identity.some((part) => part === name),
    );
    expect(own.filter((name) => !told.has(name))).toEqual([]);
    for (const { statements } of answers) expect(statements.length).toBeGreaterThan(0);
  });

  it("asks the planner instead of claiming", () => {
    const enumCase = (labels: readonly string[]): Case<"enum"> => ({ what: "labels", after: { labels } });
    expect(answer("enum", samples.enum, enumCase(["new", "open", "done"])).fate).toBe("in place");
    expect(answer("enum", samples.enum, enumCase(["done"])).fate).toBe("replaced");
  });

  it("names a kind for every part of the query of what is not modelled", () => {
    const sql = unmodeledQuery.sql({ schemas: ["app"], serverMajor: 18 });
    const named = unmodeledKinds();
    expect(named.length).toBeGreaterThanOrEqual(sql.split("UNION ALL\n").length);
    expect(named).toContain("base type");
    expect(named).toContain("subscription");
  });
});

describe("the import table", () => {
  it("refuses a folder that nobody describes", () => {
    expect(() => importTable('const mayImport: X = {\n  "engine/new": [],\n};')).toThrow(
      "nothing is known of",
    );
  });
});

const documents = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync(path.join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file.split(path.sep).join("/")}`),
];

function quotes(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? "");
}

describe.each(documents)("%s", (document) => {
  const text = read(document);

  it("links to files that are there", () => {
    const targets = [...text.matchAll(/\]\(([^)#]+)[^)]*\)/g)].map((match) => match[1] ?? "");
    const local = targets.filter((target) => !/^https?:/.test(target));
    expect(local.filter((target) => !existsSync(path.join(root, path.dirname(document), target)))).toEqual(
      [],
    );
  });

  it("names files of the project that are there", () => {
    const files = quotes(text, /`((?:engine|components|cli|tools|tests|docs)\/[\w./-]*)`/g);
    const isThere = (file: string): boolean =>
      existsSync(path.join(root, file)) || existsSync(path.join(root, `${file}.ts`));
    expect(files.filter((file) => !isThere(file))).toEqual([]);
  });
});

// A decision may name what was not chosen.
describe.each(documents.filter((file) => !file.startsWith("docs/decisions/")))("%s", (document) => {
  it("names npm scripts that are there", () => {
    const { scripts } = JSON.parse(read("package.json")) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const run = quotes(read(document), /npm run (?:--silent )?([a-z:-]+)/g);
    expect(run.filter((name) => !(name in scripts))).toEqual([]);
  });
});
