// What becomes of an application's logins when their stack is renamed or destroyed, or one of their resources is replaced.
import { beforeAll, describe, expect, test, vi } from "vitest";
import { applicationLogin, loginInUse } from "../../components/credentials/handlers";
import type { Properties } from "../../components/properties";
import { readLogins } from "../../engine/index";
import { rows } from "../apply/support";
import { sharedServer } from "../support/postgres";
import {
  admin,
  application,
  identity,
  logIn,
  ofAnotherRun,
  program,
  roleOf,
  type State,
  server,
  turn,
  use,
} from "./credentials-fixture";

beforeAll(async () => {
  await rows(server.target, "CREATE DATABASE logins_renamed");
  await rows(server.target, "CREATE DATABASE logins_other");
});

const marks = async () =>
  (await readLogins(admin, [`${application}_a`, `${application}_b`])).map(
    ({ mark }) => mark && `${mark.state}, ${mark.identity}`,
  );

const inUse = ({ outputs: { role, generation } }: State, own: Properties = {}) => ({
  ...{ ...program(0), role, generation, revokePrevious: false },
  ...own,
});

describe.each([
  ["stack", { __stack: "renamed" }],
  ["project", { __project: "renamed" }],
  ["database", { database: "logins_renamed" }],
])("an application whose %s was renamed", (_, own) => {
  const renamed = (wanted: number) => program(wanted, own);

  /** As an `up` does: first the login, then the one that marks it. */
  async function up(state: State, wanted: number): Promise<State> {
    const next = await turn(state, renamed(wanted));
    const { inputs } = await loginInUse.check(inUse(state), inUse(next, own));
    expect(await loginInUse.diff("id", inUse(state), inputs)).toEqual({ changes: true });
    await loginInUse.update("id", inUse(state), inputs);
    return next;
  }

  test("keeps both logins, and goes on with the next rotation", async () => {
    const first = await turn(null, program(1));
    await use(first);
    const second = await turn(first, program(2));
    await use(second);
    const again = await up(second, 2);
    const { role, generation, loginPassword } = second.outputs;
    expect(again.outputs).toMatchObject({ role, generation, loginPassword });
    expect(await marks()).toEqual([`previous, ${identity(own)}`, `in use, ${identity(own)}`]);
    const third = await turn(again, renamed(3));
    expect(roleOf(third)).toBe("a");
    await Promise.all([logIn(second), logIn(third)]);
  });

  test("may be rotated in the same run, and in one after a run that failed before the marks", async () => {
    const first = await turn(null, program(1));
    await use(first);
    const second = await turn(first, program(2));
    await use(second);
    const failed = await turn(second, renamed(2));
    // A URL names its database: that login was given its password again, which is finished first.
    const done = "database" in own ? await up(failed, 3) : failed;
    const third = await up(done, 3);
    expect(roleOf(third)).toBe("a");
    expect(await marks()).toEqual([`in use, ${identity(own)}`, `previous, ${identity(own)}`]);
    await Promise.all([logIn(second), logIn(third)]);
  });

  test("carries over no mark but its own", async () => {
    const first = await turn(null, program(1));
    await use(first);
    await rows(
      server.target,
      `CREATE ROLE ${application}_b; COMMENT ON ROLE ${application}_b IS 'stackschema: ended, generation 4, project p, stack other, database d'`,
    );
    await up(first, 1);
    expect(await marks()).toEqual([`in use, ${identity(own)}`, "ended, project p, stack other, database d"]);
  });
});

describe("an application that was renamed", () => {
  /** An `up` under another name than the last one. */
  async function up(state: State, before: Properties, own: Properties): Promise<State> {
    const next = await turn(state, program(1, own));
    const { inputs } = await loginInUse.check(inUse(state, before), inUse(next, own));
    await loginInUse.update("id", inUse(state, before), inputs);
    return next;
  }

  test.each([["back"], ["to a third name"]])("and then %s goes on", async (where) => {
    const first = await turn(null, program(1));
    await use(first);
    const [second, third] = [{ __stack: "second" }, where === "back" ? {} : { __stack: "third" }];
    const again = await up(await up(first, {}, second), second, third);
    expect(again.outputs.loginPassword).toBe(first.outputs.loginPassword);
    expect(await marks()).toEqual([`in use, ${identity(third)}`]);
    await use(await turn(again, program(2, third)), third);
    expect(await marks()).toEqual([`previous, ${identity(third)}`, `in use, ${identity(third)}`]);
  });

  test("goes on where its last resource was replaced in the same run", async () => {
    const first = await turn(null, program(1));
    await use(first);
    const second = await turn(first, program(2));
    await use(second);
    const own = { __stack: "second" };
    const next = await turn(second, program(2, own));
    const { inputs } = await loginInUse.check({}, inUse(next, own));
    await loginInUse.create(inputs);
    expect(await marks()).toEqual([`previous, ${identity(own)}`, `in use, ${identity(own)}`]);
    const third = await turn(next, program(3, own));
    expect(roleOf(third)).toBe("a");
  });
});

