// Where the longest answers are read in parts, nothing is lost where two parts meet.
import { expect, it } from "vitest";
import { readCatalog } from "../../engine/sources/reader";
import { connected, load } from "../support/corpus-databases";
import { sharedServer } from "../support/postgres";

/** More columns than go into several parts, and more dependencies. */
const setup = `
  CREATE SCHEMA app;
  DO $$ BEGIN
    FOR i IN 1 .. 13 LOOP
      EXECUTE format('CREATE TABLE app.t%s (%s)', i, (SELECT string_agg(format('c%s integer', n), ', ') FROM generate_series(1, 900) n));
      EXECUTE format('CREATE VIEW app.v%s AS SELECT * FROM app.t%s', i, i);
    END LOOP;
  END $$`;

it("reads every column of every table and view", { timeout: 120_000 }, async () => {
  const server = await sharedServer(17);
  const target = await server.createDatabase();
  await load(target, setup);
  const read = (atOnce: number) =>
    connected(target, (client) => readCatalog(client, { scope: ["app"], atOnce }));
  const catalog = await read(0);
  expect(catalog).toEqual(await read(Number.POSITIVE_INFINITY));
  const objects = [...catalog.objects.values()];
  const names = Array.from({ length: 900 }, (_, position) => `c${position + 1}`);
  const tables = objects.filter(({ kind }) => kind === "table");
  expect(tables).toHaveLength(13);
  for (const { id } of tables) {
    const columns = objects.filter(({ kind, parent }) => kind === "column" && parent === id);
    expect(columns.map(({ path }) => path.at(-1))).toEqual(names);
  }
  const views = objects.flatMap((object) => (object.kind === "view" ? [object.attributes.columns] : []));
  expect(views).toHaveLength(13);
  for (const columns of views) expect(columns.map(({ name }) => name)).toEqual(names);
});
