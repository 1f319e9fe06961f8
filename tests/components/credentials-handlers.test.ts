// The handlers of an application's login, called as Pulumi's provider process calls them, on a server whose administrator
// is no superuser: which role takes a generation, whatever was interrupted before.
import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { applicationLogin, fileSecret, groupRoles, loginInUse } from "../../components/credentials/handlers";
import { type Properties, unknownValue } from "../../components/properties";
import { readyServer } from "../../components/servers/ready-handlers";
import {
  connect,
  ensureGroupRoles,
  newPassword,
  parseTarget,
  readLogins,
  type Target,
} from "../../engine/index";
import { rows } from "../apply/support";
import { sharedServer, type TestServer } from "../support/postgres";

const before = process.cwd();
const project = realpathSync(mkdtempSync(path.join(tmpdir(), "stackschema-credentials-")));
let server: TestServer;
let admin: Target;
let application: string;
let made = 0;

beforeAll(async () => {
  writeFileSync(path.join(project, "Pulumi.yaml"), "name: stackschema\n");
  process.chdir(project);
  server = await sharedServer();
  await rows(server.target, "CREATE ROLE logins_admin LOGIN CREATEROLE PASSWORD 'first-password'");
  admin = { ...server.target, user: "logins_admin", password: "first-password" };
});

afterAll(() => {
  process.chdir(before);
  rmSync(project, { recursive: true });
});

beforeEach(async () => {
  made += 1;
  application = `handled_${made}`;
  await ensureGroupRoles(admin, [`${application}_rw`]);
});

function program(wanted: number, own: Properties = {}): Properties {
  const { host, port, database, user, password, tls } = admin;
  return {
    ...{ host, port, database, user, password, tls, wanted },
    ...{ roles: [`${application}_a`, `${application}_b`], group: `${application}_rw`, __stack: "test" },
    ...own,
  };
}

interface State {
  readonly inputs: Properties;
  readonly outputs: Properties;
}

async function checked(state: State | null, news: Properties): Promise<Properties> {
  const { inputs, failures = [] } = await applicationLogin.check(state?.inputs ?? {}, news);
  expect(failures).toEqual([]);
  return inputs;
}

/** Gives the login its turn; the store has it, and what comes after has not. */
async function turn(state: State | null, news: Properties): Promise<State> {
  const inputs = await checked(state, news);
  if (state === null) return { inputs, outputs: (await applicationLogin.create(inputs)).outs };
  const { changes } = await applicationLogin.diff("id", state.outputs, inputs);
  if (!changes) return { inputs, outputs: state.outputs };
  return { inputs, outputs: (await applicationLogin.update("id", state.outputs, inputs)).outs };
}

async function use(state: State, own: Properties = {}): Promise<void> {
  const { role, generation } = state.outputs;
  await loginInUse.create({ ...program(0), role, generation, revokePrevious: false, ...own });
}

const roleOf = ({ outputs }: State): string => String(outputs.role).replace(`${application}_`, "");
/** Handlers in a process of their own, as a destroy has them. */
function ofAnotherRun() {
  vi.resetModules();
  return import("../../components/credentials/handlers");
}
const logIn = async ({ outputs }: State): Promise<void> =>
  (await connect(parseTarget(String(outputs.url)))).end();

