// libpq's password file: `host:port:database:user:password`, the first line that fits. It never writes one.
import { readFileSync, statSync } from "node:fs";
import type { Target } from "./target";

type Sought = Pick<Target, "host" | "port" | "database" | "user">;

/** Fields of a line; a backslash takes the next character as it is. */
function fields(line: string): readonly string[] {
  const found: string[] = [""];
  for (let at = 0; at < line.length; at += 1) {
    const last = found.length - 1;
    if (line[at] === "\\" && at + 1 < line.length) {
      at += 1;
      found[last] += line[at] ?? "";
    } else if (line[at] === ":" && found.length < 5) {
      found.push("");
    } else {
      found[last] += line[at] ?? "";
    }
  }
  return found;
}

/** libpq leaves a file alone that others may read. */
function isPrivate(file: string): boolean {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined || !stats.isFile()) return false;
  return process.platform === "win32" || (stats.mode & 0o077) === 0;
}

/** The password that the file has for a target; undefined where it has none, or is readable by others. */
export function passwordFrom(file: string, sought: Sought): string | undefined {
  if (!isPrivate(file)) return undefined;
  const host = sought.host.startsWith("/") ? [sought.host, "localhost"] : [sought.host];
  const wanted = [host, [String(sought.port)], [sought.database], [sought.user]];
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith("#")) continue;
    const given = fields(line);
    const password = given[4];
    if (password === undefined) continue;
    if (wanted.every((values, at) => given[at] === "*" || values.includes(given[at] ?? ""))) return password;
  }
  return undefined;
}
