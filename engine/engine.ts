// The engine's verbs: plan a schema, apply it, inspect a database. Wires the folders together and decides nothing itself.
import type { Client } from "pg";
import type {
  AppliedSchema,
  ApplyRequest,
  LoadedSchema,
  LoadRequest,
  PlannedSchema,
  SchemaRequest,
} from "./api";
import { defaultMajor, SchemaError } from "./api";
import { requireApproved, requireApprovedHash, requireContract } from "./apply/approved";
import { executePlan } from "./apply/execute";
import { withDatabaseLock } from "./apply/lock";
import { align } from "./catalog/align";
import { emptyLike } from "./catalog/empty";
import type { Catalog, ObjectId } from "./catalog/model";
import { ofScope } from "./catalog/of-database";
import { type Desired, openDesired } from "./desired";
import { refusedOwners } from "./given-back";
import { judge } from "./judge/judge";
import { measureLosses } from "./judge/probes";
import { planChanges } from "./plan";
import { describeLive, describeObjects } from "./plan/describe";
import type { Finding, Plan, Step } from "./plan/model";
import { ownersLeftOpen, withOwners } from "./plan/owners";
import { needsSuperuser } from "./plan/superuser";
import { connect } from "./postgres/connect";
import { refuseTransactionPooler } from "./postgres/identity";
import type { Target } from "./postgres/target";
import { refuseEmptyNames, requireScopeInDatabase } from "./scope";
import { readCatalog } from "./sources/reader";
import { verify } from "./verify/verify";

/**
 * Loads a source in a scratch database and gives its catalog: asks no target and plans nothing.
 * @throws SchemaError where the source or the scratch database fails
 */
export async function loadSchema(request: LoadRequest): Promise<LoadedSchema> {
  const whole = { ...request, target: null, consents: [] };
  const desired = await openDesired(whole, request.assumeMajor ?? defaultMajor, null);
  try {
    return { catalog: desired.catalog, findings: desired.findings };
  } finally {
    await desired.close();
  }
}

/**
 * Plans the schema: reads the live catalog and the source, and says what would run. Writes nothing to the target.
 * @throws SchemaError where the server, the source or the scratch database fails
 */
export async function planSchema(request: SchemaRequest): Promise<PlannedSchema> {
  if (request.target === null) return planWithoutServer(request);
  const client = await connect(request.target, { applicationName: "stackschema plan", pipeline: true });
  try {
    const server = await serverOf(client);
    const desired = await openDesired(request, server.major, client);
    try {
      return await planWith({ client, desired, server }, request);
    } finally {
      await desired.close();
    }
  } finally {
    await client.end();
  }
}

async function planWithoutServer(request: SchemaRequest): Promise<PlannedSchema> {
  const desired = await openDesired(request, request.assumeMajor ?? defaultMajor, null);
  try {
    const plan = planChanges(emptyLike(desired.catalog), desired.catalog, ownerOf(desired));
    const found = { plan: withFindings(plan, desired.findings), desired: desired.catalog, live: null };
    const gated = request.gates?.(desired.catalog) ?? [];
    return planned({ ...found, proof: null, measured: {}, gated }, request);
  } finally {
    await desired.close();
  }
}

const hasErrors = ({ findings }: Plan): boolean => findings.some(({ level }) => level === "error");
const hasProbe = (step: Step): boolean => step.hazards.some(({ probe }) => probe !== undefined);

interface Planning {
  readonly client: Client;
  readonly desired: Desired;
  readonly server: Server;
}

