// `stackschema apply`: shows the plan, asks, and runs exactly that plan. Never runs a blocked plan, nor one nobody approved.
import type { Command } from "commander";
import {
  type ApplyEvent,
  applySchema,
  count,
  type Plan,
  type PlannedSchema,
  planSchema,
  SchemaError,
  type SchemaRequest,
} from "../../engine/index";
import { type ExitCode, exitCodes } from "../failures";
import { addSchemaOptions, requestOf, type SchemaOptions } from "../options";
import { hasErrors, planExitCode, renderPlan } from "../show";
import type { Terminal } from "../terminal";

interface ApplyOptions extends SchemaOptions {
  readonly yes?: boolean;
}

async function apply(options: ApplyOptions, terminal: Terminal): Promise<ExitCode> {
  const request = requestOf(options, terminal);
  const read = await readPlan(request, options, terminal);
  if (read.approved === null) return read.exitCode;
  const { ran } = await applySchema({
    ...request,
    approved: read.approved,
    onEvent: (event) => terminal.note(`${describe(event)}\n`),
  });
  terminal.note(`done: ${count(ran.length, "step")}, and the database is what the schema says\n`);
  return exitCodes.done;
}

type ReadPlan = { readonly approved: Plan } | { readonly approved: null; readonly exitCode: ExitCode };

/** A function of its own, so that while the plan runs the two catalogs it came from are no longer in memory. */
async function readPlan(
  request: SchemaRequest,
  options: ApplyOptions,
  terminal: Terminal,
): Promise<ReadPlan> {
  const planned = await planSchema(request);
  const { plan, verdict } = planned;
  terminal.print(renderPlan(planned, "text", terminal));
  if (hasErrors(planned) || verdict.blocked.length > 0)
    return { approved: null, exitCode: planExitCode(planned) };
  if (plan.steps.length === 0) return { approved: null, exitCode: exitCodes.done };
  if (await isApproved(planned, options, terminal)) return { approved: plan };
  terminal.note("nothing was changed\n");
  return { approved: null, exitCode: exitCodes.pending };
}

async function isApproved(
  planned: PlannedSchema,
  options: ApplyOptions,
  terminal: Terminal,
): Promise<boolean> {
  if (options.yes === true) return true;
  if (terminal.confirm === null) {
    throw new SchemaError(
      "not-confirmed",
      "nothing was changed: there is no terminal to ask on; read the plan above, then run the same command with --yes",
    );
  }
  return terminal.confirm(`Run ${count(planned.plan.steps.length, "step")}?`);
}

function describe(event: ApplyEvent): string {
  if (event.type === "waiting") return event.message;
  const place = `[${event.index}/${event.total}]`;
  const [firstLine = ""] = event.step.sql.split("\n");
  if (event.type === "step") return `${place} ${firstLine}`;
  if (event.type === "retry" || event.type === "progress") return `${place} ${event.message}`;
  return `${place} done in ${event.milliseconds} ms`;
}

export function addApplyCommand(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  const command = program
    .command("apply")
    .description("make the database what the schema says, after showing the plan and asking");
  addSchemaOptions(command)
    .option("--yes", "do not ask")
    .action(async (options: ApplyOptions) => finish(await apply(options, terminal)));
}
