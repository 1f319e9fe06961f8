// `stackschema gates`: does the schema keep the rules? Loads the source in a scratch database and asks no other.
import { existsSync } from "node:fs";
import * as path from "node:path";
import { type Command, Option } from "commander";
import { loadSchema, SchemaError, sourcePlaces } from "../../engine/index";
import { checkApplication, projectOf } from "../../gates/files";
import { type Choice, choices } from "../../gates/framework/model";
import { gateIds } from "../../gates/ids";
import { type ExitCode, exitCodes } from "../failures";
import { addLoadOptions, append, type LoadOptions, loadRequestOf } from "../options";
import { type GateReport, reports } from "../reports";
import type { Terminal } from "../terminal";

interface GatesOptions extends LoadOptions {
  readonly format: keyof typeof reports;
  readonly level?: Readonly<Record<string, Choice>>;
  readonly code?: readonly string[];
}

async function gates(options: GatesOptions, terminal: Terminal): Promise<ExitCode> {
  const request = loadRequestOf(options, terminal);
  const source = request.source.path;
  const project = projectOf(source);
  const { catalog } = await loadSchema(request);
  const code = (options.code ?? []).map((place) => path.resolve(place));
  const missing = code.find((place) => !existsSync(place));
  if (missing !== undefined)
    throw new SchemaError("bad-option", `--code ${missing}: there is no such file or folder`);
  const levels = options.level === undefined ? {} : { levels: options.level };
  const run = checkApplication(catalog, { source, project, code, ...levels });
  const places = await sourcePlaces(source);
  const report: GateReport = {
    ...run,
    catalog,
    places,
    source: path.relative(project, source).split(path.sep).join("/"),
  };
  terminal.print(reports[options.format](report));
  return run.findings.some(({ level }) => level === "mandatory") ? exitCodes.blocked : exitCodes.done;
}

/** `tenant-primary-key=mandatory`, `all=advisory`; a later one counts more. */
function readLevel(
  text: string,
  previous: Readonly<Record<string, Choice>> = {},
): Readonly<Record<string, Choice>> {
  const [gate = "", word = ""] = text.split("=");
  const choice = choices.find((known) => known === word);
  if (choice === undefined)
    throw new SchemaError("bad-option", `--level ${text}: write <gate>=${choices.join(", <gate>=")}`);
  const named = gate === "all" ? gateIds : gateIds.filter((id) => id === gate);
  if (named.length === 0)
    throw new SchemaError(
      "bad-option",
      `--level ${text}: no gate is called ${gate}; the gates are ${gateIds.join(", ")}, or all`,
    );
  return { ...previous, ...Object.fromEntries(named.map((id) => [id, choice])) };
}

export function addGatesCommand(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  const command = program
    .command("gates")
    .description("check the schema against the gates; exit 3 when a mandatory one does not hold");
  addLoadOptions(command)
    .addOption(
      new Option("--format <format>", "how the findings are printed")
        .choices(Object.keys(reports))
        .default("text"),
    )
    .option("--level <gate=level>", "off, advisory or mandatory, for one gate or all (repeatable)", readLevel)
    .option("--code <path>", "where else invariants of the contract may be named (repeatable)", append)
    .action(async (options: GatesOptions) => finish(await gates(options, terminal)));
}
