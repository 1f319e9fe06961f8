// What Pulumi's provider process calls for a server that a cloud makes: it waits until the server takes writes, and again
// whenever the way to it changes, a new password included. It changes nothing there.
import { waitForServer } from "../../engine/index";
import { withoutTrace } from "../errors";
import { type CheckResult, connectionOf, isEqual, type Properties, targetOf, text } from "../properties";
import { rememberWay } from "../way-in";

async function check(stored: Properties, news: Properties): Promise<CheckResult> {
  rememberWay(stored);
  return { inputs: connectionOf(news) };
}

async function diff(_id: string, olds: Properties, news: Properties): Promise<{ readonly changes: boolean }> {
  return { changes: !isEqual(connectionOf(olds), connectionOf(news)) };
}

function answered(inputs: Properties): Promise<Properties> {
  return withoutTrace(async () => {
    // Pulumi shows what its provider process prints, live.
    await waitForServer(targetOf(inputs), { onProgress: console.log });
    return { ...inputs, ready: true };
  });
}

export const readyServer = {
  check,
  diff,
  create: async (inputs: Properties) => {
    const outs = await answered(inputs);
    return { id: `${text(inputs, "host")}:${String(inputs.port)}`, outs };
  },
  read: async (id: string, properties: Properties) => ({ id, props: properties }),
  update: async (_id: string, _olds: Properties, news: Properties) => ({ outs: await answered(news) }),
  delete: async () => undefined,
};
