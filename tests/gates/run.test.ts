// What is around the gates: exceptions and what is wrong with them, levels, the contract document, folders of migrations.
import { describe, expect, it } from "vitest";
import { gates } from "../../gates";
import type { Gate, GateFinding } from "../../gates/framework/model";
import { noPapers, type Papers } from "../../gates/framework/papers";
import { findingOf, runGates, subjectOf } from "../../gates/framework/run";
import { catalogOf, table } from "../support/catalogs";

const orders = catalogOf([table("orders"), table("lines")]);

const noTables: Gate = {
  level: "mandatory",
  why: "a test needs one",
  appliesTo: "every table",
  check: ({ facts }) =>
    facts.tables.map(({ id }) => ({ object: id, message: `${id} is there`, sql: "DROP TABLE it;" })),
};

function run(exceptions: string | null, levels = {}, today = "2026-11-22"): readonly GateFinding[] {
  const papers: Papers = { ...noPapers, source: "schema/app", exceptions };
  return runGates({ catalog: orders, papers, gates: { "no-tables": noTables }, levels, today }).findings;
}

const told = (findings: readonly GateFinding[]): readonly string[] =>
  findings.map(({ gate, place, message }) => `${gate} ${place?.line ?? "-"}: ${message}`);

const one = (object: string, more = "\n    reason: it is needed"): string =>
  `  - gate: no-tables\n    object: ${object}${more}\n`;

describe("exceptions", () => {
  it("cover the object that they name and no other", () => {
    expect(told(run(`exceptions:\n${one("table app.orders")}`))).toEqual([
      "no-tables -: table app.lines is there",
    ]);
  });

  const both = one("table app.lines");
  it.each([
    [
      "without reason",
      one("table app.orders", ""),
      "gate-exceptions 3: the exception from no-tables for table app.orders has no `reason`: say why the gate need not hold there",
    ],
    [
      "with an empty reason",
      one("table app.orders", '\n    reason: " "'),
      "gate-exceptions 3: the exception from no-tables for table app.orders has no `reason`: say why the gate need not hold there",
    ],
    [
      "that has ended",
      one("table app.orders", "\n    reason: soon\n    until: 2026-11-21"),
      "gate-exceptions 3: the exception from no-tables for table app.orders ended on 2026-11-21: mend the object, or give the exception another day and its reason",
    ],
    [
      "with a day that is none",
      one("table app.orders", "\n    reason: soon\n    until: soon"),
      "gate-exceptions 3: the exception from no-tables for table app.orders holds `until` soon: write a day like 2027-06-30",
    ],
    [
      "with a day that no month has",
      one("table app.orders", "\n    reason: soon\n    until: 2027-02-30"),
      "gate-exceptions 3: the exception from no-tables for table app.orders holds `until` 2027-02-30: write a day like 2027-06-30",
    ],
    [
      "with a reason without a letter",
      one("table app.orders", "\n    reason: '...'"),
      "gate-exceptions 3: the exception from no-tables for table app.orders has no `reason`: say why the gate need not hold there",
    ],
    [
      "of a gate that does not exist",
      "  - gate: no-such\n    object: table app.orders\n    reason: why\n",
      "gate-exceptions 3: no gate is called `no-such`; the gates are no-tables",
    ],
    [
      "with a key that does not exist",
      one("table app.orders", "\n    raeson: why"),
      "gate-exceptions 5: there is no key `raeson`; an exception has gate, object, reason, until",
    ],
  ])("%s are a finding and cover nothing", (_, text, message) => {
    const found = told(run(`exceptions:\n\n${text}${both}`));
    expect(found).toContain(message);
    expect(found.some((line) => line.endsWith("table app.orders is there"))).toBe(true);
    expect(found.some((line) => line.endsWith("table app.lines is there"))).toBe(false);
  });

  it("hold through their last day", () => {
    const text = `exceptions:\n${one("table app.orders", "\n    reason: soon\n    until: 2026-11-22")}${both}`;
    expect(run(text)).toEqual([]);
    expect(run(text, {}, "2026-11-23")).toHaveLength(2);
  });

  it("that nothing needs are a finding, and stand there once", () => {
    const found = told(
      run(`exceptions:\n${one("table app.gone")}${one("table app.orders")}${one("table app.orders")}${both}`),
    );
    expect(found).toEqual([
      "gate-exceptions 8: the exception from no-tables for table app.orders stands here a second time",
      "gate-exceptions 2: the exception from no-tables for table app.gone covers nothing: there is no such object. Write it as a finding names it, or remove the exception",
    ]);
    const schema = told(run(`exceptions:\n${one("contract")}`))[0];
    expect(schema).toBe(
      "gate-exceptions 2: the exception from no-tables for contract is not needed: the gate holds there. Remove it",
    );
    expect(told(run(`exceptions:\n${one("table app.gone")}`, { "no-tables": "off" }))).toEqual([]);
  });

  it.each([
    ["exceptions: [", "this is no YAML"],
    ["- a", "it must be the key `exceptions` with a list"],
    ["exception: []", "there is no key `exception`"],
    ["exceptions: yes", "`exceptions` must be a list"],
    ["exceptions: [a]", "an exception must have the keys `gate`, `object` and `reason`"],
  ])("that are written as %s are refused with their place", (text, message) => {
    const [first] = run(text);
    expect(first).toMatchObject({
      gate: "gate-exceptions",
      level: "mandatory",
      place: { file: "schema/app/gates.yaml", line: 1 },
    });
    expect(first?.message).toContain(message);
  });
});

