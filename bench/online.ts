// How long an application waits while a schema change is applied under load: the online form beside the plain one.
// `npm run bench:online [rows] [change]` prints a table, of one change where its name is given; it judges nothing.
import { type ChildProcess, fork } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { applySchema, connect, formatTarget, type Target } from "../engine/index";
import { runWithServer } from "../tools/with-server";

const major = 17;
const rows = Number(process.argv[2] ?? "1000000");
const only = process.argv[3];
const root = process.cwd();

const columns = `
  customer_id integer NOT NULL,
  code text NOT NULL,
  amount integer,
  note varchar(60),
  at timestamptz NOT NULL DEFAULT now()`;

const around = (orders: string, rest = ""): string => `
CREATE SCHEMA shop;
CREATE TABLE shop.customers (id integer PRIMARY KEY, name text);
CREATE TABLE shop.notes (id integer PRIMARY KEY, text text);
${orders}
CREATE INDEX orders_at ON shop.orders (at);
CREATE MATERIALIZED VIEW shop.totals AS
  SELECT customer_id, count(*) AS orders, max(md5(code)) AS last FROM shop.orders GROUP BY customer_id;
CREATE UNIQUE INDEX totals_customer ON shop.totals (customer_id);
${rest}`;

const table = (more: string, rest = ""): string =>
  around(
    `CREATE TABLE shop.orders (\n  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,${columns}${more}\n);`,
    rest,
  );

const one = table("");

const bounds = { old: "(MINVALUE) TO (0)", next: `(${rows * 10}) TO (MAXVALUE)` };
const partition = (name: string, range: string): string =>
  `CREATE TABLE shop.orders_${name} PARTITION OF shop.orders FOR VALUES FROM ${range};\n`;
/** What a partition is before it is attached, and after it was detached. */
const alone = (name: string): string => `
CREATE TABLE shop.orders_${name} (id bigint,${columns}, CONSTRAINT orders_${name}_pkey PRIMARY KEY (id));
CREATE INDEX orders_${name}_at_idx ON shop.orders_${name} (at);`;

const parted = (old: string, next: string, rest = ""): string =>
  around(
    `CREATE TABLE shop.orders (\n  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,${columns}\n) PARTITION BY RANGE (id);\n` +
      partition("1", `(0) TO (${rows / 2})`) +
      partition("2", `(${rows / 2}) TO (${rows * 10})`) +
      old,
    next + rest,
  );

const parts = parted(partition("old", bounds.old), alone("next"));

interface Start {
  readonly database: string;
  /** The schema that each of the changes begins from. */
  readonly before: string;
  /** Name of the change → the schema to reach. */
  readonly changes: Readonly<Record<string, string>>;
}

const starts: readonly Start[] = [
  {
    database: "shop",
    before: one,
    changes: {
      "new index": table("", "CREATE INDEX orders_customer ON shop.orders (customer_id, at);"),
      "index with another definition": one.replace("orders (at)", "orders (at DESC, customer_id)"),
      "dropped index": one.replace(/CREATE INDEX .*\n/, ""),
      "UNIQUE constraint": table(",\n  CONSTRAINT orders_code_key UNIQUE (code)"),
      "PRIMARY KEY of other columns": one
        .replace("IDENTITY PRIMARY KEY", "IDENTITY")
        .replace("now()\n", "now(),\n  CONSTRAINT orders_pkey PRIMARY KEY (id, customer_id)\n"),
      "FOREIGN KEY": table(
        ",\n  CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES shop.customers",
      ),
      "CHECK constraint": table(",\n  CONSTRAINT positive CHECK (amount > 0)"),
      "NOT NULL": one.replace("amount integer", "amount integer NOT NULL"),
      "column with a constant default": table(",\n  state text NOT NULL DEFAULT 'new'"),
      "column with a backfill": table(
        ",\n  size text NOT NULL DEFAULT 'small'",
        "-- backfill: column shop.orders.size = CASE WHEN amount > 500 THEN 'large' ELSE 'small' END",
      ),
      "column widened": one.replace("varchar(60)", "varchar(80)"),
      "type, expand and contract": `${one.replace("amount integer", "amount bigint")}
-- expand-contract: column shop.orders.amount
`,
      "materialized view": one.replace("count(*) AS orders", "count(note) AS orders"),
    },
  },
  {
    database: "parts",
    before: parts,
    changes: {
      "index of a partitioned table": parted(
        partition("old", bounds.old),
        alone("next"),
        "CREATE INDEX orders_customer ON shop.orders (customer_id, at);",
      ),
      "partition attached": parted(partition("old", bounds.old) + partition("next", bounds.next), ""),
      "partition detached": parted("", alone("old") + alone("next")),
    },
  },
];

