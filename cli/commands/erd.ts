// `stackschema erd`: the diagram of a schema, or of a plan, as a picture, a page or Mermaid's text. Writes nothing to a database.
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { type Command, Option } from "commander";
import {
  catalogDiagram,
  type Diagram,
  diagramMermaid,
  inspectDatabase,
  inspected,
  planDiagram,
  planSchema,
  SchemaError,
} from "../../engine/index";
import { onlyKeys } from "../erd/keys";
import { diagramPage } from "../erd/page";
import { diagramSvg } from "../erd/svg";
import { type ExitCode, exitCodes } from "../failures";
import {
  addDatabaseOption,
  addScopeOption,
  type DatabaseOptions,
  desiredRequestOf,
  requestOf,
  targetOf,
} from "../options";
import type { Terminal } from "../terminal";

const formats = ["svg", "mermaid", "html"] as const;
type Format = (typeof formats)[number];

interface ErdOptions extends DatabaseOptions {
  readonly schema?: string;
  readonly scope?: readonly string[];
  readonly scratch: string;
  readonly plan?: boolean;
  readonly columns: "all" | "keys";
  readonly format?: Format;
  readonly out?: string;
}

interface Drawn {
  readonly diagram: Diagram;
  readonly title: string;
}

/** By the end of the file's name, where nothing else is said. */
const formatOfEnding: Readonly<Record<string, Format>> = {
  ".svg": "svg",
  ".html": "html",
  ".htm": "html",
  ".mmd": "mermaid",
  ".mermaid": "mermaid",
  ".md": "mermaid",
};

/** @throws SchemaError `bad-option` for an ending that says nothing */
function formatOf({ format, out }: ErdOptions): Format {
  if (format !== undefined) return format;
  if (out === undefined) return "svg";
  const ending = path.extname(out).toLowerCase();
  const known = formatOfEnding[ending];
  if (known !== undefined) return known;
  throw new SchemaError(
    "bad-option",
    `--out ${out}: ${ending === "" ? "a name without an ending" : `the ending ${ending}`} says no format that can be drawn. End it with .svg, .html or .mmd, or name one with --format`,
  );
}

async function erd(options: ErdOptions, terminal: Terminal): Promise<ExitCode> {
  const format = formatOf(options);
  const { diagram, title } = await drawn(options, terminal);
  if (diagram.boxes.length === 0)
    throw new SchemaError(
      "nothing-to-draw",
      "there is nothing to draw: no table, view or enum. Look at the source, or name other Postgres schemas with --scope",
    );
  const shown = options.columns === "keys" ? onlyKeys(diagram) : diagram;
  const text = await rendered(shown, title, format);
  if (options.out === undefined) terminal.print(text);
  else {
    write(options.out, text);
    terminal.note(`written: ${options.out}\n`);
  }
  return exitCodes.done;
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SchemaError("cannot-write", `the diagram cannot be written to ${file}: ${why}`, {
      cause: error,
    });
  }
}

function rendered(diagram: Diagram, title: string, format: Format): Promise<string> | string {
  if (format === "mermaid") return diagramMermaid(diagram);
  return format === "svg" ? diagramSvg(diagram, title) : diagramPage(diagram, title);
}

async function drawn(options: ErdOptions, terminal: Terminal): Promise<Drawn> {
  const { schema, scope } = options;
  if (options.plan === true) return planDrawn(options, terminal);
  if (schema !== undefined && options.database !== undefined)
    throw new SchemaError(
      "bad-option",
      "--schema and --database are two schemas. Add --plan to see what leads from the database to the source, or take one of them away",
    );
  if (schema !== undefined) {
    const request = desiredRequestOf({ ...settled(options), schema }, terminal);
    const { desired } = await planSchema({ ...request, target: null });
    return { diagram: catalogDiagram(desired), title: titleOf(desired.scope) };
  }
  const target = targetOf(options, terminal);
  const read = await inspectDatabase(target, scope === undefined ? {} : { scope });
  const { catalog } = inspected(read, scope);
  return { diagram: catalogDiagram(catalog), title: titleOf(catalog.scope) };
}

async function planDrawn(options: ErdOptions, terminal: Terminal): Promise<Drawn> {
  const { schema } = options;
  if (schema === undefined)
    throw new SchemaError("bad-option", "--plan leads from a database to a schema: name it with --schema");
  const planned = await planSchema(requestOf({ ...settled(options), schema }, terminal));
  const { plan, desired, live } = planned;
  for (const { level, id, message } of plan.findings)
    if (level === "error") terminal.note(`${id}: ${message}\n`);
  if (live === null) throw new Error("a plan against a database has no live catalog");
  return { diagram: planDiagram(live, desired, plan.steps), title: `Plan of ${titleOf(desired.scope)}` };
}

/** A picture needs no proof and asks for no consent. */
function settled(options: ErdOptions) {
  return { ...options, online: "auto", proof: "never" } as const;
}

const titleOf = (scope: readonly string[]): string => scope.join(", ");

export function addErdCommand(program: Command, terminal: Terminal, finish: (code: ExitCode) => void): void {
  const command = program
    .command("erd")
    .description("draw a schema, or with --plan what would change: tables, columns and foreign keys")
    .option("--schema <source>", "the schema to draw: a directory or file, or the URL of a database");
  addScopeOption(addDatabaseOption(command))
    .option("--plan", "draw what leads from the database to the schema, in colours and signs")
    .addOption(
      new Option("--format <format>", "how it is drawn (default: by the file's name, else svg)").choices(
        formats,
      ),
    )
    .addOption(
      new Option("--columns <which>", "all columns, or keys and what changes")
        .choices(["all", "keys"])
        .default("all"),
    )
    .option("--out <file>", "the file to write (default: standard output)")
    .option(
      "--scratch <where>",
      "where sources are loaded: embedded, server, or the URL of an empty database",
      "auto",
    )
    .action(async (options: ErdOptions) => finish(await erd(options, terminal)));
}
