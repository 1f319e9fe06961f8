// `stackschema isolation`: proves in a scratch database that no tenant reaches another one's rows. Touches no other database.
import { type Command, Option } from "commander";
import { type IsolationOptions, isolationText, proveIsolation, SchemaError } from "../../engine/index";
import { type ExitCode, exitCodes } from "../failures";
import { addSourceOptions, type SourceOptions, sourceRequestOf } from "../options";
import type { Terminal } from "../terminal";

interface IsolationCommandOptions extends SourceOptions {
  readonly major: number;
  readonly tenantColumn: string;
  readonly tenantSetting: string;
  readonly set?: Readonly<Record<string, string>>;
  readonly owner: NonNullable<IsolationOptions["owner"]>;
  readonly complete?: boolean;
  readonly format: "text" | "json";
}

async function isolation(options: IsolationCommandOptions, terminal: Terminal): Promise<ExitCode> {
  const { major, tenantColumn, tenantSetting, set = {}, owner, complete, format } = options;
  const report = await proveIsolation({
    ...sourceRequestOf(options, terminal),
    ...{ assumeMajor: major, tenantColumn, tenantSetting, settings: set, owner },
  });
  terminal.print(
    format === "json"
      ? `${JSON.stringify({ version: 1, ...report }, null, 2)}\n`
      : `${isolationText(report)}\n`,
  );
  const isProved = report.leaks.length === 0 && !(complete === true && report.untried.length > 0);
  return isProved ? exitCodes.done : exitCodes.error;
}

function settingOf(text: string, previous: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new SchemaError("bad-option", `--set ${text}: say a setting and its value: --set app.user_id=…`);
  return { ...previous, [name]: value };
}

export function addIsolationCommand(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  const command = program
    .command("isolation")
    .description("prove in a scratch database, with the seeds, that no tenant reaches another one's rows");
  addSourceOptions(command)
    .option("--major <version>", "Postgres major version of the scratch database", Number, 17)
    .option("--tenant-column <name>", "the column that says whose a row is", "org_id")
    .option("--tenant-setting <name>", "the setting by which a session names its tenant", "app.org_id")
    .option("--set <setting=value>", "one more setting of the sessions that try (repeatable)", settingOf)
    .addOption(
      new Option("--owner <how>", "whether row security binds the schema's owner during the rehearsal")
        .choices(["exempt", "bound"])
        .default("exempt"),
    )
    .option("--complete", "fail also where something is not proved")
    .addOption(new Option("--format <format>", "how it is printed").choices(["text", "json"]).default("text"))
    .action(async (options: IsolationCommandOptions) => finish(await isolation(options, terminal)));
}
