// Random schemas on real servers: a few that are always the same, others with STACKSCHEMA_RUNS=<n>, on STACKSCHEMA_MAJORS=14,17.
// A failure prints the seed: STACKSCHEMA_SEED=<seed> STACKSCHEMA_RUNS=<n> runs it again.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { fingerprint } from "../../engine/catalog/fingerprint";
import { kinds } from "../../engine/catalog/model";
import { creationSteps, inspectDatabase } from "../../engine/index";
import type { Target } from "../../engine/postgres/target";
import { migrate } from "../support/corpus";
import { type CorpusServer, ensureAdministrator, ensureRoles, load } from "../support/corpus-databases";
import { withDatabases } from "../support/corpus-pool";
import { majors, sharedServer } from "../support/postgres";
import { edited, renamed, schema } from "./model";
import { coverage } from "./others";
import { render } from "./render";

const { STACKSCHEMA_RUNS: asked, STACKSCHEMA_SEED: given } = process.env;
const seed = Number(given ?? (asked === undefined ? 2026 : Date.now() % 2_147_483_647));
const runs = Number(asked ?? 8);
const chosen = process.env.STACKSCHEMA_MAJORS?.split(",").map(Number) ?? [17];

/** Shrinking asks the server again and again: only where somebody waits for it. */
const parameters = { seed, numRuns: runs, endOnFailure: asked === undefined };
const timeout = 120_000 + runs * 20_000;

beforeAll(() => console.log(`random schemas: STACKSCHEMA_SEED=${seed} STACKSCHEMA_RUNS=${runs}`));

describe.each(majors.filter((one) => chosen.includes(one)))("random schemas on Postgres %i", (major) => {
  let server: CorpusServer;
  let login: Target;

  beforeAll(async () => {
    server = { admin: (await sharedServer(major)).target, major };
    await ensureRoles(server.admin, ["gen_reader", '"Gen Writer"']);
    login = await ensureAdministrator(server, "gen_boss");
  });

  const inDatabases = async (work: (one: Target, other: Target) => Promise<void>): Promise<void> =>
    await withDatabases(server, login, 2, async ([one, other]) => {
      if (one === undefined || other === undefined) throw new Error("two databases were asked for");
      await work(one, other);
    });

  it("become one another, and then there is nothing left to do", { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(edited, ([before, after]) =>
        inDatabases(async (live, fresh) => {
          await load(live, render(before, major));
          await load(fresh, render(after, major));
          await migrate({ live, fresh, server });
        }),
      ),
      parameters,
    );
  });

  it("hold every kind that is not left out for a reason", { timeout }, async () => {
    const seen = new Set<string>();
    for (const model of fc.sample(schema, { seed: 2026, numRuns: 5 }))
      await inDatabases(async (target) => {
        await load(target, render(model, major));
        for (const { kind } of (await inspectDatabase(target)).objects.values()) seen.add(kind);
      });
    expect(kinds.filter((kind) => coverage[kind] === true && !seen.has(kind))).toEqual([]);
    expect(kinds.filter((kind) => coverage[kind] !== true && seen.has(kind))).toEqual([]);
  });

  it("keep what is renamed by directives", { timeout }, async () => {
    const path = join(mkdtempSync(join(tmpdir(), "stackschema-generative-")), "schema.sql");
    await fc.assert(
      fc.asyncProperty(renamed, ({ before, after, directives }) =>
        inDatabases(async (live, fresh) => {
          const sql = render(after, major);
          writeFileSync(path, [...directives.map((directive) => `-- rename: ${directive}\n`), sql].join(""));
          await load(live, render(before, major));
          await load(fresh, sql);
          const migrated = await migrate({ live, fresh, server, source: { kind: "sql", path } });
          for (const directive of directives) {
            const [old] = directive.split(" -> ");
            expect(migrated.hazards).not.toContain(`loses data: ${old}`);
          }
        }),
      ),
      parameters,
    );
  });

  it("are the same schema again when what was inspected is loaded as SQL", { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(schema, (model) =>
        inDatabases(async (first, second) => {
          await load(first, render(model, major));
          const catalog = await inspectDatabase(first);
          await load(
            second,
            creationSteps(catalog)
              .map(({ sql }) => `${sql};\n`)
              .join(""),
          );
          expect(fingerprint(await inspectDatabase(second))).toBe(fingerprint(catalog));
        }),
      ),
      parameters,
    );
  });
});