describe("a generation", () => {
  test("takes the first role, then the other, and so on, whatever the number", async () => {
    let state: State | null = null;
    const seen: string[] = [];
    for (const wanted of [1, 2, 1, -4, 90]) {
      state = await turn(state, program(wanted));
      await logIn(state);
      await use(state);
      seen.push(roleOf(state));
    }
    expect(seen).toEqual(["a", "b", "a", "b", "a"]);
  });

  test("that stands is left alone, also when a provider makes another password", async () => {
    const first = await turn(null, program(1, { newPassword: newPassword() }));
    await use(first);
    const again = await checked(first, program(1, { newPassword: newPassword() }));
    expect(await applicationLogin.diff("id", first.outputs, again)).toEqual({ changes: false });
  });

  test("is known in a preview before there is a server, and while its address is unknown", async () => {
    const nowhere = { host: unknownValue, port: unknownValue, password: unknownValue };
    expect(await checked(null, program(3, nowhere))).toMatchObject({
      role: `${application}_a`,
      generation: 3,
    });
    const first = await turn(null, program(3));
    await use(first);
    expect(await checked(first, program(4, nowhere))).toMatchObject({
      role: `${application}_b`,
      generation: 4,
    });
  });

  test("is refused in the first preview where either role is another stack's, or nobody's we know", async () => {
    await rows(server.target, `CREATE ROLE ${application}_a LOGIN`);
    const marks = {
      "'stackschema: in use, generation 1, stack other'": "made by the stack other",
      NULL: "not made",
    };
    for (const [mark, whose] of Object.entries(marks)) {
      await rows(server.target, `COMMENT ON ROLE ${application}_a IS ${mark}`);
      const { failures } = await applicationLogin.check({}, program(1));
      const reason = expect.stringMatching(
        new RegExp(`_a on .* was ${whose}.* takes its two roles in turns`),
      );
      expect(failures).toMatchObject([{ reason }]);
    }
  });

  test("whose role became another stack's is refused in the preview", async () => {
    const first = await turn(null, program(1));
    await use(first);
    await rows(server.target, `CREATE ROLE ${application}_b LOGIN`);
    await rows(
      server.target,
      `COMMENT ON ROLE ${application}_b IS 'stackschema: in use, generation 1, stack other'`,
    );
    const { failures } = await applicationLogin.check(first.inputs, program(2));
    expect(failures).toMatchObject([{ reason: expect.stringMatching(/_b on .* made by the stack other/) }]);
  });

  test("has the password that a provider made", async () => {
    const made = newPassword();
    const { outputs } = await turn(null, program(1, { newPassword: made }));
    expect(parseTarget(String(outputs.url)).password).toBe(made);
  });
});

describe("a rotation that is not over", () => {
  test("is finished first, with the password it has: the role in the store may be either", async () => {
    const first = await turn(null, program(1));
    await use(first);
    const second = await turn(first, program(2));
    const third = await turn(second, program(3));
    expect([roleOf(third), third.outputs.generation]).toEqual(["b", 2]);
    expect(third.outputs.url).toBe(second.outputs.url);
    await Promise.all([logIn(first), logIn(second)]);
    await use(third);
    const fourth = await turn(third, program(3));
    expect([roleOf(fourth), fourth.outputs.generation]).toEqual(["a", 3]);
    await logIn(second);
  });

  test("takes the same role again where the state has nothing of it", async () => {
    const first = await turn(null, program(1));
    await use(first);
    const lost = await turn(first, program(2));
    const second = await turn(first, program(2));
    expect(roleOf(second)).toBe("b");
    expect(second.outputs.url).not.toBe(lost.outputs.url);
    await Promise.all([logIn(first), logIn(second)]);
  });

  test("of a stack whose state was lost leaves the role in use alone", async () => {
    const first = await turn(null, program(1));
    await use(first);
    const adopted = await turn(null, program(1));
    expect(roleOf(adopted)).toBe("b");
    await logIn(first);
  });
});

describe("a stack that was renamed", () => {
  const renamed = (wanted: number) => program(wanted, { __stack: "renamed" });
  const inUse = ({ outputs: { role, generation } }: State, own: Properties = {}) => ({
    ...{ ...program(0), role, generation, revokePrevious: false },
    ...own,
  });
  const marks = async () =>
    (await readLogins(admin, [`${application}_a`, `${application}_b`])).map(
      ({ mark }) => mark && `${mark.state}, ${mark.stack}`,
    );

  /** As an `up` does: first the login, then the one that marks it. */
  async function up(state: State, wanted: number): Promise<State> {
    const next = await turn(state, renamed(wanted));
    const { inputs } = await loginInUse.check(inUse(state), inUse(next, { __stack: "renamed" }));
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
    expect(again.outputs).toEqual(second.outputs);
    expect(await marks()).toEqual(["previous, renamed", "in use, renamed"]);
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
    const third = await up(failed, 3);
    expect(roleOf(third)).toBe("a");
    expect(await marks()).toEqual(["in use, renamed", "previous, renamed"]);
    await Promise.all([logIn(second), logIn(third)]);
  });

  test("carries over no mark but its own", async () => {
    const first = await turn(null, program(1));
    await use(first);
    await rows(
      server.target,
      `CREATE ROLE ${application}_b; COMMENT ON ROLE ${application}_b IS 'stackschema: ended, generation 4, stack other'`,
    );
    await up(first, 1);
    expect(await marks()).toEqual(["in use, renamed", "ended, other"]);
  });
});

