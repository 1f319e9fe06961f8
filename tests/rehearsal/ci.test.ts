// The pull request's run in a repository of its own: what is good, what is blocked, what fails; and the workflow that posts it.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { main } from "../../cli/main";
import { ciMarkdown, tryChange } from "../../engine/index";

const repository = mkdtempSync(path.join(tmpdir(), "stackschema-ci-"));
const schema = path.join(repository, "db");
const cache = path.join(tmpdir(), "stackschema-tests-cli");

const git = (...arguments_: string[]): string =>
  execFileSync(
    "git",
    ["-C", repository, "-c", "user.name=x", "-c", "user.email=x@example.org", ...arguments_],
    {
      encoding: "utf8",
    },
  ).trim();

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(schema, name)), { recursive: true });
    writeFileSync(path.join(schema, name), text);
  }
}

async function ci(...rest: readonly string[]): Promise<{ code: number; out: string; notes: string }> {
  const said = { out: "", notes: "" };
  const code = await main(["ci", "--base", "base", "--schema", schema, ...rest], {
    environment: { STACKSCHEMA_CACHE: cache },
    print: (text) => {
      said.out += text;
    },
    note: (text) => {
      said.notes += text;
    },
    color: false,
    confirm: null,
  });
  return { code, ...said };
}

const table =
  "CREATE SCHEMA app; CREATE TABLE app.totals (name text PRIMARY KEY, size int, made timestamptz DEFAULT now());";
const items = "CREATE TABLE app.items (id int PRIMARY KEY, name text NOT NULL, size int NOT NULL);";
const seed = "INSERT INTO app.items VALUES (1, 'a', 2), (2, 'a', 3) ON CONFLICT DO NOTHING;";

beforeAll(() => {
  execFileSync("git", ["init", "--quiet", repository]);
  write({ "app.sql": table, "items.sql": items, "seed/10.sql": seed });
  git("add", ".");
  git("commit", "--quiet", "-m", "base");
  git("tag", "base");
});

afterAll(() => rmSync(repository, { recursive: true, force: true }));

const projection = (sum: string): string => `CREATE FUNCTION app.rebuild_totals() RETURNS void LANGUAGE sql
    AS 'DELETE FROM app.totals; INSERT INTO app.totals (name, size) SELECT name, ${sum}(size) FROM app.items GROUP BY name';
  COMMENT ON TABLE app.totals IS 'Sums. @class projection';`;

