// The application beside the exchange of keys: writers and readers of all tables of a tenant schema.
import { obeyParent, pause, repeat, repeatUntimed } from "./repeat.mjs";

const tables = JSON.parse(process.env.LOAD_TABLES ?? "[]");
const rows = Number(process.env.LOAD_ROWS ?? "0");

const below = (limit) => Math.floor(Math.random() * limit);
const any = (list) => list[below(list.length)];

const some = async (client, table) =>
  (await client.query(`SELECT * FROM firm.${table} OFFSET $1 LIMIT 1`, [below(rows)])).rows[0];

/** A row like another, which refers to what that one refers to; every key is looked at. */
async function inserts(client) {
  const { name, columns } = any(tables);
  await client.query("BEGIN");
  const row = await some(client, name);
  if (row !== undefined) {
    const list = ["org_id", ...columns, "code", "amount"];
    const places = list.map((_, index) => `$${index + 1}`);
    const values = ["org_id", ...columns].map((column) => row[column]);
    await client.query(`INSERT INTO firm.${name} (${list.join(", ")}) VALUES (${places.join(", ")})`, [
      ...values,
      "new",
      below(100),
    ]);
  }
  await client.query("COMMIT");
}

/** Two tables in one transaction, always in the order of their names: the application itself has no deadlocks. */
async function updates(client) {
  const names = [any(tables).name, any(tables).name].sort();
  await client.query("BEGIN");
  for (const name of names)
    await client.query(
      `UPDATE firm.${name} SET note = $2 WHERE ctid = (SELECT ctid FROM firm.${name} OFFSET $1 LIMIT 1 FOR UPDATE SKIP LOCKED)`,
      [below(rows), `n${below(1e6)}`],
    );
  await client.query("COMMIT");
}

/** What was inserted here, of tables that nothing refers to. */
async function deletes(client) {
  const { name } = any(tables.filter(({ isLeaf }) => isLeaf));
  await client.query(
    `DELETE FROM firm.${name} WHERE ctid = ANY (ARRAY(SELECT ctid FROM firm.${name} WHERE code = 'new' LIMIT 1))`,
  );
}

async function reads(client) {
  await some(client, any(tables).name);
}

/** Somebody who looks at a table and goes on after a second. */
async function lingers(client) {
  await client.query("BEGIN");
  await some(client, any(tables).name);
  await pause(1_000);
  await client.query("COMMIT");
}

obeyParent([
  repeat(inserts, 10),
  repeat(inserts, 10),
  repeat(updates, 10),
  repeat(updates, 10),
  repeat(deletes, 100),
  repeat(reads, 5),
  repeat(reads, 5),
  repeatUntimed(lingers, 2_000),
]);
