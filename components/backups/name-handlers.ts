// What Pulumi's provider process calls for the name of a backup: another one as soon as a plan is going to destroy something
// again, whichever applications come, go or change places meanwhile. It makes nothing.
import { createHash } from "node:crypto";
import { type CheckResult, type Properties, texts, unknownValue } from "../properties";

/** As long as Postgres takes a name, and both clouds. */
const longestName = 60;

/** One name for the plans that destroy something in the same run. */
function nameOf(runs: readonly string[]): string {
  const name = `before-${[...runs].sort().join("-and-")}`;
  if (name.length <= longestName) return name;
  return `before-${createHash("sha256").update(name).digest("hex").slice(0, 16)}`;
}

/** A run that was there the last time has its backup: the name says nothing of it, since that one would be made again. */
async function check(stored: Properties, news: Properties): Promise<CheckResult> {
  const runs = texts(news, "runs").filter((run) => run !== "" && run !== unknownValue);
  const before = texts(stored, "runs");
  const fresh = runs.filter((run) => !before.includes(run));
  const last = typeof stored.backup === "string" ? stored.backup : "";
  return { inputs: { runs, backup: fresh.length === 0 ? last : nameOf(fresh) } };
}

export const backupName = {
  check,
  diff: async (_id: string, olds: Properties, news: Properties) => ({ changes: olds.backup !== news.backup }),
  create: async (inputs: Properties) => ({ id: "backup", outs: inputs }),
  read: async (id: string, properties: Properties) => ({ id, props: properties }),
  update: async (_id: string, _olds: Properties, news: Properties) => ({ outs: news }),
  delete: async () => undefined,
};
