// Databases as Prisma, Rails and Knex leave them, with names that need quotes, with what is hard to order, and with what
// stays out: each is written as a source that plans empty.
import { createHash } from "node:crypto";
import * as path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { formatTarget } from "../../engine/index";
import { sharedServer, type TestServer } from "../support/postgres";
import { type Adopted, adopt, findingsOf, folder, run, stackschema } from "./support";

let server: TestServer;

beforeAll(async () => {
  server = await sharedServer();
});

async function adopted(name: string, sql: string, ...more: readonly string[]): Promise<Adopted> {
  const target = await server.createDatabase(name);
  await run(target, sql);
  return adopt(target, ...more);
}

function expectEmpty({ adoption, code }: Adopted): void {
  expect({ ...adoption.proof, findings: [] }).toEqual({
    empty: true,
    steps: [],
    findings: [],
    failure: null,
  });
  expect(code).toBe(0);
}

const prismaFirst = `-- CreateEnum
CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN');
-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" "Role" NOT NULL DEFAULT 'USER',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);
-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
`;

const prismaSecond = `-- CreateTable
CREATE TABLE "Post" (
    "id" SERIAL NOT NULL,
    "title" TEXT NOT NULL,
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "authorId" TEXT NOT NULL,
    CONSTRAINT "Post_pkey" PRIMARY KEY ("id")
);
-- CreateTable
CREATE TABLE "_PostToUser" ("A" INTEGER NOT NULL, "B" TEXT NOT NULL, CONSTRAINT "_PostToUser_AB_pkey" PRIMARY KEY ("A","B"));
-- CreateIndex
CREATE INDEX "_PostToUser_B_index" ON "_PostToUser"("B");
-- AddForeignKey
ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
`;

const prismaTable = `CREATE TABLE _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0);`;

