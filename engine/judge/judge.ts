// The judge: hazards of a plan × consents of the settings → verdict. Pure: what the data says is handed in as measured.
import type { ConsentRequest, Finding, Hazard, Plan, Step } from "../plan/model";
import { formatConsent, normaliseChange, parseConsent } from "./consents";
import type { Measured, Verdict } from "./model";

interface JudgeOptions {
  /** As written in the settings: `drop column app.customers.fax 3f2a1b9c`. */
  readonly consents: readonly string[];
  /** Consents to everything: disposable databases only. @default false */
  readonly consentAll?: boolean;
  /** What the probes found. @default nothing is known */
  readonly measured?: Measured;
  /** What the gates say of the desired catalog. @default nothing */
  readonly gated?: readonly Finding[];
}

/** Decides which steps may run. A step without every consent it asks for is blocked, and so is the whole plan. */
export function judge(plan: Plan, options: JudgeOptions): Verdict {
  const given = new Map<string, string>();
  for (const text of options.consents) {
    const consent = parseConsent(text);
    if (consent !== null) given.set(keyOf(consent), text);
  }
  const asked = requests(plan);
  const blocked = [...asked]
    .filter(([key]) => options.consentAll !== true && !given.has(key))
    .map(([, entry]) => entry);
  const used = [...given].filter(([key]) => asked.has(key)).map(([, text]) => text);
  const unused = options.consents.filter((text) => !used.includes(text));
  return {
    blocked: blocked.map(({ step, hazard, request }) => ({
      step,
      request,
      loss: lossOf(step, hazard, options.measured),
    })),
    used,
    unused,
    findings: [
      ...(options.gated ?? []),
      ...failing(plan, options.measured ?? {}),
      ...unused.map((text) => staleConsent(text, [...asked.values()])),
    ],
    ...(options.measured === undefined ? {} : { measured: options.measured }),
  };
}

/** A step that the rows which are there would make fail, after others were committed. */
function failing(plan: Plan, measured: Measured): readonly Finding[] {
  return plan.steps.flatMap((step, index) =>
    step.hazards.flatMap((hazard): readonly Finding[] => {
      const found = hazard.probe === undefined ? undefined : measured[hazard.probe];
      if (hazard.kind !== "may fail on the data" || found === undefined || !/^[1-9]/.test(found)) return [];
      const list = hazard.offenders === undefined ? "" : `. This lists them: ${hazard.offenders}`;
      const remedy = hazard.remedy === undefined ? "" : `, or ${hazard.remedy}`;
      const message = `step ${index + 1} would fail on the data that is there, so nothing is run: it ${hazard.message} (${found}). Correct the data${remedy}, and preview again${list}`;
      return [{ level: "error", id: "fails-on-the-data", object: step.object, message }];
    }),
  );
}

interface Asked {
  readonly step: Step;
  readonly hazard: Hazard;
  readonly request: ConsentRequest;
}

/** Each consent the plan asks for, once, in the plan's order, by its normal form. */
function requests(plan: Plan): Map<string, Asked> {
  const found = new Map<string, Asked>();
  for (const step of plan.steps) {
    for (const hazard of step.hazards) {
      if (hazard.consent === undefined) continue;
      const key = keyOf(hazard.consent);
      if (!found.has(key)) found.set(key, { step, hazard, request: hazard.consent });
    }
  }
  return found;
}

function keyOf(request: ConsentRequest): string {
  return formatConsent({ change: normaliseChange(request.change), hash: request.hash.toLowerCase() });
}

function lossOf(step: Step, hazard: Hazard, measured: Measured | undefined): string {
  const loss = (hazard.probe === undefined ? undefined : measured?.[hazard.probe]) ?? "unknown";
  const rows = step.estimate?.rows ?? null;
  if (!loss.startsWith("unknown") || rows === null) return loss;
  return `${loss} (about ${rows.toLocaleString("en-US")} ${rows === 1 ? "row" : "rows"} by Postgres's own estimate)`;
}

/** Why a consent of the settings fits nothing; one given for another definition of the object is worth a warning. */
function staleConsent(text: string, asked: readonly Asked[]): Finding {
  const consent = parseConsent(text);
  const change = consent?.change ?? normaliseChange(text);
  const same = asked.find((entry) => normaliseChange(entry.request.change) === change);
  if (same !== undefined) {
    const wrong = consent === null ? "lacks the hash" : "was given for another definition of that object";
    return {
      level: "warning",
      id: "stale-consent",
      object: same.step.object,
      message: `the consent "${text}" ${wrong}, so it permits nothing; this plan asks for "${formatConsent(same.request)}"`,
    };
  }
  if (consent === null) {
    return {
      level: "warning",
      id: "malformed-consent",
      object: null,
      message: `the consent "${text}" is not written as "verb object-id hash", such as "drop column app.customers.fax 3f2a1b9c"`,
    };
  }
  return {
    level: "info",
    id: "stale-consent",
    object: null,
    message: `the consent "${text}" matches nothing in this plan: remove it from the settings`,
  };
}
