// The ledger's two hot queries, prepared by name against sent whole each time, under row security, cold and warm.
// `npm run bench:hot-path [postings]` prints a table; it judges nothing. What it gave once stands in bench/README.md.
import path from "node:path";
import { Client, type ClientConfig } from "pg";
import { applySchema, connect, ensureGroupRoles, type Target } from "../engine/index";
import { runWithServer } from "../tools/with-server";

const postings = Number(process.argv[2] ?? "400000");
const organisations = 20;
const rounds = { warm: 2000, cold: 60 };
const root = process.cwd();

/** As the ledger's application asks: the tenant is a setting of the transaction, and row security adds it to every query. */
const queries = {
  "what is due in a week (documents_due_idx)": {
    name: "due",
    text: `SELECT count(*) AS invoices, coalesce(sum(gross_amount), 0) AS due FROM ledger.documents
      WHERE org_id = $1 AND status = 'posted' AND kind = 'invoice' AND due_date BETWEEN $2::date AND $2::date + 6`,
    values: (org: string, round: number) => [org, dayOf(round)],
  },
  "an account's next 50 postings (postings_account_idx)": {
    name: "postings",
    text: `SELECT booked_on, side, amount, currency FROM ledger.postings
      WHERE org_id = $1 AND account = $2 AND booked_on >= $3::date ORDER BY booked_on LIMIT 50`,
    values: (org: string, round: number) => [org, String(1000 + (round % 40)), dayOf(round)],
  },
} as const;

type Query = (typeof queries)[keyof typeof queries];

const dayOf = (round: number): string =>
  new Date(Date.UTC(2025, 0, 1 + (round % 300))).toISOString().slice(0, 10);
const organisation = (number: number): string =>
  `00000000-0000-4000-8000-${String(number % organisations).padStart(12, "0")}`;

async function fill(target: Target): Promise<void> {
  const client = await connect(target);
  const documents = Math.round(postings / 4);
  console.log(`filling: ${organisations} organisations, ${documents} documents, ${postings} postings …`);
  // Without triggers and foreign keys: what they check is right by construction, and not what is measured.
  await client.query("SET session_replication_role = replica");
  await client.query(`
    INSERT INTO ledger.organisations (id, name, slug)
      SELECT ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'organisation ' || n, 'organisation-' || n
      FROM generate_series(0, ${organisations - 1}) n;
    CREATE TEMP TABLE numbered AS
      SELECT n, ('00000000-0000-4000-8000-' || lpad((n % ${organisations})::text, 12, '0'))::uuid AS org_id,
        gen_random_uuid() AS id, date '2025-01-01' + n % 300 AS day FROM generate_series(1, ${documents}) n;
    INSERT INTO ledger.documents (org_id, id, kind, number, status, customer_id, document_date, due_date, net_amount, tax_amount, posted_at)
      SELECT org_id, id, CASE n % 4 WHEN 3 THEN 'payment' ELSE 'invoice' END, n::text,
        CASE n % 10 WHEN 9 THEN 'draft' ELSE 'posted' END, id, day, day + 30, n % 1000 + 1, 19,
        CASE n % 10 WHEN 9 THEN NULL ELSE day END FROM numbered;
    INSERT INTO ledger.postings (org_id, document_id, account, side, amount, currency, booked_on)
      SELECT org_id, id, (1000 + (n + line) % 40)::text, CASE line % 2 WHEN 0 THEN 'debit' ELSE 'credit' END,
        n % 1000 + 1, 'EUR', day FROM numbered, generate_series(1, 4) line`);
  await client.query("VACUUM (ANALYZE, FREEZE)");
  await client.query("CREATE ROLE application LOGIN PASSWORD 'application' IN ROLE ledger_rw");
  await client.end();
}

async function prepare(admin: Target, folder: string): Promise<Target> {
  const setup = await connect(admin);
  await setup.query("CREATE DATABASE hot");
  await setup.end();
  const target = { ...admin, database: "hot" };
  await ensureGroupRoles(target, ["ledger_rw", "ledger_ro"]);
  await applySchema({
    target,
    source: { kind: "sql", path: path.join(root, "schema", "ledger") },
    scratch: "server",
    consents: [],
    proof: "never",
    cacheDirectory: folder,
  });
  await fill(target);
  return target;
}

