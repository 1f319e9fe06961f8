// check: plans, and answers with the plan among the inputs, so that preview can show it and update can run just that.
// It writes nothing to any database. Unknown is not empty: only a resource that never had a server is planned against
// an empty database, and one that moves to a database that is not made yet.
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
import { failingWith } from "../errors";
import {
  type CheckResult,
  isConnectionUnknown,
  type Properties,
  record,
  revisionOf,
  targetOf,
  text,
  texts,
  unknownValue,
} from "../properties";
import { serverAt } from "../server-at";
import { withWayIn } from "../way-in";
import { refuseWithoutBackup } from "./backed-up";
import { forgetPreview, recallPreview, rememberPreview } from "./previewed";
import { type Findings, isKept, planOf, requestOf, settingsOf } from "./properties";
import { isReplaced, refusedReplacement, refusedServer } from "./server";
import { configCommand, planWords, withRoundEstimates } from "./text";

/** What the program tells of its own run; never stored. */
interface Run {
  readonly isPreview: boolean;
  readonly part: "all" | "rest";
}

interface Planned {
  readonly planned: PlannedSchema;
  readonly server: ServerIdentity | null;
}

/**
 * `stored` is empty for a resource that does not exist yet.
 * @param part `rest`: of what runs after the deployment; the schema's own resource shows the whole plan, and remembers it
 */
export async function check(
  stored: Properties,
  news: Properties,
  part: "all" | "rest" = "all",
): Promise<CheckResult> {
  const run: Run = { isPreview: record(news.__run).isPreview === true, part };
  const inputs = settingsOf(news);
  const stack = text(news, "__stack");
  const schema = text(news, "schema");
  const isShown = run.isPreview && part === "all";
  if (isShown) forgetPreview(stack, schema);
  return failingWith(inputs, async () => {
    const lost = refusedReplacement(stored, news);
    if (lost !== null) return { inputs, failures: [{ property: "", reason: lost }] };
    const found = await planFor(stored, news);
    const refused = refuse(stored, news, found, run);
    if (refused !== null) return { inputs, failures: [{ property: "", reason: refused }] };
    const checked = { ...inputs, ...findings(stored, news, found, part) };
    if (isShown) remember(stored, news, found, checked);
    return { inputs: checked };
  });
}

/** The steps of the plan that this resource runs. */
function stepsOf({ steps }: Plan, { phases }: Properties, part: Run["part"]): Plan["steps"] {
  if (phases !== "apart") return steps;
  return steps.filter(({ phase }) => (phase === "contract") === (part === "rest"));
}

/** The plan of now; writes nothing and remembers nothing. */
export async function planFor(stored: Properties, news: Properties): Promise<Planned> {
  try {
    return await withWayIn(stored, news, (way) => planAt(targetToPlan(stored, news, way), news));
  } catch (error) {
    const isMissing = error instanceof SchemaError && error.code === "connection-database-missing";
    // With a known address nobody is going to make it.
    if (isMissing && isConnectionUnknown(news) && movesDatabase(stored, news)) return planAt(null, news);
    throw error;
  }
}

async function planAt(target: Target | null, news: Properties): Promise<Planned> {
  const [planned, server] = await Promise.all([
    planSchema({ ...requestOf(news), target }),
    target === null ? null : serverAt(target),
  ]);
  return { planned, server };
}

/** null: the server has never existed. An address that is not known is the previous one; the database's name may be. */
function targetToPlan(stored: Properties, news: Properties, way: Properties): Target | null {
  if (!isConnectionUnknown(news)) return targetOf(way);
  if (stored.host === undefined || isReplaced(stored, news)) return null;
  return targetOf({ ...way, database: movesDatabase(stored, news) ? news.database : stored.database });
}

/** Another name is another database. */
function movesDatabase(stored: Properties, { database }: Properties): boolean {
  return stored.database !== undefined && database !== unknownValue && database !== stored.database;
}

const consentOrder =
  "Run these commands in this order: each takes the next free place in the list. Leave one out, and the numbers after it go down by one.";

