// The resource that plans and changes nothing: what a run is going to destroy is known before anything runs, so that a
// backup can come first. What is wrong with a plan, and what is blocked in it, is told by the schema's own resource.
import { randomUUID } from "node:crypto";
import { SchemaError } from "../../engine/index";
import { withoutTrace } from "../errors";
import {
  type CheckResult,
  connectionOf,
  isEqual,
  type Properties,
  revisionOf,
  text,
  texts,
} from "../properties";
import { beginRun } from "./backed-up";
import { planFor } from "./check";
import { requestOf, settingsOf } from "./properties";

/** The consents that a run is going to use, and what its backup is called after; the ones of the last such run otherwise. */
async function check(stored: Properties, news: Properties): Promise<CheckResult> {
  const inputs = settingsOf(news);
  const before = {
    destroys: texts(stored, "destroys"),
    backup: typeof stored.backup === "string" ? stored.backup : "",
    begun: typeof stored.begun === "string" ? stored.begun : "",
    __revision: revisionOf(stored),
  };
  // Without a consent nothing is destroyed, and there is nothing to find out.
  if (requestOf(news).consents.length === 0) return { inputs: { ...inputs, ...before } };
  return withoutTrace(async () => {
    try {
      // The schema's resource proves the plan.
      const { planned } = await planFor(stored, { ...news, proof: "never" });
      const { used, blocked } = planned.verdict;
      // The rest of an approved plan that was begun has a backup of its own: rows may have changed since the first.
      const { approvedPlan } = news;
      const runs =
        approvedPlan === undefined || approvedPlan === planned.plan.hash || approvedPlan === before.begun;
      if (used.length === 0 || blocked.length > 0 || !runs) return { inputs: { ...inputs, ...before } };
      const __revision = revisionOf(stored) + 1;
      const backup = `${text(news, "schema")}-${planned.plan.hash.slice(0, 8)}`;
      const begun = typeof approvedPlan === "string" ? approvedPlan : "";
      return { inputs: { ...inputs, destroys: used, backup, begun, __revision } };
    } catch (error) {
      // The schema's resource fails on it, too, and says so; where it does not, it finds nothing that was backed up.
      if (error instanceof SchemaError) return { inputs: { ...inputs, ...before, destroys: [] } };
      throw error;
    }
  });
}

async function diff(_id: string, olds: Properties, news: Properties): Promise<{ readonly changes: boolean }> {
  const isKept =
    revisionOf(olds) === revisionOf(news) &&
    isEqual(connectionOf(olds), connectionOf(news)) &&
    olds.source === news.source;
  return { changes: !isKept };
}

function written(id: string, olds: Properties, news: Properties): { id: string; outs: Properties } {
  if (revisionOf(olds) !== revisionOf(news)) beginRun(id, news);
  return { id, outs: news };
}

export const schemaPlan = {
  check,
  diff,
  // Revisions begin again with another resource, of an application that comes back, or of one that was replaced.
  create: async (inputs: Properties) => written(randomUUID(), {}, inputs),
  read: async (id: string, properties: Properties) => ({ id, props: properties }),
  update: async (id: string, olds: Properties, news: Properties) => written(id, olds, news),
  delete: async () => undefined,
};
