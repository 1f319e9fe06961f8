// Rotation of an application's credentials through the real Pulumi engine, on a server whose administrator is no
// superuser, under a client that logs in all the time with what the store says; and every interruption of one.
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { connect, type Target } from "../../engine/index";
import { startTestServer, type TestServer } from "../support/postgres";
import type { Finished, PulumiStack, Running } from "../support/pulumi";
import { searchSecrets } from "../support/secret-search";
import { appStack, customers, query, useServer } from "./app";
import { logIn, type SteadyClient, startClient, storedTarget } from "./rotation-client";

vi.setConfig({ testTimeout: 400_000, hookTimeout: 300_000 });

const adminPassword = "keeper-p4ssword-1";
const said: string[] = [];
let server: TestServer;
let target: Target;
let stack: PulumiStack;
let secretFile: string;
let client: SteadyClient;

beforeAll(async () => {
  server = await startTestServer();
  await query(server.target, `CREATE ROLE keeper LOGIN CREATEROLE CREATEDB PASSWORD '${adminPassword}'`);
  const { database } = await server.createDatabase("kept");
  await query(server.target, `ALTER DATABASE ${database} OWNER TO keeper`);
  // From here on every statement is in the server's log: the one above is the only one with a password of ours.
  await query(server.target, "ALTER SYSTEM SET log_statement = 'all'");
  await query(server.target, "SELECT pg_reload_conf()");
  target = { ...server.target, database, user: "keeper", password: adminPassword };
  stack = await appStack(
    customers.replace("app_ro;\n", "app_ro;\nGRANT SELECT ON app.customers TO app_rw;\n"),
  );
  secretFile = path.join(stack.directory, ".stackschema", "credentials", "local", "app-database-url.env");
  await configure(1);
  await upWell();
  client = startClient(() => storedTarget(secretFile));
});

afterAll(async () => {
  await client?.stop();
  await stack?.dispose();
  await server?.stop();
});

/** Replaces the settings: the number is what a rotation is asked for by. */
function configure(
  credentialGeneration: number,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  return useServer(stack, target, { credentialGeneration, ...more });
}

async function up(): Promise<Finished> {
  const finished = await stack.up("--skip-preview");
  said.push(finished.output);
  return finished;
}

async function upWell(): Promise<Finished> {
  const finished = await up();
  expect(finished.code, finished.output).toBe(0);
  return finished;
}

/** What is in the store logs in, as the login and generation that the stack tells. */
async function expectWhole(generation: number): Promise<Target> {
  const stored = storedTarget(secretFile);
  await logIn(stored);
  const { logins } = await stack.outputs();
  expect(logins).toMatchObject({ app: { role: stored.user, generation, version: String(generation) } });
  const preview = await stack.preview("--expect-no-changes");
  said.push(preview.output);
  expect(preview.code, preview.output).toBe(0);
  expect(client.failures).toEqual([]);
  return stored;
}

async function refused(login: Target): Promise<void> {
  await expect(connect(login)).rejects.toMatchObject({ code: expect.stringMatching(/^connection-/) });
}

