// The backup before destruction on the local stack, and the way back from it as docs/ROLLBACK.md says it.
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { connect, type Target } from "../../engine/index";
import type { PulumiStack } from "../support/pulumi";
import { appStack, columnsOf, customers, declare, query, settings, targetOf } from "./app";

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let stack: PulumiStack;
let target: Target;
const withoutFax = customers.replace("name text NOT NULL,\n  fax text", "name text NOT NULL");

beforeAll(async () => {
  stack = await appStack(customers);
  expect(await stack.up()).toMatchObject({ code: 0 });
  target = await targetOf(stack);
  await query(target, "INSERT INTO app.customers VALUES (1, 'one', '123')");
});

afterAll(() => stack?.dispose());

const databases = async (): Promise<readonly unknown[]> => {
  const sql = "SELECT datname::text AS name FROM pg_database WHERE datname LIKE 'before-%' ORDER BY 1";
  return (await query(target, sql)).map(({ name }) => name);
};

const urnOf = (type: string): string =>
  new RegExp(`urn:[^"]*${type}::[^"]*`).exec(stack.stateText())?.[0] ?? "none";

describe("a run that destroys something", () => {
  test("makes no backup as long as its consent is missing", async () => {
    declare(stack, withoutFax);
    const { code, output } = await stack.up();
    expect(code).not.toBe(0);
    const consent = /'(drop column app\.customers\.fax [0-9a-f]{8})'/.exec(output)?.[1] ?? "";
    expect(consent).not.toBe("");
    expect(await databases()).toEqual([]);
    stack.configure({ ...settings, consents: [consent] });
  });

  test("stops where the backup fails, and destroys nothing", async () => {
    const application = `app-${randomBytes(4).toString("hex")}`;
    const session = await connect(target, { applicationName: application });
    try {
      const { code, output } = await stack.up();
      expect(code).not.toBe(0);
      expect(output).toContain(`${application} as ${target.user}`);
      expect(output).toContain("nothing was destroyed");
    } finally {
      await session.end();
    }
    expect(await columnsOf(target, "app.customers")).toEqual(["id", "name", "fax"]);
    expect(await databases()).toEqual([]);
  });

  test("destroys nothing where it leaves the first backup out", async () => {
    const name = urnOf("BackupName");
    const copy = name.replace("BackupName::", "DatabaseCopy::");
    const { code, output } = await stack.up("--exclude", copy);
    expect(output).toContain("this run leaves the backup out (--exclude)");
    expect(code).not.toBe(0);
    expect(await query(target, "SELECT fax FROM app.customers")).toEqual([{ fax: "123" }]);
  });

  test("makes a backup first, and names it", async () => {
    const { code, output } = await stack.up();
    expect(code).toBe(0);
    expect(output).toContain("DROP COLUMN fax");
    expect(await columnsOf(target, "app.customers")).toEqual(["id", "name"]);
    const { backup } = await stack.outputs();
    expect(backup).toMatch(/^before-app-[0-9a-f]{8}-\d+-[0-9a-f]{4}$/);
    expect(await databases()).toEqual([backup]);
    expect(await query({ ...target, database: String(backup) }, "SELECT fax FROM app.customers")).toEqual([
      { fax: "123" },
    ]);
  });

  test("is followed by runs that make no other backup", async () => {
    declare(stack, withoutFax.replace("name text NOT NULL", "name text NOT NULL,\n  town text"));
    const { code, output } = await stack.up();
    expect(code).toBe(0);
    expect(output).not.toContain("DatabaseCopy backup");
    expect(await databases()).toHaveLength(1);
  });

  test("and leaves its plan or its backup out destroys nothing, though the consent holds", async () => {
    await query(
      target,
      "ALTER TABLE app.customers ADD COLUMN fax text; UPDATE app.customers SET fax = '456'",
    );
    const [schema, plan] = [urnOf("DatabaseSchema"), urnOf("SchemaPlan")];
    for (const left of [
      ["--target", schema],
      ["--target", plan, "--target", schema],
      ["--exclude", plan],
    ]) {
      const { code, output } = await stack.up(...left);
      expect(output).toMatch(/no backup of this run was made before:\s+drop column app\.customers\.fax/);
      expect(code).not.toBe(0);
      expect(await query(target, "SELECT fax FROM app.customers")).toEqual([{ fax: "456" }]);
    }
    const before = await databases();
    expect(await stack.up()).toMatchObject({ code: 0 });
    expect(await columnsOf(target, "app.customers")).toEqual(["id", "name", "town"]);
    const { backup } = await stack.outputs();
    expect(await databases()).toEqual([...before, backup]);
    expect(await query({ ...target, database: String(backup) }, "SELECT fax FROM app.customers")).toEqual([
      { fax: "456" },
    ]);
  });
});

