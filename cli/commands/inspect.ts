// `stackschema inspect`: what is in a database, as SQL that makes the same schema again, or as JSON. Writes nothing to it.
import { type Command, Option } from "commander";
import { type Catalog, type Inspected, inspectDatabase, inspected } from "../../engine/index";
import { type ExitCode, exitCodes } from "../failures";
import { addDatabaseOption, addScopeOption, type DatabaseOptions, targetOf } from "../options";
import type { Terminal } from "../terminal";

const formats = ["sql", "json"] as const;

interface InspectOptions extends DatabaseOptions {
  readonly scope?: readonly string[];
  readonly format: (typeof formats)[number];
}

async function inspect(options: InspectOptions, terminal: Terminal): Promise<ExitCode> {
  const target = targetOf(options, terminal);
  const read = await inspectDatabase(target, options.scope === undefined ? {} : { scope: options.scope });
  const found = inspected(read, options.scope);
  terminal.print(options.format === "json" ? catalogJson(found.catalog) : catalogSql(found));
  for (const { kind, name } of found.catalog.unmodeled)
    terminal.note(`not modelled, left out: ${kind} ${name}\n`);
  return exitCodes.done;
}

function catalogSql({ steps }: Inspected): string {
  return steps.map((step) => `${step.sql};\n`).join("\n");
}

function catalogJson({ serverMajor, scope, objects, unmodeled }: Catalog): string {
  const document = { version: 1, serverMajor, scope, objects: [...objects.values()], unmodeled };
  return `${JSON.stringify(document, null, 2)}\n`;
}

export function addInspectCommand(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  const command = program
    .command("inspect")
    .description("print the database's schema as SQL that makes it again, or as JSON")
    .addOption(new Option("--format <format>", "how it is printed").choices(formats).default("sql"));
  addScopeOption(addDatabaseOption(command)).action(async (options: InspectOptions) =>
    finish(await inspect(options, terminal)),
  );
}