describe("a rotation", () => {
  test("to a number above, below and far away takes the other login each time, and fails no login", async () => {
    const seen = [await expectWhole(1)];
    for (const generation of [2, 1, 7]) {
      await configure(generation);
      const preview = await stack.preview("--diff");
      expect(preview.output).toMatch(/~ role +: "app_[ab]" => "app_[ab]"/);
      await upWell();
      const stored = await expectWhole(generation);
      const [before, older] = seen;
      if (before !== undefined) await logIn(before);
      if (older !== undefined) await refused(older);
      seen.unshift(stored);
    }
    expect(seen.map(({ user }) => user)).toEqual(["app_b", "app_a", "app_b", "app_a"]);
    expect(new Set(seen.map(({ password }) => password)).size).toBe(4);
    expect(statSync(secretFile).mode & 0o777).toBe(0o600);
  });

  test("with credentialRevokePrevious ends the login before at once, and its sessions", async () => {
    const previous = storedTarget(secretFile);
    await configure(8);
    await upWell();
    const open = await connect(previous);
    await configure(8, { credentialRevokePrevious: true });
    const revoked = await upWell();
    expect(revoked.output).toMatch(/closed \d+ sessions? of app_b/);
    await expect(open.query("SELECT 1")).rejects.toThrow();
    await open.end().catch(() => undefined);
    await refused(previous);
    await expectWhole(8);
    await configure(9);
    await upWell();
    expect((await expectWhole(9)).user).toBe("app_b");
  });

  test("leaves an undone login to the next up: one that was dropped is made again, with the password of the store", async () => {
    const stored = storedTarget(secretFile);
    await client.stop();
    await query(server.target, `DROP ROLE ${stored.user}`);
    rmSync(secretFile);
    await upWell();
    expect(storedTarget(secretFile)).toEqual(stored);
    client = startClient(() => storedTarget(secretFile));
    await expectWhole(9);
  });

  test("watches the mode of the store's file: preview and refresh show one that others can read, up takes it back", async () => {
    const mode = () => (statSync(secretFile).mode & 0o777).toString(8);
    chmodSync(secretFile, 0o644);
    const preview = await stack.preview();
    expect(preview.output).toMatch(/others can read \S+app-database-url\.env: its mode is 644/);
    await upWell();
    expect(mode()).toBe("600");
    chmodSync(secretFile, 0o640);
    expect((await stack.refresh("--diff")).output).toMatch(/mode +: "600" => "640"/);
    expect((await stack.preview("--diff")).output).toMatch(/mode +: "640" => "600"/);
    await upWell();
    expect(mode()).toBe("600");
    await expectWhole(9);
  });

  test("stays whole, whichever of its resources is replaced", async () => {
    for (const name of ["app-login-in-use", "app-database-url", "app-login"]) {
      const { user } = storedTarget(secretFile);
      const { code, output } = await stack.up("--skip-preview", "--replace", `**::${name}`);
      said.push(output);
      expect(code, output).toBe(0);
      const stored = await expectWhole(9);
      expect(stored.user === user).toBe(name !== "app-login");
    }
  });
});

/** A moment in which a rotation can be stopped for certain. */
interface Stop {
  /** Makes the run wait, or fail, at that moment; answers what undoes it. */
  hold(next: string, current: string): Promise<() => Promise<void>>;
  /** Resolves when the run is there. */
  reached(running: Running): Promise<void>;
}

/** A superuser's open transaction, in the way of one statement. */
async function holding(statement: string): Promise<() => Promise<void>> {
  const session = await connect({ ...server.target, database: target.database });
  await session.query(`BEGIN; ${statement}`);
  return async () => {
    await session.query("ROLLBACK");
    await session.end();
  };
}

async function waitsInDatabase(): Promise<void> {
  const waiting = `SELECT 1 FROM pg_stat_activity WHERE application_name = 'stackschema logins'
    AND (wait_event_type = 'Lock' OR wait_event = 'PgSleep')`;
  while ((await query(server.target, waiting)).length === 0) await sleep(20);
}

const stops: Readonly<Record<string, Stop>> = {
  "before the role has its new password": {
    hold: (next) => holding(`ALTER ROLE ${next} CONNECTION LIMIT 50`),
    reached: waitsInDatabase,
  },
  "when the role has it, before it is proved and the state knows": {
    async hold(next) {
      const superuser = { ...server.target, database: target.database };
      await query(
        superuser,
        `CREATE FUNCTION public.hold() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
           IF session_user = '${next}' THEN PERFORM pg_sleep(600); END IF; END $$;
         CREATE EVENT TRIGGER hold ON login EXECUTE FUNCTION public.hold()`,
      );
      return async () => {
        await query(superuser, "DROP EVENT TRIGGER hold; DROP FUNCTION public.hold()");
        await query(
          superuser,
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'`,
        );
      };
    },
    reached: waitsInDatabase,
  },
  "when the state knows, before the store has it": {
    async hold() {
      const draft = `${secretFile}.new`;
      spawnSync("mkfifo", [draft]);
      return async () => rmSync(draft);
    },
    async reached(running) {
      await running.seen(/app-database-url updating/);
      await sleep(300);
    },
  },
  "the instant the store has it": {
    hold: async () => async () => undefined,
    async reached() {
      const before = readFileSync(secretFile, "utf8");
      while (readFileSync(secretFile, "utf8") === before) await sleep(1);
    },
  },
  "when the store has it, before it is told to be in use": {
    hold: (_next, current) => holding(`COMMENT ON ROLE ${current} IS 'held'`),
    reached: waitsInDatabase,
  },
};

function otherOf(login: string): string {
  return login === "app_a" ? "app_b" : "app_a";
}