describe("the way back (docs/ROLLBACK.md)", () => {
  test("one column: declare it again, then copy its values out of the backup", async () => {
    const { backup } = await stack.outputs();
    declare(stack, customers);
    stack.configure({ ...settings, consents: [] });
    const refused = await stack.preview();
    const consent = /'(drop column app\.customers\.town [0-9a-f]{8})'/.exec(refused.output)?.[1] ?? "";
    stack.configure({ ...settings, consents: [consent] });
    expect(await stack.up()).toMatchObject({ code: 0 });
    const rows = await query({ ...target, database: String(backup) }, "SELECT id, fax FROM app.customers");
    expect(rows).toHaveLength(1);
    for (const { id, fax } of rows)
      await query(
        target,
        `UPDATE app.customers SET fax = '${String(fax)}' WHERE id = ${Number(id)} AND fax IS NULL`,
      );
    expect(await query(target, "SELECT fax FROM app.customers")).toEqual([{ fax: "456" }]);
  });
});

describe("an application that leaves the list", () => {
  const notes = customers.replaceAll("app", "desk").replaceAll("customers", "notes");
  const declareDesk = (source: string): void => stack.edit("schema/desk/desk.sql", () => source);

  test("asks for no backup, though the last one was made for it", async () => {
    const before = await databases();
    const both = { ...settings, applications: [{ name: "app" }, { name: "desk" }] };
    declareDesk(notes);
    stack.configure({ ...both, consents: [] });
    expect(await stack.up()).toMatchObject({ code: 0 });
    await query(target, "INSERT INTO desk.notes VALUES (1, 'one', '123')");
    declareDesk(notes.replace("name text NOT NULL,\n  fax text", "name text NOT NULL"));
    const refused = await stack.preview();
    const consent = /'(drop column desk\.notes\.fax [0-9a-f]{8})'/.exec(refused.output)?.[1] ?? "";
    stack.configure({ ...both, consents: [consent] });
    expect(await stack.up()).toMatchObject({ code: 0 });
    const { backup } = await stack.outputs();
    expect(backup).toMatch(/^before-desk-[0-9a-f]{8}-\d+-[0-9a-f]{4}$/);
    expect(await databases()).toEqual([...before, backup]);
    stack.configure({ ...settings, consents: [] });
    const { code, output } = await stack.up();
    expect(output).not.toContain("DatabaseCopy backup");
    expect(code).toBe(0);
    expect(await databases()).toEqual([...before, backup]);
  });

  test("and comes back to destroy the same again has another one", async () => {
    const before = await databases();
    const both = { ...settings, applications: [{ name: "app" }, { name: "desk" }] };
    declareDesk(notes);
    stack.configure({ ...both, consents: [] });
    expect(await stack.up()).toMatchObject({ code: 0 });
    await query(target, "UPDATE desk.notes SET fax = '456'");
    declareDesk(notes.replace("name text NOT NULL,\n  fax text", "name text NOT NULL"));
    const refused = await stack.preview();
    const consent = /'(drop column desk\.notes\.fax [0-9a-f]{8})'/.exec(refused.output)?.[1] ?? "";
    stack.configure({ ...both, consents: [consent] });
    expect(await stack.up()).toMatchObject({ code: 0 });
    const { backup } = await stack.outputs();
    expect(await databases()).toEqual([...before, backup]);
    expect(await query({ ...target, database: String(backup) }, "SELECT fax FROM desk.notes")).toEqual([
      { fax: "456" },
    ]);
  });
});