describe("a login role", () => {
  test("that was dropped, or lost its login, is made again with the password it had", async () => {
    const first = await turn(null, program(1));
    await use(first);
    for (const harm of [`ALTER ROLE ${application}_a NOLOGIN`, `DROP ROLE ${application}_a`]) {
      await rows(server.target, harm);
      const again = await turn(first, program(1));
      expect(again.outputs.url).toBe(first.outputs.url);
      await logIn(again);
      await use(again);
    }
  });

  test("of a server that was put back to an earlier time is given its password again", async () => {
    const first = await turn(null, program(1));
    await use(first);
    const second = await turn(first, program(2));
    await use(second);
    // As a backup has it: the role with the password and the mark of long ago.
    await rows(
      server.target,
      `ALTER ROLE ${application}_b PASSWORD 'of then';
       COMMENT ON ROLE ${application}_b IS 'stackschema: previous, generation -3, stack test'`,
    );
    await expect(logIn(second)).rejects.toThrow("refused user or password");
    const again = await turn(second, program(2));
    expect(again.outputs.url).toBe(second.outputs.url);
    await logIn(again);
  });

  test("whose role was made again by somebody else is refused, and is not marked as ours", async () => {
    const first = await turn(null, program(1));
    await use(first);
    await rows(
      server.target,
      `DROP ROLE ${application}_a; CREATE ROLE ${application}_a LOGIN PASSWORD 'theirs'`,
    );
    const { failures } = await applicationLogin.check(first.inputs, program(1));
    expect(failures).toMatchObject([{ reason: expect.stringContaining("was not made by this stack") }]);
  });

  test("of somebody else fails the preview and a run that had none of it, and nothing is changed", async () => {
    const inputs = await checked(null, program(1));
    await rows(server.target, `CREATE ROLE ${application}_a LOGIN PASSWORD 'theirs'`);
    const { failures } = await applicationLogin.check({}, program(1));
    expect(failures).toMatchObject([{ reason: expect.stringContaining("was not made by this stack") }]);
    await expect(applicationLogin.create(inputs)).rejects.toMatchObject({
      code: "login-not-ours",
      stack: "",
    });
    await (await connect({ ...admin, user: `${application}_a`, password: "theirs" })).end();
  });

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

describe("being in use", () => {
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

  test("is pending while the mark is missing, or a previous login shall end", async () => {
    const first = await turn(null, program(1));
    await use(first);
    const second = await turn(first, program(2));
    const { role, generation } = second.outputs;
    const inputs = { ...program(0), role, generation, revokePrevious: false };
    const { outs } = await loginInUse.create(inputs);
    const changes = async (own: Properties) => {
      const { inputs: next } = await loginInUse.check(outs, { ...inputs, ...own });
      return (await loginInUse.diff("id", outs, next)).changes;
    };
    expect(await changes({})).toBe(false);
    expect(await changes({ revokePrevious: true })).toBe(true);
    await rows(server.target, `COMMENT ON ROLE ${application}_b IS 'mine'`);
    expect(await changes({})).toBe(true);
  });

  test("tells of a previous login that it cannot end, since the role lost its mark", async () => {
    const first = await turn(null, program(1));
    await use(first);
    const second = await turn(first, program(2));
    await rows(server.target, `COMMENT ON ROLE ${application}_a IS 'login of the shop'`);
    await expect(use(second, { revokePrevious: true })).rejects.toMatchObject({ code: "login-not-ours" });
    await logIn(first);
  });
});

describe("an administrator's password that changes", () => {
  test("is looked for in the state as long as the server does not know the new one", async () => {
    const news = { ...program(0), names: [`${application}_rw`] };
    const { outs } = await groupRoles.create(news);
    const rotated = { ...news, password: "second-password" };
    const preview = await groupRoles.check(outs, rotated);
    expect(preview.failures).toBeUndefined();
    expect((await groupRoles.diff("id", outs, preview.inputs)).changes).toBe(true);
    await rows(server.target, "ALTER ROLE logins_admin PASSWORD 'second-password'");
    expect((await groupRoles.check(outs, rotated)).failures).toBeUndefined();
    const wrong = await groupRoles.check(outs, { ...news, password: "third-password" });
    expect(wrong.failures?.[0]?.reason).toContain("the server refused user or password");
    await rows(server.target, "ALTER ROLE logins_admin PASSWORD 'first-password'");
    const existing = await groupRoles.check(outs, { ...rotated, passwordVariable: "PG_TEST_PASSWORD" });
    expect(existing.failures?.[0]?.reason).toContain("the server refused user or password");
  });

  test("is looked for in the state of the server where an application is new", async () => {
    const rotated = program(1, { password: "second-password" });
    const { failures } = await applicationLogin.check({}, rotated);
    expect(failures?.[0]?.reason).toContain("the server refused user or password");
    await readyServer.check(program(1), rotated);
    expect(await checked(null, rotated)).toMatchObject({
      role: `${application}_a`,
      password: "second-password",
    });
    const wrong = await applicationLogin.check({}, { ...rotated, passwordVariable: "PG_TEST_PASSWORD" });
    expect(wrong.failures?.[0]?.reason).toContain("the server refused user or password");
  });

  test("is taken from the environment of the run before what is stored, and is stored nowhere", async () => {
    const news = {
      ...program(0),
      names: [`${application}_rw`],
      password: "",
      passwordVariable: "PG_TEST_PASSWORD",
    };
    process.env.PG_TEST_PASSWORD = "first-password";
    try {
      const { outs } = await groupRoles.create(news);
      expect(JSON.stringify(outs)).not.toContain("first-password");
    } finally {
      delete process.env.PG_TEST_PASSWORD;
    }
    expect((await groupRoles.check(news, news)).failures?.[0]?.reason).toContain("none was given");
  });
});

describe("a secret in a file", () => {
  const value = "postgres://u%40x:p%2Fw@127.0.0.1:5432/d'b?sslmode=disable";
  const inputs = { file: "secrets/app.env", value, login: "u", generation: 3 };
  const file = path.join(project, "secrets", "app.env");

  test("is read by its owner alone, and is written again where it is missing or was changed", async () => {
    const { outs } = await fileSecret.create(inputs);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
    const text = readFileSync(file, "utf8");
    expect(text).toContain(`DATABASE_URL="${value}"\n`);
    expect(text).toContain(`DATABASE_PASSWORD='p/w'\n`);
    const changes = async () => {
      const { inputs: next } = await fileSecret.check(outs, inputs);
      return (await fileSecret.diff("id", outs, next)).changes;
    };
    expect(await changes()).toBe(false);
    writeFileSync(file, `${text}\n`);
    expect(await changes()).toBe(true);
    rmSync(file);
    expect(await changes()).toBe(true);
    writeFileSync(`${file}.new`, "left by a killed run", { mode: 0o644 });
    await fileSecret.update("id", outs, inputs);
    expect(readFileSync(file, "utf8")).toBe(text);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await (await ofAnotherRun()).fileSecret.delete("id", outs);
    expect(() => statSync(file)).toThrow();
  });

  test("that others can read is found by preview and refresh, and gets its mode again", async () => {
    const { inputs: news } = await fileSecret.check({}, inputs);
    const { outs } = await fileSecret.create(news);
    expect((await fileSecret.read("id", outs)).props).toEqual(outs);
    for (const mode of ["640", "604"]) {
      chmodSync(file, Number.parseInt(mode, 8));
      const { inputs: next } = await fileSecret.check(news, inputs);
      expect(next.__exposed).toBe(mode);
      expect(await fileSecret.diff("id", outs, next)).toEqual({ changes: true });
      const refreshed = await fileSecret.read("id", outs);
      expect([refreshed.props.mode, refreshed.inputs.mode]).toEqual([mode, mode]);
      expect(await fileSecret.diff("id", refreshed.props, news)).toEqual({ changes: true });
      const updated = await fileSecret.update("id", outs, next);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      const last = await fileSecret.check(next, inputs);
      expect(last.inputs.__exposed).toBeUndefined();
      expect(await fileSecret.diff("id", updated.outs, last.inputs)).toEqual({ changes: false });
    }
  });

  test("that is replaced stays: the new one is the same file", async () => {
    const { outs } = await fileSecret.create(inputs);
    await fileSecret.create((await fileSecret.check({}, inputs)).inputs);
    await fileSecret.delete("id", outs);
    expect(readFileSync(file, "utf8")).toContain(value);
  });

  test("that cannot be written fails with its name and the reason, and no secret", async () => {
    symlinkSync(path.join(project, "nowhere", "deep"), `${file}.new`);
    await expect(fileSecret.create(inputs)).rejects.toMatchObject({
      code: "secret-not-written",
      message: expect.stringMatching(/^the secret file secrets\/app\.env cannot be written: ENOENT$/),
    });
  });
});
