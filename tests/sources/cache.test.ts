import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { Catalog, ObjectId } from "../../engine/catalog/model";
import { cacheKey, SourceCache } from "../../engine/sources/cache";
import { loadDesired } from "../../engine/sources/desired";
import { readCatalog } from "../../engine/sources/reader";
import { type ScratchProvider, scratchProvider } from "../../engine/sources/scratch";
import { sharedServer } from "../support/postgres";
import { temporaryDirectory, writeFiles } from "./support";

const sql =
  "-- rename: table app.old -> app.t\nCREATE SCHEMA app; CREATE TABLE app.t (a int); DROP TABLE IF EXISTS app.old;";

/** Counts the databases that were asked for. */
async function counted(): Promise<ScratchProvider & { count(): number }> {
  const { target } = await sharedServer();
  const real = scratchProvider({
    spec: { target },
    target: null,
    major: 17,
    cacheDirectory: temporaryDirectory(),
  });
  let count = 0;
  return {
    identity: real.identity,
    createDatabase() {
      count += 1;
      return real.createDatabase();
    },
    close: () => real.close(),
    count: () => count,
  };
}

test("without edits no scratch database is asked for, and the same catalog is given", async () => {
  const scratch = await counted();
  const place = writeFiles({ "a.sql": sql });
  const cacheDirectory = temporaryDirectory();
  const request = { source: { kind: "sql", path: place }, scratch, cacheDirectory, readCatalog } as const;
  const once = (rest: { engineVersion?: string; scope?: readonly string[] } = {}) =>
    loadDesired({ engineVersion: "1", ...request, ...rest });
  try {
    const first = await once();
    expect(await once()).toEqual(first);
    expect(first.catalog.objects).toBeInstanceOf(Map);
    expect(first.renames).toHaveLength(1);
    expect(first.findings).toHaveLength(1);
    expect(scratch.count()).toBe(1);

    await once({ engineVersion: "2" });
    expect(scratch.count()).toBe(2);
    await once({ scope: ["app", "other"] });
    expect(scratch.count()).toBe(3);

    writeFileSync(path.join(place, "a.sql"), `${sql} `);
    await once();
    expect(scratch.count()).toBe(4);

    for (const name of readdirSync(path.join(cacheDirectory, "desired"))) {
      const file = path.join(cacheDirectory, "desired", name);
      writeFileSync(file, readFileSync(file, "utf8").replace("app", "bad"));
    }
    expect((await once()).catalog).toEqual(first.catalog);
    expect(scratch.count()).toBe(5);
  } finally {
    await scratch.close();
  }
});

test("only the catalogs used last are kept, and a place that cannot be written to does no harm", async () => {
  const directory = temporaryDirectory();
  const cache = new SourceCache(directory);
  const server = {
    assignmentCasts: new Set<string>(),
    indexBuilds: new Set<ObjectId>(),
    indexKeys: new Map(),
    exclusions: new Map(),
    staleCollations: [],
    defaultPrivileges: [],
    roles: null,
  };
  const nothing = {
    objects: new Map(),
    dependencies: new Map(),
    outsideDependents: new Map(),
    estimates: new Map(),
  };
  const catalog: Catalog = { serverMajor: 17, scope: [], unmodeled: [], server, ...nothing };
  const value = { catalog, renames: [], dataDirectives: [], findings: [], declaredSchemas: [] };
  for (let index = 0; index < 30; index += 1) await cache.put(cacheKey([String(index)]), value);
  expect(readdirSync(path.join(directory, "desired"))).toHaveLength(20);
  expect(await cache.get(cacheKey(["29"]))).toEqual(value);

  const file = path.join(directory, "file");
  writeFileSync(file, "");
  const broken = new SourceCache(file);
  await broken.put(cacheKey(["1"]), value);
  expect(await broken.get(cacheKey(["1"]))).toBeNull();
});
