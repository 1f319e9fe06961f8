// Random schemas on a real server. A failure prints the seed: STACKSCHEMA_SEED=<seed> STACKSCHEMA_RUNS=<n> runs it again.
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { fingerprint } from "../../engine/catalog/fingerprint";
import { creationSteps, inspectDatabase } from "../../engine/index";
import type { Target } from "../../engine/postgres/target";
import { migrate } from "../support/corpus";
import { type CorpusServer, ensureAdministrator, ensureRoles, load } from "../support/corpus-databases";
import { withDatabases } from "../support/corpus-pool";
import { sharedServer } from "../support/postgres";
import { edited, schema } from "./model";
import { render } from "./render";

const seed = Number(process.env.STACKSCHEMA_SEED ?? Date.now() % 2_147_483_647);
const runs = Number(process.env.STACKSCHEMA_RUNS ?? 6);
const major = Number(process.env.STACKSCHEMA_MAJOR ?? 17) as 14 | 15 | 16 | 17 | 18;

/** Shrinking asks the server again and again: only where somebody waits for it. */
const parameters = { seed, numRuns: runs, endOnFailure: process.env.STACKSCHEMA_RUNS === undefined };
const timeout = 120_000 + runs * 20_000;

let server: CorpusServer;
let login: Target;

beforeAll(async () => {
  server = { admin: (await sharedServer(major)).target, major };
  await ensureRoles(server.admin, ["gen_reader", '"Gen Writer"']);
  login = await ensureAdministrator(server, "gen_boss");
});

async function inDatabases(work: (one: Target, other: Target) => Promise<void>): Promise<void> {
  await withDatabases(server, login, 2, async ([one, other]) => {
    if (one === undefined || other === undefined) throw new Error("two databases were asked for");
    await work(one, other);
  });
}

describe(`random schemas (seed ${seed})`, () => {
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
