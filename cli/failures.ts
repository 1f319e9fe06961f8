// How a failed command ends: a mistake of the user is one sentence, a bug is a stack trace and says so.
import { CommanderError } from "commander";
import { SchemaError } from "../engine/index";

/** What a command tells the shell. */
export const exitCodes = { done: 0, error: 1, pending: 2, blocked: 3 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Prints why a command failed, and gives its exit code. */
export function reportFailure(error: unknown, write: (text: string) => void): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.error;
  if (error instanceof SchemaError) {
    write(`stackschema: ${error.message}\n`);
    return exitCodes.error;
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  write(
    `stackschema: this is a bug in stackschema, not a mistake of yours; please report it with these lines:\n${trace}\n`,
  );
  return exitCodes.error;
}