type Form = "prepared" | "unprepared";

/** Milliseconds from the question to the last row, of one execution; the tenant is set before, and not counted. */
async function execute(client: Client, query: Query, form: Form, round: number): Promise<number> {
  const org = organisation(round);
  await client.query("SELECT set_config('app.org_id', $1, false)", [org]);
  const values = query.values(org, round);
  const named = form === "prepared" ? { name: query.name } : {};
  const begin = performance.now();
  await client.query({ text: query.text, values, ...named });
  return performance.now() - begin;
}

async function openSession({ host, port, database }: Target): Promise<Client> {
  const config: ClientConfig = { host, port, user: "application", password: "application" };
  const client = new Client({ ...config, ...(database === undefined ? {} : { database }) });
  await client.connect();
  return client;
}

/** Warm: one session, everything in memory, the first hundred executions not counted. */
async function warm(target: Target, query: Query, form: Form): Promise<readonly number[]> {
  const client = await openSession(target);
  for (let round = 0; round < 100; round += 1) await execute(client, query, form, round);
  const times: number[] = [];
  for (let round = 0; round < rounds.warm; round += 1) times.push(await execute(client, query, form, round));
  await client.end();
  return times;
}

/**
 * Cold: the first execution of a session that was just opened, with nothing planned and no catalog read by it, after all
 * that can be was put out of shared memory. What the operating system keeps of the files is still there.
 */
async function cold(target: Target, query: Query, form: Form): Promise<readonly number[]> {
  const times: number[] = [];
  const administrator = await connect(target);
  await administrator.query("CREATE EXTENSION IF NOT EXISTS pg_buffercache; CHECKPOINT");
  for (let round = 0; round < rounds.cold; round += 1) {
    await administrator.query("SELECT count(pg_buffercache_evict(bufferid)) FROM pg_buffercache");
    const client = await openSession(target);
    times.push(await execute(client, query, form, round));
    await client.end();
  }
  await administrator.end();
  return times;
}

/** How often a prepared statement was planned for its values, and how often its one plan for all values was taken. */
async function plansTaken(target: Target, query: Query): Promise<string> {
  const client = await openSession(target);
  for (let round = 0; round < 200; round += 1) await execute(client, query, "prepared", round);
  const { rows } = await client.query(
    "SELECT custom_plans::int AS custom, generic_plans::int AS generic FROM pg_prepared_statements",
  );
  await client.end();
  return rows
    .map(({ custom, generic }) => `${custom} times for its values, ${generic} times the general plan`)
    .join();
}

function line(name: string, times: readonly number[]): string {
  const sorted = [...times].sort((left, right) => left - right);
  const at = (share: number): string =>
    (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(3).padStart(9);
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  return `  ${name.padEnd(18)} ${at(0.5)} ${at(0.99)} ${(1000 / mean).toFixed(0).padStart(8)}`;
}

runWithServer("hot-path", 17, async ({ admin, folder }) => {
  const target = await prepare(admin, path.join(folder, "cache"));
  const buffers = await connect(target);
  const { rows } = await buffers.query(
    "SELECT current_setting('shared_buffers') AS size, version() AS version",
  );
  await buffers.end();
  console.log(
    `${rows[0]?.version}; shared_buffers ${rows[0]?.size}; Node ${process.version}, one connection`,
  );
  for (const [name, query] of Object.entries(queries)) {
    console.log(`\n${name}\n${"".padEnd(20)}   median       p99   per s   (ms)`);
    for (const [state, measure] of Object.entries({ warm, cold }))
      for (const form of ["unprepared", "prepared"] as const)
        console.log(line(`${state} ${form}`, await measure(target, query, form)));
    console.log(`  of 200 prepared executions: ${await plansTaken(target, query)}`);
  }
});
