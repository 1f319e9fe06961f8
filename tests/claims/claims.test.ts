// What steps claim (locks, rewrites, scans) beside what Postgres shows when they run, for a sixth of the runs of our own corpus;
// `CLAIMS_MAJORS=14,15,16,17,18` takes all on these.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { planSchema } from "../../engine/index";
import { type Direction, ownCases } from "../support/corpus-cases";
import { administrator, fill, scopeOf, sourceOf } from "../support/corpus-own";
import { withDatabases } from "../support/corpus-pool";
import { type Major, sharedServer } from "../support/postgres";
import { isInSample } from "../support/sample";
import { compareClaims } from "./compare";
import { observe } from "./observe";

const cases = ownCases(join(__dirname, "..", "corpus"));
const chosen = process.env.CLAIMS_MAJORS?.split(",").map((major) => Number(major) as Major);
const wanted = chosen ?? [17];
const directions: readonly Direction[] = ["forward", "backward"];
const cacheDirectory = mkdtempSync(join(tmpdir(), "stackschema-claims-"));
const total = { steps: 0, claims: 0, wrong: 0 };

afterAll(() => {
  rmSync(cacheDirectory, { recursive: true, force: true });
  console.log(`claims: ${total.steps} steps, ${total.claims} claims compared, ${total.wrong} wrong`);
});

describe.each(wanted)("claims on Postgres %i", (major) => {
  const possible = cases.filter(({ expected }) => major >= expected.minMajor && major <= expected.maxMajor);
  const runs = possible.flatMap((testCase) =>
    directions
      .filter((direction) => chosen !== undefined || isInSample(`${direction} ${testCase.name}`, 6))
      .map((direction) => ({ testCase, direction, name: testCase.name })),
  );
  it.concurrent.each(runs)("$name $direction", { timeout: 120_000 }, async ({ testCase, direction }) => {
    const server = { admin: (await sharedServer(major)).target, major };
    const boss = await administrator(server, cases);
    const login = testCase.expected.superuser ? server.admin : boss;
    const wrong = await withDatabases(server, login, 2, async ([live, fresh]) => {
      if (live === undefined || fresh === undefined) throw new Error("two databases were asked for");
      await fill(server, { live, fresh }, testCase, direction);
      const { plan } = await planSchema({
        target: live,
        source: sourceOf(testCase, direction),
        scope: await scopeOf(testCase, live, fresh),
        scratch: "server",
        consents: [],
        cacheDirectory,
      });
      const compared = compareClaims(await observe(live, plan.steps));
      total.steps += plan.steps.length;
      total.claims += compared.claims;
      total.wrong += compared.wrong.length;
      return compared.wrong;
    });
    expect(wrong).toEqual([]);
  });
});
