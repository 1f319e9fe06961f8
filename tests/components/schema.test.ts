import { describe, expect, test } from "vitest";
import { unknownValue } from "../../components/properties";
import { recallPreview } from "../../components/schema/previewed";
import {
  create,
  customers,
  declare,
  diff,
  program,
  read,
  reasons,
  secret,
  shown,
  sql,
  statements,
  succeed,
  target,
  unknown,
  up,
  update,
} from "./schema-fixture";

describe("a preview", () => {
  test("of a server that never existed is the whole plan against an empty database, and says so", async () => {
    const inputs = await succeed({}, program(unknown));
    expect(statements(inputs)).toContainEqual(expect.stringContaining("CREATE TABLE app.customers"));
    expect(shown()).toContain("the database does not exist yet: planned against an empty one of Postgres 17");
    expect(inputs.__server).toBe(unknownValue);
  });

  test("shows the same plan for an empty server as for one that never existed", async () => {
    const never = await succeed({}, program(unknown));
    const empty = await succeed({}, program());
    expect(statements(empty)).toEqual(statements(never));
  });

  test("writes nothing to the database", async () => {
    await succeed({}, program());
    expect(await sql(target, "SELECT 1 FROM pg_namespace WHERE nspname = 'app'")).toEqual([]);
  });

  test("of an existing resource whose address is unknown is planned with the previous one", async () => {
    const state = await up(null);
    const inputs = await succeed(state.inputs, program(unknown));
    expect(statements(inputs)).toEqual([]);
    declare(`${customers} CREATE TABLE app.more (id int);`);
    expect(statements(await succeed(state.inputs, program(unknown)))).toHaveLength(1);
  });

  test("of an existing resource that nobody answers for fails, and is never a plan for an empty database", async () => {
    const state = await up(null);
    const gone = { ...state.inputs, port: 1 };
    expect(await reasons(gone, program(unknown))).toMatch(/nothing listens there/);
    expect(await reasons(state.inputs, program({ port: 1 }))).toMatch(/nothing listens there/);
  });

  test("with nothing to do changes nothing and has nothing to print", async () => {
    const state = await up(null);
    const inputs = await succeed(state.inputs, program());
    expect(await diff("app", state.outputs, inputs)).toEqual({ changes: false });
    expect(statements(inputs)).toEqual([]);
    expect(shown()).toBe("");
  });

  test("with nothing to do still tells of a consent that fits nothing any more", async () => {
    const state = await up(null);
    const own = { consents: ["drop column app.customers.gone 01234567"] };
    await succeed(state.inputs, program(own));
    expect(shown()).toMatch(
      /^info stale-consent: the consent "drop column app\.customers\.gone 01234567" matches/,
    );
  });

  test("leaves consents for other applications to them", async () => {
    const state = await up(null);
    const own = {
      consents: ["drop column desk.app.gone 01234567", "drop schema desk 01234567"],
      __run: { neighbours: ["desk"] },
    };
    await succeed(state.inputs, program(own));
    expect(shown()).toBe("");
  });

  test("takes the forms that the setting online asks for", async () => {
    const state = await up(null);
    declare(customers.replace("fax text", "fax text CHECK (fax <> '')"));
    expect(statements(await succeed(state.inputs, program({ online: "never" })))).toHaveLength(1);
    expect(statements(await succeed(state.inputs, program({ online: "always" })))).toHaveLength(2);
  });

  test("tells that columns stand in another order only with a plan for their table", async () => {
    declare(`${customers} CREATE TABLE app.other (id int);`);
    const state = await up(null);
    const turned = "CREATE SCHEMA app; CREATE TABLE app.customers (fax text, id int PRIMARY KEY);";
    declare(`${turned} CREATE TABLE app.other (id int);`);
    expect(statements(await succeed(state.inputs, program()))).toEqual([]);
    expect(shown()).toBe("nothing to run: only the stack's state is brought up to date");
    declare(`${turned} CREATE TABLE app.other (id int, more text);`);
    await succeed(state.inputs, program());
    expect(shown()).toContain("ADD COLUMN more");
    expect(shown()).not.toContain("column-order");
    declare(`${turned.replace("fax text", "fax text NOT NULL")} CREATE TABLE app.other (id int);`);
    await succeed(state.inputs, program());
    expect(shown()).toContain("columns of table app.customers stand in the order id, fax");
  });

  test("is the same twice, so that a saved Pulumi plan holds", async () => {
    expect(await succeed({}, program({}, false))).toEqual(await succeed({}, program()));
  });

  test("has the DDL of each object, for a line by line difference", async () => {
    const state = await up(null);
    declare("CREATE SCHEMA app; CREATE TABLE app.customers (id int PRIMARY KEY, fax text, phone text);");
    const inputs = await succeed(state.inputs, program());
    expect(Object.keys(Object(inputs.objects))).toEqual(["schema app", "table app.customers"]);
    expect(JSON.stringify(inputs.objects)).toContain("phone");
    expect(JSON.stringify(state.outputs.objects)).not.toContain("phone");
  });
});

