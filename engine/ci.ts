// What a pull request does to a schema, tried from end to end on databases that are thrown away: the base with its seeds, the
// plan from there to the head, proved and applied; then the head by itself: seeds twice, projections, isolation, and the
// checks that are handed in. Touches no other database.
import { type PlannedSchema, SchemaError, type ScratchSpec, type SourceSpec } from "./api";
import { count } from "./catalog/count";
import type { Catalog } from "./catalog/model";
import { applySchema, planSchema } from "./engine";
import { type IsolationOptions, type IsolationReport, isolationIn, objectsIn } from "./rehearsal/isolation";
import { connected, type Rehearsal, type Rehearsals, rehearsals } from "./rehearsal/open";
import { type Rebuilt, rebuildIn, rebuildProblem } from "./rehearsal/rebuild";
import { readRehearsalRows, readSeeds, runFiles } from "./rehearsal/seeds";
import { notIdempotent, runTwice } from "./rehearsal/twice";
import { rolesOf } from "./round-trip";

/** Of one part of the run. `blocked`: a consent is missing. `skipped`: there is nothing to try. */
export type CiStatus = "passed" | "failed" | "blocked" | "skipped";

export interface CiPart {
  /** `plan`, `apply`, `seeds`, `projections`, `isolation`, or the name of a check. */
  readonly name: string;
  readonly status: CiStatus;
  /** One line. */
  readonly summary: string;
  /** What to look into, one line each. */
  readonly lines: readonly string[];
}

export interface CheckContext {
  /** Of the head. */
  readonly desired: Catalog;
  readonly source: SourceSpec;
}

/** A check of the desired schema beside those that run by themselves. */
export interface Check {
  readonly name: string;
  run(context: CheckContext): Promise<Omit<CiPart, "name">>;
}

export interface CiRequest {
  /** The schema as it was; null: there was none. */
  readonly base: SourceSpec | null;
  readonly head: SourceSpec;
  readonly checks: readonly Check[];
  readonly consents: readonly string[];
  /** Postgres major version of the databases. @default 17 */
  readonly major?: number;
  /** @default "auto" */
  readonly scratch?: ScratchSpec;
  /** @default {} */
  readonly isolation?: IsolationOptions;
  /** Absolute directory for desired catalogs and scratch servers. */
  readonly cacheDirectory: string;
}

export interface CiReport {
  /** Whether every part passed or had nothing to try. */
  readonly isGood: boolean;
  readonly parts: readonly CiPart[];
  /** null where the plan could not be made. */
  readonly planned: PlannedSchema | null;
  /** null where it was not tried. */
  readonly isolation: IsolationReport | null;
}

/** What somebody must mend is a part that failed; a bug is thrown. */
async function part(name: string, work: () => Promise<Omit<CiPart, "name">>): Promise<CiPart> {
  try {
    return { name, ...(await work()) };
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    const [summary = "", ...lines] = error.message.split("\n");
    return { name, status: "failed", summary, lines };
  }
}

const passed = (summary: string): Omit<CiPart, "name"> => ({ status: "passed", summary, lines: [] });
const skipped = (summary: string): Omit<CiPart, "name"> => ({ status: "skipped", summary, lines: [] });

class Run {
  readonly parts: CiPart[] = [];
  planned: PlannedSchema | null = null;
  isolation: IsolationReport | null = null;
  /** Relations and routines of the base; null: it could not be loaded. */
  private known: ReadonlySet<string> | null = null;

  constructor(
    private readonly request: CiRequest,
    private readonly held: Rehearsals,
  ) {}

  /** From the base to the head, on a database with the base's rows. */
  async change(): Promise<void> {
    const { base, head, consents, cacheDirectory } = this.request;
    let target = null as Omit<Rehearsal, "source"> | null;
    const loaded = await part("base", async () => {
      target = base === null ? await this.held.openEmpty() : await this.held.open(base);
      const seeds = base?.kind === "sql" ? await readSeeds(base.path) : [];
      await connected(target.owner, async (client) => {
        await runFiles(client, seeds);
        // The plan's estimates are Postgres's own.
        await client.query("ANALYZE");
        this.known = await objectsIn(client);
      });
      return passed(base === null ? "there was no schema" : `loaded, with ${count(seeds.length, "seed")}`);
    });
    this.parts.push(loaded);
    if (loaded.status === "failed" || target === null) return;
    const { owner, place } = target;
    // On the same server: none has to be started for it.
    const request = {
      target: owner,
      source: head,
      scratch: { target: place.adminTarget },
      consents,
      cacheDirectory,
    };
    const plan = await part("plan", async () => {
      const { desired } = await planSchema({ ...request, target: null, assumeMajor: this.held.major });
      // Roles are the stack's: those that the head names are there before it.
      await place.ensureRoles(rolesOf(desired));
      this.planned = await planSchema(request);
      return ofPlan(this.planned);
    });
    this.parts.push(plan);
    const { planned } = this;
    if (plan.status !== "passed" || planned === null) return;
    this.parts.push(
      await part("apply", async () => {
        const { ran } = await applySchema({ ...request, approved: planned.plan });
        const seeds = head.kind === "sql" ? await readSeeds(head.path) : [];
        await connected(owner, (client) => runFiles(client, seeds));
        return passed(`${count(ran.length, "step")} run, and ${count(seeds.length, "seed")} after them`);
      }),
    );
  }

