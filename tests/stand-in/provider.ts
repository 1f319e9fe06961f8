// The provider that stands in for all of them: what Pulumi's engine asks of a resource, answered from the folder and the
// types. A type that is not in `types/` is refused by name, and so is a property that the real provider does not have.
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type {
  CheckResult,
  CreateResult,
  DiffResult,
  InvokeResult,
  Provider,
  ReadResult,
  UpdateResult,
} from "@pulumi/pulumi/provider";
import { invoke } from "./functions";
import type { Effect, Properties, ResourceType, Stored } from "./model";
import { shapeOf, versionOf } from "./sdk";
import { cloud, find, forget, log, type OperationName, orderFor, save } from "./store";
import { types } from "./types";
import { isEqual, keepSecrets, plainProperties, valueAt } from "./values";

interface Resource {
  readonly type: string;
  readonly name: string;
}

/** `urn:pulumi:<stack>::<project>::<parent types$type>::<name>` */
function resourceOf(urn: string): Resource {
  const [, , qualified = "", ...name] = urn.split("::");
  return { type: qualified.slice(qualified.lastIndexOf("$") + 1), name: name.join("::") };
}

function knowledgeOf(type: string): ResourceType {
  const known = types[type];
  if (known === undefined)
    throw new Error(`the stand-in does not know the resource type ${type}: add it to tests/stand-in/types/`);
  return known;
}

/** What is worked on in this process; the real clouds refuse a second operation on some things meanwhile. */
const busy = new Set<string>();
/** Milliseconds for which something stays busy at least, so that two operations at once do meet. */
const busyFor = 200;

async function alone<T>(key: string | undefined, work: () => Promise<T>): Promise<T> {
  if (key === undefined) return work();
  if (busy.has(key))
    throw new Error(
      `Code="ServerIsBusy" Message="Cannot complete operation while server '${key}' is busy processing another operation. Try again later."`,
    );
  busy.add(key);
  try {
    const [result] = await Promise.all([work(), sleep(busyFor)]);
    return result;
  } finally {
    busy.delete(key);
  }
}

async function obey(
  operation: OperationName,
  { type, name }: Resource,
  when: "before" | "after",
): Promise<void> {
  const order = orderFor(operation, type, name, when);
  if (order?.wait !== undefined) await sleep(order.wait);
  if (order?.fail !== undefined) throw new Error(order.fail);
}

/** One operation: told in the log, failed and slowed as the test orders. */
async function perform<T>(
  operation: OperationName,
  urn: string,
  work: (resource: Resource) => Promise<T>,
): Promise<T> {
  const resource = resourceOf(urn);
  log({ operation, stage: "begun", ...resource });
  try {
    await obey(operation, resource, "before");
    const result = await work(resource);
    await obey(operation, resource, "after");
    log({ operation, stage: "done", ...resource });
    return result;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    log({ operation, stage: "failed", ...resource, message });
    // Without a stack: the engine prints it.
    throw Object.assign(new Error(message), { stack: "" });
  }
}

function withName(
  { named, nameShape }: ResourceType,
  name: string,
  olds: Properties,
  news: Properties,
): Properties {
  if (named === undefined || news[named] !== undefined) return news;
  const { longest = 63, without = /$^/ } = nameShape ?? {};
  const stem = name
    .toLowerCase()
    .replaceAll(new RegExp(without, "g"), "")
    .slice(0, longest - 8);
  return { ...news, [named]: olds[named] ?? `${stem}${randomBytes(4).toString("hex")}` };
}

async function check(urn: string, olds: Properties, news: Properties): Promise<CheckResult> {
  const { type, name } = resourceOf(urn);
  const known = knowledgeOf(type);
  const { inputs, required } = shapeOf(type);
  const given = Object.keys(news).filter((key) => news[key] !== undefined && !key.startsWith("__"));
  const failures = [
    ...given
      .filter((key) => !inputs.has(key))
      .map((property) => ({ property, reason: `${type} has no such input` })),
    ...[...required]
      .filter((key) => news[key] === undefined || news[key] === null)
      .map((property) => ({ property, reason: `${type} needs it` })),
  ];
  return { inputs: withName(known, name, olds, news), failures };
}

