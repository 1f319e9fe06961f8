// Copies this checkout for one test: its sources are real files that the test may edit; packages are links.
import fs from "node:fs";
import path from "node:path";

const sources = [
  "Pulumi.yaml",
  "cli",
  "components",
  "gates",
  "engine",
  "index.ts",
  "package.json",
  "schema",
  "settings",
  "settings.ts",
  "tools",
  "tsconfig.json",
  // Bundles are named after the contents of their sources, so they are as good in the copy.
  ".stackschema/build",
];

const workspaces = ["cli", "components", "engine"];

function linkPackages(from: string, to: string): void {
  fs.mkdirSync(path.join(to, "@stackschema"), { recursive: true });
  for (const name of fs.readdirSync(from)) {
    if (name === "@stackschema" || name === "stackschema") continue;
    const source = path.join(from, name);
    const target = path.join(to, name);
    // A junction needs no privilege on Windows, and is a plain link elsewhere.
    if (fs.statSync(source).isDirectory()) fs.symlinkSync(source, target, "junction");
    else fs.copyFileSync(source, target);
  }
}

export function copyCheckout(from: string, to: string, program: string | undefined): void {
  for (const name of sources) {
    const source = path.join(from, name);
    if (fs.existsSync(source)) fs.cpSync(source, path.join(to, name), { recursive: true });
  }
  const packages = path.join(to, "node_modules");
  linkPackages(path.join(from, "node_modules"), packages);
  for (const name of workspaces) {
    const link = name === "cli" ? "stackschema" : path.join("@stackschema", name);
    fs.symlinkSync(path.join(to, name), path.join(packages, link), "junction");
  }
  if (program !== undefined) fs.writeFileSync(path.join(to, "index.ts"), program);
}
