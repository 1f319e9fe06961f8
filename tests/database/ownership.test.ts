// Objects of the database (decision 21): what hangs on the scope is compared, what others made is left alone.
import { describe, expect, test } from "vitest";
import { creationSteps, inspectDatabase } from "../../engine/index";
import { complaints, place, statements } from "./support";

const tables = "CREATE SCHEMA app; CREATE TABLE app.items (id integer PRIMARY KEY, size integer);";
const others = `CREATE SCHEMA other; CREATE TABLE other.things (id integer PRIMARY KEY);
  CREATE FUNCTION other.watch() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
  CREATE EVENT TRIGGER others ON sql_drop EXECUTE FUNCTION other.watch();
  CREATE PUBLICATION mixed FOR TABLE app.items, other.things;
  CREATE PUBLICATION everything FOR ALL TABLES;
  CREATE PUBLICATION nothing;
  CREATE FOREIGN DATA WRAPPER plain;
  CREATE SERVER far FOREIGN DATA WRAPPER plain;
  CREATE USER MAPPING FOR PUBLIC SERVER far;
  CREATE CAST (text AS other.things) WITH INOUT;`;

describe("what others made", () => {
  test("is left alone", async () => {
    const { plan } = await place(tables + others);
    expect(statements(await plan(tables))).toEqual([]);
  });

  test("keeps what it hangs on", async () => {
    const { plan } = await place(tables + others);
    const planned = await plan("CREATE SCHEMA app;");
    expect(complaints(planned).join()).toMatch(/needed-outside: table app\.items cannot .*publication mixed/);
  });

  test("does not count for the hash of a plan", async () => {
    const { plan, run } = await place(tables);
    const source = `${tables} CREATE TABLE app.more (id integer);`;
    const before = await plan(source);
    await run(others);
    expect((await plan(source)).plan.hash).toBe(before.plan.hash);
  });

  test("may be used by a source: a foreign table on a server that it does not declare", async () => {
    const { plan, apply } = await place(tables + others);
    const source = `${tables} CREATE FOREIGN TABLE app.far (id integer) SERVER far;`;
    expect(statements(await plan(source))).toEqual([
      "CREATE FOREIGN TABLE app.far (\n  id integer\n) SERVER far",
    ]);
    await apply(source);
    expect(statements(await plan(source))).toEqual([]);
  });
});

const own = `CREATE FUNCTION app.watch() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
  CREATE EVENT TRIGGER ours ON sql_drop EXECUTE FUNCTION app.watch();
  CREATE PUBLICATION items FOR TABLE app.items;
  CREATE CAST (text AS app.items) WITH INOUT;`;

describe("what hangs on the scope alone", () => {
  test("is dropped once it is not declared any more", async () => {
    const { plan } = await place(tables + own);
    expect(statements(await plan(tables))).toEqual([
      "DROP EVENT TRIGGER ours",
      "DROP PUBLICATION items",
      "DROP CAST (text AS app.items)",
      "DROP FUNCTION app.watch()",
    ]);
  });

  test("follows a rename", async () => {
    const { plan, apply } = await place(`${tables + own} ALTER EVENT TRIGGER ours DISABLE;`);
    const renamed = `-- rename: table app.items -> app.goods
      ${(tables + own).replaceAll("app.items", "app.goods")} ALTER EVENT TRIGGER ours DISABLE;`;
    expect(statements(await plan(renamed))).toEqual([
      "ALTER TABLE app.items RENAME TO goods",
      "ALTER TABLE app.goods RENAME CONSTRAINT items_pkey TO goods_pkey",
    ]);
    await apply(renamed);
    expect(statements(await plan(renamed.replace(/^.*\n/, "")))).toEqual([]);
  });
});

test("of a publication that is shared, each scope has its own tables", async () => {
  const { plan } = await place(tables + others);
  const source = `${tables} CREATE TABLE app.more (id integer); CREATE SCHEMA other; CREATE TABLE other.stray (id integer);
    CREATE PUBLICATION mixed FOR TABLE app.more, other.stray;`;
  expect(statements(await plan(source))).toEqual([
    "CREATE TABLE app.more (\n  id integer\n)",
    "ALTER PUBLICATION mixed ADD TABLE ONLY app.more",
    "ALTER PUBLICATION mixed DROP TABLE ONLY app.items",
  ]);
});

test("what inspect prints of a scope loads again", async () => {
  const far = "CREATE FOREIGN TABLE app.far (id integer) SERVER far;";
  const { target } = await place(tables + others + own + far);
  const catalog = await inspectDatabase(target, { scope: ["app"] });
  const printed = creationSteps(catalog).map(({ sql }) => `${sql};`);
  expect(printed.join("\n")).not.toMatch(/other|mixed|everything|nothing|USER MAPPING/);
  const { plan, apply } = await place("");
  await apply(printed.join("\n"));
  expect(statements(await plan(printed.join("\n")))).toEqual([]);
  expect(printed.at(-1)).toBe("CREATE EVENT TRIGGER ours ON sql_drop EXECUTE FUNCTION app.watch();");
});

test("a plan for a login that is no superuser says so of what only a superuser may do", async () => {
  const { target, plan, run } =
    await place(`${tables} CREATE ROLE database_clerk LOGIN PASSWORD 'clerk' CREATEDB CREATEROLE;
    GRANT ALL ON SCHEMA app TO database_clerk; GRANT pg_read_all_data TO database_clerk;`);
  await run(
    `ALTER DATABASE ${target.database} OWNER TO database_clerk; ALTER SCHEMA app OWNER TO database_clerk;`,
  );
  const clerk = { ...target, user: "database_clerk", password: "clerk" };
  const planned = await plan(tables + own, { target: clerk, proof: "never" });
  expect(complaints(planned).filter((text) => text.startsWith("needs-superuser"))).toEqual([
    expect.stringContaining("event trigger ours"),
  ]);
});
