// `npm start` of a fresh checkout, with nothing set: every application that Pulumi.yaml lists comes up, whatever language its
// source is written in.
import { readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type PulumiStack, pulumiStack } from "../support/pulumi";
import { query, targetOf } from "./app";

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const schemas = readdirSync(path.resolve(__dirname, "..", "..", "schema"));

let stack: PulumiStack;

beforeAll(async () => {
  stack = await pulumiStack();
});

afterAll(() => stack.dispose());

test("brings up the applications of the checkout, each in its own Postgres schema", async () => {
  const { code, output } = await stack.start();
  expect(code, output).toBe(0);
  const target = await targetOf(stack);
  const found = await query(
    target,
    `SELECT n.nspname::text AS name, count(c.oid)::int AS tables FROM pg_namespace n
       JOIN pg_class c ON c.relnamespace = n.oid AND c.relkind = 'r'
      WHERE n.nspname !~ '^pg_|^information_schema$' GROUP BY 1 ORDER BY 1`,
  );
  expect(found.map(({ name }) => name)).toEqual([...schemas].sort());
  expect(found).toContainEqual({ name: "login", tables: 6 });
});