describe("an application of the same name, on the same server", () => {
  test.each([
    ["another project", { __project: "other" }],
    ["another database", { database: "logins_other" }],
  ])("of %s is refused, and its destroy ends nothing of ours", async (_, own) => {
    const first = await turn(null, program(1));
    await use(first);
    const { failures } = await applicationLogin.check({}, program(1, own));
    expect(failures).toMatchObject([{ reason: expect.stringContaining(`(${identity()})`) }]);
    const { role, generation } = first.outputs;
    const { loginInUse: later } = await ofAnotherRun();
    await later.delete("id", { ...program(0, own), role, generation });
    await logIn(first);
  });
});

describe("an application in the place of one that was destroyed", () => {
  test("takes its roles, in turns, which let nobody in", async () => {
    const gone = await turn(null, program(1));
    await use(gone);
    const second = await turn(gone, program(2));
    await use(second);
    const { role, generation } = second.outputs;
    const { loginInUse: later } = await ofAnotherRun();
    await later.delete("id", { ...program(0), role, generation });
    const own = { __project: "next" };
    const first = await turn(null, program(1, own));
    await use(first, own);
    const rotated = await turn(first, program(2, own));
    await use(rotated, own);
    await Promise.all([logIn(first), logIn(rotated)]);
    expect(await marks()).toEqual([`previous, ${identity(own)}`, `in use, ${identity(own)}`]);
  });
});

describe("a login that never came into use", () => {
  test("is ended by a destroy, with what the state has of it", async () => {
    const told = vi.spyOn(console, "log").mockImplementation(() => undefined);
    const first = await turn(null, program(1));
    const { applicationLogin: later } = await ofAnotherRun();
    await later.delete("id", { ...first.outputs, password: "wrong" });
    expect(told.mock.calls.join()).toMatch(/the logins .*_a, .*_b stay valid.* To end them: ALTER ROLE/s);
    await logIn(first);
    await later.delete("id", first.outputs);
    await expect(logIn(first)).rejects.toMatchObject({ code: expect.stringMatching(/^connection-/) });
    told.mockClear();
    // As after `LoginInUse`, which may know another password than the state of the login.
    await later.delete("id", { ...first.outputs, password: "wrong" });
    expect(told).not.toHaveBeenCalled();
    told.mockRestore();
  });

  test("stays when it is replaced, and so does one that the store may name", async () => {
    const first = await turn(null, program(1));
    await use(first);
    const second = await turn(first, program(2));
    const replaced = await turn(null, program(2));
    await applicationLogin.delete("id", second.outputs);
    await Promise.all([logIn(first), logIn(replaced)]);
    await use(replaced);
    await applicationLogin.delete("id", first.outputs);
    await Promise.all([logIn(first), logIn(replaced)]);
  });
});

describe("a login in use", () => {
  test("is ended when the resource goes; a server that lets nobody in does not stop that", async () => {
    const first = await turn(null, program(1));
    const state = { ...program(0), role: first.outputs.role, generation: 1, revokePrevious: false };
    await use(first);
    const { loginInUse: later } = await ofAnotherRun();
    await later.delete("id", { ...state, password: "wrong" });
    await logIn(first);
    await later.delete("id", state);
    await expect(logIn(first)).rejects.toMatchObject({ code: expect.stringMatching(/^connection-/) });
  });

  test("that is replaced is no reason to end the logins: it is one pair of roles", async () => {
    const first = await turn(null, program(1));
    const { role } = first.outputs;
    const news = { ...program(0), role, generation: 1, revokePrevious: false };
    const { outs } = await loginInUse.create(news);
    const { inputs } = await loginInUse.check({}, news);
    await loginInUse.create(inputs);
    await loginInUse.delete("id", outs);
    await logIn(first);
  });

  test("that is replaced by one whose server is spelt in another way, or does not answer now, stays, too", async () => {
    const first = await turn(null, program(1));
    const news = { ...program(0), role: first.outputs.role, generation: 1, revokePrevious: false };
    const { outs } = await loginInUse.create(news);
    const told = vi.spyOn(console, "log").mockImplementation(() => undefined);
    for (const [elsewhere, line] of [
      [{ host: "localhost" }, ""],
      [{ port: 1 }, "stay valid: Cannot connect"],
    ] as const) {
      const { loginInUse: run } = await ofAnotherRun();
      await run.check({}, { ...news, ...elsewhere });
      await run.delete("id", outs);
      await logIn(first);
      expect(told.mock.calls.join()).toContain(line);
    }
    expect(told).toHaveBeenCalledOnce();
    told.mockRestore();
  });

  test("of another server, which a new one takes the place of, is ended", async () => {
    const other = await sharedServer(16);
    const first = await turn(null, program(1));
    const news = { ...program(0), role: first.outputs.role, generation: 1, revokePrevious: false };
    const { outs } = await loginInUse.create(news);
    const { host, port, user, password } = other.target;
    const { loginInUse: run } = await ofAnotherRun();
    await run.check({}, { ...news, host, port, user, password });
    await run.delete("id", outs);
    await expect(logIn(first)).rejects.toMatchObject({ code: expect.stringMatching(/^connection-/) });
  });
});
