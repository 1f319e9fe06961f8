// The bundles made from the TypeScript sources: for each its entry, and every place its code may come from.
// A bundle's name is the hash of all files under its roots, so it must never hold code from anywhere else.
"use strict";

const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

/** @typedef {{ readonly entry: string, readonly roots: readonly string[] }} Bundle */

const projectRoot = path.resolve(__dirname, "..", "..");

/** @type {Readonly<Record<string, Bundle>>} */
const bundles = {
  engine: { entry: "engine/index.ts", roots: ["engine"] },
  components: { entry: "components/handlers.ts", roots: ["components", "gates"] },
  program: { entry: "index.ts", roots: ["index.ts", "settings.ts", "settings", "components", "gates"] },
  cli: { entry: "cli/main.ts", roots: ["cli", "gates"] },
  pulumi: { entry: "tools/pulumi/main.ts", roots: ["tools/pulumi"] },
};

/** What shapes every bundle besides its own sources: this folder, the compiler's settings, the installed packages. */
const shared = ["tools/build", "tsconfig.json", "node_modules/.package-lock.json"];

/** @param {string} name */
function bundle(name) {
  const found = bundles[name];
  if (found === undefined) throw new Error(`no bundle is called "${name}"`);
  return found;
}

/** @param {string} name */
function isSource(name) {
  return /\.(ts|cjs|json)$/.test(name) && !name.endsWith(".d.ts");
}

/**
 * @param {string} relative
 * @param {string[]} files
 */
function collect(relative, files) {
  const absolute = path.join(projectRoot, relative);
  const stat = fs.statSync(absolute, { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (stat.isFile()) {
    files.push(relative);
    return;
  }
  for (const child of fs.readdirSync(absolute, { withFileTypes: true })) {
    if (child.name === "node_modules") continue;
    const name = `${relative}/${child.name}`;
    if (child.isDirectory()) collect(name, files);
    else if (isSource(child.name)) files.push(name);
  }
}

/** @param {string} name */
function sourceHash(name) {
  /** @type {string[]} */
  const files = [];
  for (const root of [...bundle(name).roots, ...shared]) collect(root, files);
  const hash = createHash("sha1");
  for (const file of files.sort()) {
    hash.update(file).update("\0");
    hash.update(fs.readFileSync(path.join(projectRoot, file))).update("\0");
  }
  return hash.digest("hex").slice(0, 16);
}

/** @param {string} name */
function bundleFile(name) {
  return path.join(projectRoot, ".stackschema", "build", `${name}-${sourceHash(name)}.cjs`);
}

/** Where Node keeps what it compiled, from version 22 on. */
const compileCache = path.join(projectRoot, ".stackschema", "build", "node");

/** Loaded when a connection or a source needs one of them, and large: never part of a bundle. */
const loadedWhenUsed = [
  "ssh2",
  "@azure/identity",
  "@google-cloud/cloud-sql-connector",
  "@cdktn/hcl2json",
  "drizzle-kit",
  "drizzle-orm",
  "elkjs",
];

module.exports = { bundle, bundleFile, compileCache, loadedWhenUsed, projectRoot };
