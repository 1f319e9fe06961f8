// What Pulumi's provider process calls for the name of a backup: another one as soon as a plan is going to destroy something
// again, whichever applications come, go or change places meanwhile. It makes nothing.
import { createHash, randomUUID } from "node:crypto";
import { type CheckResult, type Properties, texts, unknownValue } from "../properties";

/** As long as Postgres takes a name, and both clouds. */
const longestName = 60;

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/**
 * After the plans that destroy something in the same run, with a number that none before had. Where counting begins again, and
 * for other stacks of the server, the last four digits are others: the runs hold their resources' random ids.
 */
function nameOf(runs: readonly string[], number: number): string {
  const plans = runs.map((run) => run.split(" ")[0]).sort();
  const own = `${number}-${hashOf(runs.toSorted().join("\n")).slice(0, 4)}`;
  const name = `before-${plans.join("-and-")}-${own}`;
  return name.length <= longestName ? name : `before-${hashOf(name).slice(0, 16)}-${own}`;
}

/** A run that was there the last time has its backup: the name says nothing of it, since that one would be made again. */
async function check(stored: Properties, news: Properties): Promise<CheckResult> {
  const runs = texts(news, "runs").filter((run) => run !== "" && run !== unknownValue);
  const before = texts(stored, "runs");
  const fresh = runs.filter((run) => !before.includes(run));
  const [last, made] = [stored.backup ?? "", Number(stored.made ?? 0)];
  if (fresh.length === 0) return { inputs: { runs, backup: last, made } };
  return { inputs: { runs, backup: nameOf(fresh, made + 1), made: made + 1 } };
}

export const backupName = {
  check,
  diff: async (_id: string, olds: Properties, news: Properties) => ({ changes: olds.backup !== news.backup }),
  // A resource that is made anew counts from the beginning: what it names is another backup all the same.
  create: async (inputs: Properties) => ({ id: randomUUID(), outs: inputs }),
  read: async (id: string, properties: Properties) => ({ id, props: properties }),
  update: async (_id: string, _olds: Properties, news: Properties) => ({ outs: news }),
  delete: async () => undefined,
};