async function interrupt(stop: Stop): Promise<void> {
  const current = storedTarget(secretFile).user;
  const release = await stop.hold(otherOf(current), current);
  try {
    const running = stack.begin("up", "--yes");
    await stop.reached(running);
    await running.kill("everything");
    said.push((await running.finished).output);
  } finally {
    await release();
  }
  await logIn(storedTarget(secretFile));
  expect(client.failures).toEqual([]);
}

/** Each takes half a minute: all of them with STACKSCHEMA_KILLS, else those where the store and the state know different things. */
const all = process.env.STACKSCHEMA_KILLS !== undefined;
const chosen = ["when the state knows, before the store has it", "the instant the store has it"];
const sameNumber = Object.entries(stops).filter(([when]) => all || chosen.includes(when));
const otherNumber = sameNumber.filter(([when]) => all || when === chosen[1]);

describe("a rotation that is killed", () => {
  let generation = 20;

  test.each(sameNumber)("%s, is finished by the next up", async (_when, stop) => {
    generation += 1;
    await configure(generation);
    await interrupt(stop);
    const before = storedTarget(secretFile);
    await upWell();
    await expectWhole(generation);
    await logIn(before);
  });

  test.each(otherNumber)(
    "%s, and asked for another number, keeps the store's login valid",
    async (_when, stop) => {
      generation += 1;
      await configure(generation);
      await interrupt(stop);
      const before = storedTarget(secretFile);
      generation += 5;
      await configure(generation);
      const first = await up();
      expect(first.code).toBe(0);
      await logIn(before);
      if (first.output.includes("was interrupted, so it is finished first")) {
        expect(first.output).toContain(`Run up once more for generation ${generation}.`);
        await upWell();
      }
      await expectWhole(generation);
    },
  );

  test.runIf(all)("twice at different moments is finished all the same", async () => {
    const [first, , third] = Object.values(stops);
    generation += 1;
    await configure(generation);
    for (const stop of [third, first, third]) if (stop !== undefined && stop !== first) await interrupt(stop);
    await upWell();
    await expectWhole(generation);
  });

  test("by a store that fails says so; it is finished when the store is well", async () => {
    generation += 1;
    await configure(generation);
    const before = storedTarget(secretFile);
    mkdirSync(`${secretFile}.new`);
    const failed = await up();
    expect(failed.code).not.toBe(0);
    expect(failed.output).toContain("app-database-url.env cannot be written: EISDIR");
    expect(storedTarget(secretFile)).toEqual(before);
    await logIn(before);
    rmSync(`${secretFile}.new`, { recursive: true });
    await upWell();
    await expectWhole(generation);
  });
});

describe("passwords of all that", () => {
  test("stand in the store alone: not in state, terminal, server's log or data", async () => {
    const [{ data_directory: data }] = (await query(server.target, "SHOW data_directory")) as [
      { data_directory: string },
    ];
    const secrets = [...client.passwords, adminPassword];
    const planted = path.join(stack.directory, ".pulumi", "planted");
    const places = {
      paths: [
        path.join(stack.directory, ".pulumi"),
        path.join(stack.directory, ".stackschema"),
        path.dirname(data),
      ],
      texts: Object.fromEntries(said.map((text, index) => [`output ${index}`, text])),
      except: [secretFile],
    };
    const { hits, files, bytes } = searchSecrets(secrets, places);
    console.log(
      `searched ${files} files, ${bytes} bytes for ${secrets.length} passwords; logins tried: ${client.tried}`,
    );
    expect(hits).toEqual([]);
    expect(secrets.length).toBeGreaterThan(4);
    expect(readFileSync(path.join(path.dirname(data), "log"), "utf8")).toContain("PASSWORD 'SCRAM-SHA-256$");
    stack.edit(".pulumi/planted", () => Buffer.from(`x${secrets[0]}y`).toString("base64"));
    const found = searchSecrets(secrets, places).hits;
    expect(found).toContainEqual({ secret: 0, spelling: "base64", place: planted });
    expect(found.every(({ place }) => place === planted)).toBe(true);
    rmSync(planted);
  });

  test("are worth nothing after a destroy", async () => {
    const last = storedTarget(secretFile);
    await client.stop();
    expect(await stack.destroy()).toMatchObject({ code: 0 });
    await refused(last);
    expect(() => statSync(secretFile)).toThrow();
    expect(await query(target, "SELECT count(*)::int AS rows FROM app.customers")).toEqual([{ rows: 0 }]);
  });
});
