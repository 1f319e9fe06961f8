// Rename directives: `-- rename: column app.customers.fax -> app.customers.phone`. Pure. A comment that looks like one
// and cannot be understood is a problem, for a rename that is overlooked would become a drop.
import { Cursor } from "./cursor";
import { type DataDirective, isDataDirective, readDataDirective } from "./data-directives";
import { MalformedError, readAt, tokensOf } from "./directive";
import type { Comment } from "./lexer";
import type { Problem } from "./problem";
import { Lines, type SourceFile } from "./split";

/** What can be renamed. `type` stands for an enum, a domain or a composite type. */
const renameKinds = [
  "schema",
  "table",
  "column",
  "constraint",
  "index",
  "sequence",
  "view",
  "materialized view",
  "type",
  "enum",
  "domain",
  "composite",
  "function",
  "procedure",
  "trigger",
  "policy",
] as const;

export type RenameKind = (typeof renameKinds)[number];

export interface Rename {
  readonly kind: RenameKind;
  /** Unquoted parts; those of a column, constraint, trigger or policy are schema, table, name. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** A routine's argument types as written, where the directive names them: `uuid, numeric`. */
  readonly arguments?: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

const looksLikeRename = /^\s*rename\s*:|^\s*rename\b.*->/i;

/** Parts of a name by kind; two unless said here. */
const partsOf: Partial<Record<RenameKind, number>> = {
  schema: 1,
  column: 3,
  constraint: 3,
  trigger: 3,
  policy: 3,
};

const example: Record<number, string> = {
  1: "-- rename: schema old_name -> new_name",
  2: "-- rename: table app.old_name -> app.new_name",
  3: "-- rename: column app.customers.fax -> app.customers.phone",
};

function kindOf(cursor: Cursor): RenameKind | undefined {
  if (cursor.accept("materialized", "view")) return "materialized view";
  const word = cursor.word();
  const kind = renameKinds.find((known) => known === word);
  if (kind !== undefined) cursor.index += 1;
  return kind;
}

/** Argument types in parentheses after a routine's name, as written. */
function argumentsOf(cursor: Cursor, text: string): string | undefined {
  const open = cursor.token;
  if (!cursor.group()) return undefined;
  const close = cursor.tokens[cursor.index - 1];
  return open === undefined || close === undefined ? undefined : text.slice(open.end, close.start).trim();
}

function parse(text: string): Omit<Rename, "file" | "line"> {
  const cursor = new Cursor(tokensOf(text), 1);
  if (!cursor.acceptSymbol(":")) throw new MalformedError("After `rename` comes a colon");
  const kind = kindOf(cursor);
  if (kind === undefined)
    throw new MalformedError(`After \`rename:\` comes one of ${renameKinds.join(", ")}`);
  const parts = partsOf[kind] ?? 2;
  const side = (): { path: readonly string[]; arguments: string | undefined } => {
    const path = cursor.path();
    if (path?.length !== parts) {
      const names =
        parts === 1
          ? "one name"
          : parts === 2
            ? "schema and name"
            : "schema, table and name, with dots between";
      throw new MalformedError(`A ${kind} is given by ${names}`);
    }
    const isRoutine = kind === "function" || kind === "procedure";
    return { path, arguments: isRoutine ? argumentsOf(cursor, text) : undefined };
  };
  const from = side();
  if (!cursor.acceptSymbol("-") || !cursor.acceptSymbol(">")) {
    throw new MalformedError("Between the old and the new name stands `->`");
  }
  const to = side();
  if (!cursor.atEnd) throw new MalformedError("After the new name nothing may follow");
  if (from.path.join("\0") === to.path.join("\0"))
    throw new MalformedError("The old and the new name are the same");
  return {
    kind,
    from: from.path,
    to: to.path,
    ...(from.arguments === undefined ? {} : { arguments: from.arguments }),
  };
}

function readRename(file: string, line: number, text: string): Rename | Problem {
  const parts = partsOf[renameKinds.find((kind) => text.includes(kind)) ?? "column"] ?? 2;
  return readAt({ file, line }, () => parse(text), { what: "rename", example: example[parts] ?? "" });
}

interface Directives {
  readonly renames: readonly Rename[];
  readonly dataDirectives: readonly DataDirective[];
  readonly problems: readonly Problem[];
}

/** The directives of one file's comments. */
export function readDirectives(source: SourceFile, comments: readonly Comment[]): Directives {
  const renames: Rename[] = [];
  const dataDirectives: DataDirective[] = [];
  const problems: Problem[] = [];
  const lines = new Lines(source.text, source.origin);
  for (const { text, start } of comments) {
    const isRename = looksLikeRename.test(text);
    if (!isRename && !isDataDirective(text)) continue;
    const { line } = lines.at(start);
    const result = isRename
      ? readRename(source.file, line, text.trim())
      : readDataDirective(source.file, line, text);
    if ("id" in result) problems.push(result);
    else if ("verb" in result) dataDirectives.push(result);
    else renames.push(result);
  }
  return { renames, dataDirectives, problems };
}

function nameOf(rename: Rename, side: "from" | "to"): string {
  return [rename.kind, ...rename[side], rename.arguments ?? ""].join("\0");
}

/** Renames without repetitions, and those that contradict each other. */
export function checkRenames(all: readonly Rename[]): {
  renames: readonly Rename[];
  problems: readonly Problem[];
} {
  const byFrom = new Map<string, Rename>();
  const byTo = new Map<string, Rename>();
  const problems: Problem[] = [];
  const complain = ({ file, line }: Rename, other: Rename, what: string): void => {
    const message = `${what} at ${other.file}:${other.line}. Keep one of the two.`;
    problems.push({ file, line, id: "contradicting-rename", message });
  };
  for (const rename of all) {
    const sameFrom = byFrom.get(nameOf(rename, "from"));
    const sameTo = byTo.get(nameOf(rename, "to"));
    if (sameFrom !== undefined && sameFrom === sameTo) continue;
    if (sameFrom !== undefined) complain(rename, sameFrom, "The same object is given another new name");
    else if (sameTo !== undefined) complain(rename, sameTo, "The same new name is given to another object");
    else {
      byFrom.set(nameOf(rename, "from"), rename);
      byTo.set(nameOf(rename, "to"), rename);
    }
  }
  return { renames: [...byFrom.values()], problems };
}
