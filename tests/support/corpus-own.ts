// Runs one case of our own corpus in one direction and says everything that is not as expected.
// Identities, files and rows are asked of Postgres before and after: must never be taken from the plan.
import type { SourceSpec } from "../../engine/api";
import type { Target } from "../../engine/postgres/target";
import { type Migrated, migrate } from "./corpus";
import type { Direction, DirectionExpectation, OwnCase } from "./corpus-cases";
import {
  addToRoles,
  type CorpusServer,
  connected,
  ensureAdministrator,
  ensureRoles,
  load,
} from "./corpus-databases";
import { type Identities, identities, type StoredRows, storedRows, tableFiles } from "./corpus-identities";
import { withDatabases } from "./corpus-pool";

interface Observed {
  readonly objects: Identities;
  readonly files: Identities;
  readonly rows: StoredRows;
}

const administrators = new Map<number, Promise<Target>>();

/** The login that migrates, made once for each major version of a test file. */
export function administrator(server: CorpusServer, cases: readonly OwnCase[]): Promise<Target> {
  const login = administrators.get(server.major) ?? prepareServer(server, cases);
  administrators.set(server.major, login);
  return login;
}

/** Makes the administrator and the roles of all cases: an owner of databases, but no superuser. */
async function prepareServer(server: CorpusServer, cases: readonly OwnCase[]): Promise<Target> {
  const login = await ensureAdministrator(server, "corpus_boss");
  const roles = [...new Set(cases.flatMap((testCase) => testCase.expected.roles))];
  await ensureRoles(server.admin, roles);
  await addToRoles(server.admin, login, roles);
  return login;
}

/** What differs from the expectation, one line each; empty when the case holds. Throws `CorpusFailure` when it does not converge. */
export async function runOwnCase(
  server: CorpusServer,
  administrator: Target,
  testCase: OwnCase,
  direction: Direction,
): Promise<string[]> {
  const login = testCase.expected.superuser ? server.admin : administrator;
  return await withDatabases(server, login, 2, async (databases) => {
    const [live, fresh] = databases;
    if (live === undefined || fresh === undefined) throw new Error("two databases were asked for");
    await fill(server, { live, fresh }, testCase, direction);
    const before = await observe(asAdmin(server, live));
    const migrated = await migrate({
      live,
      fresh,
      server,
      source: sourceOf(testCase, direction),
      stays: testCase.expected[direction].stays,
      scope: await scopeOf(testCase, live, fresh),
    });
    const after = await observe(asAdmin(server, live));
    await load(asAdmin(server, live), testCase.check[direction]);
    const expected = testCase.expected[direction];
    return [
      ...planFindings(migrated, expected),
      ...identityFindings(before, after, expected),
      ...rowFindings(before.rows, after.rows, expected),
    ];
  });
}

/** Fills both databases of a case: the side to start from with its rows, and the side to reach. */
export async function fill(
  server: CorpusServer,
  { live, fresh }: { readonly live: Target; readonly fresh: Target },
  testCase: OwnCase,
  direction: Direction,
): Promise<void> {
  const [start, end] = direction === "forward" ? [testCase.old, testCase.new] : [testCase.new, testCase.old];
  for (const database of [live, fresh]) await load(asAdmin(server, database), testCase.setup);
  await load(live, start);
  await load(fresh, end);
  await load(asAdmin(server, live), testCase.rows[direction]);
}

export function sourceOf(testCase: OwnCase, direction: Direction): SourceSpec {
  return { kind: "sql", path: direction === "forward" ? testCase.newPath : testCase.oldPath };
}

export async function scopeOf(testCase: OwnCase, ...targets: readonly Target[]): Promise<readonly string[]> {
  return testCase.expected.scope ?? (await schemasOf(...targets));
}

function asAdmin(server: CorpusServer, database: Target): Target {
  return { ...server.admin, database: database.database };
}

async function observe(target: Target): Promise<Observed> {
  return await connected(target, async (client) => ({
    objects: await identities(client),
    files: await tableFiles(client),
    rows: await storedRows(client),
  }));
}

