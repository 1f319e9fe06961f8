// Odd spellings of everything that the manual's CREATE statements allow, one file a topic: a database that a file made
// needs nothing to become what the file says, and what is inspected of it makes the same database again, as pg_dump sees it.
// `-- majors: 17` is the first version that takes a file; STRANGE_MAJORS=14,15,16,17,18 runs all on all.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { creationSteps, inspectDatabase, planSchema } from "../../engine/index";
import type { Target } from "../../engine/postgres/target";
import { compare } from "../support/corpus";
import { type CorpusServer, ensureAdministrator, ensureRoles, load } from "../support/corpus-databases";
import { withDatabases } from "../support/corpus-pool";
import { majors, sharedServer } from "../support/postgres";

const wanted = process.env.STRANGE_MAJORS?.split(",").map(Number) ?? [18];
const cacheDirectory = mkdtempSync(join(tmpdir(), "stackschema-strange-"));
afterAll(() => rmSync(cacheDirectory, { recursive: true, force: true }));

interface StrangeFile {
  readonly name: string;
  readonly path: string;
  readonly sql: string;
  readonly firstMajor: number;
  readonly superuser: boolean;
}

const files = readdirSync(__dirname)
  .filter((name) => name.endsWith(".sql"))
  .map((name): StrangeFile => {
    const path = join(__dirname, name);
    const sql = readFileSync(path, "utf8");
    const firstMajor = Number(/^-- majors: (\d+)$/m.exec(sql)?.[1] ?? 14);
    return { name, path, sql, firstMajor, superuser: /^-- superuser$/m.test(sql) };
  });

const logins = new Map<number, Promise<Target>>();

async function prepare(server: CorpusServer): Promise<Target> {
  await ensureRoles(server.admin, ['"Strange ""Role"""']);
  return await ensureAdministrator(server, "strange_boss");
}

async function loginOf(server: CorpusServer, file: StrangeFile): Promise<Target> {
  const login = logins.get(server.major) ?? prepare(server);
  logins.set(server.major, login);
  const boss = await login;
  return file.superuser ? server.admin : boss;
}

/** Statements and errors of the plan that makes of the database what the source says. */
async function toDo(target: Target, path: string): Promise<readonly string[]> {
  const source = { kind: "sql", path } as const;
  const { plan } = await planSchema({ target, source, scratch: "server", consents: [], cacheDirectory });
  const errors = plan.findings.flatMap(({ level, message }) => (level === "error" ? [message] : []));
  return [...plan.steps.map(({ sql, cause }) => `${sql}  -- ${cause}`), ...errors];
}

async function complaintsOf(file: StrangeFile, server: CorpusServer): Promise<readonly string[]> {
  return await withDatabases(server, await loginOf(server, file), 2, async ([made, again]) => {
    if (made === undefined || again === undefined) throw new Error("two databases were asked for");
    await load(made, file.sql);
    const catalog = await inspectDatabase(made);
    const inspected = creationSteps(catalog).map(({ sql }) => `${sql};\n`);
    const path = join(cacheDirectory, `${server.major}-${file.name}`);
    writeFileSync(path, inspected.join(""));
    await load(again, "SET check_function_bodies = off;", inspected.join(""));
    const { differences } = await compare({ live: again, fresh: made, server });
    return [
      ...catalog.unmodeled.map(({ kind, name }) => `not modelled: ${kind} ${name}`),
      ...(await toDo(made, file.path)).map((sql) => `to do for the file: ${sql}`),
      ...(await toDo(made, path)).map((sql) => `to do for what was inspected: ${sql}`),
      ...differences.map(
        ({ object, left, right }) =>
          `${object}\n  again: ${left ?? "(absent)"}\n  made:  ${right ?? "(absent)"}`,
      ),
    ];
  });
}

describe.each(majors.filter((major) => wanted.includes(major)))("strange schemas on Postgres %i", (major) => {
  const possible = files.filter(({ firstMajor }) => firstMajor <= major);
  it.concurrent.each(possible)("$name", { timeout: 120_000 }, async (file) => {
    const server = { admin: (await sharedServer(major)).target, major };
    expect(await complaintsOf(file, server)).toEqual([]);
  });
});