describe("levels", () => {
  it("of the stack come before the gate's own", () => {
    expect(run(null, { "no-tables": "advisory" }).map(({ level }) => level)).toEqual([
      "advisory",
      "advisory",
    ]);
    expect(run(null, { "no-tables": "off" })).toEqual([]);
  });

  it("make errors of mandatory findings and warnings of the others, with the SQL", () => {
    const [finding] = run(null);
    if (finding === undefined) throw new Error("nothing was found");
    expect(findingOf(finding, orders)).toEqual({
      level: "error",
      id: "no-tables",
      object: "table app.orders",
      message: "table app.orders is there. This would satisfy it:\n    DROP TABLE it;",
    });
    expect(findingOf({ ...finding, level: "advisory" }, orders).level).toBe("warning");
  });
});

const section = (part: Partial<Record<string, string>> = {}): string => {
  const text = {
    Invariants: "- **APP-1** It holds.",
    Source: "- `app.sql`",
    Validated: "- `append-only`",
    Exceptions: "None.",
    ...part,
  };
  const body = Object.entries(text).map(([name, words]) =>
    words === undefined ? "" : `### ${name}\n${words}`,
  );
  return `# Contract\n\n## Orders\n\n${body.join("\n\n")}\n`;
};

function contract(text: string | null, more: Partial<Papers> = {}): readonly string[] {
  const papers: Papers = {
    ...noPapers,
    source: "schema/app",
    contract: text,
    texts: [{ file: "schema/app/app.sql", text: "-- \n-- keeps APP-1.\n" }],
    paths: ["schema/app/app.sql"],
    ...more,
  };
  return gates["doc-contract"]
    .check(subjectOf(orders, papers))
    .map(({ object, message }) => `${object} | ${message}`);
}

describe("doc-contract", () => {
  it("lets a whole contract pass, with its exception", () => {
    expect(contract(section())).toEqual([]);
    const exceptions = "exceptions:\n  - gate: append-only\n    object: table app.t\n    reason: why\n";
    const told = section({ Exceptions: "- `append-only` `table app.t`: a job deletes old rows." });
    expect(contract(told, { exceptions })).toEqual([]);
  });

  it.each([
    ["is missing", null, {}, "contract | schema/app/CONTRACT.md does not exist. Write it: ## <section>"],
    [
      "lacks a part",
      section({ Validated: "" }),
      {},
      "section Orders | schema/app/CONTRACT.md:3: the section Orders says nothing under ### Validated",
    ],
    [
      "has an invariant without id",
      section({ Invariants: "- **APP-1** It holds.\n- And this." }),
      {},
      "contract | schema/app/CONTRACT.md:7: an invariant begins with its id",
    ],
    [
      "has an id twice",
      section({ Invariants: "- **APP-1** It holds.\n- **APP-1** This too." }),
      {},
      "invariant APP-1 | schema/app/CONTRACT.md:7: APP-1 is the id of the invariant in line 6 already",
    ],
    [
      "has an id that nothing names",
      section({ Invariants: "- **APP-1** It holds.\n- **APP-TWO-2** This too." }),
      {},
      "invariant APP-TWO-2 | schema/app/CONTRACT.md:7: nothing names APP-TWO-2",
    ],
    [
      "lacks an id that is named",
      section(),
      { texts: [{ file: "a.sql", text: "-- APP-1\n-- APP-9" }] },
      "invariant APP-9 | a.sql:2: APP-9 is named here, and schema/app/CONTRACT.md has no such invariant",
    ],
    [
      "names a file that is not there",
      section({ Source: "- `gone.sql`" }),
      {},
      "contract | schema/app/CONTRACT.md:9: there is no file schema/app/gone.sql",
    ],
    [
      "names a gate that does not exist",
      section({ Validated: "- `no-such`" }),
      {},
      "contract | schema/app/CONTRACT.md:12: no gate is called no-such",
    ],
    [
      "tells of an exception that is none",
      section({ Exceptions: "- `append-only` `table app.t`: why" }),
      {},
      "table app.t | schema/app/CONTRACT.md:15: schema/app/gates.yaml has no exception from append-only for table app.t",
    ],
    [
      "does not tell of an exception",
      section(),
      { exceptions: "exceptions:\n  - gate: append-only\n    object: table app.t\n    reason: why\n" },
      "table app.t | schema/app/gates.yaml:2: the contract does not tell of this exception",
    ],
  ])("refuses one that %s", (_, text, more, message) => {
    expect(contract(text, more)).toEqual([expect.stringContaining(message)]);
  });
});

describe("no-migrations-folder", () => {
  const found = (...paths: string[]): readonly string[] =>
    gates["no-migrations-folder"]
      .check(subjectOf(orders, { ...noPapers, paths }))
      .map(({ object }) => object);

  it("lets pass what holds no migrations", () => {
    expect(found("schema/app/orders.sql", "src", "src/immigration.sql", "docs/V1__x.md")).toEqual([]);
  });

  it("tells of folders and files of their tools", () => {
    expect(
      found("src/db/migrations", "db/migrate", "schema/app/V1__init.sql", "drizzle/meta/_journal.json"),
    ).toEqual([
      "path src/db/migrations",
      "path db/migrate",
      "path schema/app/V1__init.sql",
      "path drizzle/meta/_journal.json",
    ]);
  });
});