describe("a database of Prisma", () => {
  let found: Adopted;

  beforeAll(async () => {
    const sum = (text: string): string => createHash("sha256").update(text).digest("hex");
    const rows = [
      `('1', '${sum(prismaFirst)}', '2024-01-01', '20240101000000_init', NULL, NULL, '2024-01-01', 1)`,
      `('2', 'aa', NULL, '20240201000000_posts', 'ERROR: relation', '2024-02-01 01:00', '2024-02-01', 0)`,
      `('3', '${sum(prismaSecond)}', '2024-02-02', '20240201000000_posts', NULL, NULL, '2024-02-02', 1)`,
      `('4', 'bb', NULL, '20240301000000_gone', NULL, NULL, '2024-03-01', 0)`,
    ];
    const files = folder({
      "migration_lock.toml": 'provider = "postgresql"',
      "20240101000000_init/migration.sql": prismaFirst,
      "20240201000000_posts/migration.sql": prismaSecond,
      "20240115000000_branch/migration.sql": "SELECT 1;",
    });
    found = await adopted(
      "prisma app",
      `${prismaFirst}${prismaSecond}${prismaTable} INSERT INTO _prisma_migrations VALUES ${rows.join(", ")};`,
      ...["--migrations", files, "--replay"],
    );
  });

  test("plans empty; its journal stands in a file of its own", () => {
    expectEmpty(found);
    expect(Object.keys(found.files)).toEqual([
      ...["Post.sql", "User.sql", "_PostToUser.sql", "journals/prisma.sql", "types/Role.sql"],
    ]);
    expect(found.files["journals/prisma.sql"]).toMatch(
      /^-- The journal of Prisma\.[\s\S]*remove this file[\s\S]*CREATE TABLE public\._prisma_migrations \(/,
    );
    expect(found.adoption.journals[0]?.file).toBe("journals/prisma.sql");
  });

  test("keeps names, and is written once for each table", () => {
    expect(found.files["Post.sql"]).toContain("id serial NOT NULL,\n  title text NOT NULL");
    expect(found.files["User.sql"]).toContain(`role public."Role" DEFAULT 'USER' NOT NULL`);
    expect(found.files["User.sql"]).toContain(
      'CREATE UNIQUE INDEX "User_email_key" ON public."User" (email);',
    );
  });

  test("tells what was done again, what never ended, and what a branch left behind", () => {
    expect(findingsOf(found, "Prisma")).toEqual([
      "unfinished: 20240301000000_gone was begun, and nothing says that it ended",
      "passed-over: 20240115000000_branch is in the folder and was never applied, though 20240201000000_posts, which comes later, was",
    ]);
    expect(found.adoption.journals[0]?.replay).toMatchObject({
      failure: null,
      missing: [],
      extra: [],
      different: [],
    });
  });

  test("plans the drop of the journal, with consent, once its file is removed", async () => {
    const without = folder(
      Object.fromEntries(Object.entries(found.files).filter(([name]) => !name.startsWith("journals/"))),
    );
    const target = { ...server.target, database: "prisma app" };
    const { code, out } = await stackschema([
      ...["plan", "--database", formatTarget(target), "--schema", without, "--scratch", "server"],
    ]);
    expect(out).toContain("DROP TABLE public._prisma_migrations");
    expect(out).toMatch(/--consent 'drop table public\._prisma_migrations [0-9a-f]{8}'/);
    expect(code).toBe(3);
  });
});

test("a database of Rails plans empty, with its trigger functions and its materialised views", async () => {
  const found = await adopted(
    "rails_app",
    `CREATE EXTENSION pgcrypto; CREATE EXTENSION citext;
     CREATE TABLE schema_migrations (version character varying NOT NULL PRIMARY KEY);
     CREATE TABLE ar_internal_metadata (key character varying NOT NULL PRIMARY KEY, value character varying,
       created_at timestamp(6) NOT NULL, updated_at timestamp(6) NOT NULL);
     INSERT INTO schema_migrations VALUES ('20240101120000'), ('20240102120000'), ('20240103120000');
     CREATE TABLE accounts (id bigserial PRIMARY KEY, name citext NOT NULL, settings jsonb DEFAULT '{}' NOT NULL,
       lock_version integer DEFAULT 0 NOT NULL, created_at timestamp(6) NOT NULL, updated_at timestamp(6) NOT NULL);
     CREATE TABLE users (id bigserial PRIMARY KEY, account_id bigint NOT NULL, email character varying DEFAULT '' NOT NULL,
       encrypted_password character varying DEFAULT '' NOT NULL, discarded_at timestamp, type character varying);
     CREATE UNIQUE INDEX index_users_on_email ON users USING btree (lower((email)::text)) WHERE discarded_at IS NULL;
     CREATE INDEX index_users_on_account_id ON users USING btree (account_id);
     CREATE INDEX index_accounts_on_settings ON accounts USING gin (settings);
     ALTER TABLE users ADD CONSTRAINT fk_rails_61ac11da2b FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE;
     CREATE FUNCTION touch_account() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE accounts SET updated_at = now() WHERE id = NEW.account_id; RETURN NEW; END $$;
     CREATE TRIGGER touch AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION touch_account();
     CREATE MATERIALIZED VIEW active AS SELECT account_id, count(*) AS users FROM users WHERE discarded_at IS NULL GROUP BY 1;
     CREATE UNIQUE INDEX index_active ON active (account_id);`,
    ...[
      "--migrations",
      folder({ "20240101120000_first.rb": "", "20240103120000_third.rb": "", "20240104120000_next.rb": "" }),
    ],
  );
  expectEmpty(found);
  expect(Object.keys(found.files)).toEqual([
    ...["accounts.sql", "active.sql", "extensions.sql", "journals/rails.sql", "users.sql"],
  ]);
  // What only one table calls stands with it, after the table and before the trigger.
  expect(found.files["users.sql"]).toMatch(
    /CREATE TABLE[\s\S]*CREATE FUNCTION public\.touch_account[\s\S]*CREATE TRIGGER touch/,
  );
  expect(found.files["journals/rails.sql"]).toMatch(/ar_internal_metadata[\s\S]*schema_migrations/);
  expect(findingsOf(found, "Rails")).toEqual([
    "file-missing: 20240102120000 is applied as the journal has it, and the folder has no such file",
    "not-applied: 20240104120000_next.rb is in the folder and is not applied",
  ]);
  expect(found.adoption.leftOut).toContainEqual({
    what: expect.stringMatching(/^\d+ objects of extension citext$/),
    reason: "CREATE EXTENSION makes them",
  });
});

test("a database of Knex plans empty, and so does one whose journal cannot be read", async () => {
  const target = await server.createDatabase("knex_app");
  await run(
    target,
    `CREATE SCHEMA shop; CREATE TABLE knex_migrations (id serial PRIMARY KEY, name varchar(255), batch integer, migration_time timestamptz);
     CREATE TABLE knex_migrations_lock (index serial PRIMARY KEY, is_locked integer);
     INSERT INTO knex_migrations (name, batch) VALUES ('20240101_a.js', 1), ('20240102_b.js', 2);
     INSERT INTO knex_migrations_lock (is_locked) VALUES (1);
     CREATE TABLE shop.items (id int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, price numeric(8,2) CHECK (price > 0));
     DROP ROLE IF EXISTS adopt_reader; CREATE ROLE adopt_reader LOGIN PASSWORD 'reader'; ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM adopt_reader;`,
  );
  const found = await adopt(target);
  expectEmpty(found);
  expect(Object.keys(found.files)).toEqual(["public/journals/knex.sql", "shop/items.sql", "shop/schema.sql"]);
  expect(found.adoption.journals[0]).toMatchObject({
    tool: "Knex",
    applied: 2,
    last: "20240102_b.js",
    files: null,
  });
  // Each folder is the source of its Postgres schema alone, as an application of a stack has it.
  for (const schema of ["public", "shop"]) {
    const source = ["--schema", path.join(found.out, schema), "--scope", schema, "--scratch", "server"];
    const checked = await stackschema(["check", "--database", formatTarget(target), ...source]);
    expect(checked).toMatchObject({ code: 0, out: "nothing to do\n" });
  }
  expect(findingsOf(found, "Knex")).toEqual(["locked: its lock is held: knex runs now, or a run was killed"]);
  const out = path.join(folder(), "source");
  const reader = await stackschema([
    ...["adopt", "--database", formatTarget({ ...target, user: "adopt_reader", password: "reader" })],
    ...["--out", out, "--scratch", formatTarget(server.target)],
  ]);
  expect(reader.out).toContain("the login may not read it, so what it claims is not known");
});

test("migrations that go beyond a transaction and a plain login are run in scratch all the same", async () => {
  const up = {
    "1_base.sql":
      "CREATE EXTENSION \"uuid-ossp\"; CREATE SCHEMA shop; CREATE TYPE shop.size AS ENUM ('s');\nCREATE TABLE shop.items (id uuid DEFAULT public.uuid_generate_v4(), size shop.size);",
    "2_more.sql":
      "-- atlas:txmode none\nALTER TYPE shop.size ADD VALUE 'm';\nALTER TABLE shop.items ALTER size SET DEFAULT 'm';\nCREATE INDEX CONCURRENTLY items_size ON shop.items (size);",
  };
  const target = await server.createDatabase("atlas_app");
  for (const text of Object.values(up)) for (const one of text.split(";")) await run(target, one);
  await run(
    target,
    `CREATE SCHEMA atlas_schema_revisions; CREATE TABLE atlas_schema_revisions.atlas_schema_revisions (version varchar PRIMARY KEY,
       description varchar NOT NULL, type bigint NOT NULL DEFAULT 2, applied bigint NOT NULL DEFAULT 0, total bigint NOT NULL DEFAULT 0,
       executed_at timestamptz NOT NULL, execution_time bigint NOT NULL, error text, error_stmt text, hash varchar NOT NULL, partial_hashes jsonb,
       operator_version varchar NOT NULL);
     INSERT INTO atlas_schema_revisions.atlas_schema_revisions SELECT v, 'x', 2, 1, 1, now(), 1, NULL, NULL, '', NULL, 'v1' FROM unnest(ARRAY['1', '2']) v;`,
  );
  const found = await adopt(target, "--migrations", folder({ ...up, "atlas.sum": "" }), "--replay");
  expectEmpty(found);
  expect(Object.keys(found.files)).toEqual(["extensions.sql", "items.sql", "schema.sql", "types/size.sql"]);
  expect(found.adoption.journals[0]).toMatchObject({
    file: null,
    replay: { failure: null, missing: [], extra: [], different: [] },
  });
});
