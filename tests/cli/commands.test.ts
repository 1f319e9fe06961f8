// The commands as a user calls them, in this process: arguments in, output and exit code out, against a real server.
import path from "node:path";
import { describe, expect, test } from "vitest";
import { both, database, declare, server, source, sql, stackschema, url } from "./support";

describe("plan", () => {
  test("prints the statements and ends with 2, or with 0 when there is nothing to do", async () => {
    const pending = await stackschema(["plan", ...both()]);
    expect(pending).toMatchObject({ code: 2 });
    expect(pending.out).toContain("CREATE TABLE app.customers");
    await stackschema(["apply", ...both(), "--yes"]);
    expect(await stackschema(["plan", ...both()])).toMatchObject({ code: 0, out: "nothing to do\n" });
  });

  test("writes nothing to the database", async () => {
    await stackschema(["plan", ...both()]);
    expect(await sql(database, "SELECT 1 FROM pg_namespace WHERE nspname = 'app'")).toEqual([]);
  });

  test("prints SQL that makes the same when it is run", async () => {
    const { out, code } = await stackschema(["plan", ...both(), "--format", "sql"]);
    expect(code).toBe(2);
    await sql(database, out);
    expect(await stackschema(["check", ...both()])).toMatchObject({ code: 0 });
  });

  test("prints nothing but JSON with --format json", async () => {
    const { out } = await stackschema(["plan", ...both(), "--format", "json"]);
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      steps: [{ object: "schema app" }, { object: "table app.customers" }],
    });
  });

  test("works with a login that may only read", async () => {
    await stackschema(["apply", ...both(), "--yes"]);
    await sql(
      database,
      `DROP ROLE IF EXISTS cli_reader; CREATE ROLE cli_reader LOGIN PASSWORD 'reader';
       GRANT USAGE ON SCHEMA app TO cli_reader; GRANT SELECT ON ALL TABLES IN SCHEMA app TO cli_reader;`,
    );
    declare("CREATE SCHEMA app; CREATE TABLE app.customers (id int PRIMARY KEY, fax text, phone text);");
    const reader = url({ ...database, user: "cli_reader", password: "reader" });
    const { code, out } = await stackschema(["plan", "--database", reader, "--schema", source]);
    expect(out).toContain("ADD COLUMN phone text");
    expect(code).toBe(2);
  });

  test("takes Atlas HCL, also in a single file", async () => {
    const login = path.resolve(__dirname, "..", "..", "schema", "login");
    const pending = await stackschema(["plan", "--database", url(database), "--schema", login]);
    expect(pending).toMatchObject({ code: 2 });
    expect(pending.out).toContain("CREATE TABLE login.sessions");
    expect(pending.out).toContain("GRANT USAGE ON SCHEMA login TO login_rw");
    const file = ["--database", url(database), "--schema", path.join(login, "schema.hcl")];
    await stackschema(["apply", ...file, "--yes"]);
    expect(await stackschema(["plan", ...file])).toMatchObject({ code: 0, out: "nothing to do\n" });
  });

  test("takes another database as the desired schema", async () => {
    const desired = await server.createDatabase();
    await sql(desired, "CREATE SCHEMA other; CREATE TABLE other.things (id int)");
    const { code, out } = await stackschema(["plan", "--database", url(database), "--schema", url(desired)]);
    expect(out).toContain("CREATE TABLE other.things");
    expect(code).toBe(2);
  });
});

describe("apply", () => {
  test("shows the plan, runs it, and says that it is done", async () => {
    const { code, out, notes } = await stackschema(["apply", ...both(), "--yes"]);
    expect(out).toContain("CREATE TABLE app.customers");
    expect(notes).toMatch(/done: \d+ steps/);
    expect(code).toBe(0);
    expect(await sql(database, "SELECT count(*)::int AS rows FROM app.customers")).toEqual([{ rows: 0 }]);
  });

  test("asks on a terminal, and does nothing without a yes", async () => {
    const declined = await stackschema(["apply", ...both()], { answer: false });
    expect(declined).toMatchObject({ code: 2 });
    expect(declined.notes).toContain("nothing was changed");
    expect(await stackschema(["apply", ...both()], { answer: true })).toMatchObject({ code: 0 });
  });

  test("refuses without a terminal and without --yes", async () => {
    const { code, notes } = await stackschema(["apply", ...both()]);
    expect(notes).toContain("stackschema: nothing was changed: there is no terminal to ask on");
    expect(notes).toContain("--yes");
    expect(code).toBe(1);
  });

  test("is blocked by a drop until exactly that is consented to", async () => {
    await stackschema(["apply", ...both(), "--yes"]);
    await sql(database, "INSERT INTO app.customers VALUES (1, '555-1'), (2, NULL)");
    declare("CREATE SCHEMA app; CREATE TABLE app.customers (id int PRIMARY KEY);");
    const blocked = await stackschema(["apply", ...both(), "--yes"]);
    expect(blocked.code).toBe(3);
    const consent = /--consent '(drop column app\.customers\.fax [0-9a-f]{8})'/.exec(blocked.out)?.[1];
    expect(blocked.out).toContain("2 rows");
    if (consent === undefined) throw new Error(`no consent is shown:\n${blocked.out}`);
    expect(await stackschema(["plan", ...both()])).toMatchObject({ code: 3 });
    expect(await stackschema(["plan", ...both(), "--consent", consent])).toMatchObject({ code: 2 });
    const other = consent.replace(/[0-9a-f]{8}$/, "00000000");
    expect(await stackschema(["apply", ...both(), "--yes", "--consent", other])).toMatchObject({ code: 3 });
    expect(await stackschema(["apply", ...both(), "--yes", "--consent", consent])).toMatchObject({ code: 0 });
  });

  test("drops anything with --consent-all", async () => {
    await stackschema(["apply", ...both(), "--yes"]);
    declare("CREATE SCHEMA app;");
    expect(await stackschema(["apply", ...both(), "--yes", "--consent-all"])).toMatchObject({ code: 0 });
  });
});

