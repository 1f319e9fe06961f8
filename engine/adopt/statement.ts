// One step as one would write it by hand, and its place in its file. Only what the step says beside its object's own
// attributes is taken away, never a part of an expression. Pure.
import type { AnyObject, Catalog, Kind } from "../catalog/model";
import { quoteName, quotePath } from "../catalog/names";
import type { Step } from "../plan/model";

/** Widest line of what is laid out here. */
const widest = 110;

/** The sections of a file, in the order they are read. */
export const sections = {
  before: 0,
  structure: 1,
  comment: 2,
  index: 3,
  /** After its indexes: those that fit the table above are taken for its, and no more are made. */
  attachment: 4,
  setting: 5,
  policy: 6,
  routine: 7,
  trigger: 8,
  owner: 9,
  privilege: 10,
} as const;

export type Section = (typeof sections)[keyof typeof sections];

const sectionOf: Partial<Record<Kind, Section>> = {
  sequence: sections.before,
  comment: sections.comment,
  index: sections.index,
  statistics: sections.index,
  policy: sections.policy,
  rule: sections.trigger,
  trigger: sections.trigger,
  owner: sections.owner,
  privilege: sections.privilege,
  "default privilege": sections.privilege,
};

/** @param isFirst whether no step before it is about the same object: the one that makes it */
export function sectionAt(object: AnyObject | undefined, isFirst: boolean): Section {
  if (object?.kind === "table" && !isFirst) return sections.setting;
  if (object?.kind === "attachment" && object.attributes.as === "partition") return sections.attachment;
  return (object && sectionOf[object.kind]) ?? sections.structure;
}

/** The statement with its semicolon. */
export function statementOf(step: Step, { objects }: Catalog): string {
  const object = objects.get(step.object);
  return `${written(step, object).trimEnd()};`;
}

function written({ sql }: Step, object: AnyObject | undefined): string {
  switch (object?.kind) {
    case "policy":
      return policyText(object);
    case "index":
      // What Postgres takes where no method is named (manual, CREATE INDEX).
      return sql.startsWith("CREATE ")
        ? without(sql, ` ${object.attributes.definition}`, "USING btree ")
        : sql;
    case "function":
    case "procedure":
      // Two of the same name and arguments in a source are a mistake, which OR REPLACE would hide.
      return sql.replace(/^CREATE OR REPLACE /, "CREATE ");
    case "trigger":
      return triggerText(sql);
    default:
      return sql;
  }
}

function without(sql: string, definition: string, words: string): string {
  const at = sql.indexOf(definition);
  return at >= 0 && definition.startsWith(` ${words}`)
    ? `${sql.slice(0, at)} ${sql.slice(at + 1 + words.length)}`
    : sql;
}

/** A policy has long conditions: a line for each, and nothing said that holds by itself. */
function policyText({ path, attributes }: Extract<AnyObject, { kind: "policy" }>): string {
  const { permissive, command, roles, using, check } = attributes;
  const [name = ""] = path.slice(-1);
  const head = [
    `CREATE POLICY ${quoteName(name)} ON ${quotePath(path.slice(0, -1))}`,
    ...(permissive ? [] : ["AS RESTRICTIVE"]),
    ...(command === "ALL" ? [] : [`FOR ${command}`]),
    ...(roles.length === 1 && roles[0] === "public" ? [] : [`TO ${roles.map(roleName).join(", ")}`]),
  ].join(" ");
  const conditions = [
    ...(using === null ? [] : [`USING (${unwrapped(using)})`]),
    ...(check === null ? [] : [`WITH CHECK (${unwrapped(check)})`]),
  ];
  const line = [head, ...conditions].join(" ");
  return line.length <= widest ? line : [head, ...conditions].join("\n  ");
}

const roleName = (role: string): string => (role === "public" ? "PUBLIC" : quoteName(role));

/** The condition without the parentheses that Postgres puts around it, where the first closes with the last. */
export function unwrapped(expression: string): string {
  if (
    !expression.startsWith("(") ||
    !expression.endsWith(")") ||
    /['"]/.test(expression.replaceAll(plainStrings, ""))
  )
    return expression;
  let depth = 0;
  const bare = expression.replaceAll(plainStrings, (text) => "x".repeat(text.length));
  for (let at = 0; at < bare.length; at += 1) {
    if (bare[at] === "(") depth += 1;
    if (bare[at] === ")") depth -= 1;
    if (depth === 0 && at < bare.length - 1) return expression;
  }
  return expression.slice(1, -1);
}

/** Constants and quoted names as Postgres writes them, without backslashes. */
const plainStrings = /'[^'\\]*'|"[^"]*"/g;

/** A long one gets its second half on a line of its own. */
function triggerText(sql: string): string {
  const half = sql.lastIndexOf(" EXECUTE FUNCTION ");
  const each = sql.indexOf(" FOR EACH ");
  if (!sql.startsWith("CREATE ") || sql.length <= widest || half < 0 || each < 0 || sql.includes("'"))
    return sql;
  return `${sql.slice(0, each)}\n  ${sql.slice(each + 1)}`;
}

/** Statements in their order, with empty lines between sections and around what takes more than one line. */
export function inParagraphs(
  statements: readonly { readonly text: string; readonly section: number }[],
): string {
  const parts: string[] = [];
  statements.forEach(({ text, section }, position) => {
    const before = statements[position - 1];
    const isApart =
      before !== undefined &&
      (before.section !== section || before.text.includes("\n") || text.includes("\n"));
    parts.push(isApart ? `\n${text}\n` : `${text}\n`);
  });
  return parts.join("");
}
