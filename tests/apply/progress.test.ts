// How far the server is with an index: what is told of it, and how seldom.
import { describe, expect, it } from "vitest";
import { describeProgress, isNews, type Progress } from "../../engine/apply/progress";
import { sharedServer } from "../support/postgres";
import { planOf, step } from "../support/steps";
import { recorder, rows, run } from "./support";

const at = (done: number, rest: Partial<Progress> = {}): Progress => ({
  phase: "building index: scanning table",
  done,
  total: 3000,
  unit: "blocks",
  partitionsDone: 0,
  partitionsTotal: 0,
  ...rest,
});

describe("progress", () => {
  it("is told in Postgres's words", () => {
    expect(describeProgress(at(1200))).toBe("building index: scanning table, 40 % (1200 of 3000 blocks)");
    expect(describeProgress(at(0, { phase: "waiting for old snapshots", total: 0 }))).toBe(
      "waiting for old snapshots",
    );
    expect(describeProgress(at(1, { unit: "rows", partitionsDone: 1, partitionsTotal: 5 }))).toBe(
      "building index: scanning table, 0 % (1 of 3000 rows), partition 2 of 5",
    );
  });

  it.each([
    ["nothing was told before", null, at(0), 0, true],
    ["the phase is another", at(2900), at(0, { phase: "building index: loading tuples in tree" }), 0, true],
    ["a good part more is done", at(0), at(300), 0, true],
    ["a little more is done", at(0), at(299), 9_000, false],
    ["a little more is done after a while", at(0), at(31), 10_000, true],
    ["nothing more is done", at(31), at(32), 60_000, false],
    ["Postgres does not say", at(0, { total: 0 }), at(0, { total: 0 }), 60_000, false],
  ])("where %s", (_when, told, now, since, news) => {
    expect(isNews(told, now, since)).toBe(news);
  });

  it("of a slow build comes with its step, in order", async () => {
    const database = await (await sharedServer()).createDatabase();
    // One row a block, and each takes its time.
    await rows(
      database,
      `CREATE FUNCTION slow(v int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS
         'BEGIN PERFORM pg_sleep(0.1); RETURN v; END';
       CREATE TABLE t (v int, wide text);
       ALTER TABLE t ALTER wide SET STORAGE PLAIN;
       INSERT INTO t SELECT n, repeat('x', 6000) FROM generate_series(1, 50) AS n`,
    );
    const build = step("CREATE INDEX CONCURRENTLY ON t (slow(v))", { transactional: false, lockTimeout: 0 });
    const { events, onEvent } = recorder();
    await run(database, planOf([build]), { onEvent });
    const told = events.flatMap((event) => (event.type === "progress" ? [event] : []));
    expect(told.length).toBeGreaterThan(1);
    expect(told[0]).toMatchObject({ index: 1, total: 1, step: build });
    const percents = told.flatMap(({ message }) => {
      const [, percent] =
        /^building index: scanning table, (\d+) % \(\d+ of 50 blocks\)$/.exec(message) ?? [];
      return percent === undefined ? [] : [Number(percent)];
    });
    expect(percents.length).toBeGreaterThan(1);
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
  });
});
