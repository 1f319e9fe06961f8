// The files of an adoption on disk. A directory that holds anything is refused, and no file is ever written over.
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { SchemaError } from "../api";
import type { FolderFile } from "./journals/model";
import type { SourceText } from "./layout";

/** @throws SchemaError `out-not-empty` */
export async function requireEmpty(directory: string): Promise<void> {
  const info = await stat(directory).catch(() => null);
  if (info === null) return;
  if (info.isDirectory() && (await readdir(directory)).length === 0) return;
  throw new SchemaError(
    "out-not-empty",
    `${directory} ${info.isDirectory() ? "is not empty" : "is a file"}: nothing is written over. Pass another --out, or move it away.`,
  );
}

export async function writeFiles(directory: string, files: readonly SourceText[]): Promise<void> {
  for (const { path: name, text } of files) {
    const file = path.join(directory, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text, { flag: "wx" });
  }
}

/** Other texts for files that this run has just written. */
export async function rewriteFiles(
  directory: string,
  before: readonly SourceText[],
  after: readonly SourceText[],
): Promise<void> {
  const texts = new Map(before.map(({ path: name, text }) => [name, text]));
  for (const { path: name, text } of after)
    if (texts.has(name) && texts.get(name) !== text) await writeFile(path.join(directory, name), text);
}

/** Larger ones are no migrations. */
const largestFile = 16 * 1024 * 1024;

const notMigrations = new Set(["node_modules", ".git", "__pycache__"]);

/**
 * Every file below a folder of migrations.
 * @throws SchemaError `migrations-missing`
 */
export async function readFolder(folder: string): Promise<readonly FolderFile[]> {
  const info = await stat(folder).catch(() => null);
  if (info?.isDirectory() !== true)
    throw new SchemaError(
      "migrations-missing",
      `The folder of migrations ${folder} is not there. Correct --migrations, or leave it out.`,
    );
  const found: FolderFile[] = [];
  const visit = async (below: string): Promise<void> => {
    for (const entry of await readdir(path.join(folder, below), { withFileTypes: true })) {
      const name = below === "" ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory() && !notMigrations.has(entry.name)) await visit(name);
      else if (entry.isFile() && (await stat(path.join(folder, name))).size <= largestFile)
        found.push({ path: name, bytes: await readFile(path.join(folder, name)) });
    }
  };
  await visit("");
  return found.sort((left, right) => (left.path < right.path ? -1 : 1));
}
