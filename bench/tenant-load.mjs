// The application beside the exchange of keys: writers and readers of all tables of a tenant schema, in a process of their own.
// The parent says `begin` and `end`; at the end it is told what the transactions in between went through.
import pg from "pg";

const tables = JSON.parse(process.env.LOAD_TABLES ?? "[]");
const rows = Number(process.env.LOAD_ROWS ?? "0");
const stats = { latencies: [], failures: [] };
const state = { measures: false, ends: false };

const connection = () => new pg.Client({ connectionString: process.env.LOAD_URL, application_name: "load" });
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const below = (limit) => Math.floor(Math.random() * limit);
const any = (list) => list[below(list.length)];

/** Repeats one transaction. What began before the end counts whole, however long it waits. */
async function repeat(transaction, rest) {
  const client = connection();
  client.on("error", () => {});
  await client.connect();
  while (!state.ends) {
    const begin = performance.now();
    const counts = state.measures;
    try {
      await transaction(client);
    } catch (error) {
      await client.query("ROLLBACK").catch(() => {});
      if (counts) stats.failures.push(error.message);
    }
    if (counts) stats.latencies.push(performance.now() - begin);
    await pause(rest);
  }
  await client.end();
}

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

const loops = [
  repeat(inserts, 10),
  repeat(inserts, 10),
  repeat(updates, 10),
  repeat(updates, 10),
  repeat(deletes, 100),
  repeat(reads, 5),
  repeat(reads, 5),
];
// Its own pause is not counted.
const lingering = repeatUncounted(lingers, 2_000);

async function repeatUncounted(transaction, rest) {
  const client = connection();
  client.on("error", () => {});
  await client.connect();
  while (!state.ends) {
    await transaction(client).catch((error) => stats.failures.push(error.message));
    await pause(rest);
  }
  await client.end();
}

process.on("message", (word) => {
  if (word === "begin") {
    stats.latencies.length = 0;
    stats.failures.length = 0;
    state.measures = true;
  } else {
    state.ends = true;
    Promise.all([...loops, lingering]).then(() => {
      process.send(stats, () => process.exit(0));
    });
  }
});