describe("a destructive change", () => {
  test("is blocked: the failure shows the plan, the loss and the command that consents; the command works", async () => {
    const state = await up(null);
    await sql(target, "INSERT INTO app.customers VALUES (1, '555-1'), (2, NULL), (3, '555-3')");
    declare("CREATE SCHEMA app; CREATE TABLE app.customers (id int PRIMARY KEY);");
    const reason = await reasons(state.inputs, program({ consents: ["drop table app.gone 01234567"] }));
    expect(reason).toContain("1 step is blocked");
    expect(reason).toContain("DROP COLUMN fax");
    expect(reason).toContain("3 rows");
    const command =
      /config set --stack test --path 'stackschema:consents\[1\]' '(drop column app\.customers\.fax [0-9a-f]{8})'/;
    const consent = command.exec(reason)?.[1];
    if (consent === undefined) throw new Error(`no command in:\n${reason}`);
    const { outputs } = await up(state, { consents: [consent] });
    expect(JSON.stringify(outputs.objects)).not.toContain("fax");
  });
});

describe("two destructive changes", () => {
  test("say that their commands number the list of consents", async () => {
    declare(`${customers} CREATE TABLE app.old (id int);`);
    const state = await up(null);
    declare("CREATE SCHEMA app; CREATE TABLE app.customers (id int PRIMARY KEY);");
    const reason = await reasons(state.inputs, program());
    expect(reason).toContain("consents[1]");
    expect(reason).toContain("Run these commands in this order");
    declare(`CREATE SCHEMA app; CREATE TABLE app.customers (id int PRIMARY KEY, fax text);`);
    expect(await reasons(state.inputs, program())).not.toContain("in this order");
  });
});

describe("an update", () => {
  test("answers with the steps that ran and their times, and the fingerprint", async () => {
    const { outputs } = await up(null);
    expect(outputs.ran).toContainEqual({
      sql: expect.stringContaining("CREATE TABLE app.customers"),
      object: "table app.customers",
      startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      milliseconds: expect.any(Number),
    });
    expect(outputs.fingerprint).toMatch(/^[0-9a-f]+$/);
  });

  test("keeps the steps of the last run that had any", async () => {
    const state = await up(null);
    const again = await update("app", state.outputs, await succeed(state.inputs, program()));
    expect(again.outs.ran).toEqual(state.outputs.ran);
  });

  test("stops when someone changed the database after the preview, and names what differs", async () => {
    const state = await up(null);
    declare(`${customers} CREATE TABLE app.more (id int);`);
    await succeed(state.inputs, program());
    await sql(target, "ALTER TABLE app.customers DROP COLUMN fax");
    const reason = await reasons(state.inputs, program({}, false));
    expect(reason).toContain("ADD COLUMN fax");
    expect(reason).toContain("Nothing was changed");
  });

  test("stops when someone changes the database after check, before anything ran", async () => {
    const state = await up(null);
    declare(`${customers} CREATE TABLE app.more (id int);`);
    await succeed(state.inputs, program());
    const inputs = await succeed(state.inputs, program({}, false));
    await sql(target, "ALTER TABLE app.customers DROP COLUMN fax");
    await expect(update("app", state.outputs, inputs)).rejects.toThrow(/ADD COLUMN fax/);
    expect(await sql(target, "SELECT to_regclass('app.more') AS more")).toEqual([{ more: null }]);
  });

  test("goes on when only less is left to do", async () => {
    declare(`${customers} CREATE TABLE app.more (id int);`);
    await succeed({}, program());
    await sql(target, "CREATE SCHEMA app");
    const inputs = await succeed({}, program({}, false));
    expect((await create(inputs)).outs.objects).toHaveProperty(["table app.more"]);
  });

  test("runs a source that was edited after the preview, since that is the caller's own doing", async () => {
    await succeed({}, program());
    declare(`${customers} CREATE TABLE app.more (id int);`);
    await succeed({}, program({}, false));
  });
});

