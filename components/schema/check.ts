// check: plans, and answers with the plan among the inputs, so that preview can show it and update can run just that.
// It writes nothing to any database. Unknown is not empty: only a resource that never had a server is planned against
// an empty database.
import {
  compareApproved,
  type Finding,
  isAside,
  type Plan,
  type PlannedSchema,
  planJson,
  planSchema,
  SchemaError,
  type ServerIdentity,
  type Shown,
  type Target,
} from "../../engine/index";
import {
  type CheckResult,
  connectionOf,
  isConnectionUnknown,
  type Properties,
  record,
  revisionOf,
  targetOf,
  text,
  texts,
  unknownValue,
} from "../properties";
import { forgetPreview, recallPreview, rememberPreview } from "./previewed";
import { type Findings, planOf, requestOf, settingsOf } from "./properties";
import { identityOf, refusedServer } from "./server";
import { configCommand, planWords, withRoundEstimates } from "./text";

/** What the program tells of its own run; never stored. */
interface Run {
  readonly isPreview: boolean;
}

interface Planned {
  readonly planned: PlannedSchema;
  readonly server: ServerIdentity | null;
}

/** `stored` is empty for a resource that does not exist yet. */
export async function check(stored: Properties, news: Properties): Promise<CheckResult> {
  const run: Run = { isPreview: record(news.__run).isPreview === true };
  const inputs = settingsOf(news);
  const stack = text(news, "__stack");
  const schema = text(news, "schema");
  if (run.isPreview) forgetPreview(stack, schema);
  try {
    const found = await plan(stored, news);
    const refused = refuse(stored, news, found, run);
    if (refused !== null) return { inputs, failures: [{ property: "", reason: refused }] };
    if (run.isPreview) remember(stored, news, found);
    return { inputs: { ...inputs, ...findings(stored, found) } };
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    return { inputs, failures: [{ property: "", reason: error.message }] };
  }
}

async function plan(stored: Properties, news: Properties): Promise<Planned> {
  const target = targetToPlan(stored, news);
  const [planned, server] = await Promise.all([
    planSchema({ ...requestOf(news), target }),
    target === null ? null : identityOf(target),
  ]);
  return { planned, server };
}

/** null: the server has never existed. */
function targetToPlan(stored: Properties, news: Properties): Target | null {
  if (!isConnectionUnknown(news)) return targetOf(news);
  return stored.host === undefined ? null : targetOf({ ...news, ...connectionOf(stored) });
}

const consentOrder =
  "Run these commands in this order: each takes the next free place in the list. Leave one out, and the numbers after it go down by one.";

/** Why the run must stop here, or null. */
function refuse(stored: Properties, news: Properties, { planned, server }: Planned, run: Run): string | null {
  const otherServer = server === null ? null : refusedServer(stored, news, server);
  if (otherServer !== null) return otherServer;
  const { plan: fresh, verdict } = planned;
  const hasErrors = [...fresh.findings, ...verdict.findings].some((finding) => finding.level === "error");
  if (hasErrors) return `this schema cannot be planned as it is:\n${words(news, planned)}`;
  const { length: blocked } = verdict.blocked;
  if (blocked > 0) {
    const steps = blocked === 1 ? "1 step is" : `${blocked} steps are`;
    const order = blocked === 1 ? "" : `\n\n${consentOrder}`;
    return `${steps} blocked, nothing was changed:\n${words(news, planned)}${order}`;
  }
  return run.isPreview || fresh.steps.length === 0 ? null : notApproved(stored, news, fresh);
}

/** An update runs the plan of `approvedPlan` where there is one, else the plan that the preview showed. */
function notApproved(stored: Properties, news: Properties, fresh: Plan): string | null {
  if (news.approvedPlan === undefined) return differsFromPreview(news, fresh);
  return isApproved(stored, news, fresh) ? null : `${notApprovedYet(news, fresh)}\nNothing was changed.`;
}

/** Also what is left of an approved plan that a run began. */
function isApproved(stored: Properties, { approvedPlan }: Properties, fresh: Plan): boolean {
  if (approvedPlan === undefined || approvedPlan === fresh.hash) return true;
  const begun = planOf(stored);
  return begun?.hash === approvedPlan && compareApproved(begun, fresh).result !== "changed";
}

function notApprovedYet(news: Properties, fresh: Plan): string {
  const application = text(news, "schema").replaceAll("_", "-");
  const command = configCommand(text(news, "__stack"), `stackschema:approvedPlan.${application}`, fresh.hash);
  const permitted =
    news.approvedPlan === "none"
      ? "no plan is approved"
      : `only plan ${String(news.approvedPlan)} is approved`;
  return `${permitted}. To approve this plan and no other:\n  ${command}`;
}

function differsFromPreview(news: Properties, fresh: Plan): string | null {
  const shown = recallPreview(text(news, "__stack"), text(news, "schema"));
  // Another source than the preview saw: whoever changed it and runs without a preview knows what he does.
  if (shown === null || shown.plan.to !== fresh.to) return null;
  const comparison = compareApproved(shown.plan, fresh);
  if (comparison.result !== "changed") return null;
  return [
    `the database is no longer what the preview of ${shown.at} saw, so its plan is another one:`,
    comparison.message,
    "Nothing was changed. Preview again and read the new plan.",
  ].join("\n");
}

function words(news: Properties, shown: Shown): string {
  const told = withFindings(shown, (finding) => !isAside(finding));
  return planWords(told, { stack: text(news, "__stack"), consents: texts(news, "consents").length });
}

function remember(stored: Properties, news: Properties, { planned }: Planned): void {
  rememberPreview(text(news, "__stack"), text(news, "schema"), {
    at: new Date().toISOString(),
    plan: planJson(planned),
    text: previewText(stored, news, planned),
  });
}

/** With nothing to do there is nothing to print but what ought to be looked into. */
function previewText(stored: Properties, news: Properties, planned: PlannedSchema): string {
  const { plan: fresh } = planned;
  if (fresh.steps.length === 0)
    return words(
      news,
      withFindings(planned, ({ level }) => level !== "info"),
    );
  const text = words(news, planned);
  return isApproved(stored, news, fresh) ? text : `${text}\n\n${notApprovedYet(news, fresh)}`;
}

function withFindings(shown: Shown, isTold: (finding: Finding) => boolean): Shown {
  const { plan: fresh, verdict, live, desired } = shown;
  return {
    live,
    desired,
    plan: { ...fresh, findings: fresh.findings.filter(isTold) },
    verdict: { ...verdict, findings: verdict.findings.filter(isTold) },
  };
}

function findings(stored: Properties, { planned, server }: Planned): Findings {
  const rounded = planJson({ ...planned, plan: withRoundEstimates(planned.plan) });
  const pending = planned.plan.steps.length > 0;
  return {
    objects: planned.objects,
    summary: rounded.summary,
    planHash: rounded.hash,
    __plan: rounded,
    __revision: revisionOf(stored) + (pending ? 1 : 0),
    __server: server ?? unknownValue,
  };
}
