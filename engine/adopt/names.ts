// Names of files after names of objects: safe on every platform, and no two of them the same where capitals do not count. Pure.

/** Names that Windows keeps for devices, whatever ending follows (Win32, "Naming Files, Paths, and Namespaces"). */
const devices = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/i;

/** Folders that are not read where they stand directly in a source, or at all. */
const unread = new Set(["seed", "node_modules"]);

/** The name with `_` for what some file system or shell does not take. Never empty, never hidden, never an option. */
export function safeName(name: string): string {
  const plain = name
    .normalize("NFC")
    .replaceAll(/[^\p{L}\p{N}_-]/gu, "_")
    .replace(/^-/, "_");
  return plain === "" || devices.test(plain) || unread.has(plain.toLowerCase()) ? `${plain}_` : plain;
}

/** Gives each key its own name in its folder; the second that would be the same gets `-2`. */
export class FileNames {
  private readonly given = new Map<string, string>();
  private readonly taken = new Set<string>();

  /**
   * @param key what the file is for; the same key gets the same name
   * @param folder `""`, or ends with a slash
   */
  name(key: string, folder: string, name: string, ending: string): string {
    const known = this.given.get(key);
    if (known !== undefined) return known;
    const safe = safeName(name);
    let path = `${folder}${safe}${ending}`;
    for (let count = 2; this.taken.has(folded(path)); count += 1) path = `${folder}${safe}-${count}${ending}`;
    this.taken.add(folded(path));
    this.given.set(key, path);
    return path;
  }
}

const folded = (path: string): string => path.normalize("NFKC").toLowerCase();