describe("approvedPlan", () => {
  test("lets the preview show the plan, and stops the update of any other", async () => {
    const approvedPlan = "none";
    const inputs = await succeed({}, program({ approvedPlan }));
    expect(shown()).toContain("no plan is approved. To approve this plan and no other:");
    const reason = await reasons({}, program({ approvedPlan }, false));
    expect(reason).toContain(`--path 'stackschema:approvedPlan.app' '${String(inputs.planHash)}'`);
  });

  test("permits the plan it names, also what is left of it after a run that stopped", async () => {
    const { planHash } = await succeed({}, program());
    const inputs = await succeed({}, program({ approvedPlan: planHash }, false));
    await sql(target, "CREATE SCHEMA app");
    const rest = await succeed(inputs, program({ approvedPlan: planHash }, false));
    expect(statements(rest).length).toBeLessThan(statements(inputs).length);
  });
});

describe("a run that fails half-way", () => {
  test("is recorded with what is there, and the next one goes on from there", async () => {
    declare(`${customers} CREATE TABLE app.branches (id int);`);
    const state = await up(null);
    await sql(target, "INSERT INTO app.customers VALUES (1, 'a')");
    declare(
      `CREATE SCHEMA app; CREATE TABLE app.customers (id int PRIMARY KEY, fax text, CONSTRAINT one_fax UNIQUE (fax));
       CREATE TABLE app.branches (id int, town text);`,
    );
    const inputs = await succeed(state.inputs, program());
    // After the preview, which would have seen it.
    await sql(target, "INSERT INTO app.customers VALUES (2, 'a')");
    const failed: unknown = await update("app", state.outputs, inputs).catch((error: unknown) => error);
    expect(failed).toMatchObject({ id: "app", message: expect.stringContaining("one_fax") });
    const { properties } = Object(failed);
    expect(properties.objects["table app.branches"]).toContain("town");
    expect(properties.objects["table app.customers"]).not.toContain("CONSTRAINT one_fax");
    expect(properties.ran).toEqual([expect.objectContaining({ object: "column app.branches.town" })]);
    await sql(target, "DELETE FROM app.customers WHERE id = 2");
    const next = await up({ inputs, outputs: properties });
    expect(next.outputs.objects).toHaveProperty(["table app.customers"], expect.stringContaining("one_fax"));
  });

  test("leaves the state alone where nothing was committed", async () => {
    const state = await up(null);
    await sql(target, "INSERT INTO app.customers VALUES (1, 'a')");
    declare(
      "CREATE SCHEMA app; CREATE TABLE app.customers (id int PRIMARY KEY, fax text, CONSTRAINT one_fax UNIQUE (fax));",
    );
    const inputs = await succeed(state.inputs, program());
    // After the preview, which would have seen it.
    await sql(target, "INSERT INTO app.customers VALUES (2, 'a')");
    const failed: unknown = await update("app", state.outputs, inputs).catch((error: unknown) => error);
    expect(failed).toMatchObject({ message: expect.stringContaining("one_fax") });
    expect(failed).not.toHaveProperty("id");
  });
});

