// A directory of SQL → what to load, what is renamed, and what is wrong with it. Reads files, talks to no Postgres.
import { classify } from "./classify";
import { checkDataDirectives, type DataDirective } from "./data-directives";
import { decodeFile } from "./decode";
import { checkRenames, type Rename, readDirectives } from "./directives";
import type { Item } from "./item";
import type { SourceBytes, Translated } from "./languages/language";
import { orderProblems } from "./order";
import type { Problem, SourceFinding } from "./problem";
import { excerptWithoutValues } from "./secrets";
import { FileSettings } from "./settings";
import { type SourceFile, type Statement, splitFile } from "./split";

export interface SourceReading {
  /** In the order of the files. */
  readonly items: readonly Item[];
  readonly renames: readonly Rename[];
  readonly dataDirectives: readonly DataDirective[];
  readonly findings: readonly SourceFinding[];
  readonly problems: readonly Problem[];
  /** Some file could not be read to its end: what it declares is not known. */
  readonly incomplete: boolean;
  readonly files: ReadonlyMap<string, SourceFile>;
}

interface FileReading {
  readonly items: Item[];
  readonly findings: SourceFinding[];
  readonly problems: Problem[];
}

function problemOf(statement: Statement, id: string, message: string): Problem {
  return {
    file: statement.file,
    line: statement.line,
    id,
    message,
    excerpt: excerptWithoutValues(statement),
  };
}

/** @param said what goes on after the statement's first words */
function told(id: string, statement: Statement, said: string): SourceFinding {
  const message = `${statement.file}:${statement.line}: \`${excerptWithoutValues(statement)}\`${said}.`;
  return { level: "info", id, object: null, message };
}

function readStatements(statements: readonly Statement[]): FileReading {
  const reading: FileReading = { items: [], findings: [], problems: [] };
  const settings = new FileSettings();
  const made = new Map<string, Item>();
  for (const statement of statements) {
    const result = classify(statement, settings);
    if (result.type === "run") {
      for (const item of result.items)
        if (item.makes && item.key !== null) made.set(item.key.split(/[\0 ]/).at(-1) ?? "", item);
      reading.items.push(...result.items);
      if (result.note !== undefined)
        reading.findings.push(told("of-the-database", statement, `: ${result.note}`));
      continue;
    }
    if (result.type === "refused") {
      reading.problems.push(problemOf(statement, "not-a-declaration", result.message));
      continue;
    }
    const undone = result.drops === undefined ? undefined : made.get(result.drops);
    if (undone !== undefined) {
      const message = `It drops what line ${undone.statement.line} makes. Keep one of the two.`;
      reading.problems.push(problemOf(statement, "not-a-declaration", message));
    } else if (result.message !== undefined) {
      const said = ` is passed over: ${result.message}`;
      reading.findings.push(told("statement-passed-over", statement, said));
    }
  }
  return reading;
}

const nothingTranslated: Translated = { files: [], problems: [] };

/**
 * Reads every file; all problems are found, none hides another.
 * @param bytes of the files that are SQL
 */
export function readStatementsOf(
  bytes: readonly SourceBytes[],
  translated: Translated = nothingTranslated,
): SourceReading {
  const items: Item[] = [];
  const allRenames: Rename[] = [];
  const allData: DataDirective[] = [];
  const findings: SourceFinding[] = [];
  const problems: Problem[] = [...translated.problems];
  const files = new Map<string, SourceFile>();
  let incomplete = problems.length > 0;
  for (const file of [...bytes.map(decodeFile), ...translated.files]) {
    if ("id" in file) {
      problems.push(file);
      incomplete = true;
      continue;
    }
    files.set(file.file, file);
    const split = splitFile(file);
    const directives = readDirectives(file, split.comments);
    const read = readStatements(split.statements);
    if (split.problems.length > 0) incomplete = true;
    items.push(...read.items);
    allRenames.push(...directives.renames);
    allData.push(...directives.dataDirectives);
    findings.push(...read.findings);
    problems.push(...split.problems, ...directives.problems, ...read.problems);
  }
  const { renames, problems: contradicting } = checkRenames(allRenames);
  const { dataDirectives, problems: disagreeing } = checkDataDirectives(allData);
  problems.push(...contradicting, ...disagreeing, ...orderProblems(items));
  return { items, renames, dataDirectives, findings, problems, incomplete, files };
}
