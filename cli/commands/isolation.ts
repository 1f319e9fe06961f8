// `stackschema isolation`: proves in a scratch database that no tenant reaches another one's rows. Touches no other database.
import { type Command, Option } from "commander";
import { isolationText, proveIsolation } from "../../engine/index";
import { type ExitCode, exitCodes } from "../failures";
import { addIsolationOptions, type IsolationCliOptions, isolationOptionsOf } from "../isolation-options";
import { addSourceOptions, type SourceOptions, sourceRequestOf } from "../options";
import type { Terminal } from "../terminal";

interface IsolationCommandOptions extends SourceOptions, IsolationCliOptions {
  readonly major: number;
  readonly complete?: boolean;
  readonly format: "text" | "json";
}

async function isolation(options: IsolationCommandOptions, terminal: Terminal): Promise<ExitCode> {
  const { major, complete, format } = options;
  const report = await proveIsolation({
    ...sourceRequestOf(options, terminal),
    ...isolationOptionsOf(options),
    assumeMajor: major,
  });
  terminal.print(
    format === "json"
      ? `${JSON.stringify({ version: 1, ...report }, null, 2)}\n`
      : `${isolationText(report)}\n`,
  );
  const isProved = report.leaks.length === 0 && !(complete === true && report.untried.length > 0);
  return isProved ? exitCodes.done : exitCodes.error;
}

export function addIsolationCommand(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  const command = program
    .command("isolation")
    .description("prove in a scratch database, with the seeds, that no tenant reaches another one's rows");
  addIsolationOptions(addSourceOptions(command))
    .option("--major <version>", "Postgres major version of the scratch database", Number, 17)
    .option("--complete", "fail also where something is not proved")
    .addOption(new Option("--format <format>", "how it is printed").choices(["text", "json"]).default("text"))
    .action(async (options: IsolationCommandOptions) => finish(await isolation(options, terminal)));
}
