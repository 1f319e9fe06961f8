// What Pulumi's provider process calls for a copy of a database. A copy is made once under its name and never removed.
import { copyDatabase } from "../../engine/index";
import { withoutTrace } from "../errors";
import { type CheckResult, connectionOf, type Properties, pick, targetOf, text } from "../properties";

export { backupName } from "./name-handlers";

async function check(_stored: Properties, news: Properties): Promise<CheckResult> {
  return { inputs: { ...connectionOf(news), ...pick(news, ["copy", "run"]) } };
}

function copy(inputs: Properties): Promise<Properties> {
  return withoutTrace(async () => {
    await copyDatabase(targetOf(inputs), text(inputs, "copy"));
    return { ...inputs, made: text(inputs, "run") };
  });
}

export const databaseCopy = {
  check,
  // Another way to the same server is no reason for another copy.
  diff: async (_id: string, olds: Properties, news: Properties) => ({ changes: olds.run !== news.run }),
  create: async (inputs: Properties) => ({ id: text(inputs, "copy"), outs: await copy(inputs) }),
  read: async (id: string, properties: Properties) => ({ id, props: properties }),
  update: async (_id: string, _olds: Properties, news: Properties) => ({ outs: await copy(news) }),
  delete: async () => undefined,
};
