// Reads what stands beside a source: the only folder of the gates that touches files.
import { type Dirent, readdirSync, readFileSync, statSync } from "node:fs";
import * as path from "node:path";
import { SchemaError } from "../../engine/index";
import { exceptionsFile } from "../framework/exceptions";
import type { Papers, TextFile } from "../framework/papers";

interface Asked {
  /** Absolute: a directory, or one file, which has no papers. */
  readonly source: string;
  /** Absolute; names are told relative to it. */
  readonly project: string;
  /** Further directories or files, absolute, in which invariants may be named. @default none */
  readonly code?: readonly string[];
}

const contractFile = "CONTRACT.md";
const unread = new Set(["node_modules", "tests", "test", "fixtures", "examples", "dist", "build"]);

/** How deep below the project folders are looked at: `src/db/migrations`. */
const depth = 3;

export function readPapers({ source, project, code = [] }: Asked): Papers {
  const isDirectory = statSync(source, { throwIfNoEntry: false })?.isDirectory() === true;
  const relative = (file: string): string => path.relative(project, file).split(path.sep).join("/");
  const own = isDirectory ? below(source) : [];
  const others = code.flatMap((place) => (isFile(place) ? [place] : below(place)));
  const files = [...own, ...others].filter(isFile);
  return {
    application: path.basename(source).replace(/\.[a-z]+$/, ""),
    source: relative(source),
    contract: isDirectory ? textOf(path.join(source, contractFile)) : null,
    exceptions: isDirectory ? exceptionsIn(source) : null,
    texts: files.flatMap((file): readonly TextFile[] => {
      if (path.basename(file) === contractFile) return [];
      return [{ file: relative(file), text: readFileSync(file, "utf8") }];
    }),
    paths: [...new Set([...foldersOf(project, depth), ...own].map(relative))].sort(),
  };
}

/** null where there is no such file. */
function textOf(file: string): string | null {
  return isFile(file) ? readFileSync(file, "utf8") : null;
}

/** @throws SchemaError for a name that is nearly the right one: nobody would notice that it is not read */
function exceptionsIn(source: string): string | null {
  const [stem = ""] = exceptionsFile.split(".");
  const near = entriesOf(source).find(
    ({ name }) => name !== exceptionsFile && new RegExp(`^${stem}\\.ya?ml$`, "i").test(name),
  );
  if (near !== undefined)
    throw new SchemaError(
      "bad-option",
      `${path.join(source, near.name)} is not read: call it ${exceptionsFile}`,
    );
  return textOf(path.join(source, exceptionsFile));
}

const isFile = (place: string): boolean => statSync(place, { throwIfNoEntry: false })?.isFile() === true;

/** Files and folders at any depth. */
function below(directory: string): readonly string[] {
  return entriesOf(directory).flatMap((entry) => {
    const place = path.join(directory, entry.name);
    return entry.isDirectory() ? [place, ...below(place)] : [place];
  });
}

function foldersOf(directory: string, levels: number): readonly string[] {
  if (levels === 0) return [];
  return entriesOf(directory).flatMap((entry) => {
    if (!entry.isDirectory() || unread.has(entry.name)) return [];
    const place = path.join(directory, entry.name);
    return [place, ...foldersOf(place, levels - 1)];
  });
}

function entriesOf(directory: string): readonly Dirent[] {
  return readdirSync(directory, { withFileTypes: true }).filter(
    ({ name }) => !name.startsWith(".") && name !== "node_modules",
  );
}

/** The nearest directory upwards that is a project's top; of a source outside one, the directory it lies in. */
export function projectOf(source: string): string {
  const marks = ["Pulumi.yaml", "package.json", ".git"];
  const isTop = (directory: string): boolean =>
    marks.some((mark) => statSync(path.join(directory, mark), { throwIfNoEntry: false }) !== undefined);
  const up = (directory: string): string | null => {
    if (isTop(directory)) return directory;
    const parent = path.dirname(directory);
    return parent === directory ? null : up(parent);
  };
  return up(path.dirname(source)) ?? path.dirname(source);
}
