// Bundles one TypeScript program of this checkout and runs it: `node tools/run-typescript.mjs <file.ts> [arguments]`.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const [entry = "", ...rest] = process.argv.slice(2);
// Inside the checkout, so that the packages left outside the bundle are found.
const folder = await mkdtemp(join(root, "node_modules", ".run-"));
try {
  const bundle = join(folder, "main.cjs");
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: bundle,
    bundle: true,
    platform: "node",
    target: "node20",
    packages: "external",
    sourcemap: "inline",
    logLevel: "warning",
  });
  const child = spawn(process.execPath, ["--enable-source-maps", bundle, ...rest], {
    cwd: root,
    stdio: "inherit",
  });
  // The child ends its servers on an interrupt; this process only waits for it.
  process.on("SIGINT", () => {});
  process.exitCode = await new Promise((done) => child.on("exit", (code) => done(code ?? 1)));
} finally {
  await rm(folder, { recursive: true, force: true });
}
