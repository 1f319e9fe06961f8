// The foreign corpus: pairs of schemas from other projects' test suites, and the committed list of those that load.
// The SQL itself is not ours and not in this repository: where it is absent, there are no cases.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";

// Bundled code runs in the project root, tests run where this file is.
const folder = __dirname.endsWith("foreign") ? __dirname : resolve("tests", "foreign");

/** Where the corpus lies beside the checkout. */
export const corpusDirectory = resolve(folder, "..", "..", "..", "shared", "corpus");
export const listPath = join(folder, "loadable.txt");
const gapsPath = join(folder, "known-gaps.txt");

export const majors = [15, 16, 17, 18] as const;
export const directions = ["forward", "backward"] as const;
export type Direction = (typeof directions)[number];

const foreignCase = z.object({
  id: z.string(),
  setup: z.string(),
  old: z.string(),
  new: z.string(),
  /** Quoted as they are to be written. */
  roles: z.array(z.string()),
});
export type ForeignCase = z.infer<typeof foreignCase>;

/** Every case, or null where the corpus is not there. */
export function foreignCases(): ForeignCase[] | null {
  if (!existsSync(corpusDirectory)) return null;
  return readdirSync(corpusDirectory)
    .filter((file) => file.endsWith(".jsonl"))
    .sort()
    .flatMap((file) => readFileSync(join(corpusDirectory, file), "utf8").split("\n"))
    .filter((line) => line.trim() !== "")
    .map((line) => foreignCase.parse(JSON.parse(line)));
}

/** One line of loadable.txt. */
export interface Loadable {
  readonly id: string;
  readonly majors: readonly number[];
  /** Kinds it uses that the engine does not model yet; empty: it must converge. */
  readonly otherKinds: readonly string[];
}

export function readLoadable(): Loadable[] {
  return lines(listPath).map((line) => {
    const [id = "", versions = "", kinds = "-"] = line.split("\t");
    return {
      id,
      majors: versions.split(",").map(Number),
      otherKinds: kinds === "-" ? [] : kinds.split(", "),
    };
  });
}

export function formatLoadable(entries: readonly Loadable[]): string {
  const head = [
    "# Cases of the foreign corpus whose two sides load by themselves in an empty database, found by plain SQL.",
    "# Case, majors it loads on, kinds it uses that are not modelled yet. Written by: npm run corpus -- loadable",
  ];
  const rows = entries.map((entry) =>
    [entry.id, entry.majors.join(","), entry.otherKinds.join(", ") || "-"].join("\t"),
  );
  return `${[...head, ...rows].join("\n")}\n`;
}

/** A case that is known not to converge; one that does fails the run, so that the list stays true. */
export interface KnownGap {
  readonly id: string;
  readonly direction: Direction;
  readonly majors: readonly number[];
  readonly reason: string;
}

export function readKnownGaps(): KnownGap[] {
  return lines(gapsPath).map((line) => {
    const [id = "", direction, versions = "", reason = ""] = line.split("\t");
    if (direction !== "forward" && direction !== "backward")
      throw new Error(`known-gaps.txt: no direction in: ${line}`);
    if (reason.trim() === "") throw new Error(`known-gaps.txt: no reason in: ${line}`);
    return { id, direction, majors: versions.split(",").map(Number), reason };
  });
}

function lines(path: string): string[] {
  const text = readFileSync(path, "utf8");
  return text.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.startsWith("#"));
}
