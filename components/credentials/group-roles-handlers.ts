// What Pulumi's provider process calls for the group roles. Roles are made where they are missing and never removed:
// other databases of the server may use them.
import { ensureGroupRoles, ensureOwners, missingGroupRoles, missingOwners } from "../../engine/index";
import { failingWith, withoutTrace } from "../errors";
import {
  type CheckResult,
  connectionOf,
  isEqual,
  type Properties,
  pick,
  revisionOf,
  targetOf,
  texts,
} from "../properties";
import { withWayIn } from "../way-in";

/** A role that is gone is found here, so that the next run makes it again. */
async function check(stored: Properties, news: Properties): Promise<CheckResult> {
  const inputs = {
    ...connectionOf(news),
    ...pick(news, ["names", "owners"]),
    __revision: revisionOf(stored),
  };
  if (stored.host === undefined) return { inputs };
  return failingWith(inputs, async () => {
    const names = texts(news, "names");
    const owners = texts(news, "owners");
    const missing = await withWayIn(stored, news, async (known) => [
      ...(await missingGroupRoles(targetOf(known), names)),
      ...(await missingOwners(targetOf(known), owners)),
    ]);
    return { inputs: { ...inputs, __revision: revisionOf(stored) + (missing.length > 0 ? 1 : 0) } };
  });
}

async function diff(_id: string, olds: Properties, news: Properties): Promise<{ readonly changes: boolean }> {
  const isKept =
    isEqual(olds.names, news.names) &&
    isEqual(olds.owners, news.owners) &&
    isEqual(connectionOf(olds), connectionOf(news));
  return { changes: !isKept || revisionOf(olds) !== revisionOf(news) };
}

function make(inputs: Properties): Promise<Properties> {
  return withoutTrace(async () => {
    await ensureGroupRoles(targetOf(inputs), texts(inputs, "names"));
    await ensureOwners(targetOf(inputs), texts(inputs, "owners"));
    return inputs;
  });
}

export const groupRoles = {
  check,
  diff,
  create: async (inputs: Properties) => ({ id: texts(inputs, "names").join(","), outs: await make(inputs) }),
  read: async (id: string, properties: Properties) => ({ id, props: properties }),
  update: async (_id: string, _olds: Properties, news: Properties) => ({ outs: await make(news) }),
  delete: async () => undefined,
};
