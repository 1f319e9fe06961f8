// Keeps the shape of docs/ARCHITECTURE.md: who may import whom, what may talk to Postgres, and how large a piece may grow.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { kinds } from "../engine/catalog/model";

const root = path.resolve(__dirname, "..");
const folders = ["engine", "gates", "components", "settings", "cli", "bench"];
const topFiles = ["index.ts", "settings.ts"];

/** Folder → the folders of ours it may import. `.` are the files at the engine's own top, which wire the rest. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  "engine/catalog": [],
  "engine/postgres": ["engine/api"],
  "engine/diff": ["engine/catalog"],
  "engine/plan": ["engine/catalog", "engine/diff"],
  "engine/providers": ["engine/catalog"],
  "engine/sources": ["engine/api", "engine/catalog", "engine/postgres", "engine/providers"],
  "engine/judge": ["engine/catalog", "engine/plan", "engine/postgres"],
  "engine/apply": ["engine/api", "engine/catalog", "engine/plan", "engine/postgres", "engine/sources"],
  "engine/rehearsal": ["engine/api", "engine/apply", "engine/catalog", "engine/postgres", "engine/sources"],
  "engine/verify": ["engine/api", "engine/catalog", "engine/diff", "engine/sources"],
  "engine/types": ["engine/api", "engine/postgres"],
  "engine/show": ["engine/catalog", "engine/plan", "engine/judge"],
  "engine/adopt": ["engine/api", "engine/catalog", "engine/plan"],
  "engine/api": ["engine/catalog", "engine/plan", "engine/judge", "engine/postgres"],
  gates: ["engine/index", "gates/framework"],
  "gates/framework": ["engine/index"],
  "gates/files": ["engine/index", "gates", "gates/framework"],
  components: ["engine/index", "gates", "gates/files", "gates/framework"],
  cli: ["engine/index", "gates", "gates/files", "gates/framework"],
  top: ["components"],
};

/** Folders whose files may send statements to Postgres; in the judge one file alone. */
const talkToPostgres = [
  "engine/postgres",
  "engine/sources",
  "engine/apply",
  "engine/rehearsal",
  "engine/judge/probes.ts",
  "engine",
];

const mostLines = 400;
const mostFunctionLines = 60;
const mostHeaderLines = 6;

function filesUnder(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() && /\.(ts|mjs|cjs)$/.test(entry.name) && !entry.parentPath.includes("node_modules"),
    )
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"));
}

const sources = [...folders.flatMap(filesUnder), ...topFiles].filter((file) => file.endsWith(".ts"));
const textOf = (file: string): string => readFileSync(path.join(root, file), "utf8");
const treeOf = (file: string): ts.SourceFile =>
  ts.createSourceFile(file, textOf(file), ts.ScriptTarget.ES2022, true);

/** The row of the import table that a file belongs to. */
function areaOf(file: string): string {
  const parts = file.split("/");
  if (parts[0] === "engine")
    return parts.length > 2 ? `engine/${parts[1]}` : `engine/${path.basename(file, ".ts")}`;
  if (parts[0] === "gates" && parts.length > 2) return `gates/${parts[1]}`;
  return parts.length > 1 && parts[0] !== "settings" ? (parts[0] ?? "") : "top";
}

interface Import {
  readonly file: string;
  readonly to: string;
  readonly isTypeOnly: boolean;
}

function importsOf(file: string): Import[] {
  const found: Import[] = [];
  for (const statement of treeOf(file).statements) {
    const isImport = ts.isImportDeclaration(statement);
    if (!isImport && !ts.isExportDeclaration(statement)) continue;
    const specifier = statement.moduleSpecifier;
    if (!specifier || !ts.isStringLiteral(specifier)) continue;
    const isTypeOnly = isImport ? statement.importClause?.isTypeOnly === true : statement.isTypeOnly;
    found.push({ file, to: specifier.text, isTypeOnly });
  }
  return found;
}

const imports = sources.flatMap(importsOf);
const own = imports.filter(({ to }) => to.startsWith("."));
const foreign = imports.filter(({ to }) => !to.startsWith("."));

