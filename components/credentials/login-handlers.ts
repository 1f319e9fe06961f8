// What Pulumi's provider process calls for the login of an application: which of its two roles has which generation.
// A new generation takes the role that the secret store does not name. The store itself is not asked: a rotation counts
// as done when the role is marked as in use, which happens after the store and the consumer have it. One that is not done
// is finished first, with the password it has, whatever generation is asked for by then.
import {
  formatTarget,
  isLoginValid,
  type LoginRole,
  makeLogin,
  newPassword,
  readLogins,
  refuseStranger,
  SchemaError,
} from "../../engine/index";
import { failingWith, withoutTrace } from "../errors";
import {
  type CheckResult,
  connectionOf,
  isConnectionUnknown,
  isEqual,
  type Properties,
  pick,
  revisionOf,
  targetOf,
  text,
  texts,
  unknownValue,
} from "../properties";
import { withWayIn } from "../way-in";
import { declareLogins, endUndeclared } from "./ending";
import { identityKeys, identityOf } from "./identity";

/** What the program hands in besides the connection. */
const settingKeys = ["roles", "group", "wanted", "newPassword", ...identityKeys] as const;

/** Which role has which generation after this run. */
interface Turn {
  /** What the roles' marks bear. */
  readonly identity: string;
  readonly role: string;
  readonly generation: number;
  /** Whether the role is as it should be and only has to stay so. */
  readonly stands: boolean;
}

async function check(stored: Properties, news: Properties): Promise<CheckResult> {
  declareLogins(news);
  const inputs = { ...connectionOf(news), ...pick(news, settingKeys) };
  return failingWith(inputs, async () => {
    const { identity: __identity, role, generation, stands } = await turnOf(stored, news);
    const __revision = revisionOf(stored) + (stands ? 0 : 1);
    return { inputs: { ...inputs, __identity, role, generation, __revision } };
  });
}

async function turnOf(stored: Properties, news: Properties): Promise<Turn> {
  const wanted = Number(news.wanted);
  const roles = texts(news, "roles");
  const [first = ""] = roles;
  const isNew = stored.role === undefined;
  if (isNew && isConnectionUnknown(news))
    return { identity: unknownValue, role: first, generation: wanted, stands: false };
  const { target, named, there } = await withWayIn(stored, news, async (known) => {
    const reached = targetOf(known);
    return { target: reached, named: identityOf(known), there: await readLogins(reached, roles) };
  });
  if (isNew) {
    // Both roles are one application's: with the free one of another's pair, the next rotation of either would be refused.
    for (const role of there) refuseStranger(role, named, target);
    return { identity: named, role: firstTurn(roles, there), generation: wanted, stands: false };
  }
  // Where project, stack or database was renamed, a mark bears the name before until `LoginInUse` carries it over: the one
  // that the last run found, or the one that it left.
  const known = [stored.__identity, identityOf(stored), named];
  const roleNamed = (name: string) => there.find((role) => role.name === name);
  const turnOfRole = (name: string, generation: number): Omit<Turn, "stands"> => {
    const role = roleNamed(name);
    const bears = role?.mark?.identity;
    const identity = bears !== undefined && known.includes(bears) ? bears : named;
    if (role !== undefined) refuseStranger(role, identity, target);
    return { identity, role: name, generation };
  };
  const turn = turnOfRole(text(stored, "role"), Number(stored.generation));
  const role = roleNamed(turn.role);
  // A server that was put back to an earlier time has the role with another password: it is given this one again.
  const isOfNow = role?.mark?.generation === turn.generation;
  const isDone = role?.mark?.state === "in use" && isOfNow;
  if (turn.generation === wanted || !isDone) return { ...turn, stands: role?.canLogin === true && isOfNow };
  const next = roles.find((name) => name !== turn.role) ?? turn.role;
  // Refused in the preview, rather than by a run that is half done.
  return { ...turnOfRole(next, wanted), stands: false };
}

/** Of a stack whose state does not know them: the role that is certainly not in use. */
function firstTurn(names: readonly string[], there: readonly LoginRole[]): string {
  const states = new Map(there.map(({ name, mark }) => [name, mark?.state]));
  const inUse = names.find((name) => states.get(name) === "in use");
  const unused = names.find((name) => states.get(name) === "new") ?? names.find((name) => name !== inUse);
  return unused ?? "";
}

/** Not the administrator's own login: `check` alone connects with what is stored, and inputs are stored at every run. */
const comparedKeys = ["host", "port", "database", "tls", "group", "role", "generation"] as const;

async function diff(_id: string, olds: Properties, news: Properties): Promise<{ readonly changes: boolean }> {
  const isKept = comparedKeys.every((key) => isEqual(olds[key], news[key]));
  const changes = !isKept || revisionOf(olds) !== revisionOf(news) || !(await letsIn(olds, news));
  return { changes };
}

/**
 * Whether the role lets in with the password that the store has, with its group's rights: by hand it gets another one, an end
 * of its validity, or loses the group. `check` does not know that password. A server that does not answer says nothing of it.
 */
async function letsIn(olds: Properties, news: Properties): Promise<boolean> {
  try {
    const [role, password] = [text(olds, "role"), text(olds, "loginPassword")];
    return await isLoginValid(targetOf(news), role, password, text(news, "group"));
  } catch (error) {
    if (error instanceof SchemaError) return true;
    throw error;
  }
}

/** @param olds outputs so far; a generation that is only made again keeps its password */
function make(olds: Properties, news: Properties): Promise<Properties> {
  return withoutTrace(async () => {
    const target = targetOf(news);
    const role = text(news, "role");
    const isSame = olds.role === news.role && olds.generation === news.generation;
    const password = isSame ? text(olds, "loginPassword") : passwordFor(news);
    await makeLogin(target, {
      identity: text(news, "__identity"),
      role,
      group: text(news, "group"),
      password,
      generation: Number(news.generation),
    });
    return { ...news, loginPassword: password, url: formatTarget({ ...target, user: role, password }) };
  });
}

function passwordFor(news: Properties): string {
  return news.newPassword === undefined ? newPassword() : text(news, "newPassword");
}

export const applicationLogin = {
  check: (olds: Properties, news: Properties) => withoutTrace(() => check(olds, news)),
  diff,
  create: async (inputs: Properties) => ({ id: text(inputs, "group"), outs: await make({}, inputs) }),
  read: async (id: string, properties: Properties) => ({ id, props: properties }),
  update: async (_id: string, olds: Properties, news: Properties) => ({ outs: await make(olds, news) }),
  // `LoginInUse` ends logins before, for it always knows the administrator's password of now. One that never came into use
  // has none.
  delete: (_id: string, properties: Properties) =>
    endUndeclared(properties, new Set([text(properties, "__identity"), identityOf(properties)]), (target) =>
      isLoginValid(target, text(properties, "role"), text(properties, "loginPassword")),
    ),
};