/** Why the run must stop here, or null. */
function refuse(stored: Properties, news: Properties, { planned, server }: Planned, run: Run): string | null {
  const otherServer = server === null ? null : refusedServer(stored, news, server);
  if (otherServer !== null) return otherServer;
  const { plan: fresh, verdict } = planned;
  const hasErrors = [...fresh.findings, ...verdict.findings].some((finding) => finding.level === "error");
  if (hasErrors) return `this schema cannot be planned as it is:\n${words(stored, news, planned)}`;
  const { length: blocked } = verdict.blocked;
  if (blocked > 0) {
    const steps = blocked === 1 ? "1 step is" : `${blocked} steps are`;
    const order = blocked === 1 ? "" : `\n\n${consentOrder}`;
    return `${steps} blocked, nothing was changed:\n${words(stored, news, planned)}${order}`;
  }
  if (run.isPreview || fresh.steps.length === 0) return null;
  // What is left is of the plan that the schema's own resource was let run.
  const changed = run.part === "rest" ? differsFromPreview(news, fresh) : notApproved(stored, news, fresh);
  const unsaved = changed ?? refuseWithoutBackup(news, verdict.used);
  // The rest of an approved plan, whose backup nobody makes any more, is approved as what it is.
  const isRest = changed === null && news.approvedPlan !== undefined && news.approvedPlan !== fresh.hash;
  return unsaved !== null && isRest ? `${unsaved}\n${notApprovedYet(news, fresh)}` : unsaved;
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

function words(stored: Properties, news: Properties, shown: Shown): string {
  const told = withFindings(shown, (finding) => !isAside(finding));
  const plan = planWords(told, { stack: text(news, "__stack"), consents: texts(news, "consents").length });
  return paragraphs([movedText(stored, news), plan]);
}

function paragraphs(texts: readonly string[]): string {
  return texts.filter((text) => text !== "").join("\n\n");
}

function movedText(stored: Properties, news: Properties): string {
  if (!movesDatabase(stored, news)) return "";
  const [before, now] = [stored.database, news.database].map((name) => JSON.stringify(name));
  return `the database is ${now} from now on; ${before} and its data stay behind as they are, and are managed no more`;
}

function remember(stored: Properties, news: Properties, { planned }: Planned, checked: Properties): void {
  rememberPreview(text(news, "__stack"), text(news, "schema"), {
    at: new Date().toISOString(),
    plan: planJson(planned),
    text: previewText(stored, news, planned, checked),
  });
}

/** With nothing to run there is nothing to print but what ought to be looked into, and why there is an update all the same. */
function previewText(
  stored: Properties,
  news: Properties,
  planned: PlannedSchema,
  checked: Properties,
): string {
  const { plan: fresh } = planned;
  if (fresh.steps.length > 0) {
    const text = paragraphs([
      words(stored, news, planned),
      phasesText(news, fresh),
      noBackupText(news, planned),
    ]);
    return isApproved(stored, news, fresh) ? text : paragraphs([text, notApprovedYet(news, fresh)]);
  }
  const told = withFindings(planned, ({ level, id }) => level !== "info" || id === "stale-consent");
  return paragraphs([words(stored, news, told), isKept(stored, checked) ? "" : onlyState]);
}

/** Where the deployment comes in the plan. */
function phasesText({ phases }: Properties, { steps }: Plan): string {
  const expand = steps.filter(({ phase }) => phase === "expand").length;
  if (phases !== "apart") return "";
  if (expand === steps.length) return "all of it runs before the service is deployed";
  if (expand === 0) return "all of it runs after the service is deployed";
  const first = expand === 1 ? "step 1 runs" : `steps 1 to ${expand} run`;
  return `${first} before the service is deployed, the rest after it`;
}

/** What is destroyed with consent is told to be without a backup. */
function noBackupText(news: Properties, { verdict }: PlannedSchema): string {
  const { noBackup } = record(news.__run);
  return typeof noBackup === "string" && verdict.used.length > 0 ? noBackup : "";
}

const onlyState = "nothing to run: only the stack's state is brought up to date";

function withFindings(shown: Shown, isTold: (finding: Finding) => boolean): Shown {
  const { plan: fresh, verdict, live, desired, proof = null } = shown;
  return {
    live,
    desired,
    proof,
    plan: { ...fresh, findings: fresh.findings.filter(isTold) },
    verdict: { ...verdict, findings: verdict.findings.filter(isTold) },
  };
}

function findings(
  stored: Properties,
  news: Properties,
  { planned, server }: Planned,
  part: Run["part"],
): Findings {
  const rounded = planJson({ ...planned, plan: withRoundEstimates(planned.plan) });
  const pending = stepsOf(planned.plan, news, part).length > 0;
  return {
    // Once is enough.
    objects: part === "rest" ? {} : planned.objects,
    summary: rounded.summary,
    planHash: rounded.hash,
    __plan: rounded,
    __revision: revisionOf(stored) + (pending ? 1 : 0),
    __server: server ?? unknownValue,
  };
}
