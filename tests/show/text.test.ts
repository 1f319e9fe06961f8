import { describe, expect, it } from "vitest";
import { shellQuote } from "../../engine/judge/consents";
import { type Painter, planText, type TextOptions } from "../../engine/show/text";
import { loss, planOf, step } from "../support/steps";
import { fresh, inUse, shown } from "./plans";

const options: TextOptions = { consentCommand: (consent) => `--consent ${shellQuote(consent)}` };
const pulumi: TextOptions = {
  consentCommand: (consent, index) =>
    `pulumi config set --path 'stackschema:consents[${index}]' ${shellQuote(consent)}`,
};

describe("a plan as text", () => {
  it("is only its statements where nothing in use is touched", async () => {
    await expect(planText(shown(fresh), options)).toMatchFileSnapshot("golden/fresh.txt");
  });

  it("tells of each change of a table in use its lock, its cost, its hazards and its cause, and the way out", async () => {
    await expect(planText(shown(inUse), pulumi)).toMatchFileSnapshot("golden/in-use.txt");
  });

  it("tells what a consent permits to destroy, and that a consent is stale", async () => {
    const consents = ["drop column app.customers.fax 3f2a1b9c", "drop table app.old aaaaaaaa"];
    await expect(planText(shown(inUse, consents), options)).toMatchFileSnapshot(
      "golden/in-use-consented.txt",
    );
  });

  it("says that it was proved, and what that took", () => {
    const second = (milliseconds: number | null) =>
      planText({ ...shown(fresh), proof: { milliseconds } }, options).split("\n")[1];
    expect(second(840)).toBe("proved on a copy of the schema in 0.8 s");
    expect(second(null)).toBe("proved before on a copy of the schema");
  });

  it.each([
    ["CREATE INDEX CONCURRENTLY i ON app.t (a)", { scans: true }, 3e6, "scans (under 1 s)"],
    ["CREATE INDEX CONCURRENTLY i ON app.t (a)", { scans: true }, 1e8, "scans (up to 10 s)"],
    ["ALTER TABLE app.t VALIDATE CONSTRAINT c", { scans: true }, 1e10, "scans (20 s to 6 min)"],
    ["ALTER TABLE app.t ALTER a TYPE bigint", { scans: true, rewrites: true }, 1e12, "rewrites (3 to 35 h)"],
    [
      "ALTER TABLE app.t ALTER a TYPE bigint",
      { scans: true, rewrites: true },
      5e10,
      "rewrites (8 min to 2 h)",
    ],
  ])("tells from the size of the table what %s may take: %o, %d bytes", (sql, work, bytes, words) => {
    const plan = planOf([step(sql, { ...work, estimate: { rows: null, bytes } })]);
    expect(planText(shown(plan), options)).toContain(words);
  });

  it("says that the database does not exist yet", () => {
    const text = planText({ ...shown(fresh), live: null }, options);
    expect(text.split("\n")[1]).toBe(
      "the database does not exist yet: planned against an empty one of Postgres 17",
    );
  });

  it("is empty where there is nothing to do, and only the findings where there are some", () => {
    expect(planText(shown(planOf([])), options)).toBe("");
    expect(planText(shown(planOf([], { findings: inUse.findings.slice(0, 1) })), options)).toBe(
      "info default-privileges: new tables are granted to reader",
    );
  });

  it("has no trailing blanks and only ASCII, and paint changes nothing but colour", () => {
    const paint: Painter = { bold: mark, dim: mark, red: mark, yellow: mark };
    for (const plan of [fresh, inUse]) {
      const text = planText(shown(plan), options);
      expect(text).not.toMatch(/[ \t]$/m);
      expect(text).toMatch(/^[\n\x20-\x7e]*$/);
      const painted = planText(shown(plan), { ...options, paint });
      expect(painted).toContain("\x1b[1m");
      expect(painted.replaceAll("\x1b[1m", "").replaceAll("\x1b[0m", "")).toBe(text);
    }
  });

  it("numbers its steps to one width", () => {
    const many = planOf(Array.from({ length: 10 }, (_, index) => step(`SELECT ${index},\n  2`)));
    const lines = planText(shown(many), options).split("\n");
    expect(lines.slice(2, 4)).toEqual(["   1. SELECT 0,", "        2;"]);
    expect(lines.slice(-2)).toEqual(["  10. SELECT 9,", "        2;"]);
  });

  it("asks for each consent of one step, and for one that several steps want only at the first", () => {
    const both = step("ALTER TABLE app.t ...", {
      hazards: [loss("drop column a", "aaaaaaaa"), loss("drop column b", "bbbbbbbb")],
    });
    const text = planText(shown(planOf([both, both])), pulumi);
    expect(text.match(/BLOCKED/g)).toHaveLength(2);
    expect(text).toContain("'stackschema:consents[0]' 'drop column a aaaaaaaa'");
    expect(text).toContain("'stackschema:consents[1]' 'drop column b bbbbbbbb'");
  });

  it("finds the blocked step again after a way through JSON", () => {
    const copy = JSON.parse(JSON.stringify(shown(inUse)));
    expect(planText(copy, options)).toBe(planText(shown(inUse), options));
  });
});

function mark(text: string): string {
  return `\x1b[1m${text}\x1b[0m`;
}
