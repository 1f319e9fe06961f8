// `stackschema ci`: what a pull request does to a schema, tried on databases that are thrown away, as one comment.
import { existsSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { type Command, Option } from "commander";
import {
  type Check,
  type CiReport,
  ciMarkdown,
  ciText,
  planJson,
  SchemaError,
  tryChange,
} from "../../engine/index";
import { gateCheck, projectOf } from "../../gates/files";
import { exceptionsFile } from "../../gates/framework/exceptions";
import { type ExitCode, exitCodes } from "../failures";
import { withPlaceAt } from "../git";
import { addIsolationOptions, type IsolationCliOptions, isolationOptionsOf } from "../isolation-options";
import { addSourceOptions, append, type SourceOptions, sourceRequestOf } from "../options";
import type { Terminal } from "../terminal";

const formats = ["text", "markdown", "json"] as const;

interface CiOptions extends SourceOptions, IsolationCliOptions {
  readonly base: string;
  readonly major: number;
  readonly consent?: readonly string[];
  readonly format: (typeof formats)[number];
  readonly output?: string;
}

const takesPart = (source: string | null): boolean =>
  source !== null && existsSync(path.join(source, exceptionsFile));

/**
 * The gates that the application takes part in: to leave them is no change of a schema among others.
 * @param then the source at the base; null: there was none
 */
const gatesSince = (then: string | null): Check => ({
  name: "gates",
  run: async ({ desired, source }) => {
    if (source.kind !== "sql" || !takesPart(source.path))
      return takesPart(then)
        ? { status: "failed", summary: "gates.yaml is gone, so that no gate is asked any more", lines: [] }
        : { status: "skipped", summary: "there is no gates.yaml beside the source", lines: [] };
    const project = projectOf(source.path);
    const findings = gateCheck({ source: source.path, project })(desired);
    const broken = findings.filter(({ level }) => level === "error").length;
    return {
      status: broken === 0 ? "passed" : "failed",
      summary: broken === 0 ? "all hold" : `${broken} mandatory findings`,
      lines: findings.map(({ id, message }) => `${id}: ${message}`),
    };
  },
});

function rendered(report: CiReport, { format, schema }: CiOptions): string {
  if (format === "markdown") return ciMarkdown(report, schema);
  if (format === "text") return `${ciText(report, schema)}\n`;
  const { isGood, parts, planned, isolation } = report;
  const plan = planned === null ? null : planJson(planned);
  return `${JSON.stringify({ version: 1, isGood, parts, plan, isolation }, null, 2)}\n`;
}

async function ci(options: CiOptions, terminal: Terminal): Promise<ExitCode> {
  const { base, schema, major, consent = [], output } = options;
  const { source, scratch, cacheDirectory } = sourceRequestOf(options, terminal);
  if (source.kind === "sql" && !existsSync(source.path))
    throw new SchemaError(
      "source-missing",
      `${schema} is not there: there is no file or folder of that name. Name the schema with --schema; a schema that a change deletes has nothing left to try.`,
    );
  const report = await withPlaceAt(base, path.resolve(schema), (then) =>
    tryChange({
      base: then === null ? null : { kind: "sql", path: then },
      head: source,
      ...{ checks: [gatesSince(then)], consents: consent, major, scratch, cacheDirectory },
      isolation: isolationOptionsOf(options),
    }),
  );
  terminal.print(rendered(report, options));
  if (output !== undefined) writeFileSync(output, ciMarkdown(report, schema));
  if (report.isGood) return exitCodes.done;
  const isBlocked = report.parts.every(({ status }) => status !== "failed");
  return isBlocked ? exitCodes.blocked : exitCodes.error;
}

export function addCiCommand(program: Command, terminal: Terminal, finish: (code: ExitCode) => void): void {
  const command = program
    .command("ci")
    .description(
      "try the change of a schema since a commit, from end to end, on databases that are thrown away",
    )
    .requiredOption("--base <ref>", "the commit, branch or tag that the change starts from");
  addIsolationOptions(addSourceOptions(command))
    .option("--major <version>", "Postgres major version of the databases", Number, 17)
    .option("--consent <change>", "consents to one destructive change (repeatable)", append)
    .addOption(new Option("--format <format>", "how the report is printed").choices(formats).default("text"))
    .option("--output <file>", "where the report is written as Markdown, too")
    .action(async (options: CiOptions) => finish(await ci(options, terminal)));
}
