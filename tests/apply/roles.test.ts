import { beforeAll, describe, expect, it } from "vitest";
import { ensureGroupRoles } from "../../engine/apply/roles";
import type { Target } from "../../engine/postgres";
import { majors, startTestServer, type TestServer } from "../support/postgres";
import { rows } from "./support";

const asked = majors.filter((major) => major === 14 || major === 18);

describe.each(asked)("group roles on Postgres %i, made by an administrator without superuser", (major) => {
  let server: TestServer;
  let admin: Target;

  beforeAll(async () => {
    server = await startTestServer({ major });
    await rows(
      server.target,
      "CREATE ROLE admin LOGIN CREATEROLE CREATEDB PASSWORD 'a'; CREATE ROLE nobody LOGIN PASSWORD 'n'",
    );
    admin = { ...server.target, user: "admin", password: "a" };
    return () => server.stop();
  });

  const attributes = (name: string) =>
    rows(
      server.target,
      `SELECT rolcanlogin AS login, rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls AS might FROM pg_roles WHERE rolname = '${name}'`,
    );

  it("are made where they are missing, without login or rights, and only once", async () => {
    expect(await ensureGroupRoles(admin, ["ledger_rw", 'Odd "Name"', "user"])).toEqual([
      "ledger_rw",
      'Odd "Name"',
      "user",
    ]);
    expect(await attributes("ledger_rw")).toEqual([{ login: false, might: false }]);
    expect(await ensureGroupRoles(admin, ["ledger_rw", "ledger_ro", "ledger_ro"])).toEqual(["ledger_ro"]);
  });

  it("are left as they are where they exist", async () => {
    await rows(server.target, "CREATE ROLE theirs LOGIN CREATEDB");
    expect(await ensureGroupRoles(admin, ["theirs"])).toEqual([]);
    expect(await attributes("theirs")).toEqual([{ login: true, might: true }]);
  });

  it("are made once by runs at the same time", async () => {
    const names = Array.from({ length: 10 }, (_, index) => `race_${index}`);
    const made = await Promise.all([1, 2, 3, 4].map(() => ensureGroupRoles(admin, names)));
    expect(made.flat().sort()).toEqual(names);
  });

  it("need no right where none is missing, and name the way out where one is", async () => {
    const stranger = { ...server.target, user: "nobody", password: "n" };
    expect(await ensureGroupRoles(stranger, ["nobody"])).toEqual([]);
    await expect(ensureGroupRoles(stranger, ["not there"])).rejects.toMatchObject({
      code: "role-not-made",
      message: expect.stringContaining('run: CREATE ROLE "not there" NOLOGIN'),
    });
  });

  it.each(["", "x".repeat(64), "ö".repeat(32), "pg_mine", "public"])("refuse the name %j", async (name) => {
    await expect(ensureGroupRoles(admin, [name])).rejects.toMatchObject({
      code: expect.stringMatching(/^role-/),
    });
  });
});
