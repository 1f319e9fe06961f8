// `stackschema check`: is the database what the schema says? One line and an exit code, for pipelines. Writes nothing to it.
import type { Command } from "commander";
import { isAside, planJson, planSchema } from "../../engine/index";
import type { ExitCode } from "../failures";
import { addSchemaOptions, requestOf, type SchemaOptions } from "../options";
import { planExitCode } from "../show";
import type { Terminal } from "../terminal";

async function check(options: SchemaOptions, terminal: Terminal): Promise<ExitCode> {
  const planned = await planSchema(requestOf(options, terminal));
  terminal.print(`${planJson(planned).summary}\n`);
  for (const finding of [...planned.plan.findings, ...planned.verdict.findings]) {
    if (finding.level === "error" || isAside(finding)) terminal.print(`${finding.id}: ${finding.message}\n`);
  }
  return planExitCode(planned);
}

export function addCheckCommand(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  const command = program
    .command("check")
    .description(
      "exit 0 when the database is what the schema says, 2 when changes are pending, 3 when one needs consent",
    );
  addSchemaOptions(command).action(async (options: SchemaOptions) => finish(await check(options, terminal)));
}
