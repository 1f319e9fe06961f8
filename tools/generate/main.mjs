// Writes the generated parts of the documents: `npm run generate`; with --check it only names those that are stale.
// Reads sources and writes documents; needs no server, no network and no build.
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");
const require = createRequire(import.meta.url);

// Help texts are as wide as the terminal; in a document they must not be.
process.stdout.columns = 80;

async function load() {
  const result = await build({
    entryPoints: [path.join(root, "tools", "generate", "documents.ts")],
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    target: "node20",
    packages: "external",
    logLevel: "warning",
  });
  const module = { exports: {} };
  new Function("module", "exports", "require", result.outputFiles[0].text)(module, module.exports, require);
  return module.exports;
}

const check = process.argv.slice(2).includes("--check");
const { refresh } = await load();
const stale = [...(await refresh({ root, mode: check ? "check" : "write" }))];
// The list of gates is code: what is made of it comes from the list as it is now.
if (!check && stale.some((file) => file.startsWith("gates/")))
  stale.push(...(await (await load()).refresh({ root, mode: "write" })));
for (const file of stale) console.log(check ? `stale: ${file}` : `written: ${file}`);
if (check && stale.length > 0) {
  console.log("run: npm run generate");
  process.exitCode = 1;
}
