// `stackschema registry`: the tables of a schema with their classes as TypeScript. Writes one file, and no database.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import type { Command } from "commander";
import { loadSchema } from "../../engine/index";
import { registryText } from "../../gates/files";
import { type ExitCode, exitCodes } from "../failures";
import { addLoadOptions, type LoadOptions, loadRequestOf } from "../options";
import type { Terminal } from "../terminal";

interface RegistryOptions extends LoadOptions {
  readonly out?: string;
  readonly check?: boolean;
}

async function registry(options: RegistryOptions, terminal: Terminal): Promise<ExitCode> {
  const request = loadRequestOf(options, terminal);
  const { catalog } = await loadSchema(request);
  const fresh = registryText(catalog, { source: request.source.path });
  const { out, check = false } = options;
  if (out === undefined) terminal.print(fresh);
  else if (!check) {
    mkdirSync(path.dirname(path.resolve(out)), { recursive: true });
    writeFileSync(out, fresh);
  } else if (!existsSync(out) || readFileSync(out, "utf8").replaceAll("\r\n", "\n") !== fresh) {
    terminal.note(`${out} is not what ${options.schema} says: run the same command without --check\n`);
    return exitCodes.pending;
  }
  return exitCodes.done;
}

export function addRegistryCommand(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  const command = program
    .command("registry")
    .description("write the tables with their classes, row security and writers as TypeScript");
  addLoadOptions(command)
    .option("--out <file>", "where it is written (default: printed)")
    .option("--check", "writes nothing; exit 2 when the file is stale or edited")
    .action(async (options: RegistryOptions) => finish(await registry(options, terminal)));
}
