// `stackschema adopt`: a database as a source, with what its journals claim and the proof that the source plans empty.
// Writes files where there were none, and nothing to the database.
import * as path from "node:path";
import { type Command, Option } from "commander";
import { adoptDatabase, adoptionText, safeName, type Target } from "../../engine/index";
import { type ExitCode, exitCodes } from "../failures";
import {
  addDatabaseOption,
  addScopeOption,
  addScratchOption,
  append,
  cacheDirectory,
  type DatabaseOptions,
  scratchOf,
  targetOf,
} from "../options";
import type { Terminal } from "../terminal";

const formats = ["text", "json"] as const;

interface AdoptOptions extends DatabaseOptions {
  readonly out?: string;
  readonly scope?: readonly string[];
  readonly migrations?: readonly string[];
  readonly replay?: boolean;
  readonly scratch: string;
  readonly format: (typeof formats)[number];
}

async function adopt(options: AdoptOptions, terminal: Terminal): Promise<ExitCode> {
  const { environment } = terminal;
  const target = targetOf(options, terminal);
  const adoption = await adoptDatabase({
    target,
    directory: path.resolve(options.out ?? defaultDirectory(target)),
    ...(options.scope === undefined ? {} : { scope: options.scope }),
    migrations: (options.migrations ?? []).map((folder) => path.resolve(folder)),
    replay: options.replay === true,
    scratch: scratchOf(options.scratch, environment),
    cacheDirectory: cacheDirectory(environment),
  });
  terminal.print(
    options.format === "json" ? `${JSON.stringify(adoption, null, 2)}\n` : adoptionText(adoption),
  );
  if (adoption.proof.empty) return exitCodes.done;
  return adoption.proof.steps.length > 0 ? exitCodes.pending : exitCodes.error;
}

const defaultDirectory = ({ database }: Target): string => path.join("schema", safeName(database));

export function addAdoptCommand(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  const command = program
    .command("adopt")
    .description("write a database as a source, and say what its migrations' journals claim")
    .option(
      "--out <directory>",
      "where the source is written; empty or not there (default: schema/<database>)",
    )
    .option(
      "--migrations <directory>",
      "a folder of migrations that the journals are compared with (repeatable)",
      append,
    )
    .option(
      "--replay",
      "runs the applied migrations in scratch, and compares what they make with what is there",
    )
    .addOption(new Option("--format <format>", "how the report is printed").choices(formats).default("text"));
  addScratchOption(addScopeOption(addDatabaseOption(command))).action(async (options: AdoptOptions) =>
    finish(await adopt(options, terminal)),
  );
}
