// `stackschema seed`: runs the seeds of a schema on a database, after they were run twice in a scratch database.
import type { Command } from "commander";
import { seedDatabase } from "../../engine/index";
import { type ExitCode, exitCodes } from "../failures";
import {
  addDatabaseOption,
  addSourceOptions,
  type DatabaseOptions,
  type SourceOptions,
  sourceRequestOf,
  targetOf,
} from "../options";
import type { Terminal } from "../terminal";

type SeedOptions = DatabaseOptions & SourceOptions;

async function seed(options: SeedOptions, terminal: Terminal): Promise<ExitCode> {
  const request = sourceRequestOf(options, terminal);
  const target = targetOf(options, terminal);
  const { files } = await seedDatabase({
    ...request,
    target,
    onEvent: (message) => terminal.note(`${message}\n`),
  });
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  const what = `${files.length === 1 ? "1 seed" : `${files.length} seeds`} run`;
  terminal.print(`${what}: ${rows === 0 ? "every row was there" : `${rows} rows written`}\n`);
  return exitCodes.done;
}

export function addSeedCommand(program: Command, terminal: Terminal, finish: (code: ExitCode) => void): void {
  const command = program
    .command("seed")
    .description("run the seeds of the schema (its folder seed) on the database; they must be idempotent");
  addSourceOptions(addDatabaseOption(command)).action(async (options: SeedOptions) =>
    finish(await seed(options, terminal)),
  );
}
