import { beforeAll, describe, expect, it } from "vitest";
import type { Target } from "../../engine/postgres";
import { majors, startTestServer, type TestServer } from "../support/postgres";
import { planOf, step } from "../support/steps";
import { failure, rows, run, session } from "./support";

describe.each(majors.filter((major) => major === 14 || major === 18))(
  "an administrator without superuser on Postgres %i",
  (major) => {
    let server: TestServer;
    let database: Target;

    beforeAll(async () => {
      server = await startTestServer({ major });
      await rows(server.target, "CREATE ROLE admin LOGIN CREATEROLE CREATEDB PASSWORD 'a'");
      const admin = { ...server.target, user: "admin", password: "a" };
      await rows(admin, "CREATE DATABASE mine");
      database = { ...admin, database: "mine" };
      return () => server.stop();
    });

    it("runs a plan with steps in and outside transactions", async () => {
      const plan = planOf([
        step("CREATE SCHEMA app"),
        step("CREATE TABLE app.t (v int)"),
        step("CREATE INDEX CONCURRENTLY t_v ON app.t (v)", {
          transaction: 2,
          transactional: false,
          lockTimeout: 0,
        }),
        step("ALTER TABLE app.t ADD CHECK (v > 0) NOT VALID", { transaction: 3 }),
      ]);
      expect(await run(database, plan)).toHaveLength(4);
    });

    it("is told who blocks a step, though not what others run", async () => {
      const other = await session({ ...server.target, database: "mine" });
      await rows(database, "CREATE TABLE IF NOT EXISTS blocked ()");
      await other.query("BEGIN; LOCK TABLE blocked");
      const plan = planOf([step("ALTER TABLE blocked ADD COLUMN c int", { lockTimeout: 600 })]);
      const error = await failure(run(database, plan, { attempts: 2 }));
      expect(error.code).toBe("lock-timeout");
      expect(error.message).toMatch(/blocked by pid \d+, user \w+, application "somebody"\n/);
    });
  },
);
