// The application beside a schema change: writers, readers and an idle transaction.
import { isOver, obeyParent, pause, repeat, repeatUntimed } from "./repeat.mjs";

const [rows = "0"] = process.argv.slice(2);
const total = Number(rows);
const idleFor = 10_000;

const any = (from, to) => from + Math.floor(Math.random() * (to - from));

/** Each writer has rows of its own: they meet in the tables, not in the rows. */
const writes = (first, second, part, parts) => async (client) => {
  const width = Math.floor(total / parts);
  const order = any(part * width, (part + 1) * width) + 1;
  const customer = (order % 10_000) + 1;
  await client.query("BEGIN");
  for (const table of [first, second])
    if (table === "orders")
      await client.query("UPDATE shop.orders SET note = $2 WHERE id = $1", [order, `n${any(0, 1e6)}`]);
    else
      await client.query("SELECT FROM shop.customers WHERE id = $1 FOR NO KEY UPDATE SKIP LOCKED", [
        customer,
      ]);
  await client.query("COMMIT");
};

const inserts = async (client) => {
  const sql =
    "INSERT INTO shop.orders (customer_id, code, amount, note) VALUES ($1, gen_random_uuid()::text, $2, 'new')";
  await client.query(sql, [any(1, 10_001), any(1, 1000)]);
};

const reads = async (client) => {
  await client.query("SELECT amount FROM shop.orders WHERE id = $1", [any(1, total + 1)]);
};

const readsTotals = async (client) => {
  await client.query("SELECT orders FROM shop.totals WHERE customer_id = $1", [any(1, 10_001)]);
};

/** Somebody who begins, writes, and goes for coffee. */
async function idles(client) {
  await client.query("BEGIN; SELECT FROM shop.orders LIMIT 1; UPDATE shop.notes SET text = 'x' WHERE id = 1");
  for (let waited = 0; waited < idleFor && !isOver(); waited += 100) await pause(100);
  await client.query("COMMIT");
}

obeyParent([
  repeat(writes("orders", "customers", 0, 4), 5),
  repeat(writes("customers", "orders", 1, 4), 5),
  repeat(writes("orders", "customers", 2, 4), 5),
  repeat(inserts, 5),
  repeat(reads, 2),
  repeat(readsTotals, 2),
  repeatUntimed(idles, 2_000),
]);
