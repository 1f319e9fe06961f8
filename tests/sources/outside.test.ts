// What a source makes out of scope, and roles that nobody made, are told instead of passed over.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { planSchema } from "../../engine/index";
import { sharedServer } from "../support/postgres";

const folder = mkdtempSync(path.join(tmpdir(), "stackschema-outside-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function findings(sql: string, scope?: readonly string[], rolesToCome: readonly string[] = []) {
  const target = await (await sharedServer(17)).createDatabase();
  const file = path.join(folder, "app.sql");
  writeFileSync(file, sql);
  const { plan } = await planSchema({
    target,
    source: { kind: "sql", path: file },
    ...(scope === undefined ? {} : { scope }),
    scratch: "server",
    consents: [],
    rolesToCome,
    cacheDirectory: folder,
  });
  return plan.findings;
}

test("objects outside of the scope are named with their places, once", async () => {
  const sql = `CREATE SCHEMA app;\nCREATE TABLE app.t (a int);\nCREATE TABLE u (a int);\nCREATE SCHEMA other;\nCREATE VIEW other.v AS SELECT 1 AS a;`;
  const found = await findings(sql, ["app"]);
  expect(found.map(({ id, level }) => [id, level])).toEqual([["outside-scope", "warning"]]);
  expect(found[0]?.message).toContain("public.u (app.sql:3), other (app.sql:4), other.v (app.sql:5)");
  expect(await findings(sql)).toEqual([]);
  expect(
    await findings("CREATE SCHEMA app;\nCREATE EXTENSION citext;\nCREATE TABLE app.t (a citext);", ["app"]),
  ).toEqual([]);
});

test("a role that is not on the server is told of where the plan names it", async () => {
  const sql = `CREATE SCHEMA app;\nCREATE TABLE app.t (a int);\nGRANT SELECT ON app.t TO "Nobody Yet", app_rw, PUBLIC, CURRENT_USER;`;
  const found = await findings(sql, ["app"], ["app_rw"]);
  expect(found.map(({ id, level }) => [id, level])).toEqual([["missing-role", "warning"]]);
  expect(found[0]?.message).toContain('CREATE ROLE "Nobody Yet" NOLOGIN');
});
