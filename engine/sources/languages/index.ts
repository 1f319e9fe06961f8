// The languages a source may be written in besides SQL, and the door to them. A translator loads its library when a source
// has a file of it.
import { drizzle } from "./drizzle";
import { hcl } from "./hcl";
import type { Language, SourceBytes, Translated } from "./language";

const languages: readonly Language[] = [hcl, drizzle];

const sql = ".sql";

/** Endings of files that a source is read from. */
export const endings: readonly string[] = [sql, ...languages.map(({ ending }) => ending)];

const endsIn = (name: string, ending: string): boolean => name.toLowerCase().endsWith(ending);

export function isDeclaration(name: string): boolean {
  return endings.some((ending) => endsIn(name, ending));
}

/** What besides the files decides what a source is, for the cache; empty for SQL. */
export async function keyOf(root: string, files: readonly SourceBytes[]): Promise<string> {
  const used = languages.filter(({ ending }) => files.some(({ file }) => endsIn(file, ending)));
  return (await Promise.all(used.map(async ({ key }) => (await key?.(root)) ?? ""))).join(" ");
}

export interface InSql extends Translated {
  /** What was SQL already. */
  readonly written: readonly SourceBytes[];
}

/** Every file of a source as SQL. */
export async function translate(root: string, files: readonly SourceBytes[]): Promise<InSql> {
  const parts: Translated[] = [];
  for (const language of languages) {
    const own = files.filter(({ file }) => endsIn(file, language.ending));
    if (own.length > 0) parts.push(await language.translate(root, own));
  }
  return {
    written: files.filter(({ file }) => !languages.some(({ ending }) => endsIn(file, ending))),
    files: parts.flatMap((part) => part.files),
    problems: parts.flatMap((part) => part.problems),
  };
}
