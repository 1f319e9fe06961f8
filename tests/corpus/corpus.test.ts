// Our own corpus: a third of its cases forward on 17, and a sixth of both directions on one of the older or newer major
// versions, chosen by the name; `CORPUS_MAJORS=14,15,16,17,18` runs every case both ways on all of them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Direction, type OwnCase, ownCases } from "../support/corpus-cases";
import { administrator, runOwnCase } from "../support/corpus-own";
import { type Major, majors, sharedServer } from "../support/postgres";
import { isInSample } from "../support/sample";

const main: Major = 17;
const cases = ownCases(join(__dirname));
const directions: readonly Direction[] = ["forward", "backward"];

const wanted = process.env.CORPUS_MAJORS?.split(",").map(Number);

function majorsOf({ name, expected }: OwnCase, direction: Direction): Major[] {
  const possible = majors.filter((major) => major >= expected.minMajor && major <= expected.maxMajor);
  if (wanted !== undefined) return possible.filter((major) => wanted.includes(major));
  const others = possible.filter((major) => major !== main);
  const sum = [...name].reduce((total, character) => total + (character.codePointAt(0) ?? 0), 0);
  const chosen = others[sum % others.length];
  const isOnMain = (direction === "forward" && isInSample(name, 3)) || chosen === undefined;
  const other = isInSample(`${direction} ${name}`, 6) ? chosen : undefined;
  return possible.filter(
    (major) => (major === main && isOnMain) || major === other || expected.alsoOn.includes(major),
  );
}

/** `case direction major`, then a tab and the reason. A gap that closes fails the run. */
const gaps = new Map(
  readFileSync(join(__dirname, "known-gaps.txt"), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line): [string, string] => {
      const [name = "", reason = ""] = line.split("\t");
      return [name, reason];
    }),
);

it("has a case for every kind that it claims to cover", () => {
  expect(cases.length).toBeGreaterThan(90);
});

describe.each(directions)("own corpus, %s", (direction) => {
  const runs = cases.flatMap((testCase) =>
    majorsOf(testCase, direction).map((major) => ({ testCase, major, name: testCase.name })),
  );
  it.concurrent.each(runs)("$name on Postgres $major", { timeout: 120_000 }, async ({ testCase, major }) => {
    const server = { admin: (await sharedServer(major)).target, major };
    const complaints = await runOwnCase(
      server,
      await administrator(server, cases),
      testCase,
      direction,
    ).catch((error: unknown) => [String(error)]);
    const gap = gaps.get(`${testCase.name} ${direction} ${major}`);
    if (gap === undefined) expect(complaints).toEqual([]);
    else expect(complaints, `closed, take it off known-gaps.txt: ${gap}`).not.toEqual([]);
  });
});
