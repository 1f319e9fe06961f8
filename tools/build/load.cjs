// Loads the TypeScript of this checkout, from a bundle named after the hash of its sources: nothing is ever stale.
// Every process that has no TypeScript loader of its own comes in here, so this stays plain JavaScript on Node alone.
"use strict";

const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const nodeModule = require("node:module");
const { bundleFile, compileCache, projectRoot } = require("./bundles.cjs");

// Not in Node 20. A place that cannot be written to is no error.
nodeModule.enableCompileCache?.(compileCache);

/**
 * The message says all there is to say; Pulumi prints a SyntaxError without the stack of who required it.
 * @param {string} message
 */
function plainError(message) {
  const error = new Error(message);
  error.name = "SyntaxError";
  error.stack = `SyntaxError: ${message}`;
  return error;
}

/**
 * @param {string} name
 * @param {string} file
 */
function build(name, file) {
  if (!fs.existsSync(path.join(projectRoot, "node_modules", "esbuild"))) {
    throw plainError("the packages of this checkout are not installed; run: npm install");
  }
  const result = spawnSync(process.execPath, [path.join(__dirname, "compile.cjs"), name, file], {
    encoding: "utf8",
    stdio: ["ignore", "inherit", "pipe"],
    windowsHide: true,
  });
  if (result.error !== undefined) throw result.error;
  if (result.status === 0) return;
  throw plainError(`the TypeScript of "${name}" does not build:\n${result.stderr.trim()}`);
}

/** @param {string} name one of the bundles in bundles.cjs */
function load(name) {
  const file = bundleFile(name);
  if (!fs.existsSync(file)) build(name, file);
  return require(file);
}

module.exports = { load };
