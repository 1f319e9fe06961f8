// The runner of every corpus: migrates a database that the old SQL made into what the new SQL makes and has pg_dump
// judge. Must never ask the engine whether it succeeded; the engine's own words are only compared with the expectation.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SchemaRequest, SourceSpec } from "../../engine/api";
import type { ObjectId } from "../../engine/catalog/model";
import { applySchema, planSchema } from "../../engine/index";
import type { Blocked } from "../../engine/judge/model";
import type { Target } from "../../engine/postgres/target";
import { type CorpusServer, connected, load } from "./corpus-databases";
import { withDatabases } from "./corpus-pool";
import { columnOrders, compareDumps, type DumpDifference, dumpObjects, pgDumpSchema } from "./pgdump";

export type Stage = "load" | "plan" | "apply" | "compare" | "plan again" | "plan what the source made";

export class CorpusFailure extends Error {
  constructor(
    readonly stage: Stage,
    message: string,
    options?: ErrorOptions,
  ) {
    super(`${stage}: ${message}`, options);
  }
}

export interface Migration {
  /** Filled with the old SQL (and rows); migrated by the run. */
  readonly live: Target;
  /** Filled with the new SQL; only read. */
  readonly fresh: Target;
  readonly server: CorpusServer;
  /** What the engine is given; by default the fresh database itself. */
  readonly source?: SourceSpec;
  readonly scope?: readonly string[];
  /** Objects that rightly stay, though the fresh database does not have them: `extension citext`. */
  readonly stays?: readonly string[];
}

export interface Migrated {
  /** Objects of the steps that the engine would not run without consent. */
  readonly blocked: readonly ObjectId[];
  /** `loses data: column app.t.c`, of every hazard of the plan. */
  readonly hazards: readonly string[];
  readonly sql: readonly string[];
  /** Tables whose columns stand in another order than in the fresh database; Postgres cannot move them. */
  readonly columnOrder: readonly string[];
}

let cache: string | undefined;

/** Plans without consent, applies with, compares by pg_dump, and plans again: throws `CorpusFailure` unless all is well. */
export async function migrate(migration: Migration): Promise<Migrated> {
  cache ??= mkdtempSync(join(tmpdir(), "stackschema-corpus-"));
  const request: SchemaRequest & { readonly target: Target } = {
    target: migration.live,
    source: migration.source ?? { kind: "database", target: migration.fresh },
    ...(migration.scope === undefined ? {} : { scope: migration.scope }),
    scratch: "server",
    consents: [],
    cacheDirectory: cache,
  };
  const planned = await at("plan", planSchema(request));
  // What the engine would refuse to run, it must not say of a plan that is right.
  const refused = planned.plan.findings.filter(
    ({ id }) => id === "proof-failed" || id === process.env.CORPUS_REFUSES,
  );
  if (refused.length > 0) throw new CorpusFailure("plan", refused.map(({ message }) => message).join("\n"));
  await at("apply", applySchema({ ...request, consentAll: true }), () =>
    planned.plan.steps.map((step) => step.sql),
  );
  const sql = planned.plan.steps.map((step) => step.sql);
  const { differences, columnOrder } = await compare(migration);
  if (differences.length > 0) throw new CorpusFailure("compare", describe(differences, sql));
  const left = await scopeIn(migration.live, migration.scope);
  const again = await at("plan again", planSchema({ ...request, ...left, consentAll: true }), () => sql);
  if (again.plan.steps.length > 0) {
    const rest = again.plan.steps.map((step) => `${step.sql}  -- ${step.cause}`);
    throw new CorpusFailure("plan again", `${rest.join(";\n")}\n  after\n${sql.join(";\n")}`);
  }
  if (request.source.kind !== "database") await planMade(migration, request);
  return {
    blocked: [...new Set(planned.verdict.blocked.map(blockedObject))].sort(),
    hazards: hazardsOf(planned.plan.steps),
    sql,
    columnOrder,
  };
}

/** One step may rewrite a table for several columns: the consent names each. */
function blockedObject({ step, request }: Blocked): ObjectId {
  const isOfStep = request.change.endsWith(step.object);
  return isOfStep ? step.object : (request.change.replace(/^\S+ /, "") as ObjectId);
}

/** Where somebody ran the files as they are, there is nothing to do. */
async function planMade({ fresh, scope }: Migration, request: SchemaRequest): Promise<void> {
  const own = await scopeIn(fresh, scope);
  const { plan } = await at("plan what the source made", planSchema({ ...request, ...own, target: fresh }));
  if (plan.steps.length === 0) return;
  const steps = plan.steps.map((step) => `${step.sql}  -- ${step.cause}`);
  throw new CorpusFailure("plan what the source made", steps.join(";\n"));
}

