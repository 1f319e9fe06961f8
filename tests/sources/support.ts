// Sources written in a test: files in a directory of their own, loaded on the test file's shared server.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import { SchemaError } from "../../engine/api";
import { type DesiredSource, loadDesired } from "../../engine/sources/desired";
import { readCatalog } from "../../engine/sources/reader";
import { scratchProvider } from "../../engine/sources/scratch";
import { type Major, sharedServer } from "../support/postgres";

export type Files = Readonly<Record<string, string | Buffer>>;

const directories: string[] = [];

afterAll(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

export function temporaryDirectory(): string {
  const directory = mkdtempSync(path.join(tmpdir(), "stackschema-sources-"));
  directories.push(directory);
  return directory;
}

export function writeFiles(files: Files): string {
  const directory = temporaryDirectory();
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(directory, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return directory;
}

export interface LoadOptions {
  readonly major?: Major;
  readonly scope?: readonly string[];
}

/** Loads files as a source, in a scratch database that is gone afterwards. */
export async function load(files: Files, options: LoadOptions = {}): Promise<DesiredSource> {
  const server = await sharedServer(options.major ?? 17);
  const scratch = scratchProvider({
    spec: { target: server.target },
    target: null,
    major: server.major,
    cacheDirectory: temporaryDirectory(),
  });
  try {
    return await loadDesired({
      source: { kind: "sql", path: writeFiles(files) },
      scratch,
      cacheDirectory: temporaryDirectory(),
      engineVersion: "test",
      readCatalog,
      ...(options.scope === undefined ? {} : { scope: options.scope }),
    });
  } finally {
    await scratch.close();
  }
}

/** The message of a source that cannot be loaded. */
export async function failure(files: Files, options: LoadOptions = {}): Promise<string> {
  try {
    await load(files, options);
  } catch (error) {
    if (error instanceof SchemaError)
      return `${error.code}: ${error.message}`.replace(/ \/\S*stackschema-sources-\w+/, "");
    throw error;
  }
  throw new Error("the source was loaded");
}

/** Ids of the objects of a catalog, of all kinds or of some. */
export function ids({ catalog }: DesiredSource, ...kinds: readonly string[]): readonly string[] {
  return [...catalog.objects.values()]
    .filter(({ kind }) => kinds.length === 0 || kinds.includes(kind))
    .map(({ id }) => id);
}
