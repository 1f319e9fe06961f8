// Looks for secrets where none may be: in texts, files and directories, plain and in the spellings that programs give them.
// It tells a secret by its number in the list, never the secret itself.
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

type Spelling = "plain" | "percent-encoded" | "base64" | "base64url" | "hexadecimal";

export interface SecretHit {
  /** Index in the list of secrets. */
  readonly secret: number;
  readonly spelling: Spelling;
  /** File, or name of the text. */
  readonly place: string;
}

export interface SecretSearch {
  readonly hits: readonly SecretHit[];
  readonly files: number;
  readonly bytes: number;
}

export interface SearchedPlaces {
  /** Files, and directories with all that is below them; links are not followed. */
  readonly paths?: readonly string[];
  /** Texts by name. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Files that are left out, because they hold a secret by right. */
  readonly except?: readonly string[];
}

/** Base64 of whatever a secret stands in holds one of these three: the bytes before it shift its own by 0, 1 or 2. */
function base64Within(secret: string, encoding: "base64" | "base64url"): string[] {
  return [0, 1, 2].map((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]);
    const whole = bytes.length - (bytes.length % 3);
    // Digits that also encode a neighbour's bits are cut off.
    return bytes
      .subarray(0, whole)
      .toString(encoding)
      .slice(shift === 0 ? 0 : 4);
  });
}

function percentEncoded(secret: string): string[] {
  const every = [...Buffer.from(secret)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  return [encodeURIComponent(secret), every, every.toUpperCase()].filter((text) => text !== secret);
}

function spellingsOf(secret: string): readonly (readonly [Spelling, Buffer])[] {
  const hexadecimal = Buffer.from(secret).toString("hex");
  const texts: readonly (readonly [Spelling, readonly string[]])[] = [
    ["plain", [secret]],
    ["percent-encoded", percentEncoded(secret)],
    ["base64", base64Within(secret, "base64")],
    ["base64url", base64Within(secret, "base64url")],
    ["hexadecimal", [hexadecimal, hexadecimal.toUpperCase()]],
  ];
  return texts.flatMap(([spelling, list]) =>
    [...new Set(list)].map((text) => [spelling, Buffer.from(text)] as const),
  );
}

function filesBelow(place: string): string[] {
  const stat = statSync(place, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (stat.isFile()) return [place];
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/**
 * @param secrets each of 12 characters at least: shorter ones are found by chance
 * @throws where a secret is too short, or a place does not exist
 */
export function searchSecrets(secrets: readonly string[], places: SearchedPlaces): SecretSearch {
  if (secrets.length === 0 || secrets.some((secret) => secret.length < 12))
    throw new Error("give secrets of 12 characters or more");
  const wanted = secrets.map(spellingsOf);
  const except = new Set(places.except ?? []);
  const hits: SecretHit[] = [];
  let files = 0;
  let bytes = 0;
  const look = (place: string, content: Buffer): void => {
    bytes += content.length;
    for (const [secret, spellings] of wanted.entries()) {
      const found = new Set(spellings.filter(([, text]) => content.includes(text)).map(([name]) => name));
      for (const spelling of found) hits.push({ secret, spelling, place });
    }
  };
  for (const [name, text] of Object.entries(places.texts ?? {})) look(name, Buffer.from(text));
  for (const place of places.paths ?? []) {
    const found = filesBelow(place);
    if (found.length === 0) throw new Error(`${place} holds no file: nothing would be searched`);
    for (const file of found) {
      if (except.has(file)) continue;
      const content = readIfThere(file);
      if (content === undefined) continue;
      files += 1;
      look(file, content);
    }
  }
  return { hits, files, bytes };
}

/** A server removes files while it runs. */
function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