async function planWith(
  { client, desired, server }: Planning,
  request: SchemaRequest,
  weigh: "measured" | "unmeasured" = "measured",
): Promise<PlannedSchema> {
  const found = desired.own(await readCatalog(client, { ...desired.read, like: desired.catalog }));
  const roles = new Set([...server.roles, ...(request.rolesToCome ?? [])]);
  const read = { ...found, server: { ...found.server, roles, login: server.login } };
  const { live, wanted, renameSteps, findings } = await desired.settle(read);
  const made = planChanges(live, wanted, {
    before: renameSteps,
    from: read,
    online: request.online ?? "auto",
    phases: request.phases ?? "together",
    directives: desired.directives,
    ...ownerOf(desired),
  });
  const isProved = weigh === "measured" && made.steps.length > 0 && request.proof !== "never";
  const { proof, findings: doubts } =
    isProved && !hasErrors(made) ? await desired.prove(read, wanted, made) : { proof: null, findings: [] };
  const beyond = server.superuser
    ? []
    : [...needsSuperuser(made, server.login), ...(await refusedOwners(client, made, live, wanted))];
  const plan = withFindings(made, [...desired.findings, ...findings, ...beyond, ...doubts]);
  // Under the lock there is nothing left to weigh: what is not consented to is refused uncounted.
  const measured = weigh === "measured" && plan.steps.some(hasProbe) ? await measureLosses(client, plan) : {};
  // As the source has it: what was made equal to the live catalog is written as that one is.
  const gated = request.gates?.(desired.catalog) ?? [];
  return planned({ plan, desired: wanted, live, proof, measured, gated }, request);
}

function ownerOf({ creator }: Desired): { readonly owner?: string } {
  return creator === null || creator.as === null ? {} : { owner: creator.as };
}

function withFindings(plan: Plan, findings: Plan["findings"]): Plan {
  return { ...plan, findings: [...plan.findings, ...findings] };
}

interface Found extends Pick<PlannedSchema, "plan" | "desired" | "live" | "proof"> {
  /** By probe, what it counted. */
  readonly measured: Readonly<Record<string, string>>;
  /** What the gates say. */
  readonly gated: readonly Finding[];
}

function planned(
  { plan, desired, live, proof, measured, gated }: Found,
  request: SchemaRequest,
): PlannedSchema {
  const { consents, consentAll = false } = request;
  let objects: Readonly<Record<ObjectId, string>> | undefined;
  let liveObjects: Readonly<Record<ObjectId, string>> | undefined;
  return {
    plan,
    verdict: judge(plan, { consents, consentAll, measured, gated }),
    desired,
    live,
    proof,
    get objects() {
      objects ??= describeObjects(desired);
      return objects;
    },
    get liveObjects() {
      liveObjects ??= live === null ? {} : describeLive(align(live, desired).live, desired, plan.steps);
      return liveObjects;
    },
  };
}

/**
 * The plan that leads back to what was there, for when the given one has run. Nothing is measured: what it would lose or fail on is
 * in no database yet.
 * @throws SchemaError `no-way-back` where there was no database
 */
export function planBack(there: PlannedSchema, request: SchemaRequest): PlannedSchema {
  if (there.live === null)
    throw new SchemaError("no-way-back", "there is no database yet, so there is nothing to lead back to");
  // What the source leaves open stays as it is in both directions.
  const { live, desired } = align(there.live, there.desired);
  const { estimates, server, serverMajor } = live;
  const owned = withOwners(desired, ownersLeftOpen(there.live, desired));
  const reached = { ...owned, estimates, server, serverMajor };
  const plan = planChanges(reached, live, { online: request.online ?? "auto" });
  const found = { desired: live, live: reached, proof: null, measured: {}, gated: [] };
  return planned({ ...found, plan: withFindings(plan, withoutReturn(there.plan)) }, request);
}

/** What no plan brings back. */
function withoutReturn({ steps }: Plan): Plan["findings"] {
  const renamed = steps.filter(({ cause }) => cause.startsWith("renamed in the source"));
  const lost = steps.flatMap(({ hazards, object }) =>
    hazards.some(({ kind }) => kind === "loses data") ? [object] : [],
  );
  return [
    ...renamed.map(({ object }) => ({
      level: "warning" as const,
      id: "back-without-name",
      object,
      message: `${object} has its new name on the way back, too: a directive in the source renames it again`,
    })),
    ...lost.map((object) => ({
      level: "warning" as const,
      id: "back-without-data",
      object,
      message: `${object}: what it held comes out of a backup only`,
    })),
  ];
}

/**
 * Plans again under the database's lock, runs the plan if it is the one that was read, and verifies the result.
 * @throws SchemaError `plan-changed`, `consent-missing`, `verification-failed`, and those of `executePlan`
 */
