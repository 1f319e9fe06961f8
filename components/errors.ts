// How a handler fails: Pulumi's provider process prints an error's stack, so a mistake of the user carries none.
import { SchemaError } from "../engine/index";
import type { CheckResult, Properties } from "./properties";

/** Runs a handler; a mistake of the user leaves it without a stack trace, a bug with one. */
export async function withoutTrace<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SchemaError) error.stack = "";
    throw error;
  }
}

/** What `check` answers: a mistake of the user is a failure of the whole resource, beside these inputs. */
export async function failingWith(
  inputs: Properties,
  work: () => Promise<CheckResult>,
): Promise<CheckResult> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    return { inputs, failures: [{ property: "", reason: error.message }] };
  }
}
