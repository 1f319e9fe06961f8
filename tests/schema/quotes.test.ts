// The quotes at work: what their contract promises, asked of Postgres.
import { readFileSync } from "node:fs";
import path from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { applied, runAs } from "./support";

const seed = readFileSync(
  path.resolve(__dirname, "..", "..", "schema", "quotes", "seed", "demo.sql"),
  "utf8",
);
const orgA = "0a000000-0000-4000-8000-000000000001";
const orgB = "0b000000-0000-4000-8000-000000000001";
const customerOfA = "0a000000-0000-4000-8000-000000000201";
const tables = [
  ...["organisations", "users", "customers", "projects", "rate_cards", "rate_card_items", "quotes"],
  "quote_lines",
];

let client: Client;
const as = (role: string, org: string, sql: string) => runAs(client, role, { "app.org_id": org }, sql);

/** The project's own seed, and the same for another organisation. */
beforeAll(async () => {
  const { superuser } = await applied("quotes", 17);
  client = new Client({ ...superuser, ssl: false });
  await client.connect();
  await as("quotes_rw", orgA, seed);
  await as(
    "quotes_rw",
    orgB,
    seed.replaceAll("0a000000", "0b000000").replaceAll("harbour-works", "other-works"),
  );
}, 180_000);

afterAll(() => client.end());

it.each(tables)("QUOTES-TENANT-1, QUOTES-TENANT-2: %s", async (table) => {
  const key = table === "organisations" ? "id" : "org_id";
  for (const role of ["quotes_rw", "quotes_ro", "quotes_admin"]) {
    const organisations = `SELECT DISTINCT ${key}::text AS org FROM quotes.${table}`;
    expect(await as(role, orgA, organisations)).toEqual([{ org: orgA }]);
    expect(await as(role, "", organisations)).toEqual([]);
  }
  const change = `UPDATE quotes.${table} SET updated_at = now() WHERE ${key} = '${orgB}' RETURNING 1`;
  expect(await as("quotes_rw", orgA, change)).toEqual([]);
  await expect(as("quotes_rw", orgA, `UPDATE quotes.${table} SET ${key} = '${orgB}'`)).rejects.toMatchObject({
    code: "42501",
  });
});

it("QUOTES-TENANT-3: refuses what refers into another organisation", async () => {
  const insert = `INSERT INTO quotes.projects (org_id, customer_id, code, name) VALUES ('${orgB}', '${customerOfA}', 'X', 'x')`;
  await expect(as("quotes_rw", orgB, insert)).rejects.toMatchObject({ constraint: "projects_customer_fkey" });
});

it.each([
  ["quantity = -1", "quote_lines_quantity_check"],
  ["unit_price = -0.01", "quote_lines_unit_price_check"],
  ["discount_percent = 100.01", "quote_lines_discount_check"],
])("QUOTES-PRICE-1: refuses %s", async (change, constraint) => {
  await expect(as("quotes_rw", orgA, `UPDATE quotes.quote_lines SET ${change}`)).rejects.toMatchObject({
    constraint,
  });
});

it("QUOTES-PRICE-1, QUOTES-PRICE-2: computes a line from what it was written with, whatever the card says later", async () => {
  const lines =
    "SELECT sum(net_amount) AS net, bool_and(net_amount = round(quantity * unit_price * (1 - discount_percent / 100), 2)) AS exact FROM quotes.quote_lines";
  const before = await as("quotes_ro", orgA, lines);
  expect(before).toMatchObject([{ exact: true }]);
  await as("quotes_rw", orgA, "UPDATE quotes.rate_card_items SET unit_price = unit_price * 2");
  expect(await as("quotes_ro", orgA, lines)).toEqual(before);
});

it.each(["organisations", "users", "customers", "projects", "quotes"])(
  "QUOTES-PRICE-3: metadata of %s holds no business",
  async (table) => {
    const change = (metadata: string) => `UPDATE quotes.${table} SET metadata = '${metadata}'`;
    await expect(as("quotes_rw", orgA, change('{"price": 1}'))).rejects.toMatchObject({
      constraint: `${table}_metadata_keys_check`,
    });
    await as("quotes_rw", orgA, change('{"crm": {"id": 7}}'));
  },
);

it("QUOTES-PRICE-4: a quote that is sent says when it was issued", async () => {
  const send = "UPDATE quotes.quotes SET status = 'sent'";
  await expect(as("quotes_rw", orgA, send)).rejects.toMatchObject({ constraint: "quotes_issued_check" });
  await as("quotes_rw", orgA, `${send}, issued_on = '2026-11-01'`);
});
