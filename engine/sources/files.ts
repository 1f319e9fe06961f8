// The files of a source: found and read. It must never take an empty or missing place for a schema without objects.
import { createHash } from "node:crypto";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { SchemaError } from "../api";
import { endings, isDeclaration } from "./languages";
import type { SourceBytes } from "./languages/language";

/** Rows to load live here, next to the schema; the schema does not read them. */
export const seedFolder = "seed";

async function listDirectory(root: string): Promise<readonly string[]> {
  const found: string[] = [];
  const visit = async (folder: string, above: readonly string[]): Promise<void> => {
    const real = await realpath(path.join(root, folder));
    if (above.includes(real)) return;
    const entries = await readdir(real, { withFileTypes: true });
    for (const entry of entries) {
      if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
      const relative = folder === "" ? entry.name : `${folder}/${entry.name}`;
      const isLink = entry.isSymbolicLink();
      const kind = isLink ? await stat(path.join(real, entry.name)).catch(() => null) : entry;
      if (kind?.isDirectory() === true) {
        if (relative !== seedFolder) await visit(relative, [...above, real]);
      } else if (kind?.isFile() === true && isDeclaration(entry.name)) found.push(relative);
      else if (isLink && kind === null && isDeclaration(entry.name)) found.push(relative);
    }
  };
  await visit("", []);
  return found.sort((left, right) => (left < right ? -1 : 1));
}

/**
 * Reads every file of a directory, at any depth, that is written in a language of sources, or the one file.
 * @throws SchemaError `source-missing`, `source-empty`, `source-unreadable`
 */
export async function readSource(place: string): Promise<readonly SourceBytes[]> {
  const info = await stat(place).catch(() => null);
  if (info === null) {
    throw new SchemaError(
      "source-missing",
      `The source ${place} does not exist. Make it, or correct the path.`,
    );
  }
  const root = await rootOf(place);
  const files = info.isDirectory() ? await listDirectory(place) : [path.basename(place)];
  if (files.length === 0) {
    const message =
      `The source ${place} has no ${endings.join(", ")} files. A source without files is taken for a mistake, not for an empty schema: ` +
      "put a .sql file there, or correct the path.";
    throw new SchemaError("source-empty", message);
  }
  return await Promise.all(
    files.map(async (file) => {
      try {
        return { file, bytes: await readFile(path.join(root, file)) };
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new SchemaError(
          "source-unreadable",
          `${file} of the source ${place} cannot be read: ${reason}.`,
        );
      }
    }),
  );
}

/** Directory that the files of a source are relative to. */
export async function rootOf(place: string): Promise<string> {
  const absolute = path.resolve(place);
  return (await stat(absolute)).isDirectory() ? absolute : path.dirname(absolute);
}

/** What the source says, for the cache: paths and bytes of every file. */
export function sourceDigest(files: readonly SourceBytes[]): string {
  const hash = createHash("sha256");
  for (const { file, bytes } of files) hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  return hash.digest("hex");
}
