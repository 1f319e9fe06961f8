// The ledger at work: what its contract promises, asked of Postgres.
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applied, runAs } from "./support";

const orgA = "a0000000-0000-4000-8000-000000000001";
const orgB = "b0000000-0000-4000-8000-000000000001";
const ada = "a0000000-0000-4000-8000-0000000000aa";
const bob = "b0000000-0000-4000-8000-0000000000bb";

describe("the ledger schema at work", () => {
  let client: Client;

  beforeAll(async () => {
    const { superuser: target } = await applied("ledger", 17);
    client = new Client({ ...target, ssl: false });
    await client.connect();
    await as("ledger_rw", orgA, seed(orgA, ada, "alpha"), ada);
    await as("ledger_rw", orgB, seed(orgB, bob, "beta"), bob);
  });

  afterAll(() => client.end());

  const seed = (org: string, user: string, name: string): string => `
    INSERT INTO ledger.users (id, email, display_name) VALUES ('${user}', '${name}@example.org', '${name}');
    INSERT INTO ledger.organisations (id, name, slug) VALUES ('${org}', '${name}', '${name}');
    INSERT INTO ledger.memberships (org_id, id, user_id, status) VALUES ('${org}', '${user}', '${user}', 'active');
    INSERT INTO ledger.customers (org_id, id, number, name) VALUES ('${org}', '${user}', 'C1', 'customer of ${name}');
    INSERT INTO ledger.products (org_id, id, sku, name) VALUES ('${org}', '${user}', 'P1', 'product of ${name}');
    INSERT INTO ledger.documents (org_id, id, kind, number, customer_id, document_date, net_amount, tax_amount)
      VALUES ('${org}', '${user}', 'invoice', 'R1', '${user}', '2026-11-01', 100, 19);
    INSERT INTO ledger.postings (org_id, document_id, account, side, amount, currency, booked_on)
      VALUES ('${org}', '${user}', '1400', 'debit', 119, 'EUR', '2026-11-01'),
             ('${org}', '${user}', '8400', 'credit', 119, 'EUR', '2026-11-01');
    UPDATE ledger.documents SET status = 'posted', posted_by_id = '${user}' WHERE id = '${user}';
    INSERT INTO ledger.stock_movements (org_id, product_id, quantity, reason) VALUES ('${org}', '${user}', 10, 'purchase');`;

  const as = (role: string, org: string, sql: string, user = "") =>
    runAs(client, role, { "app.org_id": org, "app.user_id": user }, sql);

  const tables = [
    "organisations",
    "memberships",
    "customers",
    "products",
    "documents",
    "postings",
    "stock_movements",
    "stock_balances",
    "audit_log",
  ];

  it.each(tables)("%s: a tenant sees its own rows and no others", async (table) => {
    const key = table === "organisations" ? "id" : "org_id";
    for (const role of ["ledger_rw", "ledger_ro", "ledger_admin"]) {
      const rows = await as(role, orgA, `SELECT DISTINCT ${key}::text AS org FROM ledger.${table}`);
      expect(rows).toEqual([{ org: orgA }]);
    }
  });

  it.each(tables)("%s: without a tenant there are no rows, for the owner neither", async (table) => {
    for (const role of ["ledger_rw", "ledger_admin"])
      expect(await as(role, "", `SELECT FROM ledger.${table}`)).toEqual([]);
  });

  it("refuses rows for another tenant, and changes none of them", async () => {
    const insert = `INSERT INTO ledger.customers (org_id, number, name) VALUES ('${orgB}', 'X', 'x')`;
    await expect(as("ledger_rw", orgA, insert)).rejects.toMatchObject({ code: "42501" });
    expect(
      await as(
        "ledger_rw",
        orgA,
        `UPDATE ledger.customers SET name = 'x' WHERE org_id = '${orgB}' RETURNING 1`,
      ),
    ).toEqual([]);
    const move = `UPDATE ledger.customers SET org_id = '${orgB}' WHERE org_id = '${orgA}'`;
    await expect(as("ledger_rw", orgA, move)).rejects.toMatchObject({ code: "42501" });
  });

  it("refuses references into another tenant", async () => {
    const insert = `INSERT INTO ledger.projects (org_id, customer_id, code, name) VALUES ('${orgA}', '${bob}', 'X', 'x')`;
    await expect(as("ledger_rw", orgA, insert)).rejects.toMatchObject({ code: "23503" });
  });

  it("shows a person themselves and the members of the current organisation", async () => {
    const names = "SELECT display_name FROM ledger.users ORDER BY 1";
    expect(await as("ledger_ro", orgA, names)).toEqual([{ display_name: "alpha" }]);
    expect(await as("ledger_ro", orgA, names, bob)).toEqual([
      { display_name: "alpha" },
      { display_name: "beta" },
    ]);
    expect(await as("ledger_ro", "", names)).toEqual([]);
  });

  it("lets the read-only role read and not write", async () => {
    await expect(as("ledger_ro", orgA, "UPDATE ledger.customers SET name = 'x'")).rejects.toMatchObject({
      code: "42501",
    });
    await expect(as("ledger_ro", orgA, "DELETE FROM ledger.quotes")).rejects.toMatchObject({ code: "42501" });
  });

  it.each([
    "UPDATE ledger.documents SET net_amount = 1",
    "UPDATE ledger.documents SET status = 'draft', posted_at = NULL",
    "DELETE FROM ledger.documents",
  ])("a posted document refuses: %s", async (statement) => {
    for (const role of ["ledger_rw", "ledger_admin"]) {
      await expect(as(role, orgA, statement)).rejects.toMatchObject({
        code: "23001",
        message: expect.stringContaining("is posted"),
      });
    }
  });

  it("posts a document only when its postings balance, and seals them", async () => {
    const draft = `INSERT INTO ledger.documents (org_id, kind, number, document_date) VALUES ('${orgA}', 'journal', 'J1', '2026-11-02') RETURNING id`;
    const [row] = await as("ledger_rw", orgA, draft);
    const post = `UPDATE ledger.documents SET status = 'posted' WHERE id = '${row?.id}'`;
    const posting = (side: string, amount: number): string =>
      `INSERT INTO ledger.postings (org_id, document_id, account, side, amount, currency, booked_on)
         VALUES ('${orgA}', '${row?.id}', '1000', '${side}', ${amount}, 'EUR', '2026-11-02')`;
    await expect(as("ledger_rw", orgA, post)).rejects.toMatchObject({
      code: "23514",
      message: expect.stringContaining("balance"),
    });
    await as("ledger_rw", orgA, posting("debit", 10));
    await expect(as("ledger_rw", orgA, post)).rejects.toMatchObject({ code: "23514" });
    await as("ledger_rw", orgA, posting("credit", 10));
    await as("ledger_rw", orgA, post);
    expect(
      await as(
        "ledger_ro",
        orgA,
        `SELECT posted_at IS NOT NULL AS posted FROM ledger.documents WHERE id = '${row?.id}'`,
      ),
    ).toEqual([{ posted: true }]);
    await expect(as("ledger_rw", orgA, posting("debit", 1))).rejects.toMatchObject({ code: "23001" });
  });

  it("lets a draft change and go", async () => {
    await as(
      "ledger_rw",
      orgA,
      `INSERT INTO ledger.documents (org_id, kind, number, document_date) VALUES ('${orgA}', 'journal', 'J2', '2026-11-02')`,
    );
    await as("ledger_rw", orgA, "UPDATE ledger.documents SET net_amount = 5 WHERE number = 'J2'");
    expect(
      await as("ledger_rw", orgA, "DELETE FROM ledger.documents WHERE number = 'J2' RETURNING gross_amount"),
    ).toEqual([{ gross_amount: "5.00" }]);
  });

  it.each(["postings", "stock_movements", "audit_log"])(
    "%s is append-only: for the application by privilege, for the owner by trigger",
    async (table) => {
      for (const change of [`UPDATE ledger.${table} SET created_at = now()`, `DELETE FROM ledger.${table}`]) {
        await expect(as("ledger_rw", orgA, change)).rejects.toMatchObject({ code: "42501" });
        await expect(as("ledger_admin", orgA, change)).rejects.toMatchObject({
          code: "23001",
          message: expect.stringContaining("append-only"),
        });
      }
    },
  );

  it("moves updated_at with every update and leaves created_at", async () => {
    const times =
      "SELECT created_at::text, updated_at::text, updated_at > created_at AS moved FROM ledger.customers";
    const [before] = await as("ledger_rw", orgA, times);
    expect(before?.moved).toBe(false);
    await as("ledger_rw", orgA, "UPDATE ledger.customers SET phone = '1', updated_at = '2000-01-01'");
    const [after] = await as("ledger_rw", orgA, times);
    expect(after).toEqual({ created_at: before?.created_at, updated_at: expect.anything(), moved: true });
  });

  it("projects stock movements into balances, which the application may only read", async () => {
    await as(
      "ledger_rw",
      orgA,
      `INSERT INTO ledger.stock_movements (org_id, product_id, quantity, reason) VALUES ('${orgA}', '${ada}', -2.5, 'sale'), ('${orgA}', '${ada}', 4, 'return')`,
    );
    expect(await as("ledger_ro", orgA, "SELECT location, quantity FROM ledger.stock_balances")).toEqual([
      { location: "main", quantity: "11.5000" },
    ]);
    await expect(
      as("ledger_rw", orgA, "UPDATE ledger.stock_balances SET quantity = 0"),
    ).rejects.toMatchObject({ code: "42501" });
  });

  it("writes what changed into the audit log", async () => {
    await as(
      "ledger_rw",
      orgA,
      `SELECT set_config('app.membership_id', '${ada}', true); UPDATE ledger.customers SET email = 'a@b', fax = '2'`,
    );
    const entries =
      "SELECT actor_id, action, metadata FROM ledger.audit_log WHERE subject_table = 'customers' AND actor_id IS NOT NULL";
    expect(await as("ledger_ro", orgA, entries)).toEqual([
      { actor_id: ada, action: "update", metadata: { changed: ["email", "fax"] } },
    ]);
  });

  it("shows balances of the current tenant only, to a superuser too", async () => {
    const balances = "SELECT org_id, account, balance FROM ledger.account_balances WHERE account = '1400'";
    for (const role of ["ledger_ro", "NONE"]) {
      expect(await as(role, orgB, balances)).toEqual([{ org_id: orgB, account: "1400", balance: "119.00" }]);
    }
  });

  it.each([
    ["ledger.customers (org_id, number, name, currency)", "'C2', 'x', 'euro'"],
    ["ledger.customers (org_id, number, name, status)", "'C2', 'x', 'unknown'"],
    ["ledger.customers (org_id, number, name, credit_limit)", "'C2', 'x', -1"],
    ["ledger.products (org_id, sku, name, unit_price)", "'P2', 'x', -1"],
    ["ledger.products (org_id, sku, name, metadata)", "'P2', 'x', '[]'"],
  ])("refuses values that make no sense: %s %s", async (into, values) => {
    await expect(
      as("ledger_rw", orgA, `INSERT INTO ${into} VALUES ('${orgA}', ${values})`),
    ).rejects.toMatchObject({ code: "23514" });
  });

  it("keeps its conventions in every table", async () => {
    const { rows } = await client.query<{ name: string; missing: string[] }>(conventions);
    expect(rows.filter((row) => row.missing.length > 0)).toEqual([]);
    expect(rows).toHaveLength(15);
  });
});