interface Load {
  readonly latencies: readonly number[];
  readonly failures: readonly string[];
}

/** Starts the application; the answer ends it and hands in what it went through since `begin`. */
async function startLoad(target: Target): Promise<{ begin(): void; end(): Promise<Load> }> {
  const child: ChildProcess = fork(path.join(root, "bench", "load.mjs"), [String(rows)], {
    execArgv: [],
    env: { ...process.env, LOAD_URL: formatTarget(target) },
    serialization: "advanced",
  });
  await pause(2_000);
  return {
    begin: () => void child.send("begin"),
    end: () =>
      new Promise<Load>((resolve, reject) => {
        child.once("message", (message) => resolve(message as Load));
        child.once("exit", (code) => reject(new Error(`the load ended with ${code}`)));
        child.send("end");
      }),
  };
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

async function migrate(
  target: Target,
  source: string,
  online: "auto" | "never",
): Promise<{ seconds: number; retries: number }> {
  let retries = 0;
  const begin = performance.now();
  await applySchema({
    target,
    source: { kind: "sql", path: source },
    scratch: "server",
    consents: [],
    consentAll: true,
    online,
    cacheDirectory: path.dirname(source),
    onEvent: (event) => {
      if (event.type === "retry") retries += 1;
    },
  });
  return { seconds: (performance.now() - begin) / 1000, retries };
}

async function prepare(admin: Target, { database, before }: Start): Promise<Target> {
  const setup = await connect(admin);
  await setup.query(`CREATE DATABASE ${database}`);
  await setup.end();
  const target = { ...admin, database };
  const client = await connect(target);
  console.log(`loading ${rows.toLocaleString("en-US")} rows …`);
  await client.query(before);
  await client.query(`
    INSERT INTO shop.customers SELECT n, 'customer ' || n FROM generate_series(1, 10000) n;
    INSERT INTO shop.notes VALUES (1, 'a note');
    INSERT INTO shop.orders (customer_id, code, amount, note)
      SELECT n % 10000 + 1, gen_random_uuid()::text, n % 1000 + 1, 'row ' || n FROM generate_series(1, ${rows}) n;
    REFRESH MATERIALIZED VIEW shop.totals`);
  await client.query("VACUUM ANALYZE");
  await client.end();
  return target;
}

function describe(load: Load): string {
  const sorted = [...load.latencies].sort((left, right) => left - right);
  const at = (share: number): string =>
    (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(0).padStart(7);
  return `${at(1)} ${at(0.99)} ${String(sorted.length).padStart(8)} ${String(load.failures.length).padStart(7)}`;
}

const header = `
${"change".padEnd(32)} form    seconds retries  longest     p99    count  failed
${"".padEnd(48)}          ms      ms`;

runWithServer("online", major, async ({ admin, folder }) => {
  const source = (name: string, sql: string): string => {
    const file = path.join(folder, `${name.replaceAll(" ", "-")}.sql`);
    writeFileSync(file, sql);
    return file;
  };
  for (const start of starts) {
    const changes = Object.entries(start.changes).filter(([name]) => only === undefined || only === name);
    if (changes.length === 0) continue;
    const target = await prepare(admin, start);
    console.log(header);
    for (const [name, sql] of changes)
      for (const online of ["auto", "never"] as const) {
        const load = await startLoad(target);
        load.begin();
        const { seconds, retries } = await migrate(target, source(name, sql), online);
        const went = await load.end();
        const form = online === "auto" ? "online" : "plain ";
        console.log(
          `${name.padEnd(32)} ${form} ${seconds.toFixed(1).padStart(8)} ${String(retries).padStart(7)}  ${describe(went)}`,
        );
        for (const failure of new Set(went.failures)) console.log(`  ${failure}`);
        await migrate(target, source("before", start.before), "never");
      }
  }
});