  /** The head by itself. */
  async head(): Promise<void> {
    const { head } = this.request;
    if (head.kind !== "sql") return;
    const rehearsal = await this.held.open(head);
    const { source, owner } = rehearsal;
    const seeds = await readSeeds(source);
    const seeded = await part("seeds", async () => {
      if (seeds.length === 0) return skipped("there are none");
      const { changes } = await runTwice(rehearsal, seeds);
      if (changes.length > 0) throw notIdempotent(changes);
      return passed(`${count(seeds.length, "file")} run twice, the second time without a change`);
    });
    const rows = await part("rows", async () => {
      await connected(owner, async (client) => runFiles(client, await readRehearsalRows(source)));
      return passed("");
    });
    this.parts.push(seeded, ...(rows.status === "failed" ? [rows] : []));
    if (seeded.status === "failed" || rows.status === "failed") {
      const why = `not tried: ${seeded.status === "failed" ? "the seeds failed" : "the rows of seed/isolation failed"}`;
      this.parts.push({ name: "projections", ...skipped(why) }, { name: "isolation", ...skipped(why) });
      return;
    }
    this.parts.push(await part("projections", async () => ofProjections(await rebuildIn(rehearsal))));
    this.parts.push(
      await part("isolation", async () => {
        this.isolation = await isolationIn(rehearsal, this.request.isolation ?? {}).catch(whenNothingToTry);
        return ofIsolation(this.isolation, this.known);
      }),
    );
  }

  async checks(): Promise<void> {
    const { checks, head: source } = this.request;
    const desired = this.planned?.desired;
    if (desired === undefined) return;
    for (const check of checks) this.parts.push(await part(check.name, () => check.run({ desired, source })));
  }
}

function ofPlan({ plan, verdict, proof }: PlannedSchema): Omit<CiPart, "name"> {
  const errors = [...plan.findings, ...verdict.findings].filter(({ level }) => level === "error");
  if (errors.length > 0)
    return { status: "failed", summary: "it cannot be planned", lines: errors.map(({ message }) => message) };
  if (verdict.blocked.length > 0) {
    const lines = verdict.blocked.map(({ request, loss }) => `${request.change} ${request.hash} (${loss})`);
    return { status: "blocked", summary: `${count(lines.length, "consent")} missing`, lines };
  }
  if (plan.steps.length === 0) return passed("nothing to do");
  return passed(`${count(plan.steps.length, "step")}${proof === null ? "" : ", proved on a copy"}`);
}

function ofProjections(rebuilt: readonly Rebuilt[]): Omit<CiPart, "name"> {
  if (rebuilt.length === 0) return skipped("no table names a rebuild function");
  const lines = rebuilt.flatMap((projection) => rebuildProblem(projection) ?? []);
  if (lines.length > 0) return { status: "failed", summary: count(lines.length, "problem"), lines };
  return passed(
    `made anew with the same rows: ${rebuilt.map(({ table, rows }) => `${table} (${rows})`).join(", ")}`,
  );
}

/** A schema without tenants has nothing to isolate. */
function whenNothingToTry(error: unknown): null {
  if (error instanceof SchemaError && error.code === "isolation-no-tenants") return null;
  throw error;
}

/** How many names stand in one line. */
const named = 5;

function someOf(names: readonly string[]): string {
  const more = names.length - named;
  return `${names.slice(0, named).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** @param known relations and routines of the base: what is new must be proved */
function ofIsolation(
  report: IsolationReport | null,
  known: ReadonlySet<string> | null,
): Omit<CiPart, "name"> {
  if (report === null) return skipped("no table belongs to a tenant");
  const { leaks, untried, unproved, relations, roles } = report;
  if (leaks.length > 0) return { status: "failed", summary: count(leaks.length, "leak"), lines: leaks };
  const fresh =
    known === null
      ? []
      : unproved.filter((object) => /^(?:table|function) /.test(object) && !known.has(object));
  if (fresh.length > 0)
    return {
      status: "failed",
      summary: `new and not proved: ${someOf(fresh)}: write rows of two tenants in seed/isolation`,
      lines: untried,
    };
  const tried = new Set(relations.map(({ object }) => object)).size;
  return {
    status: "passed",
    summary: `no leak in ${count(tried, "relation")}, as ${roles.join(" and ")}${unproved.length > 0 ? `; not proved: ${someOf(unproved)}` : ""}`,
    lines: untried,
  };
}

/**
 * Tries a change of a schema. What is wrong with it is in the report.
 * @throws SchemaError where the scratch databases fail
 */
export async function tryChange(request: CiRequest): Promise<CiReport> {
  const { scratch, major, cacheDirectory } = request;
  const held = await rehearsals({
    cacheDirectory,
    ...(scratch === undefined ? {} : { scratch }),
    ...(major === undefined ? {} : { assumeMajor: major }),
  });
  try {
    const run = new Run(request, held);
    await run.change();
    const alone = await part("head", async () => {
      await run.head();
      return passed("");
    });
    if (alone.status === "failed") run.parts.push(alone);
    await run.checks();
    const { parts, planned, isolation } = run;
    const isGood = parts.every(({ status }) => status === "passed" || status === "skipped");
    return { isGood, parts, planned, isolation };
  } finally {
    await held.close();
  }
}