describe("a refresh", () => {
  test("finds no drift where there is none", async () => {
    const state = await up(null);
    const found = await read("app", state.outputs);
    expect(await diff("app", found.props, state.inputs)).toEqual({ changes: false });
  });

  test("shows drift by object, and the preview after it the SQL that undoes it", async () => {
    const state = await up(null);
    await sql(target, "ALTER TABLE app.customers ADD COLUMN sneaked text; DROP INDEX IF EXISTS app.nothing");
    const found = await read("app", state.outputs);
    expect(JSON.stringify(found.props.objects)).toContain("sneaked");
    expect(await diff("app", found.props, state.inputs)).toEqual({ changes: true });
    expect(await reasons(found.inputs, program())).toContain("DROP COLUMN sneaked");
  });

  test("of drift that was then undone by hand: the preview says that there is nothing to run", async () => {
    const state = await up(null);
    await sql(target, "ALTER TABLE app.customers ADD COLUMN sneaked text");
    const found = await read("app", state.outputs);
    await sql(target, "ALTER TABLE app.customers DROP COLUMN sneaked");
    const inputs = await succeed(found.inputs, program());
    expect(await diff("app", found.props, inputs)).toEqual({ changes: true });
    expect(shown()).toBe("nothing to run: only the stack's state is brought up to date");
  });

  test("shows drift that was the same once before", async () => {
    const state = await up(null);
    declare(`${customers} CREATE TABLE app.more (id int);`);
    const after = await up(state);
    const refreshed = await read("app", after.outputs);
    await sql(target, "DROP TABLE app.more");
    const inputs = await succeed(refreshed.inputs, program());
    expect(await diff("app", refreshed.props, inputs)).toEqual({ changes: true });
  });

  test("fails where the server does not answer: that is not the same as gone", async () => {
    const state = await up(null);
    await expect(read("app", { ...state.outputs, port: 1 })).rejects.toThrow(/nothing listens there/);
  });
});

describe("the schema of the application", () => {
  test("that the source stopped declaring is dropped with consent", async () => {
    const state = await up(null);
    declare("CREATE SCHEMA other;");
    expect(await reasons(state.inputs, program())).toMatch(/drop schema app [0-9a-f]{8}/);
  });

  test("that is neither in the source nor in the database is refused, before and after there is a server", async () => {
    declare("CREATE SCHEMA ap;");
    expect(await reasons({}, program(unknown))).toMatch(/scope app is not in the source.*: ap\./);
    expect(await reasons({}, program())).toMatch(
      /scope app is neither in the source nor in the database\. In the source: ap\./,
    );
  });

  test("that is gone from both is drift to a refresh, and no error", async () => {
    const state = await up(null);
    await sql(target, "DROP SCHEMA app CASCADE");
    declare("CREATE SCHEMA other;");
    const found = await read("app", state.outputs);
    expect(found.props?.objects).toEqual({});
  });
});

describe("adoption", () => {
  test("of a database that has objects already drops nothing without consent", async () => {
    await sql(
      target,
      "CREATE SCHEMA app; CREATE TABLE app.customers (id int PRIMARY KEY, fax text, old text)",
    );
    await sql(target, "CREATE SCHEMA elsewhere; CREATE TABLE elsewhere.kept (id int)");
    const reason = await reasons({}, program());
    expect(reason).toContain("DROP COLUMN old");
    expect(reason).not.toContain("elsewhere");
  });
});

describe("the password", () => {
  test("is in no property but its own, neither in what is printed", async () => {
    const { inputs, outputs } = await up(null);
    for (const { password, ...rest } of [inputs, outputs]) {
      expect(password).toBe(secret);
      expect(JSON.stringify(rest)).not.toContain(secret);
    }
    expect(JSON.stringify(recallPreview("test", "app"))).not.toContain(secret);
  });
});
