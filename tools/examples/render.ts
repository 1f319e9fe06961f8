// An example of docs/examples: SQL before and after in its text, and the plan between the two as `stackschema plan` prints it.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { connect, planSchema, planText, shellQuote, type Target } from "../../engine/index";
import { fillBlocks } from "../generate/blocks";

/** Text of the fence ```` ```sql name ````, or empty. */
function fence(text: string, name: string): string {
  return new RegExp(`^\`\`\`sql ${name}\n(.*?)^\`\`\``, "ms").exec(text)?.[1] ?? "";
}

/**
 * The same document with its plan as it is now.
 * @param database empty; `before` and `rows` of the example are run there
 */
export async function render(name: string, text: string, database: Target): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), "stackschema-example-"));
  const source = path.join(folder, "schema.sql");
  try {
    writeFileSync(source, fence(text, "after"));
    const client = await connect(database);
    // Sizes are those of a table that Postgres has counted.
    for (const sql of [fence(text, "before"), fence(text, "rows"), "VACUUM ANALYZE"])
      if (sql !== "") await client.query(sql);
    await client.end();
    const planned = await planSchema({
      target: database,
      source: { kind: "sql", path: source },
      scratch: "server",
      consents: [],
      cacheDirectory: folder,
    });
    // How long the proof took is another time the next day.
    const shown = { ...planned, proof: null };
    const plan = planText(shown, { consentCommand: (consent) => `--consent ${shellQuote(consent)}` });
    return fillBlocks(name, text, { plan: `\`\`\`text\n${plan}\n\`\`\`` });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
