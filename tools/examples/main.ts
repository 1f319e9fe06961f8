// `npm run examples` writes the plans of docs/examples anew, on an embedded server.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { connect, startScratch } from "../../engine/index";
import { render } from "./render";

const directory = path.join(process.cwd(), "docs", "examples");

async function main(): Promise<void> {
  const cacheDirectory = mkdtempSync(path.join(tmpdir(), "stackschema-examples-"));
  const server = await startScratch({ major: 17, cacheDirectory });
  try {
    for (const [index, name] of readdirSync(directory).sort().entries()) {
      const database = `example_${index}`;
      const admin = await connect(server.admin);
      await admin.query(`CREATE DATABASE ${database}`);
      await admin.end();
      const file = path.join(directory, name);
      const present = readFileSync(file, "utf8").replaceAll("\r\n", "\n");
      const fresh = await render(name, present, { ...server.admin, database });
      if (fresh !== present) writeFileSync(file, fresh);
      console.log(`${fresh === present ? "unchanged" : "written  "} docs/examples/${name}`);
    }
  } finally {
    await server.stop();
    rmSync(cacheDirectory, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
