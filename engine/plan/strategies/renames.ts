// Renames that the source asks for: what is still to be done, as steps that come first. Done once, silent after that. Pure.
import { type AnyObject, type Catalog, type Kind, kinds } from "../../catalog/model";
import { quoteName, quotePath } from "../../catalog/names";
import { type Draft, draft, lock } from "../draft";
import { breaksOldCode } from "../hazards";
import type { Finding } from "../model";

/** What a directive of the source says; `type` stands for an enum, a domain or a composite type. */
export interface RenameDirective {
  readonly kind: Kind | "type";
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly file: string;
  readonly line: number;
}

export interface PendingRenames {
  readonly drafts: readonly Draft[];
  readonly findings: readonly Finding[];
}

const typeKinds: readonly Kind[] = ["enum", "domain", "composite"];
const kindsOf = (kind: Kind | "type"): readonly Kind[] => (kind === "type" ? typeKinds : [kind]);
const order = (kind: Kind | "type"): number =>
  kind === "type" ? kinds.indexOf("enum") : kinds.indexOf(kind);

/** Containers first, so that a column can be renamed in a table that is renamed too. */
export function pendingRenames(
  directives: readonly RenameDirective[],
  live: Catalog,
  desired: Catalog,
): PendingRenames {
  const moved: { readonly from: readonly string[]; readonly to: readonly string[] }[] = [];
  const current = (path: readonly string[]): readonly string[] =>
    moved.reduce(
      (now, move) => (startsWith(now, move.from) ? [...move.to, ...now.slice(move.from.length)] : now),
      path,
    );
  const original = (path: readonly string[]): readonly string[] =>
    moved.reduceRight(
      (now, move) => (startsWith(now, move.to) ? [...move.from, ...now.slice(move.to.length)] : now),
      path,
    );
  const drafts: Draft[] = [];
  const findings: Finding[] = [];
  for (const directive of [...directives].sort((left, right) => order(left.kind) - order(right.kind))) {
    const before =
      find(live, directive.kind, original(directive.from)) ?? find(live, directive.kind, directive.from);
    const taken =
      find(live, directive.kind, original(directive.to)) ?? find(live, directive.kind, directive.to);
    const after = find(desired, directive.kind, directive.to);
    const problem = problemOf(directive, before, taken === before ? undefined : taken, after, desired);
    if (problem) findings.push(problem);
    if (problem || !before || !after || (taken && taken !== before)) continue;
    const from = current(before.path);
    if (samePath(from, directive.to)) continue;
    drafts.push(...renameDrafts(before, from, after));
    moved.push({ from, to: directive.to });
  }
  return { drafts, findings };
}

const startsWith = (path: readonly string[], prefix: readonly string[]): boolean =>
  prefix.every((part, position) => path[position] === part);
const samePath = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && startsWith(left, right);

function find(catalog: Catalog, kind: Kind | "type", path: readonly string[]): AnyObject | undefined {
  const wanted = kindsOf(kind);
  return [...catalog.objects.values()].find(
    (object) => wanted.includes(object.kind) && samePath(object.path, path),
  );
}

function problemOf(
  directive: RenameDirective,
  before: AnyObject | undefined,
  taken: AnyObject | undefined,
  after: AnyObject | undefined,
  desired: Catalog,
): Finding | null {
  const what = `${directive.kind} ${quotePath(directive.from)} -> ${quotePath(directive.to)}`;
  const place = `${directive.file}:${directive.line}`;
  const error = (id: string, message: string): Finding => ({
    level: "error",
    id,
    object: null,
    message: `${place}: rename ${what}: ${message}`,
  });
  if (!after)
    return error(
      "rename-without-object",
      `the source does not declare ${quotePath(directive.to)}: correct the directive, or declare it`,
    );
  if (find(desired, directive.kind, directive.from))
    return error(
      "rename-of-declared",
      `the source still declares ${quotePath(directive.from)}: remove one of the two`,
    );
  if (before && taken)
    return error(
      "rename-both-exist",
      "both names are in the database: drop or rename one of them by hand, or remove the directive to treat them as two objects",
    );
  return null;
}

const words: Partial<Readonly<Record<Kind, string>>> = {
  enum: "TYPE",
  composite: "TYPE",
  domain: "DOMAIN",
  "materialized view": "MATERIALIZED VIEW",
};

/** SET SCHEMA and RENAME are two statements. */
function renameDrafts(before: AnyObject, from: readonly string[], after: AnyObject): readonly Draft[] {
  const isPart = ["column", "constraint", "trigger", "policy"].includes(before.kind);
  const name = quoteName(after.path.at(-1) ?? "");
  const rest = {
    phase: "contract" as const,
    locks: relationLock(after),
    hazards: [breaksOldCode(`code that says ${quotePath(from)} stops working`)],
  };
  const cause = `renamed in the source from ${before.id}`;
  if (before.kind === "schema")
    return [draft(after.id, cause, `ALTER SCHEMA ${quotePath(from)} RENAME TO ${name}`, rest)];
  if (isPart)
    return from.at(-1) === after.path.at(-1)
      ? []
      : [draft(after.id, cause, partSql(before.kind, from, name), rest)];
  const word = words[before.kind] ?? before.kind.toUpperCase();
  const signature =
    "identity" in before.attributes &&
    typeof before.attributes.identity === "string" &&
    (before.kind === "function" || before.kind === "procedure")
      ? `(${before.attributes.identity})`
      : "";
  const moves = from[0] !== after.path[0];
  const between = [after.path[0] ?? "", from.at(-1) ?? ""];
  return [
    ...(moves
      ? [
          draft(
            after.id,
            cause,
            `ALTER ${word} ${quotePath(from)}${signature} SET SCHEMA ${quoteName(after.path[0] ?? "")}`,
            rest,
          ),
        ]
      : []),
    ...(between.at(-1) === after.path.at(-1)
      ? []
      : [draft(after.id, cause, `ALTER ${word} ${quotePath(between)}${signature} RENAME TO ${name}`, rest)]),
  ];
}

function partSql(kind: Kind, from: readonly string[], name: string): string {
  const relation = quotePath(from.slice(0, -1));
  const old = quoteName(from.at(-1) ?? "");
  if (kind === "column") return `ALTER TABLE ${relation} RENAME COLUMN ${old} TO ${name}`;
  if (kind === "constraint") return `ALTER TABLE ${relation} RENAME CONSTRAINT ${old} TO ${name}`;
  return `ALTER ${kind.toUpperCase()} ${old} ON ${relation} RENAME TO ${name}`;
}

/** Under the name it has by then. */
function relationLock(after: AnyObject): Draft["locks"] {
  const relation = after.parent ?? after.id;
  return /^(table|view|materialized view) /.test(relation) ? lock("ACCESS EXCLUSIVE", relation) : [];
}
