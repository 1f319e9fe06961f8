// The types of a database's tables as Drizzle declares them, made by drizzle-kit from a database on this machine and kept in
// a folder of the project. They are for queries; the schema itself is declared in the source.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { SchemaError } from "../api";
import type { Target } from "../postgres/target";
import { arrangeRelations, arrangeSchema } from "./arrange";
import { type Banner, isOwn, readBanner, withBanner } from "./banner";
import { pull } from "./pull";

export interface TypesRequest {
  /** A server of this machine; any other is refused. */
  readonly target: Target;
  /** Postgres schemas. */
  readonly scope: readonly string[];
  /** Where the files go, absolute. */
  readonly directory: string;
  /** Of the catalog that the types are made of: the files name it, so that it is known when they are stale. */
  readonly fingerprint: string;
  /** What to edit instead, for the banner: `schema/ledger`. */
  readonly source: string;
}

/** `edited`: by hand; `stale`: made of another catalog than the one asked about. */
export type TypesState = "fresh" | "missing" | "edited" | "stale";

const files = ["schema.ts", "relations.ts"] as const;

const thisMachine = /^(127\.\d+\.\d+\.\d+|localhost|::1|\/.*)$/;

async function textOf(file: string): Promise<string | null> {
  try {
    return (await readFile(file, "utf8")).replaceAll("\r\n", "\n");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Whether the files of a folder are what was made of the catalog with this fingerprint. Reads these files alone. */
export async function typesState(directory: string, fingerprint: string): Promise<TypesState> {
  const texts = await Promise.all(files.map((file) => textOf(path.join(directory, file))));
  const present = texts.filter((text) => text !== null);
  if (present.length < files.length) return "missing";
  const banners = present.map(readBanner);
  if (banners.some((banner, index) => banner === null || !isOwn(banner, present[index] ?? "")))
    return "edited";
  return banners.every((banner) => banner?.fingerprint === fingerprint) ? "fresh" : "stale";
}

/** A file that parses; drizzle-kit writes some that do not. */
async function requireSyntax(file: string, text: string): Promise<void> {
  const { transform } = await import("esbuild");
  try {
    await transform(text, { loader: "ts" });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SchemaError(
      "types-failed",
      `drizzle-kit wrote a ${file} that is no TypeScript: ${reason}\nThe files that were there stay as they are.`,
    );
  }
}

/**
 * Makes `schema.ts` and `relations.ts` in the directory; all or nothing of them.
 * @throws SchemaError `types-not-local`, `types-failed`
 */
export async function generateTypes(request: TypesRequest): Promise<void> {
  const { target, scope, directory, fingerprint, source } = request;
  if (!thisMachine.test(target.host) || target.via !== undefined) {
    throw new SchemaError(
      "types-not-local",
      `Types are made from a database of this machine, and ${target.host} is another. Bring the local stack up:  npm start`,
    );
  }
  const pulled = await pull(target, scope);
  const banner: Banner = { fingerprint, source };
  const texts = {
    "schema.ts": withBanner(banner, arrangeSchema(pulled.schema)),
    "relations.ts": withBanner(banner, arrangeRelations(pulled.relations)),
  };
  for (const file of files) await requireSyntax(file, texts[file]);
  await mkdir(directory, { recursive: true });
  for (const file of files) await writeFile(path.join(directory, file), texts[file]);
}
