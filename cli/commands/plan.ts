// `stackschema plan`: prints the statements that would make the database what the schema says. Writes nothing to it.
import { type Command, Option } from "commander";
import { planBack, planSchema } from "../../engine/index";
import type { ExitCode } from "../failures";
import { addSchemaOptions, requestOf, type SchemaOptions } from "../options";
import { type Format, formats, planExitCode, renderPlan } from "../show";
import type { Terminal } from "../terminal";

interface PlanOptions extends SchemaOptions {
  readonly format: Format;
  readonly back?: boolean;
}

async function plan(options: PlanOptions, terminal: Terminal): Promise<ExitCode> {
  const request = requestOf(options, terminal);
  const there = await planSchema(request);
  const planned = options.back === true ? planBack(there, request) : there;
  terminal.print(renderPlan(planned, options.format, terminal));
  return planExitCode(planned);
}

export function addPlanCommand(program: Command, terminal: Terminal, finish: (code: ExitCode) => void): void {
  const command = program
    .command("plan")
    .description("show the statements that would make the database what the schema says")
    .addOption(new Option("--format <format>", "how the plan is printed").choices(formats).default("text"))
    .option("--back", "show the way back instead, for when the plan has run");
  addSchemaOptions(command).action(async (options: PlanOptions) => finish(await plan(options, terminal)));
}