function targetArea({ file, to }: Import): string {
  const target = path.posix.join(path.posix.dirname(file), to);
  return areaOf(sources.includes(`${target}.ts`) ? `${target}.ts` : `${target}/index.ts`);
}

describe("the shape of the project", () => {
  it("lets each folder import only what the table says", () => {
    const wrong = own.filter((entry) => {
      const from = areaOf(entry.file);
      const allowed = mayImport[from];
      const to = targetArea(entry);
      // The engine's own top files wire its folders together.
      return allowed !== undefined && to !== from && !allowed.includes(to);
    });
    expect(wrong.map(({ file, to }) => `${file} imports ${to}`)).toEqual([]);
  });

  it("keeps Pulumi in the components and the program", () => {
    const wrong = foreign.filter(
      ({ file, to }) => to.startsWith("@pulumi/") && !["components", "top"].includes(areaOf(file)),
    );
    expect(wrong.map(({ file, to }) => `${file} imports ${to}`)).toEqual([]);
  });

  it("imports Pulumi's large packages by module, never by their root", () => {
    const wrong = foreign.filter(({ to }) => to === "@pulumi/azure-native" || to === "@pulumi/gcp");
    expect(wrong).toEqual([]);
  });

  it("keeps the pure folders free of Postgres, files and processes", () => {
    const engine = ["engine/catalog", "engine/diff", "engine/plan", "engine/providers", "engine/show"];
    const pure = [...engine, "gates", "gates/framework"];
    const wrong = foreign.filter(
      ({ file, to }) =>
        pure.includes(areaOf(file)) && !["node:crypto", "@dagrejs/graphlib", "yaml"].includes(to),
    );
    expect(wrong.map(({ file, to }) => `${file} imports ${to}`)).toEqual([]);
  });

  it("lets only some folders send statements", () => {
    const senders = sources.filter((file) => file.startsWith("engine/") && /\.query[(<]/.test(textOf(file)));
    const mayTalk = (file: string, place: string): boolean =>
      place === "engine"
        ? path.posix.dirname(file) === place
        : file === place || file.startsWith(`${place}/`);
    const wrong = senders.filter((file) => !talkToPostgres.some((place) => mayTalk(file, place)));
    expect(wrong).toEqual([]);
    const judge = senders.filter((file) => file.startsWith("engine/judge/"));
    expect(judge).toEqual(["engine/judge/probes.ts"]);
  });

  it("keeps the console and the environment out of the engine", () => {
    const wrong = sources.filter(
      (file) => file.startsWith("engine/") && /\bconsole\.|\bprocess\.env\b/.test(textOf(file)),
    );
    expect(wrong).toEqual([]);
  });

  it("keeps the differ free of kinds", () => {
    const text = filesUnder("engine/diff").map(textOf).join("\n");
    const named = kinds.filter((kind) => new RegExp(`["'\`]${kind}["'\`]`).test(text));
    expect(named).toEqual([]);
  });
});

function bodies(file: string): { readonly name: string; readonly lines: number }[] {
  const tree = treeOf(file);
  const found: { name: string; lines: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && "body" in node && node.body) {
      const { line: first } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
      const { line: last } = tree.getLineAndCharacterOfPosition(node.end);
      found.push({
        name: `${file}: ${node.name?.getText(tree) ?? `function at line ${first + 1}`}`,
        lines: last - first + 1,
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

describe("the size of its pieces", () => {
  it("keeps every file under 400 lines", () => {
    const all = [...sources, ...filesUnder("tools"), ...filesUnder("tests")];
    const large = all
      .map((file) => ({ file, lines: textOf(file).split("\n").length }))
      .filter(({ lines }) => lines > mostLines);
    expect(large).toEqual([]);
  });

  it("keeps every function under 60 lines", () => {
    const large = sources.flatMap(bodies).filter(({ lines }) => lines > mostFunctionLines);
    expect(large).toEqual([]);
  });

  it("opens every file with a few lines that say what it is", () => {
    const wrong = sources.filter((file) => {
      const lines = textOf(file).split("\n");
      const header = lines.findIndex((line) => !line.startsWith("//"));
      return header < 1 || header > mostHeaderLines;
    });
    expect(wrong).toEqual([]);
  });
});
