import { beforeAll, describe, expect, it } from "vitest";
import {
  endLogins,
  isLoginValid,
  loginIdentity,
  makeLogin,
  markInUse,
  readLogins,
} from "../../engine/apply/logins";
import { ensureGroupRoles } from "../../engine/apply/roles";
import { connect, newPassword, type Target } from "../../engine/postgres";
import { majors, startTestServer, type TestServer } from "../support/postgres";
import { rows, session } from "./support";

describe.each([...majors])("logins on Postgres %i, made by an administrator without superuser", (major) => {
  let server: TestServer;
  let admin: Target;
  const identity = loginIdentity("shop", "prod", "ledger, 'of' old");
  const password = newPassword();
  const login = { identity, role: "ledger_a", group: "ledger_rw", password, generation: 7 };

  beforeAll(async () => {
    server = await startTestServer({ major });
    await rows(
      server.target,
      `CREATE ROLE admin LOGIN CREATEROLE CREATEDB NOINHERIT PASSWORD 'a';
       CREATE ROLE other LOGIN CREATEROLE PASSWORD 'o'; CREATE ROLE stranger_a LOGIN PASSWORD 's'`,
    );
    admin = { ...server.target, user: "admin", password: "a" };
    await ensureGroupRoles(admin, ["ledger_rw"]);
    return () => server.stop();
  });

  const as = (role: string, secret: string): Target => ({ ...server.target, user: role, password: secret });
  const states = async () =>
    (await readLogins(admin, ["ledger_a", "ledger_b"])).map(({ name, canLogin, mark }) => [
      name,
      canLogin,
      mark?.state,
      mark?.generation,
    ]);

  it("have the rights of their group and no other, and only a verifier is stored", async () => {
    await makeLogin(admin, login);
    expect(await states()).toEqual([["ledger_a", true, "new", 7]]);
    const [role] = await rows(
      server.target,
      `SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls OR rolreplication AS might,
         rolpassword ~ '^SCRAM-SHA-256\\$4096:' AS verifier,
         (SELECT array_agg(roleid::regrole::text) FROM pg_auth_members WHERE member = a.oid) AS groups
       FROM pg_authid AS a WHERE rolname = 'ledger_a'`,
    );
    expect(role).toEqual({ might: false, verifier: true, groups: ["ledger_rw"] });
  });

  it("take another password, and the one before is good no more", async () => {
    const next = newPassword();
    await makeLogin(admin, { ...login, password: next, generation: 8 });
    await (await connect(as("ledger_a", next))).end();
    await expect(connect(as("ledger_a", password))).rejects.toMatchObject({
      code: "connection-authentication",
    });
    await makeLogin(admin, login);
  });

  it("tell which of two is in use; the other stays valid", async () => {
    await makeLogin(admin, { ...login, role: "ledger_b", generation: 8 });
    await markInUse(admin, { identity, role: "ledger_b", generation: 8, others: ["ledger_a", "ledger_c"] });
    expect(await states()).toEqual([
      ["ledger_a", true, "previous", 7],
      ["ledger_b", true, "in use", 8],
    ]);
    await (await connect(as("ledger_a", password))).end();
  });

  it("are ended with their sessions, others' are left alone, and nothing is left of how", async () => {
    const doomed = await connect(as("ledger_a", password));
    const busy = await connect(as("ledger_a", password));
    const sleeping = busy.query("SELECT pg_sleep(60)").catch((error: unknown) => error);
    const kept = await session(as("ledger_b", password));
    const granted = () => rows(server.target, "SELECT count(*)::int AS n FROM pg_auth_members");
    const before = await granted();
    expect(await endLogins(admin, identity, ["ledger_a"])).toBe(2);
    expect(await sleeping).toMatchObject({ code: "57P01" });
    await expect(doomed.query("SELECT 1")).rejects.toThrow();
    await expect(connect(as("ledger_a", password))).rejects.toThrow();
    expect((await kept.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    expect(await granted()).toEqual(before);
    expect((await states())[0]?.slice(1)).toEqual([false, "ended", 7]);
    expect(await endLogins(admin, identity, ["ledger_a", "not there"])).toBe(0);
    await makeLogin(admin, { ...login, generation: 9 });
    await (await connect(as("ledger_a", password))).end();
    await Promise.all([doomed.end(), busy.end()].map((end) => end.catch(() => undefined)));
  });

  it("that somebody else made, or another application, are left as they are", async () => {
    const strange = { ...login, role: "stranger_a" };
    await expect(makeLogin(admin, strange)).rejects.toMatchObject({
      code: "login-not-ours",
      message: expect.stringMatching(
        /was not made by this stack.*hand it over: COMMENT ON ROLE stranger_a IS/s,
      ),
    });
    expect(await endLogins(admin, identity, ["stranger_a"])).toBe(0);
    for (const other of [
      loginIdentity("desk", "prod", "ledger, 'of' old"),
      loginIdentity("shop", "test", "ledger, 'of' old"),
      loginIdentity("shop", "prod", "ledger"),
    ]) {
      await expect(makeLogin(admin, { ...login, identity: other })).rejects.toThrow(
        "is another application's (project shop, stack prod, database ledger, 'of' old), so its password is left alone",
      );
      const use = { identity: other, role: "ledger_c", generation: 1, others: ["ledger_b"] };
      await expect(markInUse(admin, use)).rejects.toThrow("ledger_c");
      expect(await endLogins(admin, other, ["ledger_b"])).toBe(0);
    }
    await (await connect(as("stranger_a", "s"))).end();
    await (await connect(as("ledger_b", password))).end();
  });

  it("that cannot log in are refused with the reason", async () => {
    await rows(server.target, "ALTER ROLE ledger_b CONNECTION LIMIT 0");
    await expect(makeLogin(admin, { ...login, role: "ledger_b" })).rejects.toMatchObject({
      code: "login-refused",
      message: expect.stringContaining("too many connections for role"),
    });
    await rows(server.target, "ALTER ROLE ledger_b CONNECTION LIMIT -1");
  });

  it("that lack their group's rights get them again", async () => {
    const second = { ...login, role: "ledger_b" };
    const lacks = () => isLoginValid(admin, second.role, password, login.group).then((isValid) => !isValid);
    const harms = ["ALTER ROLE ledger_b NOINHERIT", `REVOKE ${login.group} FROM ledger_b`];
    if (major >= 16) harms.push(`GRANT ${login.group} TO ledger_b WITH INHERIT FALSE`);
    for (const harm of harms) {
      expect(await lacks()).toBe(false);
      await rows(admin, harm);
      // From Postgres 16 on a grant keeps what its role was when it was made.
      expect(await lacks()).toBe(!(major >= 16 && harm.endsWith("NOINHERIT")));
      await makeLogin(admin, second);
    }
    expect(await lacks()).toBe(false);
    expect(await isLoginValid(admin, second.role, password, "nowhere")).toBe(false);
    expect(await isLoginValid(admin, second.role, "another")).toBe(false);
  });

  it("need an administrator that may, and say what it takes", async () => {
    const mighty = { ...server.target, user: "other", password: "o" };
    const nobody = as("ledger_b", password);
    for (const user of major >= 16 ? [mighty, nobody] : [nobody])
      await expect(makeLogin(user, login)).rejects.toMatchObject({
        code: "login-not-made",
        message: expect.stringContaining("WITH ADMIN OPTION;"),
      });
  });
});
