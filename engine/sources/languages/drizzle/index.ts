// Drizzle's TypeScript as a language of sources: the files are bundled, run in a thread of their own, and what they export
// becomes SQL through drizzle-kit. Nothing of Drizzle is loaded in this thread.
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { cacheKey } from "../../cache";
import { decodeFile } from "../../decode";
import type { Problem } from "../../problem";
import type { SourceFile } from "../../split";
import type { Language, SourceBytes, Translated } from "../language";
import { bundle } from "./bundle";
import { lineOfExport, lineOfName } from "./lines";
import { evaluate } from "./thread";
import type { Answer, Declared, ExportPlace } from "./worker/answer";

/** Of the ending, but no declarations: types alone, and tests of the schema. */
const left = [".d.ts", ".test.ts"];

/** What package managers write when the installed packages change. */
const records = [
  "node_modules/.package-lock.json",
  "node_modules/.modules.yaml",
  "node_modules/.yarn-state.yml",
  "package-lock.json",
  "pnpm-lock.yaml",
  "yarn.lock",
];

/** Says which packages the files see: those of their directory and of each above it. */
async function installed(root: string): Promise<string> {
  const parts: string[] = [];
  for (let folder = root; ; folder = path.dirname(folder)) {
    const names: readonly string[] = await readdir(folder).catch(() => []);
    for (const record of records) {
      if (!names.includes(record.split("/")[0] ?? "")) continue;
      const text = await readFile(path.join(folder, record), "utf8").catch(() => null);
      if (text !== null) parts.push(text);
    }
    if (path.dirname(folder) === folder) return cacheKey(parts);
  }
}

type Texts = ReadonlyMap<string, string>;

interface Found {
  readonly file: string;
  /** Absent: the export is not written out there, as in `export * from`. */
  readonly line?: number;
}

/** Where an object is declared: of the files that export it the one that spells its name. */
function find(places: readonly ExportPlace[], texts: Texts): Found {
  for (const { file, name } of places) {
    const line = lineOfExport(texts.get(file) ?? "", name);
    if (line !== null) return { file, line };
  }
  return { file: places[0]?.file ?? "" };
}

function problemsOf({ problems, thrown }: Answer, texts: Texts): readonly Problem[] {
  const id = "drizzle";
  return [
    ...thrown.map(({ file, place, message }) => ({
      file: place?.file ?? file,
      line: place?.line ?? 1,
      id: "typescript",
      message: place === null || place.file === file ? message : `${message} (while ${file} was loaded)`,
    })),
    ...problems.map(({ places, message }) => {
      const { file, line = 1 } = find(places, texts);
      return { file, line, id, message };
    }),
  ];
}

interface Written {
  readonly lines: string[];
  readonly origin: number[];
}

/** SQL of one object, each line of it with the line of the file that names what stands there. */
function write({ places, sql, names }: Declared, texts: Texts, written: Map<string, Written>): void {
  const { file, line = 1 } = find(places, texts);
  const own = written.get(file) ?? { lines: [], origin: [] };
  written.set(file, own);
  const source = (texts.get(file) ?? "").split("\n");
  for (const text of sql.flatMap((statement) => statement.trimEnd().split("\n"))) {
    own.lines.push(text);
    own.origin.push(lineOfName(source, line, names, text) ?? line);
  }
}

function translated(answer: Answer, files: readonly SourceFile[]): Translated {
  const texts = new Map(files.map(({ file, text }) => [file, text]));
  const problems = problemsOf(answer, texts);
  const [first] = files;
  if (first !== undefined && problems.length === 0 && answer.declared.length === 0) {
    const message =
      "No .ts file of this source exports anything that Drizzle declares in Postgres: a table, an enum, a view … " +
      "Add `export` before it, or take the file out of the source.";
    return { files: [], problems: [{ file: first.file, line: 1, id: "drizzle", message }] };
  }
  const written = new Map<string, Written>();
  for (const declared of answer.declared) write(declared, texts, written);
  return {
    files: [...written].map(([file, { lines, origin }]) => ({ file, text: `${lines.join("\n")}\n`, origin })),
    problems,
  };
}

async function translate(root: string, given: readonly SourceBytes[]): Promise<Translated> {
  const wanted = given.filter(({ file }) => !left.some((ending) => file.toLowerCase().endsWith(ending)));
  const decoded = wanted.map(decodeFile);
  const problems = decoded.flatMap((file) => ("id" in file ? [file] : []));
  const files = decoded.flatMap((file) => ("id" in file ? [] : [file]));
  if (problems.length > 0 || files.length === 0) return { files: [], problems };
  const built = await bundle(root, files);
  if ("problems" in built) return { files: [], problems: built.problems };
  return translated(await evaluate(root, built), files);
}

export const drizzle: Language = { ending: ".ts", key: installed, translate };
