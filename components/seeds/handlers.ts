// What Pulumi's provider process calls for the seeds of a schema. A preview runs them twice in a scratch database; a run
// gives them to the database whenever their files are others. Rows are never taken back.
import * as path from "node:path";
import { readSeeds, rehearseSeeds, type ScratchSpec, seedDatabase, seedDigest } from "../../engine/index";
import { failingWith, withoutTrace } from "../errors";
import { ownDirectory, projectRoot } from "../project";
import {
  type CheckResult,
  connectionOf,
  isConnectionUnknown,
  type Properties,
  pick,
  targetOf,
  text,
} from "../properties";
import { withWayIn } from "../way-in";

const sourceOf = (properties: Properties): string => path.resolve(projectRoot(), text(properties, "source"));

/** What the engine is asked, whatever the target. */
function requestOf(properties: Properties) {
  const { scratch, major } = properties;
  const spec: ScratchSpec = scratch === "embedded" || scratch === "server" ? scratch : "auto";
  return {
    source: { kind: "sql" as const, path: sourceOf(properties) },
    scratch: spec,
    assumeMajor: Number(major ?? 17),
    cacheDirectory: ownDirectory("cache"),
  };
}

/** Seeds that would change rows the second time stop the preview; those that ran are not tried again. */
async function check(stored: Properties, news: Properties): Promise<CheckResult> {
  const inputs = { ...connectionOf(news), ...pick(news, ["source", "scratch", "major"]) };
  return failingWith(inputs, async () => {
    const digest = seedDigest(await readSeeds(sourceOf(news)));
    if (digest !== "" && digest !== stored.digest) await withWayIn(stored, news, rehearse);
    return { inputs: { ...inputs, digest } };
  });
}

async function rehearse(known: Properties): Promise<void> {
  // The server may not answer yet: its version is then the assumed one.
  const isAsked = requestOf(known).scratch === "server" && !isConnectionUnknown(known);
  await rehearseSeeds({ ...requestOf(known), ...(isAsked ? { target: targetOf(known) } : {}) });
}

/** Another way to the same database is no reason to run them again. */
async function diff(_id: string, olds: Properties, news: Properties): Promise<{ readonly changes: boolean }> {
  return { changes: olds.digest !== news.digest || olds.database !== news.database };
}

function run(inputs: Properties): Promise<Properties> {
  return withoutTrace(async () => {
    if (inputs.digest === "") return { ...inputs, ran: [] };
    const { files, digest } = await seedDatabase({
      ...requestOf(inputs),
      target: targetOf(inputs),
      onEvent: (message) => console.log(message),
    });
    return { ...inputs, digest, ran: files };
  });
}

export const seeds = {
  check,
  diff,
  create: async (inputs: Properties) => ({ id: text(inputs, "source"), outs: await run(inputs) }),
  read: async (id: string, properties: Properties) => ({ id, props: properties }),
  update: async (_id: string, _olds: Properties, news: Properties) => ({ outs: await run(news) }),
  delete: async () => undefined,
};
