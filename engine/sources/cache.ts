// Desired catalogs kept between runs, so that a preview without edits starts no scratch server. What cannot be read is
// as good as absent; it must never fail a run.
import { createHash, randomBytes } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import path from "node:path";
import type { Catalog } from "../catalog/model";
import { catalogLines, readCatalogLines } from "./catalog-text";
import type { DataDirective } from "./data-directives";
import type { Rename } from "./directives";
import type { SourceFinding } from "./problem";

/** Raised when the shape of what is stored changes. */
const layout = 4;

/** So many catalogs are kept, the latest used. */
const kept = 20;

export interface CachedSource {
  readonly catalog: Catalog;
  readonly renames: readonly Rename[];
  readonly dataDirectives: readonly DataDirective[];
  readonly findings: readonly SourceFinding[];
  readonly declaredSchemas: readonly string[];
}

/** The key over everything that decides what a source becomes. */
export function cacheKey(parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of [String(layout), ...parts]) hash.update(`${Buffer.byteLength(part)}:${part}`);
  return hash.digest("hex");
}

/** Of the digest in hexadecimal, in the first line. */
const digestLength = 64;

export class SourceCache {
  private readonly directory: string;

  /** @param cacheDirectory absolute */
  constructor(cacheDirectory: string) {
    this.directory = path.join(cacheDirectory, "desired");
  }

  async get(key: string): Promise<CachedSource | null> {
    return await this.read(key, (lines) => {
      const rest = JSON.parse(lines.next().value) as Omit<CachedSource, "catalog">;
      return { ...rest, catalog: readCatalogLines(lines) };
    });
  }

  async put(key: string, { catalog, ...rest }: CachedSource): Promise<void> {
    await this.write(key, [JSON.stringify(rest)], catalogLines(catalog));
  }

  /** JSON data of any shape, as it was put. */
  async getNote<T>(key: string): Promise<T | null> {
    return await this.read(key, (lines) => JSON.parse(lines.next().value) as T);
  }

  async putNote(key: string, value: object): Promise<void> {
    await this.write(key, [JSON.stringify(value)]);
  }

  private async read<T>(key: string, from: (lines: Iterator<string, string>) => T): Promise<T | null> {
    const file = this.fileOf(key);
    try {
      const bytes = await readFile(file);
      const body = bytes.subarray(digestLength + 1);
      const digest = createHash("sha256").update(body).digest("hex");
      if (digest !== bytes.toString("latin1", 0, digestLength)) return null;
      const value = from(linesOf(body));
      const now = new Date();
      await utimes(file, now, now).catch(() => undefined);
      return value;
    } catch {
      return null;
    }
  }

  /** Written beside its place and moved there whole. */
  private async write(key: string, ...parts: readonly Iterable<string>[]): Promise<void> {
    const file = this.fileOf(key);
    const unfinished = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
    try {
      await mkdir(this.directory, { recursive: true });
      await writeLines(unfinished, parts);
      await rename(unfinished, file);
      await this.prune();
    } catch {
      await rm(unfinished, { force: true }).catch(() => undefined);
    }
  }

  private fileOf(key: string): string {
    return path.join(this.directory, `${key}.json`);
  }

  private async prune(): Promise<void> {
    const names = await readdir(this.directory);
    if (names.length <= kept) return;
    const files = await Promise.all(
      names.map(async (name) => {
        const file = path.join(this.directory, name);
        return { file, used: (await stat(file).catch(() => null))?.mtimeMs ?? 0 };
      }),
    );
    files.sort((left, right) => right.used - left.used);
    for (const { file } of files.slice(kept)) await rm(file, { force: true });
  }
}

async function writeLines(file: string, parts: readonly Iterable<string>[]): Promise<void> {
  const hash = createHash("sha256");
  const handle = await open(file, "wx", 0o600);
  try {
    let position = digestLength + 1;
    for (const part of parts)
      for (const line of part) {
        const bytes = Buffer.from(`${line}\n`);
        hash.update(bytes);
        await handle.write(bytes, 0, bytes.length, position);
        position += bytes.length;
      }
    await handle.write(`${hash.digest("hex")}\n`, 0);
  } finally {
    await handle.close();
  }
}

function* linesOf(body: Buffer): Generator<string, string> {
  for (let start = 0; start < body.length; ) {
    const end = body.indexOf(0x0a, start);
    yield body.toString("utf8", start, end);
    start = end + 1;
  }
  return "";
}
