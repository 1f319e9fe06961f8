// create and update: run the plan that stands in the checked inputs, and answer with what is in the database then.
// A run that failed half-way is recorded as far as it came, so that the next one goes on from there.
import { type ApplyRequest, applySchema, type RanStep, waitUntilReady } from "../../engine/index";
import { type Properties, record, targetOf, text } from "../properties";
import { objectsNow } from "./live";
import { forgetPreview } from "./previewed";
import { reporter } from "./progress";
import { planOf, requestOf, storedInputs } from "./properties";

/** What stands in the state: the inputs, and what became of them. */
export interface Outputs extends Properties {
  /** Fingerprint of the schema that is in the database. */
  readonly fingerprint: string;
  /** The steps of the last run that had any, with their times. */
  readonly ran: readonly RanStep[];
}

/** A run that failed after something had been committed: Pulumi records it, and the next `up` updates. */
class PartialFailure extends Error {
  /** Without a stack: Pulumi prints it. */
  override readonly stack = "";

  constructor(
    message: string,
    readonly id: string,
    readonly properties: Properties,
    readonly reasons: readonly string[],
  ) {
    super(message);
  }
}

export function idOf(inputs: Properties): string {
  return text(inputs, "schema");
}

/**
 * @param before outputs of the resource so far; empty for a new one
 * @param part `rest`: what is left when the new code is deployed
 */
export async function apply(
  before: Properties,
  inputs: Properties,
  part: "all" | "rest" = "all",
): Promise<Outputs> {
  const target = targetOf(inputs);
  const approved = planOf(inputs);
  const request: ApplyRequest = {
    ...requestOf(inputs),
    target,
    ...(approved === null ? {} : { approved }),
    until: inputs.phases === "apart" && part === "all" ? "expand" : "contract",
    // Pulumi shows what its provider process prints, live.
    onEvent: reporter(idOf(inputs), console.log),
  };
  try {
    await waitUntilReady(target);
    const { planned, ran } = await applySchema(request);
    const isWhole =
      request.until === "contract" || planned.plan.steps.every(({ phase }) => phase === "expand");
    // What is left must be of the plan that was shown, too.
    if (isWhole) forgetPreview(text(inputs, "__stack"), text(inputs, "schema"));
    return {
      ...storedInputs(inputs),
      objects: part === "rest" ? {} : planned.objects,
      fingerprint: isWhole ? planned.plan.to : "",
      ran: ran.length > 0 ? ran : previousSteps(before),
    };
  } catch (error) {
    throw await failure(error, before, inputs, part);
  }
}

function previousSteps(before: Properties): readonly RanStep[] {
  return Array.isArray(before.ran) ? before.ran : [];
}

/** Nothing ran: the state stays as it is. Something ran: the state gets what is there now. */
async function failure(
  error: unknown,
  before: Properties,
  inputs: Properties,
  part: "all" | "rest",
): Promise<unknown> {
  const ran = committed(error);
  if (!(error instanceof Error) || ran.length === 0) return error;
  const properties = {
    ...storedInputs(inputs),
    objects: part === "rest" ? {} : await objectsNow(inputs).catch(() => before.objects ?? {}),
    fingerprint: "",
    ran,
  };
  return new PartialFailure(error.message, idOf(inputs), properties, [error.message]);
}

function committed(error: unknown): readonly RanStep[] {
  const { ran } = record(error);
  return Array.isArray(ran) ? ran : [];
}
