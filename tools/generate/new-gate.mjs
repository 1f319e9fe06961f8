// Makes a gate: `npm run new-gate <id>` writes its rule, its page, and a passing and a failing case, each to be filled in.
import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");
const [id = ""] = process.argv.slice(2);

/** @param {string} message */
function refuse(message) {
  console.error(message);
  process.exit(1);
}

if (!/^[a-z]+(-[a-z]+)+$/.test(id))
  refuse("usage: npm run new-gate <id>, an id of small words with dashes: no-empty-tables");
const name = id.replaceAll(/-([a-z])/g, (_, letter) => letter.toUpperCase());

const files = {
  [`gates/${id}.ts`]: `// ${id}: what holds, in one sentence.
import type { Gate } from "./framework/model";

export const ${name}: Gate = {
  level: "advisory",
  why: "what goes wrong without it",
  appliesTo: "every table",
  check: ({ facts }) =>
    facts.tables.flatMap((table) =>
      facts.on(table.id, "column").length > 0
        ? []
        : [{ object: table.id, message: \`\${table.id} has no column\`, sql: null }],
    ),
};
`,
  [`docs/gates/${id}.md`]: `<!-- generated: gate -->
<!-- end of generated -->

## Problem

What goes wrong, and how somebody notices.

## Solution

\`\`\`sql
CREATE TABLE app.customers (id uuid);
\`\`\`

## Exception

When it need not hold.
`,
  [`tests/gates/cases/${id}.pass.sql`]: "CREATE TABLE app.t (id int);\n",
  [`tests/gates/cases/${id}.fail.sql`]: `-- expect: table app.t has no column
-- not mended: write here why the proposal does not satisfy the gate, or remove this line
CREATE TABLE app.t ();
`,
};
for (const file of Object.keys(files))
  if (existsSync(path.join(root, file))) refuse(`${file} is there already`);
for (const [file, text] of Object.entries(files)) {
  writeFileSync(path.join(root, file), text);
  console.log(`made: ${file}`);
}
const generate = path.join(root, "tools", "generate", "main.mjs");
process.exitCode = spawnSync(process.execPath, [generate], { stdio: "inherit" }).status ?? 1;
