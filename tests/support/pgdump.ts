// The judge from outside: the schema of a database as pg_dump writes it, and as a set of objects.
// Must never use the engine's own reader, whose blind spots it is there to show.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Target } from "../../engine/postgres/target";
import { findPgDump } from "./pgdump-binary";
import { closingQuote, type Section, sections } from "./pgdump-sections";

const run = promisify(execFile);

/**
 * `pg_dump --schema-only` of a database.
 * @param options.major the server's major version; pg_dump must be at least that new. @default 18
 */
export async function pgDumpSchema(
  target: Target,
  options: { readonly major?: number } = {},
): Promise<string> {
  const program = await findPgDump(options.major ?? 18);
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    PGSSLMODE: target.tls.mode,
    PGCONNECT_TIMEOUT: "10",
  };
  if (target.password !== undefined) environment.PGPASSWORD = target.password;
  const connection = [
    "--host",
    target.host,
    "--port",
    String(target.port),
    "--username",
    target.user,
    "--no-password",
  ];
  const { stdout } = await run(
    program,
    ["--schema-only", ...connection, "--dbname", databaseOption(target.database)],
    {
      env: environment,
      maxBuffer: 512 * 1024 * 1024,
    },
  );
  return stdout;
}

/** pg_dump would read a name with `=` or a URL's beginning as a connection string. */
function databaseOption(name: string): string {
  return `dbname='${name.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

export interface DumpOptions {
  /** `ignore` leaves out every `ALTER … OWNER TO`. @default "compare" */
  readonly owners?: "compare" | "ignore";
}

/**
 * A dump as a set of objects: `TABLE app.customers` → its DDL. The order of objects, of columns in a table and of
 * grants does not count; see `columnOrders` for the columns.
 */
export function dumpObjects(dump: string, options: DumpOptions = {}): Map<string, string> {
  const objects = new Map<string, string[]>();
  for (const section of sections(dump)) {
    const text = normalise(section, options);
    if (text === "") continue;
    const key = `${section.type} ${section.schema === null ? "" : `${section.schema}.`}${section.name}`;
    objects.set(key, [...(objects.get(key) ?? []), text]);
  }
  return new Map(
    [...objects].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, texts]) => [key, texts.sort().join("\n")]),
  );
}

function normalise(section: Section, options: DumpOptions): string {
  let statements = [...section.statements];
  if (options.owners === "ignore")
    statements = statements.filter((text) => !/^ALTER [^;]* OWNER TO [^;]+;$/.test(text));
  if (section.type === "ACL") return statements.sort().join("\n");
  const [first, ...rest] = statements;
  if (first === undefined) return "";
  const table = tableParts(first);
  const head =
    table === null ? first : `${table.before}\n  ${[...table.entries].sort().join(",\n  ")}\n${table.after}`;
  return [head, ...rest.sort(), ...section.settings].join("\n");
}

/** Column names as each table, view or composite type of the dump orders them; views and types keep theirs in the text. */
export function columnOrders(dump: string): Map<string, readonly string[]> {
  const orders = new Map<string, readonly string[]>();
  for (const section of sections(dump)) {
    const first = section.statements[0];
    const table = first === undefined ? null : tableParts(first);
    if (table === null) continue;
    const columns = table.entries.filter((entry) => !/^CONSTRAINT /.test(entry));
    orders.set(
      `${section.type} ${section.schema}.${section.name}`,
      columns.map((entry) => /^("(?:[^"]|"")*"|\S+)/.exec(entry)?.[1] ?? entry),
    );
  }
  return orders;
}

/** `CREATE TABLE x (` … `)` taken apart at the commas of its own level. */
function tableParts(statement: string): { before: string; entries: string[]; after: string } | null {
  const open = /^CREATE (?:UNLOGGED |FOREIGN )?TABLE [^(]*\(\n/.exec(statement);
  if (open === null) return null;
  const entries: string[] = [];
  let depth = 1;
  let start = open[0].length;
  let index = start;
  for (; index < statement.length && depth > 0; index++) {
    const character = statement.charAt(index);
    if (character === "'" || character === '"') index = closingQuote(statement, index);
    else if (character === "(") depth++;
    else if (character === ")") depth--;
    else if (character === "," && depth === 1) {
      entries.push(statement.slice(start, index).trim());
      start = index + 1;
    }
  }
  const last = statement.slice(start, index - 1).trim();
  if (last !== "") entries.push(last);
  return { before: open[0].trimEnd(), entries, after: statement.slice(index - 1) };
}

export interface DumpDifference {
  readonly object: string;
  /** Absent: only in the other dump. */
  readonly left?: string;
  readonly right?: string;
}

/** What differs between two sets of objects; empty when they are equal. */
export function compareDumps(
  left: ReadonlyMap<string, string>,
  right: ReadonlyMap<string, string>,
): DumpDifference[] {
  const names = [...new Set([...left.keys(), ...right.keys()])].sort();
  return names.flatMap((object) => {
    const [a, b] = [left.get(object), right.get(object)];
    if (a === b) return [];
    return [{ object, ...(a === undefined ? {} : { left: a }), ...(b === undefined ? {} : { right: b }) }];
  });
}