async function schemasOf(...targets: readonly Target[]): Promise<string[]> {
  const lists = await Promise.all(
    targets.map((target) =>
      connected(target, (client) =>
        client.query<{ name: string }>(
          `SELECT nspname AS name FROM pg_namespace n WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
              AND NOT EXISTS (SELECT FROM pg_depend x WHERE x.objid = n.oid AND x.deptype = 'e')`,
        ),
      ),
    ),
  );
  return [...new Set(lists.flatMap(({ rows }) => rows.map((row) => row.name)))].sort();
}

function planFindings(migrated: Migrated, expected: DirectionExpectation): string[] {
  const counted = migrated.blocked.filter((object) => !expected.mayBlock.includes(object));
  const [blocked, wanted] = [counted.join(", "), [...expected.blocked].sort().join(", ")];
  const patterns = expected.never.flatMap((pattern) =>
    migrated.sql
      .filter((sql) => new RegExp(pattern, "i").test(sql))
      .map((sql) => `never /${pattern}/, but: ${sql}`),
  );
  return [
    ...(blocked === wanted ? [] : [`blocked: ${blocked || "nothing"}; expected: ${wanted || "nothing"}`]),
    ...patterns,
  ];
}

function identityFindings(before: Observed, after: Observed, expected: DirectionExpectation): string[] {
  const findings: string[] = [];
  for (const [from, to] of Object.entries(expected.renames)) {
    const identity = before.objects.get(from);
    if (identity === undefined) findings.push(`renames: ${from} was never there`);
    else if (after.objects.get(to) !== identity) findings.push(`not renamed: ${from} -> ${to}`);
  }
  const replaced = new Set(expected.replaces);
  for (const [object, identity] of before.objects) {
    const now = after.objects.get(expected.renames[object] ?? object);
    if (now === undefined || now === identity || isPartOf(object, replaced)) continue;
    findings.push(`made anew instead of altered: ${object}`);
  }
  const rewritten = new Set([...expected.rewrites, ...expected.replaces]);
  for (const [table, file] of before.files) {
    const now = after.files.get(expected.renames[table] ?? table);
    if (now !== undefined && now !== file && !rewritten.has(table)) findings.push(`rewritten: ${table}`);
  }
  return findings;
}

const withParts = new Set(["table", "view", "materialized view", "enum", "domain"]);

/** A column, constraint, trigger, policy or label goes with its table, view or type. */
function isPartOf(object: string, replaced: ReadonlySet<string>): boolean {
  if (replaced.has(object)) return true;
  const { path } = named(object);
  return [...replaced].map(named).some((whole) => withParts.has(whole.kind) && isBelow(path, whole.path));
}

function isBelow(path: string, whole: string): boolean {
  return path.startsWith(`${whole}.`) || path.startsWith(`${whole} `);
}

function named(object: string): { kind: string; path: string } {
  const [, kind = "", path = ""] = /^(materialized view|\S+) (.*)$/s.exec(object) ?? [];
  return { kind, path };
}

function rowFindings(before: StoredRows, after: StoredRows, expected: DirectionExpectation): string[] {
  const may = new Set(expected.changesRows);
  const renamed = (object: string): string => renamedPath(object, expected.renames);
  const findings: string[] = [];
  for (const [table, count] of before.counts) {
    const now = after.counts.get(renamed(table));
    if (now !== undefined && now !== count && !may.has(table))
      findings.push(`rows: ${table} had ${count}, has ${now}`);
  }
  for (const [column, values] of before.values) {
    const now = after.values.get(renamed(column));
    if (now === undefined || may.has(column) || JSON.stringify(now) === JSON.stringify(values)) continue;
    findings.push(`values: ${column} had ${JSON.stringify(values)}, has ${JSON.stringify(now)}`);
  }
  for (const [sequence, position] of before.sequences) {
    const now = after.sequences.get(renamed(sequence));
    if (now !== undefined && now !== position && !may.has(sequence)) {
      findings.push(`position: ${sequence} stood ${position}, stands ${now}`);
    }
  }
  return findings;
}

/** The name after all renames: a column's own, else its table's, else its schema's. */
function renamedPath(object: string, renames: Readonly<Record<string, string>>): string {
  const direct = renames[object];
  if (direct !== undefined) return direct;
  const { kind, path } = named(object);
  for (const [from, to] of Object.entries(renames)) {
    const old = named(from).path;
    if (path.startsWith(`${old}.`)) return `${kind} ${named(to).path}${path.slice(old.length)}`;
  }
  return object;
}
