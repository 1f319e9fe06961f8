// How a handler fails: Pulumi's provider process prints an error's stack, so a mistake of the user carries none.
import { SchemaError } from "../engine/index";

/** Runs a handler; a mistake of the user leaves it without a stack trace, a bug with one. */
export async function withoutTrace<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SchemaError) error.stack = "";
    throw error;
  }
}
