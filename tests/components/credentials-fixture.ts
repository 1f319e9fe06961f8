// The handlers of an application's login, called as Pulumi's provider process calls them, on a server whose administrator
// is no superuser; each test has an application of its own.
import { beforeAll, beforeEach, expect, vi } from "vitest";
import { applicationLogin, loginInUse } from "../../components/credentials/handlers";
import { identityOf } from "../../components/credentials/identity";
import type { Properties } from "../../components/properties";
import { connect, ensureGroupRoles, parseTarget, type Target } from "../../engine/index";
import { rows } from "../apply/support";
import { sharedServer, type TestServer } from "../support/postgres";

export let server: TestServer;
export let admin: Target;
export let application: string;
let made = 0;

beforeAll(async () => {
  server = await sharedServer();
  await rows(server.target, "CREATE ROLE logins_admin LOGIN CREATEROLE PASSWORD 'first-password'");
  admin = { ...server.target, user: "logins_admin", password: "first-password" };
});

beforeEach(async () => {
  made += 1;
  application = `handled_${made}`;
  await ensureGroupRoles(admin, [`${application}_rw`]);
});

export function program(wanted: number, own: Properties = {}): Properties {
  const { host, port, database, user, password, tls } = admin;
  return {
    ...{ host, port, database, user, password, tls, wanted },
    ...{ roles: [`${application}_a`, `${application}_b`], group: `${application}_rw` },
    ...{ __project: "handled", __stack: "test" },
    ...own,
  };
}

export const identity = (own: Properties = {}): string => identityOf({ ...program(0), ...own });

export interface State {
  readonly inputs: Properties;
  readonly outputs: Properties;
}

export async function checked(state: State | null, news: Properties): Promise<Properties> {
  const { inputs, failures = [] } = await applicationLogin.check(state?.inputs ?? {}, news);
  expect(failures).toEqual([]);
  return inputs;
}

/** Gives the login its turn; the store has it, and what comes after has not. */
export async function turn(state: State | null, news: Properties): Promise<State> {
  const inputs = await checked(state, news);
  if (state === null) return { inputs, outputs: (await applicationLogin.create(inputs)).outs };
  const { changes } = await applicationLogin.diff("id", state.outputs, inputs);
  if (!changes) return { inputs, outputs: state.outputs };
  return { inputs, outputs: (await applicationLogin.update("id", state.outputs, inputs)).outs };
}

export async function use(state: State, own: Properties = {}): Promise<void> {
  const { role, generation } = state.outputs;
  await loginInUse.create({ ...program(0), role, generation, revokePrevious: false, ...own });
}

export const roleOf = ({ outputs }: State): string => String(outputs.role).replace(`${application}_`, "");
/** Handlers in a process of their own, as a destroy has them. */
export function ofAnotherRun() {
  vi.resetModules();
  return import("../../components/credentials/handlers");
}
export const logIn = async ({ outputs }: State): Promise<void> =>
  (await connect(parseTarget(String(outputs.url)))).end();
