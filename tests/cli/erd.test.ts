// `stackschema erd` as a user calls it: from a source, from a database, and of the plan between them.
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { both, database, declare, directory, source, sql, stackschema, url } from "./support";

describe("erd", () => {
  test("draws a source without a database, and a database without a source, alike", async () => {
    const fromSource = await stackschema(["erd", "--schema", source, "--format", "mermaid"]);
    expect(fromSource).toMatchObject({
      code: 0,
      out: 'erDiagram\n  "customers" {\n    integer id PK\n    text fax "may be null"\n  }\n',
    });
    await sql(database, readFileSync(path.join(source, "app.sql"), "utf8"));
    const fromDatabase = await stackschema(["erd", "--database", url(database), "--format", "mermaid"]);
    expect(fromDatabase.out).toBe(fromSource.out);
    const fromUrl = await stackschema(["erd", "--schema", url(database), "--format", "mermaid"]);
    expect(fromUrl.out).toBe(fromSource.out);
  });

  test("draws a plan into the file it is told, in the form of its name, and changes nothing", async () => {
    await sql(database, readFileSync(path.join(source, "app.sql"), "utf8"));
    declare(
      `CREATE SCHEMA app; CREATE TABLE app.customers (id int PRIMARY KEY, telefax text);
       -- rename: column app.customers.fax -> app.customers.telefax
       CREATE TABLE app.orders (id int PRIMARY KEY, customer_id int NOT NULL REFERENCES app.customers);`,
    );
    const file = path.join(directory, "plan.html");
    const { code, out, notes } = await stackschema(["erd", "--plan", ...both(), "--out", file]);
    expect({ code, out }).toEqual({ code: 0, out: "" });
    expect(notes).toContain(`written: ${file}`);
    const page = readFileSync(file, "utf8");
    expect(page).toContain("<!doctype html>");
    expect(page).toContain("the plan: 1 added, 1 changed");
    expect(page).toContain(">fax → telefax<");
    expect(await stackschema(["check", ...both()])).toMatchObject({ code: 2 });
  });

  test("asks for what is missing", async () => {
    const two = await stackschema(["erd", ...both()]);
    expect(two).toMatchObject({ code: 1 });
    expect(two.notes).toContain("Add --plan");
    const none = await stackschema(["erd", "--plan", "--database", url(database)]);
    expect(none.notes).toContain("name it with --schema");
    declare("CREATE SCHEMA app;");
    const empty = await stackschema(["erd", "--schema", source]);
    expect(empty.notes).toContain("there is nothing to draw");
  });
});