export async function applySchema(request: ApplyRequest): Promise<AppliedSchema> {
  const { target, onEvent, lockWait, signal } = request;
  const control = { ...(onEvent ? { onEvent } : {}), ...(signal ? { signal } : {}) };
  const options = { ...control, ...(lockWait === undefined ? {} : { wait: lockWait }) };
  return withDatabaseLock(target, options, async (session) => {
    await refuseTransactionPooler(session.client, target);
    const reader = await connect(target, { applicationName: "stackschema plan", pipeline: true });
    const server = await serverOf(reader);
    const desired = await openDesired(request, server.major, reader).catch(async (error) => {
      await reader.end();
      throw error;
    });
    try {
      const fresh = await planWith({ client: reader, desired, server }, request, "unmeasured");
      const note = permit(fresh, request);
      if (note !== null) onEvent?.({ type: "waiting", message: note });
      const { plan } = fresh;
      const expand = plan.steps.filter(({ phase }) => phase === "expand");
      const isPart = request.until === "expand" && expand.length < plan.steps.length;
      const ran = await executePlan(session, isPart ? { ...plan, steps: expand } : plan, control);
      if (isPart && ran.length > 0) {
        const left = await planWith({ client: reader, desired, server }, request, "unmeasured");
        requireContract(plan, left.plan);
      } else if (ran.length > 0) await verifyApplied(reader, desired);
      return { planned: fresh, ran };
    } finally {
      await desired.close();
      await reader.end();
    }
  });
}

/** Throws unless the plan may run; says where it is less than what was approved. */
function permit(fresh: PlannedSchema, request: ApplyRequest): string | null {
  const errors = [...fresh.plan.findings, ...fresh.verdict.findings].filter(({ level }) => level === "error");
  if (errors.length > 0)
    throw new SchemaError("plan-has-errors", errors.map(({ message }) => message).join("\n"));
  // First, so that somebody else's change in between is called that, and not a consent that is missing.
  if (request.approvedHash !== undefined) requireApprovedHash(request.approvedHash, fresh.plan);
  const note = request.approved === undefined ? null : requireApproved(request.approved, fresh.plan);
  if (fresh.verdict.blocked.length > 0) {
    const list = fresh.verdict.blocked
      .map(({ request: wanted, loss }) => `  ${wanted.change} ${wanted.hash}  (${loss})`)
      .join("\n");
    throw new SchemaError(
      "consent-missing",
      `the plan destroys what nobody consented to:\n${list}\nAdd each line to the consents, and preview again.`,
    );
  }
  return note;
}

async function verifyApplied(client: Client, desired: Desired): Promise<void> {
  const read = desired.own(await readCatalog(client, { ...desired.read, like: desired.catalog }));
  const { live, wanted } = await desired.settle(read);
  verify(live, wanted);
}

interface Server {
  readonly major: number;
  /** As they are before a scratch database on the same server has any made. */
  readonly roles: readonly string[];
  readonly login: string;
  readonly superuser: boolean;
}

async function serverOf(client: Client): Promise<Server> {
  const { rows } = await client.query<Omit<Server, "major"> & { readonly version: string }>(
    `SELECT current_setting('server_version_num') AS version, array(SELECT rolname::text FROM pg_catalog.pg_roles) AS roles,
      current_user::text AS login, (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user) AS superuser`,
  );
  const { version, ...rest } = rows[0] ?? { version: "0", roles: [], login: "", superuser: false };
  return { major: Math.floor(Number(version) / 10_000), ...rest };
}

export interface InspectOptions {
  /** Postgres schemas. @default all but system schemas and those of extensions */
  readonly scope?: readonly string[];
  /** What a schema of the scope that is not there is: a mistake, or an empty one. @default "refused" */
  readonly missing?: "refused" | "empty";
}

/**
 * Reads the catalog of a database.
 * @throws SchemaError `scope-unknown`, `scope-empty`
 */
export async function inspectDatabase(target: Target, options: InspectOptions = {}): Promise<Catalog> {
  const { scope, missing = "refused" } = options;
  refuseEmptyNames(scope);
  const client = await connect(target, { applicationName: "stackschema inspect", pipeline: true });
  try {
    if (scope !== undefined && missing === "refused") await requireScopeInDatabase(scope, client);
    const catalog = await readCatalog(client, { scope: scope ?? "all", unsetOwner: target.user });
    return scope === undefined ? catalog : ofScope(catalog);
  } finally {
    await client.end();
  }
}
