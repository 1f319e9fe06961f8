// The first lines of a generated file: of which catalog it was made, and a hash of the rest that tells an edit by hand. Pure.
import { createHash } from "node:crypto";

export interface Banner {
  readonly fingerprint: string;
  readonly source: string;
}

interface ReadBanner {
  readonly fingerprint: string;
  readonly hash: string;
}

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);

const pattern = /^\/\/ generated .*\n\/\/ catalog ([0-9a-f]+), contents ([0-9a-f]+)\n\n/;

export function withBanner({ fingerprint, source }: Banner, text: string): string {
  return [
    `// generated from the local database by drizzle-kit: do not edit. Change ${source}, then: npm start`,
    `// catalog ${fingerprint}, contents ${hashOf(text)}`,
    "",
    text,
  ].join("\n");
}

/** null: the file does not begin as we write it. */
export function readBanner(text: string): ReadBanner | null {
  const [, fingerprint, hash] = pattern.exec(text) ?? [];
  return fingerprint === undefined || hash === undefined ? null : { fingerprint, hash };
}

export function isOwn({ hash }: ReadBanner, text: string): boolean {
  return hashOf(text.replace(pattern, "")) === hash;
}
