// Each gate with a case that it lets pass and one that it does not: folders of SQL, loaded into one database. What a gate
// proposes is run, and then the gate holds.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { inspectDatabase, type Target } from "../../engine/index";
import { gates } from "../../gates";
import type { Breach } from "../../gates/framework/model";
import { noPapers } from "../../gates/framework/papers";
import { subjectOf } from "../../gates/framework/run";
import { type GateId, gateIds } from "../../gates/ids";
import { connected } from "../support/corpus-databases";
import { sharedServer } from "../support/postgres";

/** They look at what stands beside the source, and have tests of their own. */
const ofPapers: readonly GateId[] = ["doc-contract", "no-migrations-folder"];
const ofCatalog = gateIds.filter((id) => !ofPapers.includes(id));

const file = (id: string, name: string): string => path.join(__dirname, "cases", `${id}.${name}.sql`);
const read = (id: string, name: string): string => readFileSync(file(id, name), "utf8");

/** `fail`, and others that begin so. */
const failsOf = (id: string): readonly string[] =>
  readdirSync(path.join(__dirname, "cases")).flatMap((name) => {
    const [own = "", is = ""] = name.split(".");
    return own === id && is.startsWith("fail") ? [is] : [];
  });

/** Each case has the Postgres schema `app` to itself, under a name of its own. */
const schemaOf = (id: string, name: string): string => `${name}_${id}`.replaceAll("-", "_");
const placed = (sql: string, schema: string): string => sql.replaceAll(/(?<!')\bapp\b/g, schema);

let target: Target;

beforeAll(async () => {
  const server = await sharedServer();
  target = await server.createDatabase();
  const cases = ofCatalog.flatMap((id) => ["pass", ...failsOf(id)].map((name) => ({ id, name })));
  const script = cases.map(({ id, name }) => {
    const schema = schemaOf(id, name);
    return `CREATE SCHEMA ${schema};\n${placed(read(id, name), schema)}`;
  });
  await connected(target, async (client) => {
    await client.query("CREATE ROLE app_rw");
    await client.query(script.join("\n"));
  });
});

async function breachesOf(id: GateId, name: string): Promise<readonly Breach[]> {
  const schema = schemaOf(id, name);
  const catalog = await inspectDatabase(target, { scope: [schema] });
  return gates[id].check(subjectOf(catalog, noPapers));
}

describe.each(ofCatalog)("%s", (id) => {
  it("lets pass what keeps it", async () => {
    expect(await breachesOf(id, "pass")).toEqual([]);
  });

  it.each(failsOf(id))("says what does not, and its proposal is right: %s", async (name) => {
    const expected = [...read(id, name).matchAll(/^-- expect: (.*)$/gm)].map(([, text = ""]) => text);
    const found = await breachesOf(id, name);
    const said = found.map(({ message }) => message.replaceAll(schemaOf(id, name), "app"));
    expect(expected).not.toEqual([]);
    for (const text of expected) expect(said.join("\n")).toContain(text);
    const untold = said.filter((message) => !expected.some((text) => message.includes(text)));
    expect(untold).toEqual([]);
    if (read(id, name).includes("-- not mended:")) return;
    const proposals = found.map(({ sql }) => sql);
    expect(proposals).not.toContain(null);
    await connected(target, (client) => client.query([...new Set(proposals)].join("\n")));
    expect(await breachesOf(id, name)).toEqual([]);
  });
});

describe("every gate", () => {
  it.each(gateIds)("%s has a page with a problem, a solution and an exception", (id) => {
    const page = readFileSync(path.join(__dirname, "..", "..", "docs", "gates", `${id}.md`), "utf8");
    const headings = [...page.replaceAll(/```[\s\S]*?```/g, "").matchAll(/^## (.*)$/gm)].map(
      ([, text]) => text,
    );
    expect(headings).toEqual(["Problem", "Solution", "Exception"]);
  });

  it.each(ofCatalog)("%s has its cases", (id) => {
    expect(["pass", "fail"].filter((name) => !existsSync(file(id, name)))).toEqual([]);
  });
});
