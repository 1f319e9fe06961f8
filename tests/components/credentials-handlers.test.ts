// The handlers of an application's login: which role takes a generation, whatever was interrupted before.
import { describe, expect, test } from "vitest";
import { applicationLogin, groupRoles, loginInUse } from "../../components/credentials/handlers";
import { type Properties, text, unknownValue } from "../../components/properties";
import { readyServer } from "../../components/servers/ready-handlers";
import { connect, newPassword, parseTarget } from "../../engine/index";
import { rows } from "../apply/support";
import {
  admin,
  application,
  checked,
  identity,
  logIn,
  program,
  roleOf,
  type State,
  server,
  turn,
  use,
} from "./credentials-fixture";

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

  test("is refused in the first preview where either role is another application's, or nobody's we know", async () => {
    await rows(server.target, `CREATE ROLE ${application}_a LOGIN`);
    const marks = {
      "'stackschema: in use, generation 1, project p, stack other, database d'":
        "is another application's \\(project p, stack other, database d\\)",
      NULL: "was not made",
    };
    for (const [mark, whose] of Object.entries(marks)) {
      await rows(server.target, `COMMENT ON ROLE ${application}_a IS ${mark}`);
      const { failures } = await applicationLogin.check({}, program(1));
      const reason = expect.stringMatching(new RegExp(`_a on .* ${whose}.* takes its two roles in turns`));
      expect(failures).toMatchObject([{ reason }]);
    }
  });

  test("whose role became another application's is refused in the preview", async () => {
    const first = await turn(null, program(1));
    await use(first);
    await rows(server.target, `CREATE ROLE ${application}_b LOGIN`);
    await rows(
      server.target,
      `COMMENT ON ROLE ${application}_b IS 'stackschema: in use, generation 1, project p, stack other, database d'`,
    );
    const { failures } = await applicationLogin.check(first.inputs, program(2));
    expect(failures).toMatchObject([
      { reason: expect.stringMatching(/_b on .* is another application's \(project p, stack other/) },
    ]);
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

  test("whose password was changed by hand, or expired, is given its password again", async () => {
    const first = await turn(null, program(1));
    await use(first);
    for (const harm of ["PASSWORD 'by hand'", "VALID UNTIL '2020-01-01'"]) {
      await rows(server.target, `ALTER ROLE ${application}_a ${harm}`);
      await expect(logIn(first)).rejects.toThrow("refused user or password");
      const again = await turn(first, program(1));
      expect(again.outputs.url).toBe(first.outputs.url);
      await logIn(again);
      await use(again);
    }
  });

  test("whose group was taken away by hand gets it again", async () => {
    const first = await turn(null, program(1));
    await use(first);
    const inputs = await checked(first, program(1));
    await rows(admin, `REVOKE ${text(inputs, "group")} FROM ${application}_a`);
    expect(await applicationLogin.diff("id", first.outputs, inputs)).toEqual({ changes: true });
    const again = await turn(first, program(1));
    expect(await applicationLogin.diff("id", again.outputs, inputs)).toEqual({ changes: false });
  });

  test("is taken as it is where the server cannot say whether its password is good", async () => {
    const first = await turn(null, program(1));
    await use(first);
    const inputs = await checked(first, program(1));
    await rows(server.target, `ALTER ROLE ${application}_a PASSWORD 'by hand' CONNECTION LIMIT 0`);
    expect(await applicationLogin.diff("id", first.outputs, inputs)).toEqual({ changes: true });
    await rows(server.target, `ALTER ROLE ${application}_a PASSWORD '${first.outputs.loginPassword}'`);
    expect(await applicationLogin.diff("id", first.outputs, inputs)).toEqual({ changes: false });
    const unknown = { ...inputs, user: unknownValue, password: unknownValue };
    expect(await applicationLogin.diff("id", first.outputs, unknown)).toEqual({ changes: false });
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
       COMMENT ON ROLE ${application}_b IS 'stackschema: previous, generation -3, ${identity()}'`,
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
});

describe("being in use", () => {
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