/** The properties that are not what they were: compared are the inputs of then and now. */
async function diff(id: string, urn: string, olds: Properties, news: Properties): Promise<DiffResult> {
  const { type } = resourceOf(urn);
  const known = knowledgeOf(type);
  const before = find(type, id)?.inputs ?? olds;
  const keys = [...new Set([...Object.keys(before), ...Object.keys(news)])].filter(
    (key) => !key.startsWith("__"),
  );
  const changed = keys.filter((key) => !isEqual(before[key], news[key]));
  const replaces = known.replaces.filter((path) => !isEqual(valueAt(before, path), valueAt(news, path)));
  return {
    changes: changed.length > 0,
    replaces: changed.length > 0 ? replaces : [],
    // The new one cannot stand beside the old one under the same name.
    deleteBeforeReplace:
      replaces.length > 0 && known.named !== undefined && isEqual(before[known.named], news[known.named]),
  };
}

function stored(resource: Resource, id: string, inputs: Properties, effect: Effect): Stored {
  const { data = {}, outputs = {} } = effect;
  const { outputs: known } = shapeOf(resource.type);
  const foreign = Object.keys(outputs).filter((key) => !known.has(key));
  if (foreign.length > 0) throw new Error(`${resource.type} has no output ${foreign.join(", ")}`);
  return { ...resource, id, inputs, data, outputs };
}

const asOutputs = (inputs: Properties, { outputs }: Stored): Properties => ({
  ...inputs,
  ...(keepSecretsOf(inputs, outputs) ?? {}),
});

/** What the outputs repeat of secret inputs is secret too. */
function keepSecretsOf(inputs: Properties, outputs: Properties): Properties {
  return Object.fromEntries(
    Object.entries(outputs).map(([key, value]) => [key, keepSecrets(inputs[key], value)]),
  );
}

function create(urn: string, given: Properties): Promise<CreateResult> {
  return perform("create", urn, (resource) => {
    const known = knowledgeOf(resource.type);
    const inputs = plainProperties(given);
    return alone(known.exclusive?.(inputs), async () => {
      const id = known.id(inputs);
      if (known.repeatable !== true && find(resource.type, id) !== undefined)
        throw new Error(`cannot create already existing resource '${id}'`);
      const made = stored(resource, id, inputs, (await known.create?.(inputs, cloud())) ?? {});
      const own = known.repeatable === true ? { ...made, id: String(made.data.id ?? id) } : made;
      save(own);
      return { id: own.id, outs: asOutputs(given, own) };
    });
  });
}

function update(id: string, urn: string, _olds: Properties, given: Properties): Promise<UpdateResult> {
  return perform("update", urn, (resource) => {
    const known = knowledgeOf(resource.type);
    const inputs = plainProperties(given);
    return alone(known.exclusive?.(inputs), async () => {
      const before = find(resource.type, id);
      if (before === undefined) throw new Error(`${resource.type} '${id}' was not found`);
      const effect = known.update?.(inputs, before, cloud()) ?? {
        data: before.data,
        outputs: before.outputs,
      };
      const changed = stored(resource, id, inputs, await effect);
      save(changed);
      return { outs: asOutputs(given, changed) };
    });
  });
}

function read(id: string, urn: string, props: Properties = {}): Promise<ReadResult> {
  return perform("read", urn, async ({ type }) => {
    knowledgeOf(type);
    const found = find(type, id);
    if (found === undefined || found.data.isGone === true) return { id: "", props: {} };
    const now = { ...found.inputs, ...found.outputs };
    return { id, props: keepSecrets(props, now) };
  });
}

function remove(id: string, urn: string): Promise<void> {
  return perform("delete", urn, ({ type }) => {
    const known = knowledgeOf(type);
    const before = find(type, id);
    if (before === undefined || before.data.isGone === true) return Promise.resolve();
    return alone(known.exclusive?.(before.inputs), async () => {
      const remembered = await known.delete?.(before, cloud());
      if (remembered === undefined) forget(type, id);
      else save({ ...before, data: { ...before.data, ...remembered, isGone: true } });
    });
  });
}

async function call(token: string, inputs: Properties): Promise<InvokeResult> {
  log({ operation: "invoke", stage: "begun", type: token, name: "" });
  const lags = orderFor("invoke", token, "", "before")?.lags === true;
  return { outputs: invoke(token, plainProperties(inputs), lags) };
}

export const provider: Provider = {
  // The SDK's own: the engine warns of an older one.
  version: versionOf(process.env.STAND_IN_PACKAGE ?? "random"),
  check,
  diff,
  create,
  read,
  update,
  delete: remove,
  invoke: call,
};
