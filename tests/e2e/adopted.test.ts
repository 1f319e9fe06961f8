// An adopted database under a stack, through the real Pulumi engine: the first run has nothing to do, the next change is one.
import * as path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { adoptDatabase, type Target } from "../../engine/index";
import { startTestServer, type TestServer } from "../support/postgres";
import { type PulumiStack, pulumiStack } from "../support/pulumi";
import { columnsOf, query, useServer } from "./app";

vi.setConfig({ testTimeout: 480_000, hookTimeout: 240_000 });

const applications = [{ name: "public", source: "schema/shop" }];

let server: TestServer;
let stack: PulumiStack;
let target: Target;

beforeAll(async () => {
  server = await startTestServer();
  await query(server.target, "CREATE ROLE keeper LOGIN CREATEROLE CREATEDB PASSWORD 'p4ssword'");
  const { database } = await server.createDatabase("shop");
  await query(server.target, `ALTER DATABASE ${database} OWNER TO keeper`);
  target = { ...server.target, database, user: "keeper", password: "p4ssword" };
  await query(
    target,
    `CREATE TABLE knex_migrations (id serial PRIMARY KEY, name varchar(255), batch integer, migration_time timestamptz);
     CREATE TABLE items (id bigserial PRIMARY KEY, price numeric(8,2) CHECK (price > 0));
     INSERT INTO items (price) VALUES (1), (2)`,
  );
  stack = await pulumiStack({ stack: "adopted", config: { applications } });
});

afterAll(async () => {
  await stack.dispose();
  await server.stop();
});

test("an adopted database comes under a stack without a step", async () => {
  const { proof, files } = await adoptDatabase({
    target,
    directory: path.join(stack.directory, "schema", "shop"),
    scope: ["public"],
    scratch: "server",
    cacheDirectory: path.join(stack.directory, ".stackschema", "cache"),
  });
  expect(files).toEqual(["items.sql", "journals/knex.sql"]);
  expect(proof.empty).toBe(true);
  await useServer(stack, target, { applications, approvedPlan: { public: "none" } });
  const { code, output } = await stack.up();
  expect(output).not.toMatch(/CREATE TABLE|ALTER TABLE|DROP TABLE/);
  expect(code).toBe(0);
  await useServer(stack, target, { applications });
  stack.edit("schema/shop/items.sql", (text) =>
    text.replace("id bigserial NOT NULL,", "id bigserial NOT NULL,\n  name text,"),
  );
  expect(await stack.up()).toMatchObject({ code: 0 });
  expect(await columnsOf(target, "public.items")).toEqual(["id", "price", "name"]);
  expect(await query(target, "SELECT count(*)::int AS rows FROM items")).toEqual([{ rows: 2 }]);
});
