// The applications keep every gate as a mandatory one; what is weakened on purpose is found; reports are what they claim to be.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applySchema } from "../../engine/index";
import { gateIds } from "../../gates/ids";
import { stackschema } from "../cli/support";
import { connected } from "../support/corpus-databases";
import { sharedServer } from "../support/postgres";

const root = path.resolve(__dirname, "..", "..");
const ledger = path.join(root, "schema", "ledger");
const weakened = path.join(mkdtempSync(path.join(tmpdir(), "stackschema-gates-")), "ledger");

const run = (source: string, ...rest: string[]) => stackschema(["gates", "--schema", source, ...rest]);

beforeAll(() => {
  cpSync(ledger, weakened, { recursive: true });
  const file = path.join(weakened, "customers.sql");
  const policy = "USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)";
  const text = readFileSync(file, "utf8");
  expect(text).toContain(policy);
  writeFileSync(file, text.replace(policy, "USING (org_id IS NOT NULL)"));
});

afterAll(() => rmSync(path.dirname(weakened), { recursive: true, force: true }));

describe.each([
  ["ledger", 2],
  ["login", 8],
  ["quotes", 0],
])("the application %s", (application, excepted) => {
  const source = path.join(root, "schema", application);

  it("keeps all gates as mandatory ones, and needs each of its exceptions", async () => {
    const { code, out } = await run(source, "--level", "all=mandatory", "--code", path.join(root, "tests"));
    const exceptions = excepted === 0 ? "" : `; ${excepted} excepted`;
    expect(out).toBe(`${gateIds.length} gates: all hold${exceptions}\n`);
    expect(code).toBe(0);
  });

  it("has a registry that is fresh", async () => {
    const out = path.join(root, "generated", application, "registry.ts");
    const { code, notes } = await stackschema(["registry", "--schema", source, "--out", out, "--check"]);
    expect([code, notes], "run: npm run registry").toEqual([0, ""]);
  });
});

describe("the ledger", () => {
  it("makes its balances again from the movements, and leaves those that are right", async () => {
    const server = await sharedServer();
    const target = await server.createDatabase();
    await connected(target, (client) => client.query("CREATE ROLE ledger_rw; CREATE ROLE ledger_ro"));
    const cacheDirectory = mkdtempSync(path.join(tmpdir(), "stackschema-gates-cache-"));
    const source = { kind: "sql" as const, path: ledger };
    await applySchema({ target, source, scratch: "server", consents: [], cacheDirectory, proof: "never" });
    const org = "a0000000-0000-4000-8000-000000000001";
    await connected(target, async (client) => {
      await client.query(`
        INSERT INTO ledger.organisations (id, name, slug) VALUES ('${org}', 'a', 'a');
        INSERT INTO ledger.products (org_id, id, sku, name) VALUES ('${org}', '${org}', 'P', 'p');
        INSERT INTO ledger.stock_movements (org_id, product_id, quantity, reason)
          VALUES ('${org}', '${org}', 10, 'purchase'), ('${org}', '${org}', -3, 'sale')`);
      const rows = async (): Promise<readonly unknown[]> =>
        (await client.query("SELECT b.*, b.xmin::text FROM ledger.stock_balances b")).rows;
      const before = await rows();
      expect(before).toMatchObject([{ quantity: "7.0000" }]);
      await client.query("SELECT ledger.rebuild_stock_balances()");
      expect(await rows()).toEqual(before);
      await client.query(
        "UPDATE ledger.stock_balances SET quantity = 1; SELECT ledger.rebuild_stock_balances()",
      );
      expect(await rows()).toMatchObject([{ quantity: "7.0000" }]);
      await client.query("UPDATE ledger.products SET name = 'q'");
      await expect(client.query("TRUNCATE ledger.postings")).rejects.toThrow(
        "ledger.postings is append-only: TRUNCATE is refused",
      );
      await client.query(
        `INSERT INTO ledger.documents (org_id, id, kind, number, document_date) VALUES ('${org}', '${org}', 'journal', '1', '2026-11-01')`,
      );
      await client.query("UPDATE ledger.documents SET number = '2'");
      expect((await client.query("SELECT version FROM ledger.documents")).rows).toEqual([{ version: 2 }]);
      await expect(client.query(`UPDATE ledger.products SET metadata = '{"price": 1}'`)).rejects.toThrow(
        "products_metadata_keys_check",
      );
    });
    rmSync(cacheDirectory, { recursive: true, force: true });
  });
});

describe("a policy that was weakened", () => {
  it("stops the command with its table, its condition and what would mend it", async () => {
    const { code, out } = await run(weakened);
    expect(code).toBe(3);
    expect(out).toContain(
      "mandatory tenant-isolation: table ledger.customers has the policy tenant, which lets SELECT, UPDATE and DELETE reach rows",
    );
    expect(out).toContain("    DROP POLICY tenant ON ledger.customers;");
    expect(out).toContain("20 gates: 1 mandatory, 0 advisory findings; 2 excepted");
    const advisory = await run(weakened, "--level", "tenant-isolation=advisory");
    expect([advisory.code, advisory.out.slice(0, 27)]).toEqual([0, "advisory tenant-isolation: "]);
  });

  it("is told to GitHub at its line", async () => {
    const { out } = await run(weakened, "--format", "github");
    expect(out).toMatch(
      /^::error file=ledger\/customers\.sql,line=2,title=tenant-isolation::table ledger\.customers has the policy/,
    );
    expect(out.trim()).not.toContain("\n");
  });

  it("is told as JSON", async () => {
    const { out } = await run(weakened, "--format", "json");
    const { findings, ...rest } = JSON.parse(out);
    expect(rest).toMatchObject({ version: 1, excepted: 2 });
    expect(findings).toMatchObject([
      { gate: "tenant-isolation", object: "table ledger.customers", file: "ledger/customers.sql", line: 2 },
    ]);
  });

  it("is told as SARIF that is valid", async () => {
    const { out } = await run(weakened, "--format", "sarif");
    const schemas = path.join(root, "node_modules", "@microsoft", "jest-sarif", "lib", "schemas");
    // Draft 4, of which this schema uses nothing that later drafts read otherwise but its own name.
    const {
      $schema: _,
      id: __,
      ...schema
    } = JSON.parse(readFileSync(path.join(schemas, "sarif-2.1.0-rtm.5.json"), "utf8"));
    const ajv = addFormats(new Ajv({ strict: false, allErrors: true, unicodeRegExp: false }));
    const isValid = ajv.compile(schema);
    const log = JSON.parse(out);
    expect(isValid(log) ? [] : isValid.errors).toEqual([]);
    expect(log.runs[0].results).toHaveLength(1);
    expect(log.runs[0].tool.driver.rules[log.runs[0].results[0].ruleIndex].id).toBe("tenant-isolation");
    expect(isValid({ ...log, version: 2 })).toBe(false);
  });
});

describe("the command", () => {
  it.each([
    [["--level", "no-such=off"], "no gate is called no-such"],
    [["--level", "append-only=loud"], "write <gate>=off, <gate>=advisory, <gate>=mandatory"],
    [["--major", "9"], "--major must be 14 to 18"],
  ])("refuses %s", async (more, message) => {
    const { code, notes } = await run(ledger, ...more);
    expect(code).toBe(1);
    expect(notes).toContain(message);
  });
});
