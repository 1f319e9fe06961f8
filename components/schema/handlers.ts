// What Pulumi's provider process calls for a schema resource. Each handler forwards; what it does is the engine's.
import { declare } from "../declared";
import { withoutTrace } from "../errors";
import { type CheckResult, type Properties, revisionOf } from "../properties";
import { apply, idOf, type Outputs } from "./apply";
import { check as checkInputs } from "./check";
import { objectsNow } from "./live";
import { isKept, storedInputs } from "./properties";
import { remove, thingOf } from "./remove";

function check(olds: Properties, news: Properties): Promise<CheckResult> {
  declare(thingOf(news), news);
  return withoutTrace(() => checkInputs(olds, news));
}

/**
 * `olds` are outputs, in a refresh those just read; `news` are checked inputs, in a refresh those stored.
 * A plan is pending when its revision is newer than the stored one: in a refresh both are the stored one.
 */
async function diff(_id: string, olds: Properties, news: Properties): Promise<{ readonly changes: boolean }> {
  const isPending = revisionOf(olds) !== revisionOf(news);
  return { changes: isPending || !isKept(olds, news) };
}

function create(inputs: Properties): Promise<{ readonly id: string; readonly outs: Outputs }> {
  return withoutTrace(async () => ({ id: idOf(inputs), outs: await apply({}, inputs) }));
}

function update(_id: string, olds: Properties, news: Properties): Promise<{ readonly outs: Outputs }> {
  return withoutTrace(async () => ({ outs: await apply(olds, news) }));
}

/** What is in the database now: refresh compares it with what is stored, object by object. */
function read(
  id: string,
  properties: Properties,
): Promise<{ id: string; props: Properties; inputs: Properties }> {
  return withoutTrace(async () => {
    const props = { ...properties, objects: await objectsNow(properties) };
    return { id, props, inputs: storedInputs(props) };
  });
}

export { schemaPlan } from "./plan";

/** What runs after the deployment; what is in the database is told by the schema's own resource. */
export const schemaContract = {
  check: (olds: Properties, news: Properties) => withoutTrace(() => checkInputs(olds, news, "rest")),
  diff,
  create: (inputs: Properties) =>
    withoutTrace(async () => ({ id: idOf(inputs), outs: await apply({}, inputs, "rest") })),
  read: async (id: string, properties: Properties) => ({ id, props: properties }),
  update: (_id: string, olds: Properties, news: Properties) =>
    withoutTrace(async () => ({ outs: await apply(olds, news, "rest") })),
  delete: async () => undefined,
};

export const databaseSchema = {
  check,
  diff,
  create,
  read,
  update,
  delete: (_id: string, properties: Properties) => withoutTrace(() => remove(properties, console.log)),
};
