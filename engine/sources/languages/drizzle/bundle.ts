// The TypeScript files of a source as one script, with the part of ours that runs beside them. A file that is not one of the
// source's own is refused: a change of it would go unseen.
import { createRequire, SourceMap, type SourceMapPayload } from "node:module";
import path from "node:path";
import type { BuildResult, Message, Metafile } from "esbuild";
import { SchemaError } from "../../../api";
import type { Problem } from "../../problem";
import type { SourceFile } from "../../split";

export interface Bundle {
  readonly code: string;
  /** File of the source and line, from 1, of a place in the code; null for what is not the source's. */
  placeOf(line: number, column: number): { readonly file: string; readonly line: number } | null;
}

/** The folder of the part that runs in the thread, as TypeScript: this checkout's, from a bundle of the engine too. */
function workerFolder(): string {
  const own = createRequire(__filename).resolve("@stackschema/engine/package.json");
  return path.join(path.dirname(own), "sources", "languages", "drizzle", "worker");
}

/** Drizzle's packages are never part of it: schema and drizzle-kit must share one instance of them. */
const external = ["drizzle-orm", "drizzle-orm/*", "drizzle-kit", "drizzle-kit/*"];

const entry = (files: readonly SourceFile[], worker: string): string => {
  const modules = files.map(({ file }) => {
    const request = JSON.stringify(`./${file}`);
    return `{ file: ${JSON.stringify(file)}, load: () => require(${request}) }`;
  });
  return [
    `require(${JSON.stringify(path.join(worker, "packages.ts"))}).shareDrizzle();`,
    `require(${JSON.stringify(path.join(worker, "main.ts"))}).run([${modules.join(", ")}]);`,
  ].join("\n");
};

const toSlashes = (file: string): string => file.split(path.sep).join("/");

/** @param file absolute, or relative to the root */
const inSource = (root: string, file: string): string =>
  toSlashes(path.relative(root, path.resolve(root, file)));

function problemOf(root: string, { text, location }: Message): Problem {
  const message =
    /^Could not resolve "(.*)"$/.exec(text) === null
      ? `${text}.`
      : `${text}. A file of the source is imported by its relative path, a package must be installed where the source lies.`;
  if (location === null) return { file: "", line: 1, id: "typescript", message };
  const file = inSource(root, location.file);
  return { file, line: location.line, column: location.column + 1, id: "typescript", message };
}

/** Files that count in no digest of the source, each where it is imported. */
function strangers(
  root: string,
  files: readonly SourceFile[],
  worker: string,
  metafile: Metafile,
): readonly Problem[] {
  const own = new Set(files.map(({ file }) => file));
  const problems: Problem[] = [];
  for (const [input, { imports }] of Object.entries(metafile.inputs)) {
    const file = inSource(root, input);
    if (!own.has(file)) continue;
    for (const imported of imports) {
      const target = inSource(root, imported.path);
      const absolute = path.resolve(root, imported.path);
      if (imported.external === true || own.has(target)) continue;
      if (/(^|\/)node_modules\//.test(toSlashes(absolute)) || absolute.startsWith(worker)) continue;
      const line = lineOfImport(files, file, imported.original ?? "");
      const message =
        `\`${imported.original ?? target}\` is no file of the source, so that a change of it would not be seen. ` +
        "Move it into the source's directory, as a .ts file that is no test.";
      problems.push({ file, line, id: "imported-from-outside", message });
    }
  }
  return problems;
}

function lineOfImport(files: readonly SourceFile[], file: string, request: string): number {
  const lines = files.find((one) => one.file === file)?.text.split("\n") ?? [];
  return (
    Math.max(
      0,
      lines.findIndex((line) => line.includes(`"${request}"`) || line.includes(`'${request}'`)),
    ) + 1
  );
}

async function esbuild(): Promise<typeof import("esbuild")> {
  try {
    return await import("esbuild");
  } catch (error) {
    const message =
      "A source in TypeScript needs the package esbuild. Install the packages again:  npm install";
    throw new SchemaError("package-missing", message, { cause: error });
  }
}

const build = async (
  root: string,
  files: readonly SourceFile[],
  worker: string,
): Promise<BuildResult<{ write: false; metafile: true }>> =>
  await (await esbuild()).build({
    absWorkingDir: root,
    stdin: {
      contents: entry(files, worker),
      resolveDir: root,
      sourcefile: "stackschema-entry",
      loader: "js",
    },
    outfile: path.join(root, "stackschema-source.cjs"),
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    sourcemap: "external",
    sourcesContent: false,
    external,
    logLevel: "silent",
  });

/** @param root absolute directory of the source */
export async function bundle(
  root: string,
  files: readonly SourceFile[],
): Promise<Bundle | { readonly problems: readonly Problem[] }> {
  const worker = workerFolder();
  let result: BuildResult<{ write: false; metafile: true }>;
  try {
    result = await build(root, files, worker);
  } catch (error) {
    const errors = (error as { errors?: readonly Message[] }).errors;
    if (errors === undefined) throw error;
    return { problems: errors.map((message) => problemOf(root, message)) };
  }
  const problems = strangers(root, files, worker, result.metafile);
  if (problems.length > 0) return { problems };
  const text = (ending: string): string =>
    result.outputFiles.find((file) => file.path.endsWith(ending))?.text ?? "";
  const map = new SourceMap(JSON.parse(text(".map")) as SourceMapPayload);
  const own = new Set(files.map(({ file }) => file));
  return {
    code: text(".cjs"),
    placeOf: (line, column) => {
      const found = map.findEntry(line - 1, column - 1);
      if (!("originalSource" in found)) return null;
      const file = inSource(root, found.originalSource);
      return own.has(file) ? { file, line: found.originalLine + 1 } : null;
    },
  };
}
