// Names of applications where a cloud takes shorter ones.
import { createHash } from "node:crypto";

/** As many characters as there may be at most, the last eight of them a hash of the whole name, which keeps names apart. */
export function shortened(name: string, most: number): string {
  return `${name.slice(0, most - 9)}-${createHash("sha256").update(name).digest("hex").slice(0, 8)}`;
}
