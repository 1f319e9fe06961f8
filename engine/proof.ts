// The plan, run on a copy of the live schema before anybody is shown it: does it run, and does it end in what the source says?
// The copy holds no rows and belongs to the scratch's own role: owners, privileges and the data are not proved. Writes scratch only.
import { DatabaseError } from "pg";
import { SchemaError } from "./api";
import { align } from "./catalog/align";
import { groupBy } from "./catalog/group";
import type { AnyObject, Catalog, Kind, ObjectId } from "./catalog/model";
import { kindOf } from "./catalog/names";
import { type Change, diffCatalogs } from "./diff";
import type { Finding, Plan, Step } from "./plan/model";
import { asleep, inScratch, makeInScratch, makeStep, makeSteps, rolesOf } from "./round-trip";
import type { ScratchDatabase, ScratchProvider } from "./sources";
import { readCatalog } from "./sources/reader";

/** Of these a copy says nothing. */
const unproved: ReadonlySet<Kind> = new Set<Kind>(["owner", "privilege", "default privilege"]);

/** Objects up to which a copy is made without being asked for: beyond, it takes longer than everything else. */
const mostObjects = 20_000;

export interface ProofRequest {
  readonly scratch: ScratchProvider;
  /** As it was read: before any rename of the plan. */
  readonly live: Catalog;
  readonly wanted: Catalog;
  readonly plan: Plan;
  /** Stubs of what `live` and `wanted` refer to beyond their scope; asked for when the copy fails without. */
  outside(): Promise<Catalog>;
  /** `desired` with the form of what was found wherever Postgres means the same by both. */
  settle(found: Catalog, desired: Catalog): Promise<{ readonly live: Catalog; readonly wanted: Catalog }>;
}

/** What the reader of the plan must know of the proof: nothing where it holds. */
export async function prove(request: ProofRequest): Promise<readonly Finding[]> {
  const { live, scratch } = request;
  if (live.objects.size > mostObjects)
    return [notProved(`it has more than ${mostObjects.toLocaleString("en-US")} objects`)];
  try {
    const alone = await inScratch(scratch, (place) => tryOn(place, request, null));
    if (alone.result === "done") return alone.findings;
    const outside = await request.outside();
    const beside = await inScratch(scratch, (place) => tryOn(place, request, outside));
    return beside.result === "done" ? beside.findings : [notProved(beside.reason)];
  } catch (error) {
    // The desired catalog was remembered, and there is no place for a copy now.
    if (error instanceof SchemaError) return [notProved(error.message)];
    throw error;
  }
}

type Tried =
  | { readonly result: "done"; readonly findings: readonly Finding[] }
  | { readonly result: "not copied"; readonly reason: string };

async function tryOn(place: ScratchDatabase, request: ProofRequest, outside: Catalog | null): Promise<Tried> {
  const { live, wanted } = request;
  try {
    if (outside !== null) await makeInScratch(place, outside, "passed over");
    await makeInScratch(place, proved(live), "thrown");
    await place.ensureRoles(rolesOf(wanted));
  } catch (error) {
    return { result: "not copied", reason: wordsOf(error) };
  }
  const failed = await runSteps(place, request);
  if (failed !== null) return failed;
  const scope = [...new Set([...live.scope, ...wanted.scope])];
  const found = await readCatalog(place.admin, { scope, unsetOwner: place.loaderRole, like: wanted });
  const settled = await request.settle(proved(found), proved(wanted));
  const aligned = align(settled.live, settled.wanted);
  const changes = diffCatalogs(aligned.live, aligned.desired);
  return { result: "done", findings: changes.length === 0 ? [] : [differs(changes)] };
}

function isUnproved(id: ObjectId): boolean {
  const kind = kindOf(id);
  return kind !== null && unproved.has(kind);
}

/** Why it could not be tried, or what it found; thrown, for whoever runs the steps. */
class Ended extends Error {
  constructor(readonly tried: Tried) {
    super("a step fails on a copy");
  }
}

async function runSteps(place: ScratchDatabase, { plan, wanted }: ProofRequest): Promise<Tried | null> {
  const steps = plan.steps.flatMap((step, index) => {
    if (isUnproved(step.object)) return [];
    // The copy has no detach that somebody interrupted: what is to be finished begins there.
    const sql = step.sql.replace(/( DETACH PARTITION .*) FINALIZE$/, "$1");
    return [{ ...step, sql, number: index + 1 }];
  });
  try {
    for (const together of groupBy(steps, ({ transaction }) => transaction).values())
      await makeSteps(place, together, (step) =>
        makeStep(place, step, wanted.objects.get(step.object)).catch((error: unknown) => {
          throw new Ended(failure(step, error));
        }),
      );
    return null;
  } catch (error) {
    if (error instanceof Ended) return error.tried;
    throw error;
  }
}

function failure({ number, sql, object }: Step & { readonly number: number }, error: unknown): Tried {
  // What only the real server has, and what its administrator may do.
  const isOfServer = error instanceof DatabaseError && ["42501", "58P01", "0A000"].includes(error.code ?? "");
  if (isOfServer || / TABLESPACE /.test(sql))
    return { result: "not copied", reason: `step ${number}: ${wordsOf(error)}` };
  const message = `step ${number} fails on a copy of the schema: ${wordsOf(error)}. ${aBug}`;
  return { result: "done", findings: [{ level: "error", id: proofFailedId, object, message }] };
}

/** What the proof speaks of; a role that owns is nobody's here. */
function proved(catalog: Catalog): Catalog {
  const objects = new Map<ObjectId, AnyObject>();
  for (const [id, object] of catalog.objects) if (!unproved.has(object.kind)) objects.set(id, object);
  return asleep({ ...catalog, objects });
}

const aBug =
  "Nothing is run. This is a bug of stackschema: please report it with the plan. If you know that the plan is right, set proof to never";

const proofFailedId = "proof-failed";

function differs(changes: readonly Change[]): Finding {
  const shown = changes.slice(0, 5).map((change) => {
    const attributes = change.type === "alter" ? ` (${change.attributes.join(", ")})` : "";
    return `${change.type} ${change.id}${attributes}`;
  });
  const more = changes.length > 5 ? ` and ${changes.length - 5} more` : "";
  const message = `run on a copy of the schema, the plan does not end in what the source declares; still to do: ${shown.join(", ")}${more}. ${aBug}`;
  return { level: "error", id: proofFailedId, object: changes[0]?.id ?? null, message };
}

function notProved(reason: string): Finding {
  const message = `the plan was not tried on a copy of the schema: ${reason}`;
  return { level: "info", id: "not-proved", object: null, message };
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
