// `npm run examples` writes the plans of docs/examples anew, on an embedded server.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { connect } from "../../engine/index";
import { runWithServer } from "../with-server";
import { render } from "./render";

const directory = path.join(process.cwd(), "docs", "examples");

runWithServer("examples", 17, async ({ admin }) => {
  for (const [index, name] of readdirSync(directory).sort().entries()) {
    const database = `example_${index}`;
    const client = await connect(admin);
    await client.query(`CREATE DATABASE ${database}`);
    await client.end();
    const file = path.join(directory, name);
    const present = readFileSync(file, "utf8").replaceAll("\r\n", "\n");
    const fresh = await render(name, present, { ...admin, database });
    if (fresh !== present) writeFileSync(file, fresh);
    console.log(`${fresh === present ? "unchanged" : "written  "} docs/examples/${name}`);
  }
});
