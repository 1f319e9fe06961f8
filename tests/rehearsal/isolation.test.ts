// Isolation on real servers: each way in which one tenant may reach another one's rows, made on purpose, is found; and the
// schema that ships with the project has none.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type IsolationOptions, isolationMarkdown, isolationText, proveIsolation } from "../../engine/index";
import { startTestServer } from "../support/postgres";

const directory = mkdtempSync(path.join(tmpdir(), "stackschema-isolation-"));
const cacheDirectory = path.join(tmpdir(), "stackschema-tests-cli");
// One server for all rehearsals of this file.
const scratch = startTestServer();

afterAll(async () => {
  rmSync(directory, { recursive: true, force: true });
  await (await scratch).stop();
});

const policy = (table: string, using = "org_id::text = current_setting('app.org_id', true)"): string =>
  `ALTER TABLE app.${table} ENABLE ROW LEVEL SECURITY; ALTER TABLE app.${table} FORCE ROW LEVEL SECURITY;
   CREATE POLICY tenant ON app.${table} USING (${using});`;

const tables = `CREATE SCHEMA app; GRANT USAGE ON SCHEMA app TO isolation_rw, isolation_ro;
  CREATE TABLE app.orgs (id uuid PRIMARY KEY, name text);
  CREATE TABLE app.notes (org_id uuid NOT NULL REFERENCES app.orgs, id int NOT NULL, text text, PRIMARY KEY (org_id, id));
  GRANT SELECT, INSERT, UPDATE, DELETE ON app.orgs, app.notes TO isolation_rw; GRANT SELECT ON app.notes TO isolation_ro;
  ${policy("orgs", "id::text = current_setting('app.org_id', true)")}`;

const one = "00000000-0000-4000-8000-00000000000a";
const two = "00000000-0000-4000-8000-00000000000b";

const rowsOf = (org: string): string => `SELECT set_config('app.org_id', '${org}', true);
  INSERT INTO app.orgs VALUES ('${org}', 'x'); INSERT INTO app.notes VALUES ('${org}', 1, 'a'), ('${org}', 2, 'b');`;

async function prove(schema: string, options: IsolationOptions & { readonly rows?: string } = {}) {
  const source = path.join(directory, "app");
  rmSync(source, { recursive: true, force: true });
  mkdirSync(path.join(source, "seed", "isolation"), { recursive: true });
  writeFileSync(path.join(source, "app.sql"), schema);
  writeFileSync(path.join(source, "seed", "10.sql"), rowsOf(one));
  writeFileSync(path.join(source, "seed", "isolation", "10.sql"), options.rows ?? rowsOf(two));
  const { target } = await scratch;
  return await proveIsolation({
    source: { kind: "sql", path: source },
    target,
    scratch: "server",
    cacheDirectory,
    ...options,
  });
}

const guarded = `${tables} ${policy("notes")}`;