describe("ci", () => {
  test("tries the change since the base from end to end, and writes the comment", async () => {
    write({
      "items.sql": `${items} CREATE INDEX items_name_idx ON app.items (name);`,
      "rebuild.sql": projection("sum"),
      "seed/20.sql": "INSERT INTO app.totals (name, size) VALUES ('a', 5) ON CONFLICT DO NOTHING;",
    });
    const output = path.join(repository, "comment.md");
    const { code, out, notes } = await ci("--format", "json", "--output", output);
    expect(notes).toBe("");
    const report = JSON.parse(out);
    expect(report.parts).toMatchObject([
      { name: "base", status: "passed", summary: "loaded, with 1 seed" },
      { name: "plan", status: "passed", summary: expect.stringMatching(/proved on a copy$/) },
      { name: "apply", status: "passed" },
      { name: "seeds", status: "passed" },
      { name: "projections", status: "passed", summary: "made anew with the same rows: app.totals (1)" },
      { name: "isolation", status: "skipped" },
      { name: "gates", status: "skipped" },
    ]);
    expect(code).toBe(0);
    const comment = readFileSync(output, "utf8");
    expect(comment.split("\n")[0]).toBe(`<!-- stackschema ci: ${schema.replaceAll("--", "- -")} -->`);
    expect(comment).toContain("```sql\n-- 1: ");
    expect(comment).toContain("CREATE INDEX CONCURRENTLY items_name_idx");
    expect(comment).toMatch(/\| \d \| SHARE UPDATE EXCLUSIVE \| table app\.items \|/);
    // Nothing of the base stays in the checkout.
    expect(readdirSync(repository).sort()).toEqual([".git", "comment.md", "db"]);
  });

  test("fails where a projection is not what its function makes, and names the rows", async () => {
    write({ "rebuild.sql": projection("max") });
    const { code, out } = await ci();
    expect(out).toMatch(
      /FAILED +projections: 1 problem\n +app\.totals: app\.rebuild_totals\(\) does not give the same rows: 1 of 1 are lost \(\(a,5\)\)/,
    );
    expect(code).toBe(1);
    write({ "rebuild.sql": projection("sum") });
  });

  test("is blocked by what destroys without consent, and goes on with it", async () => {
    write({
      "items.sql": "CREATE TABLE app.items (id int PRIMARY KEY, name text NOT NULL);",
      "rebuild.sql": "",
    });
    write({ "seed/10.sql": "INSERT INTO app.items VALUES (1, 'a') ON CONFLICT DO NOTHING;" });
    const { code, out } = await ci("--format", "markdown");
    expect(code).toBe(3);
    expect(out).toMatch(/\| plan \| BLOCKED \| 1 consent missing<br>drop column app\.items\.size \w{8}/);
    expect(out).toMatch(/\| \d \| loses data \|/);
    const consent = /drop column app\.items\.size \w{8}/.exec(out)?.[0] ?? "";
    expect(await ci("--consent", consent)).toMatchObject({ code: 0 });
  });

  test("tells of a seed that is not idempotent, of a check that fails, and of a base that is not there", async () => {
    write({ "seed/30.sql": "INSERT INTO app.items SELECT max(id) + 1, 'b' FROM app.items;" });
    const report = await tryChange({
      base: null,
      head: { kind: "sql", path: schema },
      consents: [],
      cacheDirectory: cache,
      checks: [
        {
          name: "gates",
          run: async ({ desired }) => ({
            status: "failed",
            summary: `looked at ${desired.objects.size > 0 ? "a catalog" : "nothing"}`,
            lines: ["a | b", "@bob `x\n  SELECT 1;"],
          }),
        },
      ],
    });
    expect(report.isGood).toBe(false);
    expect(report.parts.find(({ name }) => name === "seeds")).toMatchObject({
      status: "failed",
      lines: [expect.stringContaining("seed/30.sql: table app.items: 1 row added"), expect.anything()],
    });
    expect(ciMarkdown(report, "db")).toContain(
      "| gates | FAILED | looked at a catalog<br>a \\| b<br>&#64;bob \\`x |",
    );
    expect(ciMarkdown(report, "db")).toContain("```sql\n@bob `x\n  SELECT 1;\n```");
    expect(report.parts.filter(({ name }) => ["projections", "isolation"].includes(name))).toMatchObject([
      { status: "skipped", summary: "not tried: the seeds failed" },
      { status: "skipped", summary: "not tried: the seeds failed" },
    ]);
    const nowhere = await main(["ci", "--base", "nowhere", "--schema", schema], {
      environment: {},
      print: () => undefined,
      note: (text) => expect(text).toContain("there is no commit nowhere here"),
      color: false,
      confirm: null,
    });
    expect(nowhere).toBe(1);
    const deleted = await main(["ci", "--base", "base", "--schema", `${schema}-gone`], {
      environment: {},
      print: () => undefined,
      note: (text) => expect(text).toMatch(/-gone is not there: there is no file or folder/),
      color: false,
      confirm: null,
    });
    expect(deleted).toBe(1);
  });

  test("knows a folder by its files where it has another name, and is not left by its gates unnoticed", async () => {
    const moved = path.join(repository, "moved");
    git("reset", "--quiet", "--hard", "base");
    git("clean", "-qfd");
    write({ "gates.yaml": "exceptions: []\n" });
    git("add", ".");
    git("commit", "--quiet", "-m", "with gates");
    git("tag", "gated");
    git("mv", "db", "moved");
    git("rm", "--quiet", "--force", "moved/gates.yaml");
    writeFileSync(path.join(moved, "items.sql"), items.replace(", size int NOT NULL", ""));
    writeFileSync(
      path.join(moved, "seed/10.sql"),
      "INSERT INTO app.items VALUES (1, 'a') ON CONFLICT DO NOTHING;",
    );
    const { code, out } = await ci("--base", "gated", "--schema", moved);
    expect(out).toMatch(/BLOCKED +plan: 1 consent missing\n +drop column app\.items\.size/);
    expect(out).toMatch(/FAILED +gates: gates\.yaml is gone/);
    expect(code).toBe(1);
    git("reset", "--quiet", "--hard", "base");
  });

  test("fails where a new table of a schema with tenants is not proved", async () => {
    rmSync(schema, { recursive: true, force: true });
    const org =
      "CREATE SCHEMA app; CREATE TABLE app.orgs (org_id int PRIMARY KEY); GRANT USAGE ON SCHEMA app TO ci_rw;";
    const policy = "ALTER TABLE app.orgs ENABLE ROW LEVEL SECURITY; GRANT SELECT ON app.orgs TO ci_rw;";
    write({
      "app.sql": `${org} ${policy} CREATE TABLE app.secrets (secret text); GRANT SELECT ON app.secrets TO ci_rw;`,
      "seed/isolation/10.sql": "INSERT INTO app.orgs VALUES (1), (2);",
    });
    const { code, out } = await ci("--consent", "drop table app.items", "--consent", "drop table app.totals");
    expect(out).toMatch(
      /FAILED +isolation: new and not proved: table app\.secrets: write rows of two tenants/,
    );
    expect(code).toBe(1);
  });
});

test("the workflow runs that command and keeps one comment, with pinned actions", () => {
  const root = path.resolve(__dirname, "..", "..");
  const text = readFileSync(path.join(root, ".github", "workflows", "schema.yml"), "utf8");
  const workflow = parse(text);
  expect(workflow).toMatchObject({
    permissions: { contents: "read", "pull-requests": "write" },
    on: { pull_request: {} },
  });
  const steps: { uses?: string; run?: string; name?: string; with?: Record<string, unknown> }[] =
    workflow.jobs.schema.steps;
  for (const { uses } of steps)
    if (uses !== undefined) expect(uses).toMatch(/^[\w-]+\/[\w-]+@v\d+\.\d+\.\d+$/);
  expect(steps[0]?.with).toMatchObject({ "fetch-depth": 0 });
  const scripts = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")).scripts;
  expect(scripts["db:ci"]).toMatch(/^stackschema ci /);
  expect(steps.some(({ run }) => run?.includes("npm run --silent db:ci -- --base"))).toBe(true);
  expect(steps.at(-1)?.run).toMatch(/--method PATCH[\s\S]*--method POST/);
  // Nothing that whoever opens a pull request writes becomes part of a script.
  for (const { run = "" } of steps) expect(run).not.toContain("${{");
});