/** What each table lacks; organisations and users are the tenants and people themselves. */
const conventions = `
  WITH tables AS (
    SELECT c.oid, c.relname AS name, c.relname NOT IN ('organisations', 'users') AS tenant, c.relrowsecurity, c.relforcerowsecurity
      FROM pg_class c WHERE c.relnamespace = 'ledger'::regnamespace AND c.relkind = 'r'
  ), columns AS (
    SELECT attrelid AS oid, attname::text AS name, atttypid::regtype::text AS type, col_description(attrelid, attnum) AS comment
      FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped
  ), indexed AS (
    SELECT i.indrelid AS oid, (SELECT array_agg(a.attname::text ORDER BY k.n) FROM unnest(i.indkey::smallint[]) WITH ORDINALITY k(attnum, n)
             JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum) AS names
      FROM pg_index i
  )
  SELECT t.name, array_remove(ARRAY[
    CASE WHEN obj_description(t.oid, 'pg_class') IS NULL THEN 'comment' END,
    CASE WHEN NOT (t.relrowsecurity AND t.relforcerowsecurity) THEN 'row security' END,
    CASE WHEN NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = t.oid) THEN 'policy' END,
    CASE WHEN t.tenant AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = t.oid AND k.contype = 'p'
         AND pg_get_constraintdef(k.oid) = 'PRIMARY KEY (org_id, id)') THEN 'primary key (org_id, id)' END,
    CASE WHEN t.tenant AND NOT EXISTS (SELECT FROM indexed i WHERE i.oid = t.oid AND i.names = '{org_id,created_at}') THEN 'index on created_at' END,
    CASE WHEN t.tenant AND EXISTS (SELECT FROM columns c WHERE c.oid = t.oid AND c.name = 'status')
         AND NOT EXISTS (SELECT FROM indexed i WHERE i.oid = t.oid AND i.names = '{org_id,status}') THEN 'index on status' END,
    CASE WHEN EXISTS (SELECT FROM columns c WHERE c.oid = t.oid AND c.name = 'updated_at')
         AND NOT EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = t.oid AND g.tgname = 'set_updated_at') THEN 'set_updated_at' END,
    (SELECT 'foreign key on ' || string_agg(c.name, ', ') FROM columns c WHERE c.oid = t.oid AND c.name LIKE '%\\_id'
        AND NOT EXISTS (SELECT FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
              WHERE k.conrelid = t.oid AND k.contype = 'f' AND a.attname = c.name)),
    (SELECT 'jsonb in ' || string_agg(c.name, ', ') FROM columns c WHERE c.oid = t.oid AND c.type = 'jsonb' AND c.name <> 'metadata')
  ], NULL) AS missing FROM tables t ORDER BY t.name`;
