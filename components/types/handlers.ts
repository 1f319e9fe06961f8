// What Pulumi's provider process calls for the types of an application's tables. They are files of the checkout, looked at in
// every run: what was edited by hand, or is gone, is made anew.
import * as path from "node:path";
import { generateTypes, SchemaError, typesState } from "../../engine/index";
import { withoutTrace } from "../errors";
import { projectRoot } from "../project";
import {
  type CheckResult,
  connectionOf,
  type Properties,
  pick,
  targetOf,
  text,
  unknownValue,
} from "../properties";

const directoryOf = (inputs: Properties): string =>
  path.join(projectRoot(), "generated", text(inputs, "application"));

async function check(_stored: Properties, news: Properties): Promise<CheckResult> {
  return {
    inputs: { ...connectionOf(news), ...pick(news, ["application", "source", "schema", "fingerprint"]) },
  };
}

async function diff(
  _id: string,
  _olds: Properties,
  news: Properties,
): Promise<{ readonly changes: boolean }> {
  if (news.fingerprint === unknownValue) return { changes: true };
  return { changes: (await typesState(directoryOf(news), text(news, "fingerprint"))) !== "fresh" };
}

function make(inputs: Properties): Promise<Properties> {
  return withoutTrace(async () => {
    const fingerprint = text(inputs, "fingerprint");
    const directory = directoryOf(inputs);
    if ((await typesState(directory, fingerprint)) === "fresh") return inputs;
    const request = {
      target: targetOf(inputs),
      scope: [text(inputs, "schema")],
      directory,
      fingerprint,
      source: text(inputs, "source"),
    };
    try {
      await generateTypes(request);
    } catch (error) {
      if (!(error instanceof SchemaError)) throw error;
      const advice =
        "The schema itself is done. To go without types:  npm run pulumi -- config set stackschema:types never";
      throw new SchemaError(error.code, `${error.message}\n${advice}`);
    }
    return inputs;
  });
}

export const generatedTypes = {
  check,
  diff,
  create: async (inputs: Properties) => ({ id: text(inputs, "application"), outs: await make(inputs) }),
  read: async (id: string, properties: Properties) => ({ id, props: properties }),
  update: async (_id: string, _olds: Properties, news: Properties) => ({ outs: await make(news) }),
  delete: async () => undefined,
};