describe("isolation", () => {
  test("finds nothing where every table has its policy, and says what was tried", async () => {
    const report = await prove(guarded);
    expect(report).toMatchObject({ leaks: [], untried: [], ownerExempt: true, tenants: [one, two] });
    const notes = report.relations.find(
      ({ object, role }) => object === "table app.notes" && role === "isolation_rw",
    );
    expect(notes?.outcomes).toEqual({
      select: { result: "isolated", own: 2 },
      insert: { result: "refused", by: "policy" },
      update: { result: "isolated" },
      delete: { result: "isolated" },
      "move away": { result: "refused", by: "policy" },
      "move here": { result: "isolated" },
      truncate: { result: "refused", by: "privilege" },
      "without tenant": { result: "isolated" },
    });
    expect(isolationText(report)).toMatch(/table app\.notes +2 own, 0 foreign +refused: policy/);
    expect(isolationMarkdown(report)).toContain("| table app.notes | 2 own, 0 foreign | refused: policy |");
  });

  const leaky: readonly (readonly [string, string, readonly RegExp[]])[] = [
    [
      "a policy that lets everything through",
      `${tables} ${policy("notes", "true")}`,
      [
        /isolation_ro, table app\.notes, select: sees 2 rows/,
        /isolation_rw, table app\.notes, insert/,
        /isolation_rw, table app\.notes, update: changes 2 rows/,
        /isolation_rw, table app\.notes, delete: deletes 2 rows/,
        /isolation_rw, table app\.notes, move away/,
        /isolation_rw, table app\.notes, move here/,
      ],
    ],
    ["a table without row security", tables, [/isolation_rw, table app\.notes, select: sees 2 rows/]],
    [
      "a policy for UPDATE alone that is too wide",
      `${guarded} CREATE POLICY wide ON app.notes FOR UPDATE TO isolation_rw USING (true);`,
      [/isolation_rw, table app\.notes, update: changes 2 rows/],
    ],
    [
      "rows that are shown as long as no tenant is named",
      `${tables} ${policy("notes", "coalesce(current_setting('app.org_id', true), '') IN ('', org_id::text)")}`,
      [/isolation_ro, table app\.notes, without tenant: sees 4 rows/],
    ],
    [
      "a role that owns its table and is not bound",
      `${tables} ALTER TABLE app.notes ENABLE ROW LEVEL SECURITY;
      CREATE POLICY tenant ON app.notes USING (org_id::text = current_setting('app.org_id', true));
      ALTER TABLE app.notes OWNER TO isolation_rw;`,
      [/isolation_rw, table app\.notes, select: sees 2 rows/],
    ],
    [
      "a view that reads with its owner's rights",
      `${guarded} CREATE VIEW app.all_notes AS SELECT * FROM app.notes;
      GRANT SELECT ON app.all_notes TO isolation_ro;`,
      [/isolation_ro, view app\.all_notes, select: sees 2 rows/],
    ],
    [
      "a view that only counts",
      `${guarded} CREATE VIEW app.note_count AS SELECT count(*) FROM app.notes;
      GRANT SELECT ON app.note_count TO isolation_ro;`,
      [/isolation_ro, view app\.note_count: its answer depends .*: \(4\) with them, \(2\) without/],
    ],
    [
      "a materialized view",
      `${guarded} CREATE MATERIALIZED VIEW app.stored AS SELECT * FROM app.notes;
      GRANT SELECT ON app.stored TO isolation_ro;`,
      [/isolation_ro, materialized view app\.stored, select: sees 2 rows/],
    ],
    [
      "a function that works with its owner's rights",
      `${guarded}
      CREATE FUNCTION app.notes_of(org uuid) RETURNS SETOF app.notes LANGUAGE sql STABLE SECURITY DEFINER
        AS 'SELECT * FROM app.notes WHERE org_id = org';`,
      [/isolation_r., function app\.notes_of\(org uuid\): its answer depends/],
    ],
    [
      "a function that writes with its owner's rights and answers nothing",
      `${guarded}
      CREATE FUNCTION app.shred(note int) RETURNS void LANGUAGE sql SECURITY DEFINER AS 'DELETE FROM app.notes WHERE id = note';`,
      [/isolation_r., function app\.shred\(note integer\): it changes rows of other tenants in app\.notes/],
    ],
    [
      "a partition that is reached past its parent",
      `${guarded}
      CREATE TABLE app.logs (org_id uuid NOT NULL, at int) PARTITION BY RANGE (at);
      CREATE TABLE app.logs_1 PARTITION OF app.logs FOR VALUES FROM (0) TO (10); ${policy("logs")}
      GRANT SELECT ON app.logs, app.logs_1 TO isolation_ro;`,
      [/^isolation_ro, table app\.logs_1, select: sees 1 row/],
    ],
    [
      "a policy that is too wide for the other tenant only",
      `${tables} ${policy("notes", `org_id::text = current_setting('app.org_id', true) OR org_id = '${one}'`)}`,
      [/isolation_ro, table app\.notes, select: sees 2 rows/],
    ],
    [
      "a trigger that writes to rows of every tenant",
      `${guarded} CREATE TABLE app.seen (org_id uuid NOT NULL REFERENCES app.orgs, id int, PRIMARY KEY (org_id, id)); ${policy("seen")}
      CREATE FUNCTION app.look() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN UPDATE app.notes SET text = 'seen'; RETURN NEW; END $$;
      CREATE TRIGGER look AFTER UPDATE ON app.seen FOR EACH ROW EXECUTE FUNCTION app.look();
      GRANT SELECT, UPDATE ON app.seen TO isolation_rw;`,
      [/isolation_rw, table app\.seen, update: changes rows of other tenants in app\.notes/],
    ],
    [
      "a view by which rows are given away",
      `${guarded} CREATE VIEW app.mine AS SELECT * FROM app.notes WHERE org_id::text = current_setting('app.org_id', true);
      GRANT SELECT, INSERT, UPDATE ON app.mine TO isolation_rw;`,
      [/isolation_rw, view app\.mine, insert/, /isolation_rw, view app\.mine, move away/],
    ],
    [
      "a view that deletes and shows nothing",
      `${guarded} CREATE VIEW app.all_notes AS SELECT * FROM app.notes; GRANT DELETE ON app.all_notes TO isolation_rw;`,
      [/isolation_rw, view app\.all_notes, delete: changes rows of other tenants in app\.notes/],
    ],
    [
      "a function that takes the tenant and the key of one row",
      `${guarded} CREATE FUNCTION app.text_of(org uuid, note int) RETURNS text LANGUAGE sql SECURITY DEFINER
        AS 'SELECT text FROM app.notes WHERE org_id = org AND id = note';`,
      [/function app\.text_of\(.*\): its answer depends/],
    ],
    [
      "a function that says more when it is told to",
      `${guarded} CREATE FUNCTION app.notes_in(everything boolean DEFAULT false) RETURNS bigint LANGUAGE sql SECURITY DEFINER
        AS 'SELECT count(*) FROM app.notes WHERE everything';`,
      [/function app\.notes_in\(.*\): its answer depends/],
    ],
    [
      "a function that is asked for a text",
      `${guarded} CREATE FUNCTION app.named(words text) RETURNS SETOF uuid LANGUAGE sql SECURITY DEFINER
        AS 'SELECT org_id FROM app.notes WHERE text = words';`,
      [/function app\.named\(.*\): its answer/],
    ],
    [
      "a function that plants a row",
      `${guarded} CREATE FUNCTION app.plant(org uuid) RETURNS void LANGUAGE sql SECURITY DEFINER
        AS 'INSERT INTO app.notes VALUES (org, 99)';`,
      [/function app\.plant\(.*\): it changes rows of other tenants in app\.notes/],
    ],
    [
      "a right to empty the table",
      `${guarded} GRANT TRUNCATE ON app.notes TO isolation_rw;`,
      [/table app\.notes, truncate/],
    ],
  ];

  test.each(leaky)("finds %s", async (_what, schema, expected) => {
    const logs = (org: string): string => `INSERT INTO app.logs VALUES ('${org}', 1);`;
    const rows = schema.includes("app.logs")
      ? `${rowsOf(two)} ${logs(two)} SELECT set_config('app.org_id', '${one}', true); ${logs(one)}`
      : rowsOf(two);
    const seen = (org: string): string => `INSERT INTO app.seen VALUES ('${org}', 1);`;
    const all = schema.includes("app.seen")
      ? `${rows} ${seen(two)} SELECT set_config('app.org_id', '${one}', true); ${seen(one)}`
      : rows;
    const { leaks } = await prove(schema, { rows: all });
    for (const pattern of expected) expect(leaks).toContainEqual(expect.stringMatching(pattern));
    // Nothing but what was made on purpose.
    if (expected.length === 1) expect(new Set(leaks.map((leak) => leak.split(/[,:]/)[1])).size).toBe(1);
  });

  test("tries the rows that a trigger or a foreign key stops on the way as well", async () => {
    const schema = `${tables} ${policy("notes", "true")}
      CREATE FUNCTION app.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'sealed'; END $$;
      CREATE TRIGGER seal BEFORE UPDATE OR DELETE ON app.notes FOR EACH ROW EXECUTE FUNCTION app.refuse();`;
    const { leaks } = await prove(schema);
    expect(leaks).toContainEqual(expect.stringMatching(/table app\.notes, delete: deletes 2 rows/));
  });

  test("knows whose a row is over several tables, and leaves what many refer to alone", async () => {
    const schema = `${guarded} CREATE TABLE app.parts (id int PRIMARY KEY, org_id uuid NOT NULL, note int NOT NULL,
        FOREIGN KEY (org_id, note) REFERENCES app.notes); ${policy("parts")}
      CREATE TABLE app.pages (id int PRIMARY KEY, part int NOT NULL REFERENCES app.parts);
      CREATE TABLE app.lands (code text PRIMARY KEY);
      CREATE TABLE app.lines (id int PRIMARY KEY, page int NOT NULL REFERENCES app.pages, land text REFERENCES app.lands);
      GRANT SELECT ON app.lines, app.lands TO isolation_ro;`;
    const lines = (
      org: string,
      id: number,
    ): string => `${rowsOf(org)} INSERT INTO app.parts VALUES (${id}, '${org}', 1);
      INSERT INTO app.pages VALUES (${id}, ${id}); INSERT INTO app.lines VALUES (${id}, ${id}, 'de');`;
    const rows = `INSERT INTO app.lands VALUES ('de'); ${lines(two, 2)}
      SELECT set_config('app.org_id', '${one}', true); ${lines(one, 1).replace(rowsOf(one), "")}`;
    const { leaks, untried } = await prove(schema, { rows });
    expect(leaks).toContainEqual(
      expect.stringMatching(/table app\.lines, select: sees 1 row of other tenants/),
    );
    expect(leaks.filter((leak) => leak.includes("app.lands"))).toEqual([]);
    expect(untried).toContainEqual(expect.stringMatching(/^table app\.lands: nobody knows/));
  });

  test("lets a view pass that names the tenant itself, and with the owner bound one that does not", async () => {
    const view = `${guarded} CREATE VIEW app.count AS SELECT count(*) FROM app.notes; GRANT SELECT ON app.count TO isolation_ro;`;
    expect((await prove(view, { owner: "bound" })).leaks).toEqual([]);
    const named = view.replace(
      "FROM app.notes;",
      "FROM app.notes WHERE org_id::text = current_setting('app.org_id', true);",
    );
    expect((await prove(named)).leaks).toEqual([]);
  });

  test("says what it is not able to prove, and what it needs", async () => {
    const empty = `${guarded} CREATE TABLE app.tags (org_id uuid NOT NULL, name text); ${policy("tags")} GRANT SELECT ON app.tags TO isolation_ro;
      CREATE FUNCTION app.find(words text[]) RETURNS SETOF app.notes LANGUAGE sql AS 'SELECT * FROM app.notes';
      CREATE FUNCTION app.kinds(kind text) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no such kind'; END $$;
      CREATE TABLE app.secrets (tenant uuid, secret text); GRANT SELECT ON app.secrets TO isolation_ro;
      CREATE TABLE app.lands (code text PRIMARY KEY); COMMENT ON TABLE app.lands IS 'All. @class reference'; GRANT SELECT ON app.lands TO isolation_ro;`;
    const { untried, unproved, leaks } = await prove(empty);
    expect(leaks).toEqual([]);
    expect([...unproved].sort()).toEqual([
      "function app.find(words text[])",
      "function app.kinds(kind text)",
      "table app.secrets",
      "table app.tags",
    ]);
    expect(untried).toContainEqual(
      expect.stringMatching(/^table app\.secrets: nobody knows whose its rows are: it has no column org_id/),
    );
    expect(untried).toContainEqual(
      expect.stringMatching(/app\.kinds\(.*: no call gave an answer: error P0001: no such kind/),
    );
    expect(untried).toContainEqual(expect.stringMatching(/^table app\.lands: nobody knows/));
    expect(untried).toContainEqual(expect.stringMatching(/^table app\.tags: no row of another tenant/));
    expect(untried).toContainEqual(expect.stringMatching(/function app\.find\(.*\): no value is at hand/));
    await expect(prove(guarded, { rows: "" })).rejects.toThrow(/another tenant into seed\/isolation/);
    await expect(prove(guarded, { tenantSetting: "nodot" })).rejects.toThrow(/"nodot" cannot be set/);
    await expect(prove(guarded, { tenantColumn: "tenant" })).rejects.toThrow(/--tenant-column/);
  });
});