describe("--online", () => {
  const required =
    "CREATE SCHEMA app; CREATE TABLE app.customers (id int PRIMARY KEY, fax text CHECK (fax <> ''));";

  test.each([
    ["always", true],
    ["never", false],
  ])("%s decides whether a constraint is validated apart from being added", async (when, apart) => {
    await stackschema(["apply", ...both(), "--yes"]);
    declare(required);
    const { out, code } = await stackschema(["plan", ...both(), "--online", when]);
    expect(code).toBe(2);
    expect(out.includes("NOT VALID")).toBe(apart);
  });

  test("knows no other word", async () => {
    expect(await stackschema(["plan", ...both(), "--online", "maybe"])).toMatchObject({ code: 1 });
  });
});

describe("columns in another order", () => {
  test("are one line of plan and of check, and nothing to do", async () => {
    await stackschema(["apply", ...both(), "--yes"]);
    declare("CREATE SCHEMA app; CREATE TABLE app.customers (fax text, id int PRIMARY KEY);");
    for (const command of ["plan", "check"]) {
      const { code, out } = await stackschema([command, ...both()]);
      expect(code).toBe(0);
      expect(out).toMatch(/^nothing to do\n.*columns of table app\.customers stand in another order.*\n$/);
    }
  });
});

describe("check", () => {
  test("ends with 2 and one line while changes are pending, then with 0", async () => {
    const pending = await stackschema(["check", ...both()]);
    expect(pending.code).toBe(2);
    expect(pending.out.split("\n")).toHaveLength(2);
    await stackschema(["apply", ...both(), "--yes"]);
    expect(await stackschema(["check", ...both()])).toMatchObject({ code: 0, out: "nothing to do\n" });
  });
});

describe("inspect", () => {
  test("prints SQL that makes the same schema again", async () => {
    await stackschema(["apply", ...both(), "--yes"]);
    const { out, code } = await stackschema(["inspect", "--database", url(database)]);
    expect(code).toBe(0);
    const copy = await server.createDatabase();
    await sql(copy, out);
    expect(await stackschema(["check", "--database", url(copy), "--schema", url(database)])).toMatchObject({
      code: 0,
    });
  });

  test("prints the objects as JSON", async () => {
    await stackschema(["apply", ...both(), "--yes"]);
    const { out } = await stackschema(["inspect", "--database", url(database), "--format", "json"]);
    const { objects, serverMajor } = JSON.parse(out);
    expect(serverMajor).toBe(17);
    expect(objects.map(({ id }: { id: string }) => id)).toContain("column app.customers.fax");
  });
});

