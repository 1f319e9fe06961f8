// Options of the commands that try isolation: how a session names its tenant, and who is bound by row security.
import { type Command, Option } from "commander";
import { type IsolationOptions, SchemaError } from "../engine/index";

export interface IsolationCliOptions {
  readonly tenantColumn: string;
  readonly tenantSetting: string;
  readonly set?: Readonly<Record<string, string>>;
  readonly owner: NonNullable<IsolationOptions["owner"]>;
}

function settingOf(text: string, previous: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new SchemaError("bad-option", `--set ${text}: say a setting and its value: --set app.user_id=…`);
  return { ...previous, [name]: value };
}

export function addIsolationOptions(command: Command): Command {
  return command
    .option("--tenant-column <name>", "the column that says whose a row is", "org_id")
    .option("--tenant-setting <name>", "the setting by which a session names its tenant", "app.org_id")
    .option("--set <setting=value>", "one more setting of the sessions that try (repeatable)", settingOf)
    .addOption(
      new Option("--owner <how>", "whether row security binds the schema's owner while it is tried")
        .choices(["exempt", "bound"])
        .default("exempt"),
    );
}

export function isolationOptionsOf(options: IsolationCliOptions): IsolationOptions {
  const { tenantColumn, tenantSetting, set = {}, owner } = options;
  return { tenantColumn, tenantSetting, settings: set, owner };
}