/** The scope without the schemas that are not there: a scope that is nowhere is refused. */
async function scopeIn(target: Target, scope: Migration["scope"]): Promise<Pick<SchemaRequest, "scope">> {
  if (scope === undefined) return {};
  const { rows } = await connected(target, (client) =>
    client.query<{ name: string }>("SELECT nspname::text AS name FROM pg_namespace"),
  );
  const there = new Set(rows.map(({ name }) => name));
  return { scope: scope.filter((name) => there.has(name)) };
}

function hazardsOf(steps: readonly { object: ObjectId; hazards: readonly { kind: string }[] }[]): string[] {
  const all = steps.flatMap((step) => step.hazards.map((hazard) => `${hazard.kind}: ${step.object}`));
  return [...new Set(all)].sort();
}

async function at<T>(stage: Stage, work: Promise<T>, sql: () => readonly string[] = () => []): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const steps = sql();
    const plan = steps.length === 0 ? "" : `\n  in\n${steps.join(";\n")}`;
    throw new CorpusFailure(stage, `${message}${plan}`, { cause });
  }
}

/** What pg_dump says differs between the two databases. */
export async function compare(
  migration: Pick<Migration, "live" | "fresh" | "server" | "stays">,
): Promise<{ differences: DumpDifference[]; columnOrder: string[] }> {
  const { live, fresh, server } = migration;
  const [left, right] = await Promise.all([pgDumpSchema(live, server), pgDumpSchema(fresh, server)]);
  const compared = (a: string, b: string): DumpDifference[] =>
    compareDumps(dumpObjects(a), dumpObjects(b)).filter((entry) => !isUnsetOwner(entry, live.user));
  let differences = compared(left, right);
  if (differences.length > 0) {
    const [again, freshAgain] = [await reloaded(server, left), await reloaded(server, right)];
    const lasting = new Set(compared(again, freshAgain).map(({ object }) => object));
    differences = differences.filter(({ object }) => lasting.has(object));
  }
  const [unseenLeft, unseenRight] = await Promise.all([unseenByDump(live), unseenByDump(fresh)]);
  differences.push(...compareDumps(unseenLeft, unseenRight));
  const stays = (migration.stays ?? []).map((object) => object.toLowerCase());
  const rightly = ({ object, right: wanted }: DumpDifference): boolean =>
    wanted === undefined && stays.includes(object.toLowerCase().replace(/^comment /, ""));
  differences = differences.filter((difference) => !rightly(difference));
  const orders = columnOrders(right);
  const moved = [...columnOrders(left)].filter(
    ([table, columns]) => columns.join() !== orders.get(table)?.join(),
  );
  return { differences, columnOrder: moved.map(([table]) => table) };
}

/** Whether only the owner differs, and the new side leaves it open: what it made belongs to whoever loaded it. */
function isUnsetOwner({ left, right }: DumpDifference, loader: string): boolean {
  const owner = /^ALTER .* OWNER TO (.+);$/m;
  const isOpen = right !== undefined && owner.exec(right)?.[1] === loader;
  return isOpen && left?.replace(owner, "") === right.replace(owner, "");
}

/**
 * A dump as Postgres writes it after reading it once: `kind IN ('a')` on a varchar is written in two ways that mean
 * the same, and only the second of them is written as it was read. What only newer servers know is left out.
 */
async function reloaded(server: CorpusServer, dump: string): Promise<string> {
  return await withDatabases(server, server.admin, 1, async ([database]) => {
    if (database === undefined) throw new Error("a database was asked for");
    await load(database, dump.replace(/^(\\(un)?restrict|SET transaction_timeout) .*$/gm, ""));
    return await pgDumpSchema(database, server);
  });
}

/** What pg_dump -s leaves out though it belongs to the schema: unfinished indexes, and whether a view holds its rows. */
async function unseenByDump(target: Target): Promise<Map<string, string>> {
  const { rows } = await connected(target, (client) =>
    client.query<{ object: string; state: string }>(`
      SELECT 'INDEX ' || i.indexrelid::regclass AS object, 'is not valid' AS state
        FROM pg_index i WHERE NOT i.indisvalid AND i.indrelid::regclass::text NOT LIKE 'pg_toast.%'
      UNION ALL
      SELECT 'MATERIALIZED VIEW ' || c.oid::regclass, 'is not populated'
        FROM pg_class c WHERE c.relkind = 'm' AND NOT c.relispopulated`),
  );
  return new Map(rows.map((row) => [row.object, row.state]));
}

function describe(differences: readonly DumpDifference[], sql: readonly string[]): string {
  const lines = differences.map(
    ({ object, left, right }) =>
      `${object}\n  migrated: ${left ?? "(absent)"}\n  fresh:    ${right ?? "(absent)"}`,
  );
  return `${lines.join("\n")}\n  after\n${sql.join(";\n")}`;
}
