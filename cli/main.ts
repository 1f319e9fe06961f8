// The command line: the same engine as the Pulumi resource, for any database one can connect to.
// Parses, forwards, and turns the outcome into an exit code.
import { Command } from "commander";
import { addApplyCommand } from "./commands/apply";
import { addCheckCommand } from "./commands/check";
import { addCiCommand } from "./commands/ci";
import { addInspectCommand } from "./commands/inspect";
import { addIsolationCommand } from "./commands/isolation";
import { addPlanCommand } from "./commands/plan";
import { addSeedCommand } from "./commands/seed";
import { type ExitCode, exitCodes, reportFailure } from "./failures";
import { version } from "./package.json";
import { processTerminal, type Terminal } from "./terminal";

const closing = `
Exit codes: 0 nothing to do or done, 1 error, 2 changes pending, 3 blocked for want of consent.
Connections: URLs, PG* variables, the password file and sslmode work as in psql.`;

function helpHint(program: Command, command: Command): string {
  const names = command === program ? [program.name()] : [program.name(), command.name()];
  return `See the help: ${names.join(" ")} --help`;
}

/** Runs one command line and gives its exit code; never throws. */
export async function main(
  arguments_: readonly string[],
  terminal: Terminal = processTerminal(),
): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done;
  const finish = (code: ExitCode) => {
    exitCode = code;
  };
  const program = new Command("stackschema")
    .description("A Postgres schema declared in SQL: planned, read, applied")
    .version(version)
    .addHelpText("after", closing)
    .configureOutput({
      writeOut: terminal.print,
      writeErr: (text) => terminal.note(text.replace(/^error:/, "stackschema:")),
    })
    .exitOverride();
  addPlanCommand(program, terminal, finish);
  addApplyCommand(program, terminal, finish);
  addCheckCommand(program, terminal, finish);
  addInspectCommand(program, terminal, finish);
  addSeedCommand(program, terminal, finish);
  addIsolationCommand(program, terminal, finish);
  addCiCommand(program, terminal, finish);
  for (const command of [program, ...program.commands])
    command.showHelpAfterError(helpHint(program, command));
  try {
    await program.parseAsync(arguments_, { from: "user" });
    return exitCode;
  } catch (error) {
    return reportFailure(error, terminal.note);
  }
}
