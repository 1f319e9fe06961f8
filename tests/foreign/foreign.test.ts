// The list of the foreign corpus, and a sample of its cases where the corpus lies beside the checkout.
// The whole of it runs with `npm run corpus`.
import { describe, expect, it } from "vitest";
import { ensureRoles } from "../support/corpus-databases";
import { sharedServer } from "../support/postgres";
import { directions, type ForeignCase, foreignCases, readKnownGaps, readLoadable } from "./cases";
import { complaint, runForeign } from "./run";

const loadable = readLoadable();
const gaps = readKnownGaps();
const major = 17;

describe("the list of the foreign corpus", () => {
  it("has all cases that load, and those of modelled kinds among them", () => {
    const on = (version: number): number => loadable.filter((entry) => entry.majors.includes(version)).length;
    expect({ all: loadable.length, 15: on(15), 16: on(16), 17: on(17), 18: on(18) }).toEqual({
      all: 982,
      15: 970,
      16: 970,
      17: 970,
      18: 982,
    });
    expect(loadable.filter((entry) => entry.otherKinds.length === 0)).toHaveLength(982);
  });

  it("knows no gap of a case that is not in it", () => {
    const names = new Set(loadable.map((entry) => entry.id));
    expect(gaps.filter((gap) => !names.has(gap.id))).toEqual([]);
  });
});

const cases = foreignCases();
if (cases !== null) describe("a sample of the foreign corpus", () => sampleOf(cases));

function sampleOf(present: readonly ForeignCase[]): void {
  const byId = new Map(present.map((entry) => [entry.id, entry]));
  const possible = loadable.filter((entry) => entry.otherKinds.length === 0 && entry.majors.includes(major));
  const sample = possible.filter((_, position) => position % 40 === 7);

  it("lists only cases that the corpus has", () => {
    expect(loadable.filter((entry) => !byId.has(entry.id))).toEqual([]);
  });

  describe.each(directions)("%s", (direction) => {
    it.each(sample.map((entry) => [entry.id, entry] as const))(
      "%s",
      { timeout: 120_000 },
      async (id, entry) => {
        const testCase = byId.get(id);
        if (testCase === undefined) throw new Error(`${id} is not in the corpus`);
        const server = { admin: (await sharedServer(major)).target, major };
        await ensureRoles(server.admin, testCase.roles);
        const outcome = await runForeign(server, testCase, direction);
        expect(complaint(outcome, entry, gaps)).toBeNull();
      },
    );
  });
}
