// Desired catalogs kept between runs, so that a preview without edits starts no scratch server. What cannot be read is
// as good as absent; it must never fail a run.
import { createHash, randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Catalog } from "../catalog/model";
import { restoreCatalog, storeCatalog } from "./catalog-text";
import type { Rename } from "./directives";
import type { SourceFinding } from "./problem";

/** Raised when the shape of what is stored changes. */
const layout = 3;

/** So many catalogs are kept, the latest used. */
const kept = 20;

export interface CachedSource {
  readonly catalog: Catalog;
  readonly renames: readonly Rename[];
  readonly findings: readonly SourceFinding[];
  readonly declaredSchemas: readonly string[];
}

/** The key over everything that decides what a source becomes. */
export function cacheKey(parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of [String(layout), ...parts]) hash.update(`${Buffer.byteLength(part)}:${part}`);
  return hash.digest("hex");
}

interface StoredSource extends Omit<CachedSource, "catalog"> {
  readonly catalog: ReturnType<typeof storeCatalog>;
}

export class SourceCache {
  private readonly directory: string;

  /** @param cacheDirectory absolute */
  constructor(cacheDirectory: string) {
    this.directory = path.join(cacheDirectory, "desired");
  }

  async get(key: string): Promise<CachedSource | null> {
    const stored = await this.getNote<StoredSource>(key);
    try {
      return stored === null ? null : { ...stored, catalog: restoreCatalog(stored.catalog) };
    } catch {
      return null;
    }
  }

  async put(key: string, value: CachedSource): Promise<void> {
    await this.putNote(key, { ...value, catalog: storeCatalog(value.catalog) });
  }

  /** JSON data of any shape, as it was put. */
  async getNote<T>(key: string): Promise<T | null> {
    const file = this.fileOf(key);
    try {
      const text = await readFile(file, "utf8");
      const digest = text.slice(0, 64);
      const body = text.slice(65);
      if (createHash("sha256").update(body).digest("hex") !== digest) return null;
      const value = JSON.parse(body) as T;
      const now = new Date();
      await utimes(file, now, now).catch(() => undefined);
      return value;
    } catch {
      return null;
    }
  }

  /** Written beside its place and moved there whole. */
  async putNote(key: string, value: object): Promise<void> {
    const file = this.fileOf(key);
    const unfinished = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
    try {
      await mkdir(this.directory, { recursive: true });
      const body = JSON.stringify(value);
      await writeFile(unfinished, `${createHash("sha256").update(body).digest("hex")}\n${body}`, {
        mode: 0o600,
      });
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
