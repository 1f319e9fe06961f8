// A scope that is nowhere must not make a plan empty, nor a check green.
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { applySchema, inspectDatabase, planSchema } from "../../engine/index";
import { both, database, declare, directory, server, source, sql, stackschema, url } from "./support";

describe("--scope", () => {
  const verbs = ["plan", "check", "apply"];

  test.each(verbs)("%s refuses a name that is neither in the source nor in the database", async (verb) => {
    await sql(database, "CREATE SCHEMA other");
    const { code, out, notes } = await stackschema([verb, ...both(), "--scope", "app,ap"]);
    expect(notes).toContain("stackschema: scope ap is neither in the source nor in the database.");
    expect(notes).toContain("In the source: app. In the database: other, public.");
    expect({ code, out }).toEqual({ code: 1, out: "" });
  });

  test("of another database as the desired schema is looked for in both", async () => {
    const desired = await server.createDatabase();
    await sql(desired, "CREATE SCHEMA other");
    const between = ["check", "--database", url(database), "--schema", url(desired), "--scope"];
    const { code, notes } = await stackschema([...between, "othr"]);
    expect(notes).toContain("In the source: other. In the database: public.");
    expect(code).toBe(1);
    expect(await stackschema([...between, "other"])).toMatchObject({ code: 2 });
  });

  test("inspect refuses a name that is not in the database", async () => {
    const inspect = ["inspect", "--database", url(database), "--scope"];
    const { code, out, notes } = await stackschema([...inspect, "app"]);
    expect(notes).toContain("stackschema: scope app is not in the database. In the database: public.");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(await stackschema([...inspect, "public"])).toMatchObject({ code: 0 });
  });

  test.each(["", " ", "app,", ",app", "app,,public"])("%j is refused by every verb", async (scope) => {
    for (const verb of verbs) {
      const { code, notes } = await stackschema([verb, ...both(), "--scope", scope]);
      expect(notes).toMatch(
        /stackschema: the scope (is empty|"app.*" has an empty name|",app" has an empty name)\./,
      );
      expect(code).toBe(1);
    }
    const inspected = await stackschema(["inspect", "--database", url(database), "--scope", scope]);
    expect(inspected).toMatchObject({ code: 1 });
  });

  test("is looked at by the engine whoever calls it", async () => {
    const request = {
      target: database,
      source: { kind: "sql", path: source },
      consents: [],
      cacheDirectory: path.join(directory, "cache"),
    } as const;
    for (const call of [planSchema, applySchema]) {
      await expect(call({ ...request, scope: ["ap"] })).rejects.toMatchObject({ code: "scope-unknown" });
      await expect(call({ ...request, scope: [] })).rejects.toMatchObject({ code: "scope-empty" });
    }
    await expect(inspectDatabase(database, { scope: ["ap"] })).rejects.toMatchObject({
      code: "scope-unknown",
    });
    await expect(inspectDatabase(database, { scope: [] })).rejects.toMatchObject({ code: "scope-empty" });
    const nothing = await inspectDatabase(database, { scope: ["ap"], missing: "empty" });
    expect(nothing.objects.size).toBe(0);
  });

  test("may be in the source alone, or in the database alone", async () => {
    expect(await stackschema(["apply", ...both(), "--scope", "app", "--yes"])).toMatchObject({ code: 0 });
    declare("CREATE SCHEMA other;");
    const dropping = ["--scope", "app,other", "--yes", "--consent-all"];
    expect(await stackschema(["apply", ...both(), ...dropping])).toMatchObject({ code: 0 });
    expect(await sql(database, "SELECT 1 FROM pg_namespace WHERE nspname = 'app'")).toEqual([]);
  });

  test("may name the schema that the source says was renamed, also when that is done", async () => {
    await stackschema(["apply", ...both(), "--yes"]);
    declare(
      "-- rename: schema app -> shop\nCREATE SCHEMA shop; CREATE TABLE shop.customers (id int PRIMARY KEY, fax text);",
    );
    const scope = ["--scope", "app,shop"];
    expect(await stackschema(["apply", ...both(), ...scope, "--yes"])).toMatchObject({ code: 0 });
    expect(await stackschema(["check", ...both(), ...scope])).toMatchObject({ code: 0 });
  });
});
