// What Pulumi's provider process calls for a schema resource. Each handler forwards; what it does is the engine's.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { applySchema, SchemaError } from "../../engine/index";
import { withoutTrace } from "../errors";
import {
  type CheckResult,
  connectionOf,
  isEqual,
  type Properties,
  revisionOf,
  targetOf,
} from "../properties";
import { apply, idOf, type Outputs } from "./apply";
import { check as checkInputs } from "./check";
import { objectsNow } from "./live";
import { requestOf, storedInputs } from "./properties";

function check(olds: Properties, news: Properties): Promise<CheckResult> {
  return withoutTrace(() => checkInputs(olds, news));
}

/**
 * `olds` are outputs, in a refresh those just read; `news` are checked inputs, in a refresh those stored.
 * A plan is pending when its revision is newer than the stored one: in a refresh both are the stored one.
 */
async function diff(_id: string, olds: Properties, news: Properties): Promise<{ readonly changes: boolean }> {
  const isPending = revisionOf(olds) !== revisionOf(news);
  // delete and refresh reach the database with what is stored, so a new way to it must be stored.
  const isKept =
    isEqual(olds.objects, news.objects) &&
    isEqual(connectionOf(olds), connectionOf(news)) &&
    ["source", "schema", "onDestroy"].every((key) => isEqual(olds[key], news[key]));
  return { changes: isPending || !isKept };
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

/** Retains the schema and its data, unless the stack says that they go with it. */
function remove(_id: string, properties: Properties): Promise<void> {
  return withoutTrace(async () => {
    if (properties.onDestroy !== "drop") return;
    const nothing = mkdtempSync(path.join(tmpdir(), "stackschema-nothing-"));
    try {
      writeFileSync(path.join(nothing, "nothing.sql"), "-- Nothing is wanted any more.\n");
      await applySchema({
        ...requestOf(properties),
        target: targetOf(properties),
        source: { kind: "sql", path: nothing },
        consentAll: true,
      });
    } catch (error) {
      // Somebody dropped it before us.
      if (!(error instanceof SchemaError && error.code === "scope-unknown")) throw error;
    } finally {
      rmSync(nothing, { recursive: true, force: true });
    }
  });
}

export const databaseSchema = { check, diff, create, read, update, delete: remove };
