// What Pulumi's provider process calls once the store and the consumer have a login: it is marked as the one in use, and
// the previous one is ended where the stack says so. Deleting it ends the application's logins, unless it is replaced.
import { count, endLogins, markInUse, readLogins, refuseStranger } from "../../engine/index";
import { failingWith, withoutTrace } from "../errors";
import {
  type CheckResult,
  connectionOf,
  isEqual,
  type Properties,
  pick,
  revisionOf,
  targetOf,
  text,
  texts,
} from "../properties";
import { withWayIn } from "../way-in";
import { declareLogins, endUndeclared } from "./ending";
import { identityKeys, identityOf } from "./identity";

const settingKeys = ["roles", "role", "generation", "revokePrevious", ...identityKeys] as const;

async function check(stored: Properties, news: Properties): Promise<CheckResult> {
  declareLogins(news);
  const inputs = { ...connectionOf(news), ...pick(news, settingKeys), __revision: revisionOf(stored) };
  if (stored.host === undefined) return { inputs };
  return failingWith(inputs, async () => {
    const pending = await withWayIn(stored, news, isPending);
    return { inputs: { ...inputs, __revision: revisionOf(stored) + (pending ? 1 : 0) } };
  });
}

async function isPending(news: Properties): Promise<boolean> {
  const there = await readLogins(targetOf(news), texts(news, "roles"));
  const current = there.find(({ name }) => name === news.role);
  const isMarked = current?.mark?.state === "in use" && current.mark.generation === news.generation;
  // Another application's role is its own affair; one that lost its mark is told by the run.
  const others = there.filter(
    ({ name, mark }) => name !== news.role && (mark === null || mark.identity === identityOf(news)),
  );
  return !isMarked || (news.revokePrevious === true && others.some(({ canLogin }) => canLogin));
}

async function diff(_id: string, olds: Properties, news: Properties): Promise<{ readonly changes: boolean }> {
  const isKept = settingKeys.every((key) => isEqual(olds[key], news[key]));
  // Deleting it connects with what is stored, so a new way to the server must be stored.
  const isWay = isEqual(connectionOf(olds), connectionOf(news));
  return { changes: !isKept || !isWay || revisionOf(olds) !== revisionOf(news) };
}

/** @param before inputs when it was marked last; project, stack and database may be renamed */
function mark(inputs: Properties, before = inputs): Promise<Properties> {
  return withoutTrace(async () => {
    const target = targetOf(inputs);
    const [identity, role] = [identityOf(inputs), text(inputs, "role")];
    const identityBefore = identityOf(before);
    const others = texts(inputs, "roles").filter((name) => name !== role);
    const generation = Number(inputs.generation);
    await markInUse(target, { identity, identityBefore, role, generation, others });
    if (inputs.revokePrevious === true) {
      const closed = await endLogins(target, identity, others);
      const left = (await readLogins(target, others)).find(({ canLogin, mark }) => canLogin && mark === null);
      if (left !== undefined) refuseStranger(left, identity, target);
      if (closed > 0) console.log(`${role}: closed ${count(closed, "session")} of ${others.join(", ")}`);
    }
    return inputs;
  });
}

export const loginInUse = {
  check: (olds: Properties, news: Properties) => withoutTrace(() => check(olds, news)),
  diff,
  create: async (inputs: Properties) => ({ id: texts(inputs, "roles").join(","), outs: await mark(inputs) }),
  read: async (id: string, properties: Properties) => ({ id, props: properties }),
  update: async (_id: string, olds: Properties, news: Properties) => ({
    outs: await mark(news, olds),
  }),
  delete: (_id: string, properties: Properties) =>
    endUndeclared(properties, new Set([identityOf(properties)])),
};
