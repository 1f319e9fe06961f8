// The handlers of seeds against a real server: a preview tries them, a run writes them once, other files run again.
import { cpSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect, test } from "vitest";
import { seeds } from "../../components/seeds/handlers";
import { readyServer } from "../../components/servers/ready-handlers";
import { sql } from "../cli/support";
import { sharedServer } from "../support/postgres";

test("a preview refuses seeds that are not idempotent; a run writes them, and only other files run again", async () => {
  const server = await sharedServer();
  const target = await server.createDatabase("seeds_of_a_stack");
  const source = mkdtempSync(path.join(tmpdir(), "stackschema-seeds-"));
  const schema = "CREATE SCHEMA app; CREATE TABLE app.things (id int PRIMARY KEY);";
  writeFileSync(path.join(source, "app.sql"), schema);
  await sql(target, schema);
  cpSync(
    path.resolve(__dirname, "..", "..", "schema", "ledger", "seed", "isolation"),
    path.join(source, "seed", "isolation"),
    { recursive: true },
  );
  const file = path.join(source, "seed", "10.sql");
  const { host, port, database, user, password } = target;
  const news = { host, port, database, user, password, tls: target.tls, source, scratch: "auto", major: 17 };
  writeFileSync(file, "INSERT INTO app.things SELECT count(*) FROM app.things;");
  const refused = await seeds.check({}, news);
  expect(refused.failures?.[0]?.reason).toContain("seed/10.sql: table app.things: 1 row added");
  writeFileSync(file, "INSERT INTO app.things VALUES (1) ON CONFLICT DO NOTHING;");
  const { inputs } = await seeds.check({}, news);
  const { outs } = await seeds.create(inputs);
  expect(outs.ran).toEqual([{ file: "seed/10.sql", rows: 1 }]);
  expect(await sql(target, "SELECT id FROM app.things")).toEqual([{ id: 1 }]);
  // A rotation of the administrator's password that was interrupted: the server takes the one before still.
  const rotated = { ...news, password: "of the next run", scratch: "server" };
  await readyServer.check(news, rotated);
  expect((await seeds.check({}, rotated)).failures).toBeUndefined();
  const again = await seeds.check(outs, news);
  expect(await seeds.diff("", outs, again.inputs)).toEqual({ changes: false });
  writeFileSync(file, "INSERT INTO app.things VALUES (1), (2) ON CONFLICT DO NOTHING;");
  expect(await seeds.diff("", outs, (await seeds.check(outs, news)).inputs)).toEqual({ changes: true });
});
