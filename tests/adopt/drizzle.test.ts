// A database that drizzle-orm's own migrator made: what its journal claims, after its folder and its tables went apart.
import { existsSync, rmSync } from "node:fs";
import * as path from "node:path";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { formatTarget, type Target } from "../../engine/index";
import { sharedServer } from "../support/postgres";
import { type Adopted, adopt, findingsOf, folder, run, stackschema } from "./support";

const times = [1_700_000_000_000, 1_710_000_000_000, 1_720_000_000_000];
const tags = ["0000_first", "0001_orders", "0002_status"];

const journal = (entries: readonly (readonly [string, number])[]): string =>
  JSON.stringify({
    version: "7",
    dialect: "postgresql",
    entries: entries.map(([tag, when], idx) => ({ idx, version: "7", when, tag, breakpoints: true })),
  });

const all = tags.map((tag, at) => [tag, times[at] ?? 0] as const);

const migrations = {
  "meta/_journal.json": journal(all),
  "0000_first.sql": `CREATE TABLE "users" (
	"id" serial PRIMARY KEY NOT NULL,
	"email" varchar(255) NOT NULL,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);`,
  "0001_orders.sql": `CREATE TABLE "orders" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" integer NOT NULL,
	"total" numeric(12, 2) DEFAULT '0' NOT NULL
);
--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "orders_user_idx" ON "orders" USING btree ("user_id");`,
  "0002_status.sql": `CREATE TYPE "public"."order_status" AS ENUM('open', 'paid');
--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "status" "order_status" DEFAULT 'open' NOT NULL;`,
};

let target: Target;
let files: string;

beforeAll(async () => {
  target = await (await sharedServer()).createDatabase("drizzle_app");
  files = folder(migrations);
  const pool = new pg.Pool({ connectionString: formatTarget(target) });
  await migrate(drizzle(pool), { migrationsFolder: files });
  await pool.end();
});

describe("a database of Drizzle's migrator", () => {
  let adopted: Adopted;

  beforeAll(async () => {
    adopted = await adopt(target, "--migrations", files, "--replay");
  });

  test("is written as a source that plans empty", () => {
    expect(adopted.adoption.proof).toMatchObject({ empty: true, steps: [], failure: null });
    expect(adopted.code).toBe(0);
    expect(Object.keys(adopted.files)).toEqual(["orders.sql", "types/order_status.sql", "users.sql"]);
    expect(adopted.files["users.sql"]).toBe(`CREATE TABLE public.users (
  id serial NOT NULL,
  email varchar(255) NOT NULL,
  "createdAt" timestamptz DEFAULT now() NOT NULL,
  CONSTRAINT users_pkey PRIMARY KEY (id),
  CONSTRAINT users_email_unique UNIQUE (email)
);
`);
  });

  test("agrees with its journal, whose schema is left unmanaged", () => {
    const [journal] = adopted.adoption.journals;
    expect(journal).toMatchObject({
      tool: "Drizzle",
      tables: ["drizzle.__drizzle_migrations"],
      file: null,
      applied: 3,
      last: "0002_status",
      files: 3,
      findings: [],
    });
    expect(adopted.adoption.leftOut.map(({ what }) => what)).toContain("schema drizzle");
  });

  test("has exactly what its migrations make", () => {
    expect(adopted.adoption.journals[0]?.replay).toEqual({
      failure: null,
      missing: [],
      extra: [],
      different: [],
    });
  });
});

test("a folder and a database that went apart from the journal are told", async () => {
  const changed = folder({
    ...migrations,
    "meta/_journal.json": journal([
      ...all.slice(0, 2),
      ["0002_late_branch", 1_715_000_000_000],
      ["0003_next", 1_730_000_000_000],
      ["0004_twin", 1_730_000_000_000],
    ]),
    "0000_first.sql": `${migrations["0000_first.sql"]}\n-- edited`,
    "0002_late_branch.sql": "SELECT 1;",
    "0003_next.sql": "SELECT 1;",
    "0004_twin.sql": "SELECT 1;",
  });
  rmSync(path.join(changed, "0002_status.sql"));
  await run(
    target,
    `INSERT INTO drizzle.__drizzle_migrations (hash, created_at) SELECT hash, created_at FROM drizzle.__drizzle_migrations WHERE id = 1;
     ALTER TABLE orders DROP COLUMN total; CREATE TABLE by_hand (id int)`,
  );
  const adopted = await adopt(target, "--migrations", changed, "--replay");
  expect(findingsOf(adopted, "Drizzle")).toEqual([
    "doubled: 0000_first stands in the journal 2 times",
    "out-of-order: 0000_first was applied after 1720000000000 (2024-07-03T09:46:40Z), which comes later",
    "file-doubled: 0003_next and 0004_twin are one migration to Drizzle",
    "changed: 0000_first is not the file that was applied: its checksum differs",
    "file-missing: 1720000000000 (2024-07-03T09:46:40Z) is applied as the journal has it, and the folder has no such file",
    "passed-over: 0002_late_branch is in the folder and was never applied, though 1720000000000 (2024-07-03T09:46:40Z), which comes later, was",
    "not-applied: 0003_next is in the folder and is not applied",
  ]);
  expect(adopted.adoption.journals[0]?.replay).toMatchObject({
    failure: null,
    missing: ["column public.orders.total"],
    extra: ["enum public.order_status", "table public.by_hand", "column public.orders.status"],
  });
  expect(adopted.code).toBe(0);
});

test("a journal that is not as drizzle-kit writes it is refused before anything is written", async () => {
  const broken = folder({ ...migrations, "meta/_journal.json": '{"entries": [{"tag": 1}]}' });
  const out = path.join(folder(), "source");
  const { code, notes } = await stackschema([
    ...["adopt", "--database", formatTarget(target), "--out", out, "--migrations", broken],
  ]);
  expect(notes).toContain("meta/_journal.json of the folder of migrations is not as drizzle-kit writes it");
  expect(code).toBe(1);
  expect(existsSync(out)).toBe(false);
});