describe("the connection", () => {
  test("comes from DATABASE_URL, is shown, and its password is not", async () => {
    const { notes, code } = await stackschema(["check", "--schema", source], {
      environment: { DATABASE_URL: url(database) },
    });
    expect(code).toBe(2);
    expect(notes).toContain(`database: postgres://${database.user}:***@${database.host}:${database.port}/`);
    expect(notes).not.toContain(database.password);
  });

  test("comes from DATABASE_HOST and its like, as the file of a secret has them", async () => {
    const strange = `it's a "p\\ss`;
    await sql(server.target, `CREATE ROLE "of the parts" LOGIN PASSWORD '${strange.replaceAll("'", "''")}'`);
    const environment = {
      DATABASE_HOST: database.host,
      DATABASE_PORT: String(database.port),
      DATABASE_NAME: database.database,
      DATABASE_USER: "of the parts",
      DATABASE_PASSWORD: strange,
      DATABASE_SSLMODE: "disable",
      PGHOST: "nowhere.example.com",
    };
    const { code, notes } = await stackschema(["check", "--schema", source], { environment });
    expect(notes).toContain(`database: postgres://of%20the%20parts:***@${database.host}:${database.port}/`);
    expect(notes).not.toContain("p\\ss");
    expect(code).toBe(2);
    const { notes: other } = await stackschema(["check", "--schema", source], {
      environment: { ...environment, DATABASE_URL: "postgres://somebody@127.0.0.1:1/other" },
    });
    expect(other).toContain("database: postgres://somebody@127.0.0.1:1/other");
  });

  test("comes from the PG variables", async () => {
    const environment = {
      PGHOST: database.host,
      PGPORT: String(database.port),
      PGUSER: database.user,
      PGPASSWORD: database.password ?? "",
      PGDATABASE: database.database,
      PGSSLMODE: "disable",
    };
    expect(await stackschema(["check", "--schema", source], { environment })).toMatchObject({ code: 2 });
  });

  test("is asked for where nothing gives it", async () => {
    const { notes, code } = await stackschema(["check", "--schema", source]);
    expect(notes).toContain("stackschema: which database? Pass --database");
    expect(code).toBe(1);
  });

  test.each([
    [[], { DATABASE_URL: "" }],
    [[], { DATABASE_URL: " \n", PGHOST: "", PGDATABASE: " " }],
    [["--database", ""], {}],
    [["--database", " "], { DATABASE_URL: "postgres://somebody@127.0.0.1:1/other" }],
    [["--database", ""], { PGHOST: "127.0.0.1", PGPORT: "1" }],
  ])("that is empty is not the server of this machine: %j %j", async (arguments_, environment) => {
    const { notes, code } = await stackschema(["check", ...arguments_, "--schema", source], { environment });
    expect(notes).toMatch(/^stackschema: which database\? .*Pass --database/);
    expect(code).toBe(1);
  });

  test("comes from the PG variables where DATABASE_URL is empty", async () => {
    const environment = { DATABASE_URL: "", PGHOST: "127.0.0.1", PGPORT: "1", PGUSER: "somebody" };
    const { notes } = await stackschema(["check", "--schema", source], { environment });
    expect(notes).toContain("database: postgres://somebody@127.0.0.1:1/somebody");
  });

  test("that fails is one sentence without a stack trace or a password", async () => {
    const wrong = url({ ...database, password: "not-the-password" });
    const { notes, code } = await stackschema(["check", "--database", wrong, "--schema", source]);
    expect(notes).toContain("stackschema: ");
    expect(notes).not.toMatch(/not-the-password|\n\s+at /);
    expect(code).toBe(1);
  });
});

describe("mistakes", () => {
  test("in the SQL name file and line", async () => {
    declare("CREATE SCHEMA app;\nCREATE TABLE app.t (id int REFERENCES app.missing);");
    const { notes, code } = await stackschema(["plan", ...both()]);
    expect(notes).toMatch(/app\.sql:2/);
    expect(notes).not.toMatch(/\n\s+at /);
    expect(code).toBe(1);
  });

  test("an empty --schema is not the folder one stands in", async () => {
    const { notes, code } = await stackschema(["plan", "--database", url(database), "--schema", ""]);
    expect(notes).toMatch(/^stackschema: which schema\?/);
    expect(code).toBe(1);
  });

  test.each([
    [["plan"]],
    [["plan", "--nonsense"]],
    [["nonsense"]],
    [["plan", "--schema", "x", "--format", "yaml"]],
  ])("in the arguments end with 1: %j", async (arguments_) => {
    const { notes, code } = await stackschema(arguments_);
    expect(notes).toContain("stackschema: ");
    expect(code).toBe(1);
  });

  test.each([
    [["nonsense"], "stackschema --help"],
    [["plan"], "stackschema plan --help"],
    [["apply", "--schema", "x", "--nonsense"], "stackschema apply --help"],
    [["check", "--schema", "x", "--online", "maybe"], "stackschema check --help"],
    [["inspect", "--database"], "stackschema inspect --help"],
  ])("in the arguments end with the way to the help: %j", async (arguments_, help) => {
    const { notes } = await stackschema(arguments_);
    expect(notes).toMatch(/^stackschema: /);
    expect(notes.endsWith(`\nSee the help: ${help}\n`)).toBe(true);
    expect(await stackschema(help.split(" ").slice(1))).toMatchObject({ code: 0 });
  });

  test("--version says which one this is", async () => {
    expect(await stackschema(["--version"])).toMatchObject({ out: "0.1.0\n", code: 0 });
  });

  test("--help ends with 0", async () => {
    const { out, code } = await stackschema(["--help"]);
    expect(out).toContain("Exit codes:");
    expect(code).toBe(0);
  });
});
