import { describe, expect, it } from "vitest";
import { judge } from "../../engine/judge/judge";
import { loss, planOf, step } from "../support/steps";

const probe = 'SELECT count(*) AS "rows" FROM app.old';
const harmless = step("CREATE TABLE app.t ()");
const dropsTable = step("DROP TABLE app.old", {
  hazards: [loss("drop table app.old", "aaaaaaaa", probe)],
  estimate: { rows: 12408, bytes: 8192 },
});
const dropsColumn = step("ALTER TABLE app.t DROP COLUMN fax", {
  hazards: [{ kind: "breaks old code", message: "x" }, loss("drop column app.t.fax", "bbbbbbbb")],
});
const plan = planOf([harmless, dropsTable, dropsColumn]);
const both = ["drop table app.old aaaaaaaa", "drop column app.t.fax bbbbbbbb"];

describe("a plan that destroys", () => {
  it("is blocked for each consent that is missing, and only for those", () => {
    const verdict = judge(plan, { consents: ["drop table app.old aaaaaaaa"] });
    expect(verdict.blocked.map((blocked) => blocked.step)).toEqual([dropsColumn]);
    expect(verdict.blocked[0]?.request).toEqual({ change: "drop column app.t.fax", hash: "bbbbbbbb" });
    expect(verdict.used).toEqual(["drop table app.old aaaaaaaa"]);
  });

  it("runs with all consents", () => {
    const verdict = judge(plan, { consents: both });
    expect(verdict).toEqual({ blocked: [], used: both, unused: [], findings: [] });
  });

  it("runs where everything is consented to", () => {
    expect(judge(plan, { consents: [], consentAll: true }).blocked).toEqual([]);
  });

  it("says what a probe measured, and asks once where several steps destroy the same", () => {
    const twice = planOf([dropsTable, dropsTable]);
    const verdict = judge(twice, { consents: [], measured: { [probe]: "12,408 rows" } });
    expect(verdict.blocked).toEqual([
      { step: dropsTable, request: { change: "drop table app.old", hash: "aaaaaaaa" }, loss: "12,408 rows" },
    ]);
    expect(verdict.measured).toEqual({ [probe]: "12,408 rows" });
  });

  it("is blocked where the loss is unknown, with Postgres's estimate beside it", () => {
    const measured = { [probe]: "unknown: permission denied for table old" };
    const [blocked] = judge(planOf([dropsTable]), { consents: [], measured }).blocked;
    expect(blocked?.loss).toBe(
      "unknown: permission denied for table old (about 12,408 rows by Postgres's own estimate)",
    );
    expect(judge(planOf([dropsColumn]), { consents: [] }).blocked[0]?.loss).toBe("unknown");
  });

  it("stays blocked though a probe found nothing: rows may come before it runs", () => {
    expect(
      judge(planOf([dropsTable]), { consents: [], measured: { [probe]: "0 rows" } }).blocked,
    ).toHaveLength(1);
  });
});

describe("a consent that permits nothing", () => {
  it("is named when the object is another one by now, with the one that is asked for", () => {
    const verdict = judge(plan, { consents: [...both.slice(1), "drop table app.old 00000000"] });
    expect(verdict.blocked).toHaveLength(1);
    expect(verdict.unused).toEqual(["drop table app.old 00000000"]);
    expect(verdict.findings).toEqual([expect.objectContaining({ level: "warning", id: "stale-consent" })]);
    expect(verdict.findings[0]?.message).toContain('"drop table app.old aaaaaaaa"');
  });

  it("is named when it is done", () => {
    const verdict = judge(planOf([]), { consents: ["drop table app.old aaaaaaaa"] });
    expect(verdict.findings).toEqual([expect.objectContaining({ level: "info", id: "stale-consent" })]);
  });

  it("is named when it lacks its hash or makes no sense", () => {
    const verdict = judge(plan, { consents: ["drop table app.old", "yes, everything"] });
    expect(verdict.blocked).toHaveLength(2);
    expect(verdict.findings.map((finding) => finding.id)).toEqual(["stale-consent", "malformed-consent"]);
    expect(verdict.findings[0]?.message).toContain("lacks the hash");
  });
});
